// Qualification results: whether members have what their organization's qualifications ask for, and why.
#include <algorithm>
#include <utility>
#include <vector>

#include "core/base/json_text.h"
#include "core/compute/qualification.h"
#include "core/compute/validity.h"
#include "core/engine/admission.h"
#include "core/engine/cursor.h"
#include "core/engine/operations.h"
#include "core/engine/versions.h"
#include "core/model/certification.h"
#include "core/model/job_role.h"
#include "core/model/lifecycle.h"
#include "core/model/member.h"
#include "core/model/qualification.h"
#include "core/model/qualification_result.h"
#include "core/model/rule.h"
#include "core/render/render.h"
#include "core/store/history.h"
#include "core/store/schema.h"

namespace certlite {
namespace {

// Every certification of a member: a result never rests on some of them.
Result<std::vector<Candidate>> CandidatesOf(Call& call, const Record& member) {
  std::vector<Candidate> candidates;
  auto run = ForEachRecord(*call.connection, kCertificationResource, SqlOf(kCertificationResource).list_by_member,
                           {{"organization_key", Value::Of(member.organization_key)},
                            {"member_key", Value::Of(member.key)},
                            {"after_id", Value::Of(Uuid{})}},
                           [&](const Record& record) {
                             if (!record.erased()) candidates.push_back(CandidateOf(record));
                             return true;
                           });
  if (!run.ok()) return std::move(run.error());
  std::ranges::sort(candidates, {}, &Candidate::id);
  return candidates;
}

// A qualification with what it asks for.
struct Asking {
  Record qualification;
  Requirements required;
};

Record ResultOf(Call& call, const Record& member, const Asking& asking, const QualificationVerdict& verdict) {
  using namespace qualification_result;  // NOLINT(google-build-using-namespace): the positions of one table
  Record result;
  result.resource = &kQualificationResultResource;
  result[kMemberId] = member[member::kId];
  result[kQualificationId] = asking.qualification[qualification::kId];
  result[kStatus] = Value::Of(static_cast<int64_t>(verdict.status));
  result[kMetCount] = Value::Of(static_cast<int64_t>(verdict.met));
  result[kTotalCount] = Value::Of(static_cast<int64_t>(asking.required.type_ids.size()));
  result[kMissing] = Value::OfUuids(verdict.missing, call.arena);
  result[kEvaluatedAt] = Value::Of(call.now_ms);
  result[kAsOf] = Value::Of(int64_t{call.as_of});
  result[kQualifiedUntil] = DayValue(verdict.until);
  return result;
}

// The result of one member and one qualification, unless the request asks for others.
std::optional<Record> MakeResult(Call& call, const Record& member, const Asking& asking,
                                 const std::vector<Candidate>& candidates) {
  const QualificationVerdict verdict = ComputeQualification(asking.required, candidates, call.as_of);
  const Value& status = call.request.fields[qualification_result::kStatus];
  if (status.given() && status.integer != static_cast<int64_t>(verdict.status)) return std::nullopt;
  return ResultOf(call, member, asking, verdict);
}

Value RowsOf(Call& call, std::span<const Record> rows) { return Value::Of(call.arena.Copy(RenderRows(rows))); }

Value SegmentRows(Call& call, std::span<const TimelineSegment> segments) {
  std::vector<Record> rows;
  for (const TimelineSegment& segment : segments) {
    std::vector<Record> causes;
    for (const TimelineCause& cause : segment.causes) {
      Record row;
      row.resource = &kTimelineCauseResource;
      row[timeline_cause::kCertificationId] = Value::Of(cause.certification_id);
      row[timeline_cause::kTypeId] = Value::Of(cause.type_id);
      row[timeline_cause::kChange] = Value::Of(static_cast<int64_t>(cause.change));
      causes.push_back(row);
    }
    Record row;
    row.resource = &kTimelineSegmentResource;
    row[timeline_segment::kStartsOn] = DayValue(segment.first);
    row[timeline_segment::kEndsOn] = DayValue(segment.last);
    row[timeline_segment::kStatus] = Value::Of(static_cast<int64_t>(segment.status));
    row[timeline_segment::kMissing] = Value::OfUuids(segment.missing, call.arena);
    row[timeline_segment::kCauses] = RowsOf(call, causes);
    rows.push_back(row);
  }
  return RowsOf(call, rows);
}

// The timeline of one member and one qualification.
std::optional<Record> MakeTimeline(Call& call, const Record& member, const Asking& asking,
                                   const std::vector<Candidate>& candidates) {
  using namespace qualification_timeline;  // NOLINT(google-build-using-namespace): the positions of one table
  const Value& first = call.parameter(parameter::kStartsOn);
  const Value& last = call.parameter(parameter::kEndsOn);
  Record timeline;
  timeline.resource = &kQualificationTimelineResource;
  timeline[kMemberId] = member[member::kId];
  timeline[kQualificationId] = asking.qualification[qualification::kId];
  timeline[kStartsOn] = first;
  timeline[kEndsOn] = last;
  timeline[kSegments] =
      SegmentRows(call, ComputeTimeline(asking.required, candidates, static_cast<int32_t>(first.integer),
                                        static_cast<int32_t>(last.integer)));
  timeline[kEvaluatedAt] = Value::Of(call.now_ms);
  return timeline;
}

// The id right before; before the first there is none.
Uuid Before(Uuid id) {
  if (id == Uuid{}) return id;
  for (size_t i = id.bytes.size(); i-- > 0;) {
    if (id.bytes[i]-- != 0) break;
  }
  return id;
}

// One page of what is told of members and qualifications, in the order of the members' ids and, of one member, of the
// qualifications'.
class ResultPage {
 public:
  // Makes the row of one member and one qualification, unless the request asks for others.
  using MakeRow = std::optional<Record> (*)(Call& call, const Record& member, const Asking& asking,
                                            const std::vector<Candidate>& candidates);

  ResultPage(Call& call, MakeRow make_row)
      : call_(call), make_row_(make_row), mark_(FilterMark(call)), limit_(LimitOf(call)) {}

  Result<Answer> Run() {
    // Who has a role is told to whoever may read that.
    if (call_.parameter(parameter::kJobRoleId).given()) {
      const std::string_view scope = FindOperation("job_role_assignment.list")->scope;
      auto granted = CheckScope(call_.principal, scope, PointerTo("job_role_id"));
      if (!granted.ok()) return std::move(granted.error());
    }
    const Value& cursor = call_.parameter(parameter::kCursor);
    if (cursor.has_value()) {
      auto read = ReadCursor(cursor.text, mark_);
      if (!read.ok()) return std::move(read.error());
      after_ = *read;
      if (!call_.as_of_given) call_.as_of = after_.as_of;
    }
    for (const ReachPart& part : call_.reach.parts) {
      auto collected = CollectFrom(part);
      if (!collected.ok()) return std::move(collected.error());
    }
    std::ranges::sort(page_, [](const Record& a, const Record& b) { return PlaceOf(a) < PlaceOf(b); });
    const bool more = page_.size() > limit_;
    if (more) page_.resize(limit_);
    return Answer{Outcome::kRead, OwnedText(RenderPage(page_, more ? CursorAfter(page_.back()) : std::string()))};
  }

 private:
  using Place = std::pair<Uuid, Uuid>;  // of a row in the order: the member's id, the qualification's

  static Place PlaceOf(const Record& row) {
    using namespace qualification_result;  // NOLINT(google-build-using-namespace): the positions of one table
    static_assert(kMemberId == qualification_timeline::kMemberId);
    static_assert(kQualificationId == qualification_timeline::kQualificationId);
    return {row[kMemberId].uuid, row[kQualificationId].uuid};
  }

  std::string CursorAfter(const Record& last) const {
    const auto [member, qualification] = PlaceOf(last);
    return WriteCursor({mark_, call_.as_of, kNoDay, member, qualification});
  }

  // The organization's active job role that is asked about.
  Result<std::optional<Record>> RoleOf(const ReachPart& part) {
    auto role = FindRecord(*call_.connection, kJobRoleResource, part.organization.key,
                           call_.parameter(parameter::kJobRoleId).uuid, call_.arena);
    if (role.ok() && role->has_value() && (**role)[job_role::kStatus].integer != job_role::kActive) role->reset();
    return role;
  }

  // The active qualifications of the organization, of its role if there is one, or the one that is asked about.
  Result<std::vector<Asking>> QualificationsOf(const ReachPart& part, const std::optional<Record>& role) {
    std::vector<Asking> qualifications;
    const Value& asked = call_.parameter(parameter::kQualificationId);
    auto run = ForEachRecord(*call_.connection, kQualificationResource, SqlOf(kQualificationResource).list_by_id,
                             {{"organization_key", Value::Of(part.organization.key)}, {"after_id", Value::Of(Uuid{})}},
                             [&](const Record& record) {
                               const Value& id = record[qualification::kId];
                               const bool active = record[qualification::kStatus].integer == qualification::kActive;
                               const bool of_role = !role || (*role)[job_role::kQualificationIds].Contains(id.uuid);
                               if (active && of_role && (!asked.has_value() || id == asked)) {
                                 qualifications.push_back({Retain(record, call_.arena), RequirementsOf(record)});
                               }
                               return true;
                             });
    if (!run.ok()) return std::move(run.error());
    return qualifications;
  }

  // One row more than the page holds is enough of each organization.
  Result<void> CollectFrom(const ReachPart& part) {
    std::optional<Record> role;
    if (call_.parameter(parameter::kJobRoleId).has_value()) {
      auto found = RoleOf(part);
      if (!found.ok()) return std::move(found.error());
      if (!found->has_value()) return {};
      role = std::move(*found);
    }
    auto qualifications = QualificationsOf(part, role);
    if (!qualifications.ok()) return std::move(qualifications.error());
    if (qualifications->empty()) return {};
    const Value& asked = call_.parameter(parameter::kMemberId);
    if (asked.has_value()) return CollectOf(part, asked.uuid, *qualifications);
    Result<void> collected;
    const size_t before = page_.size();
    // From the member on at which the page before has ended: it may have more.
    auto run =
        ForEachRecord(*call_.connection, kMemberResource, role ? kMembersByRole : SqlOf(kMemberResource).list_by_id,
                      {{"organization_key", Value::Of(part.organization.key)},
                       {"role_key", Value::Of(role ? role->key : 0)},
                       {"after_id", Value::Of(Before(after_.id))}},
                      [&](const Record& member) {
                        collected = Collect(part, member, *qualifications);
                        return collected.ok() && page_.size() - before <= limit_;
                      });
    return run.ok() ? std::move(collected) : std::move(run);
  }

  Result<void> CollectOf(const ReachPart& part, const Uuid& member_id, const std::vector<Asking>& qualifications) {
    auto member = FindRecord(*call_.connection, kMemberResource, part.organization.key, member_id, call_.arena);
    if (!member.ok()) return std::move(member.error());
    return member->has_value() ? Collect(part, **member, qualifications) : Result<void>();
  }

  Result<void> Collect(const ReachPart& part, const Record& member, const std::vector<Asking>& qualifications) {
    const bool asked_about = !member.erased() && member[member::kStatus].integer != member::kArchived;
    if (!asked_about || !part.Includes(member)) return {};
    auto candidates = CandidatesOf(call_, member);
    if (!candidates.ok()) return std::move(candidates.error());
    for (const Asking& asking : qualifications) {
      const Place place = {member[member::kId].uuid, asking.qualification[qualification::kId].uuid};
      if (place <= Place(after_.id, after_.within)) continue;
      if (auto row = make_row_(call_, member, asking, *candidates)) page_.push_back(*row);
    }
    return {};
  }

  Call& call_;
  const MakeRow make_row_;
  const std::array<uint8_t, 8> mark_;
  const size_t limit_;
  Cursor after_;
  std::vector<Record> page_;
};

// One member and one qualification, and what the member has.
struct Asked {
  Record member;
  Asking asking;
  std::vector<Candidate> candidates;
};

Result<Asked> FindAsked(Call& call) {
  auto member = FindWithinReach(call, kMemberResource, call.parameter(parameter::kMemberId).uuid);
  if (!member.ok()) return std::move(member.error());
  if (!member->has_value() || (*member)->erased()) {
    return MakeError(ErrorCode::kNotFound, rule::kMemberExists, PointerTo("organization_member_id"),
                     "There is no such member within reach.");
  }
  auto qualification = FindRecord(*call.connection, kQualificationResource, (*member)->organization_key,
                                  call.parameter(parameter::kQualificationId).uuid, call.arena);
  if (!qualification.ok()) return std::move(qualification.error());
  if (!qualification->has_value()) {
    return MakeError(ErrorCode::kNotFound, rule::kQualificationExists, PointerTo("qualification_id"),
                     "There is no such qualification in the member's organization.");
  }
  auto candidates = CandidatesOf(call, **member);
  if (!candidates.ok()) return std::move(candidates.error());
  Requirements required = RequirementsOf(**qualification);
  return Asked{std::move(**member), {std::move(**qualification), std::move(required)}, std::move(*candidates)};
}

// One explanation on its way.
class Explainer {
 public:
  Explainer(Call& call, const Asked& asked)
      : call_(call), member_(asked.member), candidates_(asked.candidates), required_(asked.asking.required) {}

  // Each requirement, as an array.
  Result<Value> Rows() {
    std::vector<Record> rows;
    for (const Uuid& type_id : required_.type_ids) {
      auto type = FindTypeFor(call_, member_.organization_key, type_id);
      if (!type.ok()) return std::move(type.error());
      if (!type->has_value()) return MakeError(ErrorCode::kCorrupt, "A required certification type is missing.");
      auto row = RequirementOf(**type);
      if (!row.ok()) return std::move(row.error());
      rows.push_back(std::move(*row));
    }
    return RowsOf(call_, rows);
  }

 private:
  Result<Record> RequirementOf(const Record& type) {
    using namespace requirement;  // NOLINT(google-build-using-namespace): the positions of one table
    const Uuid& type_id = type[certification_type::kId].uuid;
    const Coverage coverage = ComputeCoverage(type_id, candidates_, required_.policy, call_.as_of);
    Record row;
    row.resource = &kRequirementResource;
    row[kTypeId] = type[certification_type::kId];
    row[kSlug] = type[certification_type::kSlug];
    row[kTitle] = type[certification_type::kTitle];
    row[kStatus] = type[certification_type::kStatus];
    row[kMet] = Value::Of(int64_t{coverage.met});
    row[kMetUntil] = DayValue(coverage.until);
    auto candidates = CandidatesFor(type_id);
    if (!candidates.ok()) return std::move(candidates.error());
    row[kCandidates] = *candidates;
    row[kRemedy] = coverage.met ? RowsOf(call_, {}) : RemedyFor(type);
    return row;
  }

  Result<Value> CandidatesFor(const Uuid& type_id) {
    std::vector<Record> rows;
    for (const Candidate& held : candidates_) {
      if (held.type_id != type_id) continue;
      const Counting counting = JudgeCandidate(held, required_.policy, call_.as_of);
      const Validity validity = ComputeValidity(held.facts, call_.as_of);
      auto since = SinceWhen(held);
      if (!since.ok()) return std::move(since.error());
      Record row;
      row.resource = &kCandidateResource;
      row[candidate::kCertificationId] = Value::Of(held.id);
      row[candidate::kCounts] = Value::Of(int64_t{counting == Counting::kCounts});
      row[candidate::kReason] = Value::Of(static_cast<int64_t>(counting));
      row[candidate::kSince] = *since;
      row[candidate::kDaysRemaining] = DayValue(validity.days_remaining);
      rows.push_back(row);
    }
    return RowsOf(call_, rows);
  }

  // When it was decided that the certification isn't active: by the newest version that a decision has made.
  Result<Value> SinceWhen(const Candidate& held) {
    Value since = Value::Null();
    if (held.facts.lifecycle_status == LifecycleStatus::kActive) return since;
    auto walked = ForEachVersion(call_, member_.organization_key, held.last_sequence, [&](const HistoryEntry& entry) {
      const Operation* const made_by = FindOperation(entry.operation);
      const LifecycleRule* const rule = made_by == nullptr ? nullptr : LifecycleRuleOf(made_by->verb);
      const bool decided =
          rule != nullptr && (rule->effect == LifecycleEffect::kGoes || rule->effect == LifecycleEffect::kReturns);
      if (decided) since = Value::Of(entry.instant);
      return !decided;
    });
    if (!walked.ok()) return std::move(walked.error());
    return since;
  }

  Value RemedyFor(const Record& type) {
    Obstacles obstacles;
    if (member_[member::kStatus].integer == member::kArchived) obstacles.archived_member = member_[member::kId].uuid;
    const Uuid& type_id = type[certification_type::kId].uuid;
    if (type[certification_type::kStatus].integer == certification_type::kArchived) obstacles.archived_type = type_id;
    std::vector<Record> rows;
    for (const RemedyStep& step : FindRemedy(type_id, candidates_, required_.policy, obstacles, call_.as_of)) {
      Record row;
      row.resource = &kRemedyStepResource;
      row[remedy_step::kOperation] = Value::Of(step.operation);
      row[remedy_step::kId] = step.id ? Value::Of(*step.id) : Value::Null();
      rows.push_back(row);
    }
    return RowsOf(call_, rows);
  }

  Call& call_;
  const Record& member_;
  const std::vector<Candidate>& candidates_;
  const Requirements& required_;
};

}  // namespace

Result<Answer> ListQualificationResults(Call& call) { return ResultPage(call, MakeResult).Run(); }

Result<Answer> ExplainQualificationResult(Call& call) {
  auto asked = FindAsked(call);
  if (!asked.ok()) return std::move(asked.error());
  const auto verdict = ComputeQualification(asked->asking.required, asked->candidates, call.as_of);
  Record result = ResultOf(call, asked->member, asked->asking, verdict);
  auto requirements = Explainer(call, *asked).Rows();
  if (!requirements.ok()) return std::move(requirements.error());
  result[qualification_result::kRequirements] = *requirements;
  return Answer{Outcome::kRead, OwnedText(RenderAnswer(result, ShapeOf(call.operation)))};
}

Result<Answer> ListQualificationTimelines(Call& call) {
  if (call.parameter(parameter::kEndsOn).integer < call.parameter(parameter::kStartsOn).integer) {
    return MakeError(ErrorCode::kInvalid, rule::kDaysOrder, PointerTo("ends_on"), "ends_on is before starts_on.");
  }
  return ResultPage(call, MakeTimeline).Run();
}

}  // namespace certlite
