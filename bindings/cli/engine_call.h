// One operation, run through the C ABI: open, session, execute, close.
#ifndef CERTLITE_BINDINGS_CLI_ENGINE_CALL_H_
#define CERTLITE_BINDINGS_CLI_ENGINE_CALL_H_

#include <certlite.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/cli/command_line.h"

namespace certlite::cli {

// What the library answered: a response if `status` is CERTLITE_OK, else a problem document.
struct Answer {
  certlite_status status = CERTLITE_OK;
  std::string_view outcome;  // "created", "replayed"...; Lifetime: static
  std::string response;
  std::string problem;
};

// How many records a list is asked for at a time.
inline constexpr int kRecordsAPage = 200;

// Runs the operation of `invocation` on `request`. An operation that only reads never makes a store.
Answer Execute(const Invocation& invocation, std::string_view request);

// What became of one line of an import.
struct LineAnswer {
  uint64_t line = 0;
  certlite_status status = CERTLITE_OK;
  std::string_view outcome;  // as of Answer
  std::string_view problem;  // Lifetime: until the next call
};

// A store that stays open for many calls, as the principal of its invocation.
class OpenStore {
 public:
  explicit OpenStore(const Invocation& invocation);
  OpenStore(const OpenStore&) = delete;
  OpenStore& operator=(const OpenStore&) = delete;
  ~OpenStore();

  // How opening went.
  const Answer& opened() const { return opened_; }

  Answer Execute(std::string_view operation, std::string_view request);

  // Imports lines that go on where the last call's ended. `answers` receives what became of each.
  Answer Import(std::string_view operation, std::string_view lines, std::string_view options,
                std::vector<LineAnswer>* answers);

  // The batch's id, once it has begun.
  std::string BatchId() const;

  // Cancels what is running and what comes. May be called by a signal handler.
  void Cancel();

 private:
  struct Handles;
  std::unique_ptr<Handles> handles_;
  Answer opened_;
};

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_ENGINE_CALL_H_
