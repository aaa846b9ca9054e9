#include "core/compute/verification.h"

#include "core/model/certification.h"

namespace certlite {
namespace {

bool IsMaterial(const Record& before, const Record& after) {
  for (size_t i = 0; i < certification::kFields.size(); ++i) {
    if (certification::kFields[i].Has(kMaterial) && before[i] != after[i]) return true;
  }
  return false;
}

}  // namespace

void TakeBackVerification(const Record& before, Record& after) {
  Value& status = after[certification::kVerificationStatus];
  if (status.integer != certification::kVerified || !IsMaterial(before, after)) return;
  status = Value::Of(int64_t{certification::kUnverified});
  after[certification::kVerifiedUntil] = Value::Null();
}

}  // namespace certlite
