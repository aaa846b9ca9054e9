#include "core/engine/count.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/compute/validity.h"
#include "core/engine/certification_columns.h"
#include "core/model/certification.h"
#include "core/model/certification_count.h"
#include "core/render/render.h"
#include "core/store/facts.h"

namespace certlite {
namespace {

// What a certification's type adds to its facts, and whether the request asks about its certifications.
struct Terms {
  int32_t grace_days = 0;
  int32_t expiring_soon_days = 0;
  bool asked = false;
};

// Counts facts, a block at a time.
class Tally {
 public:
  explicit Tally(int32_t as_of) : as_of_(as_of) {}

  // What isn't asked about is written over by the next, which costs less than a branch.
  void Add(int32_t issued_on, int32_t expires_on, int32_t lifecycle_status, const Terms& terms, bool asked) {
    block_.issued_on[size_] = issued_on;
    block_.expires_on[size_] = expires_on;
    block_.grace_days[size_] = terms.grace_days;
    block_.expiring_soon_days[size_] = terms.expiring_soon_days;
    block_.lifecycle_status[size_] = lifecycle_status;
    size_ += asked ? 1 : 0;
    if (size_ == ValidityBlock::kSize) Judge();
  }

  // The answer's record, once all were added. Errors: kCorrupt, if a fact was out of its bounds.
  Result<Record> Tell() {
    using namespace certification_count;  // NOLINT(google-build-using-namespace): the positions of one table
    Judge();
    if (!sound_) return MakeError(ErrorCode::kCorrupt, "A certification's days are out of their bounds.");
    Record told;
    told.resource = &kCertificationCountResource;
    told[kAsOf] = Value::Of(int64_t{as_of_});
    std::array<int64_t, kValidityStatuses.size()> by_status{};
    for (size_t i = 0; i < by_reason_.size(); ++i) by_status[static_cast<size_t>(kStatusOfReason[i])] += by_reason_[i];
    told[kTotal] = Value::Of(std::accumulate(by_status.begin(), by_status.end(), int64_t{0}));
    for (size_t i = 0; i < by_status.size(); ++i) told[kFirstStatus + i] = Value::Of(by_status[i]);
    told[kNextTransitionOn] = next_transition_ == kNever ? Value::Null() : DayValue(next_transition_);
    return told;
  }

 private:
  static constexpr int32_t kNever = std::numeric_limits<int32_t>::max();

  void Judge() {
    sound_ = JudgeBlock(block_, size_, as_of_) && sound_;
    for (size_t i = 0; sound_ && i < size_; ++i) {
      ++by_reason_[static_cast<size_t>(block_.reason[i])];
      const int32_t next = block_.next_transition[i];
      next_transition_ = std::min(next_transition_, next == kNoDay ? kNever : next);
    }
    size_ = 0;
  }

  const int32_t as_of_;
  ValidityBlock block_;
  size_t size_ = 0;
  bool sound_ = true;
  std::array<int64_t, kValidityReasons.size()> by_reason_{};
  int32_t next_transition_ = kNever;
};

// One count on its way.
class Counter {
 public:
  explicit Counter(Call& call) : call_(call), tally_(call.as_of) {
    const Value& lifecycle = call.request.fields[certification::kLifecycleStatus];
    if (lifecycle.has_value()) lifecycle_ = static_cast<int32_t>(lifecycle.integer);
  }

  Result<Answer> Run() {
    for (const ReachPart& part : call_.reach.parts) {
      auto counted = Count(part);
      if (!counted.ok()) return std::move(counted.error());
    }
    auto told = tally_.Tell();
    if (!told.ok()) return std::move(told.error());
    return Answer{Outcome::kRead, OwnedText(RenderAnswer(*told, ShapeOf(call_.operation)))};
  }

 private:
  Result<void> Count(const ReachPart& part) {
    auto members = MembersAsked(call_, part, call_.request.fields[certification::kMemberId]);
    if (!members.ok()) return std::move(members.error());
    if (auto terms = ReadTerms(part); !terms.ok()) return terms;
    const auto add = [this](const FactsRow& row) { Add(row); };
    if (!members->has_value()) {
      return call_.columns == nullptr ? ForEachFacts(*call_.connection, part.organization.key, add)
                                      : CountColumns(part);
    }
    for (const int64_t member : **members) {
      auto counted = ForEachFactsOfMember(*call_.connection, part.organization.key, member, add);
      if (!counted.ok()) return counted;
    }
    return {};
  }

  // The types of the organization and the standard ones, as they are now: a change of theirs is none of certifications.
  Result<void> ReadTerms(const ReachPart& part) {
    const Value& type_id = call_.request.fields[certification::kTypeId];
    terms_.clear();
    return ForEachType(*call_.connection, part.organization.key, [&](const TypeRow& type) {
      terms_[type.key] = {type.grace_days, type.expiring_soon_days, !type_id.has_value() || type_id.uuid == type.id};
    });
  }

  void Add(const FactsRow& row) {
    const Terms& terms = terms_[row.type_key];
    tally_.Add(row.issued_on, row.expires_on, row.lifecycle_status, terms,
               terms.asked && !row.erased && IsAsked(row.lifecycle_status));
  }

  Result<void> CountColumns(const ReachPart& part) {
    CertificationColumns& columns = call_.columns->Of(part.organization.key);
    if (auto caught_up = columns.CatchUp(*call_.connection, part.organization.key); !caught_up.ok()) return caught_up;
    std::vector<Terms> terms;
    for (const int64_t key : columns.type_keys()) terms.push_back(terms_[key]);
    for (size_t i = 0; i < columns.size(); ++i) {
      const Terms& of_type = terms[columns.type()[i]];
      const int32_t lifecycle = columns.lifecycle_status()[i];
      tally_.Add(columns.issued_on()[i], columns.expires_on()[i], lifecycle, of_type,
                 of_type.asked && IsAsked(lifecycle));
    }
    return {};
  }

  bool IsAsked(int32_t lifecycle_status) const { return lifecycle_ == kAny || lifecycle_ == lifecycle_status; }

  static constexpr int32_t kAny = -1;

  Call& call_;
  Tally tally_;
  int32_t lifecycle_ = kAny;                  // that is asked about
  std::unordered_map<int64_t, Terms> terms_;  // by the type's local key
};

}  // namespace

bool CountsByColumns(const Call& call) {
  return call.operation.verb == Verb::kCount && call.principal.reach != ReachKind::kSelf &&
         !call.request.fields[certification::kMemberId].has_value();
}

Result<Answer> CountCertifications(Call& call) { return Counter(call).Run(); }

}  // namespace certlite
