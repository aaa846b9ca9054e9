// The calendar of a report: on which day how many certifications expire.
#ifndef CERTLITE_BINDINGS_CLI_EXPIRY_CALENDAR_H_
#define CERTLITE_BINDINGS_CLI_EXPIRY_CALENDAR_H_

#include <cstdint>
#include <string_view>

#include "bindings/cli/html.h"
#include "bindings/cli/report_data.h"

namespace certlite::cli {

inline constexpr int kCalendarMonths = 12;

// Twelve months from as_of's on, one a row with a cell a day, as SVG. `id` begins the ids of its parts.
Html ExpiryCalendar(const OrganizationReport& organization, int32_t as_of_day, std::string_view id);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_EXPIRY_CALENDAR_H_
