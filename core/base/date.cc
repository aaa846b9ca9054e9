#include "core/base/date.h"

#include <algorithm>
#include <chrono>

namespace certlite {
namespace {

using std::chrono::day;
using std::chrono::days;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

int32_t DayNumber(year_month_day date) { return static_cast<int32_t>(sys_days(date).time_since_epoch().count()); }

}  // namespace

ParsedDate ParseDate(std::string_view text, DateFormat format) {
  const std::string_view pattern = kDateFormats[static_cast<size_t>(format)];
  if (text.size() != pattern.size()) return {.fault = DateFault::kFormat};
  int y = 0;
  int m = 0;
  int d = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    int* const part = pattern[i] == 'Y' ? &y : pattern[i] == 'M' ? &m : pattern[i] == 'D' ? &d : nullptr;
    const bool fits = part == nullptr ? text[i] == pattern[i] : text[i] >= '0' && text[i] <= '9';
    if (!fits) return {.fault = DateFault::kFormat};
    if (part != nullptr) *part = *part * 10 + (text[i] - '0');
  }
  const year_month_day date{year(y), month(static_cast<unsigned>(m)), day(static_cast<unsigned>(d))};
  if (y == 0 || !date.ok()) return {.fault = DateFault::kNoSuchDay};
  return {.day = DayNumber(date), .fault = std::nullopt};
}

char* PutDigits(char* at, unsigned value, int width) {
  for (int i = width; i-- > 0; value /= 10) at[i] = static_cast<char>('0' + value % 10);
  return at + width;
}

char* PutDate(char* at, int32_t day_number) {
  const year_month_day date{sys_days(days(day_number))};
  at = PutDigits(at, static_cast<unsigned>(static_cast<int>(date.year())), 4);
  *at++ = '-';
  at = PutDigits(at, static_cast<unsigned>(date.month()), 2);
  *at++ = '-';
  return PutDigits(at, static_cast<unsigned>(date.day()), 2);
}

void AppendDate(std::string& out, int32_t day_number) {
  char text[10];
  out.append(text, PutDate(text, day_number));
}

int32_t AddPeriod(int32_t day_number, PeriodUnit unit, int32_t count) {
  if (unit == PeriodUnit::kDay) {
    return static_cast<int32_t>(std::min<int64_t>(int64_t{day_number} + count, kDayMax));
  }
  const year_month_day date{sys_days(days(day_number))};
  const int64_t months = int64_t{count} * (unit == PeriodUnit::kYear ? 12 : 1);
  const int64_t index = int64_t{static_cast<int>(date.year())} * 12 + static_cast<unsigned>(date.month()) - 1 + months;
  if (index / 12 > 9999) return kDayMax;
  const year_month_day first{year(static_cast<int>(index / 12)), month(static_cast<unsigned>(index % 12) + 1), day(1)};
  const auto last = (first.year() / first.month() / std::chrono::last).day();
  return DayNumber(first.year() / first.month() / std::min(date.day(), last));
}

}  // namespace certlite
