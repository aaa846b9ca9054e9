// How a field is described, once: parse, validate, store, render, the JSON Schemas and the docs all read this.
#ifndef CERTLITE_CORE_MODEL_FIELD_H_
#define CERTLITE_CORE_MODEL_FIELD_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

namespace certlite {

enum class FieldType : uint8_t {
  kBoolean,
  kInteger,
  kText,
  kSlug,
  kEmail,
  kUri,
  kMediaType,
  kSha256,
  kChainHead,
  kUuid,
  kUuids,  // a set: an array without repetition, answered in ascending order; min and max count its members
  kDate,
  kInstant,
  kChoice,
  kJson,  // an object, whatever its members; of a request the value is its position in the draft
  kRows,  // an array of objects, whose fields are those of another table; of a request likewise
  kAny,   // of an answer: any JSON value
};

// Whether values of the type are text that a request gives. Each but kText has a form of its own.
constexpr bool IsText(FieldType type) { return type >= FieldType::kText && type <= FieldType::kChainHead; }

// Where a field may stand and what may be done with it.
enum FieldUse : uint32_t {
  kInData = 1U << 0,          // in the answer's `data`
  kInMeta = 1U << 1,          // in the answer's `meta`
  kInCreate = 1U << 2,        // in the create request
  kRequired = 1U << 3,        // and can't be left out there
  kInUpdate = 1U << 4,        // in the update request
  kInFilter = 1U << 5,        // in the list request, as an equality
  kNullable = 1U << 6,        // null is a value; on requests it clears
  kComputed = 1U << 7,        // worked out for each answer, never stored
  kMaterial = 1U << 8,        // an edit of it takes back a verification
  kIsContent = 1U << 9,       // part of what makes two creates the same content
  kInRenew = 1U << 10,        // in the renew request
  kStays = 1U << 11,          // left when the record is erased
  kLent = 1U << 12,           // shown with the record, but another one's
  kInImport = 1U << 13,       // in the import request
  kInExplanation = 1U << 14,  // in `meta` of an explanation
  kInCount = 1U << 15,        // in the count request, as an equality
};

inline constexpr int64_t kNoInitial = std::numeric_limits<int64_t>::min();

struct Resource;

struct Field {
  std::string_view name;
  FieldType type = FieldType::kText;
  uint32_t uses = 0;
  std::string_view about;                          // one sentence for people
  int64_t min = 0;                                 // of an integer, of a text's bytes, or of a set's members
  int64_t max = 0;                                 // likewise, inclusive
  std::span<const std::string_view> choices = {};  // of kChoice: stored by position, so only ever appended to
  int64_t initial = kNoInitial;                    // what create takes when it is left out
  std::string_view object = {};                    // the nested object that it is a member of; "" is none
  const Resource* rows = nullptr;                  // of kRows: what each of them is

  constexpr bool Has(uint32_t use) const { return (uses & use) != 0; }
  constexpr bool HasAll(uint32_t use) const { return (uses & use) == use; }
};

// A field of an answer that holds rows.
consteval Field RowsField(std::string_view name, uint32_t uses, std::string_view about, const Resource* rows) {
  Field field{name, FieldType::kRows, uses, about};
  field.rows = rows;
  return field;
}

// The position of the field `object`.`name`. A name that isn't there does not compile.
consteval size_t FieldIndex(std::span<const Field> fields, std::string_view name, std::string_view object = {}) {
  for (size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name == name && fields[i].object == object) return i;
  }
  throw "no field of that name";
}

inline constexpr size_t kFieldsMax = 40;  // of one resource

}  // namespace certlite

#endif  // CERTLITE_CORE_MODEL_FIELD_H_
