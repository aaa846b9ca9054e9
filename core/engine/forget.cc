#include "core/engine/forget.h"

#include <algorithm>
#include <utility>

#include "core/base/json_text.h"
#include "core/engine/versions.h"
#include "core/model/operation.h"
#include "core/model/verification.h"
#include "core/store/history.h"
#include "core/store/idempotency_keys.h"

namespace certlite {
namespace {

constexpr size_t kTextBytesMin = 4;   // less tells nothing of anybody
constexpr size_t kTextBytesMax = 64;  // and so much is enough to know it by

void AddText(std::vector<std::string>& texts, std::string_view text) {
  std::string begin(text.substr(0, kTextBytesMax));
  if (begin.size() >= kTextBytesMin && std::ranges::find(texts, begin) == texts.end())
    texts.push_back(std::move(begin));
}

// Whether a member of a payload of that name is text that erasing takes.
bool IsTaken(const Resource& resource, std::string_view name) {
  const auto takes = [name](const Field& field) {
    return field.name == name && IsText(field.type) && !field.Has(kStays | kLent);
  };
  return name == parameter::kFields[parameter::kReason].name || std::ranges::any_of(resource.fields, takes) ||
         std::ranges::any_of(verification::kFields, takes);
}

Result<void> AddPayload(Call& call, const Resource& resource, std::string_view payload) {
  auto draft = call.ParseStored(payload);
  if (!draft.ok()) return std::move(draft.error());
  for (const JsonNode& node : (*draft)->nodes) {
    if (node.kind != JsonNode::Kind::kString || !IsTaken(resource, node.name)) continue;
    const std::string quoted = JsonString(node.text);
    AddText(call.remnants.texts, node.text);                                              // as the row has it
    AddText(call.remnants.texts, std::string_view(quoted).substr(1, quoted.size() - 2));  // as the payload does
  }
  return {};
}

}  // namespace

Result<void> ForgetVersions(Call& call, const Record& record) {
  Result<void> forgotten;
  auto walked = ForEachVersion(call, record.organization_key, record.last_sequence, [&](const HistoryEntry& entry) {
    forgotten = AddPayload(call, *record.resource, entry.payload);
    if (forgotten.ok()) forgotten = ForgetPayload(*call.connection, record.organization_key, entry.sequence);
    return forgotten.ok();
  });
  if (!walked.ok()) return walked;
  if (!forgotten.ok()) return forgotten;
  return ForgetKeysOf(*call.connection, record[record.resource->id].uuid);
}

}  // namespace certlite
