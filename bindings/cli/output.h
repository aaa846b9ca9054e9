// Where the tool writes: answers to standard output, everything else to standard error.
#ifndef CERTLITE_BINDINGS_CLI_OUTPUT_H_
#define CERTLITE_BINDINGS_CLI_OUTPUT_H_

#include <string_view>

#include "bindings/cli/catalog.h"
#include "bindings/cli/command_line.h"
#include "bindings/cli/engine_call.h"

namespace certlite::cli {

// Writes to standard error.
void Complain(std::string_view text);

// Writes an answer, or a part of one. What can't be written is said, because a script would take silence for an empty
// answer. Answers the exit code.
int Say(std::string_view text);

// Tells why the library refused or failed, in the form that `flags` ask for. Answers the exit code.
int TellFailure(const Answer& failure, const CallFlags& flags, const Catalog& catalog);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_OUTPUT_H_
