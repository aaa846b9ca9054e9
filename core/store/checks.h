// What of a file can be found to be wrong without the engine's rules: by SQLite, and by SQL over the tables.
#ifndef CERTLITE_CORE_STORE_CHECKS_H_
#define CERTLITE_CORE_STORE_CHECKS_H_

#include <absl/functional/function_ref.h>

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/error.h"
#include "core/base/uuid.h"
#include "core/store/connection.h"

namespace certlite {

// Something that is wrong. Lifetime: of its texts, until whoever is told of it returns.
struct StoreFinding {
  std::string_view resource;  // "": none
  std::optional<Uuid> organization_id = {};
  std::optional<Uuid> id = {};
  std::string_view detail;
};

using FindingVisitor = absl::FunctionRef<void(const StoreFinding&)>;

// Each tells `visit` what it finds and answers how many things it has looked at. None writes, and none trusts the file.
// Errors: as Query; kCorrupt and the like where the file can't be read to the end.

// The file's pages as SQLite has them, with `indexes` also whether these are as their tables, too.
Result<int64_t> CheckPages(Connection& connection, bool indexes, FindingVisitor visit);

// Whether what a record refers to is there, in the organization where it has to be.
Result<int64_t> CheckReferences(Connection& connection, FindingVisitor visit);

// Whether each record's newest version is in the history, and each chain has an organization.
Result<int64_t> CheckVersions(Connection& connection, FindingVisitor visit);

// Whether each idempotency key leads to what it has to answer.
Result<int64_t> CheckKeys(Connection& connection, FindingVisitor visit);

// Whether no member has two primary job roles.
Result<int64_t> CheckPrimaryRoles(Connection& connection, FindingVisitor visit);

}  // namespace certlite

#endif  // CERTLITE_CORE_STORE_CHECKS_H_
