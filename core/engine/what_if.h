// What-if: any changes and then any question, in a transaction that is never committed.
#ifndef CERTLITE_CORE_ENGINE_WHAT_IF_H_
#define CERTLITE_CORE_ENGINE_WHAT_IF_H_

#include "core/base/error.h"
#include "core/engine/call.h"

namespace certlite {

// Asks the call's question, carries out its changes on the call's connection, and asks again. The transaction must be
// undone by the caller. Errors: the first refusal of a change or of the question, with pointers into the call's
// request; those of the store.
Result<Answer> AskWhatIf(Call& call, const CallOptions& options);

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_WHAT_IF_H_
