// The facts of certifications in memory, column by column, so that who counts them all need not read them again.
//
// What the columns hold is what the table held at one entry of the organization's history. Every write of a
// certification appends an entry, whoever makes it, so the columns are brought up to a snapshot by reading again what
// later entries are about; and the entry's hash, which stands for all entries before it, tells that it is the same
// history still.
#ifndef CERTLITE_CORE_ENGINE_CERTIFICATION_COLUMNS_H_
#define CERTLITE_CORE_ENGINE_CERTIFICATION_COLUMNS_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "core/base/error.h"
#include "core/store/connection.h"
#include "core/store/facts.h"
#include "core/store/history.h"
#include "core/store/writer_lock.h"

namespace certlite {

// Of one organization, without what was erased. Row i is the i-th of each column. Thread-safety: one thread.
class CertificationColumns {
 public:
  // Brings the columns up to what the connection's snapshot holds. Errors: those of the store; then they are empty.
  Result<void> CatchUp(Connection& connection, int64_t organization_key);

  size_t size() const { return key_.size(); }
  const std::vector<int32_t>& issued_on() const { return issued_on_; }
  const std::vector<int32_t>& expires_on() const { return expires_on_; }
  const std::vector<int32_t>& lifecycle_status() const { return lifecycle_status_; }
  const std::vector<uint32_t>& type() const { return type_; }           // positions in ...
  const std::vector<int64_t>& type_keys() const { return type_keys_; }  // ... the local keys of types

 private:
  Result<bool> HoldsSameHistory(Connection& connection, int64_t organization_key, const HistoryHead& head) const;
  Result<void> Load(Connection& connection, int64_t organization_key);
  void Put(const FactsRow& row);
  void Insert(size_t at, const FactsRow& row);
  void Erase(size_t at);
  uint32_t TypeOf(int64_t type_key);

  HistoryHead at_;            // sequence 0: nothing is held
  std::vector<int64_t> key_;  // ascending
  std::vector<int32_t> issued_on_, expires_on_, lifecycle_status_;
  std::vector<uint32_t> type_;
  std::vector<int64_t> type_keys_;
  std::unordered_map<int64_t, uint32_t> type_by_key_;
};

// Those of each organization that was counted. Whoever has the turn uses them: it is taken before the snapshot is, so
// that no columns are ahead of it. Thread-safety: any thread may take the turn.
class ColumnCache {
 public:
  struct Leave {
    void operator()(ThreadQueue* queue) const { queue->Leave(); }
  };
  using Turn = std::unique_ptr<ThreadQueue, Leave>;

  // Errors: kCancelled.
  Result<Turn> TakeTurn(const std::atomic<bool>* cancelled);

  CertificationColumns& Of(int64_t organization_key) { return by_organization_[organization_key]; }

 private:
  ThreadQueue queue_;
  std::unordered_map<int64_t, CertificationColumns> by_organization_;
};

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_CERTIFICATION_COLUMNS_H_
