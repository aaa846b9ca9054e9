// `certlite backup`, `check` and `compact`: operations on the store as a file, which may take their time.
#ifndef CERTLITE_BINDINGS_CLI_UPKEEP_COMMAND_H_
#define CERTLITE_BINDINGS_CLI_UPKEEP_COMMAND_H_

#include "bindings/cli/catalog.h"
#include "bindings/cli/command_line.h"

namespace certlite::cli {

// Runs the operation and writes its answer. Answers the exit code: kExitState, too, if a check has found something.
int RunUpkeep(const Invocation& invocation, const Catalog& catalog);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_UPKEEP_COMMAND_H_
