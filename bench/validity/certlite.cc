// certlite_validity over records as they are: most active, of every age, some without expiry.
#include "capi/certlite.h"

#include <benchmark/benchmark.h>

#include <array>
#include <memory>
#include <stdexcept>

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

}  // namespace

Competitor CertliteValidity(size_t facts) {
  auto verdicts = std::make_shared<Verdicts>(facts);
  return {"Certlite", [verdicts](size_t operations) { verdicts->Run(operations); },
          [verdicts] {
            std::array<int64_t, CERTLITE_VALIDITY_EXPIRED + 1> seen{};
            for (const certlite_validity_result& result : verdicts->results) {
              ++seen.at(static_cast<size_t>(result.validity_status));
            }
            for (const int64_t count : seen) {
              if (count == 0) throw std::runtime_error("a status has not been judged once");
            }
            return Work{{{"bytes read", verdicts->read}, {"bytes written", verdicts->written}}, {}};
          }};
}

}  // namespace certlite::bench
