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

// A copy may be cut off, so the beginning of a text has to do; less than this tells nothing of anybody.
constexpr size_t kBeginBytes = 8;
constexpr size_t kBeginBytesMin = 4;

void AddBegin(std::vector<std::string>& remnants, std::string_view text) {
  if (text.size() < kBeginBytesMin) return;
  std::string begin(text.substr(0, kBeginBytes));
  if (std::ranges::find(remnants, begin) == remnants.end()) remnants.push_back(std::move(begin));
}

// Whether a member of a payload of that name is text that erasing takes.
bool IsTaken(const Resource& resource, std::string_view name) {
  const auto takes = [name](const Field& field) {
    return field.name == name && IsText(field.type) && !field.Has(kStays | kLent);
  };
  return name == parameter::kFields[parameter::kReason].name || std::ranges::any_of(resource.fields, takes) ||
         std::ranges::any_of(verification::kFields, takes);
}

// As the row has it, and as the payload does.
void AddText(std::vector<std::string>& remnants, std::string_view text) {
  AddBegin(remnants, text);
  const std::string quoted = JsonString(text);
  AddBegin(remnants, std::string_view(quoted).substr(1, quoted.size() - 2));
}

Result<void> AddPayload(Call& call, const Resource& resource, std::string_view payload) {
  auto draft = call.ParseStored(payload);
  if (!draft.ok()) return std::move(draft.error());
  for (const JsonNode& node : (*draft)->nodes) {
    if (node.kind == JsonNode::Kind::kString && IsTaken(resource, node.name)) AddText(call.remnants, node.text);
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

std::vector<std::string> RemnantsOf(const Uuid& id) {
  std::string text;
  AppendUuid(text, id);
  return {std::string(id.bytes.begin(), id.bytes.end()), std::move(text)};
}

}  // namespace certlite
