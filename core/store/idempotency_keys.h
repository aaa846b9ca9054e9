// Idempotency keys and what they are bound to.
#ifndef CERTLITE_CORE_STORE_IDEMPOTENCY_KEYS_H_
#define CERTLITE_CORE_STORE_IDEMPOTENCY_KEYS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/uuid.h"
#include "core/model/principal.h"
#include "core/store/connection.h"

namespace certlite {

// Whose key it is, and for which operation: the same bytes in two scopes are two keys.
struct KeyScope {
  ReachKind reach = ReachKind::kSystem;
  Uuid subject;  // the organization for kOrganization, the user for kSelf, nil for kSystem
  std::string_view operation;
};

struct BoundKey {
  int64_t fingerprint_version = 0;
  Digest fingerprint{};
  int64_t outcome = 0;
  Uuid resource_id;
  int64_t history_key = 0;
  std::optional<std::string> own_answer;  // set where it isn't the history entry's ...
  std::optional<int64_t> bound_at;        // ... and then the entry doesn't tell when the key was bound, either
};

// The fingerprint version of a key whose record was erased: fingerprint and answer are gone.
inline constexpr int64_t kFingerprintForgotten = 0;

Result<std::optional<BoundKey>> FindKey(Connection& connection, const KeyScope& scope, std::string_view key);
Result<void> BindKey(Connection& connection, const KeyScope& scope, std::string_view key, const BoundKey& bound);

// Deletes the keys that were bound before the instant, and answers how many. Looks at every key there is.
Result<int64_t> DeleteKeysBoundBefore(Connection& connection, int64_t instant);

// Takes fingerprint and answer out of every key that is bound to the record. Looks at every key there is.
Result<void> ForgetKeysOf(Connection& connection, const Uuid& resource_id);

}  // namespace certlite

#endif  // CERTLITE_CORE_STORE_IDEMPOTENCY_KEYS_H_
