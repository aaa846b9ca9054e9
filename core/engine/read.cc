// get, for every resource alike, and me.get.
#include "core/compute/validity.h"
#include "core/engine/operations.h"
#include "core/model/member.h"
#include "core/render/render.h"

namespace certlite {

Result<Answer> Get(Call& call) {
  auto found = FindWithinReach(call, call.resource(), call.parameter(parameter::kId).uuid);
  if (!found.ok()) return std::move(found.error());
  if (!found->has_value()) return NoSuchRecord(call);
  ComputeFields(**found, call.as_of);
  return Answer{Outcome::kRead, OwnedText(RenderAnswer(**found))};
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
