// Debian has no package with a progress bar for C++, so this is one.
#include "bindings/cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "bindings/cli/terminal.h"
#include "bindings/cli/text.h"

namespace certlite::cli {
namespace {

using std::chrono::steady_clock;

constexpr size_t kBarColumns = 24;

std::string Format(const char* pattern, double value) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), pattern, value);
  return text.data();
}

}  // namespace

std::string DurationText(double seconds) {
  if (seconds < 10) return Format("%.1f s", seconds);
  const auto whole = static_cast<uint64_t>(seconds);
  const std::string rest = std::to_string(whole % 60);
  return std::to_string(whole / 60) + ":" + (rest.size() < 2 ? "0" : "") + rest;
}

Progress::Progress(std::string_view noun)
    : noun_(noun),
      on_terminal_(IsTerminal(STDERR_FILENO)),
      begin_(steady_clock::now()),
      next_(begin_ + kProgressAfter) {}

double Progress::seconds() const { return std::chrono::duration<double>(steady_clock::now() - begin_).count(); }

void Progress::Reach(uint64_t done, uint64_t part, uint64_t whole) {
  if (!on_terminal_ || steady_clock::now() < next_) return;
  next_ = steady_clock::now() + kProgressEvery;
  const double passed = std::max(seconds(), 0.001);
  std::string line;
  if (whole > 0) {
    const double share = std::min(1.0, static_cast<double>(part) / static_cast<double>(whole));
    const auto filled = static_cast<size_t>(share * kBarColumns);
    for (size_t i = 0; i < kBarColumns; ++i) line += i < filled ? "█" : "░";
    line += Format(" %3.0f %%  ", share * 100);
    if (share > 0) line += DurationText(passed / share - passed) + " left  ";
  }
  line += std::to_string(done) + " " + noun_ + Format("  %.0f/s", static_cast<double>(done) / passed);
  line = "\r\x1b[K" + Elide(line, StyleOf(STDERR_FILENO).columns - 1);
  std::fputs(line.c_str(), stderr);
  shown_ = true;
}

void Progress::Clear() {
  if (shown_) std::fputs("\r\x1b[K", stderr);
  shown_ = false;
}

}  // namespace certlite::cli
