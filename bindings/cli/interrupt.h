// Ctrl-C and a polite kill, for as long as there is a call to cancel and something to tell.
#ifndef CERTLITE_BINDINGS_CLI_INTERRUPT_H_
#define CERTLITE_BINDINGS_CLI_INTERRUPT_H_

#include "bindings/cli/engine_call.h"

namespace certlite::cli {

// Thrown where a signal ended the waiting for a file's next bytes.
struct Interrupted {};

// While it lives, SIGINT and SIGTERM cancel the calls of `store`, unless they are ignored; a second one of the same
// kind ends the process. One at a time.
class Interruptible {
 public:
  explicit Interruptible(OpenStore* store);
  Interruptible(const Interruptible&) = delete;
  Interruptible& operator=(const Interruptible&) = delete;
  ~Interruptible();
};

// The signal that came, or 0.
int SignalThatCame();

// Waits until `file_descriptor` has something to read, or is at its end. Errors: throws Interrupted.
void WaitForInput(int file_descriptor);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_INTERRUPT_H_
