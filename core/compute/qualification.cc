#include "core/compute/qualification.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "core/base/date.h"
#include "core/compute/validity.h"
#include "core/model/certification.h"
#include "core/model/qualification.h"

namespace certlite {
namespace {

constexpr int64_t kForever = std::numeric_limits<int64_t>::max() - 1;

// Whether the verification is one that counts.
bool IsVerifiedEnough(int64_t verification_status, const CountingPolicy& policy) {
  return policy.verified_only ? verification_status == certification::kVerified
                              : verification_status != certification::kRejected;
}

// Days on which a candidate counts, as long as nothing is done to it.
struct Span {
  int64_t first;
  int64_t last;
};

// Nothing: it counts on none.
std::optional<Span> SpanOf(const Candidate& candidate, const CountingPolicy& policy) {
  const ValidityFacts& facts = candidate.facts;
  if (facts.lifecycle_status != LifecycleStatus::kActive) return std::nullopt;
  if (!IsVerifiedEnough(candidate.verification_status, policy)) return std::nullopt;
  const int64_t grace = policy.accepts_in_grace ? facts.grace_days : 0;
  return Span{facts.issued_on == kNoDay ? kDayMin : facts.issued_on,
              facts.expires_on == kNoDay ? kForever : facts.expires_on + grace};
}

bool IsInForce(ValidityStatus status, const CountingPolicy& policy) {
  return status == ValidityStatus::kValid || status == ValidityStatus::kExpiringSoon ||
         (status == ValidityStatus::kInGrace && policy.accepts_in_grace);
}

// What each operation costs those who carry it out, as far as one is to be preferred to another.
struct Cost {
  std::string_view operation;
  int cost;
};
constexpr std::array kCosts = {
    Cost{"certification.reinstate", 1}, Cost{"certification.restore", 1}, Cost{"certification.verify", 2},
    Cost{"certification.renew", 4},     Cost{"certification.create", 6},  Cost{"certification_type.restore", 8},
    Cost{"member.restore", 8},
};

int CostOf(const std::vector<RemedyStep>& steps) {
  int cost = 0;
  for (const RemedyStep& step : steps) cost += std::ranges::find(kCosts, step.operation, &Cost::operation)->cost;
  return cost;
}

// What makes the candidate itself count; empty: nothing does, or it needs a new one.
std::vector<RemedyStep> StepsToCount(const Candidate& candidate, const CountingPolicy& policy, int32_t as_of) {
  std::vector<RemedyStep> steps;
  LifecycleStatus status = candidate.facts.lifecycle_status;
  if (status == LifecycleStatus::kArchived) {
    steps.push_back({"certification.restore", candidate.id});
    status = candidate.archived_from;
  }
  if (status == LifecycleStatus::kSuspended) {
    steps.push_back({"certification.reinstate", candidate.id});
    status = LifecycleStatus::kActive;
  }
  ValidityFacts facts = candidate.facts;
  facts.lifecycle_status = status;
  if (!IsInForce(ComputeValidity(facts, as_of).status, policy)) return {};
  if (!IsVerifiedEnough(candidate.verification_status, policy)) {
    steps.push_back({"certification.verify", candidate.id});
  }
  return steps;
}

// What makes a new certification count: the renewal of `renewed`, or else one without a predecessor.
std::vector<RemedyStep> StepsToMake(const std::optional<Uuid>& renewed, const CountingPolicy& policy,
                                    const Obstacles& obstacles) {
  std::vector<RemedyStep> steps;
  if (obstacles.archived_member) steps.push_back({"member.restore", obstacles.archived_member});
  if (obstacles.archived_type) steps.push_back({"certification_type.restore", obstacles.archived_type});
  steps.push_back({renewed ? "certification.renew" : "certification.create", renewed});
  if (policy.verified_only) steps.push_back({"certification.verify", std::nullopt});
  return steps;
}

// The candidates that begin or end to count on `day`, of the types that are missing before or after but not both.
std::vector<TimelineCause> CausesOf(const std::vector<Uuid>& before, const std::vector<Uuid>& after,
                                    std::span<const Candidate> candidates, const CountingPolicy& policy, int64_t day) {
  std::vector<TimelineCause> causes;
  for (const Candidate& candidate : candidates) {
    const auto span = SpanOf(candidate, policy);
    const bool ended = std::ranges::binary_search(after, candidate.type_id);
    if (!span || ended == std::ranges::binary_search(before, candidate.type_id)) continue;
    const bool changes = day == (ended ? span->last + 1 : span->first) && span->first <= span->last;
    if (changes) causes.push_back({candidate.id, candidate.type_id, ended ? Cause::kEnds : Cause::kBegins});
  }
  return causes;
}

bool CanBeRenewed(const Candidate& candidate, int32_t as_of) {
  const LifecycleStatus status = candidate.facts.lifecycle_status;
  const bool open = status == LifecycleStatus::kActive || status == LifecycleStatus::kSuspended;
  return open && candidate.is_latest && candidate.facts.expires_on != kNoDay && candidate.facts.expires_on < as_of;
}

}  // namespace

Candidate CandidateOf(const Record& record) {
  using namespace certification;  // NOLINT(google-build-using-namespace): the positions of one table
  Candidate candidate;
  candidate.id = record[kId].uuid;
  candidate.type_id = record[kTypeId].uuid;
  candidate.facts = FactsOf(record);
  candidate.verification_status = record[kVerificationStatus].integer;
  if (record[kArchivedFrom].has_value()) {
    candidate.archived_from = static_cast<LifecycleStatus>(record[kArchivedFrom].integer);
  }
  candidate.is_latest = record[kIsLatest].integer != 0;
  candidate.last_sequence = record.last_sequence;
  return candidate;
}

Requirements RequirementsOf(const Record& record) {
  Requirements required;
  record[qualification::kTypeIds].ForEachUuid([&required](const Uuid& id) { required.type_ids.push_back(id); });
  required.policy = {record[qualification::kVerificationPolicy].integer == qualification::kVerified,
                     record[qualification::kAcceptsInGrace].integer != 0};
  return required;
}

Counting JudgeCandidate(const Candidate& candidate, const CountingPolicy& policy, int32_t as_of) {
  switch (candidate.facts.lifecycle_status) {
    case LifecycleStatus::kActive:
      break;
    case LifecycleStatus::kSuspended:
      return Counting::kSuspended;
    case LifecycleStatus::kSuperseded:
      return Counting::kSuperseded;
    case LifecycleStatus::kArchived:
      return Counting::kArchived;
    default:
      return Counting::kRevoked;  // what isn't known is treated as the worst that is
  }
  const ValidityStatus status = ComputeValidity(candidate.facts, as_of).status;
  if (status == ValidityStatus::kNotYetValid) return Counting::kNotYetValid;
  if (status == ValidityStatus::kExpired) return Counting::kExpired;
  if (!IsInForce(status, policy)) return Counting::kInGrace;
  if (IsVerifiedEnough(candidate.verification_status, policy)) return Counting::kCounts;
  return candidate.verification_status == certification::kRejected ? Counting::kRejected : Counting::kUnverified;
}

Coverage ComputeCoverage(const Uuid& type_id, std::span<const Candidate> candidates, const CountingPolicy& policy,
                         int32_t as_of) {
  std::vector<Span> spans;
  for (const Candidate& candidate : candidates) {
    const auto span = SpanOf(candidate, policy);
    if (span && candidate.type_id == type_id) spans.push_back(*span);
  }
  std::ranges::sort(spans, {}, &Span::first);
  int64_t covered = int64_t{as_of} - 1;
  for (const Span& span : spans) {
    if (span.first <= covered + 1) covered = std::max(covered, span.last);
  }
  if (covered < as_of) return {};
  return {true, covered > kDayMax ? kNoDay : static_cast<int32_t>(covered)};
}

QualificationVerdict ComputeQualification(const Requirements& required, std::span<const Candidate> candidates,
                                          int32_t as_of) {
  QualificationVerdict verdict;
  for (const Uuid& type_id : required.type_ids) {
    const Coverage coverage = ComputeCoverage(type_id, candidates, required.policy, as_of);
    if (!coverage.met) {
      verdict.missing.push_back(type_id);
      continue;
    }
    ++verdict.met;
    if (coverage.until == kNoDay) continue;
    verdict.until = verdict.until == kNoDay ? coverage.until : std::min(verdict.until, coverage.until);
  }
  if (verdict.missing.empty()) {
    verdict.status = QualificationStatus::kQualified;
  } else {
    verdict.until = kNoDay;
    if (verdict.met > 0) verdict.status = QualificationStatus::kPartiallyQualified;
  }
  return verdict;
}

std::vector<TimelineSegment> ComputeTimeline(const Requirements& required, std::span<const Candidate> candidates,
                                             int32_t first, int32_t last) {
  std::vector<int64_t> days = {first};  // on which something may change
  for (const Candidate& candidate : candidates) {
    const auto span = SpanOf(candidate, required.policy);
    if (!span) continue;
    for (const int64_t day : {span->first, span->last + 1}) {
      if (day > first && day <= last) days.push_back(day);
    }
  }
  std::ranges::sort(days);
  std::vector<TimelineSegment> segments;
  for (const int64_t day : days) {
    const auto as_of = static_cast<int32_t>(day);
    QualificationVerdict verdict = ComputeQualification(required, candidates, as_of);
    if (segments.empty() || segments.back().missing != verdict.missing) {
      std::vector<TimelineCause> causes;
      if (!segments.empty())
        causes = CausesOf(segments.back().missing, verdict.missing, candidates, required.policy, day);
      segments.push_back({as_of, as_of, verdict.status, std::move(verdict.missing), std::move(causes)});
    }
  }
  for (size_t i = 0; i < segments.size(); ++i) {
    segments[i].last = i + 1 < segments.size() ? segments[i + 1].first - 1 : last;
  }
  return segments;
}

std::vector<RemedyStep> FindRemedy(const Uuid& type_id, std::span<const Candidate> candidates,
                                   const CountingPolicy& policy, const Obstacles& obstacles, int32_t as_of) {
  std::vector<RemedyStep> least = StepsToMake(std::nullopt, policy, obstacles);
  const auto consider = [&least](std::vector<RemedyStep> steps) {
    if (!steps.empty() && CostOf(steps) < CostOf(least)) least = std::move(steps);
  };
  for (const Candidate& candidate : candidates) {
    if (candidate.type_id != type_id) continue;
    consider(StepsToCount(candidate, policy, as_of));
    if (CanBeRenewed(candidate, as_of)) consider(StepsToMake(candidate.id, policy, obstacles));
  }
  return least;
}

}  // namespace certlite
