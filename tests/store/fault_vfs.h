// A file system that passes everything on to SQLite's own and fails where a test asks for it.
#ifndef CERTLITE_TESTS_STORE_FAULT_VFS_H_
#define CERTLITE_TESTS_STORE_FAULT_VFS_H_

#include <sqlite3.h>

#include <atomic>

namespace certlite {

// While one lives, every database that is opened goes through it.
class FaultVfs {
 public:
  // SQLite's answer to give instead of doing it; SQLITE_OK does it.
  struct Faults {
    std::atomic<int> log_write = SQLITE_OK;
    std::atomic<int> log_sync = SQLITE_OK;
    std::atomic<int> log_read = SQLITE_OK;
    std::atomic<int> main_write = SQLITE_OK;
    std::atomic<int> main_read = SQLITE_OK;
    std::atomic<bool> no_shared_memory = false;  // so that WAL can't be had
    std::atomic<bool> read_only = false;
    std::atomic<int> log_syncs = 0;  // how many were asked for
  };

  FaultVfs() {
    real_ = sqlite3_vfs_find(nullptr);
    own_ = *real_;
    own_.pNext = nullptr;
    own_.zName = "certlite-faults";
    own_.xOpen = &Open;
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
    if (!is_main) methods.xSync = &SyncLog;
    if (faults_->no_shared_memory) methods.iVersion = 1;
    file->pMethods = &methods;
    return rc;
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
    const int fault = faults_->main_write;
    return fault != SQLITE_OK ? fault : original_->xWrite(file, bytes, size, offset);
  }
  static int WriteLog(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
    const int fault = faults_->log_write;
    return fault != SQLITE_OK ? fault : original_->xWrite(file, bytes, size, offset);
  }
  static int SyncLog(sqlite3_file* file, int flags) {
    ++faults_->log_syncs;
    const int fault = faults_->log_sync;
    return fault != SQLITE_OK ? fault : original_->xSync(file, flags);
  }

  static inline sqlite3_vfs* real_ = nullptr;
  static inline Faults* faults_ = nullptr;
  static inline const sqlite3_io_methods* original_ = nullptr;
  static inline sqlite3_io_methods main_methods_ = {};
  static inline sqlite3_io_methods log_methods_ = {};
  sqlite3_vfs own_ = {};
};

}  // namespace certlite

#endif  // CERTLITE_TESTS_STORE_FAULT_VFS_H_
