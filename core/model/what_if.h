// What-if: changes that are tried, a question about them, and what it answers then. Nothing of it is stored.
#ifndef CERTLITE_CORE_MODEL_WHAT_IF_H_
#define CERTLITE_CORE_MODEL_WHAT_IF_H_

#include <array>

#include "core/model/field.h"
#include "core/model/limits.h"
#include "core/model/resource.h"

namespace certlite {

inline constexpr std::string_view kCallOperation = "operation";
inline constexpr std::string_view kCallRequest = "request";

// A change as the request tells it.
namespace what_if_change {

inline constexpr std::array kFields = {
    Field{kCallOperation, FieldType::kText, kInCreate, "An operation that writes.", 1, kOperationBytesMax},
    Field{kCallRequest, FieldType::kJson, kInCreate, "Its request."},
};

}  // namespace what_if_change

// What has become of a change.
namespace what_if_step {

inline constexpr std::array kFields = {
    Field{"operation", FieldType::kText, kInData, "The operation.", 1, kOperationBytesMax},
    Field{"outcome", FieldType::kText, kInData, "What it would do: created, exists, updated or unchanged.", 1, 16},
    Field{"id", FieldType::kUuid, kInData | kNullable, "The record that it is about; null: it is about none."},
};

inline constexpr size_t kOperation = FieldIndex(kFields, "operation");
inline constexpr size_t kOutcome = FieldIndex(kFields, "outcome");
inline constexpr size_t kId = FieldIndex(kFields, "id");

}  // namespace what_if_step

// A place at which the two answers differ.
namespace what_if_difference {

inline constexpr std::array kFields = {
    Field{"pointer", FieldType::kText, kInData,
          "Where in the answer, a JSON pointer (RFC 6901): into `after`, or into `before` of what is no longer there; "
          "empty: the whole answer, which is refused before.",
          0, 1024},
    Field{"before", FieldType::kAny, kInData | kNullable, "What stands there now; null, too, if there is nothing."},
    Field{"after", FieldType::kAny, kInData | kNullable, "What would stand there; null, too, if there is nothing."},
};

inline constexpr size_t kPointer = FieldIndex(kFields, "pointer");
inline constexpr size_t kBefore = FieldIndex(kFields, "before");
inline constexpr size_t kAfter = FieldIndex(kFields, "after");

}  // namespace what_if_difference

namespace what_if {

inline constexpr std::array kFields = {
    RowsField("differences", kInData,
              "Where the two answers differ; empty: the changes make no difference to the question.",
              &kWhatIfDifferenceResource),
    Field{"before", FieldType::kJson, kInData | kNullable,
          "The question's answer as things are; null: it is refused, as when what it asks about isn't there yet."},
    Field{"after", FieldType::kJson, kInData, "Its answer if the changes were made."},
    RowsField("changes", kInMeta, "What has become of each change, in their order.", &kWhatIfStepResource),
};

inline constexpr size_t kDifferences = FieldIndex(kFields, "differences");
inline constexpr size_t kBefore = FieldIndex(kFields, "before");
inline constexpr size_t kAfter = FieldIndex(kFields, "after");
inline constexpr size_t kChanges = FieldIndex(kFields, "changes");

}  // namespace what_if

}  // namespace certlite

#endif  // CERTLITE_CORE_MODEL_WHAT_IF_H_
