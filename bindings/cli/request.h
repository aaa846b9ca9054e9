// The request that the library gets: the body's bytes, with the members that were given by flags.
#ifndef CERTLITE_BINDINGS_CLI_REQUEST_H_
#define CERTLITE_BINDINGS_CLI_REQUEST_H_

#include <string>

#include "bindings/cli/command_line.h"

namespace certlite::cli {

// The request of `invocation`, its body read from the file or from standard input. The body's bytes are never changed:
// without flags they are the request, with flags the members are put in before the closing brace. A body that is no
// JSON object is the request as it is, so that the library says what is wrong with it.
// Errors: throws UsageError if the body can't be read, a value doesn't fit its flag, or a flag repeats a member.
std::string RequestOf(const Invocation& invocation);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_REQUEST_H_
