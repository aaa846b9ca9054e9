// Instants: their RFC 3339 text and their UTC day.
#include "core/base/instant.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "core/base/date.h"

namespace certlite {
namespace {

TEST(AppendInstant, WritesUtcWithMilliseconds) {
  const struct {
    int64_t ms;
    std::string_view text;
    int32_t day;
  } kCases[] = {
      {0, "1970-01-01T00:00:00.000Z", 0},
      {1, "1970-01-01T00:00:00.001Z", 0},
      {999, "1970-01-01T00:00:00.999Z", 0},
      {1000, "1970-01-01T00:00:01.000Z", 0},
      {59'999, "1970-01-01T00:00:59.999Z", 0},
      {60'000, "1970-01-01T00:01:00.000Z", 0},
      {3'599'999, "1970-01-01T00:59:59.999Z", 0},
      {3'600'000, "1970-01-01T01:00:00.000Z", 0},
      {86'399'999, "1970-01-01T23:59:59.999Z", 0},
      {86'400'000, "1970-01-02T00:00:00.000Z", 1},
      {951'827'696'789, "2000-02-29T12:34:56.789Z", 11016},
      {1'709'164'800'000, "2024-02-29T00:00:00.000Z", 19782},
      {1'764'028'799'999, "2025-11-24T23:59:59.999Z", 20416},
      {4'107'542'400'000, "2100-03-01T00:00:00.000Z", 47541},
      {kInstantMax, "9999-12-31T23:59:59.999Z", kDayMax},
  };
  for (const auto& c : kCases) {
    std::string text = "at ";
    AppendInstant(text, c.ms);
    EXPECT_EQ("at " + std::string(c.text), text);
    EXPECT_EQ(c.day, DayOf(c.ms)) << c.text;
  }
}

TEST(AppendInstant, EveryMillisecondOfAMinuteIsLaterAsText) {
  std::string before;
  for (int64_t ms = 951'827'640'000; ms < 951'827'700'000; ++ms) {
    std::string text;
    AppendInstant(text, ms);
    ASSERT_EQ(24U, text.size());
    ASSERT_LT(before, text);
    before = std::move(text);
  }
}

TEST(ParseInstant, ReadsWhatIsWrittenAndNothingElse) {
  for (const int64_t ms : {int64_t{0}, int64_t{951'827'696'789}, int64_t{1'764'028'799'999}, kInstantMax}) {
    std::string text;
    AppendInstant(text, ms);
    EXPECT_EQ(ms, ParseInstant(text));
    for (size_t i = 0; i < text.size(); ++i) {
      std::string other = text;
      other[i] = 'x';
      EXPECT_EQ(std::nullopt, ParseInstant(other)) << other;
      EXPECT_EQ(std::nullopt, ParseInstant(text.substr(0, i))) << text.substr(0, i);
    }
  }
  for (const char* text :
       {"1969-12-31T23:59:59.999Z", "2023-02-29T00:00:00.000Z", "2024-02-29T24:00:00.000Z", "2024-02-29T00:60:00.000Z",
        "2024-02-29T00:00:60.000Z", "2024-02-29T00:00:00.000+00:00", "2024-02-29T00:00:00.000Z "}) {
    EXPECT_EQ(std::nullopt, ParseInstant(text)) << text;
  }
}

}  // namespace
}  // namespace certlite
