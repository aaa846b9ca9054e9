// How long each of many operations has taken, told by percentiles.
#ifndef CERTLITE_BENCH_LATENCIES_H_
#define CERTLITE_BENCH_LATENCIES_H_

#include <chrono>
#include <cstddef>
#include <vector>

#include "bench/competitor.h"

namespace certlite::bench {

class Latencies {
 public:
  template <typename Operation>
  void Time(const Operation& operation) {
    const auto start = std::chrono::steady_clock::now();
    operation();
    seconds_.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }

  void Add(const Latencies& others) { seconds_.insert(seconds_.end(), others.seconds_.begin(), others.seconds_.end()); }

  // Adds the median, the 99th percentile and how they stand to each other.
  void Tell(Work& work) const;

  // Adds the mean, the median, the percentiles that few callers meet, and the greatest.
  void TellTail(Work& work) const;

 private:
  std::vector<double> Sorted() const;

  std::vector<double> seconds_;
};

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_LATENCIES_H_
