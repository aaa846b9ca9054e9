// What is told of the history: an organization's feed and head, the versions of a certification, its checks.
#include "core/model/history.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/base/json_text.h"
#include "core/engine/cursor.h"
#include "core/engine/operations.h"
#include "core/engine/versions.h"
#include "core/model/certification.h"
#include "core/model/rule.h"
#include "core/model/verification.h"
#include "core/render/render.h"
#include "core/store/history.h"
#include "core/validate/validate.h"

namespace certlite {
namespace {

std::string_view HexOf(Call& call, const Digest& digest) {
  std::string text;
  AppendHex(text, digest);
  return call.arena.Copy(text);
}

// The entry as an event. What was committed to before it is added by AddBefore. Errors: kCorrupt.
Result<Record> EventOf(Call& call, const Uuid& organization_id, const HistoryEntry& entry) {
  using namespace history_entry;  // NOLINT(google-build-using-namespace): the positions of one table
  if (auto fault = PayloadFault(call, entry)) return std::move(*fault);
  std::string source = "urn:certlite:organization:";
  AppendUuid(source, organization_id);
  Record event;
  event.resource = &kHistoryEntryResource;
  event[kSpecVersion] = Value::Of(std::string_view("1.0"));
  event[kId] = Value::Of(call.arena.Copy(std::to_string(entry.sequence)));
  event[kSource] = Value::Of(call.arena.Copy(source));
  event[kType] = Value::Of(call.arena.Copy(OnlyAscii(entry.operation)));
  event[kSubject] = Value::Of(entry.resource_id);
  event[kTime] = Value::Of(entry.instant);
  event[kDataContentType] = Value::Of(std::string_view("application/json"));
  event[kData] = entry.forgotten ? Value::Null() : Value::Of(call.arena.Copy(entry.payload));
  event[kSequence] = Value::Of(entry.sequence);
  event[kRevision] = Value::Of(entry.revision);
  event[kBefore] = Value::Null();
  event[kAfter] = Value::Of(HexOf(call, entry.commitment));
  event[kCommitmentKey] = entry.forgotten ? Value::Null() : Value::Of(HexOf(call, entry.payload_key));
  event[kHash] = Value::Of(HexOf(call, entry.hash));
  event.organization_key = entry.organization_key;
  event.last_sequence = entry.previous_sequence;
  return event;
}

Result<void> AddBefore(Call& call, Record& event) {
  if (event.last_sequence == 0) return {};
  auto before = FindEntry(*call.connection, event.organization_key, event.last_sequence, call.arena);
  if (!before.ok()) return std::move(before.error());
  if (before->has_value()) event[history_entry::kBefore] = Value::Of(HexOf(call, (*before)->commitment));
  return {};
}

// A page that is gathered one entry at a time: by sequence, in one direction.
class EntryPage {
 public:
  explicit EntryPage(Call& call) : call_(call), mark_(FilterMark(call)), limit_(LimitOf(call)) {}

  // Where the page before has ended, 0 on the first.
  Result<int64_t> ReadLast() {
    const Value& text = call_.parameter(parameter::kCursor);
    if (!text.has_value()) return 0;
    auto cursor = ReadCursor(text.text, mark_);
    if (!cursor.ok()) return std::move(cursor.error());
    int64_t sequence = 0;
    for (size_t i = 8; i < cursor->id.bytes.size(); ++i) sequence = sequence << 8 | cursor->id.bytes[i];
    return std::clamp<int64_t>(sequence, 0, kSequenceMax);
  }

  // Takes the record of the entry `sequence`; false: the page is full, and there is more, or the entry is damaged.
  bool Take(Result<Record> record, int64_t sequence) {
    more_ = records_.size() == limit_;
    if (more_) return false;
    if (!record.ok()) {
      damage_ = std::move(record.error());
      return false;
    }
    records_.push_back(std::move(*record));
    last_ = sequence;
    return true;
  }

  std::vector<Record>& records() { return records_; }

  Result<Answer> Render() {
    if (damage_) return std::move(*damage_);
    Cursor cursor;
    cursor.filter = mark_;
    cursor.expires_on = kNoDay;
    for (size_t i = 0; i < 8; ++i) cursor.id.bytes[15 - i] = static_cast<uint8_t>(last_ >> (8 * i));
    return Answer{Outcome::kRead, OwnedText(RenderPage(records_, more_ ? WriteCursor(cursor) : std::string()))};
  }

 private:
  Call& call_;
  const std::array<uint8_t, 8> mark_;
  const size_t limit_;
  std::vector<Record> records_;
  std::optional<Error> damage_;
  int64_t last_ = 0;
  bool more_ = false;
};

bool IsKnown(const Call& call, const HistoryEntry& entry) {
  return !call.known_at_ms || entry.instant <= *call.known_at_ms;
}

Result<Answer> RenderEvents(Call& call, EntryPage& page) {
  for (Record& event : page.records()) {
    auto added = AddBefore(call, event);
    if (!added.ok()) return std::move(added.error());
  }
  return page.Render();
}

// The check that the entry records, if it does. Lifetime: its texts are the call's.
Result<std::optional<Record>> CheckIn(Call& call, const HistoryEntry& entry) {
  constexpr std::string_view kOperation = "certification.verify";
  if (entry.operation != kOperation || entry.forgotten) return std::optional<Record>();
  if (auto fault = PayloadFault(call, entry)) return std::move(*fault);
  auto draft = call.ParseStored(entry.payload);
  if (!draft.ok()) return std::move(draft.error());
  Record check;
  check.resource = &kVerificationResource;
  (*draft)->ForEachMember(0, [&](size_t position, const JsonNode& node) {
    if (node.name == "verification") TakeFields(check, **draft, position, kInData, call.arena);
  });
  check = Retain(check, call.arena);
  check[verification::kRecordedAt] = Value::Of(entry.instant);
  check[verification::kSequence] = Value::Of(entry.sequence);
  check[verification::kRevision] = Value::Of(entry.revision);
  return std::optional(check);
}

// The record that is asked about; also what is left of an erased one.
Result<Record> FindAskedAbout(Call& call) {
  auto found = FindWithinReach(call, call.resource(), call.parameter(parameter::kId).uuid);
  if (!found.ok()) return std::move(found.error());
  if (!found->has_value()) return NoSuchRecord(call);
  return std::move(**found);
}

// Calls `visit` with the record's versions that the page is about, the newest first.
Result<void> ForEachVersionOfPage(Call& call, const Record& record, EntryPage& page,
                                  absl::FunctionRef<bool(const HistoryEntry&)> visit) {
  auto last = page.ReadLast();
  if (!last.ok()) return std::move(last.error());
  int64_t sequence = record.last_sequence;
  if (*last != 0) {
    auto entry = FindEntry(*call.connection, record.organization_key, *last, call.arena);
    if (!entry.ok()) return std::move(entry.error());
    // It comes from outside: it must not lead into the versions of another record.
    const Uuid& id = record[record.resource->id].uuid;
    sequence = entry->has_value() && (*entry)->resource_id == id ? (*entry)->previous_sequence : 0;
  }
  return ForEachVersion(call, record.organization_key, sequence,
                        [&](const HistoryEntry& entry) { return !IsKnown(call, entry) || visit(entry); });
}

}  // namespace

Result<const OrganizationRow*> ChainAskedAbout(Call& call) {
  if (call.principal.reach == ReachKind::kSystem && !call.parameter(parameter::kOrganizationId).has_value()) {
    return MakeError(ErrorCode::kInvalid, rule::kOrganizationRequired, PointerTo("organization_id"),
                     "The system names the organization that it means; the nil UUID is the standard catalogue.");
  }
  return static_cast<const OrganizationRow*>(&call.reach.parts.front().organization);
}

Value HeadText(Call& call, int64_t sequence, const Digest& hash) {
  std::string text = std::to_string(sequence) + ":";
  AppendHex(text, hash);
  return Value::Of(call.arena.Copy(text));
}

Result<Answer> ListHistory(Call& call) {
  auto chain = ChainAskedAbout(call);
  if (!chain.ok()) return std::move(chain.error());
  EntryPage page(call);
  auto last = page.ReadLast();
  if (!last.ok()) return std::move(last.error());
  const Value& after = call.parameter(parameter::kAfterSequence);
  const int64_t from = std::max(*last, after.has_value() ? after.integer : 0) + 1;
  if (from > kSequenceMax) return RenderEvents(call, page);
  auto run = ForEachEntry(*call.connection, (*chain)->key, from, [&](const HistoryEntry& entry) {
    return !IsKnown(call, entry) || page.Take(EventOf(call, (*chain)->id, entry), entry.sequence);
  });
  if (!run.ok()) return std::move(run.error());
  return RenderEvents(call, page);
}

Result<Answer> ReadHead(Call& call) {
  auto chain = ChainAskedAbout(call);
  if (!chain.ok()) return std::move(chain.error());
  auto head = ReadHistoryHead(*call.connection, (*chain)->key);
  if (!head.ok()) return std::move(head.error());
  Record told;
  told.resource = &kHistoryHeadResource;
  told[history_head::kOrganizationId] = Value::Of((*chain)->id);
  told[history_head::kHead] = HeadText(call, head->sequence, head->hash);
  told[history_head::kTime] = head->sequence == 0 ? Value::Null() : Value::Of(head->instant);
  return Answer{Outcome::kRead, OwnedText(RenderAnswer(told, ShapeOf(call.operation)))};
}

Result<Answer> ListVersions(Call& call) {
  auto record = FindAskedAbout(call);
  if (!record.ok()) return std::move(record.error());
  EntryPage page(call);
  const Uuid organization_id = (*record)[certification::kOrganizationId].uuid;
  auto run = ForEachVersionOfPage(call, *record, page, [&](const HistoryEntry& entry) {
    return page.Take(EventOf(call, organization_id, entry), entry.sequence);
  });
  if (!run.ok()) return std::move(run.error());
  return RenderEvents(call, page);
}

Result<Answer> ListEvidence(Call& call) {
  auto record = FindAskedAbout(call);
  if (!record.ok()) return std::move(record.error());
  EntryPage page(call);
  auto run = ForEachVersionOfPage(call, *record, page, [&](const HistoryEntry& entry) {
    auto check = CheckIn(call, entry);
    if (!check.ok()) return page.Take(std::move(check.error()), entry.sequence);
    return !check->has_value() || page.Take(**check, entry.sequence);
  });
  if (!run.ok()) return std::move(run.error());
  return page.Render();
}

}  // namespace certlite
