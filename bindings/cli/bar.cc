#include "bindings/cli/bar.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "bindings/cli/dates.h"
#include "bindings/cli/schema.h"
#include "bindings/cli/text.h"

namespace certlite::cli {
namespace {

// From the worst on, each with its block.
struct Block {
  std::string_view status;
  std::string_view glyph;
};
constexpr std::array kBlocks = {Block{"not_qualified", "░"}, Block{"partially_qualified", "▒"},
                                Block{"qualified", "█"}};

constexpr std::array kNames = {"organization_member_id", "qualification_id"};
constexpr size_t kIdColumns = 36;
constexpr size_t kIdColumnsMin = 9;
constexpr size_t kBarColumnsMin = 24;
constexpr size_t kDayColumns = 10;

struct Segment {
  int64_t first = 0;
  int64_t last = 0;
  const Block* block = kBlocks.begin();
};

int64_t DayOf(const Json& segment, const char* name) { return ParseDay(TextOf(segment, name)).value_or(0); }

const Block* BlockOf(const std::string& status) {
  const auto* const found = std::ranges::find(kBlocks, status, &Block::status);
  return found == kBlocks.end() ? kBlocks.begin() : found;
}

// An id in as many columns: its end tells it from others that were made at the same time.
std::string EndOf(const std::string& id, size_t columns) {
  return id.size() <= columns ? id : "…" + id.substr(id.size() - (columns - 1));
}

}  // namespace

bool AreSegments(const Json& rows) {
  return rows.is_array() && !rows.empty() && std::ranges::all_of(rows, [](const Json& row) {
           return row.contains("starts_on") && row.contains("ends_on") && row.contains("status");
         });
}

std::string BarOf(const Json& segments, size_t columns, const Style& style) {
  std::vector<Segment> spans;
  for (const Json& segment : segments) {
    spans.push_back({DayOf(segment, "starts_on"), DayOf(segment, "ends_on"), BlockOf(TextOf(segment, "status"))});
  }
  const int64_t first = spans.front().first;
  const int64_t days = spans.back().last - first + 1;
  const auto width = std::min<int64_t>(static_cast<int64_t>(columns), days);
  std::string bar;
  for (int64_t column = 0; column < width; ++column) {
    const int64_t begin = first + column * days / width;
    const int64_t end = first + (column + 1) * days / width;  // the day after
    const Block* worst = kBlocks.end() - 1;
    for (const Segment& span : spans) {
      if (span.first < end && span.last >= begin) worst = std::min(worst, span.block);
    }
    bar += StatusColoured(worst->status, worst->glyph, style);
  }
  return bar;
}

bool AreTimelines(const Json& rows) {
  return rows.is_array() && !rows.empty() &&
         std::ranges::all_of(rows, [](const Json& row) { return AreSegments(MemberOf(row, "segments")); });
}

std::string TimelinesText(const Json& timelines, const Style& style) {
  // Where there is too little room for both, the ids give way to the bars.
  const size_t around = kNames.size() * kColumnGap + kBarColumnsMin;
  const size_t for_ids = style.columns - std::min(style.columns, around);
  const size_t id_columns = std::clamp(for_ids / kNames.size(), kIdColumnsMin, kIdColumns);
  const size_t taken = kNames.size() * (id_columns + kColumnGap);
  const size_t columns = style.columns > taken ? style.columns - taken : 1;
  std::string text;
  for (const char* name : kNames) text += Pad(Elide(name, id_columns), id_columns + kColumnGap);
  const std::string first = TextOf(timelines[0], "starts_on");
  const size_t drawn = DisplayWidth(BarOf(timelines[0]["segments"], columns, {}));
  text += drawn > 2 * kDayColumns ? Pad(first, drawn - kDayColumns) + TextOf(timelines[0], "ends_on") : first;
  text = Faint(text, style) + "\n";
  for (const Json& timeline : timelines) {
    for (const char* name : kNames) {
      text += Pad(EndOf(Printable(TextOf(timeline, name)), id_columns), id_columns + kColumnGap);
    }
    text += BarOf(timeline["segments"], columns, style) + "\n";
  }
  return text;
}

}  // namespace certlite::cli
