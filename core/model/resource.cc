#include "core/model/resource.h"

#include "core/model/certification.h"
#include "core/model/certification_count.h"
#include "core/model/certification_type.h"
#include "core/model/history.h"
#include "core/model/job_role.h"
#include "core/model/job_role_assignment.h"
#include "core/model/key_purge.h"
#include "core/model/member.h"
#include "core/model/organization.h"
#include "core/model/qualification.h"
#include "core/model/qualification_result.h"
#include "core/model/upkeep.h"
#include "core/model/verification.h"
#include "core/model/what_if.h"

namespace certlite {

namespace {

template <size_t kCount>
consteval Resource Describe(std::string_view name, std::string_view title, std::string_view schema,
                            const std::array<Field, kCount>& fields, size_t erased = kNoField,
                            size_t member = kNoField) {
  return {name,
          title,
          schema,
          fields,
          FieldIndex(fields, "id"),
          FieldIndex(fields, "created_at"),
          FieldIndex(fields, "updated_at"),
          FieldIndex(fields, "revision"),
          erased,
          member};
}

}  // namespace

constexpr Resource kOrganizationResource =
    Describe("organization", "organization", "Organization", organization::kFields);
constexpr Resource kMemberResource = Describe("member", "organization member", "OrganizationMember", member::kFields,
                                              FieldIndex(member::kFields, "erased"));
constexpr Resource kCertificationTypeResource =
    Describe("certification_type", "certification type", "CertificationType", certification_type::kFields);
constexpr Resource kCertificationResource =
    Describe("certification", "certification", "Certification", certification::kFields,
             FieldIndex(certification::kFields, "erased"), certification::kMemberId);

constexpr Resource kQualificationResource =
    Describe("qualification", "qualification", "Qualification", qualification::kFields);
constexpr Resource kJobRoleResource = Describe("job_role", "job role", "JobRole", job_role::kFields);
constexpr Resource kJobRoleAssignmentResource =
    Describe("job_role_assignment", "job role assignment", "JobRoleAssignment", job_role_assignment::kFields, kNoField,
             job_role_assignment::kMemberId);

constexpr Resource kQualificationResultResource = {"qualification_result", "qualification result",
                                                   "QualificationResult", qualification_result::kFields};
constexpr Resource kRequirementResource = {"requirement", "requirement", "Requirement", requirement::kFields};
constexpr Resource kCandidateResource = {"candidate", "candidate", "Candidate", candidate::kFields};
constexpr Resource kRemedyStepResource = {"remedy_step", "step of a remedy", "RemedyStep", remedy_step::kFields};

constexpr Resource kQualificationTimelineResource = {"qualification_result", "qualification timeline",
                                                     "QualificationTimeline", qualification_timeline::kFields};
constexpr Resource kTimelineSegmentResource = {"timeline_segment", "segment of a timeline", "TimelineSegment",
                                               timeline_segment::kFields};
constexpr Resource kTimelineCauseResource = {"timeline_cause", "cause of a change", "TimelineCause",
                                             timeline_cause::kFields};

constexpr Resource kWhatIfResource = {"what_if", "what-if", "WhatIf", what_if::kFields};
constexpr Resource kWhatIfChangeResource = {"what_if_change", "change of a what-if", "WhatIfChange",
                                            what_if_change::kFields};
constexpr Resource kWhatIfStepResource = {"what_if_step", "step of a what-if", "WhatIfStep", what_if_step::kFields};
constexpr Resource kWhatIfDifferenceResource = {"what_if_difference", "difference of a what-if", "WhatIfDifference",
                                                what_if_difference::kFields};

constexpr Resource kHistoryEntryResource = {"history", "history entry", "HistoryEntry", history_entry::kFields};
constexpr Resource kHistoryHeadResource = {"history", "history head", "HistoryHead", history_head::kFields};
constexpr Resource kHistoryReportResource = {"history", "history report", "HistoryReport", history_report::kFields};
constexpr Resource kVerificationResource = {"verification", "verification", "Verification", verification::kFields};
constexpr Resource kCertificationCountResource = {"certification", "count of certifications", "CertificationCount",
                                                  certification_count::kFields};
constexpr Resource kStoreBackupResource = {"engine", "backup of the store", "StoreBackup", store_backup::kFields};
constexpr Resource kBackupHeadResource = {"backup_head", "head in a backup", "BackupHead", backup_head::kFields};
constexpr Resource kStoreCompactionResource = {"engine", "compaction of the store", "StoreCompaction",
                                               store_compaction::kFields};
constexpr Resource kStoreCheckResource = {"engine", "check of the store", "StoreCheck", store_check::kFields};
constexpr Resource kCheckStepResource = {"check_step", "part of a check", "CheckStep", check_step::kFields};
constexpr Resource kCheckFindingResource = {"check_finding", "finding of a check", "CheckFinding",
                                            check_finding::kFields};
constexpr Resource kKeyPurgeResource = {"idempotency", "purge of idempotency keys", "IdempotencyKeyPurge",
                                        key_purge::kFields};

}  // namespace certlite
