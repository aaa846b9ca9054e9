#include "core/engine/prepare.h"

#include <absl/strings/str_cat.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "core/base/json_text.h"
#include "core/compute/erasure.h"
#include "core/compute/qualification.h"
#include "core/engine/change_certification.h"
#include "core/engine/prepare_certification.h"
#include "core/model/certification_type.h"
#include "core/model/member.h"
#include "core/model/organization.h"
#include "core/model/qualification.h"
#include "core/model/rule.h"
#include "core/store/schema.h"

namespace certlite {
namespace {

Result<Identity> NamesNone(Call&, const Record&) { return Identity(); }

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
  request.ForEachMember(0, [&](size_t position, const JsonNode& node) {
    size_t i = 0;
    if (node.name != set) return;
    request.ForEachMember(position, [&](size_t, const JsonNode& member) {
      if (ParseUuid(member.text) == id) absl::StrAppend(&pointer, "/", i);
      ++i;
    });
  });
  return pointer;
}

// Each type that a qualification requires is a standard one or the organization's; an archived one is still required.
Result<void> CheckRequirements(Call& call, const Record& record) {
  for (const Uuid& id : RequirementsOf(record).type_ids) {
    auto type = FindTypeFor(call, record.organization_key, id);
    if (!type.ok()) return std::move(type.error());
    if (!type->has_value()) {
      call.Report(rule::kTypeExists, PointerToMember(call.draft, "certification_type_ids", id),
                  "There is no such certification type for this organization.");
    }
  }
  return {};
}

Result<void> PrepareQualification(Call& call, Record& record) {
  TakeOrganization(call, record, qualification::kOrganizationId);
  if (record.organization_key == kCatalogueKey) return {};
  auto unique = CheckUnique(call, record, kQualificationBySlug, {"slug", record[qualification::kSlug]},
                            rule::kSlugUnique, "Another qualification has this slug.");
  return unique.ok() ? CheckRequirements(call, record) : std::move(unique);
}

Result<void> JudgeQualification(Call& call, const Record& before, Record& after) {
  ApplyArchiving(call, after[qualification::kStatus], qualification::kArchived,
                 Value::Of(int64_t{qualification::kActive}));
  if (after[qualification::kTypeIds] == before[qualification::kTypeIds]) return {};
  return CheckRequirements(call, after);
}

constexpr std::array kRules = {
    ResourceRules{&kOrganizationResource, PrepareOrganization, JudgeOrganization, NamesNone},
    ResourceRules{&kMemberResource, PrepareMember, JudgeMember, NamesNone},
    ResourceRules{&kCertificationTypeResource, PrepareType, JudgeType, NamesNone},
    ResourceRules{&kCertificationResource, PrepareCertification, ChangeCertification, FindIdentity},
    ResourceRules{&kQualificationResource, PrepareQualification, JudgeQualification, NamesNone},
};

}  // namespace

const ResourceRules& RulesOf(const Resource& resource) {
  return *std::ranges::find(kRules, &resource, &ResourceRules::resource);
}

}  // namespace certlite
