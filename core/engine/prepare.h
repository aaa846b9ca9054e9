// What each resource asks of a write beyond the shape of the request: references, uniqueness, and state.
#ifndef CERTLITE_CORE_ENGINE_PREPARE_H_
#define CERTLITE_CORE_ENGINE_PREPARE_H_

#include <optional>

#include "core/base/error.h"
#include "core/engine/call.h"
#include "core/engine/identity.h"
#include "core/engine/operations.h"
#include "core/model/record.h"

namespace certlite {

// The rules of one resource. What is broken is reported in call.violations; an Error is a failure of the store.
struct ResourceRules {
  const Resource* resource;

  // Completes a new record from the request: its organization, references, what is derived.
  Result<void> (*prepare_create)(Call& call, Record& record);

  // Completes and judges a changed record, in which the request's fields stand already.
  Result<void> (*prepare_change)(Call& call, const Record& before, Record& after);

  // What the ids of a new record lead to.
  Result<Identity> (*find_identity)(Call& call, const Record& record);

  // The change of another record that must be written first, so that this one may stand.
  Result<std::optional<Change>> (*find_yielding)(Call& call, const Record& record);
};

const ResourceRules& RulesOf(const Resource& resource);

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_PREPARE_H_
