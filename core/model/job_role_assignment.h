// Job role assignment: the fields, described once.
#ifndef CERTLITE_CORE_MODEL_JOB_ROLE_ASSIGNMENT_H_
#define CERTLITE_CORE_MODEL_JOB_ROLE_ASSIGNMENT_H_

#include <array>

#include "core/model/field.h"

namespace certlite::job_role_assignment {

inline constexpr std::array<std::string_view, 2> kStatuses = {"active", "archived"};
enum Status : int64_t { kActive, kArchived };

// A member has a role once: what is put again is the same record. The published API knows it by these two, so its id
// stands beside them.
inline constexpr std::array kFields = {
    Field{"organization_member_id", FieldType::kUuid, kInData | kInCreate | kRequired | kInFilter,
          "The member who has the role."},
    Field{"job_role_id", FieldType::kUuid, kInData | kInCreate | kRequired | kInFilter, "The job role."},
    Field{"is_primary",
          FieldType::kBoolean,
          kInData | kInCreate | kInFilter,
          "Whether it is the member's main role, of which there is one at most; left out: as it was, at first false.",
          0,
          0,
          {},
          0},
    Field{"assigned_at", FieldType::kInstant, kInData, "Since when the member has the role."},
    Field{"created_at", FieldType::kInstant, kInData, "When it was created."},
    Field{"updated_at", FieldType::kInstant, kInData, "When it was last changed."},
    Field{"id", FieldType::kUuid, kInMeta, "Assigned by the engine: a version 7 UUID."},
    Field{"status", FieldType::kChoice, kInMeta | kInFilter, "Archived: the role was taken from the member.", 0, 0,
          kStatuses, kActive},
    Field{"revision", FieldType::kInteger, kInMeta, "Counts the versions of the record, from 1."},
};

inline constexpr size_t kMemberId = FieldIndex(kFields, "organization_member_id");
inline constexpr size_t kJobRoleId = FieldIndex(kFields, "job_role_id");
inline constexpr size_t kIsPrimary = FieldIndex(kFields, "is_primary");
inline constexpr size_t kAssignedAt = FieldIndex(kFields, "assigned_at");
inline constexpr size_t kStatus = FieldIndex(kFields, "status");

}  // namespace certlite::job_role_assignment

#endif  // CERTLITE_CORE_MODEL_JOB_ROLE_ASSIGNMENT_H_
