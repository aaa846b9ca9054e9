// What erasing leaves of a record, field by field.
#include "core/compute/erasure.h"

#include <gtest/gtest.h>

#include <string_view>

#include "core/model/record.h"

namespace certlite {
namespace {

Value Filled(const Field& field) {
  if (IsText(field.type)) return Value::Of(std::string_view("told"));
  if (field.type == FieldType::kUuid) return Value::Of(Uuid{{1, 2, 3}});
  return Value::Of(int64_t{1});
}

TEST(EraseFields, KeepsWhatStaysAndTellsNothingElse) {
  for (const Resource* resource : {&kCertificationResource, &kMemberResource}) {
    Record record;
    record.resource = resource;
    for (size_t i = 0; i < resource->fields.size(); ++i) record[i] = Filled(resource->fields[i]);
    record[resource->erased] = Value::Of(int64_t{0});
    EXPECT_FALSE(record.erased());
    EraseFields(record);
    EXPECT_TRUE(record.erased());
    for (size_t i = 0; i < resource->fields.size(); ++i) {
      const Field& field = resource->fields[i];
      if (i == resource->erased || field.Has(kLent | kComputed) || !field.Has(kInData | kInMeta)) continue;
      if (field.Has(kStays)) {
        EXPECT_EQ(Filled(field), record[i]) << field.name;
      } else if (field.Has(kNullable)) {
        EXPECT_EQ(Value::Null(), record[i]) << field.name;
      } else {
        EXPECT_EQ("", record[i].text) << field.name;
        EXPECT_EQ(field.initial == kNoInitial ? 0 : field.initial, record[i].integer) << field.name;
      }
    }
  }
}

}  // namespace
}  // namespace certlite
