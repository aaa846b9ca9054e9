#include "core/base/instant.h"

#include "core/base/date.h"

namespace certlite {

void AppendInstant(std::string& out, int64_t ms) {
  AppendDate(out, DayOf(ms));
  auto rest = static_cast<unsigned>(ms % kMillisecondsPerDay);
  char text[] = "T00:00:00.000Z";
  const auto put = [&text](int at, unsigned value, int width) {
    for (int i = width; i-- > 0; value /= 10) text[at + i] = static_cast<char>('0' + value % 10);
  };
  put(10, rest % 1000, 3);
  rest /= 1000;
  put(7, rest % 60, 2);
  put(4, rest / 60 % 60, 2);
  put(1, rest / 3600, 2);
  out.append(text, sizeof text - 1);
}

int32_t DayOf(int64_t ms) { return static_cast<int32_t>(ms / kMillisecondsPerDay); }

}  // namespace certlite
