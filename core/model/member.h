// Organization member: the fields, described once.
#ifndef CERTLITE_CORE_MODEL_MEMBER_H_
#define CERTLITE_CORE_MODEL_MEMBER_H_

#include <array>

#include "core/model/field.h"

namespace certlite::member {

inline constexpr std::array<std::string_view, 4> kStatuses = {"active", "invited", "inactive", "archived"};
enum Status : int64_t { kActive, kInvited, kInactive, kArchived };

inline constexpr std::array kFields = {
    Field{"id", FieldType::kUuid, kInData | kStays, "Assigned by the engine: a version 7 UUID."},
    Field{"organization_id", FieldType::kUuid, kInData | kStays, "The organization that the person is a member of."},
    Field{"user_id", FieldType::kUuid, kInData | kInCreate | kInUpdate | kInFilter | kNullable,
          "The person's user account; null until there is one."},
    Field{"email", FieldType::kEmail, kInData | kInCreate | kInUpdate | kInFilter | kNullable,
          "The person's e-mail address.", 3, 254},
    Field{"display_name", FieldType::kText, kInData | kInCreate | kRequired | kInUpdate, "The name that is shown.", 1,
          255},
    Field{"first_name", FieldType::kText, kInData | kInCreate | kInUpdate | kNullable, "Given name.", 0, 255},
    Field{"last_name", FieldType::kText, kInData | kInCreate | kInUpdate | kNullable, "Family name.", 0, 255},
    Field{"role", FieldType::kText, kInData | kInCreate | kInUpdate | kNullable,
          "The member's role in the organization, in the host's own words; it grants nothing here.", 0, 64},
    Field{"status", FieldType::kChoice, kInData | kInCreate | kInUpdate | kInFilter,
          "Active and invited members take new certifications, inactive ones only imported ones, archived ones none.",
          0, 0, kStatuses, kActive},
    Field{"is_primary",
          FieldType::kBoolean,
          kInData | kInCreate | kInUpdate | kInFilter,
          "Whether this is the user's main membership, which is meant when a request names no member.",
          0,
          0,
          {},
          0},
    Field{"external_id", FieldType::kText, kInData | kInCreate | kInUpdate | kInFilter | kNullable | kStays,
          "The person's id in the host's own system, unique in the organization, compared bytewise.", 1, 128},
    Field{"created_at", FieldType::kInstant, kInData | kStays, "When it was created."},
    Field{"updated_at", FieldType::kInstant, kInData | kStays, "When it was last changed."},
    Field{"revision", FieldType::kInteger, kInMeta | kStays, "Counts the versions of the record, from 1."},
    Field{"archived_from", FieldType::kChoice, kInMeta | kNullable, "What it was before it was archived.", 0, 0,
          kStatuses},
    // In no answer: whether this is no more than what erasing leaves.
    Field{"erased", FieldType::kBoolean, 0, "", 0, 0, {}, 0},
};

inline constexpr size_t kId = FieldIndex(kFields, "id");
inline constexpr size_t kOrganizationId = FieldIndex(kFields, "organization_id");
inline constexpr size_t kUserId = FieldIndex(kFields, "user_id");
inline constexpr size_t kEmail = FieldIndex(kFields, "email");
inline constexpr size_t kDisplayName = FieldIndex(kFields, "display_name");
inline constexpr size_t kStatus = FieldIndex(kFields, "status");
inline constexpr size_t kIsPrimary = FieldIndex(kFields, "is_primary");
inline constexpr size_t kArchivedFrom = FieldIndex(kFields, "archived_from");
inline constexpr size_t kExternalId = FieldIndex(kFields, "external_id");

}  // namespace certlite::member

#endif  // CERTLITE_CORE_MODEL_MEMBER_H_
