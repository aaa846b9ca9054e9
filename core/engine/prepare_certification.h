// What certification.create asks beyond the shape of the request.
#ifndef CERTLITE_CORE_ENGINE_PREPARE_CERTIFICATION_H_
#define CERTLITE_CORE_ENGINE_PREPARE_CERTIFICATION_H_

#include <optional>

#include "core/base/error.h"
#include "core/engine/call.h"
#include "core/model/record.h"

namespace certlite {

// Finds the member and the type, checks that they take a new record, and derives what was left out.
Result<void> PrepareCertification(Call& call, Record& record);

// The record that has the same external id and source. Errors: kExternalIdConflict if it was
// created with another content.
Result<std::optional<Record>> FindExistingCertification(Call& call, const Record& record);

// The parts, for whatever changes a member, a type or an external id. Each reports what stands against it.

// Puts the member that is meant, and with it the organization, into the record: the one that it names, else the
// subject's own.
Result<std::optional<Record>> TakeMember(Call& call, Record& record);

// Whether the member takes the record now.
void CheckMemberStatus(Call& call, const Record& member, const Record& record);

// The type that the record names: of its organization or the catalogue; of any within reach while that isn't known.
Result<std::optional<Record>> FindType(Call& call, const Record& record);

// Shows the type with the record, and lends it what validity depends on.
void LendType(const Record& type, Record& record);

// Puts the type that the record names into it.
Result<std::optional<Record>> TakeType(Call& call, Record& record);

// The stored certification with the external id and source of `record`, if it has any.
Result<std::optional<Record>> FindByExternalId(Call& call, const Record& record);

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_PREPARE_CERTIFICATION_H_
