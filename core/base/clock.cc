#include "core/base/clock.h"

#include <algorithm>
#include <ctime>

#include "core/base/instant.h"

namespace certlite {

static_assert(sizeof(std::time_t) == sizeof(int64_t), "a clock of 32 bits has no time after January 2038");

// Asked of the system, not of std::chrono, which was compiled with the C++ library, and for some processors with 32
// bits.
int64_t SystemNowMs() {
  std::timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  // Seconds first: whatever the clock says, its milliseconds then fit.
  const int64_t seconds = std::clamp<int64_t>(now.tv_sec, -1, kInstantMax / 1000 + 1);
  return std::clamp<int64_t>(seconds * 1000 + now.tv_nsec / 1'000'000, 0, kInstantMax);
}

}  // namespace certlite
