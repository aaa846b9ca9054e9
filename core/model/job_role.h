// Job role: the fields, described once.
#ifndef CERTLITE_CORE_MODEL_JOB_ROLE_H_
#define CERTLITE_CORE_MODEL_JOB_ROLE_H_

#include <array>

#include "core/model/field.h"

namespace certlite::job_role {

inline constexpr std::array<std::string_view, 2> kStatuses = {"active", "archived"};
enum Status : int64_t { kActive, kArchived };

inline constexpr int64_t kQualificationsMax = 100;

inline constexpr std::array kFields = {
    Field{"id", FieldType::kUuid, kInData, "Assigned by the engine: a version 7 UUID."},
    Field{"organization_id", FieldType::kUuid, kInData, "The organization that has it."},
    Field{"slug", FieldType::kSlug, kInData | kInCreate | kRequired | kInFilter,
          "Short name: lower-case words joined by -, unique in the organization.", 1, 128},
    Field{"title", FieldType::kText, kInData | kInCreate | kRequired | kInUpdate, "The name that is shown.", 1, 255},
    Field{"description", FieldType::kText, kInData | kInCreate | kInUpdate | kNullable, "What is done in it.", 0, 4096},
    Field{"status", FieldType::kChoice, kInData | kInCreate | kInUpdate | kInFilter,
          "An archived job role is given to nobody new and asks for nothing.", 0, 0, kStatuses, kActive},
    Field{"qualification_ids", FieldType::kUuids, kInData | kInCreate | kRequired | kInUpdate,
          "The qualifications that it asks for; an archived one is no longer asked for.", 0, kQualificationsMax},
    Field{"created_at", FieldType::kInstant, kInData, "When it was created."},
    Field{"updated_at", FieldType::kInstant, kInData, "When it was last changed."},
    Field{"revision", FieldType::kInteger, kInMeta, "Counts the versions of the record, from 1."},
};

inline constexpr size_t kId = FieldIndex(kFields, "id");
inline constexpr size_t kOrganizationId = FieldIndex(kFields, "organization_id");
inline constexpr size_t kSlug = FieldIndex(kFields, "slug");
inline constexpr size_t kStatus = FieldIndex(kFields, "status");
inline constexpr size_t kQualificationIds = FieldIndex(kFields, "qualification_ids");

}  // namespace certlite::job_role

#endif  // CERTLITE_CORE_MODEL_JOB_ROLE_H_
