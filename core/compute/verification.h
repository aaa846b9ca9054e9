// Compute: what becomes of a verification.
#ifndef CERTLITE_CORE_COMPUTE_VERIFICATION_H_
#define CERTLITE_CORE_COMPUTE_VERIFICATION_H_

#include "core/model/record.h"

namespace certlite {

// What a check has shown.
struct Check {
  Value outcome;  // of verification::kOutcomes
  Value method;
  Value verified_until;  // null or absent: without an end
  int64_t now_ms = 0;
};

// Puts what the check has shown into the certification. Only a success changes the method and the instant.
// Source: docs/lifecycle.md.
void TakeCheck(const Check& check, Record& record);

// Takes back the verification of a certification that an edit has changed in what was verified. The method and the
// instant stay, as the last success. Source: docs/lifecycle.md.
void TakeBackVerification(const Record& before, Record& after);

}  // namespace certlite

#endif  // CERTLITE_CORE_COMPUTE_VERIFICATION_H_
