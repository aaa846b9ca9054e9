#include "core/store/checks.h"

#include <absl/strings/match.h>
#include <absl/strings/str_split.h>

#include <string>
#include <utility>

#include "core/base/json_text.h"

namespace certlite {
namespace {

std::optional<Uuid> UuidIn(const Query& query, int column) {
  const auto bytes = query.Blob(column);
  return bytes.size() == sizeof(Uuid) ? std::optional(UuidFromBytes(bytes)) : std::nullopt;
}

// Tells of each row of `find`: resource, organization's id, record's id, detail. Answers what `count` counts.
Result<int64_t> Look(Connection& connection, Sql count, Sql find, FindingVisitor visit) {
  Query found(connection.Prepared(find));
  while (true) {
    auto row = found.Step();
    if (!row.ok()) return std::move(row.error());
    if (!*row) break;
    visit({found.Text(0), UuidIn(found, 1), UuidIn(found, 2), found.Text(3)});
  }
  Query counted(connection.Prepared(count));
  auto row = counted.Step();
  if (!row.ok()) return std::move(row.error());
  return counted.Integer(0);
}

constexpr Sql kCountRecords = R"sql(
SELECT (SELECT count(*) FROM organization) + (SELECT count(*) FROM member) +
       (SELECT count(*) FROM certification_type) + (SELECT count(*) FROM certification) +
       (SELECT count(*) FROM qualification) + (SELECT count(*) FROM job_role) +
       (SELECT count(*) FROM job_role_assignment)
)sql";

// A set's ids stand side by side in one blob: `named` takes them apart.
constexpr Sql kFindReferences = R"sql(
WITH RECURSIVE
named (resource, organization_key, id, ids) AS (
  SELECT 'qualification', organization_key, id, certification_type_ids FROM qualification
  UNION ALL
  SELECT 'job_role', organization_key, id, qualification_ids FROM job_role
  UNION ALL
  SELECT resource, organization_key, id, substr(ids, 17) FROM named WHERE length(ids) > 16),
dangling (resource, organization_key, id, detail) AS (
  SELECT 'member', organization_key, id, 'Its organization is missing.'
  FROM member WHERE organization_key NOT IN (SELECT key FROM organization)
  UNION ALL
  SELECT 'certification_type', organization_key, id, 'Its organization is missing.'
  FROM certification_type WHERE organization_key <> 0 AND organization_key NOT IN (SELECT key FROM organization)
  UNION ALL
  SELECT 'certification', organization_key, id, 'Its organization is missing.'
  FROM certification WHERE organization_key NOT IN (SELECT key FROM organization)
  UNION ALL
  SELECT 'qualification', organization_key, id, 'Its organization is missing.'
  FROM qualification WHERE organization_key NOT IN (SELECT key FROM organization)
  UNION ALL
  SELECT 'job_role', organization_key, id, 'Its organization is missing.'
  FROM job_role WHERE organization_key NOT IN (SELECT key FROM organization)
  UNION ALL
  SELECT 'job_role_assignment', organization_key, id, 'Its organization is missing.'
  FROM job_role_assignment WHERE organization_key NOT IN (SELECT key FROM organization)
  UNION ALL
  SELECT 'certification', c.organization_key, c.id, 'Its member is missing in its organization.'
  FROM certification AS c LEFT JOIN member AS m ON m.key = c.member_key
  WHERE m.organization_key IS NOT c.organization_key
  UNION ALL
  SELECT 'certification', c.organization_key, c.id, 'Its certification type is missing.'
  FROM certification AS c LEFT JOIN certification_type AS t ON t.key = c.type_key
  WHERE t.organization_key IS NOT c.organization_key AND t.organization_key IS NOT 0
  UNION ALL
  SELECT 'certification', organization_key, id, 'The certification that it renews is missing.'
  FROM certification AS c WHERE renews_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM certification AS o WHERE o.organization_key = c.organization_key AND o.id = c.renews_id)
  UNION ALL
  SELECT 'certification', organization_key, id, 'The certification that stands in its place is missing.'
  FROM certification AS c WHERE superseded_by_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM certification AS o WHERE o.organization_key = c.organization_key AND o.id = c.superseded_by_id)
  UNION ALL
  SELECT 'job_role_assignment', a.organization_key, a.id, 'Its member is missing in its organization.'
  FROM job_role_assignment AS a LEFT JOIN member AS m ON m.key = a.member_key
  WHERE m.organization_key IS NOT a.organization_key
  UNION ALL
  SELECT 'job_role_assignment', a.organization_key, a.id, 'Its job role is missing in its organization.'
  FROM job_role_assignment AS a LEFT JOIN job_role AS r ON r.key = a.role_key
  WHERE r.organization_key IS NOT a.organization_key
  UNION ALL
  SELECT resource, organization_key, id, 'A certification type that it asks for is missing.'
  FROM named WHERE resource = 'qualification' AND length(ids) > 0 AND NOT EXISTS (
    SELECT 1 FROM certification_type AS t
    WHERE t.organization_key IN (named.organization_key, 0) AND t.id = substr(named.ids, 1, 16))
  UNION ALL
  SELECT resource, organization_key, id, 'A qualification that it asks for is missing.'
  FROM named WHERE resource = 'job_role' AND length(ids) > 0 AND NOT EXISTS (
    SELECT 1 FROM qualification AS q
    WHERE q.organization_key = named.organization_key AND q.id = substr(named.ids, 1, 16)))
SELECT resource, o.id, d.id, detail
FROM dangling AS d LEFT JOIN organization AS o ON o.key = d.organization_key
)sql";

// history.key is the organization's key shifted by kSequenceBits and the sequence. `chain` steps from one chain to the
// next without reading what is in them.
constexpr Sql kFindVersions = R"sql(
WITH RECURSIVE
record (resource, organization_key, id, revision, last_sequence) AS (
  SELECT 'organization', key, id, revision, last_sequence FROM organization
  UNION ALL
  SELECT 'member', organization_key, id, revision, last_sequence FROM member
  UNION ALL
  SELECT 'certification_type', organization_key, id, revision, last_sequence FROM certification_type
  UNION ALL
  SELECT 'certification', organization_key, id, revision, last_sequence FROM certification
  UNION ALL
  SELECT 'qualification', organization_key, id, revision, last_sequence FROM qualification
  UNION ALL
  SELECT 'job_role', organization_key, id, revision, last_sequence FROM job_role
  UNION ALL
  SELECT 'job_role_assignment', organization_key, id, revision, last_sequence FROM job_role_assignment),
chain (key) AS (
  SELECT min(key) >> 40 FROM history
  UNION ALL
  SELECT (SELECT min(h.key) >> 40 FROM history AS h WHERE h.key >= ((chain.key + 1) << 40))
  FROM chain WHERE chain.key < (1 << 23) - 1)
SELECT r.resource, o.id, r.id, 'Its newest version is not in the history.'
FROM record AS r
LEFT JOIN history AS h ON h.key = (r.organization_key << 40 | r.last_sequence)
LEFT JOIN organization AS o ON o.key = r.organization_key
WHERE h.resource_id IS NOT r.id OR h.revision IS NOT r.revision
UNION ALL
SELECT 'organization', NULL, NULL, 'A chain of the history belongs to no organization.'
FROM chain WHERE key <> 0 AND key NOT IN (SELECT key FROM organization)
)sql";

// A key whose fingerprint_version is 0 is one of an erased record: it answers no more than that.
constexpr Sql kFindKeys = R"sql(
SELECT 'idempotency', o.id, k.resource_id, 'A key leads to no answer.'
FROM idempotency_key AS k
LEFT JOIN history AS h ON h.key = k.history_key
LEFT JOIN organization AS o ON o.key = k.history_key >> 40
WHERE k.fingerprint_version <> 0 AND k.own_answer IS NULL
  AND (h.resource_id IS NOT k.resource_id OR h.payload IS NULL)
UNION ALL
SELECT 'idempotency', NULL, k.resource_id, 'A key belongs to nobody.'
FROM idempotency_key AS k
WHERE k.scope_key NOT IN (SELECT key FROM key_scope)
)sql";

// Over the table itself: the index that forbids it is what may be damaged.
constexpr Sql kFindPrimaryRoles = R"sql(
SELECT 'job_role_assignment', o.id, a.id, 'Its member has another primary job role.'
FROM (SELECT organization_key, max(key) AS key
      FROM job_role_assignment NOT INDEXED
      WHERE is_primary = 1
      GROUP BY organization_key, member_key
      HAVING count(*) > 1) AS twice
JOIN job_role_assignment AS a ON a.key = twice.key
LEFT JOIN organization AS o ON o.key = twice.organization_key
)sql";

}  // namespace

Result<int64_t> CheckPages(Connection& connection, bool indexes, FindingVisitor visit) {
  // One row may hold many findings, a line each.
  const auto tell = [&visit](const Query& row) {
    const std::string told = OnlyAscii(row.Text(0));
    for (const absl::string_view line : absl::StrSplit(told, '\n')) {
      if (line == "ok" || line.empty() || absl::StartsWith(line, "*** in database")) continue;
      visit({.resource = {}, .detail = std::string_view(line.data(), line.size())});
    }
  };
  // As many as are told of one part.
  auto looked = connection.Examine(indexes ? Sql("PRAGMA integrity_check(100)") : Sql("PRAGMA quick_check(100)"), tell);
  int64_t pages = 0;
  if (looked.ok()) {
    looked = connection.Examine("PRAGMA page_count", [&pages](const Query& row) { pages = row.Integer(0); });
  }
  if (!looked.ok()) return Result<int64_t>(looked.TakeError());
  return pages;
}

Result<int64_t> CheckReferences(Connection& connection, FindingVisitor visit) {
  return Look(connection, kCountRecords, kFindReferences, visit);
}

Result<int64_t> CheckVersions(Connection& connection, FindingVisitor visit) {
  return Look(connection, kCountRecords, kFindVersions, visit);
}

Result<int64_t> CheckKeys(Connection& connection, FindingVisitor visit) {
  return Look(connection, "SELECT count(*) FROM idempotency_key", kFindKeys, visit);
}

Result<int64_t> CheckPrimaryRoles(Connection& connection, FindingVisitor visit) {
  return Look(connection, "SELECT count(*) FROM job_role_assignment", kFindPrimaryRoles, visit);
}

}  // namespace certlite
