// The lock that every writer takes: first in line among the threads of one engine, then among all engines, of this and
// of other processes, that have the same file open.
#ifndef CERTLITE_CORE_STORE_WRITER_LOCK_H_
#define CERTLITE_CORE_STORE_WRITER_LOCK_H_

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>

#include "core/base/error.h"

namespace certlite {

// How long a caller is ready to wait.
struct Patience {
  std::chrono::steady_clock::time_point deadline;
  const std::atomic<bool>* cancelled = nullptr;  // may be null

  // For `timeout_ms` from now.
  static Patience For(uint32_t timeout_ms, const std::atomic<bool>* cancelled);
};

// Threads in the order in which they came, one inside at a time. Whoever is inside may serve those in line instead of
// letting them in. Thread-safety: any; the one that entered leaves.
class ThreadQueue {
 public:
  // How waiting has ended.
  enum class Turn : uint8_t { kInside, kServed };

  // A thread in line. Lifetime: until Enter returns.
  class Waiter {
   public:
    explicit Waiter(bool can_be_served) : can_be_served_(can_be_served) {}
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;

   private:
    friend class ThreadQueue;
    enum class State : uint8_t { kInLine, kTaken, kInside, kServed };

    const bool can_be_served_;
    State state_ = State::kInLine;
    std::condition_variable state_changed_;
    Waiter* next_ = nullptr;
  };

  // True: nobody was there, and now the caller is inside.
  bool EnterIfFree();

  // For whoever is inside: whether it serves those in line.
  void SetServing(bool serving);

  // Whether who comes now will be served, as far as can be told: nobody is who stands behind one that can't be.
  bool IsServing();

  // Errors: kBusy when patience ends, kCancelled; neither once somebody has begun to serve it.
  Result<void> Enter(const Patience& patience);
  Result<Turn> Enter(const Patience& patience, Waiter& self);
  void Leave();

  // For whoever is inside: takes the first out of the line, if it can be served; what it brought is then the caller's
  // to use until it is dismissed. Null: there is none.
  Waiter* TakeFirst();
  void Dismiss(Waiter& served);

 private:
  void Remove(Waiter& waiter);

  std::mutex mutex_;
  bool taken_ = false;
  bool serving_ = false;
  int unservable_ = 0;  // of those in line
  Waiter* first_ = nullptr;
  Waiter* last_ = nullptr;
};

// The advisory lock on the file beside the database, held by open file description: two locks in one process exclude
// each other as two processes do, and the kernel frees it when its holder dies. Nothing is written to the file and it
// is never removed. Thread-safety: one thread at a time.
class WriterLock {
 public:
  WriterLock() = default;
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;
  // Doesn't unlock: in a forked child that would take the lock from the parent.
  ~WriterLock();

  // Opens the file "<database_path>-lock", made if it isn't there.
  // Errors: kCannotOpen, kReadOnly, kStorageFull, kStorageIo, kOutOfMemory.
  Result<void> Open(const std::string& database_path);

  // Waits in line for the lock. Errors: kBusy naming the holder's process when patience ends, kCancelled, kStorageIo.
  Result<void> Acquire(const Patience& patience);

  // Waits for nobody: whether the lock is ours now.
  bool AcquireIfFree();

  void Release();

  bool held() const { return held_; }

  // The process of another lock that holds it; 0 if there is none or it can't be told.
  int64_t HolderPid() const;

 private:
  int Try(int64_t first, int64_t bytes);
  void Undo(int64_t first, int64_t bytes);
  Error Busy() const;

  int file_ = -1;
  bool by_range_ = true;  // false where only the whole file can be locked
  bool held_ = false;
};

}  // namespace certlite

#endif  // CERTLITE_CORE_STORE_WRITER_LOCK_H_
