// `certlite import`: a file's lines into the store, and what became of them.
#ifndef CERTLITE_BINDINGS_CLI_IMPORT_COMMAND_H_
#define CERTLITE_BINDINGS_CLI_IMPORT_COMMAND_H_

#include <string>

#include "bindings/cli/catalog.h"
#include "bindings/cli/command_line.h"

namespace certlite::cli {

// Runs the import and tells of it on standard error; `summary` receives what goes to standard output. Answers the exit
// code. Errors: throws UsageError before anything is written, and std::runtime_error if the file can't be read on.
int RunImport(const Invocation& invocation, const Catalog& catalog, std::string* summary);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_IMPORT_COMMAND_H_
