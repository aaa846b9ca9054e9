// A calendar written from its rules alone, one day after another: what the tests compare the engine's dates with.
#ifndef CERTLITE_TESTS_BASE_CALENDAR_H_
#define CERTLITE_TESTS_BASE_CALENDAR_H_

#include <cstddef>
#include <string>

namespace certlite::calendar {

struct Day {
  int year;
  int month;
  int day;
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
