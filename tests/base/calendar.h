// A calendar written from its rules alone, one day after another: what the tests compare the engine's dates with.
#ifndef CERTLITE_TESTS_BASE_CALENDAR_H_
#define CERTLITE_TESTS_BASE_CALENDAR_H_

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

namespace certlite::calendar {

struct Day {
  int year;
  int month;
  int day;

  auto operator<=>(const Day&) const = default;
};

inline bool IsLeap(int year) { return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0); }

inline int LengthOf(int year, int month) {
  constexpr int kLengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeap(year) ? 29 : kLengths[month - 1];
}

inline Day Next(Day day) {
  if (++day.day <= LengthOf(day.year, day.month)) return day;
  return day.month == 12 ? Day{day.year + 1, 1, 1} : Day{day.year, day.month + 1, 1};
}

inline Day Previous(Day day) {
  if (--day.day > 0) return day;
  return day.month == 1 ? Day{day.year - 1, 12, 31} : Day{day.year, day.month - 1, LengthOf(day.year, day.month - 1)};
}

// How many days lie between 0001-01-01 and the day: the whole years before it, with a day more for each leap year.
inline int DaysBefore(Day day) {
  const int years = day.year - 1;
  int days = years * 365 + years / 4 - years / 100 + years / 400 + day.day - 1;
  for (int month = 1; month < day.month; ++month) days += LengthOf(day.year, month);
  return days;
}

// The day of a text that is one.
inline Day DayOf(std::string_view text) {
  const auto number = [&](size_t at, size_t size) {
    int result = 0;
    for (const char c : text.substr(at, size)) result = result * 10 + (c - '0');
    return result;
  };
  return {number(0, 4), number(5, 2), number(8, 2)};
}

inline std::string TextOf(Day day) {
  std::string text = "0000-00-00";
  for (size_t i = 4; i-- > 0; day.year /= 10) text[i] = static_cast<char>('0' + day.year % 10);
  text[5] = static_cast<char>('0' + day.month / 10);
  text[6] = static_cast<char>('0' + day.month % 10);
  text[8] = static_cast<char>('0' + day.day / 10);
  text[9] = static_cast<char>('0' + day.day % 10);
  return text;
}

}  // namespace certlite::calendar

#endif  // CERTLITE_TESTS_BASE_CALENDAR_H_
