// Compute: whether a member's certifications are what a qualification asks for. Pure, as validity is.
#ifndef CERTLITE_CORE_COMPUTE_QUALIFICATION_H_
#define CERTLITE_CORE_COMPUTE_QUALIFICATION_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/uuid.h"
#include "core/model/qualification_result.h"
#include "core/model/record.h"
#include "core/model/validity.h"

namespace certlite {

// A certification as far as requirements look at it.
struct Candidate {
  Uuid id;
  Uuid type_id;
  ValidityFacts facts;
  int64_t verification_status = 0;                            // of certification::kVerificationStatuses
  LifecycleStatus archived_from = LifecycleStatus::kRevoked;  // what restoring would make of it
  bool is_latest = true;                                      // nothing renews it
  int64_t last_sequence = 0;                                  // of its newest version in the history
};

// Which certifications count.
struct CountingPolicy {
  bool verified_only = false;
  bool accepts_in_grace = false;
};

// What a qualification asks for.
struct Requirements {
  std::vector<Uuid> type_ids;  // ascending
  CountingPolicy policy;
};

// How far a requirement is covered. Unit: days since 1970-01-01.
struct Coverage {
  bool met = false;
  int32_t until = kNoDay;  // the last day of unbroken coverage; kNoDay: without an end, or not met
};

struct QualificationVerdict {
  QualificationStatus status = QualificationStatus::kNotQualified;
  std::vector<Uuid> missing;  // ascending
  size_t met = 0;
  int32_t until = kNoDay;  // as Coverage's
};

// Of a certification.
Candidate CandidateOf(const Record& record);

// Of a qualification.
Requirements RequirementsOf(const Record& record);

// Source: docs/qualifications.md.
Counting JudgeCandidate(const Candidate& candidate, const CountingPolicy& policy, int32_t as_of);

// How far the candidates cover the type from the day on: cards that overlap or follow each other without a gap chain.
Coverage ComputeCoverage(const Uuid& type_id, std::span<const Candidate> candidates, const CountingPolicy& policy,
                         int32_t as_of);

QualificationVerdict ComputeQualification(const Requirements& required, std::span<const Candidate> candidates,
                                          int32_t as_of);

// What made a segment differ from the one before: a certification that begins or ends to count.
struct TimelineCause {
  Uuid certification_id;
  Uuid type_id;
  Cause change = Cause::kBegins;
};

// Days, from the first to the last, on which the same is missing. Unit: days since 1970-01-01.
struct TimelineSegment {
  int32_t first = 0;
  int32_t last = 0;
  QualificationStatus status = QualificationStatus::kNotQualified;
  std::vector<Uuid> missing;          // ascending
  std::vector<TimelineCause> causes;  // in the order of the candidates
};

// What holds on each day from `first` to `last`, as ComputeQualification tells it, in segments that are as long as can
// be.
std::vector<TimelineSegment> ComputeTimeline(const Requirements& required, std::span<const Candidate> candidates,
                                             int32_t first, int32_t last);

// One step of a remedy. Lifetime: static text.
struct RemedyStep {
  std::string_view operation;
  std::optional<Uuid> id;  // nothing: the certification that is made
};

// What a new certification of the type would meet first.
struct Obstacles {
  std::optional<Uuid> archived_member;
  std::optional<Uuid> archived_type;
};

// The least that would meet a requirement that isn't met, for what is done on the day itself.
std::vector<RemedyStep> FindRemedy(const Uuid& type_id, std::span<const Candidate> candidates,
                                   const CountingPolicy& policy, const Obstacles& obstacles, int32_t as_of);

}  // namespace certlite

#endif  // CERTLITE_CORE_COMPUTE_QUALIFICATION_H_
