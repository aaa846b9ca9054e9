#include "bench/latencies.h"

#include <algorithm>
#include <numeric>

namespace certlite::bench {

std::vector<double> Latencies::Sorted() const {
  std::vector<double> sorted = seconds_;
  std::ranges::sort(sorted);
  return sorted;
}

void Latencies::Tell(Work& work) const {
  const std::vector<double> sorted = Sorted();
  if (sorted.empty()) return;
  const double median = sorted[sorted.size() / 2];
  const double late = sorted[sorted.size() * 99 / 100];
  work.figures["p50 µs"] = median * 1e6;
  work.figures["p99 µs"] = late * 1e6;
  work.figures["p99/p50"] = late / median;
}

void Latencies::TellTail(Work& work) const {
  const std::vector<double> sorted = Sorted();
  if (sorted.empty()) return;
  work.figures["mean µs"] =
      std::accumulate(sorted.begin(), sorted.end(), 0.0) / static_cast<double>(sorted.size()) * 1e6;
  work.figures["p50 µs"] = sorted[sorted.size() / 2] * 1e6;
  work.figures["p99 µs"] = sorted[sorted.size() * 99 / 100] * 1e6;
  work.figures["p99.9 µs"] = sorted[sorted.size() * 999 / 1000] * 1e6;
  work.figures["max µs"] = sorted.back() * 1e6;
}

}  // namespace certlite::bench
