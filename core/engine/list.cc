// list, for every resource alike: the shortest way to the candidates, the filters, one page in a total order.
#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "core/base/date.h"
#include "core/compute/validity.h"
#include "core/engine/cursor.h"
#include "core/engine/operations.h"
#include "core/model/certification.h"
#include "core/model/member.h"
#include "core/render/render.h"

namespace certlite {
namespace {

// Days that expires_on lies between, both included.
struct ExpiryBounds {
  int64_t from = kDayMin;
  int64_t to = kDayMax;
};

// One list on its way.
class Lister {
 public:
  explicit Lister(Call& call) : call_(call), limit_(LimitOf(call)), by_expiry_(ByExpiry(call)) {}

  Result<Answer> Run() {
    const auto mark = FilterMark(call_);
    const Value& cursor = call_.parameter(parameter::kCursor);
    if (cursor.has_value()) {
      auto read = ReadCursor(cursor.text, mark);
      if (!read.ok()) return std::move(read.error());
      after_ = *read;
      if (!call_.as_of_given) call_.as_of = after_.as_of;
    } else {
      after_.expires_on = kDayMin - 1;
    }
    has_after_ = cursor.has_value();
    page_.reserve(limit_ + 1);
    auto collected = Collect();
    if (!collected.ok()) return std::move(collected.error());
    std::ranges::sort(page_, [this](const Record& a, const Record& b) { return ComesBefore(a, b); });
    const bool more = page_.size() > limit_;
    if (more) page_.resize(limit_);
    return Answer{Outcome::kRead, OwnedText(RenderPage(page_, more ? CursorAfter(page_.back(), mark) : std::string()))};
  }

 private:
  static bool ByExpiry(const Call& call) {
    return call.parameter(parameter::kOrder) == Value::Of(static_cast<int64_t>(ListOrder::kExpiresOn));
  }

  static int64_t ExpiryOf(const Record& record) {
    const Value& day = record[certification::kExpiresOn];
    return day.has_value() ? day.integer : std::numeric_limits<int64_t>::max();  // the never expiring last
  }

  bool ComesBefore(const Record& a, const Record& b) const {
    if (by_expiry_ && ExpiryOf(a) != ExpiryOf(b)) return ExpiryOf(a) < ExpiryOf(b);
    return a[a.resource->id].uuid < b[b.resource->id].uuid;
  }

  std::string CursorAfter(const Record& last, const std::array<uint8_t, 8>& mark) const {
    Cursor cursor{mark, call_.as_of, kNoDay, last[last.resource->id].uuid};
    if (by_expiry_ && last[certification::kExpiresOn].has_value()) {
      cursor.expires_on = static_cast<int32_t>(last[certification::kExpiresOn].integer);
    }
    return WriteCursor(cursor);
  }

  // Every source is asked for one record more than the page holds, and the best of all make the page.
  Result<void> Collect() {
    if (call_.resource().member != kNoField) {
      for (const ReachPart& part : call_.reach.parts) {
        auto collected = CollectOfMembers(part);
        if (!collected.ok()) return collected;
      }
      return {};
    }
    std::vector<int64_t> places;
    if (&call_.resource() == &kCertificationTypeResource) {
      places = TypeOrganizations(call_.reach);
    } else {
      for (const ReachPart& part : call_.reach.parts) places.push_back(part.organization.key);
    }
    for (const int64_t place : places) {
      auto collected = CollectFrom(SqlOf(call_.resource()).list_by_id,
                                   {{"organization_key", Value::Of(place)}, {"after_id", Value::Of(after_.id)}}, true);
      if (!collected.ok()) return collected;
    }
    return {};
  }

  // Of what is members': by the external id or the member that is asked about, or by those within reach.
  Result<void> CollectOfMembers(const ReachPart& part) {
    const NamedValue organization{"organization_key", Value::Of(part.organization.key)};
    const NamedValue after_id{"after_id", Value::Of(by_expiry_ ? Uuid{} : after_.id)};
    if (&call_.resource() == &kCertificationResource) {
      const Value& external_id = call_.request.fields[certification::kExternalId];
      if (external_id.has_value()) {
        return CollectFrom(kCertificationsByExternalId, {organization, {"external_id", external_id}}, false);
      }
    }
    auto members = MembersAsked(call_, part, call_.request.fields[call_.resource().member]);
    if (!members.ok()) return std::move(members.error());
    if (members->has_value()) {
      for (const int64_t member : **members) {
        auto collected = CollectFrom(SqlOf(call_.resource()).list_by_member,
                                     {organization, {"member_key", Value::Of(member)}, after_id}, false);
        if (!collected.ok()) return collected;
      }
      return {};
    }
    if (by_expiry_) return CollectByExpiry(organization);
    return CollectFrom(SqlOf(call_.resource()).list_by_id, {organization, after_id}, true);
  }

  Result<void> CollectByExpiry(const NamedValue& organization) {
    const size_t before = page_.size();
    const bool dated_done = has_after_ && after_.expires_on == kNoDay;
    if (!dated_done) {
      const ExpiryBounds bounds = Bounds();
      auto collected = CollectFrom(kCertificationsByExpiry,
                                   {organization,
                                    {"expires_from", Value::Of(bounds.from)},
                                    {"expires_to", Value::Of(bounds.to)},
                                    {"after_expires_on", Value::Of(int64_t{after_.expires_on})},
                                    {"after_id", Value::Of(after_.id)}},
                                   true);
      if (!collected.ok()) return collected;
    }
    if (page_.size() - before > limit_) return {};
    const Uuid after_id = dated_done ? after_.id : Uuid{};
    return CollectFrom(kCertificationsWithoutExpiry, {organization, {"after_id", Value::Of(after_id)}}, true);
  }

  // Where expires_on must lie for the filters to hold, so that a list by expiry reads little else.
  ExpiryBounds Bounds() const {
    ExpiryBounds bounds;
    const Value& after = call_.parameter(parameter::kExpiresAfter);
    const Value& before = call_.parameter(parameter::kExpiresBefore);
    const Value& validity = call_.request.fields[certification::kValidityStatus];
    if (after.has_value()) bounds.from = after.integer + 1;
    if (before.has_value()) bounds.to = before.integer - 1;
    if (!validity.has_value()) return bounds;
    switch (static_cast<ValidityStatus>(validity.integer)) {
      case ValidityStatus::kValid:
      case ValidityStatus::kExpiringSoon:
        bounds.from = std::max<int64_t>(bounds.from, call_.as_of);
        break;
      case ValidityStatus::kInGrace:
      case ValidityStatus::kExpired:
        bounds.to = std::min<int64_t>(bounds.to, call_.as_of - 1);
        break;
      case ValidityStatus::kInvalid:
      case ValidityStatus::kNotYetValid:
        break;
    }
    return bounds;
  }

  // Takes from one source what passes the filters; from a sorted one no more than a page needs.
  Result<void> CollectFrom(Sql sql, absl::Span<const NamedValue> parameters, bool sorted) {
    size_t taken = 0;
    return ForEachRecord(*call_.connection, call_.resource(), sql, parameters, [&](const Record& row) {
      Record& record = page_.emplace_back(row);  // copied once: a record is large
      ComputeFields(record, call_.as_of);
      if (!Passes(record)) {
        page_.pop_back();
        return true;
      }
      RetainTexts(record, call_.arena);
      return !(sorted && ++taken > limit_);
    });
  }

  bool Passes(const Record& record) const {
    if (record.erased() || !IsReached(record) || !IsAfter(record)) return false;
    for (size_t i = 0; i < call_.resource().fields.size(); ++i) {
      if (call_.request.fields[i].given() && call_.request.fields[i] != record[i]) return false;
    }
    if (&call_.resource() != &kCertificationResource) return true;
    const Value& after = call_.parameter(parameter::kExpiresAfter);
    const Value& before = call_.parameter(parameter::kExpiresBefore);
    const Value& expires = record[certification::kExpiresOn];
    if (after.has_value() && !(expires.has_value() && expires.integer > after.integer)) return false;
    return !before.has_value() || (expires.has_value() && expires.integer < before.integer);
  }

  bool IsReached(const Record& record) const {
    return record.member_key == 0 || call_.reach.Includes(record.organization_key, record.member_key);
  }

  // Whether the record stands behind the cursor in the list's order.
  bool IsAfter(const Record& record) const {
    if (!has_after_) return true;
    const Uuid& id = record[record.resource->id].uuid;
    if (!by_expiry_) return id > after_.id;
    const int64_t expiry = after_.expires_on == kNoDay ? std::numeric_limits<int64_t>::max() : after_.expires_on;
    return ExpiryOf(record) != expiry ? ExpiryOf(record) > expiry : id > after_.id;
  }

  Call& call_;
  const size_t limit_;
  const bool by_expiry_;
  bool has_after_ = false;
  Cursor after_;
  std::vector<Record> page_;
};

}  // namespace

Result<Answer> List(Call& call) { return Lister(call).Run(); }

}  // namespace certlite
