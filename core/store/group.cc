#include "core/store/group.h"

#include <span>
#include <utility>

namespace certlite {

Errand::Errand(const Work& work)
    : Waiter(true),
      work_(work),
      task_([this](Connection& connection) { return Do(connection); }),
      unknown_(OutcomeUnknown()) {}

Result<void> Errand::Do(Connection& connection) {
  Result<void> marked = connection.Mark();
  if (!marked.ok()) return marked;
  is_marked_ = true;
  Result<bool> written = work_.write(connection);
  if (!written.ok()) return Result<void>(written.TakeError());
  Result<void> kept = connection.RemoveMark();
  is_done_ = kept.ok();
  return kept;
}

Result<void> Errand::Outcome() { return fate_ == Fate::kUnknown ? std::move(unknown_) : task_.get_future().get(); }

Group::~Group() {
  for (Errand* const errand : std::span(errands_).first(count_)) queue_.Dismiss(*errand);
}

bool Group::CarryOut(Errand& errand, Connection& connection) {
  errand.task_(connection);
  const bool is_whole =
      errand.is_done_ || (errand.is_marked_ && connection.ReturnToMark().ok() && connection.RemoveMark().ok());
  if (!is_whole) errand.fate_ = Errand::Fate::kSettled;  // by its own failure
  return is_whole;
}

bool Group::CarryOut(Connection& connection, size_t bytes) {
  connection.HeedNobody();  // an interrupted statement would undo the others' writes, too
  while (count_ < kErrandsMax && bytes < kBytesMax) {
    auto* const errand = static_cast<Errand*>(queue_.TakeFirst());
    if (errand == nullptr) break;
    errands_[count_++] = errand;
    bytes += errand->work_.bytes;
    if (!CarryOut(*errand, connection)) return false;
  }
  return true;
}

void Group::Settle(const Result<void>& committed) {
  const bool is_unknown = !committed.ok() && committed.error().code == ErrorCode::kOutcomeUnknown;
  if (!committed.ok() && !is_unknown) return;  // nothing was stored
  for (Errand* const errand : std::span(errands_).first(count_)) {
    errand->fate_ = is_unknown ? Errand::Fate::kUnknown : Errand::Fate::kSettled;
    if (is_unknown) errand->unknown_.error().system_code = committed.error().system_code;
  }
}

}  // namespace certlite
