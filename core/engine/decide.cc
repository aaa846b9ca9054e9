#include "core/engine/decide.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/engine/change_certification.h"
#include "core/engine/decision_table.h"
#include "core/engine/idempotency.h"
#include "core/engine/operations.h"
#include "core/engine/prepare.h"

namespace certlite {
namespace {

bool MakesRecord(Verb verb) {
  return verb == Verb::kCreate || verb == Verb::kPut || verb == Verb::kImport || verb == Verb::kRenew;
}

Result<Record> PrepareRecord(Call& call) {
  return call.operation.verb == Verb::kRenew ? PrepareRenewal(call) : PrepareCreate(call);
}

OnDuplicate OnDuplicateOf(const Call& call) {
  if (call.operation.verb == Verb::kPut) return OnDuplicate::kUpdate;
  const Value& given = call.parameter(parameter::kOnDuplicate);
  return given.has_value() ? static_cast<OnDuplicate>(given.integer) : OnDuplicate::kReject;
}

// Writes what must yield to the record, as a version of its own.
Result<void> MakeWay(Call& call, const Record& record) {
  auto yielding = RulesOf(call.resource()).find_yielding(call, record);
  if (!yielding.ok()) return std::move(yielding.error());
  if (!yielding->has_value()) return {};
  auto written = WriteChange(call, std::move(**yielding));
  if (!written.ok()) return std::move(written.error());
  return {};
}

Result<Written> UpdateExisting(Call& call, const Record& existing, const Record& made) {
  const bool imports = call.operation.verb == Verb::kImport;
  Change change{existing, imports ? TakeImported(call, existing, made) : TakeGiven(call, existing)};
  auto judged = RulesOf(call.resource()).prepare_change(call, change.before, change.after);
  if (!judged.ok()) return std::move(judged.error());
  if (!call.violations.empty()) return Refusal(std::move(call.violations));
  if (auto way = MakeWay(call, change.after); !way.ok()) return std::move(way.error());
  return WriteChange(call, std::move(change));
}

// What stands only against taking something new (it is archived) doesn't stand against what exists already.
Result<Written> MakeRecord(Call& call) {
  auto record = PrepareRecord(call);
  if (!record.ok()) return std::move(record.error());
  if (!std::ranges::all_of(call.violations, StandsAgainstNew)) return Refusal(std::move(call.violations));
  auto identity = RulesOf(call.resource()).find_identity(call, *record);
  if (!identity.ok()) return std::move(identity.error());
  switch (DecideByIdentity(identity->finding, OnDuplicateOf(call))) {
    case IdentityDecision::kCreate:
      break;
    case IdentityDecision::kAnswerExisting:
      return AnswerExisting(call, std::move(*identity->existing));
    case IdentityDecision::kUpdateExisting:
      call.violations.clear();
      return UpdateExisting(call, *identity->existing, *record);
    case IdentityDecision::kRefuseConflict:
      return ConflictOf(call, *identity);
    case IdentityDecision::kRefuseGone:
      return GoneOf(call, *identity);
  }
  if (!call.violations.empty()) return Refusal(std::move(call.violations));
  if (auto way = MakeWay(call, *record); !way.ok()) return std::move(way.error());
  return WriteCreate(call, std::move(*record));
}

Result<Written> ChangeRecord(Call& call) {
  auto change = PrepareChange(call);
  if (!change.ok()) return std::move(change.error());
  if (!call.violations.empty()) return Refusal(std::move(call.violations));
  return WriteChange(call, std::move(*change));
}

Result<Written> Write(Call& call) {
  if (call.operation.verb == Verb::kPurge) return PurgeKeys(call);
  return MakesRecord(call.operation.verb) ? MakeRecord(call) : ChangeRecord(call);
}

// What else stands against a request whose shape is refused already. A failure to look into it is none of the
// request's.
Error RefuseWhole(Call& call) {
  Error error;
  const auto take = [&](auto prepared) {
    if (!prepared.ok()) error = std::move(prepared.error());
    return prepared.ok() || IsRefusal(error.code);
  };
  const bool looked = MakesRecord(call.operation.verb)
                          ? take(PrepareRecord(call))
                          : call.operation.verb == Verb::kPurge || take(PrepareChange(call));
  if (!looked) return error;
  std::ranges::move(error.violations, std::back_inserter(call.violations));
  return Refusal(std::move(call.violations));
}

Result<void> ReachOnce(Call& call) {
  if (call.reach_known) return {};
  auto reach = ResolveReach(call);
  call.reach_known = reach.ok();
  return reach;
}

}  // namespace

Result<Decided> DecideAndWrite(Call& call, const Digest& fingerprint) {
  if (auto reach = ReachOnce(call); !reach.ok()) return std::move(reach.error());
  auto resolved = ResolveKey(call, fingerprint);
  if (!resolved.ok()) return std::move(resolved.error());
  if (resolved->has_value()) return Decided{std::move(**resolved), false};
  auto written = Write(call);
  if (!written.ok()) return std::move(written.error());
  auto bound = BindCallKey(call, fingerprint, *written);
  if (!bound.ok()) return std::move(bound.error());
  return Decided{std::move(written->answer), written->changed || call.key.has_value()};
}

Result<std::optional<Answer>> Look(Call& call, const Digest& fingerprint) {
  if (auto reach = ReachOnce(call); !reach.ok()) {
    if (call.violations.empty() || reach.error().violations.empty()) return std::move(reach.error());
    call.violations.push_back(std::move(reach.error().violations.front()));
    return Refusal(std::move(call.violations));
  }
  auto resolved = ResolveKey(call, fingerprint);
  if (!resolved.ok() || resolved->has_value() || call.violations.empty()) return resolved;
  return RefuseWhole(call);
}

}  // namespace certlite
