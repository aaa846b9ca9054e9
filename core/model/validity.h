// Validity: what it depends on, and the verdict.
#ifndef CERTLITE_CORE_MODEL_VALIDITY_H_
#define CERTLITE_CORE_MODEL_VALIDITY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace certlite {

enum class LifecycleStatus : int32_t { kActive, kSuspended, kRevoked, kSuperseded, kArchived };
inline constexpr std::array<std::string_view, 5> kLifecycleStatuses = {"active", "suspended", "revoked", "superseded",
                                                                       "archived"};

// Zero is invalid, so memory that nobody filled is never accepted.
enum class ValidityStatus : int32_t { kInvalid, kNotYetValid, kValid, kExpiringSoon, kInGrace, kExpired };
inline constexpr std::array<std::string_view, 6> kValidityStatuses = {"invalid",       "not_yet_valid", "valid",
                                                                      "expiring_soon", "in_grace",      "expired"};

// Which rule gave the status. The first five follow LifecycleStatus.
enum class ValidityReason : int32_t {
  kUnknownLifecycle,
  kSuspended,
  kRevoked,
  kSuperseded,
  kArchived,
  kBeforeIssue,
  kNoExpiry,
  kInForce,
  kNearExpiry,
  kWithinGrace,
  kPastExpiry,
};
inline constexpr std::array<std::string_view, 11> kValidityReasons = {
    "unknown_lifecycle", "suspended", "revoked",     "superseded",   "archived",   "before_issue",
    "no_expiry",         "in_force",  "near_expiry", "within_grace", "past_expiry"};

// A reason has one status.
inline constexpr std::array kStatusOfReason = {
    ValidityStatus::kInvalid,      ValidityStatus::kInvalid,     ValidityStatus::kInvalid, ValidityStatus::kInvalid,
    ValidityStatus::kInvalid,      ValidityStatus::kNotYetValid, ValidityStatus::kValid,   ValidityStatus::kValid,
    ValidityStatus::kExpiringSoon, ValidityStatus::kInGrace,     ValidityStatus::kExpired};
static_assert(kStatusOfReason.size() == kValidityReasons.size());

inline constexpr int32_t kNoDay = std::numeric_limits<int32_t>::min();

// What the validity of one record depends on, besides the day that is asked about. Unit: days since 1970-01-01.
struct ValidityFacts {
  int32_t issued_on = kNoDay;
  int32_t expires_on = kNoDay;
  int32_t grace_days = 0;
  int32_t expiring_soon_days = 0;
  LifecycleStatus lifecycle_status = LifecycleStatus::kActive;
};

struct Validity {
  ValidityStatus status = ValidityStatus::kInvalid;
  ValidityReason reason = ValidityReason::kUnknownLifecycle;
  int32_t days_remaining = kNoDay;   // expires_on - as_of, negative once past; kNoDay without expiry or if invalid
  int32_t next_transition = kNoDay;  // the next day on which the status changes; kNoDay: never
};

// Facts of many records, column by column, wherever they lie.
struct FactColumns {
  const int32_t* issued_on;
  const int32_t* expires_on;
  const int32_t* grace_days;
  const int32_t* expiring_soon_days;
  const int32_t* lifecycle_status;
};

// Facts of many records, column by column, and what is judged of them: processors judge several at a time that way.
struct ValidityBlock {
  static constexpr size_t kSize = 64;
  using Column = std::array<int32_t, kSize>;

  // As ValidityFacts and Validity.
  Column issued_on, expires_on, grace_days, expiring_soon_days, lifecycle_status;
  Column reason, days_remaining, next_transition;

  Validity verdict(size_t i) const {
    return {kStatusOfReason[static_cast<size_t>(reason[i])], static_cast<ValidityReason>(reason[i]), days_remaining[i],
            next_transition[i]};
  }
};

}  // namespace certlite

#endif  // CERTLITE_CORE_MODEL_VALIDITY_H_
