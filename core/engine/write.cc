// Creates and changes, for every resource alike.
#include <array>
#include <utility>

#include "core/base/json_text.h"
#include "core/compute/history_chain.h"
#include "core/compute/validity.h"
#include "core/engine/change_certification.h"
#include "core/engine/forget.h"
#include "core/engine/operations.h"
#include "core/engine/prepare.h"
#include "core/model/rule.h"
#include "core/model/verification.h"
#include "core/render/render.h"
#include "core/store/history.h"
#include "core/validate/validate.h"

namespace certlite {
namespace {

// The id of the organization whose chain the record's history is in; nil for the standard catalogue.
Uuid ChainOrganization(const Call& call, const Record& record) {
  if (record.resource == &kOrganizationResource) return record[record.resource->id].uuid;
  for (const ReachPart& part : call.reach.parts) {
    if (part.organization.key == record.organization_key) return part.organization.id;
  }
  return {};
}

// The check that the call tells of; its parameters stand in the order of the fields.
Record CheckOf(const Call& call) {
  static_assert(parameter::kEvidenceSha256 - parameter::kOutcome == 6);
  Record check;
  check.resource = &kVerificationResource;
  for (size_t i = 0; i <= 6; ++i) {
    const Value& given = call.parameter(parameter::kOutcome + i);
    check[i] = given.given() ? given : Value::Null();
  }
  return check;
}

// Appends the record's new version, whose answer is `answer`, after `head`.
Result<void> AppendVersion(Call& call, const Record& record, const HistoryHead& head, int64_t previous_sequence,
                           std::string_view answer) {
  std::optional<Record> check;
  if (call.operation.verb == Verb::kVerify) check = CheckOf(call);
  const std::string payload =
      RenderHistoryPayload(answer, call.principal, call.parameter(parameter::kReason), check ? &*check : nullptr,
                           call.imported_from ? &*call.imported_from : nullptr);
  HistoryEntry entry;
  entry.organization_key = record.organization_key;
  entry.sequence = record.last_sequence;
  entry.instant = call.now_ms;
  entry.operation = call.operation.name;
  entry.resource_id = record[record.resource->id].uuid;
  entry.revision = record[record.resource->revision].integer;
  entry.previous_sequence = previous_sequence;
  entry.answer_bytes = static_cast<int64_t>(answer.size());
  entry.payload = payload;
  auto filled =
      call.entropy.Fill(EntropyPurpose::kPayloadKey, entry.organization_key, entry.sequence, entry.payload_key);
  if (!filled.ok()) return filled;
  entry.commitment = call.tools.hmac().Of(entry.payload_key, payload);
  entry.hash =
      ChainHash(call.tools.sha256(), {ChainOrganization(call, record), entry.sequence, entry.instant, entry.operation,
                                      entry.resource_id, entry.revision, entry.commitment, head.hash});
  return AppendHistory(*call.connection, entry);
}

Record RecordOf(const Call& call) {
  Record record;
  record.resource = &call.resource();
  record.values = call.request.fields;
  return record;
}

Error StaleRevision(const Record& record) {
  const int64_t current = record[record.resource->revision].integer;
  Error error = MakeError(ErrorCode::kRevisionConflict, rule::kRevisionCurrent, PointerTo("if_revision"),
                          "The record is at revision " + std::to_string(current) + " now.");
  error.facts = {{"current_revision", std::to_string(current)}};
  return error;
}

// The stored record that a write is about, at the revision that it demands.
Result<Record> FindMeant(Call& call) {
  const Value& id = call.parameter(parameter::kId);
  if (!id.has_value()) return MakeError(ErrorCode::kInvalid, "No record is named.");  // which is refused already
  auto found = FindWithinReach(call, call.resource(), id.uuid);
  if (!found.ok()) return std::move(found.error());
  if (!found->has_value()) return NoSuchRecord(call);
  if ((*found)->erased() && call.operation.verb != Verb::kErase) return Erased(call.resource());
  const Value& if_revision = call.parameter(parameter::kIfRevision);
  if (if_revision.has_value() && if_revision.integer != (**found)[call.resource().revision].integer) {
    return StaleRevision(**found);
  }
  return std::move(**found);
}

Answer AnswerOf(const Call& call, Outcome outcome, const Record& record) {
  return {outcome, OwnedText(RenderAnswer(record, ShapeOf(call.operation))), record[record.resource->id].uuid};
}

}  // namespace

Result<Record> PrepareCreate(Call& call) {
  Record record = RecordOf(call);
  FillInitial(record);
  auto prepared = RulesOf(call.resource()).prepare_create(call, record);
  if (!prepared.ok()) return std::move(prepared.error());
  return record;
}

Result<Record> PrepareRenewal(Call& call) {
  auto found = FindMeant(call);
  if (!found.ok()) return std::move(found.error());
  Record record = RecordOf(call);
  auto renewed = RenewCertification(call, *found, record);
  if (!renewed.ok()) return std::move(renewed.error());
  return record;
}

Result<Written> WriteCreate(Call& call, Record record) {
  auto head = ReadHistoryHead(*call.connection, record.organization_key);
  if (!head.ok()) return std::move(head.error());
  record.last_sequence = head->sequence + 1;
  if (!record[record.resource->id].has_value()) {
    std::array<uint8_t, 10> random;
    auto filled = call.entropy.Fill(EntropyPurpose::kId, record.organization_key, record.last_sequence, random);
    if (!filled.ok()) return std::move(filled.error());
    record[record.resource->id] = Value::Of(MakeUuidV7(call.now_ms, random));
  }
  record[record.resource->created_at] = Value::Of(call.now_ms);
  record[record.resource->updated_at] = Value::Of(call.now_ms);
  record[record.resource->revision] = Value::Of(int64_t{1});
  ComputeFields(record, call.as_of);
  auto inserted = InsertRecord(*call.connection, record);
  if (!inserted.ok()) return std::move(inserted.error());
  Answer answer = AnswerOf(call, Outcome::kCreated, record);
  Written written{std::move(answer), std::move(record)};
  auto appended = AppendVersion(call, written.record, *head, 0, written.answer.body.view());
  if (!appended.ok()) return std::move(appended.error());
  return written;
}

Written AnswerExisting(Call& call, Record existing) {
  ComputeFields(existing, call.as_of);
  Answer answer = AnswerOf(call, Outcome::kExists, existing);
  return {std::move(answer), std::move(existing), false, false};
}

Record TakeGiven(const Call& call, const Record& existing) {
  Record taken = existing;
  for (size_t i = 0; i < call.resource().fields.size(); ++i) {
    if (call.request.fields[i].given()) taken[i] = call.request.fields[i];
  }
  return taken;
}

Result<Change> PrepareChange(Call& call) {
  auto found = FindMeant(call);
  if (!found.ok()) return std::move(found.error());
  Change change{*found, TakeGiven(call, *found)};
  auto judged = RulesOf(call.resource()).prepare_change(call, change.before, change.after);
  if (!judged.ok()) return std::move(judged.error());
  return change;
}

Result<Written> WriteChange(Call& call, Change change) {
  Record& record = change.after;
  // A check is recorded even if it has shown what was known.
  if (change.before.values == record.values && call.operation.verb != Verb::kVerify) {
    ComputeFields(record, call.as_of);
    Answer answer = AnswerOf(call, Outcome::kUnchanged, record);
    return Written{std::move(answer), std::move(record), false, false};
  }
  if (call.operation.verb == Verb::kErase) {
    auto forgotten = ForgetVersions(call, change.before);
    if (!forgotten.ok()) return std::move(forgotten.error());
  }
  auto head = ReadHistoryHead(*call.connection, record.organization_key);
  if (!head.ok()) return std::move(head.error());
  record.last_sequence = head->sequence + 1;
  record[record.resource->revision].integer += 1;
  record[record.resource->updated_at] = Value::Of(call.now_ms);
  ComputeFields(record, call.as_of);
  auto updated = UpdateRecord(*call.connection, record);
  if (!updated.ok()) return std::move(updated.error());
  Answer answer = AnswerOf(call, Outcome::kUpdated, record);
  Written written{std::move(answer), std::move(record)};
  auto appended = AppendVersion(call, written.record, *head, change.before.last_sequence, written.answer.body.view());
  if (!appended.ok()) return std::move(appended.error());
  return written;
}

}  // namespace certlite
