// The anniversary of a day: clamping to the month's end, saturation at the calendar's, and an independent reference.
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "core/base/date.h"
#include "tests/base/calendar.h"

namespace certlite {
namespace {

using enum PeriodUnit;

constexpr int32_t kCountMax = std::numeric_limits<int32_t>::max();

int32_t DayOf(std::string_view text) {
  const ParsedDate date = ParseDate(text);
  EXPECT_FALSE(date.fault) << text;
  return date.day;
}

TEST(AddPeriod, MeetsTheAnniversary) {
  const struct {
    std::string_view from;
    int32_t count;
    PeriodUnit unit;
    std::string_view to;
  } kCases[] = {
      {"2024-02-29", 12, kMonth, "2025-02-28"},  {"2024-02-29", 1, kYear, "2025-02-28"},
      {"2024-02-29", 48, kMonth, "2028-02-29"},  {"2024-02-29", 4, kYear, "2028-02-29"},
      {"2000-02-29", 100, kYear, "2100-02-28"},  {"1996-02-29", 4, kYear, "2000-02-29"},
      {"2023-02-28", 12, kMonth, "2024-02-28"},  {"2023-01-31", 1, kMonth, "2023-02-28"},
      {"2024-01-31", 1, kMonth, "2024-02-29"},   {"2024-01-30", 1, kMonth, "2024-02-29"},
      {"2024-01-29", 1, kMonth, "2024-02-29"},   {"2024-01-28", 1, kMonth, "2024-02-28"},
      {"2024-03-31", 1, kMonth, "2024-04-30"},   {"2024-12-31", 2, kMonth, "2025-02-28"},
      {"2024-12-31", 1, kMonth, "2025-01-31"},   {"2024-11-30", 1, kMonth, "2024-12-30"},
      {"2024-11-15", 14, kMonth, "2026-01-15"},  {"2023-11-23", 36, kMonth, "2026-11-23"},
      {"2023-12-31", 1, kDay, "2024-01-01"},     {"2024-02-28", 1, kDay, "2024-02-29"},
      {"2023-02-28", 1, kDay, "2023-03-01"},     {"2024-01-01", 366, kDay, "2025-01-01"},
      {"1969-12-31", 1, kDay, "1970-01-01"},     {"1969-12-31", 1, kMonth, "1970-01-31"},
      {"0001-01-01", 9998, kYear, "9999-01-01"}, {"0001-01-31", 1, kMonth, "0001-02-28"},
      {"2024-02-29", 0, kDay, "2024-02-29"},     {"2024-02-29", 0, kMonth, "2024-02-29"},
      {"2024-02-29", 0, kYear, "2024-02-29"},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(DayOf(c.to), AddPeriod(DayOf(c.from), c.unit, c.count)) << c.from << " + " << c.count;
  }
}

TEST(AddPeriod, NeverPassesTheEndOfTheCalendar) {
  const struct {
    std::string_view from;
    int32_t count;
    PeriodUnit unit;
    std::string_view to;
  } kCases[] = {
      {"9999-12-30", 1, kDay, "9999-12-31"},           {"9999-12-31", 1, kDay, "9999-12-31"},
      {"9999-11-30", 1, kMonth, "9999-12-30"},         {"9999-12-01", 1, kMonth, "9999-12-31"},
      {"9999-12-31", 0, kMonth, "9999-12-31"},         {"9998-12-01", 1, kYear, "9999-12-01"},
      {"9999-01-01", 1, kYear, "9999-12-31"},          {"0001-01-01", 9999, kYear, "9999-12-31"},
      {"2024-01-01", 36500, kYear, "9999-12-31"},      {"2024-01-01", kCountMax, kDay, "9999-12-31"},
      {"2024-01-01", kCountMax, kMonth, "9999-12-31"}, {"9999-12-31", kCountMax, kYear, "9999-12-31"},
      {"9999-12-31", kCountMax, kDay, "9999-12-31"},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(DayOf(c.to), AddPeriod(DayOf(c.from), c.unit, c.count)) << c.from << " + " << c.count;
  }
}

// Counts instead of calculating: every day in a list, every month by where it begins.
class CountedCalendar {
 public:
  CountedCalendar() {
    for (calendar::Day day{1, 1, 1}; day.year <= 9999; day = calendar::Next(day)) {
      if (day.day == 1) month_begins_.push_back(static_cast<int32_t>(days_.size()));
      days_.push_back(static_cast<int8_t>(day.day));
      month_of_.push_back(static_cast<int32_t>(month_begins_.size()) - 1);
    }
    month_begins_.push_back(static_cast<int32_t>(days_.size()));
  }

  int32_t AddDays(int32_t day, int32_t count) const {
    return day + count < static_cast<int32_t>(days_.size()) ? day + count : static_cast<int32_t>(days_.size()) - 1;
  }

  // Goes from month to month; in the last one, back from the wanted day until there is one.
  int32_t AddMonths(int32_t day, int32_t count) const {
    const int32_t months = static_cast<int32_t>(month_begins_.size()) - 1;
    int32_t month = month_of_[static_cast<size_t>(day)];
    for (int32_t i = 0; i < count; ++i) {
      if (++month == months) return static_cast<int32_t>(days_.size()) - 1;
    }
    int32_t wanted = month_begins_[static_cast<size_t>(month)] + days_[static_cast<size_t>(day)] - 1;
    while (wanted >= month_begins_[static_cast<size_t>(month) + 1]) --wanted;
    return wanted;
  }

  int32_t size() const { return static_cast<int32_t>(days_.size()); }

 private:
  std::vector<int8_t> days_;
  std::vector<int32_t> month_of_;
  std::vector<int32_t> month_begins_;
};

TEST(AddPeriod, EqualsAReferenceThatCounts) {
  const CountedCalendar counted;
  const auto check = [&](int32_t day) {
    for (const int32_t count : {0, 1, 2, 3, 6, 11, 12, 13, 24, 25, 36, 48, 60, 119, 1200}) {
      const int32_t from = kDayMin + day;
      ASSERT_EQ(kDayMin + counted.AddDays(day, count), AddPeriod(from, kDay, count)) << from << " + " << count;
      ASSERT_EQ(kDayMin + counted.AddMonths(day, count), AddPeriod(from, kMonth, count)) << from << " + " << count;
      ASSERT_EQ(kDayMin + counted.AddMonths(day, 12 * count), AddPeriod(from, kYear, count)) << from << " + " << count;
    }
  };
  for (int32_t day = 0; day < counted.size(); day += 997) check(day);
  for (const std::string_view begin : {"0001-01-01", "1896-01-01", "1999-01-01", "2023-01-01", "9997-01-01"}) {
    const int32_t first = DayOf(begin) - kDayMin;
    for (int32_t day = first; day < first + 3 * 365; ++day) check(day);
  }
}

}  // namespace
}  // namespace certlite
