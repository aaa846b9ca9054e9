// Erasing beyond the record itself: what its versions and its keys still hold.
#ifndef CERTLITE_CORE_ENGINE_FORGET_H_
#define CERTLITE_CORE_ENGINE_FORGET_H_

#include "core/base/error.h"
#include "core/engine/call.h"
#include "core/model/record.h"

namespace certlite {

// Takes the payloads of all versions of the record out of the history, and fingerprints and answers out of its keys.
// Adds to call.remnants what they held. Errors: those of the store.
Result<void> ForgetVersions(Call& call, const Record& record);

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_FORGET_H_
