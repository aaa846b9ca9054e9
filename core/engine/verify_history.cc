// history.verify: whether a chain is whole, payloads are what was committed to, and records are as their last version.
#include <absl/hash/hash.h>
#include <absl/strings/str_cat.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/base/json_text.h"
#include "core/compute/erasure.h"
#include "core/compute/history_chain.h"
#include "core/engine/operations.h"
#include "core/engine/versions.h"
#include "core/model/history.h"
#include "core/model/rule.h"
#include "core/render/render.h"
#include "core/store/history.h"
#include "core/store/records.h"
#include "core/store/schema.h"

namespace certlite {
namespace {

// Nothing but the row itself says these of the record, so a version says them too.
bool IsVersioned(const Field& field, bool erased) {
  return field.Has(kInData | kInMeta) && !field.Has(kLent | kComputed) && (!erased || field.Has(kStays));
}

// One proof on its way. What is found to be wrong is told by the lowest sequence that is.
class ChainVerifier {
 public:
  ChainVerifier(Call& call, const OrganizationRow& chain) : call_(call), chain_(chain), from_(FromOf(call)) {}

  Result<ChainProof> Run() {
    auto head = ReadHistoryHead(*call_.connection, chain_.key);
    if (!head.ok()) return std::move(head.error());
    head_ = *head;
    Result<void> checked = CheckLinks();
    if (checked.ok()) checked = CheckExpectedHead();
    if (checked.ok()) checked = CheckRecords();
    if (checked.ok()) checked = CheckReached();
    if (!checked.ok()) return Result<ChainProof>(checked.TakeError());
    return ChainProof{head_, from_, static_cast<int64_t>(reached_.size()), records_, bad_, why_};
  }

 private:
  static int64_t FromOf(const Call& call) {
    const Value& from = call.parameter(parameter::kFrom);
    return from.has_value() ? from.integer : 1;
  }

  void Suspect(int64_t sequence, std::string_view why) {
    if (bad_ != 0 && bad_ <= sequence) return;
    bad_ = sequence;
    why_ = why;
  }

  Result<std::optional<HistoryEntry>> Find(int64_t sequence) {
    if (sequence < 1 || sequence > kSequenceMax) return std::optional<HistoryEntry>();
    return FindEntry(*call_.connection, chain_.key, sequence, call_.arena);
  }

  // From the first that is looked at to the first that doesn't follow on the one before.
  Result<void> CheckLinks() {
    Digest previous{};
    if (from_ > 1) {
      auto before = Find(from_ - 1);
      if (!before.ok()) return std::move(before.error());
      if (!before->has_value()) {
        Suspect(std::min(from_ - 1, head_.sequence + 1), "it is missing");
        return {};
      }
      previous = (*before)->hash;
    }
    int64_t expected = from_;
    bool whole = true;
    auto run = ForEachEntry(*call_.connection, chain_.key, from_, [&](const HistoryEntry& entry) {
      // Behind a break too: an erasure explains what is missing before it.
      if (entry.operation.ends_with(".erase")) forgotten_.erase(entry.resource_id);
      if (!whole) return true;
      if (entry.sequence != expected) {
        Suspect(expected, "it is missing");
        whole = false;
      } else if (const std::string_view why = FaultOf(entry, previous); !why.empty()) {
        Suspect(expected, why);
        whole = false;
      }
      previous = entry.hash;
      expected += whole ? 1 : 0;
      return true;
    });
    if (!run.ok()) return run;
    reached_.resize(static_cast<size_t>(expected - from_));
    for (const auto& [id, sequence] : forgotten_) Suspect(sequence, "its payload is gone, but nothing erased it");
    return {};
  }

  // What is wrong with the entry by itself and with its link, "" if nothing.
  std::string_view FaultOf(const HistoryEntry& entry, const Digest& previous) {
    const ChainLink link = {chain_.id,         entry.sequence, entry.instant,    entry.operation,
                            entry.resource_id, entry.revision, entry.commitment, previous};
    if (ChainHash(call_.tools.sha256(), link) != entry.hash) return "its hash is not that of what it holds";
    if (entry.forgotten) {
      forgotten_.try_emplace(entry.resource_id, entry.sequence);
      return entry.answer_bytes == 0 ? "" : "its answer's length is not what was written";
    }
    if (PayloadFault(call_, entry)) return "its payload is not what was written";
    const auto end = kAnswerOffset + static_cast<size_t>(std::clamp<int64_t>(entry.answer_bytes, 0, 1 << 24));
    if (entry.payload.size() < end || !entry.payload.substr(end).starts_with(kAfterAnswer)) {
      return "its answer's length is not what was written";
    }
    return "";
  }

  Result<void> CheckExpectedHead() {
    const Value& given = call_.parameter(parameter::kExpectedHead);
    if (!given.has_value()) return {};
    const size_t colon = given.text.find(':');
    const std::string_view digits = given.text.substr(0, colon);
    int64_t sequence = 0;  // beyond any chain, where the digits are too many
    for (const char digit : digits) sequence = std::min(sequence * 10 + (digit - '0'), kSequenceMax + 1);
    if (sequence == 0) {
      std::string beginning;
      AppendHex(beginning, Digest{});
      if (given.text.substr(colon + 1) != beginning) Suspect(1, "the expected head is none with which a chain begins");
      return {};
    }
    if (sequence > head_.sequence) {
      Suspect(head_.sequence + 1, "it is missing, and so is what came after it up to the expected head");
      return {};
    }
    auto entry = Find(sequence);
    if (!entry.ok()) return std::move(entry.error());
    std::string hash;
    if (entry->has_value()) AppendHex(hash, (*entry)->hash);
    if (hash != given.text.substr(colon + 1)) Suspect(sequence, "its hash is not that of the expected head");
    return {};
  }

  Result<void> CheckRecords() {
    for (const Resource* resource :
         {&kOrganizationResource, &kMemberResource, &kCertificationTypeResource, &kCertificationResource,
          &kQualificationResource, &kJobRoleResource, &kJobRoleAssignmentResource}) {
      auto checked = CheckRecordsOf(*resource);
      if (!checked.ok()) return checked;
    }
    return {};
  }

  Result<void> CheckRecordsOf(const Resource& resource) {
    Result<void> checked;
    // Every id comes after an empty text, whatever somebody has put there instead of one.
    auto run = ForEachRecord(
        *call_.connection, resource, SqlOf(resource).list_by_id,
        {{"organization_key", Value::Of(chain_.key)}, {"after_id", Value::Of(std::string_view())}},
        [&](const Record& record) {
          if (record.last_sequence < from_ && record.last_sequence > 0) return true;
          call_.arena = Arena();  // what the one before needed
          checked = CheckVersions(record);
          ++records_;
          return checked.ok();
        },
        Misfit::kShown);
    return run.ok() ? std::move(checked) : std::move(run);
  }

  // The record against its newest version, and that one back to the first that is looked at.
  Result<void> CheckVersions(const Record& record) {
    int64_t revision = record[record.resource->revision].integer;
    if (record.last_sequence < 1) return Blame(record);
    int64_t told_by = record.last_sequence;  // by whom we are sent to the entry: the record, or its version after
    for (int64_t sequence = record.last_sequence; sequence >= from_; --revision) {
      auto entry = Find(sequence);
      if (!entry.ok()) return std::move(entry.error());
      if (!entry->has_value() || (*entry)->resource_id != record[record.resource->id].uuid ||
          (*entry)->revision != revision) {
        if (sequence == record.last_sequence) return Blame(record);
        cut_.insert(record[record.resource->id].uuid);
        Suspect(entry->has_value() ? told_by : sequence, "it is not the version that it should be");
        return {};
      }
      const auto place = static_cast<size_t>(sequence - from_);
      if (place < reached_.size()) reached_[place] = true;
      if (sequence == record.last_sequence) {
        auto is_same = IsAsIn(record, **entry);
        if (!is_same.ok()) return std::move(is_same.error());
        if (!*is_same) Suspect(sequence, "the record is not as this version says");
      }
      const int64_t previous = (*entry)->previous_sequence;
      if ((previous == 0) != (revision == 1) || previous >= sequence || previous < 0) {
        cut_.insert(record[record.resource->id].uuid);
        Suspect(sequence, "it does not follow on the version before");
        return {};
      }
      told_by = sequence;
      sequence = (*entry)->previous_sequence;
    }
    return {};
  }

  // The record points to no version of its own.
  Result<void> Blame(const Record& record) {
    const Uuid& id = record[record.resource->id].uuid;
    int64_t blamed = std::clamp<int64_t>(record.last_sequence, 1, head_.sequence + 1);
    cut_.insert(id);
    auto run = ForEachEntry(*call_.connection, chain_.key, from_, [&](const HistoryEntry& entry) {
      const bool is_newest = entry.resource_id == id && entry.revision == record[record.resource->revision].integer;
      if (is_newest && record.last_sequence <= head_.sequence) blamed = entry.sequence;
      return !is_newest;
    });
    Suspect(blamed, "it is not the version that it should be");
    return run;
  }

  // What is whole and isn't reached is a version of nothing, unless its record couldn't be followed so far.
  Result<void> CheckReached() {
    for (size_t i = 0; i < reached_.size(); ++i) {
      if (reached_[i]) continue;
      call_.arena = Arena();
      auto entry = Find(from_ + static_cast<int64_t>(i));
      if (!entry.ok()) return std::move(entry.error());
      if (!entry->has_value() || cut_.contains((*entry)->resource_id)) continue;
      Suspect(from_ + static_cast<int64_t>(i), "it is no version of any record");
      return {};
    }
    return {};
  }

  // Errors: those that tell nothing of the file.
  Result<bool> IsAsIn(const Record& record, const HistoryEntry& entry) {
    if (record.erased() != entry.operation.ends_with(".erase")) return false;
    if (record.erased()) {
      Record empty = record;
      EraseFields(empty);
      if (empty.values != record.values) return false;
    }
    auto version = VersionOf(call_, record, entry);
    if (!version.ok()) {
      const ErrorCode code = version.error().code;
      if (code == ErrorCode::kCorrupt || code == ErrorCode::kGone) return false;
      return std::move(version.error());
    }
    for (size_t i = 0; i < record.resource->fields.size(); ++i) {
      if (IsVersioned(record.resource->fields[i], record.erased()) && record[i] != (*version)[i]) return false;
    }
    return true;
  }

  Call& call_;
  const OrganizationRow& chain_;
  const int64_t from_;
  HistoryHead head_;
  std::unordered_set<Uuid, absl::Hash<Uuid>> cut_;  // records whose versions can't be followed to the first
  std::vector<bool> reached_;                       // by following a record's versions
  // The first version without a payload of what no entry erased yet.
  std::unordered_map<Uuid, int64_t, absl::Hash<Uuid>> forgotten_;
  int64_t records_ = 0;
  int64_t bad_ = 0;
  std::string_view why_;
};

Error Broken(const ChainProof& proof) {
  Error error = MakeError(ErrorCode::kHistoryBroken, rule::kHistoryWhole, "", BreakOf(proof));
  error.facts = {{"first_bad_sequence", std::to_string(proof.first_bad_sequence)}};
  return error;
}

}  // namespace

std::string BreakOf(const ChainProof& proof) {
  return absl::StrCat("The history is broken at sequence ", proof.first_bad_sequence, ": ", std::string(proof.why),
                      ".");
}

Result<ChainProof> ProveChain(Call& call, const OrganizationRow& chain) { return ChainVerifier(call, chain).Run(); }

Result<Answer> VerifyHistory(Call& call) {
  using namespace history_report;  // NOLINT(google-build-using-namespace): the positions of one table
  auto chain = ChainAskedAbout(call);
  if (!chain.ok()) return std::move(chain.error());
  auto proof = ProveChain(call, **chain);
  if (!proof.ok()) return std::move(proof.error());
  if (proof->first_bad_sequence != 0) return Broken(*proof);
  Record told;
  told.resource = &kHistoryReportResource;
  told[kOrganizationId] = Value::Of((*chain)->id);
  told[kHead] = HeadText(call, proof->head.sequence, proof->head.hash);
  told[kFrom] = Value::Of(proof->from);
  told[kEntryCount] = Value::Of(proof->entry_count);
  told[kRecordCount] = Value::Of(proof->record_count);
  return Answer{Outcome::kRead, OwnedText(RenderAnswer(told, ShapeOf(call.operation)))};
}

}  // namespace certlite
