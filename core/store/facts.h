// Of many certifications no more than validity depends on: narrow rows, read without what an answer would show.
#ifndef CERTLITE_CORE_STORE_FACTS_H_
#define CERTLITE_CORE_STORE_FACTS_H_

#include <absl/functional/function_ref.h>

#include <cstdint>

#include "core/base/error.h"
#include "core/base/uuid.h"
#include "core/store/connection.h"

namespace certlite {

// As ValidityFacts, with the local keys of the certification and of the type that lends it the rest.
struct FactsRow {
  int64_t key = 0;
  int64_t type_key = 0;
  int32_t issued_on = 0;
  int32_t expires_on = 0;
  int32_t lifecycle_status = 0;
  bool erased = false;
};

// What a type lends to the validity of its certifications.
struct TypeRow {
  int64_t key = 0;
  Uuid id;
  int32_t grace_days = 0;
  int32_t expiring_soon_days = 0;
};

// Each calls `visit` with every row once. Errors: as Query.
using VisitFacts = absl::FunctionRef<void(const FactsRow&)>;

// Of every certification of the organization, about in the order of creation.
Result<void> ForEachFacts(Connection& connection, int64_t organization_key, VisitFacts visit);
Result<void> ForEachFactsOfMember(Connection& connection, int64_t organization_key, int64_t member_key,
                                  VisitFacts visit);

// Of those that the organization's history has told of after that sequence, as they are now.
Result<void> ForEachFactsSince(Connection& connection, int64_t organization_key, int64_t sequence, VisitFacts visit);

// The organization's own types and the standard ones.
Result<void> ForEachType(Connection& connection, int64_t organization_key,
                         absl::FunctionRef<void(const TypeRow&)> visit);

}  // namespace certlite

#endif  // CERTLITE_CORE_STORE_FACTS_H_
