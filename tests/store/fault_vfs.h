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
    // Called before each call of the file system, by the name of SQLite's method. What it answers is given to SQLite
    // instead of making the call, unless it is SQLITE_OK; only what lets go (closing, unlocking, unmapping) is done all
    // the same, as SQLite asks for it but once. To be set while nobody calls.
    std::function<int(const char*)> at_call;
    // Called before each step, with how many like it the transaction has taken before. What it answers is given to
    // SQLite instead of writing or syncing the log, unless it is SQLITE_OK. To be set while nobody writes.
    std::function<int(Step, int)> at_step;
    // Called before a main file, of a store or a backup, is written or synced. To be set while nobody does.
    std::function<void()> at_main_write;
    std::function<void()> at_main_sync;
    // Called when a checkpoint has read from the index how long the log is, if that is news to its connection, and has
    // looked at nothing else. To be set while nobody does.
    std::function<void()> at_checkpoint_begun;
    // Called instead of sleeping, for those who wait for a lock of SQLite's. To be set while nobody does.
    std::function<void()> at_sleep;
  };

  FaultVfs() {
    real_ = sqlite3_vfs_find(nullptr);
    own_ = *real_;
    own_.pNext = nullptr;
    own_.zName = "certlite-faults";
    own_.xOpen = &Open;
    own_.xDelete = &Delete;
    own_.xAccess = &Access;
    own_.xFullPathname = &FullPathname;
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
  enum class File { kMain, kLog, kOther };

  static int Ask(const char* method) { return faults_->at_call ? faults_->at_call(method) : SQLITE_OK; }
  static int FirstOf(int fault, int rc) { return fault != SQLITE_OK ? fault : rc; }

  static int Open(sqlite3_vfs* /*vfs*/, const char* name, sqlite3_file* file, int flags, int* flags_out) {
    file->pMethods = nullptr;
    if (const int fault = Ask("xOpen")) return fault;
    if ((flags & SQLITE_OPEN_MAIN_DB) != 0) return OpenAs<File::kMain>(name, file, flags, flags_out);
    if ((flags & SQLITE_OPEN_WAL) != 0) return OpenAs<File::kLog>(name, file, flags, flags_out);
    return OpenAs<File::kOther>(name, file, flags, flags_out);
  }

  // The file stays SQLite's own; only its table of methods is exchanged for a copy with ours in it.
  template <File kFile>
  static int OpenAs(const char* name, sqlite3_file* file, int flags, int* flags_out) {
    if (kFile == File::kMain && faults_->read_only) flags = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_READONLY;
    const int rc = real_->xOpen(real_, name, file, flags, flags_out);
    if (rc != SQLITE_OK) return rc;
    static const sqlite3_io_methods with_index = Methods<kFile>::Around(file->pMethods);
    static const sqlite3_io_methods without_index = [] {
      sqlite3_io_methods methods = with_index;
      methods.iVersion = 1;
      return methods;
    }();
    file->pMethods = faults_->no_shared_memory ? &without_index : &with_index;
    return rc;
  }

  static int Delete(sqlite3_vfs* /*vfs*/, const char* name, int sync_folder) {
    const int fault = Ask("xDelete");
    return fault != SQLITE_OK ? fault : real_->xDelete(real_, name, sync_folder);
  }
  static int Access(sqlite3_vfs* /*vfs*/, const char* name, int flags, int* answer) {
    const int fault = Ask("xAccess");
    return fault != SQLITE_OK ? fault : real_->xAccess(real_, name, flags, answer);
  }
  static int FullPathname(sqlite3_vfs* /*vfs*/, const char* name, int size, char* path) {
    const int fault = Ask("xFullPathname");
    return fault != SQLITE_OK ? fault : real_->xFullPathname(real_, name, size, path);
  }
  static int Sleep(sqlite3_vfs* /*vfs*/, int microseconds) {
    if (!faults_->at_sleep) return real_->xSleep(real_, microseconds);
    faults_->at_sleep();
    return microseconds;
  }

  // Our methods around SQLite's own ones, which differ from one kind of file to another.
  template <File kFile>
  struct Methods {
    static inline const sqlite3_io_methods* original = nullptr;

    static sqlite3_io_methods Around(const sqlite3_io_methods* methods) {
      original = methods;
      sqlite3_io_methods ours = *methods;
      ours.xClose = &Close;
      ours.xRead = &Read;
      ours.xWrite = &Write;
      ours.xTruncate = &Truncate;
      ours.xSync = &Sync;
      ours.xFileSize = &FileSize;
      ours.xLock = &Lock;
      ours.xUnlock = &Unlock;
      ours.xCheckReservedLock = &CheckReservedLock;
      ours.xFileControl = &FileControl;
      if (kFile == File::kMain) {
        ours.xShmMap = &MapIndex;
        ours.xShmLock = &LockIndex;
        ours.xShmBarrier = &PassIndexBarrier;
        ours.xShmUnmap = &UnmapIndex;
        if (ours.iVersion >= 3) ours.xUnfetch = &Unfetch;
      }
      return ours;
    }

    static int Close(sqlite3_file* file) {
      const int fault = Ask("xClose");
      return FirstOf(fault, original->xClose(file));
    }
    static int Read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
      int fault = Ask("xRead");
      if (kFile == File::kMain) fault = FirstOf(fault, faults_->main_read);
      if (kFile == File::kLog) fault = FirstOf(fault, faults_->log_read);
      return fault != SQLITE_OK ? fault : original->xRead(file, bytes, size, offset);
    }
    static int Write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
      int fault = Ask("xWrite");
      if (kFile == File::kMain) {
        if (faults_->at_main_write) faults_->at_main_write();
        fault = FirstOf(fault, faults_->main_write);
      }
      if (kFile == File::kLog) fault = FirstOf(FirstOf(fault, At(Step::kLogWrite)), faults_->log_write);
      return fault != SQLITE_OK ? fault : original->xWrite(file, bytes, size, offset);
    }
    static int Truncate(sqlite3_file* file, sqlite3_int64 size) {
      const int fault = Ask("xTruncate");
      return fault != SQLITE_OK ? fault : original->xTruncate(file, size);
    }
    static int Sync(sqlite3_file* file, int flags) {
      int fault = Ask("xSync");
      if (kFile == File::kMain) {
        if (faults_->at_main_sync) faults_->at_main_sync();
        fault = FirstOf(fault, faults_->main_sync);
      }
      if (kFile == File::kLog) {
        ++faults_->log_syncs;
        fault = FirstOf(FirstOf(fault, At(Step::kLogSync)), faults_->log_sync);
      }
      return fault != SQLITE_OK ? fault : original->xSync(file, flags);
    }
    static int FileSize(sqlite3_file* file, sqlite3_int64* size) {
      const int fault = Ask("xFileSize");
      return fault != SQLITE_OK ? fault : original->xFileSize(file, size);
    }
    static int Lock(sqlite3_file* file, int level) {
      const int fault = Ask("xLock");
      return fault != SQLITE_OK ? fault : original->xLock(file, level);
    }
    static int Unlock(sqlite3_file* file, int level) {
      const int fault = Ask("xUnlock");
      return FirstOf(fault, original->xUnlock(file, level));
    }
    static int CheckReservedLock(sqlite3_file* file, int* answer) {
      const int fault = Ask("xCheckReservedLock");
      return fault != SQLITE_OK ? fault : original->xCheckReservedLock(file, answer);
    }
    static int FileControl(sqlite3_file* file, int what, void* argument) {
      const int fault = Ask("xFileControl");
      return fault != SQLITE_OK ? fault : original->xFileControl(file, what, argument);
    }
    static int MapIndex(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
      const int fault = Ask("xShmMap");
      return fault != SQLITE_OK ? fault : original->xShmMap(file, region, size, extend, memory);
    }
    static int UnmapIndex(sqlite3_file* file, int remove) {
      const int fault = Ask("xShmUnmap");
      return FirstOf(fault, original->xShmUnmap(file, remove));
    }

    // With no page of the file, what was fetched of all of it is out of date.
    static int Unfetch(sqlite3_file* file, sqlite3_int64 offset, void* page) {
      if (page == nullptr && faults_->at_checkpoint_begun) faults_->at_checkpoint_begun();
      return original->xUnfetch(file, offset, page);
    }

    // The index's first lock is the writer's. Between the two copies of its header that are written is a barrier.
    static int LockIndex(sqlite3_file* file, int first, int count, int flags) {
      const int fault = Ask("xShmLock");
      const bool locks = (flags & SQLITE_SHM_LOCK) != 0;
      if (locks && fault != SQLITE_OK) return fault;
      const bool is_writers = first == 0 && (flags & SQLITE_SHM_EXCLUSIVE) != 0;
      if (is_writers && !locks) {
        At(Step::kEnding);
        writer_ = nullptr;
      }
      const int rc = original->xShmLock(file, first, count, flags);
      if (rc == SQLITE_OK && is_writers && locks) {
        writer_ = file;
        for (std::atomic<int>& taken : taken_) taken = 0;
        At(Step::kBegun);
      }
      return FirstOf(fault, rc);
    }
    static void PassIndexBarrier(sqlite3_file* file) {
      if (file == writer_) At(Step::kIndexHalfWritten);
      original->xShmBarrier(file);
    }
  };

  static int At(Step step) {
    const int before = taken_[static_cast<size_t>(step)]++;
    return faults_->at_step ? faults_->at_step(step, before) : SQLITE_OK;
  }

  static inline sqlite3_vfs* real_ = nullptr;
  static inline Faults* faults_ = nullptr;
  static inline std::atomic<sqlite3_file*> writer_ = nullptr;  // the main file of the connection that writes
  static inline std::array<std::atomic<int>, 5> taken_ = {};   // of each step
  sqlite3_vfs own_ = {};
};

}  // namespace certlite

#endif  // CERTLITE_TESTS_STORE_FAULT_VFS_H_
