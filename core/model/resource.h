// The resources: one table of fields each, in the order in which answers print them.
#ifndef CERTLITE_CORE_MODEL_RESOURCE_H_
#define CERTLITE_CORE_MODEL_RESOURCE_H_

#include <span>
#include <string_view>

#include "core/model/field.h"

namespace certlite {

inline constexpr size_t kNoField = ~size_t{0};

struct Resource {
  std::string_view name;    // "certification_type", as operations spell it
  std::string_view title;   // "certification type", as people do
  std::string_view schema;  // "CertificationType", as the published API does
  std::span<const Field> fields;
  // Positions of the fields that every record has; kNoField where it is no record that is told of.
  size_t id = kNoField;
  size_t created_at = kNoField;
  size_t updated_at = kNoField;
  size_t revision = kNoField;
  size_t erased = kNoField;  // kNoField, too, where it can't be erased
  size_t member = kNoField;  // and where it is no member's
};

extern const Resource kOrganizationResource;
extern const Resource kMemberResource;
extern const Resource kCertificationTypeResource;
extern const Resource kCertificationResource;
extern const Resource kQualificationResource;
extern const Resource kJobRoleResource;
extern const Resource kJobRoleAssignmentResource;

// Whether a member is qualified, and what that is made of.
extern const Resource kQualificationResultResource;
extern const Resource kRequirementResource;
extern const Resource kCandidateResource;
extern const Resource kRemedyStepResource;
extern const Resource kQualificationTimelineResource;
extern const Resource kTimelineSegmentResource;
extern const Resource kTimelineCauseResource;

// What-if: the answer, and what a request and an answer are made of.
extern const Resource kWhatIfResource;
extern const Resource kWhatIfChangeResource;
extern const Resource kWhatIfStepResource;
extern const Resource kWhatIfDifferenceResource;

// What is told of the history, and of a certification's checks.
extern const Resource kHistoryEntryResource;
extern const Resource kHistoryHeadResource;
extern const Resource kHistoryReportResource;
extern const Resource kVerificationResource;

// How many certifications have each validity status.
extern const Resource kCertificationCountResource;

// What is told of a backup.
extern const Resource kStoreBackupResource;
extern const Resource kBackupHeadResource;

// What is told of compacting.
extern const Resource kStoreCompactionResource;

// What is told of a check of the store.
extern const Resource kStoreCheckResource;
extern const Resource kCheckStepResource;
extern const Resource kCheckFindingResource;

// What is told of a purge of idempotency keys.
extern const Resource kKeyPurgeResource;

}  // namespace certlite

#endif  // CERTLITE_CORE_MODEL_RESOURCE_H_
