// Qualification result: whether a member has what a qualification asks for, and why. Computed, never stored.
#ifndef CERTLITE_CORE_MODEL_QUALIFICATION_RESULT_H_
#define CERTLITE_CORE_MODEL_QUALIFICATION_RESULT_H_

#include <array>

#include "core/model/certification_type.h"
#include "core/model/field.h"
#include "core/model/qualification.h"
#include "core/model/resource.h"

namespace certlite {

// Why a certification counts for a requirement, or doesn't.
enum class Counting : int32_t {
  kCounts,
  kSuspended,
  kRevoked,
  kSuperseded,
  kArchived,
  kNotYetValid,
  kInGrace,
  kExpired,
  kRejected,
  kUnverified,
};
inline constexpr std::array<std::string_view, 10> kCountings = {"counts",   "suspended",     "revoked",  "superseded",
                                                                "archived", "not_yet_valid", "in_grace", "expired",
                                                                "rejected", "unverified"};

enum class QualificationStatus : int32_t { kNotQualified, kPartiallyQualified, kQualified };
inline constexpr std::array<std::string_view, 3> kQualificationStatuses = {"not_qualified", "partially_qualified",
                                                                           "qualified"};

// A certification that a member holds of a required type.
namespace candidate {

inline constexpr std::array kFields = {
    Field{"certification_id", FieldType::kUuid, kInData, "The certification."},
    Field{"counts", FieldType::kBoolean, kInData, "Whether it meets the requirement."},
    Field{"reason", FieldType::kChoice, kInData, "Why it counts or doesn't.", 0, 0, kCountings},
    Field{"since", FieldType::kInstant, kInData | kNullable,
          "Since when it is suspended, revoked, superseded or archived; else null."},
    Field{"days_remaining", FieldType::kInteger, kInData | kNullable,
          "Days from as_of to expires_on: -12 is expired 12 days ago; null: it never expires, or isn't active."},
};

inline constexpr size_t kCertificationId = FieldIndex(kFields, "certification_id");
inline constexpr size_t kCounts = FieldIndex(kFields, "counts");
inline constexpr size_t kReason = FieldIndex(kFields, "reason");
inline constexpr size_t kSince = FieldIndex(kFields, "since");
inline constexpr size_t kDaysRemaining = FieldIndex(kFields, "days_remaining");

}  // namespace candidate

// One step of what would meet a requirement.
namespace remedy_step {

inline constexpr std::array kFields = {
    Field{"operation", FieldType::kText, kInData, "The operation.", 1, 64},
    Field{"id", FieldType::kUuid, kInData | kNullable,
          "What it is done to; null: the certification that is created, or that the step before has made."},
};

inline constexpr size_t kOperation = FieldIndex(kFields, "operation");
inline constexpr size_t kId = FieldIndex(kFields, "id");

}  // namespace remedy_step

// A certification type that a qualification requires.
namespace requirement {

inline constexpr std::array kFields = {
    Field{"certification_type_id", FieldType::kUuid, kInData, "The type that is required."},
    Field{"slug", FieldType::kSlug, kInData, "The type's short name.", 1, 128},
    Field{"title", FieldType::kText, kInData, "The type's title.", 1, 255},
    Field{"status", FieldType::kChoice, kInData, "The type's status; an archived one is still required.", 0, 0,
          certification_type::kStatuses},
    Field{"met", FieldType::kBoolean, kInData, "Whether a certification of the type counts."},
    Field{"met_until", FieldType::kDate, kInData | kNullable,
          "The last day of unbroken coverage from as_of on; null: without an end, or not met."},
    RowsField("candidates", kInData, "The member's certifications of the type, in the order of their ids.",
              &kCandidateResource),
    RowsField("remedy", kInData, "The least that would meet it, step by step; empty: it is met.", &kRemedyStepResource),
};

inline constexpr size_t kTypeId = FieldIndex(kFields, "certification_type_id");
inline constexpr size_t kSlug = FieldIndex(kFields, "slug");
inline constexpr size_t kTitle = FieldIndex(kFields, "title");
inline constexpr size_t kStatus = FieldIndex(kFields, "status");
inline constexpr size_t kMet = FieldIndex(kFields, "met");
inline constexpr size_t kMetUntil = FieldIndex(kFields, "met_until");
inline constexpr size_t kCandidates = FieldIndex(kFields, "candidates");
inline constexpr size_t kRemedy = FieldIndex(kFields, "remedy");

}  // namespace requirement

// What a result and a timeline both tell.
inline constexpr Field kWhoField = {"organization_member_id", FieldType::kUuid, kInData, "Who is asked about."};
inline constexpr Field kWhatField = {"qualification_id", FieldType::kUuid, kInData, "What is asked for."};
inline constexpr Field kMissingField = {
    "missing_certification_type_ids", FieldType::kUuids, kInData, "The required types that are not met.", 0,
    qualification::kRequirementsMax};
inline constexpr Field kEvaluatedAtField = {"evaluated_at", FieldType::kInstant, kInData, "When it was worked out."};

namespace qualification_result {

inline constexpr std::array kFields = {
    kWhoField,
    kWhatField,
    Field{"status", FieldType::kChoice, kInData | kInFilter,
          "Qualified: every requirement is met, or there is none; partially: some are.", 0, 0, kQualificationStatuses},
    Field{"met_requirement_count", FieldType::kInteger, kInData, "How many requirements are met."},
    Field{"total_requirement_count", FieldType::kInteger, kInData, "How many there are."},
    kMissingField,
    kEvaluatedAtField,
    Field{"as_of", FieldType::kDate, kInMeta | kInExplanation, "The day that is asked about."},
    Field{"qualified_until", FieldType::kDate, kInMeta | kInExplanation | kNullable,
          "The last day of unbroken coverage from as_of on; null: without an end, or not qualified."},
    RowsField("requirements", kInExplanation, "Each requirement, in the order of the types' ids.",
              &kRequirementResource),
};

inline constexpr size_t kMemberId = FieldIndex(kFields, "organization_member_id");
inline constexpr size_t kQualificationId = FieldIndex(kFields, "qualification_id");
inline constexpr size_t kStatus = FieldIndex(kFields, "status");
inline constexpr size_t kMetCount = FieldIndex(kFields, "met_requirement_count");
inline constexpr size_t kTotalCount = FieldIndex(kFields, "total_requirement_count");
inline constexpr size_t kMissing = FieldIndex(kFields, "missing_certification_type_ids");
inline constexpr size_t kEvaluatedAt = FieldIndex(kFields, "evaluated_at");
inline constexpr size_t kAsOf = FieldIndex(kFields, "as_of");
inline constexpr size_t kQualifiedUntil = FieldIndex(kFields, "qualified_until");
inline constexpr size_t kRequirements = FieldIndex(kFields, "requirements");

}  // namespace qualification_result

inline constexpr std::array<std::string_view, 2> kCauses = {"begins", "ends"};
enum class Cause : int32_t { kBegins, kEnds };

// What made a timeline's segment differ from the one before.
namespace timeline_cause {

inline constexpr std::array kFields = {
    Field{"certification_id", FieldType::kUuid, kInData, "A certification of a type that is met since, or no longer."},
    Field{"certification_type_id", FieldType::kUuid, kInData, "The type."},
    Field{"change", FieldType::kChoice, kInData, "Whether it begins to count on the segment's first day, or ends to.",
          0, 0, kCauses},
};

inline constexpr size_t kCertificationId = FieldIndex(kFields, "certification_id");
inline constexpr size_t kTypeId = FieldIndex(kFields, "certification_type_id");
inline constexpr size_t kChange = FieldIndex(kFields, "change");

}  // namespace timeline_cause

// Days on which the same is missing.
namespace timeline_segment {

inline constexpr std::array kFields = {
    Field{"starts_on", FieldType::kDate, kInData, "Its first day."},
    Field{"ends_on", FieldType::kDate, kInData, "Its last day."},
    Field{"status", FieldType::kChoice, kInData, "As qualification_result.list tells it of each of the days.", 0, 0,
          kQualificationStatuses},
    kMissingField,
    RowsField("causes", kInData, "What changed on its first day; of the first segment nothing is told.",
              &kTimelineCauseResource),
};

inline constexpr size_t kStartsOn = FieldIndex(kFields, "starts_on");
inline constexpr size_t kEndsOn = FieldIndex(kFields, "ends_on");
inline constexpr size_t kStatus = FieldIndex(kFields, "status");
inline constexpr size_t kMissing = FieldIndex(kFields, "missing_certification_type_ids");
inline constexpr size_t kCauses = FieldIndex(kFields, "causes");

}  // namespace timeline_segment

namespace qualification_timeline {

inline constexpr std::array kFields = {
    kWhoField,
    kWhatField,
    Field{"starts_on", FieldType::kDate, kInData, "The first day that is asked about."},
    Field{"ends_on", FieldType::kDate, kInData, "The last one."},
    RowsField("segments", kInData, "What holds from day to day, without gaps.", &kTimelineSegmentResource),
    kEvaluatedAtField,
};

inline constexpr size_t kMemberId = FieldIndex(kFields, "organization_member_id");
inline constexpr size_t kQualificationId = FieldIndex(kFields, "qualification_id");
inline constexpr size_t kStartsOn = FieldIndex(kFields, "starts_on");
inline constexpr size_t kEndsOn = FieldIndex(kFields, "ends_on");
inline constexpr size_t kSegments = FieldIndex(kFields, "segments");
inline constexpr size_t kEvaluatedAt = FieldIndex(kFields, "evaluated_at");

}  // namespace qualification_timeline

}  // namespace certlite

#endif  // CERTLITE_CORE_MODEL_QUALIFICATION_RESULT_H_
