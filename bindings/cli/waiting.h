// For whoever waits at a terminal for one call that tells nothing until it is done.
#ifndef CERTLITE_BINDINGS_CLI_WAITING_H_
#define CERTLITE_BINDINGS_CLI_WAITING_H_

#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace certlite::cli {

// While it lives and after the first half of a second, a line on standard error tells what runs and for how long;
// nothing, if that is no terminal.
class Waiting {
 public:
  explicit Waiting(std::string_view what);
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  ~Waiting();

 private:
  void Tell();

  const std::string what_;
  std::mutex mutex_;
  std::condition_variable done_changed_;
  bool done_ = false;
  std::thread teller_;
};

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_WAITING_H_
