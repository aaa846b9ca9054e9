// The queue of threads, and the queue of processes made of byte ranges.
//
// The lock file's bytes 0 to kRungs-1 are a ladder, the lock begins at byte kRungs. Who finds everything free takes the
// whole file in one call and gives the ladder back. Who doesn't climbs the ladder, holding one rung while trying the
// next, so that those who wait keep their order and nobody who comes later can overtake. The lock's range is as many
// bytes long as its holder's process id, so that who waits can name the holder without anything having been written.
#include "core/store/writer_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <thread>

#include "absl/strings/str_cat.h"
#include "core/store/system_error.h"

namespace certlite {
namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

constexpr int64_t kRungs = 8;
constexpr auto kSameOwner = static_cast<uid_t>(-1);
constexpr auto kSameGroup = static_cast<gid_t>(-1);
constexpr microseconds kPauseMin{50};
constexpr microseconds kPauseMax{5000};

bool IsCancelled(const Patience& patience) {
  return patience.cancelled != nullptr && patience.cancelled->load(std::memory_order_relaxed);
}

Error CancelledWaiting() { return MakeError(ErrorCode::kCancelled, "Cancelled while waiting to write."); }

bool IsTaken(int error) { return error == EAGAIN || error == EACCES || error == EWOULDBLOCK || error == EINTR; }

#ifdef F_OFD_SETLK
constexpr int kSetLock = F_OFD_SETLK;
constexpr int kGetLock = F_OFD_GETLK;

// Zero or errno; for kGetLock `range` then tells who is in the way.
int Control(int file, int command, struct flock& range) {
  range.l_whence = SEEK_SET;
  range.l_pid = 0;  // as the kernel wants it for locks of open file descriptions
  return fcntl(file, command, &range) == 0 ? 0 : errno;
}
#endif

}  // namespace

Patience Patience::For(uint32_t timeout_ms, const std::atomic<bool>* cancelled) {
  return {steady_clock::now() + std::chrono::milliseconds(timeout_ms), cancelled};
}

bool ThreadQueue::EnterIfFree() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return !std::exchange(taken_, true);
}

void ThreadQueue::SetServing(bool serving) {
  const std::lock_guard<std::mutex> lock(mutex_);
  serving_ = serving;
}

bool ThreadQueue::IsServing() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return serving_ && unservable_ == 0;
}

Result<void> ThreadQueue::Enter(const Patience& patience) {
  Waiter self(false);
  Result<Turn> turn = Enter(patience, self);
  return Result<void>(turn.TakeError());
}

Result<ThreadQueue::Turn> ThreadQueue::Enter(const Patience& patience, Waiter& self) {
  std::unique_lock<std::mutex> lock(mutex_);
  if (!std::exchange(taken_, true)) return Turn::kInside;
  (first_ == nullptr ? first_ : last_->next_) = &self;
  last_ = &self;
  if (!self.can_be_served_) ++unservable_;
  while (self.state_ == Waiter::State::kInLine) {
    const auto now = steady_clock::now();
    const bool cancelled = IsCancelled(patience);
    if (cancelled || now >= patience.deadline) {
      Remove(self);
      if (cancelled) return CancelledWaiting();
      return MakeError(ErrorCode::kBusy, "Another thread of this process is writing.");
    }
    const auto wake = patience.cancelled == nullptr ? patience.deadline : std::min(patience.deadline, now + kPauseMax);
    self.state_changed_.wait_until(lock, wake);
  }
  while (self.state_ == Waiter::State::kTaken) self.state_changed_.wait(lock);
  return self.state_ == Waiter::State::kInside ? Turn::kInside : Turn::kServed;
}

// The first in line is let in here, so that nobody who comes in between can overtake.
void ThreadQueue::Leave() {
  const std::lock_guard<std::mutex> lock(mutex_);
  serving_ = false;
  if (first_ == nullptr) {
    taken_ = false;
    return;
  }
  Waiter& next = *first_;
  Remove(next);
  next.state_ = Waiter::State::kInside;
  next.state_changed_.notify_one();
}

ThreadQueue::Waiter* ThreadQueue::TakeFirst() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (first_ == nullptr || !first_->can_be_served_) return nullptr;
  Waiter& taken = *first_;
  Remove(taken);
  taken.state_ = Waiter::State::kTaken;
  return &taken;
}

// Notified before the lock goes: once its thread may run, the waiter may be gone.
void ThreadQueue::Dismiss(Waiter& served) {
  const std::lock_guard<std::mutex> lock(mutex_);
  served.state_ = Waiter::State::kServed;
  served.state_changed_.notify_one();
}

void ThreadQueue::Remove(Waiter& waiter) {
  Waiter* before = nullptr;
  for (Waiter* other = first_; other != &waiter; other = other->next_) before = other;
  (before == nullptr ? first_ : before->next_) = waiter.next_;
  if (last_ == &waiter) last_ = before;
  if (!waiter.can_be_served_) --unservable_;
}

WriterLock::~WriterLock() {
  if (file_ >= 0) close(file_);
}

// Whoever may write to the database may lock it, so the file gets the database's owner, group and permissions, as far
// as they are ours to give. Nothing is given that may be another file by another name, or holds something.
Result<void> WriterLock::Open(const std::string& database_path) {
  struct stat database {};
  const bool exists = stat(database_path.c_str(), &database) == 0;
  const mode_t mode = exists ? database.st_mode & 0777 : 0644;
  const std::string path = database_path + "-lock";
  file_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode);
  if (file_ < 0) return SystemError(errno, "opening the lock file");
  struct stat own {};
  if (exists && fstat(file_, &own) == 0 && S_ISREG(own.st_mode) && own.st_nlink == 1 && own.st_size == 0) {
    if (own.st_gid != database.st_gid) static_cast<void>(fchown(file_, kSameOwner, database.st_gid));
    if (own.st_uid != database.st_uid) static_cast<void>(fchown(file_, database.st_uid, kSameGroup));
    if ((own.st_mode & 0777) != mode) static_cast<void>(fchmod(file_, mode));
  }
#ifdef F_OFD_SETLK
  struct flock range {};
  range.l_type = F_WRLCK;
  by_range_ = Control(file_, kGetLock, range) != EINVAL;
#else
  by_range_ = false;
#endif
  return {};
}

// Zero if the range is ours now, else errno.
int WriterLock::Try(int64_t first, int64_t bytes) {
#ifdef F_OFD_SETLK
  if (by_range_) {
    struct flock range {};
    range.l_type = F_WRLCK;
    range.l_start = first;
    range.l_len = bytes;
    return Control(file_, kSetLock, range);
  }
#endif
  // There is no queue where the whole file is locked: only who tries for the lock itself tries.
  if (first + bytes <= kRungs) return EAGAIN;
  return flock(file_, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
}

void WriterLock::Undo([[maybe_unused]] int64_t first, int64_t bytes) {
#ifdef F_OFD_SETLK
  if (by_range_) {
    struct flock range {};
    range.l_type = F_UNLCK;
    range.l_start = first;
    range.l_len = bytes;
    static_cast<void>(Control(file_, kSetLock, range));
    return;
  }
#endif
  if (bytes == 0) static_cast<void>(flock(file_, LOCK_UN));
}

Result<void> WriterLock::Acquire(const Patience& patience) {
  int64_t rung = -1;  // not on the ladder yet
  auto waiting_since = steady_clock::time_point();
  for (;;) {
    const int64_t next = rung + 1;
    int error = Try(next, kRungs - next + getpid());
    if (error == 0) {
      Undo(0, kRungs);
      held_ = true;
      return {};
    }
    if (IsTaken(error) && next < kRungs) {
      error = Try(next, 1);
      if (error == 0) {
        if (rung >= 0) Undo(rung, 1);
        rung = next;
        waiting_since = {};
        continue;
      }
    }
    const auto now = steady_clock::now();
    if (!IsTaken(error) || IsCancelled(patience) || now >= patience.deadline) {
      Undo(0, kRungs);
      if (!IsTaken(error)) return SystemError(error, "locking the lock file");
      return IsCancelled(patience) ? CancelledWaiting() : Busy();
    }
    // An eighth of what has been waited already: the look is never late by more, and a long wait costs little.
    if (waiting_since == steady_clock::time_point()) waiting_since = now;
    const auto pause = std::clamp<steady_clock::duration>((now - waiting_since) / 8, kPauseMin, kPauseMax);
    std::this_thread::sleep_for(std::min<steady_clock::duration>(pause, patience.deadline - now));
  }
}

bool WriterLock::AcquireIfFree() {
  held_ = Try(0, kRungs + getpid()) == 0;
  if (held_) Undo(0, kRungs);
  return held_;
}

void WriterLock::Release() {
  Undo(0, 0);  // 0 bytes are all there are
  held_ = false;
}

int64_t WriterLock::HolderPid() const {
#ifdef F_OFD_SETLK
  struct flock range {};
  range.l_type = F_WRLCK;
  range.l_start = kRungs;
  range.l_len = 1;
  if (by_range_ && Control(file_, kGetLock, range) == 0 && range.l_type != F_UNLCK && range.l_start == kRungs) {
    return range.l_len;
  }
#endif
  return 0;
}

Error WriterLock::Busy() const {
  const int64_t holder = HolderPid();
  if (holder == 0) return MakeError(ErrorCode::kBusy, "Another process is writing.");
  return MakeError(ErrorCode::kBusy, absl::StrCat("Process ", holder, " is writing."));
}

}  // namespace certlite
