#include "bindings/cli/waiting.h"

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>

#include "bindings/cli/progress.h"
#include "bindings/cli/terminal.h"
#include "bindings/cli/text.h"

namespace certlite::cli {
namespace {

using std::chrono::steady_clock;

// A thread takes the signals of the one that makes it: those that end the tool are for the main one.
std::thread WithoutSignals(auto body) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread thread(body);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return thread;
}

}  // namespace

Waiting::Waiting(std::string_view what) : what_(what) {
  if (IsTerminal(STDERR_FILENO)) teller_ = WithoutSignals([this] { Tell(); });
}

Waiting::~Waiting() {
  if (!teller_.joinable()) return;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    done_ = true;
  }
  done_changed_.notify_one();
  teller_.join();
}

void Waiting::Tell() {
  const auto begin = steady_clock::now();
  std::unique_lock<std::mutex> lock(mutex_);
  bool shown = false;
  for (auto next = kProgressAfter; !done_changed_.wait_for(lock, next, [this] { return done_; });
       next = kProgressEvery) {
    const std::chrono::duration<double> passed = steady_clock::now() - begin;
    const std::string line = what_ + "  " + DurationText(passed.count());
    std::fputs(("\r\x1b[K" + Elide(line, StyleOf(STDERR_FILENO).columns - 1)).c_str(), stderr);
    shown = true;
  }
  if (shown) std::fputs("\r\x1b[K", stderr);
}

}  // namespace certlite::cli
