#include "core/store/facts.h"

#include <utility>

#include "core/model/validity.h"
#include "core/store/schema.h"
#include "core/store/sql_text.h"

namespace certlite {
namespace {

constexpr char kSelectFacts[] = R"sql(
SELECT key, type_key, issued_on, expires_on, lifecycle_status, erased
FROM certification
)sql";

// By id, which is about the order in which the rows lie: as quick as the whole table, and no other organization's are
// read.
constexpr auto kFactsOfAll = Join(kSelectFacts, R"sql(
INDEXED BY certification_by_id
WHERE organization_key = ?
)sql");

constexpr auto kFactsOfMember = Join(kSelectFacts, "WHERE organization_key = ? AND member_key = ?");

// Ids of other records lead to no certification.
constexpr auto kFactsSince = Join(kSelectFacts, R"sql(
WHERE organization_key = ? AND id IN (SELECT resource_id FROM history WHERE key BETWEEN ? AND ?)
)sql");

int32_t DayAt(const Query& query, int column) {
  return query.IsNull(column) ? kNoDay : static_cast<int32_t>(query.Integer(column));
}

Result<void> VisitAll(Query& query, VisitFacts visit) {
  while (true) {
    auto row = query.Step();
    if (!row.ok()) return std::move(row.error());
    if (!*row) return {};
    visit({query.Integer(0), query.Integer(1), DayAt(query, 2), DayAt(query, 3), static_cast<int32_t>(query.Integer(4)),
           query.Integer(5) != 0});
  }
}

}  // namespace

Result<void> ForEachFacts(Connection& connection, int64_t organization_key, VisitFacts visit) {
  Query query(connection.Prepared(kFactsOfAll.data()));
  query.Bind(1, organization_key);
  return VisitAll(query, visit);
}

Result<void> ForEachFactsOfMember(Connection& connection, int64_t organization_key, int64_t member_key,
                                  VisitFacts visit) {
  Query query(connection.Prepared(kFactsOfMember.data()));
  query.Bind(1, organization_key).Bind(2, member_key);
  return VisitAll(query, visit);
}

Result<void> ForEachFactsSince(Connection& connection, int64_t organization_key, int64_t sequence, VisitFacts visit) {
  Query query(connection.Prepared(kFactsSince.data()));
  query.Bind(1, organization_key)
      .Bind(2, HistoryKey(organization_key, sequence + 1))
      .Bind(3, LastHistoryKey(organization_key));
  return VisitAll(query, visit);
}

Result<void> ForEachType(Connection& connection, int64_t organization_key,
                         absl::FunctionRef<void(const TypeRow&)> visit) {
  Query query(connection.Prepared(R"sql(
SELECT key, id, grace_days, expiring_soon_days
FROM certification_type
WHERE organization_key IN (?, 0)
)sql"));
  query.Bind(1, organization_key);
  while (true) {
    auto row = query.Step();
    if (!row.ok()) return std::move(row.error());
    if (!*row) return {};
    visit({query.Integer(0), UuidFromBytes(query.Blob(1)), static_cast<int32_t>(query.Integer(2)),
           static_cast<int32_t>(query.Integer(3))});
  }
}

}  // namespace certlite
