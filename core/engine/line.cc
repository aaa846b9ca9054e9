#include "core/engine/line.h"

#include <algorithm>
#include <array>

#include "core/base/date.h"
#include "core/base/json_text.h"
#include "core/model/import.h"
#include "core/model/rule.h"

namespace certlite {

Result<Line> ReadLine(const Draft& parsed, const Draft& defaults, size_t position) {
  using namespace import_line;  // NOLINT(google-build-using-namespace): the two names of a line's own members
  constexpr std::array kOwn = {kIdempotencyKey, kRejected};
  Line line;
  line.request = parsed.Part(0, kOwn);
  if (position != 0) {
    defaults.ForEachMember(position, [&](size_t member, const JsonNode& node) {
      if (!line.request.HasMember(0, node.name)) line.request.AddMember(defaults, member);
    });
  }
  bool is_text = true;
  parsed.ForEachMember(0, [&](size_t, const JsonNode& node) {
    if (node.name != kIdempotencyKey) return;
    is_text = node.kind == JsonNode::Kind::kString;
    line.key = node.text;
  });
  if (is_text) return line;
  return MakeError(ErrorCode::kInvalid, rule::kFieldType, PointerTo(kIdempotencyKey), "A string is expected.");
}

std::string_view CutLine(std::string_view& lines) {
  const size_t end = std::min(lines.find('\n'), lines.size());
  std::string_view line = lines.substr(0, end);
  lines.remove_prefix(std::min(end + 1, lines.size()));
  constexpr std::string_view kSpace = " \t\r";
  line.remove_prefix(std::min(line.find_first_not_of(kSpace), line.size()));
  line.remove_suffix(line.size() - (line.find_last_not_of(kSpace) + 1));
  return line;
}

size_t CountLines(std::string_view lines) {
  size_t count = 0;
  while (!lines.empty()) count += CutLine(lines).empty() ? 0 : 1;
  return count;
}

void WriteDates(Draft& request, const Operation& operation, const Request& checked, Arena& arena) {
  const auto& fields = operation.resource->fields;
  request.ForEachMember(0, [&](size_t position, const JsonNode& node) {
    for (size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].type != FieldType::kDate || fields[i].name != node.name || !checked.fields[i].has_value()) continue;
      std::string date;
      AppendDate(date, static_cast<int32_t>(checked.fields[i].integer));
      request.nodes[position].text = arena.Copy(date);
    }
  });
}

std::string DeriveKey(Sha256& sha256, const Digest& fingerprint, uint32_t n, const std::optional<Uuid>& subject) {
  sha256.Update(fingerprint).UpdateU64(n);
  if (subject) sha256.Update(subject->bytes);
  std::string key = "line:";
  AppendHex(key, sha256.Finish());
  return key;
}

}  // namespace certlite
