#include "core/compute/verification.h"

#include "core/model/certification.h"
#include "core/model/verification.h"

namespace certlite {
namespace {

bool IsMaterial(const Record& before, const Record& after) {
  for (size_t i = 0; i < certification::kFields.size(); ++i) {
    if (certification::kFields[i].Has(kMaterial) && before[i] != after[i]) return true;
  }
  return false;
}

int64_t StatusAfter(int64_t outcome) {
  switch (outcome) {
    case verification::kVerified:
      return certification::kVerified;
    case verification::kRejected:
      return certification::kRejected;
    default:
      return certification::kPending;
  }
}

}  // namespace

void TakeCheck(const Check& check, Record& record) {
  const bool verified = check.outcome.integer == verification::kVerified;
  record[certification::kVerificationStatus] = Value::Of(StatusAfter(check.outcome.integer));
  record[certification::kVerifiedUntil] =
      verified && check.verified_until.has_value() ? check.verified_until : Value::Null();
  if (!verified) return;
  record[certification::kVerificationMethod] = check.method;
  record[certification::kLastVerifiedAt] = Value::Of(check.now_ms);
}

void TakeBackVerification(const Record& before, Record& after) {
  Value& status = after[certification::kVerificationStatus];
  if (status.integer != certification::kVerified || !IsMaterial(before, after)) return;
  status = Value::Of(int64_t{certification::kUnverified});
  after[certification::kVerifiedUntil] = Value::Null();
}

}  // namespace certlite
