// Certification: the fields, described once, in the published order.
#ifndef CERTLITE_CORE_MODEL_CERTIFICATION_H_
#define CERTLITE_CORE_MODEL_CERTIFICATION_H_

#include <array>

#include "core/model/certification_type.h"
#include "core/model/field.h"
#include "core/model/validity.h"

namespace certlite::certification {

inline constexpr std::array<std::string_view, 4> kSources = {"manual", "import", "api", "self-reported"};
enum Source : int64_t { kManual, kImport, kApi, kSelfReported };

inline constexpr std::array<std::string_view, 4> kVerificationStatuses = {"unverified", "pending", "verified",
                                                                          "rejected"};
enum VerificationStatus : int64_t { kUnverified, kPending, kVerified, kRejected };

inline constexpr uint32_t kBody = kInData | kInCreate | kInUpdate | kInImport | kIsContent;

inline constexpr std::array kFields = {
    Field{"id", FieldType::kUuid, kInData | kInImport | kStays,
          "Assigned by the engine, a version 7 UUID; an import may bring its own."},
    Field{"organization_id", FieldType::kUuid, kInData | kStays, "The member's organization."},
    Field{"organization_member_id", FieldType::kUuid, kBody | kInFilter | kInCount | kMaterial | kStays,
          "Whose certification it is; left out: the subject's own membership."},
    Field{"user_id", FieldType::kUuid, kInData | kNullable | kLent, "The member's user."},
    Field{"external_id", FieldType::kText, kBody | kInFilter | kNullable | kStays,
          "The record's id in the system that it came from; unique with its source in the organization.", 1, 128},
    Field{"external_source", FieldType::kText, kBody | kInFilter | kNullable | kStays,
          "The system that external_id belongs to; without it the id stands in a space of its own.", 1, 128},
    Field{"certification_type_id", FieldType::kUuid, kBody | kInFilter | kInCount | kRequired | kMaterial | kStays,
          "What is certified: a type of the organization or a standard one."},
    Field{"lifecycle_status", FieldType::kChoice, kInData | kInFilter | kInCount, "What was decided about the record.",
          0, 0, kLifecycleStatuses, static_cast<int64_t>(LifecycleStatus::kActive)},
    Field{"source", FieldType::kChoice, kBody, "How the record came to be.", 0, 0, kSources, kManual},
    Field{"issued_on", FieldType::kDate, kBody | kInRenew | kNullable | kMaterial, "The first day on which it holds."},
    Field{"expires_on", FieldType::kDate, kBody | kInRenew | kNullable | kMaterial,
          "The last day on which it holds; null: never expires; left out: issued_on plus the type's validity period."},
    Field{"issuer_name", FieldType::kText, kBody | kNullable | kMaterial, "Who issued it.", 0, 255},
    Field{"serial_number", FieldType::kText, kBody | kInRenew | kNullable | kMaterial,
          "The issuer's number; issuers keep it over renewals, so it is no identity.", 0, 255},
    Field{"verification_status", FieldType::kChoice, kInData | kInFilter, "What checking it has shown.", 0, 0,
          kVerificationStatuses, kUnverified},
    Field{"validity_status", FieldType::kChoice, kInData | kInFilter | kComputed,
          "Whether it holds on the day that is asked about.", 0, 0, kValidityStatuses},
    Field{"verification_method", FieldType::kText, kInData | kNullable, "How it was last verified.", 0, 64},
    Field{"last_verified_at", FieldType::kInstant, kInData | kNullable, "When it was last verified with success."},
    Field{"created_at", FieldType::kInstant, kInData | kStays, "When it was created."},
    Field{"updated_at", FieldType::kInstant, kInData | kStays, "When it was last changed."},
    Field{"id",
          FieldType::kUuid,
          kInData | kLent,
          "As certification_type_id.",
          0,
          0,
          {},
          kNoInitial,
          "certification_type"},
    Field{"slug",
          FieldType::kSlug,
          kInData | kLent,
          "The type's short name.",
          1,
          128,
          {},
          kNoInitial,
          "certification_type"},
    Field{
        "title", FieldType::kText, kInData | kLent, "The type's title.", 1, 255, {}, kNoInitial, "certification_type"},
    Field{"status", FieldType::kChoice, kInData | kLent, "The type's status.", 0, 0, certification_type::kStatuses,
          kNoInitial, "certification_type"},
    Field{"revision", FieldType::kInteger, kInMeta | kStays, "Counts the versions of the record, from 1."},
    Field{"validity_reason", FieldType::kChoice, kInMeta | kComputed, "Which rule gave the validity_status.", 0, 0,
          kValidityReasons},
    Field{"days_remaining", FieldType::kInteger, kInMeta | kNullable | kComputed,
          "Days from the day asked about to expires_on; negative once past.", -3'652'059, 3'652'059},
    Field{"next_transition_on", FieldType::kDate, kInMeta | kNullable | kComputed,
          "The next day on which validity_status changes by itself; null: never."},
    Field{"verified_until", FieldType::kDate, kInMeta | kNullable, "The last day for which the verification counts."},
    Field{"reverify_due", FieldType::kBoolean, kInMeta | kComputed,
          "Whether it is verified, but only until a day before the one asked about."},
    Field{"renews_id", FieldType::kUuid, kInMeta | kInFilter | kNullable, "The certification that this one renews."},
    Field{"is_latest", FieldType::kBoolean, kInMeta | kComputed, "Whether no certification renews this one."},
    Field{"superseded_by_id", FieldType::kUuid, kInMeta | kNullable,
          "The certification that replaced it as a correction."},
    Field{"archived_from", FieldType::kChoice, kInMeta | kNullable, "What it was before it was archived.", 0, 0,
          kLifecycleStatuses},
    // Not in any answer: what the type lends to validity, and whether this is no more than what erasing leaves.
    Field{"grace_days", FieldType::kInteger, 0, "", 0, 0, {}, kNoInitial, "certification_type"},
    Field{"expiring_soon_days", FieldType::kInteger, 0, "", 0, 0, {}, kNoInitial, "certification_type"},
    Field{"erased", FieldType::kBoolean, 0, "", 0, 0, {}, 0},
};
static_assert(kFields.size() <= kFieldsMax);

inline constexpr size_t kId = FieldIndex(kFields, "id");
inline constexpr size_t kOrganizationId = FieldIndex(kFields, "organization_id");
inline constexpr size_t kMemberId = FieldIndex(kFields, "organization_member_id");
inline constexpr size_t kUserId = FieldIndex(kFields, "user_id");
inline constexpr size_t kExternalId = FieldIndex(kFields, "external_id");
inline constexpr size_t kExternalSource = FieldIndex(kFields, "external_source");
inline constexpr size_t kTypeId = FieldIndex(kFields, "certification_type_id");
inline constexpr size_t kLifecycleStatus = FieldIndex(kFields, "lifecycle_status");
inline constexpr size_t kSource = FieldIndex(kFields, "source");
inline constexpr size_t kIssuedOn = FieldIndex(kFields, "issued_on");
inline constexpr size_t kExpiresOn = FieldIndex(kFields, "expires_on");
inline constexpr size_t kIssuerName = FieldIndex(kFields, "issuer_name");
inline constexpr size_t kSerialNumber = FieldIndex(kFields, "serial_number");
inline constexpr size_t kVerificationMethod = FieldIndex(kFields, "verification_method");
inline constexpr size_t kLastVerifiedAt = FieldIndex(kFields, "last_verified_at");
inline constexpr size_t kVerificationStatus = FieldIndex(kFields, "verification_status");
inline constexpr size_t kValidityStatus = FieldIndex(kFields, "validity_status");
inline constexpr size_t kValidityReason = FieldIndex(kFields, "validity_reason");
inline constexpr size_t kDaysRemaining = FieldIndex(kFields, "days_remaining");
inline constexpr size_t kNextTransitionOn = FieldIndex(kFields, "next_transition_on");
inline constexpr size_t kRevision = FieldIndex(kFields, "revision");
inline constexpr size_t kVerifiedUntil = FieldIndex(kFields, "verified_until");
inline constexpr size_t kReverifyDue = FieldIndex(kFields, "reverify_due");
inline constexpr size_t kRenewsId = FieldIndex(kFields, "renews_id");
inline constexpr size_t kIsLatest = FieldIndex(kFields, "is_latest");
inline constexpr size_t kSupersededById = FieldIndex(kFields, "superseded_by_id");
inline constexpr size_t kArchivedFrom = FieldIndex(kFields, "archived_from");
inline constexpr size_t kCreatedAt = FieldIndex(kFields, "created_at");
inline constexpr size_t kSummaryId = FieldIndex(kFields, "id", "certification_type");
inline constexpr size_t kSummarySlug = FieldIndex(kFields, "slug", "certification_type");
inline constexpr size_t kSummaryTitle = FieldIndex(kFields, "title", "certification_type");
inline constexpr size_t kSummaryStatus = FieldIndex(kFields, "status", "certification_type");
inline constexpr size_t kGraceDays = FieldIndex(kFields, "grace_days", "certification_type");
inline constexpr size_t kExpiringSoonDays = FieldIndex(kFields, "expiring_soon_days", "certification_type");

}  // namespace certlite::certification

#endif  // CERTLITE_CORE_MODEL_CERTIFICATION_H_
