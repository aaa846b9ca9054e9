// Threads that make one create each at a time, and how long each has waited for its answer.
#ifndef CERTLITE_BENCH_THREADS_CROWD_H_
#define CERTLITE_BENCH_THREADS_CROWD_H_

#include <cstddef>
#include <functional>

#include "bench/competitor.h"
#include "bench/latencies.h"

namespace certlite::bench {

class Crowd {
 public:
  explicit Crowd(size_t threads) : threads_(threads) {}

  // Calls `make` with the next `count` numbers, each once, on all threads at once. Errors: what `make` throws.
  void Run(size_t count, const std::function<void(size_t i)>& make);

  // Adds the latencies, over all runs.
  void Tell(Work& work) const { latencies_.Tell(work); }

 private:
  const size_t threads_;
  size_t done_ = 0;
  Latencies latencies_;
};

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_THREADS_CROWD_H_
