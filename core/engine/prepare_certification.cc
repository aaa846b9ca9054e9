#include "core/engine/prepare_certification.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "core/base/json_text.h"
#include "core/compute/validity.h"
#include "core/engine/versions.h"
#include "core/model/certification.h"
#include "core/model/certification_type.h"
#include "core/model/member.h"
#include "core/model/organization.h"
#include "core/model/rule.h"
#include "core/store/schema.h"
#include "core/validate/validate.h"

namespace certlite {
namespace {

const std::string& MemberPointer() {
  static const std::string pointer = PointerTo("organization_member_id");
  return pointer;
}

// The membership that is meant when none is named: the only one, or the only primary one; archived ones don't count
// while there are others.
std::optional<MembershipRow> OwnMembership(Call& call) {
  if (call.principal.reach == ReachKind::kSystem) {
    call.Report(rule::kFieldRequired, MemberPointer(), "It is required: the system has no membership of its own.");
    return std::nullopt;
  }
  std::vector<MembershipRow> own = call.reach.memberships;
  const auto is_archived = [](const MembershipRow& row) { return row.status == member::kArchived; };
  if (!std::ranges::all_of(own, is_archived)) std::erase_if(own, is_archived);
  if (own.size() > 1) std::erase_if(own, [](const MembershipRow& row) { return !row.is_primary; });
  if (own.size() == 1) return own.front();
  call.Report(rule::kMemberOfSubject, MemberPointer(),
              call.reach.memberships.empty()
                  ? "The subject has no membership here; name the member."
                  : "The subject has several memberships and not one that is primary; name the member.");
  return std::nullopt;
}

}  // namespace

Result<std::optional<Record>> FindType(Call& call, const Record& record) {
  std::vector<int64_t> places = {record.organization_key, kCatalogueKey};
  if (record.organization_key == kCatalogueKey) places = TypeOrganizations(call.reach);  // the member isn't known
  for (const int64_t place : places) {
    auto found = FindRecord(*call.connection, kCertificationTypeResource, place, record[certification::kTypeId].uuid,
                            call.arena);
    if (!found.ok() || found->has_value()) return found;
  }
  return std::optional<Record>();
}

Result<std::optional<Record>> TakeMember(Call& call, Record& record) {
  const Value& given = record[certification::kMemberId];
  std::optional<Record> member;
  if (given.has_value()) {
    auto found = FindWithinReach(call, kMemberResource, given.uuid);
    if (!found.ok()) return found;
    member = std::move(*found);
    if (!member) call.Report(rule::kMemberExists, MemberPointer(), "There is no such member within reach.");
    if (member && member->erased()) call.Report(rule::kRecordErased, MemberPointer(), "The member was erased.");
  } else if (!call.request.fields[certification::kMemberId].given() &&
             std::ranges::none_of(call.violations,
                                  [](const Violation& violation) { return violation.pointer == MemberPointer(); })) {
    if (const auto own = OwnMembership(call)) {
      auto found = FirstRecord(
          *call.connection, kMemberResource, kMemberByKey,
          {{"organization_key", Value::Of(own->organization_key)}, {"key", Value::Of(own->member_key)}}, call.arena);
      if (!found.ok()) return found;
      member = std::move(*found);
    }
  }
  if (!member) return member;
  record.organization_key = member->organization_key;
  record.member_key = member->key;
  record[certification::kOrganizationId] = (*member)[member::kOrganizationId];
  record[certification::kMemberId] = (*member)[member::kId];
  record[certification::kUserId] = (*member)[member::kUserId];
  return member;
}

void CheckMemberStatus(Call& call, const Record& member, const Record& record) {
  if (member.erased()) return;  // that is said already
  const int64_t status = member[member::kStatus].integer;
  if (status == member::kArchived) {
    call.Report(rule::kMemberActive, MemberPointer(), "The member is archived and takes no new certifications.");
  } else if (status == member::kInactive && record[certification::kSource].integer != certification::kImport) {
    call.Report(rule::kMemberActive, MemberPointer(),
                "The member is inactive and takes only certifications with source import.");
  }
  const auto part = std::ranges::find_if(call.reach.parts, [&](const ReachPart& candidate) {
    return candidate.organization.key == member.organization_key;
  });
  if (part != call.reach.parts.end() && part->organization.status == organization::kArchived) {
    call.Report(rule::kOrganizationActive, MemberPointer(), "The member's organization is archived.");
  }
}

Result<std::optional<Record>> TakeType(Call& call, Record& record) {
  if (!record[certification::kTypeId].has_value()) return std::optional<Record>();
  auto found = FindType(call, record);
  if (!found.ok()) return found;
  const std::string pointer = PointerTo("certification_type_id");
  if (!found->has_value()) {
    call.Report(rule::kTypeExists, pointer, "There is no such certification type for this organization.");
    return found;
  }
  const Record& type = **found;
  if (type[certification_type::kStatus].integer == certification_type::kArchived) {
    call.Report(rule::kTypeActive, pointer, "The certification type is archived and takes no new certifications.");
  }
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

Result<std::optional<Record>> FindByExternalId(Call& call, const Record& record) {
  std::optional<Record> existing;
  const Value& external_id = record[certification::kExternalId];
  if (!external_id.has_value()) return existing;
  auto run = ForEachRecord(*call.connection, kCertificationResource, kCertificationsByExternalId,
                           {{"organization_key", Value::Of(record.organization_key)}, {"external_id", external_id}},
                           [&](const Record& row) {
                             if (row[certification::kExternalSource] != record[certification::kExternalSource]) {
                               return true;
                             }
                             existing = Retain(row, call.arena);
                             return false;
                           });
  if (!run.ok()) return std::move(run.error());
  return existing;
}

Result<void> PrepareCertification(Call& call, Record& record) {
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

Result<std::optional<Record>> FindExistingCertification(Call& call, const Record& record) {
  auto existing = FindByExternalId(call, record);
  if (!existing.ok() || !existing->has_value()) return existing;
  std::string id;
  AppendUuid(id, (**existing)[certification::kId].uuid);
  // What is out of reach is not told of.
  const bool reached = call.reach.Includes((*existing)->organization_key, (*existing)->member_key);
  if ((*existing)->erased()) {
    Error gone = MakeError(ErrorCode::kGone, rule::kRecordErased, PointerTo("external_id"),
                           "The certification with this external id was erased, and the external id stays taken.");
    if (reached) gone.facts = {{"existing_id", JsonString(id)}};
    return gone;
  }
  auto first = FirstVersion(call, **existing);
  if (!first.ok()) return std::move(first.error());
  std::string differing;
  for (size_t i = 0; i < certification::kFields.size(); ++i) {
    const Field& field = certification::kFields[i];
    if (field.Has(kIsContent) && (*first)[i] != record[i]) {
      if (!differing.empty()) differing += ',';
      AppendJsonString(differing, field.name);
    }
  }
  if (differing.empty()) return existing;
  Error error = MakeError(ErrorCode::kExternalIdConflict, rule::kExternalIdContent, PointerTo("external_id"),
                          "Another certification has this external id with other content.");
  if (reached) error.facts = {{"existing_id", JsonString(id)}, {"differing_fields", absl::StrCat("[", differing, "]")}};
  return error;
}

}  // namespace certlite
