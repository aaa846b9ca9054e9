// What certification.create asks beyond the shape of the request.
#ifndef CERTLITE_CORE_ENGINE_PREPARE_CERTIFICATION_H_
#define CERTLITE_CORE_ENGINE_PREPARE_CERTIFICATION_H_

#include <optional>
#include <string>

#include "core/base/error.h"
#include "core/engine/call.h"
#include "core/model/record.h"

namespace certlite {

// Finds the member and the type, checks that they take a new record, and derives what was left out.
Result<void> PrepareCertification(Call& call, Record& record);

// Whether the request names a member, in whichever way.
bool NamesMember(const Call& call);

// Whether it asks for a new certification of the subject's own, since it names no member.
bool MeansSubject(const Call& call);

// The parts, for whatever changes a member, a type or an external id. Each reports what stands against it.

// Puts the member that is meant, and with it the organization, into the record: the one that the request names, else
// the subject's own.
Result<std::optional<Record>> TakeMember(Call& call, Record& record);

// The member of that id within reach; reports at `pointer` that there is none, or that it was erased.
Result<std::optional<Record>> FindMemberById(Call& call, const Uuid& id, const std::string& pointer);

// Whether the member's organization takes anything new.
void CheckOrganizationOf(Call& call, const Record& member, const std::string& pointer);

// Whether the member takes the record now.
void CheckMemberStatus(Call& call, const Record& member, const Record& record);

// The type that the record has, else the one that the request names: of its organization or the catalogue; of any
// within reach while the organization isn't known.
Result<std::optional<Record>> FindType(Call& call, const Record& record);

// Shows the type with the record, and lends it what validity depends on.
void LendType(const Record& type, Record& record);

// Puts the type that is found into the record.
Result<std::optional<Record>> TakeType(Call& call, Record& record);

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_PREPARE_CERTIFICATION_H_
