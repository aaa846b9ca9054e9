// Instants as milliseconds of Unix time, and their RFC 3339 text in UTC.
#ifndef CERTLITE_CORE_BASE_INSTANT_H_
#define CERTLITE_CORE_BASE_INSTANT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace certlite {

inline constexpr int64_t kInstantMax = 253402300799999;  // 9999-12-31T23:59:59.999Z

// Writes `ms` as YYYY-MM-DDTHH:MM:SS.mmmZ at `at`; answers the end. `ms` is within 0..kInstantMax.
char* PutInstant(char* at, int64_t ms);

// Appends the same.
void AppendInstant(std::string& out, int64_t ms);

// Reads exactly what PutInstant writes.
std::optional<int64_t> ParseInstant(std::string_view text);

// The UTC day of `ms`.
int32_t DayOf(int64_t ms);

}  // namespace certlite

#endif  // CERTLITE_CORE_BASE_INSTANT_H_
