// The strict reading of days and instants.
#include "bindings/cli/dates.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace certlite::cli {
namespace {

constexpr std::array<std::string_view, 12> kMonthNames = {"January",   "February", "March",    "April",
                                                          "May",       "June",     "July",     "August",
                                                          "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> kDayNames = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};

// The number that `text` writes in decimal digits and nothing else; -1 for anything else. At most 9 digits are asked.
int Digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<int32_t> ParseDay(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = Digits(text.substr(0, 4));
  const int month = Digits(text.substr(5, 2));
  const int day = Digits(text.substr(8, 2));
  if (year < 1 || month < 1 || day < 1) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  return static_cast<int32_t>(std::chrono::sys_days{date}.time_since_epoch().count());
}

std::optional<int64_t> ParseInstant(std::string_view text) {
  if (text.size() != 20 && text.size() != 24) return std::nullopt;
  if (text[10] != 'T' || text[13] != ':' || text[16] != ':' || text.back() != 'Z') return std::nullopt;
  const std::optional<int32_t> days = ParseDay(text.substr(0, 10));
  const int hour = Digits(text.substr(11, 2));
  const int minute = Digits(text.substr(14, 2));
  const int second = Digits(text.substr(17, 2));
  int millisecond = 0;
  if (text.size() == 24) {
    if (text[19] != '.') return std::nullopt;
    millisecond = Digits(text.substr(20, 3));
  }
  if (!days || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || millisecond < 0) {
    return std::nullopt;
  }
  return ((int64_t{*days} * 24 + hour) * 60 + minute) * 60'000 + int64_t{second} * 1000 + millisecond;
}

std::string DayText(int32_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

std::string LongDayText(int32_t day) {
  const std::chrono::sys_days date{std::chrono::days{day}};
  const std::chrono::year_month_day parts{date};
  return std::string(kDayNames.at(std::chrono::weekday{date}.c_encoding())) + ", " +
         std::to_string(static_cast<unsigned>(parts.day())) + " " + MonthText(MonthOf(day));
}

std::string MonthText(std::chrono::year_month month, size_t letters) {
  const std::string_view name = kMonthNames.at(static_cast<unsigned>(month.month()) - 1);
  return std::string(name.substr(0, letters)) + " " + std::to_string(static_cast<int>(month.year()));
}

std::chrono::year_month MonthOf(int32_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  return date.year() / date.month();
}

std::string MinuteText(int64_t unix_ms) {
  const auto minutes = std::chrono::floor<std::chrono::minutes>(std::chrono::milliseconds{unix_ms});
  const auto days = std::chrono::floor<std::chrono::days>(minutes);
  const std::chrono::hh_mm_ss time{minutes - days};
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), " %02d:%02d UTC", static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()));
  return DayText(static_cast<int32_t>(days.count())) + text.data();
}

}  // namespace certlite::cli
