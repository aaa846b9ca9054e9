// Threads in line, in an order that a test decides: each comes once the one before it waits.
#ifndef CERTLITE_TESTS_STORE_LINE_H_
#define CERTLITE_TESTS_STORE_LINE_H_

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace certlite {

// Whether a thread of this process sleeps, and goes on sleeping: for a moment it does so at any lock.
inline bool Sleeps(pid_t thread) {
  const auto naps = [thread] {  // how often it has slept; empty while it is awake
    std::ifstream file("/proc/self/task/" + std::to_string(thread) + "/status");
    const std::string text(std::istreambuf_iterator<char>(file), {});
    const size_t count = text.find("voluntary_ctxt_switches");
    return text.find("State:\tS") == text.npos || count == text.npos ? std::string() : text.substr(count);
  };
  const std::string before = naps();
  if (before.empty()) return false;
  std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return naps() == before;
}

class Line {
 public:
  Line() = default;
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;
  ~Line() { Join(); }

  // Makes a call on another thread. Returns when it waits, or has ended.
  void Add(std::function<void()> call) {
    const auto id = std::make_shared<std::atomic<pid_t>>(0);
    const auto has_ended = std::make_shared<std::atomic<bool>>(false);
    threads_.emplace_back([=, call = std::move(call)] {
      *id = gettid();
      call();
      *has_ended = true;
    });
    while (!*has_ended && (*id == 0 || !Sleeps(*id))) std::this_thread::yield();
  }

  void Join() {
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  std::vector<std::thread> threads_;
};

}  // namespace certlite

#endif  // CERTLITE_TESTS_STORE_LINE_H_
