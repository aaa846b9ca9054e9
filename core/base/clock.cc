#include "core/base/clock.h"

#include <algorithm>
#include <chrono>

#include "core/base/instant.h"

namespace certlite {

int64_t SystemNowMs() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::clamp<int64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count(), 0, kInstantMax);
}

}  // namespace certlite
