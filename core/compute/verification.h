// Compute: what becomes of a verification.
#ifndef CERTLITE_CORE_COMPUTE_VERIFICATION_H_
#define CERTLITE_CORE_COMPUTE_VERIFICATION_H_

#include "core/model/record.h"

namespace certlite {

// Takes back the verification of a certification that an edit has changed in what was verified. The method and the
// instant stay, as the last success. Source: docs/lifecycle.md.
void TakeBackVerification(const Record& before, Record& after);

}  // namespace certlite

#endif  // CERTLITE_CORE_COMPUTE_VERIFICATION_H_
