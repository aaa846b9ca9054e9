// Days and instants as people type and read them. Strict: nothing is trimmed, guessed or taken from a locale or time
// zone.
#ifndef CERTLITE_BINDINGS_CLI_DATES_H_
#define CERTLITE_BINDINGS_CLI_DATES_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace certlite::cli {

// The day that "YYYY-MM-DD" names, years 0001 to 9999; nothing if it isn't exactly a real day.
// Unit: days since 1970-01-01.
std::optional<int32_t> ParseDay(std::string_view text);

// The instant that "YYYY-MM-DDTHH:MM:SSZ" or "YYYY-MM-DDTHH:MM:SS.mmmZ" names; nothing if it isn't exactly that.
// Unit: milliseconds since 1970-01-01T00:00:00Z.
std::optional<int64_t> ParseInstant(std::string_view text);

// `day` as "YYYY-MM-DD".
std::string DayText(int32_t day);

// `day` as "Sunday, 1 March 2026".
std::string LongDayText(int32_t day);

// `month` as "March 2026", with that many letters of its name at most.
std::string MonthText(std::chrono::year_month month, size_t letters = std::string::npos);

// The month in which `day` is.
std::chrono::year_month MonthOf(int32_t day);

// `unix_ms` to the minute, as people read it: "2026-01-31 08:00 UTC".
std::string MinuteText(int64_t unix_ms);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_DATES_H_
