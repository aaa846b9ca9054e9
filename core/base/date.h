// Civil days as day numbers: strict text in, canonical text out, and the calendar arithmetic of validity periods.
#ifndef CERTLITE_CORE_BASE_DATE_H_
#define CERTLITE_CORE_BASE_DATE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace certlite {

inline constexpr int32_t kDayMin = -719162;  // 0001-01-01
inline constexpr int32_t kDayMax = 2932896;  // 9999-12-31
inline constexpr int64_t kMillisecondsPerDay = 86'400'000;

// Why a text is not a date.
enum class DateFault : uint8_t { kFormat, kNoSuchDay };

struct ParsedDate {
  int32_t day = 0;                 // Unit: days since 1970-01-01
  std::optional<DateFault> fault;  // set: `day` means nothing
};

// How a text writes a date: the letters stand for digits, everything else for itself.
inline constexpr std::array<std::string_view, 8> kDateFormats = {
    "YYYY-MM-DD", "YYYY/MM/DD", "YYYYMMDD", "DD.MM.YYYY", "DD/MM/YYYY", "DD-MM-YYYY", "MM/DD/YYYY", "MM-DD-YYYY"};
enum class DateFormat : int64_t { kIso };  // a position in kDateFormats

// Reads exactly what `format` says, years 0001..9999, real days only.
ParsedDate ParseDate(std::string_view text, DateFormat format = DateFormat::kIso);

// Writes `day` as YYYY-MM-DD at `at`; answers the end. `day` is within kDayMin..kDayMax.
char* PutDate(char* at, int32_t day);

// Appends the same.
void AppendDate(std::string& out, int32_t day);

// Writes the last `width` decimal digits of `value` at `at`; answers the end.
char* PutDigits(char* at, unsigned value, int width);

enum class PeriodUnit : uint8_t { kDay, kMonth, kYear };

// The anniversary of `day` after `count` units: months and years clamp to the month's end, and nothing passes kDayMax.
// `count` is not negative.
int32_t AddPeriod(int32_t day, PeriodUnit unit, int32_t count);

}  // namespace certlite

#endif  // CERTLITE_CORE_BASE_DATE_H_
