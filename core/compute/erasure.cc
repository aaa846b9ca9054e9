#include "core/compute/erasure.h"

namespace certlite {
namespace {

// What stands in a field that tells nothing.
Value EmptyValue(const Field& field) {
  if (field.Has(kNullable)) return Value::Null();
  if (IsText(field.type)) return Value::Of(std::string_view(""));
  return Value::Of(field.initial == kNoInitial ? int64_t{0} : field.initial);
}

}  // namespace

void EraseFields(Record& record) {
  const auto fields = record.resource->fields;
  for (size_t i = 0; i < fields.size(); ++i) {
    const bool own = fields[i].Has(kInData | kInMeta) && !fields[i].Has(kLent | kComputed);
    if (own && !fields[i].Has(kStays)) record[i] = EmptyValue(fields[i]);
  }
  record[record.resource->erased] = Value::Of(int64_t{1});
}

}  // namespace certlite
