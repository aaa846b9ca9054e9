#include "core/engine/certification_columns.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/base/arena.h"

namespace certlite {
namespace {

constexpr int64_t kRereadShare = 4;  // more than a quarter of all is not read row by row

template <typename T>
void EraseAt(std::vector<T>& column, size_t row) {
  column.erase(column.begin() + static_cast<std::ptrdiff_t>(row));
}

template <typename T>
void InsertAt(std::vector<T>& column, size_t row, T value) {
  column.insert(column.begin() + static_cast<std::ptrdiff_t>(row), value);
}

}  // namespace

// Whatever goes wrong on the way, an exception, too, leaves nothing held.
Result<void> CertificationColumns::CatchUp(Connection& connection, int64_t organization_key) {
  auto head = ReadHistoryHead(connection, organization_key);
  if (!head.ok()) return std::move(head.error());
  auto same = HoldsSameHistory(connection, organization_key, *head);
  if (!same.ok()) return std::move(same.error());
  if (*same && at_.sequence == head->sequence) return {};
  const int64_t from = std::exchange(at_, {}).sequence;
  const auto held = static_cast<int64_t>(key_.size());
  auto read = *same && head->sequence - from <= held / kRereadShare
                  ? ForEachFactsSince(connection, organization_key, from, [this](const FactsRow& row) { Put(row); })
                  : Load(connection, organization_key);
  if (read.ok()) at_ = *head;
  return read;
}

Result<bool> CertificationColumns::HoldsSameHistory(Connection& connection, int64_t organization_key,
                                                    const HistoryHead& head) const {
  if (at_.sequence == 0 || at_.sequence >= head.sequence) return at_.sequence != 0 && at_.hash == head.hash;
  Arena arena;
  auto entry = FindEntry(connection, organization_key, at_.sequence, arena);
  if (!entry.ok()) return std::move(entry.error());
  return entry->has_value() && (*entry)->hash == at_.hash;
}

Result<void> CertificationColumns::Load(Connection& connection, int64_t organization_key) {
  std::vector<FactsRow> rows;
  auto read = ForEachFacts(connection, organization_key, [&rows](const FactsRow& row) {
    if (!row.erased) rows.push_back(row);
  });
  if (!read.ok()) return read;
  std::ranges::sort(rows, {}, &FactsRow::key);
  *this = {};
  key_.reserve(rows.size());
  for (std::vector<int32_t>* column : {&issued_on_, &expires_on_, &lifecycle_status_}) column->reserve(rows.size());
  type_.reserve(rows.size());
  for (const FactsRow& row : rows) Insert(key_.size(), row);
  return {};
}

void CertificationColumns::Put(const FactsRow& row) {
  const auto place = std::ranges::lower_bound(key_, row.key);
  const auto at = static_cast<size_t>(place - key_.begin());
  const bool held = place != key_.end() && *place == row.key;
  if (row.erased) {
    if (held) Erase(at);
    return;
  }
  if (!held) return Insert(at, row);
  issued_on_[at] = row.issued_on;
  expires_on_[at] = row.expires_on;
  lifecycle_status_[at] = row.lifecycle_status;
  type_[at] = TypeOf(row.type_key);
}

// As a rule behind all others: new rows have the greatest keys.
void CertificationColumns::Insert(size_t at, const FactsRow& row) {
  InsertAt(key_, at, row.key);
  InsertAt(issued_on_, at, row.issued_on);
  InsertAt(expires_on_, at, row.expires_on);
  InsertAt(lifecycle_status_, at, row.lifecycle_status);
  InsertAt(type_, at, TypeOf(row.type_key));
}

void CertificationColumns::Erase(size_t at) {
  EraseAt(key_, at);
  EraseAt(issued_on_, at);
  EraseAt(expires_on_, at);
  EraseAt(lifecycle_status_, at);
  EraseAt(type_, at);
}

uint32_t CertificationColumns::TypeOf(int64_t type_key) {
  const auto [known, is_new] = type_by_key_.try_emplace(type_key, static_cast<uint32_t>(type_keys_.size()));
  if (is_new) type_keys_.push_back(type_key);
  return known->second;
}

Result<ColumnCache::Turn> ColumnCache::TakeTurn(const std::atomic<bool>* cancelled) {
  const auto entered = queue_.Enter({std::chrono::steady_clock::time_point::max(), cancelled});
  if (!entered.ok()) return MakeError(ErrorCode::kCancelled, "Cancelled while waiting for another count.");
  return Turn(&queue_);
}

}  // namespace certlite
