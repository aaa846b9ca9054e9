// One operation, run through the C ABI: open, session, execute, close.
#ifndef CERTLITE_BINDINGS_CLI_ENGINE_CALL_H_
#define CERTLITE_BINDINGS_CLI_ENGINE_CALL_H_

#include <certlite.h>

#include <string>
#include <string_view>

#include "bindings/cli/command_line.h"

namespace certlite::cli {

// What the library answered: a response if `status` is CERTLITE_OK, else a problem document.
struct Answer {
  certlite_status status = CERTLITE_OK;
  std::string_view outcome;  // "created", "replayed"...; Lifetime: static
  std::string response;
  std::string problem;
};

// Runs the operation of `invocation` on `request`. An operation that only reads never makes a store.
Answer Execute(const Invocation& invocation, std::string_view request);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_ENGINE_CALL_H_
