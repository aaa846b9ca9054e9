#include "bindings/cli/bar.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "bindings/cli/dates.h"
#include "bindings/cli/schema.h"

namespace certlite::cli {
namespace {

// From the worst on, each with its block.
struct Block {
  std::string_view status;
  std::string_view glyph;
};
constexpr std::array kBlocks = {Block{"not_qualified", "░"}, Block{"partially_qualified", "▒"},
                                Block{"qualified", "█"}};

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

}  // namespace certlite::cli
