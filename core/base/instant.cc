#include "core/base/instant.h"

#include "core/base/date.h"

namespace certlite {

char* PutInstant(char* at, int64_t ms) {
  at = PutDate(at, DayOf(ms));
  const auto rest = static_cast<unsigned>(ms % kMillisecondsPerDay);
  *at++ = 'T';
  at = PutDigits(at, rest / 3'600'000, 2);
  *at++ = ':';
  at = PutDigits(at, rest / 60'000 % 60, 2);
  *at++ = ':';
  at = PutDigits(at, rest / 1'000 % 60, 2);
  *at++ = '.';
  at = PutDigits(at, rest % 1'000, 3);
  *at++ = 'Z';
  return at;
}

void AppendInstant(std::string& out, int64_t ms) {
  char text[24];
  out.append(text, PutInstant(text, ms));
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
