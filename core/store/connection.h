// One SQLite connection, opened so that nothing but our own constant statements can run on it and that what it commits
// is durable.
#ifndef CERTLITE_CORE_STORE_CONNECTION_H_
#define CERTLITE_CORE_STORE_CONNECTION_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <unordered_map>

#include "absl/functional/function_ref.h"
#include "core/base/error.h"
#include "core/store/backup.h"
#include "core/store/opening.h"
#include "core/store/remnants.h"
#include "core/store/statement.h"

namespace certlite {

struct ReadCache;

// The error of a COMMIT that failed. What it wrote may or may not stay.
Error OutcomeUnknown();

// What building a file anew has come to.
struct Compaction {
  int64_t bytes_before = 0;
  int64_t bytes_after = 0;
};

// What statements may be prepared for.
enum class Rights : uint8_t {
  kData,         // what is stored, and transactions
  kExamination,  // and pragmas that examine the file
  kAll,
};

// An open connection with its kept statements. Thread-safety: one thread at a time.
class Connection {
 public:
  // Opens the file, and, for a writer, makes or migrates its schema; the writer lock is held meanwhile.
  // Errors: kCannotOpen, kNotADatabase, kNewerDatabase, kReadOnly, and as SqliteError. Lifetime: `migrations` are only
  // read here.
  static Result<std::unique_ptr<Connection>> Open(const ConnectionOptions& options, MigrationScripts migrations);

  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  // The statement for `sql`, prepared the first time and kept. Lifetime: the connection's.
  Result<Statement*> Prepared(Sql sql);

  // The file's user_version when it was opened.
  int SchemaVersion() const { return schema_version_; }

  Health health() const { return database_.health; }

  // The INTEGER PRIMARY KEY of the row that was inserted last.
  int64_t LastInsertKey() const;

  // What earlier transactions have read and nobody has changed since, in this process or another; null in a transaction
  // that has changed it itself.
  ReadCache* cache() { return is_cache_current_ ? cache_.get() : nullptr; }

  // Inside of a transaction, before it changes what the cache may hold: forgets all of it.
  void OutdateCache();

  // Whether a transaction's changes may go into the log before it commits, when they outgrow the cache. Outside of a
  // transaction; cheap if it is so already.
  Result<void> LetSpill(bool spill);

  // Begins a transaction: immediate for a writer, deferred for a reader. While it lasts, a true `*cancelled` (may be
  // null) interrupts statements. Errors: kNewerDatabase when another program has migrated the file since it was opened.
  Result<void> Begin(const std::atomic<bool>* cancelled);

  // Makes the transaction durable. Errors: kBusy or kInternal, and the transaction is rolled back; kOutcomeUnknown, and
  // the connection is broken. What failed before is answered as kInternal.
  Result<void> Commit();

  // Inside of a transaction, from now on: nobody interrupts its statements.
  void HeedNobody();

  // Inside of a transaction: undoes what was done since the mark, which stays, and with it what has failed since.
  // Errors: as SqliteError; kInternal when SQLite has undone the whole transaction.
  Result<void> Mark();
  Result<void> ReturnToMark();
  Result<void> RemoveMark();

  // Undoes the transaction, if there is one; when that fails the connection is broken.
  void Rollback();

  // Outside of a transaction, where there is nothing to roll back: what has failed is of no consequence.
  void FailOutsideOfTransaction();

  // Copies the write-ahead log into the file when it has grown by `pages_min` since the last time, so that it begins
  // anew; of a log that readers have let grow much longer, they are waited for. The writer lock is held meanwhile. A
  // failure that matters breaks the connection and nothing else.
  void Checkpoint(int pages_min);

  // Leaves nothing of what was deleted in the log or in the main file, where any of `remnants` would show it: the log
  // is copied into the file and emptied, and a file in which a remnant is found or may be is built anew. The writer
  // lock is held and no transaction is open. Errors: kBusy while a reader uses the log; as SqliteError.
  Result<void> Clean(const Remnants& remnants);

  // Runs a PRAGMA that examines the file, which the connection is otherwise denied, and calls `visit` with each row.
  // Errors: as Query.
  Result<void> Examine(Sql pragma, absl::FunctionRef<void(const Query&)> visit);

  // How many bytes the pages are that the connection sees.
  Result<int64_t> MeasureFile();

  // Builds the file anew and empties the log. The writer lock is held and no transaction is open; a true `*cancelled`
  // (may be null) interrupts it, and the file is as it was. Errors: kBusy while a reader uses the log; kCancelled; as
  // SqliteError.
  Result<Compaction> Compact(const std::atomic<bool>* cancelled);

  // Copies the file as the transaction sees it. A reader that couldn't is broken: it may be its side that failed.
  // Errors: as BackupFile::Fill.
  Result<void> CopyInto(BackupFile& file, const std::atomic<bool>* cancelled);

  // Lets closing copy the log into the file and remove it, if this is the file's last connection; the writer lock is
  // held until it is closed.
  void CheckpointOnClose();

 private:
  explicit Connection(const ConnectionOptions& options);

  Result<void> Seal();
  Result<void> CheckWhatOthersChanged();
  void HeedCancel(const std::atomic<bool>* cancelled);
  void MeasureLog();
  Result<void> EmptyLog(const std::atomic<bool>* cancelled = nullptr);
  Result<void> Rebuild();

  const ConnectionKind kind_;
  const int busy_timeout_ms_;
  int schema_version_ = 0;
  Rights rights_ = Rights::kData;
  bool spills_ = true;
  int log_pages_ = 0;           // in the write-ahead log: after the latest commit of ours, at most when opened
  int checkpointed_pages_ = 0;  // in it at the latest checkpoint
  int64_t data_version_ = 0;    // moves when another connection has changed the file
  const std::unique_ptr<ReadCache> cache_;
  bool is_cache_current_ = false;
  Database database_;
  Statement begin_, commit_, rollback_, mark_, return_to_mark_, remove_mark_, data_version_read_, version_;
  std::unordered_map<const char*, std::unique_ptr<Statement>> statements_;
};

}  // namespace certlite

#endif  // CERTLITE_CORE_STORE_CONNECTION_H_
