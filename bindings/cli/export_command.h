// `certlite export`: every record of a list, in the form that `certlite import` takes.
#ifndef CERTLITE_BINDINGS_CLI_EXPORT_COMMAND_H_
#define CERTLITE_BINDINGS_CLI_EXPORT_COMMAND_H_

#include "bindings/cli/catalog.h"
#include "bindings/cli/command_line.h"

namespace certlite::cli {

// Writes the records to standard output, and how many there were to standard error. Answers the exit code.
// Errors: throws UsageError.
int RunExport(const Invocation& invocation, const Catalog& catalog);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_EXPORT_COMMAND_H_
