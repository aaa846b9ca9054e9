// Timelines as bars of blocks.
#ifndef CERTLITE_BINDINGS_CLI_BAR_H_
#define CERTLITE_BINDINGS_CLI_BAR_H_

#include <cstddef>
#include <string>

#include "bindings/cli/catalog.h"
#include "bindings/cli/terminal.h"

namespace certlite::cli {

// Whether `rows` are segments of a timeline, each with its days and a status.
bool AreSegments(const Json& rows);

// The segments from left to right in `columns` blocks, full where all is well. A block of many days shows the worst of
// them, so that no gap is too short to be seen.
std::string BarOf(const Json& segments, size_t columns, const Style& style);

// Whether `rows` are timelines, each with its segments.
bool AreTimelines(const Json& rows);

// One line a timeline: whose it is, of what, and its bar. All are drawn on one axis, whose days stand above it.
std::string TimelinesText(const Json& timelines, const Style& style);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_BAR_H_
