// What a purge of idempotency keys answers: the fields, described once.
#ifndef CERTLITE_CORE_MODEL_KEY_PURGE_H_
#define CERTLITE_CORE_MODEL_KEY_PURGE_H_

#include <array>

#include "core/model/field.h"

namespace certlite::key_purge {

inline constexpr std::array kFields = {
    Field{"bound_before", FieldType::kInstant, kInData, "Keys that were bound before this instant are gone."},
    Field{"purged_count", FieldType::kInteger, kInData, "How many there were."},
};

inline constexpr size_t kBoundBefore = FieldIndex(kFields, "bound_before");
inline constexpr size_t kPurgedCount = FieldIndex(kFields, "purged_count");

}  // namespace certlite::key_purge

#endif  // CERTLITE_CORE_MODEL_KEY_PURGE_H_
