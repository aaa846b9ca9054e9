// Qualification: the fields, described once.
#ifndef CERTLITE_CORE_MODEL_QUALIFICATION_H_
#define CERTLITE_CORE_MODEL_QUALIFICATION_H_

#include <array>

#include "core/model/field.h"

namespace certlite::qualification {

inline constexpr std::array<std::string_view, 2> kStatuses = {"active", "archived"};
enum Status : int64_t { kActive, kArchived };

inline constexpr std::array<std::string_view, 2> kVerificationPolicies = {"any", "verified"};
enum VerificationPolicy : int64_t { kAny, kVerified };

inline constexpr int64_t kRequirementsMax = 100;

inline constexpr std::array kFields = {
    Field{"id", FieldType::kUuid, kInData, "Assigned by the engine: a version 7 UUID."},
    Field{"organization_id", FieldType::kUuid, kInData, "The organization that asks for it."},
    Field{"slug", FieldType::kSlug, kInData | kInCreate | kRequired | kInFilter,
          "Short name: lower-case words joined by -, unique in the organization.", 1, 128},
    Field{"title", FieldType::kText, kInData | kInCreate | kRequired | kInUpdate, "The name that is shown.", 1, 255},
    Field{"description", FieldType::kText, kInData | kInCreate | kInUpdate | kNullable, "What it is asked for.", 0,
          4096},
    Field{"status", FieldType::kChoice, kInData | kInCreate | kInUpdate | kInFilter,
          "An archived qualification is no longer asked for.", 0, 0, kStatuses, kActive},
    Field{"certification_type_ids", FieldType::kUuids, kInData | kInCreate | kRequired | kInUpdate,
          "The certification types that are required, all of them; whoever holds a certification of each is qualified.",
          0, kRequirementsMax},
    Field{"verification_policy", FieldType::kChoice, kInData | kInCreate | kInUpdate,
          "Which certifications count: any but the rejected ones, or the verified ones alone.", 0, 0,
          kVerificationPolicies, kAny},
    Field{"accepts_in_grace",
          FieldType::kBoolean,
          kInData | kInCreate | kInUpdate,
          "Whether a certification that is in grace counts.",
          0,
          0,
          {},
          0},
    Field{"created_at", FieldType::kInstant, kInData, "When it was created."},
    Field{"updated_at", FieldType::kInstant, kInData, "When it was last changed."},
    Field{"revision", FieldType::kInteger, kInMeta, "Counts the versions of the record, from 1."},
};

inline constexpr size_t kId = FieldIndex(kFields, "id");
inline constexpr size_t kOrganizationId = FieldIndex(kFields, "organization_id");
inline constexpr size_t kSlug = FieldIndex(kFields, "slug");
inline constexpr size_t kTitle = FieldIndex(kFields, "title");
inline constexpr size_t kStatus = FieldIndex(kFields, "status");
inline constexpr size_t kTypeIds = FieldIndex(kFields, "certification_type_ids");
inline constexpr size_t kVerificationPolicy = FieldIndex(kFields, "verification_policy");
inline constexpr size_t kAcceptsInGrace = FieldIndex(kFields, "accepts_in_grace");

}  // namespace certlite::qualification

#endif  // CERTLITE_CORE_MODEL_QUALIFICATION_H_
