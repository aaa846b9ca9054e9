// A checked record of any resource: one value for each field of its table. Only validate and store make one.
#ifndef CERTLITE_CORE_MODEL_RECORD_H_
#define CERTLITE_CORE_MODEL_RECORD_H_

#include <array>
#include <cstdint>

#include "core/model/field.h"
#include "core/model/resource.h"
#include "core/model/value.h"

namespace certlite {

struct Record {
  const Resource* resource = nullptr;
  std::array<Value, kFieldsMax> values;  // by position in resource->fields

  // Where the record stands in the file; local keys never leave it.
  int64_t key = 0;
  int64_t organization_key = 0;
  int64_t member_key = 0;     // of a member and of what is a member's; else 0
  int64_t type_key = 0;       // of a certification
  int64_t role_key = 0;       // of a job role assignment
  int64_t last_sequence = 0;  // in the organization's history, of its newest version

  // Whether no more is left of it than erasing leaves.
  bool erased() const { return resource->erased != kNoField && values[resource->erased].integer != 0; }

  Value& operator[](size_t field) { return values[field]; }
  const Value& operator[](size_t field) const { return values[field]; }
};

}  // namespace certlite

#endif  // CERTLITE_CORE_MODEL_RECORD_H_
