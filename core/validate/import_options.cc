// The options of an import's call: one table of fields, and the object of defaults.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "core/base/json_text.h"
#include "core/model/rule.h"
#include "core/validate/field_value.h"
#include "core/validate/validate.h"

namespace certlite {

Result<ImportOptions> CheckImportOptions(const Draft& draft) {
  using namespace import_options;  // NOLINT(google-build-using-namespace): the positions of one table
  std::array<Value, kFields.size()> values;
  for (size_t i = 0; i < kFields.size(); ++i) {
    values[i] = kFields[i].initial == kNoInitial ? Value::Null() : Value::Of(kFields[i].initial);
  }
  ImportOptions options;
  std::vector<Violation> violations;
  Arena arena;
  draft.ForEachMember(0, [&](size_t position, const JsonNode& node) {
    const auto* const field = std::ranges::find(kFields, node.name, &Field::name);
    if (field != kFields.end()) {
      values[static_cast<size_t>(field - kFields.begin())] = CheckValue(
          *field, draft, position, [&] { return PointerTo(node.name); }, arena, violations);
    } else if (node.name != kDefaults) {
      violations.push_back({rule::kFieldUnknown, PointerTo(node.name), "An import has no such option."});
    } else if (node.kind != JsonNode::Kind::kObject) {
      violations.push_back({rule::kFieldType, PointerTo(node.name), "An object is expected."});
    } else {
      options.defaults = position;
    }
  });
  if (!violations.empty()) {
    Error error = MakeError(ErrorCode::kInvalid, "The options of the import are not well-formed.");
    error.violations = std::move(violations);
    return error;
  }
  options.mode = static_cast<ImportMode>(values[kMode].integer);
  options.on_duplicate = static_cast<OnDuplicate>(values[kOnDuplicate].integer);
  options.dry_run = values[kDryRun].integer != 0;
  options.date_format = static_cast<DateFormat>(values[kDateFormat].integer);
  if (values[kBatchId].has_value()) options.batch_id = values[kBatchId].uuid;
  return options;
}

}  // namespace certlite
