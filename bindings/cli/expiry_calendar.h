// The calendar of a report: on which day how many certifications expire.
#ifndef CERTLITE_BINDINGS_CLI_EXPIRY_CALENDAR_H_
#define CERTLITE_BINDINGS_CLI_EXPIRY_CALENDAR_H_

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "bindings/cli/html.h"
#include "bindings/cli/report_data.h"

namespace certlite::cli {

inline constexpr int kCalendarMonths = 12;

// The month in which `day` is.
std::chrono::year_month MonthOf(int32_t day);

// "March 2026".
std::string MonthText(std::chrono::year_month month);

// "Sunday, 1 March 2026".
std::string LongDayText(int32_t day);

// Twelve months from as_of's on, one a row with a cell a day, as SVG. `id` makes the ids of its parts unique in the
// page; the row of a month links to the element `id` + "-2026-03" if that month has something to list.
Html ExpiryCalendar(const OrganizationReport& organization, int32_t as_of_day, std::string_view id);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_EXPIRY_CALENDAR_H_
