// A file system that passes everything on to SQLite's own and fails where a test asks for it.
#ifndef CERTLITE_TESTS_STORE_FAULT_VFS_H_
#define CERTLITE_TESTS_STORE_FAULT_VFS_H_

#include <sqlite3.h>

#include <array>
#include <atomic>
#include <functional>

namespace certlite {

// While one lives, every database that is opened goes through it.
class FaultVfs {
 public:
  // A write transaction's way to the disk, in this order; the log is written many times.
  enum class Step { kBegun, kLogWrite, kLogSync, kIndexHalfWritten, kEnding };

  // SQLite's answer to give instead of doing it; SQLITE_OK does it.
  struct Faults {
    std::atomic<int> log_write = SQLITE_OK;
    std::atomic<int> log_sync = SQLITE_OK;
    std::atomic<int> log_read = SQLITE_OK;
    std::atomic<int> main_write = SQLITE_OK;
    std::atomic<int> main_read = SQLITE_OK;
    std::atomic<int> main_sync = SQLITE_OK;
    std::atomic<bool> no_shared_memory = false;  // so that WAL can't be had
    std::atomic<bool> read_only = false;
    std::atomic<int> log_syncs = 0;  // how many were asked for
    // Called before each step, with how many like it the transaction has taken before. What it answers is given to
    // SQLite instead of writing or syncing the log, unless it is SQLITE_OK. To be set while nobody writes.
    std::function<int(Step, int)> at_step;
    // Called before a main file, of a store or a backup, is written or synced. To be set while nobody does.
    std::function<void()> at_main_write;
    std::function<void()> at_main_sync;
    // Called instead of sleeping, for those who wait for a lock of SQLite's. To be set while nobody does.
    std::function<void()> at_sleep;
  };

  FaultVfs() {
    real_ = sqlite3_vfs_find(nullptr);
    own_ = *real_;
    own_.pNext = nullptr;
    own_.zName = "certlite-faults";
    own_.xOpen = &Open;
    own_.xSleep = &Sleep;
    faults_ = new Faults;
    sqlite3_vfs_register(&own_, 1);
  }
  ~FaultVfs() {
    sqlite3_vfs_unregister(&own_);
    sqlite3_vfs_register(real_, 1);
    delete faults_;
  }
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;

  Faults* operator->() { return faults_; }

 private:
  // The file stays SQLite's own; only its table of methods is exchanged for a copy with ours in it.
  static int Open(sqlite3_vfs* /*vfs*/, const char* name, sqlite3_file* file, int flags, int* flags_out) {
    const bool is_main = (flags & SQLITE_OPEN_MAIN_DB) != 0;
    if (is_main && faults_->read_only) flags = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_READONLY;
    const int rc = real_->xOpen(real_, name, file, flags, flags_out);
    if (rc != SQLITE_OK || (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) == 0) return rc;
    original_ = file->pMethods;
    sqlite3_io_methods& methods = is_main ? main_methods_ : log_methods_;
    methods = *original_;
    methods.xRead = is_main ? &ReadMain : &ReadLog;
    methods.xWrite = is_main ? &WriteMain : &WriteLog;
    methods.xSync = is_main ? &SyncMain : &SyncLog;
    if (is_main) methods.xShmLock = &LockIndex;
    if (is_main) methods.xShmBarrier = &PassIndexBarrier;
    if (faults_->no_shared_memory) methods.iVersion = 1;
    file->pMethods = &methods;
    return rc;
  }

  static int Sleep(sqlite3_vfs* /*vfs*/, int microseconds) {
    if (!faults_->at_sleep) return real_->xSleep(real_, microseconds);
    faults_->at_sleep();
    return microseconds;
  }
  static int ReadMain(sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
    const int fault = faults_->main_read;
    return fault != SQLITE_OK ? fault : original_->xRead(file, bytes, size, offset);
  }
  static int ReadLog(sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
    const int fault = faults_->log_read;
    return fault != SQLITE_OK ? fault : original_->xRead(file, bytes, size, offset);
  }
  static int WriteMain(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
    if (faults_->at_main_write) faults_->at_main_write();
    const int fault = faults_->main_write;
    return fault != SQLITE_OK ? fault : original_->xWrite(file, bytes, size, offset);
  }
  static int WriteLog(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
    const int trouble = At(Step::kLogWrite);
    const int fault = trouble != SQLITE_OK ? trouble : faults_->log_write.load();
    return fault != SQLITE_OK ? fault : original_->xWrite(file, bytes, size, offset);
  }
  static int SyncMain(sqlite3_file* file, int flags) {
    if (faults_->at_main_sync) faults_->at_main_sync();
    const int fault = faults_->main_sync;
    return fault != SQLITE_OK ? fault : original_->xSync(file, flags);
  }
  static int SyncLog(sqlite3_file* file, int flags) {
    ++faults_->log_syncs;
    const int trouble = At(Step::kLogSync);
    const int fault = trouble != SQLITE_OK ? trouble : faults_->log_sync.load();
    return fault != SQLITE_OK ? fault : original_->xSync(file, flags);
  }

  // The index's first lock is the writer's. Between the two copies of its header that are written is a barrier.
  static int LockIndex(sqlite3_file* file, int first, int count, int flags) {
    const bool is_writers = first == 0 && (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    if (is_writers && (flags & SQLITE_SHM_UNLOCK) != 0) {
      At(Step::kEnding);
      writer_ = nullptr;
    }
    const int rc = original_->xShmLock(file, first, count, flags);
    if (rc == SQLITE_OK && is_writers && (flags & SQLITE_SHM_LOCK) != 0) {
      writer_ = file;
      for (std::atomic<int>& taken : taken_) taken = 0;
      At(Step::kBegun);
    }
    return rc;
  }
  static void PassIndexBarrier(sqlite3_file* file) {
    if (file == writer_) At(Step::kIndexHalfWritten);
    original_->xShmBarrier(file);
  }
  static int At(Step step) {
    const int before = taken_[static_cast<size_t>(step)]++;
    return faults_->at_step ? faults_->at_step(step, before) : SQLITE_OK;
  }

  static inline sqlite3_vfs* real_ = nullptr;
  static inline Faults* faults_ = nullptr;
  static inline std::atomic<sqlite3_file*> writer_ = nullptr;  // the main file of the connection that writes
  static inline std::array<std::atomic<int>, 5> taken_ = {};   // of each step
  static inline const sqlite3_io_methods* original_ = nullptr;
  static inline sqlite3_io_methods main_methods_ = {};
  static inline sqlite3_io_methods log_methods_ = {};
  sqlite3_vfs own_ = {};
};

}  // namespace certlite

#endif  // CERTLITE_TESTS_STORE_FAULT_VFS_H_
