#include "core/compute/validity.h"

#include "core/base/date.h"
#include "core/model/certification.h"

namespace certlite {
namespace {

int32_t DayOf(const Value& value) { return value.has_value() ? static_cast<int32_t>(value.integer) : kNoDay; }

}  // namespace

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
