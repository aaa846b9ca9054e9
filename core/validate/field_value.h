// One JSON value against one field of a table.
#ifndef CERTLITE_CORE_VALIDATE_FIELD_VALUE_H_
#define CERTLITE_CORE_VALIDATE_FIELD_VALUE_H_

#include <absl/functional/function_ref.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/arena.h"
#include "core/base/date.h"
#include "core/base/error.h"
#include "core/model/draft.h"
#include "core/model/field.h"
#include "core/model/value.h"

namespace certlite {

// Where a value stands, as a JSON pointer: made only for what is wrong.
using Pointer = absl::FunctionRef<std::string()>;

// The checked value of what stands at `position` of `draft`, or an absent one and a violation at `pointer`, or below
// it. Lifetime: a text is the draft's; a set, which is put in order, the arena's.
Value CheckValue(const Field& field, const Draft& draft, size_t position, Pointer pointer, Arena& arena,
                 std::vector<Violation>& violations, DateFormat date_format = DateFormat::kIso);

// What is wrong with an array of `count` members.
std::string SizeFault(const Field& field, int64_t count);

// `choices` as a phrase: "active, archived".
std::string ListOf(std::span<const std::string_view> choices);

}  // namespace certlite

#endif  // CERTLITE_CORE_VALIDATE_FIELD_VALUE_H_
