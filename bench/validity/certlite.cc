// certlite_validity, and certlite_validity_statuses, over records as they are: most active, of every age, some without
// expiry.
#include "capi/certlite.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>
#include <vector>

#include "bench/card.h"
#include "bench/validity/task.h"

namespace certlite::bench {
namespace {

constexpr int32_t kAsOf = kFirstIssued + kIssuedDays;

certlite_facts Facts(size_t i) {
  const uint32_t chance = Mix(static_cast<uint32_t>(i));
  certlite_facts facts = {};
  facts.issued_on_day = kFirstIssued + static_cast<int32_t>(chance % (kIssuedDays + 30));
  facts.expires_on_day = chance >> 20 < 200 ? CERTLITE_NO_DAY : facts.issued_on_day + 730;
  facts.grace_days = chance >> 8 & 1 ? 30 : 0;
  facts.expiring_soon_days = 30;
  facts.lifecycle_status = chance >> 25 == 0 ? CERTLITE_LIFECYCLE_REVOKED : CERTLITE_LIFECYCLE_ACTIVE;
  return facts;
}

struct Verdicts {
  explicit Verdicts(size_t size) : facts(size), results(size) {
    for (size_t i = 0; i < size; ++i) facts[i] = Facts(i);
  }

  void Run(size_t operations) {
    for (size_t i = 0; i < operations; i += facts.size()) {
      if (certlite_validity(facts.data(), facts.size(), kAsOf, results.data()) != CERTLITE_OK) {
        throw std::runtime_error("certlite_validity has refused the facts");
      }
      benchmark::ClobberMemory();
      read += static_cast<int64_t>(facts.size() * sizeof(certlite_facts));
      written += static_cast<int64_t>(results.size() * sizeof(certlite_validity_result));
    }
  }

  std::vector<certlite_facts> facts;
  std::vector<certlite_validity_result> results;
  int64_t read = 0, written = 0;
};

struct Statuses {
  explicit Statuses(size_t size) : columns(5, std::vector<int32_t>(size)), statuses(size) {
    for (size_t i = 0; i < size; ++i) {
      const certlite_facts facts = Facts(i);
      columns[0][i] = facts.issued_on_day;
      columns[1][i] = facts.expires_on_day;
      columns[2][i] = facts.grace_days;
      columns[3][i] = facts.expiring_soon_days;
      columns[4][i] = facts.lifecycle_status;
    }
  }

  void Run(size_t operations) {
    const certlite_fact_columns facts = {columns[0].data(), columns[1].data(), columns[2].data(), columns[3].data(),
                                         columns[4].data()};
    for (size_t i = 0; i < operations; i += statuses.size()) {
      if (certlite_validity_statuses(&facts, statuses.size(), kAsOf, statuses.data()) != CERTLITE_OK) {
        throw std::runtime_error("certlite_validity_statuses has refused the facts");
      }
      benchmark::ClobberMemory();
      read += static_cast<int64_t>(statuses.size() * columns.size() * sizeof(int32_t));
    }
  }

  std::vector<std::vector<int32_t>> columns;
  std::vector<uint8_t> statuses;
  int64_t read = 0;
};

// Throws if a status has not been judged once.
void ExpectAll(const std::array<int64_t, CERTLITE_VALIDITY_EXPIRED + 1>& seen) {
  if (std::ranges::find(seen, 0) != seen.end()) throw std::runtime_error("a status has not been judged once");
}

}  // namespace

Competitor CertliteStatuses(size_t facts) {
  auto statuses = std::make_shared<Statuses>(facts);
  return {"Certlite", [statuses](size_t operations) { statuses->Run(operations); },
          [statuses] {
            std::array<int64_t, CERTLITE_VALIDITY_EXPIRED + 1> seen{};
            for (const uint8_t status : statuses->statuses) ++seen.at(status);
            ExpectAll(seen);
            return Work{{{"bytes read", statuses->read}}, {}};
          }};
}

Competitor CertliteValidity(size_t facts) {
  auto verdicts = std::make_shared<Verdicts>(facts);
  return {"Certlite", [verdicts](size_t operations) { verdicts->Run(operations); },
          [verdicts] {
            std::array<int64_t, CERTLITE_VALIDITY_EXPIRED + 1> seen{};
            for (const certlite_validity_result& result : verdicts->results) {
              ++seen.at(static_cast<size_t>(result.validity_status));
            }
            ExpectAll(seen);
            return Work{{{"bytes read", verdicts->read}, {"bytes written", verdicts->written}}, {}};
          }};
}

}  // namespace certlite::bench
