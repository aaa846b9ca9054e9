// Records for the tests of rendering: values by the names of their fields.
#ifndef CERTLITE_TESTS_RENDER_RECORDS_H_
#define CERTLITE_TESTS_RENDER_RECORDS_H_

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/base/date.h"
#include "core/model/record.h"

namespace certlite {

// "title", or "certification_type.title" for a member of a nested object.
using Values = std::map<std::string_view, Value>;

// Everything that isn't named is null. Throws if there is no such field: the test is wrong then.
inline Record RecordWith(const Resource& resource, const Values& values) {
  Record record;
  record.resource = &resource;
  size_t found = 0;
  for (size_t i = 0; i < resource.fields.size(); ++i) {
    const Field& field = resource.fields[i];
    const std::string name = (field.object.empty() ? "" : std::string(field.object) + ".") + std::string(field.name);
    const auto value = values.find(name);
    record[i] = value == values.end() ? Value::Null() : value->second;
    found += value == values.end() ? 0 : 1;
  }
  if (found != values.size()) throw std::invalid_argument("no field of that name");
  return record;
}

inline Value Text(std::string_view text) { return Value::Of(text); }
inline Value Number(int64_t number) { return Value::Of(number); }
inline Value Day(std::string_view text) { return Value::Of(int64_t{ParseDate(text).day}); }

// The UUID whose last byte is `last`.
inline Value Id(uint8_t last) {
  Uuid uuid = *ParseUuid("0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f00");
  uuid.bytes[15] = last;
  return Value::Of(uuid);
}

}  // namespace certlite

#endif  // CERTLITE_TESTS_RENDER_RECORDS_H_
