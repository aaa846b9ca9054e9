#include "bench/threads/crowd.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>

namespace certlite::bench {

void Crowd::Run(size_t count, const std::function<void(size_t i)>& make) {
  std::atomic<size_t> next = done_;
  const size_t end = done_ + count;
  std::vector<std::future<std::vector<double>>> threads;
  for (size_t t = 0; t < threads_; ++t) {
    threads.push_back(std::async(std::launch::async, [&] {
      std::vector<double> mine;
      for (size_t i = next++; i < end; i = next++) {
        const auto start = std::chrono::steady_clock::now();
        make(i);
        mine.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
      }
      return mine;
    }));
  }
  for (auto& thread : threads) {
    const std::vector<double> mine = thread.get();
    seconds_.insert(seconds_.end(), mine.begin(), mine.end());
  }
  done_ = end;
}

void Crowd::Tell(Work& work) const {
  std::vector<double> sorted = seconds_;
  std::ranges::sort(sorted);
  const double median = sorted[sorted.size() / 2];
  const double late = sorted[sorted.size() * 99 / 100];
  work.figures["p50 µs"] = median * 1e6;
  work.figures["p99 µs"] = late * 1e6;
  work.figures["p99/p50"] = late / median;
}

}  // namespace certlite::bench
