// One file as the engine sees it: read transactions on a pool of connections, write transactions one at a time across
// all threads and processes.
#ifndef CERTLITE_CORE_STORE_STORE_H_
#define CERTLITE_CORE_STORE_STORE_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "core/base/error.h"
#include "core/store/backup.h"
#include "core/store/connection.h"
#include "core/store/group.h"
#include "core/store/writer_lock.h"

namespace certlite {

class Store;

// The version of the SQLite that is linked, such as "3.40.1".
std::string_view SqliteVersion();

// Where a store lives and how it is shared.
struct StoreOptions {
  std::string path;                 // a file, or kMemoryPath
  uint32_t busy_timeout_ms = 5000;  // for the writer lock, and for SQLite's own locks
  bool exclusive = false;           // keep the writer lock as long as the store is open
  bool must_exist = false;          // refuse to make the file
};

// One change to the store, whole or not at all; undone unless committed. Lifetime: ends before the store does.
class WriteTransaction {
 public:
  WriteTransaction() = default;
  WriteTransaction(WriteTransaction&& other) noexcept;
  WriteTransaction& operator=(WriteTransaction&& other) noexcept;
  ~WriteTransaction();

  Connection& connection() { return *connection_; }

  // Makes the change durable. The writer lock is kept until the transaction goes, and a checkpoint that is due runs
  // then, so that whoever commits for many can answer them first.
  // Errors: kBusy or another code, and nothing is stored; kOutcomeUnknown, and the store must be reopened.
  Result<void> Commit();

  // After Commit: leaves nothing of what was deleted in the file, as Connection::Clean; in memory there is nothing to
  // do. Errors: kBusy, and the change is committed all the same; storage codes likewise.
  Result<void> Clean(const Remnants& remnants);

 private:
  friend class Store;
  explicit WriteTransaction(Store* store) : store_(store) {}

  Store* store_ = nullptr;  // which this thread has entered
  Connection* connection_ = nullptr;
  bool committed_ = false;
  bool trial_ = false;
};

// One snapshot of the store, taken when it is first read; in memory, the store itself, with nobody writing meanwhile.
// Lifetime: ends before the store does.
class ReadTransaction {
 public:
  ReadTransaction() = default;
  ReadTransaction(ReadTransaction&& other) noexcept;
  ReadTransaction& operator=(ReadTransaction&& other) noexcept;
  ~ReadTransaction();

  Connection& connection();

 private:
  friend class Store;
  ReadTransaction(Store* store, std::unique_ptr<Connection> reader);
  explicit ReadTransaction(WriteTransaction borrowed);

  Store* store_ = nullptr;
  std::unique_ptr<Connection> reader_;
  WriteTransaction borrowed_;  // instead of a reader, in memory
};

// One open file. A failure of a connection before COMMIT costs that connection, and the next transaction opens
// another; a failure of COMMIT itself costs the store. Thread-safety: any thread.
class Store {
 public:
  // Opens the file under the writer lock and brings its schema up to `migrations`.
  // Errors: kInvalidArgument, kBusy, kCannotOpen, kNotADatabase, kNewerDatabase, kReadOnly, kCorrupt and other storage
  // codes. Lifetime: `migrations` outlive the store.
  static Result<std::unique_ptr<Store>> Open(StoreOptions options, MigrationScripts migrations);

  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  // Whoever closes last leaves all in the main file and no log beside it, unless the lock is taken; in a forked child
  // file and locks are left alone.
  ~Store();

  // Errors: kForkedHandle, kReopenRequired, as whatever begins a transaction.
  Result<void> CheckUsable() const;

  // Errors: kForkedHandle, kReopenRequired, kBusy, kCancelled, and those of Open. Lifetime: `cancelled` (may be null)
  // outlives the transaction; it is heeded while waiting and while statements run, but never during COMMIT.
  Result<ReadTransaction> BeginRead(const std::atomic<bool>* cancelled);
  Result<WriteTransaction> BeginWrite(const std::atomic<bool>* cancelled);

  // Does the work in a write transaction, which it may share with that of other threads, and makes it durable. Once it
  // has begun in a transaction of another thread it is cancelled no more. Errors: the work's own, with which nothing of
  // it is stored, and those of BeginWrite and Commit.
  Result<void> Write(const Work& work, const std::atomic<bool>* cancelled);

  // A write transaction that is never committed: whatever is changed in it stays in memory. Errors: as BeginWrite.
  Result<WriteTransaction> BeginTrial(const std::atomic<bool>* cancelled);

  // Copies the store as it is at one instant into a file and makes that durable, while others go on; in memory they
  // wait. `look` reads of the same instant. The file is sound, and has its name once the caller gives it that. Errors:
  // those of BackupFile, `look` and BeginRead, and no such file is there.
  Result<BackupFile> BackUp(const BackupPlace& place, absl::FunctionRef<Result<void>(Connection&)> look,
                            const std::atomic<bool>* cancelled);

  // Builds the file anew and empties the log, under the writers' lock; in memory there is nothing to be gained.
  // Errors: those of BeginWrite and Connection::Compact.
  Result<Compaction> Compact(const std::atomic<bool>* cancelled);

  // The file's path with links resolved, or kMemoryPath.
  const std::string& path() const { return path_; }

 private:
  friend class ReadTransaction;
  friend class WriteTransaction;

  Store(StoreOptions options, MigrationScripts migrations);

  Result<void> Enter(const Patience& patience);
  Result<bool> TakeLock(const Patience& patience, absl::FunctionRef<Result<bool>()> look);
  void Leave();
  bool IsForked() const;
  Result<WriteTransaction> BeginOnWriter(const std::atomic<bool>* cancelled, bool trial);
  Result<WriteTransaction> BeginInside(const std::atomic<bool>* cancelled, bool trial);
  Result<bool> WriteWithOthers(const Work& work, const std::atomic<bool>* cancelled);
  Result<Connection*> Writer();
  Result<void> CopyInto(BackupFile& file, absl::FunctionRef<Result<void>(Connection&)> look,
                        const std::atomic<bool>* cancelled);
  std::unique_ptr<Connection> IdleReader();
  void KeepReader(std::unique_ptr<Connection>& reader);

  const StoreOptions options_;
  const MigrationScripts migrations_;
  const bool in_memory_;
  const int64_t pid_;
  std::string path_;
  std::atomic<bool> reopen_required_ = false;

  ThreadQueue thread_queue_;
  WriterLock writer_lock_;              // held by whom the queue has let in
  std::unique_ptr<Connection> writer_;  // guarded by the queue, as what follows
  bool was_open_ = false;               // so that a file which vanished isn't made anew

  std::mutex readers_mutex_;
  std::vector<std::unique_ptr<Connection>> readers_;  // idle ones
};

}  // namespace certlite

#endif  // CERTLITE_CORE_STORE_STORE_H_
