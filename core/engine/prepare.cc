#include "core/engine/prepare.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/base/json_text.h"
#include "core/compute/erasure.h"
#include "core/engine/change_certification.h"
#include "core/engine/prepare_certification.h"
#include "core/model/certification_type.h"
#include "core/model/job_role.h"
#include "core/model/job_role_assignment.h"
#include "core/model/member.h"
#include "core/model/organization.h"
#include "core/model/qualification.h"
#include "core/model/rule.h"
#include "core/store/schema.h"

namespace certlite {
namespace {

Result<Identity> NamesNone(Call&, const Record&) { return Identity(); }
Result<std::optional<Change>> YieldsNone(Call&, const Record&) { return std::optional<Change>(); }

// Puts a new record into the one organization that the call means.
void TakeOrganization(Call& call, Record& record, size_t organization_id) {
  if (call.principal.reach == ReachKind::kSystem && !call.parameter(parameter::kOrganizationId).has_value()) {
    call.Report(rule::kOrganizationRequired, PointerTo("organization_id"),
                "The system names the organization that it means.");
    return;
  }
  const OrganizationRow& row = call.reach.parts.front().organization;
  if (row.status == organization::kArchived) {
    call.Report(rule::kOrganizationActive, PointerTo("organization_id"), "The organization is archived.");
  }
  record.organization_key = row.key;
  record[organization_id] = Value::Of(row.id);
}

// Reports a violation if another record than `self_key` has what `sql` looks for.
Result<void> CheckUnique(Call& call, const Record& record, Sql sql, NamedValue named, std::string_view rule,
                         std::string_view detail) {
  auto found = FirstRecord(*call.connection, *record.resource, sql,
                           {{"organization_key", Value::Of(record.organization_key)}, named}, call.arena);
  if (!found.ok()) return std::move(found.error());
  if (found->has_value() && (*found)->key != record.key) call.Report(rule, PointerTo(named.name), std::string(detail));
  return {};
}

Result<void> PrepareOrganization(Call& call, Record& record) {
  auto key = NextOrganizationKey(*call.connection);
  if (!key.ok()) return std::move(key.error());
  record.key = *key;
  record.organization_key = *key;
  return {};
}

Result<void> JudgeOrganization(Call&, const Record&, Record&) { return {}; }

// Archiving and restoring of what has a status without a lifecycle; `restored` is what it comes back as.
void ApplyArchiving(Call& call, Value& status, int64_t archived, const Value& restored) {
  const bool archives = call.operation.verb == Verb::kArchive;
  if (!archives && call.operation.verb != Verb::kRestore) return;
  const bool is_archived = status.integer == archived;
  if (archives == is_archived) {
    call.Report(rule::kArchiveTransition, PointerTo("id"),
                is_archived ? "It is archived already." : "It is not archived; there is nothing to restore.");
    return;
  }
  status = archives ? Value::Of(archived) : restored;
}

Result<void> JudgeMember(Call& call, const Record& before, Record& after) {
  if (call.operation.verb == Verb::kErase) {
    EraseFields(after);
    return {};
  }
  Value& archived_from = after[member::kArchivedFrom];
  Value& status = after[member::kStatus];
  ApplyArchiving(call, status, member::kArchived,
                 archived_from.has_value() ? archived_from : Value::Of(int64_t{member::kActive}));
  if (status.integer != member::kArchived) {
    archived_from = Value::Null();
  } else if (before[member::kStatus].integer != member::kArchived) {
    archived_from = before[member::kStatus];
  }
  const Value& external_id = after[member::kExternalId];
  if (!external_id.has_value()) return {};
  return CheckUnique(call, after, kMemberByExternalId, {"external_id", external_id}, rule::kMemberExternalIdUnique,
                     "Another member of the organization has this external_id.");
}

Result<void> PrepareMember(Call& call, Record& record) {
  TakeOrganization(call, record, member::kOrganizationId);
  if (record.organization_key == kCatalogueKey) return {};
  return JudgeMember(call, record, record);
}

Result<void> PrepareType(Call& call, Record& record) {
  if (record[certification_type::kScope].integer == certification_type::kStandard) {
    if (call.principal.reach != ReachKind::kSystem) {
      call.Report(rule::kTypeStandard, PointerTo("scope"), "Only the system makes standard types.");
    }
    record.organization_key = kCatalogueKey;
    record[certification_type::kOrganizationId] = Value::Null();
  } else {
    TakeOrganization(call, record, certification_type::kOrganizationId);
    if (record.organization_key == kCatalogueKey) return {};
  }
  return CheckUnique(call, record, kCertificationTypeBySlug, {"slug", record[certification_type::kSlug]},
                     rule::kSlugUnique, "Another type has this slug.");
}

Result<void> JudgeType(Call& call, const Record& before, Record& after) {
  ApplyArchiving(call, after[certification_type::kStatus], certification_type::kArchived,
                 Value::Of(int64_t{certification_type::kActive}));
  if (before.organization_key == kCatalogueKey && call.principal.reach != ReachKind::kSystem) {
    call.Report(rule::kTypeStandard, PointerTo("id"), "Only the system changes standard types.");
  }
  return {};
}

// Where in the request's set the id stands.
std::string PointerToMember(const Draft& request, std::string_view set, const Uuid& id) {
  std::string pointer = PointerTo(set);
  const auto position = request.FindMember(0, set);
  if (!position) return pointer;
  const std::vector<size_t> members = request.MembersOf(*position);
  const auto stands_for = [&](size_t member) { return ParseUuid(request.nodes[member].text) == id; };
  const auto found = std::ranges::find_if(members, stands_for);
  if (found != members.end()) absl::StrAppend(&pointer, "/", found - members.begin());
  return pointer;
}

// What the ids of a set must lead to, archived or not.
struct SetRule {
  size_t set;
  Result<std::optional<Record>> (*find)(Call& call, int64_t organization_key, const Uuid& id);
  std::string_view rule;
  std::string_view detail;
};

constexpr SetRule kRequiredTypes = {qualification::kTypeIds, FindTypeFor, rule::kTypeExists,
                                    "There is no such certification type for this organization."};

Result<std::optional<Record>> FindQualificationFor(Call& call, int64_t organization_key, const Uuid& id) {
  return FindRecord(*call.connection, kQualificationResource, organization_key, id, call.arena);
}

constexpr SetRule kAskedQualifications = {job_role::kQualificationIds, FindQualificationFor, rule::kQualificationExists,
                                          "There is no such qualification in this organization."};

Result<void> CheckSet(Call& call, const Record& record, const SetRule& rule) {
  Result<void> checked;
  record[rule.set].ForEachUuid([&](const Uuid& id) {
    if (!checked.ok()) return;
    auto found = rule.find(call, record.organization_key, id);
    if (!found.ok()) {
      checked = std::move(found.error());
    } else if (!found->has_value()) {
      call.Report(rule.rule, PointerToMember(call.draft, record.resource->fields[rule.set].name, id),
                  std::string(rule.detail));
    }
  });
  return checked;
}

Result<void> PrepareQualification(Call& call, Record& record) {
  TakeOrganization(call, record, qualification::kOrganizationId);
  if (record.organization_key == kCatalogueKey) return {};
  auto unique = CheckUnique(call, record, kQualificationBySlug, {"slug", record[qualification::kSlug]},
                            rule::kSlugUnique, "Another qualification has this slug.");
  return unique.ok() ? CheckSet(call, record, kRequiredTypes) : std::move(unique);
}

Result<void> JudgeQualification(Call& call, const Record& before, Record& after) {
  ApplyArchiving(call, after[qualification::kStatus], qualification::kArchived,
                 Value::Of(int64_t{qualification::kActive}));
  if (after[qualification::kTypeIds] == before[qualification::kTypeIds]) return {};
  return CheckSet(call, after, kRequiredTypes);
}

Result<void> PrepareJobRole(Call& call, Record& record) {
  TakeOrganization(call, record, job_role::kOrganizationId);
  if (record.organization_key == kCatalogueKey) return {};
  auto unique = CheckUnique(call, record, kJobRoleBySlug, {"slug", record[job_role::kSlug]}, rule::kSlugUnique,
                            "Another job role has this slug.");
  return unique.ok() ? CheckSet(call, record, kAskedQualifications) : std::move(unique);
}

Result<void> JudgeJobRole(Call& call, const Record& before, Record& after) {
  ApplyArchiving(call, after[job_role::kStatus], job_role::kArchived, Value::Of(int64_t{job_role::kActive}));
  if (after[job_role::kQualificationIds] == before[job_role::kQualificationIds]) return {};
  return CheckSet(call, after, kAskedQualifications);
}

// Who tells the parts of an assignment: the request that puts it, else the assignment with that id.
std::string PointerToPart(const Call& call, size_t field) {
  return PointerTo(call.operation.verb == Verb::kPut ? job_role_assignment::kFields[field].name : "id");
}

// The role that the record names, of its member's organization; of any within reach while that isn't known.
Result<std::optional<Record>> FindJobRole(Call& call, const Record& record) {
  const Uuid& id = record[job_role_assignment::kJobRoleId].uuid;
  if (record.organization_key == kCatalogueKey) return FindWithinReach(call, kJobRoleResource, id);
  return FindRecord(*call.connection, kJobRoleResource, record.organization_key, id, call.arena);
}

// Brings member and role together, and reports what stands against that.
Result<void> JoinParts(Call& call, Record& record) {
  using namespace job_role_assignment;  // NOLINT(google-build-using-namespace): the positions of one table
  if (record[kMemberId].has_value()) {
    const std::string pointer = PointerToPart(call, kMemberId);
    auto member = FindMemberById(call, record[kMemberId].uuid, pointer);
    if (!member.ok()) return std::move(member.error());
    if (member->has_value()) {
      record.organization_key = (*member)->organization_key;
      record.member_key = (*member)->key;
      if ((**member)[member::kStatus].integer == member::kArchived && !(*member)->erased()) {
        call.Report(rule::kMemberActive, pointer, "The member is archived and takes no new job roles.");
      }
      CheckOrganizationOf(call, **member, pointer);
    }
  }
  if (!record[kJobRoleId].has_value()) return {};
  auto role = FindJobRole(call, record);
  if (!role.ok()) return std::move(role.error());
  if (!role->has_value()) {
    call.Report(rule::kJobRoleExists, PointerToPart(call, kJobRoleId),
                "There is no such job role in the member's organization.");
    return {};
  }
  record.role_key = (*role)->key;
  if ((**role)[job_role::kStatus].integer == job_role::kArchived) {
    call.Report(rule::kJobRoleActive, PointerToPart(call, kJobRoleId), "The job role is archived.");
  }
  return {};
}

Result<void> PrepareAssignment(Call& call, Record& record) {
  record[job_role_assignment::kAssignedAt] = Value::Of(call.now_ms);
  return JoinParts(call, record);
}

// A role that was taken is nobody's primary; to be given it again is as new.
Result<void> JudgeAssignment(Call& call, const Record& before, Record& after) {
  using namespace job_role_assignment;  // NOLINT(google-build-using-namespace): the positions of one table
  Value& status = after[kStatus];
  if (call.operation.verb == Verb::kPut) status = Value::Of(int64_t{kActive});
  ApplyArchiving(call, status, kArchived, Value::Of(int64_t{kActive}));
  if (status.integer == kArchived) after[kIsPrimary] = Value::Of(int64_t{0});
  if (status == before[kStatus] || status.integer == kArchived) return {};
  after[kAssignedAt] = Value::Of(call.now_ms);
  return JoinParts(call, after);
}

// A member has a role once: whoever puts it again means that one.
Result<Identity> FindAssignment(Call& call, const Record& record) {
  auto found = FirstRecord(*call.connection, kJobRoleAssignmentResource, kAssignmentByRole,
                           {{"organization_key", Value::Of(record.organization_key)},
                            {"member_key", Value::Of(record.member_key)},
                            {"role_key", Value::Of(record.role_key)}},
                           call.arena);
  if (!found.ok()) return std::move(found.error());
  const IdentityFinding finding = found->has_value() ? IdentityFinding::kOtherContent : IdentityFinding::kFree;
  return Identity{finding, std::move(*found), {}, {}};
}

// The member's former primary role, which is that no longer.
Result<std::optional<Change>> FindFormerPrimary(Call& call, const Record& record) {
  using namespace job_role_assignment;  // NOLINT(google-build-using-namespace): the positions of one table
  if (record[kIsPrimary].integer == 0) return std::optional<Change>();
  auto former = FirstRecord(
      *call.connection, kJobRoleAssignmentResource, kAssignmentByPrimary,
      {{"organization_key", Value::Of(record.organization_key)}, {"member_key", Value::Of(record.member_key)}},
      call.arena);
  if (!former.ok()) return std::move(former.error());
  if (!former->has_value() || (*former)->key == record.key) return std::optional<Change>();
  Change change{**former, **former};
  change.after[kIsPrimary] = Value::Of(int64_t{0});
  return std::optional(std::move(change));
}

constexpr std::array kRules = {
    ResourceRules{&kOrganizationResource, PrepareOrganization, JudgeOrganization, NamesNone, YieldsNone},
    ResourceRules{&kMemberResource, PrepareMember, JudgeMember, NamesNone, YieldsNone},
    ResourceRules{&kCertificationTypeResource, PrepareType, JudgeType, NamesNone, YieldsNone},
    ResourceRules{&kCertificationResource, PrepareCertification, ChangeCertification, FindIdentity, YieldsNone},
    ResourceRules{&kQualificationResource, PrepareQualification, JudgeQualification, NamesNone, YieldsNone},
    ResourceRules{&kJobRoleResource, PrepareJobRole, JudgeJobRole, NamesNone, YieldsNone},
    ResourceRules{&kJobRoleAssignmentResource, PrepareAssignment, JudgeAssignment, FindAssignment, FindFormerPrimary},
};

}  // namespace

const ResourceRules& RulesOf(const Resource& resource) {
  return *std::ranges::find(kRules, &resource, &ResourceRules::resource);
}

}  // namespace certlite
