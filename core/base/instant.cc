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

std::optional<int64_t> ParseInstant(std::string_view text) {
  constexpr std::string_view kShape = "T00:00:00.000Z";
  constexpr size_t kDateSize = 10;
  if (text.size() != kDateSize + kShape.size()) return std::nullopt;
  const ParsedDate date = ParseDate(text.substr(0, kDateSize));
  if (date.fault || date.day < 0) return std::nullopt;
  const std::string_view time = text.substr(kDateSize);
  for (size_t i = 0; i < kShape.size(); ++i) {
    const bool fits = kShape[i] == '0' ? time[i] >= '0' && time[i] <= '9' : time[i] == kShape[i];
    if (!fits) return std::nullopt;
  }
  const auto number = [time](size_t at, size_t digits) {
    int64_t value = 0;
    for (const char digit : time.substr(at, digits)) value = value * 10 + (digit - '0');
    return value;
  };
  const int64_t hour = number(1, 2);
  const int64_t minute = number(4, 2);
  const int64_t second = number(7, 2);
  if (hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return date.day * kMillisecondsPerDay + ((hour * 60 + minute) * 60 + second) * 1000 + number(10, 3);
}

int32_t DayOf(int64_t ms) { return static_cast<int32_t>(ms / kMillisecondsPerDay); }

}  // namespace certlite
