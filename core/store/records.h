// Records in and out of their tables, for every resource alike: the field tables say what goes where.
#ifndef CERTLITE_CORE_STORE_RECORDS_H_
#define CERTLITE_CORE_STORE_RECORDS_H_

#include <absl/functional/function_ref.h>
#include <absl/types/span.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/arena.h"
#include "core/base/error.h"
#include "core/base/uuid.h"
#include "core/model/record.h"
#include "core/store/connection.h"
#include "core/store/record_sql.h"

namespace certlite {

// A value for one named parameter of a statement.
struct NamedValue {
  std::string_view name;
  Value value;
};

// Adds the record and gives it its key. Errors: as Query.
Result<void> InsertRecord(Connection& connection, Record& record);

// Writes the record over the row that has its key. Errors: as Query.
Result<void> UpdateRecord(Connection& connection, const Record& record);

// The record of that id in that organization. Lifetime: its texts are the arena's.
Result<std::optional<Record>> FindRecord(Connection& connection, const Resource& resource, int64_t organization_key,
                                         const Uuid& id, Arena& arena);

// What is done with a row whose values can't be those of their fields, as damage to the file may leave them.
enum class Misfit : uint8_t {
  kRefused,  // kCorrupt
  kShown,    // to whoever only compares values: a misfit must not be rendered or computed with
};

// Calls `visit` with each row of `sql` until it answers false. Lifetime: a row's texts live until `visit` returns.
Result<void> ForEachRecord(Connection& connection, const Resource& resource, Sql sql,
                           absl::Span<const NamedValue> parameters, absl::FunctionRef<bool(const Record&)> visit,
                           Misfit misfit = Misfit::kRefused);

// The first row of `sql`, if there is one. Lifetime: its texts are the arena's.
Result<std::optional<Record>> FirstRecord(Connection& connection, const Resource& resource, Sql sql,
                                          absl::Span<const NamedValue> parameters, Arena& arena);

// The record with its texts copied into the arena; in place, or as another one.
void RetainTexts(Record& record, Arena& arena);
Record Retain(const Record& record, Arena& arena);

// An organization as reach needs it.
struct OrganizationRow {
  int64_t key = 0;
  Uuid id;
  int64_t status = 0;
};

// A membership as reach needs it.
struct MembershipRow {
  int64_t organization_key = 0;
  int64_t member_key = 0;
  bool is_primary = false;
  int64_t status = 0;
};

Result<std::optional<OrganizationRow>> FindOrganization(Connection& connection, const Uuid& id);
Result<std::vector<OrganizationRow>> AllOrganizations(Connection& connection);
Result<std::optional<OrganizationRow>> OrganizationByKey(Connection& connection, int64_t key);
Result<std::vector<MembershipRow>> MembershipsOf(Connection& connection, const Uuid& user_id);

// The local key that the next organization takes.
Result<int64_t> NextOrganizationKey(Connection& connection);

}  // namespace certlite

#endif  // CERTLITE_CORE_STORE_RECORDS_H_
