// Organization: the fields, described once.
#ifndef CERTLITE_CORE_MODEL_ORGANIZATION_H_
#define CERTLITE_CORE_MODEL_ORGANIZATION_H_

#include <array>

#include "core/model/field.h"

namespace certlite::organization {

inline constexpr std::array<std::string_view, 2> kStatuses = {"active", "archived"};
enum Status : int64_t { kActive, kArchived };

inline constexpr std::array kFields = {
    Field{"id", FieldType::kUuid, kInData, "Assigned by the engine: a version 7 UUID."},
    Field{"name", FieldType::kText, kInData | kInCreate | kRequired | kInUpdate, "The organization's name.", 1, 255},
    Field{"status", FieldType::kChoice, kInData | kInCreate | kInUpdate | kInFilter,
          "An archived organization takes no new members, types or certifications.", 0, 0, kStatuses, kActive},
    Field{"created_at", FieldType::kInstant, kInData, "When it was created."},
    Field{"updated_at", FieldType::kInstant, kInData, "When it was last changed."},
    Field{"revision", FieldType::kInteger, kInMeta, "Counts the versions of the record, from 1."},
};

inline constexpr size_t kId = FieldIndex(kFields, "id");
inline constexpr size_t kName = FieldIndex(kFields, "name");
inline constexpr size_t kStatus = FieldIndex(kFields, "status");

}  // namespace certlite::organization

#endif  // CERTLITE_CORE_MODEL_ORGANIZATION_H_
