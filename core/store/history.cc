#include "core/store/history.h"

#include <algorithm>
#include <span>
#include <utility>

#include "core/store/read_cache.h"
#include "core/store/schema.h"

namespace certlite {
namespace {

// Zeros if it is none.
Digest DigestFrom(std::span<const uint8_t> bytes) {
  Digest digest{};
  if (bytes.size() == digest.size()) std::ranges::copy(bytes, digest.begin());
  return digest;
}

// What an organization's head is kept under. Lifetime: of the key.
std::string_view NameOf(const int64_t& organization_key) {
  return {reinterpret_cast<const char*>(&organization_key), sizeof organization_key};
}

// The columns of a whole entry, as ReadEntry takes them.
constexpr char kSelectEntry[] = R"sql(
SELECT key, instant, operation, resource_id, revision, previous_sequence, answer_bytes, payload, payload_key,
       commitment, hash
FROM history
WHERE key BETWEEN ? AND ?
ORDER BY key
)sql";

HistoryEntry ReadEntry(const Query& query) {
  HistoryEntry entry;
  entry.organization_key = OrganizationOf(query.Integer(0));
  entry.sequence = query.Integer(0) - HistoryKey(entry.organization_key, 0);
  entry.instant = query.Integer(1);
  entry.operation = query.Text(2);
  entry.resource_id = UuidFromBytes(query.Blob(3));
  entry.revision = query.Integer(4);
  entry.previous_sequence = query.Integer(5);
  entry.answer_bytes = query.Integer(6);
  entry.forgotten = query.IsNull(7) && query.IsNull(8);
  entry.payload = query.Text(7);
  entry.payload_key = DigestFrom(query.Blob(8));
  entry.commitment = DigestFrom(query.Blob(9));
  entry.hash = DigestFrom(query.Blob(10));
  return entry;
}

}  // namespace

Result<HistoryHead> ReadHistoryHead(Connection& connection, int64_t organization_key) {
  if (const auto* const kept = FindKept(connection, &ReadCache::heads, NameOf(organization_key))) return *kept;
  Query query(connection.Prepared(R"sql(
SELECT key, hash, instant
FROM history
WHERE key BETWEEN ? AND ?
ORDER BY key DESC
LIMIT 1
)sql"));
  query.Bind(1, HistoryKey(organization_key, 0)).Bind(2, LastHistoryKey(organization_key));
  auto row = query.Step();
  if (!row.ok()) return std::move(row.error());
  HistoryHead head;
  if (*row) {
    head.sequence = query.Integer(0) - HistoryKey(organization_key, 0);
    head.hash = DigestFrom(query.Blob(1));
    head.instant = query.Integer(2);
  }
  Keep(connection, &ReadCache::heads, NameOf(organization_key), head);
  return head;
}

Result<void> AppendHistory(Connection& connection, const HistoryEntry& entry) {
  Query query(connection.Prepared(R"sql(
INSERT INTO history (key, instant, operation, resource_id, revision, previous_sequence, answer_bytes, payload,
                     payload_key, commitment, hash)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
)sql"));
  query.Bind(1, HistoryKey(entry.organization_key, entry.sequence))
      .Bind(2, entry.instant)
      .BindText(3, entry.operation)
      .BindBlob(4, entry.resource_id.bytes)
      .Bind(5, entry.revision)
      .Bind(6, entry.previous_sequence)
      .Bind(7, entry.answer_bytes)
      .BindText(8, entry.payload)
      .BindBlob(9, entry.payload_key)
      .BindBlob(10, entry.commitment)
      .BindBlob(11, entry.hash);
  auto appended = query.Run();
  if (!appended.ok()) return appended;
  Keep(connection, &ReadCache::heads, NameOf(entry.organization_key),
       HistoryHead{entry.sequence, entry.instant, entry.hash});
  return {};
}

Result<void> ForEachEntry(Connection& connection, int64_t organization_key, int64_t from_sequence,
                          absl::FunctionRef<bool(const HistoryEntry&)> visit) {
  Query query(connection.Prepared(kSelectEntry));
  query.Bind(1, HistoryKey(organization_key, from_sequence)).Bind(2, LastHistoryKey(organization_key));
  while (true) {
    auto row = query.Step();
    if (!row.ok()) return std::move(row.error());
    if (!*row || !visit(ReadEntry(query))) return {};
  }
}

Result<std::optional<HistoryEntry>> FindEntry(Connection& connection, int64_t organization_key, int64_t sequence,
                                              Arena& arena) {
  Query query(connection.Prepared(kSelectEntry));
  query.Bind(1, HistoryKey(organization_key, sequence)).Bind(2, HistoryKey(organization_key, sequence));
  auto row = query.Step();
  if (!row.ok()) return std::move(row.error());
  if (!*row) return std::optional<HistoryEntry>();
  HistoryEntry entry = ReadEntry(query);
  entry.operation = arena.Copy(entry.operation);
  entry.payload = arena.Copy(entry.payload);
  return std::optional(entry);
}

Result<void> ForgetPayload(Connection& connection, int64_t organization_key, int64_t sequence) {
  Query query(connection.Prepared(R"sql(
UPDATE history
SET payload = NULL, payload_key = NULL, answer_bytes = 0
WHERE key = ?
)sql"));
  query.Bind(1, HistoryKey(organization_key, sequence));
  return query.Run();
}

}  // namespace certlite
