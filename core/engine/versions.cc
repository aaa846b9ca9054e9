#include "core/engine/versions.h"

#include <absl/strings/str_cat.h>

#include <utility>

#include "core/render/render.h"
#include "core/store/records.h"
#include "core/validate/validate.h"

namespace certlite {

Result<void> ForEachVersion(Call& call, int64_t organization_key, int64_t sequence,
                            absl::FunctionRef<bool(const HistoryEntry&)> visit) {
  while (sequence > 0) {
    auto entry = FindEntry(*call.connection, organization_key, sequence, call.arena);
    if (!entry.ok()) return std::move(entry.error());
    if (!entry->has_value() || (*entry)->previous_sequence >= sequence) return DamagedHistory();
    if (!visit(**entry)) return {};
    sequence = (*entry)->previous_sequence;
  }
  return {};
}

std::optional<Error> PayloadFault(Call& call, const HistoryEntry& entry) {
  if (entry.forgotten || call.tools.hmac().Of(entry.payload_key, entry.payload) == entry.commitment) return {};
  return MakeError(
      ErrorCode::kCorrupt,
      absl::StrCat("Entry ", entry.sequence, " of the history isn't what was written. Ask history.verify about it."));
}

Result<std::string_view> AnswerIn(const HistoryEntry& entry) {
  const std::string_view payload = entry.payload;
  if (entry.answer_bytes < 1 || payload.size() < kAnswerOffset) return DamagedHistory();
  // Compared in 64 bits: a size may have 32.
  if (static_cast<uint64_t>(entry.answer_bytes) > payload.size() - kAnswerOffset) return DamagedHistory();
  return payload.substr(kAnswerOffset, static_cast<size_t>(entry.answer_bytes));
}

Result<Record> VersionOf(Call& call, const Record& current, const HistoryEntry& entry) {
  if (entry.forgotten) return Erased(*current.resource);
  if (auto fault = PayloadFault(call, entry)) return std::move(*fault);
  auto answer = AnswerIn(entry);
  if (!answer.ok()) return std::move(answer.error());
  auto draft = call.ParseStored(*answer);
  if (!draft.ok()) return std::move(draft.error());
  Record version = Retain(RecordOfAnswer(*current.resource, **draft, call.arena), call.arena);
  version.key = current.key;
  version.organization_key = current.organization_key;
  version.last_sequence = entry.sequence;
  return version;
}

Result<std::optional<Record>> VersionKnownAt(Call& call, const Record& current, int64_t known_at_ms) {
  std::optional<HistoryEntry> known;
  auto walked = ForEachVersion(call, current.organization_key, current.last_sequence, [&](const HistoryEntry& entry) {
    if (entry.instant > known_at_ms) return true;
    known = entry;
    return false;
  });
  if (!walked.ok()) return std::move(walked.error());
  if (!known) return std::optional<Record>();
  auto version = VersionOf(call, current, *known);
  if (!version.ok()) return std::move(version.error());
  return std::optional(*version);
}

Result<Record> FirstVersion(Call& call, const Record& current) {
  if (current[current.resource->revision].integer == 1) return current;
  HistoryEntry first;
  auto walked = ForEachVersion(call, current.organization_key, current.last_sequence, [&](const HistoryEntry& entry) {
    first = entry;
    return true;
  });
  if (!walked.ok()) return std::move(walked.error());
  return VersionOf(call, current, first);
}

}  // namespace certlite
