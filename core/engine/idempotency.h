// A call's key: looked up, replayed or refused as the decision table says, bound; and keys forgotten.
#ifndef CERTLITE_CORE_ENGINE_IDEMPOTENCY_H_
#define CERTLITE_CORE_ENGINE_IDEMPOTENCY_H_

#include <optional>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/engine/call.h"
#include "core/engine/operations.h"

namespace certlite {

// What a request is known by under a key: the SHA-256 of its canonical form. The version tells how it was taken.
inline constexpr int64_t kFingerprintVersion = 1;
Digest FingerprintOf(Call& call);

// What the call's key decides: the first answer again if it is bound to this payload, nothing if it is free.
// Errors: kIdempotencyKeyReused for another payload; kNotFound if the record is out of reach now.
Result<std::optional<Answer>> ResolveKey(Call& call, const Digest& fingerprint);

// Binds the call's key, if it has one, to what the call has come to.
Result<void> BindCallKey(Call& call, const Digest& fingerprint, const Written& written);

// Forgets the keys that were bound before the instant that the call names.
Result<Written> PurgeKeys(Call& call);

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_IDEMPOTENCY_H_
