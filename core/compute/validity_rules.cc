// The rules of validity. Compiled to judge several records at a time, so there is no branch that depends on the facts:
// whoever judges a million records meets every kind in no order, and would wait for wrong guesses longer than for
// memory.
#include <algorithm>

#include "core/base/date.h"
#include "core/compute/validity.h"
#include "core/model/certification_type.h"

namespace certlite {
namespace {

constexpr int32_t NumberOf(ValidityReason reason) { return static_cast<int32_t>(reason); }

// What lies beyond 32 bits is never looked at: it belongs to days that aren't there.
constexpr int32_t Sum(int32_t a, int32_t b) {
  return static_cast<int32_t>(static_cast<uint32_t>(a) + static_cast<uint32_t>(b));
}
constexpr int32_t Difference(int32_t a, int32_t b) {
  return static_cast<int32_t>(static_cast<uint32_t>(a) - static_cast<uint32_t>(b));
}

// `a` if the condition holds, else `b`. Said by masks, so that no compiler makes a branch of it where little depends on
// it.
constexpr int32_t Select(bool condition, int32_t a, int32_t b) { return b ^ ((a ^ b) & -int32_t{condition}); }

struct Judgement {
  int32_t reason;
  int32_t days_remaining;
  int32_t next_transition;
};

// Of an active record.
inline int32_t ReasonOfActive(int32_t issued_on, int32_t expires_on, int32_t grace_days, int32_t expiring_soon_days,
                              int32_t as_of) {
  using enum ValidityReason;
  const int32_t remaining = Difference(expires_on, as_of);
  const int32_t past = Difference(as_of, expires_on);
  // From in_force on the reasons follow each other in time, so it is enough to count how many have begun.
  int32_t reason = NumberOf(kInForce) + (remaining <= expiring_soon_days ? 1 : 0) + (remaining < 0 ? 1 : 0) +
                   (past > grace_days ? 1 : 0);
  reason = Select(expires_on != kNoDay, reason, NumberOf(kNoExpiry));
  return Select(as_of < issued_on, NumberOf(kBeforeIssue), reason);  // never of kNoDay, the least number
}

inline Judgement Judge(int32_t issued_on, int32_t expires_on, int32_t grace_days, int32_t expiring_soon_days,
                       int32_t lifecycle, int32_t as_of) {
  using enum ValidityReason;
  const bool active = lifecycle == 0;
  const bool known = lifecycle > 0 && lifecycle < static_cast<int32_t>(kLifecycleStatuses.size());
  const int32_t reason = Select(active, ReasonOfActive(issued_on, expires_on, grace_days, expiring_soon_days, as_of),
                                known ? lifecycle : NumberOf(kUnknownLifecycle));

  const int32_t longest = std::min(grace_days, kDayMax - kDayMin);  // so that no sum is too large
  int32_t next = kDayMax + 1;
  next = reason == NumberOf(kBeforeIssue) ? issued_on : next;
  next = reason == NumberOf(kInForce) ? Difference(expires_on, expiring_soon_days) : next;
  next = reason == NumberOf(kNearExpiry) ? Sum(expires_on, 1) : next;
  next = reason == NumberOf(kWithinGrace) ? Sum(expires_on, Sum(longest, 1)) : next;

  const bool counts_down = active && expires_on != kNoDay;
  return {reason, counts_down ? Difference(expires_on, as_of) : kNoDay,
          next <= kDayMax ? next : kNoDay};  // past the calendar: never
}

// As kStatusOfReason: what is looked up in a table is not looked up for several at a time.
constexpr int32_t StatusOfActive(int32_t reason) {
  using enum ValidityReason;
  return reason - NumberOf(kBeforeIssue) + (reason < NumberOf(kInForce) ? 1 : 0);
}
static_assert([] {
  for (auto reason = NumberOf(ValidityReason::kBeforeIssue); reason <= NumberOf(ValidityReason::kPastExpiry);
       ++reason) {
    if (StatusOfActive(reason) != static_cast<int32_t>(kStatusOfReason[static_cast<size_t>(reason)])) return false;
  }
  return true;
}());
static_assert(static_cast<int32_t>(ValidityStatus::kInvalid) == 0);

// Negative if a day or a number of days is out of its bounds. Of many records what this gives is joined by |.
constexpr int32_t OutOfBounds(int32_t issued_on, int32_t expires_on, int32_t grace_days, int32_t expiring_soon_days) {
  constexpr auto kDaysMax = static_cast<int32_t>(certification_type::kDaysMax);
  const auto day = [](int32_t given) {
    return (Difference(given, kDayMin) | Difference(kDayMax, given)) & -int32_t{given != kNoDay};
  };
  const auto span = [](int32_t days) { return days | Difference(kDaysMax, days); };
  return day(issued_on) | day(expires_on) | span(grace_days) | span(expiring_soon_days);
}

bool IsWithinBounds(const ValidityBlock& block, size_t n) {
  int32_t all = 0;
  for (size_t i = 0; i < n; ++i) {
    all |= OutOfBounds(block.issued_on[i], block.expires_on[i], block.grace_days[i], block.expiring_soon_days[i]);
  }
  return all >= 0;
}

}  // namespace

Validity ComputeValidity(const ValidityFacts& facts, int32_t as_of) {
  const Judgement judged = Judge(facts.issued_on, facts.expires_on, facts.grace_days, facts.expiring_soon_days,
                                 static_cast<int32_t>(facts.lifecycle_status), as_of);
  return {kStatusOfReason[static_cast<size_t>(judged.reason)], static_cast<ValidityReason>(judged.reason),
          judged.days_remaining, judged.next_transition};
}

#ifdef CERTLITE_CHOOSES_AVX2
__attribute__((target_clones("avx2", "default")))
#endif
bool JudgeBlock(ValidityBlock& block, size_t n, int32_t as_of) {
  if (!IsWithinBounds(block, n)) return false;
  for (size_t i = 0; i < n; ++i) {
    const Judgement judged = Judge(block.issued_on[i], block.expires_on[i], block.grace_days[i],
                                   block.expiring_soon_days[i], block.lifecycle_status[i], as_of);
    block.reason[i] = judged.reason;
    block.days_remaining[i] = judged.days_remaining;
    block.next_transition[i] = judged.next_transition;
  }
  return true;
}

#ifdef CERTLITE_CHOOSES_AVX2
__attribute__((target_clones("avx2", "default")))
#endif
bool JudgeColumns(const FactColumns& facts, size_t n, int32_t as_of, uint8_t* __restrict status) {
  const auto [issued_on, expires_on, grace_days, expiring_soon_days, lifecycle_status] = facts;
  int32_t all = 0;
  for (size_t i = 0; i < n; ++i) {
    const int32_t reason = ReasonOfActive(issued_on[i], expires_on[i], grace_days[i], expiring_soon_days[i], as_of);
    status[i] = static_cast<uint8_t>(StatusOfActive(reason) & -int32_t{lifecycle_status[i] == 0});
    all |= OutOfBounds(issued_on[i], expires_on[i], grace_days[i], expiring_soon_days[i]);
  }
  return all >= 0;
}

}  // namespace certlite
