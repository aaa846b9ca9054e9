// A request whose shape was checked: every value is of its field's type and within its bounds.
#ifndef CERTLITE_CORE_MODEL_REQUEST_H_
#define CERTLITE_CORE_MODEL_REQUEST_H_

#include <array>

#include "core/model/field.h"
#include "core/model/operation.h"
#include "core/model/value.h"

namespace certlite {

struct Request {
  const Operation* operation = nullptr;
  std::array<Value, kFieldsMax> fields;                          // by position in the resource's fields
  std::array<Value, parameter::kFields.size()> parameters = {};  // by position in parameter::kFields
};

}  // namespace certlite

#endif  // CERTLITE_CORE_MODEL_REQUEST_H_
