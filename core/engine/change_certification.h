// What is done to a certification that is there: edits, decisions about it, its renewal.
#ifndef CERTLITE_CORE_ENGINE_CHANGE_CERTIFICATION_H_
#define CERTLITE_CORE_ENGINE_CHANGE_CERTIFICATION_H_

#include "core/base/error.h"
#include "core/engine/call.h"
#include "core/model/record.h"

namespace certlite {

// Does to `after` what the operation does if its lifecycle_status allows it, and reports what stands against it.
Result<void> ChangeCertification(Call& call, const Record& before, Record& after);

// The stored certification with what an imported one tells of it: what was left out stays as it is.
Record TakeImported(const Call& call, const Record& existing, const Record& imported);

// Makes `after`, in which the request's fields stand, the certification that follows on `before`, and reports what
// stands against it.
Result<void> RenewCertification(Call& call, const Record& before, Record& after);

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_CHANGE_CERTIFICATION_H_
