// The one clock, also when it is wrong. This program's clock_gettime stands before the system's.
#include "core/base/clock.h"

#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <chrono>
#include <ctime>
#include <limits>
#include <optional>

#include "core/base/instant.h"

namespace {

std::optional<timespec> told;  // empty: the system's

}  // namespace

extern "C" int clock_gettime(clockid_t clock, timespec* now) noexcept {
  if (told && clock == CLOCK_REALTIME) {
    *now = *told;
    return 0;
  }
#ifdef SYS_clock_gettime64
  return static_cast<int>(syscall(SYS_clock_gettime64, clock, now));
#else
  return static_cast<int>(syscall(SYS_clock_gettime, clock, now));
#endif
}

namespace certlite {
namespace {

int64_t NowMsAt(time_t seconds, int nanoseconds) {
  told = timespec{.tv_sec = seconds, .tv_nsec = nanoseconds};
  const int64_t now = SystemNowMs();
  told.reset();
  return now;
}

TEST(SystemNowMs, IsTheSystemsClock) {
  const auto now = [] {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
  };
  const int64_t before = now();
  const int64_t answered = SystemNowMs();
  EXPECT_LE(before, answered);
  EXPECT_LE(answered, now());
}

TEST(SystemNowMs, GoesOnAfter32BitsOfSeconds) {
  EXPECT_EQ(2'147'483'647'999, NowMsAt(2'147'483'647, 999'999'999));
  EXPECT_EQ(2'147'483'648'001, NowMsAt(2'147'483'648, 1'999'999));
  EXPECT_EQ(4'294'967'296'000, NowMsAt(4'294'967'296, 0));
}

TEST(SystemNowMs, IsNoInstantThatCannotBeWritten) {
  EXPECT_EQ(0, NowMsAt(-1, 999'999'999));
  EXPECT_EQ(0, NowMsAt(std::numeric_limits<time_t>::min(), 0));
  EXPECT_EQ(kInstantMax, NowMsAt(kInstantMax / 1000, 999'999'999));
  EXPECT_EQ(kInstantMax, NowMsAt(kInstantMax / 1000 + 1, 0));
  EXPECT_EQ(kInstantMax, NowMsAt(std::numeric_limits<time_t>::max(), 0));
}

}  // namespace
}  // namespace certlite
