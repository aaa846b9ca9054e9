// The stages of a write inside its transaction: key, state, identity, record and history, binding.
#ifndef CERTLITE_CORE_ENGINE_DECIDE_H_
#define CERTLITE_CORE_ENGINE_DECIDE_H_

#include <optional>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/engine/call.h"

namespace certlite {

// What a call came to. Nothing is durable before its transaction commits.
struct Decided {
  Answer answer;
  bool changed = false;  // something was written
};

// Decides and writes the call in the transaction of its connection. Errors: refusals, before which nothing of the call
// was written; those of the store, after which the transaction can't be committed.
Result<Decided> DecideAndWrite(Call& call, const Digest& fingerprint);

// Only looks, in any transaction: the answer, if the call's key replays one, else the refusal of a request whose shape
// is refused already, with what else stands against it; nothing, if the call is to be decided.
Result<std::optional<Answer>> Look(Call& call, const Digest& fingerprint);

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_DECIDE_H_
