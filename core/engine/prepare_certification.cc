#include "core/engine/prepare_certification.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <initializer_list>
#include <utility>
#include <vector>

#include "core/base/json_text.h"
#include "core/compute/validity.h"
#include "core/model/certification.h"
#include "core/model/certification_type.h"
#include "core/model/member.h"
#include "core/model/organization.h"
#include "core/model/rule.h"
#include "core/store/schema.h"
#include "core/validate/validate.h"

namespace certlite {
namespace {

// What names the member, or the type, in the request.
std::string MemberPointer(const Call& call) {
  for (const size_t name : {parameter::kMemberExternalId, parameter::kMemberEmail}) {
    if (call.parameter(name).has_value()) return PointerTo(parameter::kFields[name].name);
  }
  return PointerTo("organization_member_id");
}

std::string TypePointer(const Call& call) {
  const bool by_slug = call.parameter(parameter::kTypeSlug).has_value();
  return PointerTo(by_slug ? "certification_type_slug" : "certification_type_id");
}

// Reports it if the request names one thing in two ways.
void CheckNamedOnce(Call& call, const Value& by_id, std::initializer_list<size_t> others) {
  bool named = by_id.has_value();
  for (const size_t other : others) {
    if (!call.parameter(other).has_value()) continue;
    if (named) {
      call.Report(rule::kReferenceOnce, PointerTo(parameter::kFields[other].name),
                  "It is named in another way already; leave one of them out.");
    }
    named = true;
  }
}

// The membership that is meant when none is named: the only one, or the only primary one; archived ones don't count
// while there are others.
std::optional<MembershipRow> OwnMembership(Call& call) {
  if (call.principal.reach == ReachKind::kSystem) {
    call.Report(rule::kFieldRequired, MemberPointer(call), "It is required: the system has no membership of its own.");
    return std::nullopt;
  }
  std::vector<MembershipRow> own = call.reach.memberships;
  const auto is_archived = [](const MembershipRow& row) { return row.status == member::kArchived; };
  if (!std::ranges::all_of(own, is_archived)) std::erase_if(own, is_archived);
  if (own.size() > 1) std::erase_if(own, [](const MembershipRow& row) { return !row.is_primary; });
  if (own.size() == 1) return own.front();
  call.Report(rule::kMemberOfSubject, MemberPointer(call),
              call.reach.memberships.empty()
                  ? "The subject has no membership here; name the member."
                  : "The subject has several memberships and not one that is primary; name the member.");
  return std::nullopt;
}

// The one member within reach that has the value; of several, the one that isn't archived.
Result<std::optional<Record>> FindMemberBy(Call& call, Sql sql, NamedValue named) {
  std::vector<Record> found;
  for (const ReachPart& part : call.reach.parts) {
    auto run = ForEachRecord(*call.connection, kMemberResource, sql,
                             {{"organization_key", Value::Of(part.organization.key)}, named}, [&](const Record& row) {
                               if (part.Includes(row.key) && !row.erased()) found.push_back(Retain(row, call.arena));
                               return true;
                             });
    if (!run.ok()) return std::move(run.error());
  }
  const auto is_archived = [](const Record& row) { return row[member::kStatus].integer == member::kArchived; };
  if (!std::ranges::all_of(found, is_archived)) std::erase_if(found, is_archived);
  if (found.size() == 1) return std::optional(found.front());
  if (found.empty()) {
    call.Report(rule::kMemberExists, MemberPointer(call), "There is no such member within reach.");
  } else {
    call.Report(rule::kMemberUnambiguous, MemberPointer(call),
                absl::StrCat(found.size(), " members have it; name the one that is meant by organization_member_id."));
  }
  return std::optional<Record>();
}

Result<std::optional<Record>> FindOwnMember(Call& call) {
  const auto own = OwnMembership(call);
  if (!own) return std::optional<Record>();
  return FirstRecord(*call.connection, kMemberResource, kMemberByKey,
                     {{"organization_key", Value::Of(own->organization_key)}, {"key", Value::Of(own->member_key)}},
                     call.arena);
}

// The member that the record has, else the one that the request names; nothing where its name is refused already.
Result<std::optional<Record>> FindMember(Call& call, const Record& record) {
  const Value& id = record[certification::kMemberId];
  const Value& external_id = call.parameter(parameter::kMemberExternalId);
  const Value& email = call.parameter(parameter::kMemberEmail);
  if (id.has_value()) return FindMemberById(call, id.uuid, MemberPointer(call));
  if (external_id.has_value()) return FindMemberBy(call, kMemberByExternalId, {"external_id", external_id});
  if (email.has_value()) return FindMemberBy(call, kMembersByEmail, {"email", email});
  if (NamesMember(call)) return std::optional<Record>();
  return FindOwnMember(call);
}

// The organizations in which the record's type is looked for, the record's own first.
std::vector<int64_t> TypePlaces(const Call& call, const Record& record) {
  if (record.organization_key == kCatalogueKey) return TypeOrganizations(call.reach);  // the member isn't known
  return {record.organization_key, kCatalogueKey};
}

// What an import asks and takes that a create doesn't.
void PrepareImport(Call& call, Record& record) {
  if (!call.request.fields[certification::kSource].given()) {
    record[certification::kSource] = Value::Of(int64_t{certification::kImport});
  }
  CheckNamedOnce(call, record[certification::kMemberId], {parameter::kMemberExternalId, parameter::kMemberEmail});
  CheckNamedOnce(call, record[certification::kTypeId], {parameter::kTypeSlug});
  if (!call.draft.HasMember(0, "certification_type_id") && !call.draft.HasMember(0, "certification_type_slug")) {
    call.Report(rule::kFieldRequired, PointerTo("certification_type_id"),
                "It is required, or certification_type_slug instead.");
  }
}

}  // namespace

bool NamesMember(const Call& call) {
  return call.draft.HasMember(0, certification::kFields[certification::kMemberId].name) ||
         call.draft.HasMember(0, parameter::kFields[parameter::kMemberExternalId].name) ||
         call.draft.HasMember(0, parameter::kFields[parameter::kMemberEmail].name);
}

bool MeansSubject(const Call& call) {
  const bool makes = call.operation.verb == Verb::kCreate || call.operation.verb == Verb::kImport;
  return makes && &call.resource() == &kCertificationResource && !NamesMember(call);
}

Result<std::optional<Record>> FindType(Call& call, const Record& record) {
  const Value& id = record[certification::kTypeId];
  const Value& slug = call.parameter(parameter::kTypeSlug);
  for (const int64_t place : TypePlaces(call, record)) {
    auto found = id.has_value() ? FindRecord(*call.connection, kCertificationTypeResource, place, id.uuid, call.arena)
                                : FirstRecord(*call.connection, kCertificationTypeResource, kCertificationTypeBySlug,
                                              {{"organization_key", Value::Of(place)}, {"slug", slug}}, call.arena);
    if (!found.ok() || found->has_value()) return found;
  }
  return std::optional<Record>();
}

Result<std::optional<Record>> FindMemberById(Call& call, const Uuid& id, const std::string& pointer) {
  auto found = FindWithinReach(call, kMemberResource, id);
  if (!found.ok()) return found;
  if (!found->has_value()) {
    call.Report(rule::kMemberExists, pointer, "There is no such member within reach.");
  } else if ((*found)->erased()) {
    call.Report(rule::kRecordErased, pointer, "The member was erased.");
  }
  return found;
}

void CheckOrganizationOf(Call& call, const Record& member, const std::string& pointer) {
  const auto part = std::ranges::find_if(call.reach.parts, [&](const ReachPart& candidate) {
    return candidate.organization.key == member.organization_key;
  });
  if (part != call.reach.parts.end() && part->organization.status == organization::kArchived) {
    call.Report(rule::kOrganizationActive, pointer, "The member's organization is archived.");
  }
}

Result<std::optional<Record>> TakeMember(Call& call, Record& record) {
  auto member = FindMember(call, record);
  if (!member.ok() || !member->has_value()) return member;
  record.organization_key = (*member)->organization_key;
  record.member_key = (*member)->key;
  record[certification::kOrganizationId] = (**member)[member::kOrganizationId];
  record[certification::kMemberId] = (**member)[member::kId];
  record[certification::kUserId] = (**member)[member::kUserId];
  return member;
}

void CheckMemberStatus(Call& call, const Record& member, const Record& record) {
  if (member.erased()) return;  // that is said already
  const int64_t status = member[member::kStatus].integer;
  if (status == member::kArchived) {
    call.Report(rule::kMemberActive, MemberPointer(call), "The member is archived and takes no new certifications.");
  } else if (status == member::kInactive && record[certification::kSource].integer != certification::kImport) {
    call.Report(rule::kMemberActive, MemberPointer(call),
                "The member is inactive and takes only certifications with source import.");
  }
  CheckOrganizationOf(call, member, MemberPointer(call));
}

Result<std::optional<Record>> TakeType(Call& call, Record& record) {
  if (!record[certification::kTypeId].has_value() && !call.parameter(parameter::kTypeSlug).has_value()) {
    return std::optional<Record>();  // that is refused already
  }
  auto found = FindType(call, record);
  if (!found.ok()) return found;
  if (!found->has_value()) {
    call.Report(rule::kTypeExists, TypePointer(call), "There is no such certification type for this organization.");
    return found;
  }
  const Record& type = **found;
  if (type[certification_type::kStatus].integer == certification_type::kArchived) {
    call.Report(rule::kTypeActive, TypePointer(call),
                "The certification type is archived and takes no new certifications.");
  }
  record[certification::kTypeId] = type[certification_type::kId];
  LendType(type, record);
  return found;
}

void LendType(const Record& type, Record& record) {
  record.type_key = type.key;
  record[certification::kSummaryId] = type[certification_type::kId];
  record[certification::kSummarySlug] = type[certification_type::kSlug];
  record[certification::kSummaryTitle] = type[certification_type::kTitle];
  record[certification::kSummaryStatus] = type[certification_type::kStatus];
  record[certification::kGraceDays] = type[certification_type::kGraceDays];
  record[certification::kExpiringSoonDays] = type[certification_type::kExpiringSoonDays];
}

Result<void> PrepareCertification(Call& call, Record& record) {
  if (call.operation.verb == Verb::kImport) PrepareImport(call, record);
  auto member = TakeMember(call, record);
  if (!member.ok()) return std::move(member.error());
  if (member->has_value()) CheckMemberStatus(call, **member, record);
  auto type = TakeType(call, record);
  if (!type.ok()) return std::move(type.error());
  if (type->has_value() && !call.request.fields[certification::kExpiresOn].given()) DeriveExpiry(record, **type);
  CheckCertification(record, call.violations);
  record[certification::kIsLatest] = Value::Of(int64_t{1});  // nothing renews what did not exist
  return {};
}

}  // namespace certlite
