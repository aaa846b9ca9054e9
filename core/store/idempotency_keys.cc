#include "core/store/idempotency_keys.h"

#include <algorithm>
#include <utility>

#include "core/store/read_cache.h"

namespace certlite {
namespace {

std::string NameOf(const KeyScope& scope) {
  std::string name(1, static_cast<char>(scope.reach));
  name.append(reinterpret_cast<const char*>(scope.subject.bytes.data()), scope.subject.bytes.size());
  return name.append(scope.operation);
}

// The scope's local key, 0 if it has none yet.
Result<int64_t> FindScope(Connection& connection, const KeyScope& scope) {
  const std::string name = NameOf(scope);
  if (const int64_t* const kept = FindKept(connection, &ReadCache::key_scopes, name)) return *kept;
  Query query(connection.Prepared("SELECT key FROM key_scope WHERE reach = ? AND subject = ? AND operation = ?"));
  query.Bind(1, static_cast<int64_t>(scope.reach)).BindBlob(2, scope.subject.bytes).BindText(3, scope.operation);
  auto row = query.Step();
  if (!row.ok()) return std::move(row.error());
  const int64_t key = *row ? query.Integer(0) : 0;
  Keep(connection, &ReadCache::key_scopes, name, key);
  return key;
}

Result<int64_t> FindOrAddScope(Connection& connection, const KeyScope& scope) {
  auto found = FindScope(connection, scope);
  if (!found.ok() || *found != 0) return found;
  connection.OutdateCache();
  Query query(connection.Prepared("INSERT INTO key_scope (reach, subject, operation) VALUES (?, ?, ?) RETURNING key"));
  query.Bind(1, static_cast<int64_t>(scope.reach)).BindBlob(2, scope.subject.bytes).BindText(3, scope.operation);
  auto row = query.Step();
  if (!row.ok()) return std::move(row.error());
  const int64_t key = query.Integer(0);
  auto rest = query.Run();
  if (!rest.ok()) return std::move(rest.error());
  return key;
}

}  // namespace

Result<std::optional<BoundKey>> FindKey(Connection& connection, const KeyScope& scope, std::string_view key) {
  auto scope_key = FindScope(connection, scope);
  if (!scope_key.ok()) return std::move(scope_key.error());
  if (*scope_key == 0) return std::optional<BoundKey>();
  Query query(connection.Prepared(R"sql(
SELECT fingerprint_version, fingerprint, outcome, resource_id, history_key, own_answer
FROM idempotency_key
WHERE scope_key = ? AND idempotency_key = ?
)sql"));
  query.Bind(1, *scope_key).BindText(2, key);
  auto row = query.Step();
  if (!row.ok()) return std::move(row.error());
  if (!*row) return std::optional<BoundKey>();
  BoundKey bound;
  bound.fingerprint_version = query.Integer(0);
  const auto fingerprint = query.Blob(1);
  if (fingerprint.size() == bound.fingerprint.size()) std::ranges::copy(fingerprint, bound.fingerprint.begin());
  bound.outcome = query.Integer(2);
  bound.resource_id = UuidFromBytes(query.Blob(3));
  bound.history_key = query.Integer(4);
  if (!query.IsNull(5)) bound.own_answer = std::string(query.Text(5));
  return std::optional(std::move(bound));
}

Result<void> BindKey(Connection& connection, const KeyScope& scope, std::string_view key, const BoundKey& bound) {
  auto scope_key = FindOrAddScope(connection, scope);
  if (!scope_key.ok()) return std::move(scope_key.error());
  Query query(connection.Prepared(R"sql(
INSERT INTO idempotency_key (scope_key, idempotency_key, fingerprint_version, fingerprint, outcome, resource_id,
                             history_key, own_answer, bound_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
)sql"));
  query.Bind(1, *scope_key)
      .BindText(2, key)
      .Bind(3, bound.fingerprint_version)
      .BindBlob(4, bound.fingerprint)
      .Bind(5, bound.outcome)
      .BindBlob(6, bound.resource_id.bytes)
      .Bind(7, bound.history_key);
  query.BindNull(8).BindNull(9);
  if (bound.own_answer) query.BindText(8, *bound.own_answer);
  if (bound.bound_at) query.Bind(9, *bound.bound_at);
  return query.Run();
}

Result<int64_t> DeleteKeysBoundBefore(Connection& connection, int64_t instant) {
  Query count(connection.Prepared(R"sql(
SELECT count(*)
FROM idempotency_key AS k
LEFT JOIN history AS h ON h.key = k.history_key
WHERE ifnull(k.bound_at, h.instant) < ?
)sql"));
  count.Bind(1, instant);
  auto row = count.Step();
  if (!row.ok()) return std::move(row.error());
  const int64_t found = count.Integer(0);
  Query remove(connection.Prepared(R"sql(
DELETE FROM idempotency_key
WHERE ifnull(bound_at, (SELECT h.instant FROM history AS h WHERE h.key = history_key)) < ?
)sql"));
  remove.Bind(1, instant);
  auto removed = remove.Run();
  if (!removed.ok()) return std::move(removed.error());
  return found;
}

Result<void> ForgetKeysOf(Connection& connection, const Uuid& resource_id) {
  Query query(connection.Prepared(R"sql(
UPDATE idempotency_key
SET fingerprint_version = ?, fingerprint = x'', own_answer = NULL
WHERE resource_id = ?
)sql"));
  query.Bind(1, kFingerprintForgotten).BindBlob(2, resource_id.bytes);
  return query.Run();
}

}  // namespace certlite
