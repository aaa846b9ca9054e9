// The rules of validity, written down once more and naively, so that the engine's are compared with something.
#ifndef CERTLITE_TESTS_ENGINE_VALIDITY_ORACLE_H_
#define CERTLITE_TESTS_ENGINE_VALIDITY_ORACLE_H_

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "tests/engine/host.h"

namespace certlite::host {

// An active card. Unit: days since 1970-01-01.
struct CardFacts {
  std::optional<int32_t> issued_on;
  std::optional<int32_t> expires_on;
  int32_t grace_days = 0;
  int32_t expiring_soon_days = 30;
};

struct Verdict {
  std::string status;
  std::string reason;
  Json days_remaining;
  Json next_transition_on;
};

inline std::pair<std::string, std::string> StatusOn(const CardFacts& card, int32_t day) {
  if (card.issued_on && day < *card.issued_on) return {"not_yet_valid", "before_issue"};
  if (!card.expires_on) return {"valid", "no_expiry"};
  const int32_t last = *card.expires_on;
  if (day > last + card.grace_days) return {"expired", "past_expiry"};
  if (day > last) return {"in_grace", "within_grace"};
  if (last - day <= card.expiring_soon_days) return {"expiring_soon", "near_expiry"};
  return {"valid", "in_force"};
}

// The next day with another status is searched for, day by day.
inline Verdict VerdictOn(const CardFacts& card, int32_t day) {
  const auto [status, reason] = StatusOn(card, day);
  Verdict verdict{status, reason, nullptr, nullptr};
  if (card.expires_on) verdict.days_remaining = *card.expires_on - day;
  int32_t last = day;  // nothing changes behind it
  if (card.issued_on) last = std::max(last, *card.issued_on);
  if (card.expires_on) last = std::max(last, *card.expires_on + card.grace_days + 1);
  last = std::min(last, Day("9999-12-31"));
  for (int32_t next = day + 1; next <= last; ++next) {
    if (StatusOn(card, next).first == status) continue;
    verdict.next_transition_on = DateOf(next);
    break;
  }
  return verdict;
}

}  // namespace certlite::host

#endif  // CERTLITE_TESTS_ENGINE_VALIDITY_ORACLE_H_
