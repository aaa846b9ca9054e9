// `certlite report`: a page about the certifications, for people who don't have the tool.
#ifndef CERTLITE_BINDINGS_CLI_REPORT_COMMAND_H_
#define CERTLITE_BINDINGS_CLI_REPORT_COMMAND_H_

#include "bindings/cli/catalog.h"
#include "bindings/cli/command_line.h"

namespace certlite::cli {

// Writes the page to its file, and what it tells of to standard error. Answers the exit code.
// Errors: throws UsageError.
int RunReport(const Invocation& invocation, const Catalog& catalog);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_REPORT_COMMAND_H_
