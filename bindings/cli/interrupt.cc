#include "bindings/cli/interrupt.h"

#include <poll.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace certlite::cli {
namespace {

constexpr std::array kSignals = {SIGINT, SIGTERM};

OpenStore* cancelled = nullptr;
volatile std::sig_atomic_t came = 0;
std::array<struct sigaction, kSignals.size()> earlier{};

extern "C" void OnSignal(int signal) {
  came = signal;
  if (cancelled != nullptr) cancelled->Cancel();
}

}  // namespace

Interruptible::Interruptible(OpenStore* store) {
  cancelled = store;
  struct sigaction action {};
  action.sa_handler = OnSignal;
  // The library's own system calls are not to notice; WaitForInput notices all the same.
  action.sa_flags = SA_RESTART | static_cast<int>(SA_RESETHAND);
  for (size_t i = 0; i < kSignals.size(); ++i) {
    sigaction(kSignals[i], nullptr, &earlier[i]);
    if (earlier[i].sa_handler != SIG_IGN) sigaction(kSignals[i], &action, nullptr);
  }
}

Interruptible::~Interruptible() {
  for (size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &earlier[i], nullptr);
  cancelled = nullptr;
}

int SignalThatCame() { return came; }

// The signals are let in by ppoll alone, so that none comes between the look at `came` and the waiting.
void WaitForInput(int file_descriptor) {
  sigset_t held;
  sigset_t usual;
  sigemptyset(&held);
  for (const int signal : kSignals) sigaddset(&held, signal);
  pthread_sigmask(SIG_BLOCK, &held, &usual);
  pollfd input{file_descriptor, POLLIN, 0};
  while (came == 0 && ppoll(&input, 1, nullptr, &usual) < 0 && errno == EINTR) {
  }
  pthread_sigmask(SIG_SETMASK, &usual, nullptr);
  if (came != 0) throw Interrupted{};
}

}  // namespace certlite::cli
