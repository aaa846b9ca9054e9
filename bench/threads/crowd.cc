#include "bench/threads/crowd.h"

#include <atomic>
#include <future>
#include <vector>

namespace certlite::bench {

void Crowd::Run(size_t count, const std::function<void(size_t i)>& make) {
  std::atomic<size_t> next = done_;
  const size_t end = done_ + count;
  std::vector<std::future<Latencies>> threads;
  for (size_t t = 0; t < threads_; ++t) {
    threads.push_back(std::async(std::launch::async, [&] {
      Latencies mine;
      for (size_t i = next++; i < end; i = next++) mine.Time([&] { make(i); });
      return mine;
    }));
  }
  for (auto& thread : threads) latencies_.Add(thread.get());
  done_ = end;
}

}  // namespace certlite::bench
