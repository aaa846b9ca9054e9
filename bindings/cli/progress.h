// How far a piece of work is, for whoever waits at a terminal for more than a second.
#ifndef CERTLITE_BINDINGS_CLI_PROGRESS_H_
#define CERTLITE_BINDINGS_CLI_PROGRESS_H_

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace certlite::cli {

// When whoever waits is first told, and how often from then on.
inline constexpr auto kProgressAfter = std::chrono::milliseconds(500);
inline constexpr auto kProgressEvery = std::chrono::milliseconds(100);

// A line on standard error that is written over; nothing, if that is no terminal.
class Progress {
 public:
  explicit Progress(std::string_view noun);  // of what is counted, "lines"
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { Clear(); }

  // `done` things are done; `part` of `whole` (0: not known) is a measure of how far that is.
  void Reach(uint64_t done, uint64_t part, uint64_t whole);

  // Takes the line away, before something else is written.
  void Clear();

  double seconds() const;

 private:
  const std::string noun_;
  const bool on_terminal_;
  const std::chrono::steady_clock::time_point begin_;
  std::chrono::steady_clock::time_point next_;
  bool shown_ = false;
};

// 93.4 s as people say it: "1:33"; under ten seconds "3.2 s".
std::string DurationText(double seconds);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_PROGRESS_H_
