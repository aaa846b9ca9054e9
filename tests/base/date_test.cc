// Civil days: strict text in, canonical text out, for every day of the calendar.
#include "core/base/date.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

#include "tests/base/calendar.h"

namespace certlite {
namespace {

using namespace std::string_view_literals;

std::string TextOf(int32_t day) {
  std::string text;
  AppendDate(text, day);
  return text;
}

TEST(ParseDate, NumbersDaysFromTheEpoch) {
  const struct {
    std::string_view text;
    int32_t day;
  } kCases[] = {
      {"0001-01-01", -719162}, {"1582-10-15", -141427}, {"1900-03-01", -25508},
      {"1969-12-31", -1},      {"1970-01-01", 0},       {"2000-02-29", 11016},
      {"2024-02-29", 19782},   {"2026-11-23", 20780},   {"9999-12-31", 2932896},
  };
  for (const auto& c : kCases) {
    const ParsedDate date = ParseDate(c.text);
    EXPECT_FALSE(date.fault) << c.text;
    EXPECT_EQ(c.day, date.day) << c.text;
    EXPECT_EQ(c.text, TextOf(c.day));
  }
  EXPECT_EQ(kDayMin, ParseDate("0001-01-01").day);
  EXPECT_EQ(kDayMax, ParseDate("9999-12-31").day);
}

TEST(ParseDate, RefusesWhatIsNotWrittenAsADate) {
  const std::string_view kCases[] = {
      "",
      "2024",
      "2024-02",
      "2024-2-9",
      "2024-2-29",
      "2024-02-9",
      " 2024-02-29",
      "2024-02-29 ",
      " 2024-2-29",
      "2024-02-29\n",
      "2024-02-29\0"sv,
      "2024-02-2\0"sv,
      "20240229",
      "2024/02/29",
      "2024.02.29",
      "2024-02/29",
      "29-02-2024",
      "02-29-2024",
      "2024-02-029",
      "02024-02-29",
      "-001-01-01",
      "+024-02-29",
      "2024-+2-29",
      "2024--2-29",
      "2024- 2-29",
      "2024-0x-29",
      "2O24-02-29",
      "2024-02-2a",
      "2024-02-:0",  // the byte after '9'
      "2024-02-/0",  // the byte before '0'
      "2024-W09-4",
      "2024-02-29T00:00:00Z",
      "YYYY-MM-DD",
      "null",
      "\xD9\xA2"
      "24-02-29",                                                // ten bytes, begins with an Arabic-Indic 2
      "2024-02-\xC2\xB9",                                        // ten bytes, ends with a superscript 1
      "\xEF\xBC\x92\xEF\xBC\x90\xEF\xBC\x92\xEF\xBC\x94-02-29",  // full-width digits
      "2024\xE2\x80\x90"
      "02\xE2\x80\x90"
      "29",  // typographic hyphens
      "\xEF\xBB\xBF"
      "2024-02-29",  // byte order mark
  };
  for (const std::string_view text : kCases) {
    const ParsedDate date = ParseDate(text);
    ASSERT_TRUE(date.fault) << text;
    EXPECT_EQ(DateFault::kFormat, *date.fault) << text;
  }
}

TEST(ParseDate, RefusesDaysThatDoNotExist) {
  const std::string_view kCases[] = {
      "2023-02-29", "2024-02-30", "1900-02-29", "2100-02-29", "2024-00-10", "2024-13-01", "2024-01-00",
      "2024-01-32", "2024-04-31", "2024-06-31", "2024-09-31", "2024-11-31", "2024-99-99", "0000-01-01",
      "0000-02-29", "0000-12-31", "0000-00-00", "9999-12-32", "9999-13-01",
  };
  for (const std::string_view text : kCases) {
    const ParsedDate date = ParseDate(text);
    ASSERT_TRUE(date.fault) << text;
    EXPECT_EQ(DateFault::kNoSuchDay, *date.fault) << text;
  }
}

TEST(ParseDate, AcceptsOfAllDigitsExactlyTheCalendar) {
  for (const int year : {0, 1, 4, 100, 400, 1900, 2000, 2023, 2024, 2100, 9999}) {
    for (int month = 0; month <= 99; ++month) {
      for (int day = 0; day <= 99; ++day) {
        const bool exists = year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= calendar::LengthOf(year, month);
        const std::string text = calendar::TextOf({year, month, day});
        ASSERT_EQ(exists, !ParseDate(text).fault) << text;
      }
    }
  }
}

TEST(Date, EveryDayOfTheCalendarComesBackFromItsText) {
  int32_t expected = kDayMin;
  std::string text;
  for (calendar::Day day{1, 1, 1}; day.year <= 9999; day = calendar::Next(day), ++expected) {
    text.clear();
    AppendDate(text, expected);
    const ParsedDate date = ParseDate(text);
    if (text != calendar::TextOf(day) || date.fault || date.day != expected) {
      FAIL() << "day " << expected << " is written " << text << " and read as " << date.day;
    }
  }
  EXPECT_EQ(kDayMax, expected - 1);
}

TEST(AppendDate, AppendsToWhatIsThere) {
  std::string text = "on ";
  AppendDate(text, 0);
  EXPECT_EQ("on 1970-01-01", text);
}

// Each format reads the days that it writes, and nothing that another one writes.
TEST(ParseDate, ReadsExactlyTheFormatThatIsAskedFor) {
  constexpr std::array<std::string_view, 8> kTexts = {"2024-02-29", "2024/02/29", "20240229",   "29.02.2024",
                                                      "29/02/2024", "29-02-2024", "02/29/2024", "02-29-2024"};
  static_assert(kTexts.size() == kDateFormats.size());
  for (size_t f = 0; f < kDateFormats.size(); ++f) {
    for (size_t t = 0; t < kTexts.size(); ++t) {
      const ParsedDate date = ParseDate(kTexts[t], static_cast<DateFormat>(f));
      EXPECT_EQ(f == t, !date.fault) << kDateFormats[f] << " " << kTexts[t];
      EXPECT_EQ(f == t ? 19782 : 0, date.day) << kTexts[t];
    }
  }
  const auto american = static_cast<DateFormat>(6);
  ASSERT_EQ("MM/DD/YYYY", kDateFormats[6]);
  EXPECT_EQ(DateFault::kNoSuchDay, ParseDate("29/02/2024", american).fault) << "never guessed";
  EXPECT_EQ(DateFault::kFormat, ParseDate("2/29/2024", american).fault);
  EXPECT_EQ(ParseDate("2024-03-04").day, ParseDate("03/04/2024", american).day);
}

}  // namespace
}  // namespace certlite
