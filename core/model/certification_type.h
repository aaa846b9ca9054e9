// Certification type: the fields, described once.
#ifndef CERTLITE_CORE_MODEL_CERTIFICATION_TYPE_H_
#define CERTLITE_CORE_MODEL_CERTIFICATION_TYPE_H_

#include <array>

#include "core/model/field.h"

namespace certlite::certification_type {

inline constexpr std::array<std::string_view, 2> kScopes = {"standard", "organization"};
enum Scope : int64_t { kStandard, kOrganization };

inline constexpr std::array<std::string_view, 2> kStatuses = {"active", "archived"};
enum Status : int64_t { kActive, kArchived };

inline constexpr std::array<std::string_view, 3> kPeriodUnits = {"day", "month", "year"};  // as PeriodUnit

inline constexpr int64_t kDaysMax = 36'500;  // a century: longer is a mistake

inline constexpr std::array kFields = {
    Field{"id", FieldType::kUuid, kInData, "Assigned by the engine: a version 7 UUID."},
    Field{"slug", FieldType::kSlug, kInData | kInCreate | kRequired | kInFilter,
          "Short name: lower-case words joined by -, unique in the organization or in the standard catalogue.", 1, 128},
    Field{"title", FieldType::kText, kInData | kInCreate | kRequired | kInUpdate, "The name that is shown.", 1, 255},
    Field{"description", FieldType::kText, kInData | kInCreate | kInUpdate | kNullable, "What it certifies.", 0, 4096},
    Field{"scope", FieldType::kChoice, kInData | kInCreate | kInFilter,
          "Standard types serve every organization and are the system's to make; others serve their own.", 0, 0,
          kScopes, kOrganization},
    Field{"status", FieldType::kChoice, kInData | kInCreate | kInUpdate | kInFilter,
          "An archived type takes no new certifications; those that exist keep computing.", 0, 0, kStatuses, kActive},
    Field{"organization_id", FieldType::kUuid, kInData | kNullable,
          "The organization it belongs to; null if standard."},
    Field{"unit", FieldType::kChoice, kInData | kInCreate | kRequired | kInUpdate | kNullable,
          "The unit of the period.", 0, 0, kPeriodUnits, kNoInitial, "validity_period"},
    Field{"count",
          FieldType::kInteger,
          kInData | kInCreate | kRequired | kInUpdate | kNullable,
          "How many of them.",
          1,
          kDaysMax,
          {},
          kNoInitial,
          "validity_period"},
    Field{"grace_days",
          FieldType::kInteger,
          kInData | kInCreate | kInUpdate,
          "For how many days after expiry a certification is in grace.",
          0,
          kDaysMax,
          {},
          0},
    Field{"expiring_soon_days",
          FieldType::kInteger,
          kInData | kInCreate | kInUpdate,
          "From how many days before expiry a certification is expiring soon.",
          0,
          kDaysMax,
          {},
          30},
    Field{"created_at", FieldType::kInstant, kInData, "When it was created."},
    Field{"updated_at", FieldType::kInstant, kInData, "When it was last changed."},
    Field{"revision", FieldType::kInteger, kInMeta, "Counts the versions of the record, from 1."},
};

inline constexpr size_t kId = FieldIndex(kFields, "id");
inline constexpr size_t kSlug = FieldIndex(kFields, "slug");
inline constexpr size_t kTitle = FieldIndex(kFields, "title");
inline constexpr size_t kScope = FieldIndex(kFields, "scope");
inline constexpr size_t kStatus = FieldIndex(kFields, "status");
inline constexpr size_t kOrganizationId = FieldIndex(kFields, "organization_id");
inline constexpr size_t kPeriodUnit = FieldIndex(kFields, "unit", "validity_period");
inline constexpr size_t kPeriodCount = FieldIndex(kFields, "count", "validity_period");
inline constexpr size_t kGraceDays = FieldIndex(kFields, "grace_days");
inline constexpr size_t kExpiringSoonDays = FieldIndex(kFields, "expiring_soon_days");

}  // namespace certlite::certification_type

#endif  // CERTLITE_CORE_MODEL_CERTIFICATION_TYPE_H_
