// What writes to a certification ask beyond the shape of the request.
#ifndef CERTLITE_CORE_ENGINE_PREPARE_CERTIFICATION_H_
#define CERTLITE_CORE_ENGINE_PREPARE_CERTIFICATION_H_

#include <optional>

#include "core/base/error.h"
#include "core/engine/call.h"
#include "core/model/record.h"

namespace certlite {

// Finds the member and the type, checks that they take a new record, and derives what was left out.
Result<void> PrepareCertification(Call& call, Record& record);

// Applies the operation to what its lifecycle_status allows, and judges an edit.
Result<void> ChangeCertification(Call& call, const Record& before, Record& after);

// The record that has the same external id and source. Errors: kExternalIdConflict if what it was
// created with is another content.
Result<std::optional<Record>> FindExistingCertification(Call& call, const Record& record);

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_PREPARE_CERTIFICATION_H_
