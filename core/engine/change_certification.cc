#include "core/engine/change_certification.h"

#include <absl/strings/str_cat.h>

#include <utility>

#include "core/base/instant.h"
#include "core/base/json_text.h"
#include "core/compute/erasure.h"
#include "core/compute/verification.h"
#include "core/engine/identity.h"
#include "core/engine/prepare_certification.h"
#include "core/model/certification.h"
#include "core/model/lifecycle.h"
#include "core/model/rule.h"
#include "core/validate/validate.h"

namespace certlite {
namespace {

// "suspend", of certification.suspend.
std::string_view VerbOf(const Operation& operation) { return operation.name.substr(operation.name.find('.') + 1); }

std::string_view StatusOf(const Record& record) {
  return kLifecycleStatuses[static_cast<size_t>(record[certification::kLifecycleStatus].integer)];
}

bool IsOpen(const Record& record) {
  const auto status = static_cast<LifecycleStatus>(record[certification::kLifecycleStatus].integer);
  return status == LifecycleStatus::kActive || status == LifecycleStatus::kSuspended;
}

void ReportTransition(Call& call, const Record& record, const LifecycleRule& rule) {
  std::string allowed;
  for (size_t i = 0; i < kLifecycleStatuses.size(); ++i) {
    if (!rule.Allows(static_cast<LifecycleStatus>(i))) continue;
    absl::StrAppend(&allowed, allowed.empty() ? "" : " or ", std::string(kLifecycleStatuses[i]));
  }
  std::string detail = absl::StrCat("The certification is ", std::string(StatusOf(record)));
  if (rule.effect == LifecycleEffect::kGoes) {
    absl::StrAppend(&detail, " and can't become ", std::string(kLifecycleStatuses[static_cast<size_t>(rule.to)]));
  }
  absl::StrAppend(&detail, "; ", std::string(VerbOf(call.operation)), " needs one that is ", allowed, ".");
  call.Report(rule::kLifecycleTransition, PointerTo("id"), std::move(detail));
}

// An import that meets its record is an update of it.
Verb VerbOfChange(const Call& call) {
  return call.operation.verb == Verb::kImport ? Verb::kUpdate : call.operation.verb;
}

// The rule by which the operation is allowed; null after reporting that it isn't.
const LifecycleRule* AllowingRule(Call& call, const Record& record) {
  const LifecycleRule* const rule = LifecycleRuleOf(VerbOfChange(call));
  if (rule->Allows(static_cast<LifecycleStatus>(record[certification::kLifecycleStatus].integer))) return rule;
  ReportTransition(call, record, *rule);
  return nullptr;
}

void ApplyLifecycle(const LifecycleRule& rule, Record& record) {
  Value& status = record[certification::kLifecycleStatus];
  Value& archived_from = record[certification::kArchivedFrom];
  switch (rule.effect) {
    case LifecycleEffect::kStays:
      return;
    case LifecycleEffect::kGoes:
      if (rule.to == LifecycleStatus::kArchived) archived_from = status;
      status = Value::Of(static_cast<int64_t>(rule.to));
      return;
    case LifecycleEffect::kReturns:
      status = archived_from;
      archived_from = Value::Null();
      return;
    case LifecycleEffect::kErases:
      EraseFields(record);
      return;
  }
}

// The certification that takes this one's place.
Result<void> TakeReplacement(Call& call, const Record& before, Record& after) {
  const Value& id = call.parameter(parameter::kReplacementId);
  if (!id.has_value()) return {};  // its format is refused already
  const std::string pointer = PointerTo("replacement_id");
  auto found = FindWithinReach(call, kCertificationResource, id.uuid);
  if (!found.ok()) return std::move(found.error());
  if (!found->has_value() || (*found)->erased() || (*found)->organization_key != before.organization_key ||
      (*found)->key == before.key) {
    call.Report(rule::kReplacementExists, pointer, "There is no such other certification in the organization.");
    return {};
  }
  if (!IsOpen(**found)) {
    call.Report(
        rule::kReplacementOpen, pointer,
        absl::StrCat("The replacement is ", std::string(StatusOf(**found)), "; it must be active or suspended."));
  }
  after[certification::kSupersededById] = id;
  return {};
}

Result<void> CheckExternalIdIsFree(Call& call, const Record& after) {
  auto other = FindByExternalId(call, after);
  if (!other.ok()) return std::move(other.error());
  if (!other->has_value() || (*other)->key == after.key) return {};
  call.Report(rule::kExternalIdUnique, PointerTo("external_id"), "Another certification has this external id.");
  return {};
}

// What an edit asks: as a create does, but only of what it changes.
Result<void> JudgeEdit(Call& call, const Record& before, Record& after) {
  using namespace certification;  // NOLINT(google-build-using-namespace): the positions of one table
  if (after[kMemberId] != before[kMemberId]) {
    auto member = TakeMember(call, after);
    if (!member.ok()) return std::move(member.error());
    if (member->has_value() && after.organization_key != before.organization_key) {
      call.Report(rule::kMemberExists, PointerTo("organization_member_id"),
                  "There is no such member in the certification's organization.");
      return {};
    }
    if (member->has_value()) CheckMemberStatus(call, **member, after);
  }
  if (after[kTypeId] != before[kTypeId]) {
    auto type = TakeType(call, after);
    if (!type.ok()) return std::move(type.error());
  }
  CheckCertification(after, call.violations);
  if (after[kExternalId] != before[kExternalId] || after[kExternalSource] != before[kExternalSource]) {
    auto free = CheckExternalIdIsFree(call, after);
    if (!free.ok()) return free;
  }
  TakeBackVerification(before, after);
  return {};
}

void JudgeCheck(Call& call, Record& after) {
  const Value& outcome = call.parameter(parameter::kOutcome);
  const Value& until = call.parameter(parameter::kVerifiedUntil);
  if (!outcome.has_value()) return;  // that is refused already
  if (until.has_value() && outcome.integer != verification::kVerified) {
    call.Report(rule::kVerificationUntil, PointerTo("verified_until"), "It goes with the outcome verified.");
  }
  TakeCheck({outcome, call.parameter(parameter::kMethod), until, call.now_ms}, after);
}

// A renewal that was revoked, superseded or archived is none.
Result<void> CheckNotRenewed(Call& call, const Record& before) {
  return ForEachRecord(
      *call.connection, kCertificationResource, kCertificationsByRenewed,
      {{"organization_key", Value::Of(before.organization_key)}, {"renews_id", before[certification::kId]}},
      [&](const Record& renewal) {
        if (!IsOpen(renewal)) return true;
        std::string detail = "The certification is renewed already, by ";
        AppendUuid(detail, renewal[certification::kId].uuid);
        call.Report(rule::kRenewalOnce, PointerTo("id"), detail + ".");
        return false;
      });
}

}  // namespace

Result<void> ChangeCertification(Call& call, const Record& before, Record& after) {
  const LifecycleRule* const rule = AllowingRule(call, before);
  if (rule == nullptr) return {};
  ApplyLifecycle(*rule, after);
  if (VerbOfChange(call) == Verb::kUpdate) return JudgeEdit(call, before, after);
  if (call.operation.verb == Verb::kSupersede) return TakeReplacement(call, before, after);
  if (call.operation.verb == Verb::kVerify) JudgeCheck(call, after);
  return {};
}

Record TakeImported(const Call& call, const Record& existing, const Record& imported) {
  using namespace certification;  // NOLINT(google-build-using-namespace): the positions of one table
  Record taken = existing;
  for (size_t i = 0; i < kFields.size(); ++i) {
    if (kFields[i].Has(kIsContent) && call.request.fields[i].given()) taken[i] = imported[i];
  }
  // Named in whichever way, or derived. The importer's own membership, meant by none, says nothing of this card's.
  if (NamesMember(call)) taken[kMemberId] = imported[kMemberId];
  taken[kTypeId] = imported[kTypeId];
  if (imported[kExpiresOn].has_value()) taken[kExpiresOn] = imported[kExpiresOn];
  return taken;
}

Result<void> RenewCertification(Call& call, const Record& before, Record& after) {
  using namespace certification;  // NOLINT(google-build-using-namespace): the positions of one table
  if (AllowingRule(call, before) == nullptr) return {};
  auto once = CheckNotRenewed(call, before);
  if (!once.ok()) return once;
  for (const size_t field : {kMemberId, kTypeId, kIssuerName}) after[field] = before[field];
  if (!after[kSerialNumber].given()) after[kSerialNumber] = before[kSerialNumber];
  if (!after[kIssuedOn].given()) after[kIssuedOn] = Value::Of(int64_t{DayOf(call.now_ms)});
  FillInitial(after);
  after[kRenewsId] = before[kId];
  const size_t known = call.violations.size();
  auto prepared = PrepareCertification(call, after);
  // The request names neither member nor type, but the certification that has them.
  for (size_t i = known; i < call.violations.size(); ++i) {
    std::string& pointer = call.violations[i].pointer;
    if (pointer == PointerTo("organization_member_id") || pointer == PointerTo("certification_type_id")) {
      pointer = PointerTo("id");
    }
  }
  return prepared;
}

}  // namespace certlite
