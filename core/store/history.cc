#include "core/store/history.h"

#include <algorithm>
#include <span>
#include <utility>

#include "core/store/schema.h"

namespace certlite {

Result<HistoryHead> ReadHistoryHead(Connection& connection, int64_t organization_key) {
  Query query(connection.Prepared(R"sql(
SELECT key, hash
FROM history
WHERE key BETWEEN ? AND ?
ORDER BY key DESC
LIMIT 1
)sql"));
  query.Bind(1, HistoryKey(organization_key, 0)).Bind(2, HistoryKey(organization_key + 1, 0) - 1);
  auto row = query.Step();
  if (!row.ok()) return std::move(row.error());
  HistoryHead head;
  if (*row) {
    head.sequence = query.Integer(0) - HistoryKey(organization_key, 0);
    const auto hash = query.Blob(1);
    if (hash.size() == head.hash.size()) std::ranges::copy(hash, head.hash.begin());
  }
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
  return query.Run();
}

Result<std::string> ReadHistoryAnswer(Connection& connection, int64_t history_key, size_t answer_offset) {
  Query query(connection.Prepared(R"sql(
SELECT payload, answer_bytes
FROM history
WHERE key = ?
)sql"));
  query.Bind(1, history_key);
  auto row = query.Step();
  if (!row.ok()) return std::move(row.error());
  const std::string_view payload = *row ? query.Text(0) : std::string_view();
  const auto bytes = static_cast<size_t>(query.Integer(1));
  if (payload.size() < answer_offset + bytes || bytes == 0) {
    return MakeError(ErrorCode::kCorrupt, "The history entry that holds the first answer is missing or damaged.");
  }
  return std::string(payload.substr(answer_offset, bytes));
}

Result<std::string> ReadFirstAnswer(Connection& connection, int64_t organization_key, int64_t last_sequence,
                                    size_t answer_offset) {
  int64_t sequence = last_sequence;
  while (true) {
    Query query(connection.Prepared("SELECT previous_sequence FROM history WHERE key = ?"));
    query.Bind(1, HistoryKey(organization_key, sequence));
    auto row = query.Step();
    if (!row.ok()) return std::move(row.error());
    const int64_t previous = *row ? query.Integer(0) : sequence;
    if (previous >= sequence)
      return MakeError(ErrorCode::kCorrupt, "A version of the record is missing in the history.");
    if (previous == 0) break;
    sequence = previous;
  }
  return ReadHistoryAnswer(connection, HistoryKey(organization_key, sequence), answer_offset);
}

}  // namespace certlite
