// What a count of certifications answers: the fields, described once.
#ifndef CERTLITE_CORE_MODEL_CERTIFICATION_COUNT_H_
#define CERTLITE_CORE_MODEL_CERTIFICATION_COUNT_H_

#include <array>

#include "core/model/field.h"
#include "core/model/validity.h"

namespace certlite::certification_count {

inline constexpr std::array kFields = {
    Field{"as_of", FieldType::kDate, kInData, "The day that is asked about."},
    Field{"total", FieldType::kInteger, kInData, "How many certifications there are; what was erased is none."},
    Field{"invalid", FieldType::kInteger, kInData, "How many of them are invalid on that day."},
    Field{"not_yet_valid", FieldType::kInteger, kInData, "How many are not yet valid."},
    Field{"valid", FieldType::kInteger, kInData, "How many are valid and don't expire soon."},
    Field{"expiring_soon", FieldType::kInteger, kInData, "How many are valid and expire soon."},
    Field{"in_grace", FieldType::kInteger, kInData, "How many have expired and are in grace."},
    Field{"expired", FieldType::kInteger, kInData, "How many have expired for good."},
    Field{"next_transition_on", FieldType::kDate, kInData | kNullable,
          "The next day on which one of these numbers changes by itself; null: never."},
};

inline constexpr size_t kAsOf = FieldIndex(kFields, "as_of");
inline constexpr size_t kTotal = FieldIndex(kFields, "total");
inline constexpr size_t kFirstStatus =
    FieldIndex(kFields, "invalid");  // the others follow as kValidityStatuses has them
inline constexpr size_t kNextTransitionOn = FieldIndex(kFields, "next_transition_on");

static_assert([] {
  for (size_t i = 0; i < kValidityStatuses.size(); ++i) {
    if (kFields[kFirstStatus + i].name != kValidityStatuses[i]) return false;
  }
  return true;
}());

}  // namespace certlite::certification_count

#endif  // CERTLITE_CORE_MODEL_CERTIFICATION_COUNT_H_
