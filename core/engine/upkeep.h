// What is done with a store as a file: it is checked, backed up and compacted, for the system alone.
#ifndef CERTLITE_CORE_ENGINE_UPKEEP_H_
#define CERTLITE_CORE_ENGINE_UPKEEP_H_

#include <absl/functional/function_ref.h>

#include <atomic>

#include "core/base/error.h"
#include "core/engine/call.h"

namespace certlite {

class Store;

// Looks for what is wrong with the store. `begin` gives the call a connection with a new snapshot in place of the one
// that it has, which may have failed. Errors: those that tell nothing of the file.
Result<Answer> CheckStore(Call& call, absl::FunctionRef<Result<void>()> begin);

// Copies the store to where the call says. Errors: as Store::BackUp.
Result<Answer> BackUpStore(Call& call, Store& store, const std::atomic<bool>* cancelled);

// Builds the store's file anew. Errors: as Store::Compact.
Result<Answer> CompactStore(Call& call, Store& store, const std::atomic<bool>* cancelled);

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_UPKEEP_H_
