// certlite_validity and certlite_validity_statuses over random facts, beside a reference that paints a line of days and
// looks what colour a day has. CERTLITE_SEED sets which facts.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "capi/certlite.h"

namespace certlite {
namespace {

constexpr int32_t kFirst = -719'162;  // 0001-01-01
constexpr int32_t kLast = 2'932'896;  // 9999-12-31
constexpr size_t kDays = 10'000;      // on each of them
constexpr size_t kFactsADay = 100;

// The status that each reason belongs to.
constexpr std::array kStatuses = {
    CERTLITE_VALIDITY_INVALID,  CERTLITE_VALIDITY_INVALID, CERTLITE_VALIDITY_INVALID,
    CERTLITE_VALIDITY_INVALID,  CERTLITE_VALIDITY_INVALID, CERTLITE_VALIDITY_NOT_YET_VALID,
    CERTLITE_VALIDITY_VALID,    CERTLITE_VALIDITY_VALID,   CERTLITE_VALIDITY_EXPIRING_SOON,
    CERTLITE_VALIDITY_IN_GRACE, CERTLITE_VALIDITY_EXPIRED};

certlite_validity_result Reference(const certlite_facts& facts, int32_t as_of) {
  const bool expires = facts.expires_on_day != CERTLITE_NO_DAY;
  std::map<int64_t, int32_t> line;  // from a day on, until the next: a reason
  const auto paint = [&line](int64_t from, int32_t reason) {
    line.erase(line.lower_bound(from), line.end());
    line[from] = reason;
  };
  constexpr int64_t kLongAgo = -10'000'000;
  paint(kLongAgo, expires ? CERTLITE_REASON_IN_FORCE : CERTLITE_REASON_NO_EXPIRY);
  if (expires) {
    const int64_t after = int64_t{facts.expires_on_day} + 1;
    paint(after - 1 - facts.expiring_soon_days, CERTLITE_REASON_NEAR_EXPIRY);
    paint(after, CERTLITE_REASON_WITHIN_GRACE);
    paint(after + facts.grace_days, CERTLITE_REASON_PAST_EXPIRY);
  }
  if (facts.issued_on_day != CERTLITE_NO_DAY) {
    const int32_t then = std::prev(line.upper_bound(facts.issued_on_day))->second;
    line.erase(line.begin(), line.upper_bound(facts.issued_on_day));
    line[kLongAgo] = CERTLITE_REASON_BEFORE_ISSUE;
    line[facts.issued_on_day] = then;
  }
  if (facts.lifecycle_status != CERTLITE_LIFECYCLE_ACTIVE) {
    const bool known = facts.lifecycle_status > 0 && facts.lifecycle_status <= CERTLITE_LIFECYCLE_ARCHIVED;
    line = {{kLongAgo, known ? facts.lifecycle_status : CERTLITE_REASON_UNKNOWN_LIFECYCLE}};
  }
  const auto next = line.upper_bound(as_of);
  const int32_t reason = std::prev(next)->second;
  const int32_t status = kStatuses[static_cast<size_t>(reason)];
  const bool counts_down = expires && status != CERTLITE_VALIDITY_INVALID;
  return {status, reason, counts_down ? facts.expires_on_day - as_of : CERTLITE_NO_DAY,
          next != line.end() && next->first <= kLast ? static_cast<int32_t>(next->first) : CERTLITE_NO_DAY};
}

// The same facts, column by column.
struct Columns {
  explicit Columns(const std::vector<certlite_facts>& facts) {
    for (const certlite_facts& each : facts) {
      issued_on.push_back(each.issued_on_day);
      expires_on.push_back(each.expires_on_day);
      grace.push_back(each.grace_days);
      expiring_soon.push_back(each.expiring_soon_days);
      lifecycle.push_back(each.lifecycle_status);
    }
  }

  certlite_fact_columns view() const {
    return {issued_on.data(), expires_on.data(), grace.data(), expiring_soon.data(), lifecycle.data()};
  }

  std::vector<int32_t> issued_on, expires_on, grace, expiring_soon, lifecycle;
};

class Chance {
 public:
  explicit Chance(uint64_t seed) : source_(seed) {}

  int32_t Between(int32_t first, int32_t last) { return std::uniform_int_distribution(first, last)(source_); }
  bool OneIn(int32_t n) { return Between(1, n) == 1; }

  // Small as a rule, and sometimes the least or the most.
  int32_t Period() {
    if (OneIn(4)) return 0;
    return OneIn(10) ? 36'500 : OneIn(5) ? Between(0, 36'500) : Between(1, 130);
  }

  // Often where the calendar begins or ends.
  int32_t Day() {
    if (!OneIn(10)) return Between(kFirst, kLast);
    return OneIn(2) ? kFirst + Between(0, 40) : kLast - Between(0, 40);
  }

  // Most lie where something turns on `as_of`, give or take a day.
  certlite_facts Facts(int32_t as_of) {
    certlite_facts facts = {CERTLITE_NO_DAY, CERTLITE_NO_DAY, Period(), Period(), CERTLITE_LIFECYCLE_ACTIVE, 0};
    const std::array turns = {0, 1, facts.grace_days + 1, -facts.expiring_soon_days, Between(-800, 800)};
    if (!OneIn(8)) facts.expires_on_day = Near(as_of - turns[static_cast<size_t>(Between(0, turns.size() - 1))]);
    if (!OneIn(8)) facts.issued_on_day = OneIn(3) ? Near(as_of) : Near(as_of - Between(0, 1'500));
    if (OneIn(6)) facts.lifecycle_status = Between(-1, CERTLITE_LIFECYCLE_ARCHIVED + 1);
    return facts;
  }

 private:
  int32_t Near(int32_t day) {
    if (OneIn(50)) return Day();
    return std::clamp(day + Between(-1, 1), kFirst, kLast);
  }

  std::mt19937_64 source_;
};

std::string Text(const certlite_validity_result& verdict) {
  return std::to_string(verdict.validity_status) + " " + std::to_string(verdict.validity_reason) + " " +
         std::to_string(verdict.days_remaining) + " " + std::to_string(verdict.next_transition_day);
}

TEST(ValidityReference, AgreesOnAMillionFacts) {
  const char* const told = std::getenv("CERTLITE_SEED");
  const uint64_t seed = told != nullptr ? std::stoull(told) : 4;
  Chance chance(seed);
  std::array<size_t, kStatuses.size()> seen{};
  std::vector<certlite_facts> facts(kFactsADay);
  std::vector<certlite_validity_result> verdicts(kFactsADay);
  std::vector<uint8_t> statuses(kFactsADay);
  for (size_t day = 0; day < kDays; ++day) {
    const int32_t as_of = chance.Day();
    for (certlite_facts& each : facts) each = chance.Facts(as_of);
    ASSERT_EQ(CERTLITE_OK, certlite_validity(facts.data(), facts.size(), as_of, verdicts.data()));
    const Columns columns(facts);
    const certlite_fact_columns view = columns.view();
    ASSERT_EQ(CERTLITE_OK, certlite_validity_statuses(&view, facts.size(), as_of, statuses.data()));
    for (size_t i = 0; i < facts.size(); ++i) {
      ASSERT_EQ(verdicts[i].validity_status, statuses[i]) << "seed " << seed << ", on " << as_of;
      const certlite_validity_result expected = Reference(facts[i], as_of);
      ++seen[static_cast<size_t>(expected.validity_reason)];
      ASSERT_EQ(Text(expected), Text(verdicts[i]))
          << "seed " << seed << ", on " << as_of << ": issued " << facts[i].issued_on_day << ", expires "
          << facts[i].expires_on_day << ", grace " << facts[i].grace_days << ", window " << facts[i].expiring_soon_days
          << ", lifecycle " << facts[i].lifecycle_status;
    }
  }
  for (const size_t count : seen) EXPECT_GT(count, 5'000U) << "a reason is hardly ever given";
}

}  // namespace
}  // namespace certlite
