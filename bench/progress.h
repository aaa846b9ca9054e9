// How far a piece of work is, on standard error, for whoever waits at a terminal for more than a second.
#ifndef CERTLITE_BENCH_PROGRESS_H_
#define CERTLITE_BENCH_PROGRESS_H_

#include <chrono>
#include <cstddef>
#include <string>

namespace certlite::bench {

class Progress {
 public:
  Progress(std::string what, size_t total);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  // `done` of the total is done.
  void Reach(size_t done);

 private:
  std::string what_;
  size_t total_;
  bool on_terminal_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_PROGRESS_H_
