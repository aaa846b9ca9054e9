#include "core/compute/validity.h"

#include "core/base/date.h"
#include "core/model/certification.h"

namespace certlite {
namespace {

// A day that lies past the calendar is never reached.
int32_t DayOrNone(int64_t day) { return day > kDayMax ? kNoDay : static_cast<int32_t>(day); }

Validity NotActive(LifecycleStatus lifecycle) {
  Validity verdict;  // invalid
  const auto position = static_cast<int32_t>(lifecycle);
  if (position > 0 && position < static_cast<int32_t>(kLifecycleStatuses.size())) {
    verdict.reason = static_cast<ValidityReason>(position);
  }
  return verdict;
}

int32_t DayOf(const Value& value) { return value.has_value() ? static_cast<int32_t>(value.integer) : kNoDay; }

}  // namespace

Validity ComputeValidity(const ValidityFacts& facts, int32_t as_of) {
  using enum ValidityStatus;
  using Reason = ValidityReason;
  if (facts.lifecycle_status != LifecycleStatus::kActive) return NotActive(facts.lifecycle_status);
  const bool expires = facts.expires_on != kNoDay;
  const int64_t remaining = int64_t{facts.expires_on} - as_of;
  const int32_t days_remaining = expires ? static_cast<int32_t>(remaining) : kNoDay;
  if (facts.issued_on != kNoDay && as_of < facts.issued_on) {
    return {kNotYetValid, Reason::kBeforeIssue, days_remaining, facts.issued_on};
  }
  if (!expires) return {kValid, Reason::kNoExpiry, kNoDay, kNoDay};
  if (-remaining > facts.grace_days) return {kExpired, Reason::kPastExpiry, days_remaining, kNoDay};
  if (remaining < 0) {
    return {kInGrace, Reason::kWithinGrace, days_remaining,
            DayOrNone(int64_t{facts.expires_on} + facts.grace_days + 1)};
  }
  if (remaining <= facts.expiring_soon_days) {
    return {kExpiringSoon, Reason::kNearExpiry, days_remaining, DayOrNone(int64_t{facts.expires_on} + 1)};
  }
  return {kValid, Reason::kInForce, days_remaining, facts.expires_on - facts.expiring_soon_days};
}

Value DayValue(int32_t day) { return day == kNoDay ? Value::Null() : Value::Of(int64_t{day}); }

ValidityFacts FactsOf(const Record& record) {
  return {DayOf(record[certification::kIssuedOn]), DayOf(record[certification::kExpiresOn]),
          static_cast<int32_t>(record[certification::kGraceDays].integer),
          static_cast<int32_t>(record[certification::kExpiringSoonDays].integer),
          static_cast<LifecycleStatus>(record[certification::kLifecycleStatus].integer)};
}

void ComputeFields(Record& record, int32_t as_of) {
  if (record.resource != &kCertificationResource) return;
  const Validity verdict = ComputeValidity(FactsOf(record), as_of);
  record[certification::kValidityStatus] = Value::Of(static_cast<int64_t>(verdict.status));
  record[certification::kValidityReason] = Value::Of(static_cast<int64_t>(verdict.reason));
  record[certification::kDaysRemaining] = DayValue(verdict.days_remaining);
  record[certification::kNextTransitionOn] = DayValue(verdict.next_transition);
  const Value& until = record[certification::kVerifiedUntil];
  const bool verified = record[certification::kVerificationStatus].integer == certification::kVerified;
  record[certification::kReverifyDue] = Value::Of(int64_t{verified && until.has_value() && until.integer < as_of});
}

void DeriveExpiry(Record& record, const Record& type) {
  Value& expires = record[certification::kExpiresOn];
  const Value& issued = record[certification::kIssuedOn];
  const Value& unit = type[certification_type::kPeriodUnit];
  if (!issued.has_value() || !unit.has_value()) return;
  expires = Value::Of(int64_t{AddPeriod(static_cast<int32_t>(issued.integer), static_cast<PeriodUnit>(unit.integer),
                                        static_cast<int32_t>(type[certification_type::kPeriodCount].integer))});
}

}  // namespace certlite
