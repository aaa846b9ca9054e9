// The decision about a key: replay, refuse, or go on. Nothing else is decided here.
#ifndef CERTLITE_CORE_ENGINE_IDEMPOTENCY_H_
#define CERTLITE_CORE_ENGINE_IDEMPOTENCY_H_

#include <optional>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/engine/call.h"

namespace certlite {

// What a request is known by under a key: the SHA-256 of its canonical form. The version tells how it was taken.
inline constexpr int64_t kFingerprintVersion = 1;
Digest FingerprintOf(Call& call);

// What the call's key decides: the first answer again if it is bound to this payload, nothing if it is free.
// Errors: kIdempotencyKeyReused for another payload; kNotFound if the record is out of reach now.
Result<std::optional<Answer>> ResolveKey(Call& call, const Digest& fingerprint);

// Binds the call's key to what the call was resolved to. `own_answer` is set where the answer is not that of the
// history entry.
Result<void> BindCallKey(Call& call, const Digest& fingerprint, Outcome outcome, const Record& record,
                         std::optional<std::string_view> own_answer);

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_IDEMPOTENCY_H_
