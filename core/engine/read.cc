// What only reads: which verb does it; get, for every resource alike, and me.get.
#include <optional>
#include <utility>

#include "core/compute/validity.h"
#include "core/engine/count.h"
#include "core/engine/operations.h"
#include "core/engine/prepare_certification.h"
#include "core/engine/versions.h"
#include "core/model/certification.h"
#include "core/model/member.h"
#include "core/render/render.h"

namespace certlite {
namespace {

// The version of a record that is shown with another one: as it was known then, else as it began.
Result<Record> ShownVersion(Call& call, const Record& current, int64_t known_at_ms) {
  auto known = VersionKnownAt(call, current, known_at_ms);
  if (!known.ok()) return std::move(known.error());
  return known->has_value() ? Result<Record>(std::move(**known)) : FirstVersion(call, current);
}

// Shows the type with the version as it was known then.
Result<void> LendTypeKnownAt(Call& call, Record& version, int64_t known_at_ms) {
  auto type = FindType(call, version);
  if (!type.ok()) return std::move(type.error());
  if (!type->has_value()) return MakeError(ErrorCode::kCorrupt, "A certification's type is missing.");
  auto known = ShownVersion(call, **type, known_at_ms);
  if (!known.ok()) return std::move(known.error());
  LendType(*known, version);
  return {};
}

// Shows the user of the version's member as it was known then; none, if the member was erased since.
// False: the member is out of reach, and so is the version.
Result<bool> LendUserKnownAt(Call& call, Record& version, int64_t known_at_ms) {
  auto member = FindWithinReach(call, kMemberResource, version[certification::kMemberId].uuid);
  if (!member.ok()) return std::move(member.error());
  if (!member->has_value()) return false;
  version[certification::kUserId] = Value::Null();
  if ((*member)->erased()) return true;
  auto known = ShownVersion(call, **member, known_at_ms);
  if (!known.ok()) return std::move(known.error());
  version[certification::kUserId] = (*known)[member::kUserId];
  return true;
}

Result<void> ComputeIsLatest(Call& call, Record& version, int64_t known_at_ms) {
  version[certification::kIsLatest] = Value::Of(int64_t{1});
  return ForEachRecord(
      *call.connection, kCertificationResource, kCertificationsByRenewed,
      {{"organization_key", Value::Of(version.organization_key)}, {"renews_id", version[certification::kId]}},
      [&](const Record& renewal) {
        const bool known = renewal[certification::kCreatedAt].integer <= known_at_ms;
        if (known) version[certification::kIsLatest] = Value::Of(int64_t{0});
        return !known;
      });
}

// The certification as it was known then, and what is shown with it likewise; nothing, if it wasn't known.
Result<std::optional<Record>> CertificationKnownAt(Call& call, const Record& current, int64_t known_at_ms) {
  auto version = VersionKnownAt(call, current, known_at_ms);
  if (!version.ok() || !version->has_value()) return version;
  auto user = LendUserKnownAt(call, **version, known_at_ms);
  if (!user.ok()) return std::move(user.error());
  if (!*user) return std::optional<Record>();
  auto lent = LendTypeKnownAt(call, **version, known_at_ms);
  if (lent.ok()) lent = ComputeIsLatest(call, **version, known_at_ms);
  if (!lent.ok()) return std::move(lent.error());
  return version;
}

}  // namespace

Result<Answer> AnswerQuestion(Call& call) {
  if (auto reach = ResolveReach(call); !reach.ok()) return std::move(reach.error());
  switch (call.operation.verb) {
    case Verb::kGet:
      return Get(call);
    case Verb::kList:
      if (&call.resource() == &kHistoryEntryResource) return ListHistory(call);
      if (&call.resource() == &kQualificationResultResource) return ListQualificationResults(call);
      return List(call);
    case Verb::kCount:
      return CountCertifications(call);
    case Verb::kExplain:
      return ExplainQualificationResult(call);
    case Verb::kTimeline:
      return ListQualificationTimelines(call);
    case Verb::kVersions:
      return ListVersions(call);
    case Verb::kEvidence:
      return ListEvidence(call);
    case Verb::kHead:
      return ReadHead(call);
    case Verb::kVerifyChain:
      return VerifyHistory(call);
    case Verb::kMe:
      return Me(call);
    default:
      break;
  }
  return MakeError(ErrorCode::kInternal, "An operation that writes was about to be read.");
}

Result<Answer> Get(Call& call) {
  auto found = FindWithinReach(call, call.resource(), call.parameter(parameter::kId).uuid);
  if (!found.ok()) return std::move(found.error());
  if (!found->has_value()) return NoSuchRecord(call);
  if ((*found)->erased()) return Erased(call.resource());
  Record record = std::move(**found);
  if (call.known_at_ms) {
    auto known = CertificationKnownAt(call, record, *call.known_at_ms);
    if (!known.ok()) return std::move(known.error());
    if (!known->has_value()) return NoSuchRecord(call);
    record = std::move(**known);
  }
  ComputeFields(record, call.as_of);
  return Answer{Outcome::kRead, OwnedText(RenderAnswer(record, ShapeOf(call.operation)))};
}

Result<Answer> Me(Call& call) {
  // The person is described by the primary membership, else by the first.
  const MembershipRow* own = nullptr;
  for (const MembershipRow& membership : call.reach.memberships) {
    if (own == nullptr || (membership.is_primary && !own->is_primary)) own = &membership;
  }
  if (own == nullptr) return Answer{Outcome::kRead, OwnedText(RenderMe(call.principal, Value::Null(), Value::Null()))};
  auto found = FirstRecord(
      *call.connection, kMemberResource, kMemberByKey,
      {{"organization_key", Value::Of(own->organization_key)}, {"key", Value::Of(own->member_key)}}, call.arena);
  if (!found.ok()) return std::move(found.error());
  if (!found->has_value()) return MakeError(ErrorCode::kCorrupt, "A membership is missing.");
  const Record& member = **found;
  return Answer{Outcome::kRead,
                OwnedText(RenderMe(call.principal, member[member::kEmail], member[member::kDisplayName]))};
}

}  // namespace certlite
