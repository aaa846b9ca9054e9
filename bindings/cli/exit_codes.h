// What the tool's exit code says, and how a status of the library becomes one.
#ifndef CERTLITE_BINDINGS_CLI_EXIT_CODES_H_
#define CERTLITE_BINDINGS_CLI_EXIT_CODES_H_

#include <certlite.h>

namespace certlite::cli {

enum ExitCode : int {
  kExitOk = 0,
  kExitUsage = 2,        // the command line is wrong; the store was not opened
  kExitRefused = 3,      // the request breaks a rule: statuses -2xx
  kExitState = 4,        // what is stored or permitted stands in the way: statuses -3xx
  kExitEnvironment = 5,  // the disk, the file, the tool or the library: every other status
};

// The exit code for `status`, by the ABI's classes of 100.
constexpr ExitCode ExitCodeOf(certlite_status status) {
  if (status == CERTLITE_OK) return kExitOk;
  if (status == CERTLITE_E_UNKNOWN_OPERATION) return kExitUsage;
  if (status <= -200 && status > -300) return kExitRefused;
  if (status <= -300 && status > -400) return kExitState;
  return kExitEnvironment;
}

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_EXIT_CODES_H_
