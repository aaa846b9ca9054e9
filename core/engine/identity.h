// The record that a new one stands for already, by the ids that it names.
#ifndef CERTLITE_CORE_ENGINE_IDENTITY_H_
#define CERTLITE_CORE_ENGINE_IDENTITY_H_

#include <optional>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/engine/call.h"
#include "core/engine/decision_table.h"
#include "core/model/record.h"

namespace certlite {

// What the ids of a record lead to.
struct Identity {
  IdentityFinding finding = IdentityFinding::kNone;
  std::optional<Record> existing;           // unless kNone or kFree
  std::string_view led_by;                  // the member of the request that led to it: "id" or "external_id"
  std::vector<std::string_view> differing;  // the fields in which the record differs from version 1
};

// Looks for the certification that has the id (of an import) or the external id and source of `record`.
Result<Identity> FindIdentity(Call& call, const Record& record);

// Whether the request names an id by which it is found again: it needs no key to be made only once.
bool NamesIdentity(const Call& call);

// The stored certification with the external id and source of `record`, if it has any.
Result<std::optional<Record>> FindByExternalId(Call& call, const Record& record);

// The errors for a conflict, and for an identity that belongs to an erased record. What is out of reach is not told of.
Error ConflictOf(const Call& call, const Identity& identity);
Error GoneOf(const Call& call, const Identity& identity);

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_IDENTITY_H_
