#include "core/engine/reach.h"

#include <utility>

#include "core/base/json_text.h"
#include "core/engine/call.h"
#include "core/model/rule.h"
#include "core/store/schema.h"

namespace certlite {
namespace {

Error NoSuchOrganization() {
  return MakeError(ErrorCode::kNotFound, rule::kOrganizationExists, PointerTo("organization_id"),
                   "There is no such organization within reach.");
}

Result<void> AddOrganization(Call& call, const Uuid& id) {
  auto row = FindOrganization(*call.connection, id);
  if (!row.ok()) return std::move(row.error());
  if (!row->has_value()) return NoSuchOrganization();
  call.reach.parts.push_back({**row, true, {}});
  return {};
}

Result<void> AddEveryOrganization(Call& call) {
  auto rows = AllOrganizations(*call.connection);
  if (!rows.ok()) return std::move(rows.error());
  for (const OrganizationRow& row : *rows) call.reach.parts.push_back({row, true, {}});
  return {};
}

// The organizations of the subject's memberships; `only` narrows to one.
Result<void> AddOwnOrganizations(Call& call, const Value& only) {
  for (const MembershipRow& membership : call.reach.memberships) {
    auto& parts = call.reach.parts;
    if (parts.empty() || parts.back().organization.key != membership.organization_key) {
      auto row = OrganizationByKey(*call.connection, membership.organization_key);
      if (!row.ok()) return std::move(row.error());
      if (!row->has_value()) return MakeError(ErrorCode::kCorrupt, "A member's organization is missing.");
      parts.push_back({**row, false, {}});
    }
    parts.back().member_keys.push_back(membership.member_key);
  }
  if (!only.has_value()) return {};
  std::erase_if(call.reach.parts, [&](const ReachPart& part) { return part.organization.id != only.uuid; });
  if (call.reach.parts.empty()) return NoSuchOrganization();
  return {};
}

Result<void> AddParts(Call& call) {
  // A new organization lies within none, and a batch of them must not look at all that are there for each.
  if (call.operation.verb == Verb::kCreate && call.operation.resource == &kOrganizationResource) return {};
  const Value& named = call.parameter(parameter::kOrganizationId);
  // The standard catalogue has a history, though it is no organization.
  const bool asks_history =
      call.operation.resource != nullptr && call.operation.resource->name == kHistoryHeadResource.name;
  if (asks_history && call.principal.reach == ReachKind::kSystem && named == Value::Of(Uuid{})) {
    call.reach.parts.push_back({{kCatalogueKey, {}, 0}, true, {}});
    return {};
  }
  switch (call.principal.reach) {
    case ReachKind::kSystem:
      return named.has_value() ? AddOrganization(call, named.uuid) : AddEveryOrganization(call);
    case ReachKind::kOrganization:
      if (named.has_value() && named.uuid != call.principal.organization_id) return NoSuchOrganization();
      return AddOrganization(call, call.principal.organization_id);
    case ReachKind::kSelf:
      return AddOwnOrganizations(call, named);
  }
  return {};
}

}  // namespace

Result<void> ResolveReach(Call& call) {
  call.reach = {};
  if (call.principal.reach != ReachKind::kSystem) {
    auto memberships = MembershipsOf(*call.connection, call.principal.user_id);
    if (!memberships.ok()) return std::move(memberships.error());
    call.reach.memberships = std::move(*memberships);
  }
  auto added = AddParts(call);
  if (!added.ok()) return added;
  std::erase_if(call.reach.memberships, [&](const MembershipRow& membership) {
    return std::ranges::none_of(
        call.reach.parts, [&](const ReachPart& part) { return part.organization.key == membership.organization_key; });
  });
  return {};
}

std::vector<int64_t> TypeOrganizations(const Reach& reach) {
  std::vector<int64_t> keys;
  for (const ReachPart& part : reach.parts) keys.push_back(part.organization.key);
  keys.push_back(kCatalogueKey);
  return keys;
}

Result<std::optional<std::vector<int64_t>>> MembersAsked(Call& call, const ReachPart& part, const Value& named) {
  if (!named.has_value()) return part.every_member ? std::nullopt : std::optional(part.member_keys);
  auto member = FindRecord(*call.connection, kMemberResource, part.organization.key, named.uuid, call.arena);
  if (!member.ok()) return std::move(member.error());
  std::vector<int64_t> members;
  if (member->has_value() && part.Includes((*member)->key)) members.push_back((*member)->key);
  return std::optional(std::move(members));
}

Result<std::optional<Record>> FindTypeFor(Call& call, int64_t organization_key, const Uuid& id) {
  auto own = FindRecord(*call.connection, kCertificationTypeResource, organization_key, id, call.arena);
  if (!own.ok() || own->has_value()) return own;
  return FindRecord(*call.connection, kCertificationTypeResource, kCatalogueKey, id, call.arena);
}

Result<std::optional<Record>> FindWithinReach(Call& call, const Resource& resource, const Uuid& id) {
  if (&resource == &kCertificationTypeResource) {
    for (const int64_t key : TypeOrganizations(call.reach)) {
      auto found = FindRecord(*call.connection, resource, key, id, call.arena);
      if (!found.ok() || found->has_value()) return found;
    }
    return std::optional<Record>();
  }
  for (const ReachPart& part : call.reach.parts) {
    auto found = FindRecord(*call.connection, resource, part.organization.key, id, call.arena);
    if (!found.ok()) return found;
    if (!found->has_value()) continue;
    if (part.Includes(**found)) return found;
  }
  return std::optional<Record>();
}

Result<bool> IsWithinReach(Call& call, int64_t organization_key, const Uuid& id) {
  if (call.principal.reach == ReachKind::kSystem) return true;
  const auto part = std::ranges::find_if(
      call.reach.parts, [&](const ReachPart& candidate) { return candidate.organization.key == organization_key; });
  if (part == call.reach.parts.end()) return false;
  if (part->every_member) return true;
  auto found = FindWithinReach(call, call.resource(), id);
  if (!found.ok()) return std::move(found.error());
  return found->has_value();
}

}  // namespace certlite
