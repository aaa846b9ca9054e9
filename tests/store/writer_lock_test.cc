// The queue of threads and the lock of processes: who excludes whom, in which order, and what a death or a fork leaves.
#include "core/store/writer_lock.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>

#include <array>
#include <numeric>
#include <thread>
#include <vector>

#include "tests/store/fixture.h"

namespace certlite {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr uint32_t kLongMs = 60'000;  // longer than any test takes

Patience AtOnce() { return Patience::For(0, nullptr); }
Patience Long(const std::atomic<bool>* cancelled = nullptr) { return Patience::For(kLongMs, cancelled); }

class WriterLockTest : public ScratchTest {
 protected:
  void Open(WriterLock& lock) { ASSERT_OK(lock.Open(Path())); }

  // Returns once somebody else holds byte `offset` of the lock file: 0 to 7 are the ladder, 8 is the lock.
  void AwaitTaken(off_t offset) {
    const int file = open(Path("test.db-lock").c_str(), O_RDWR | O_CLOEXEC);
    struct flock range {};
    do {
      std::this_thread::yield();
      range = {};
      range.l_type = F_WRLCK;
      range.l_whence = SEEK_SET;
      range.l_start = offset;
      range.l_len = 1;
      ASSERT_EQ(0, fcntl(file, F_OFD_GETLK, &range));
    } while (range.l_type == F_UNLCK);
    close(file);
  }
};

TEST_F(WriterLockTest, TwoLocksOfOneProcessExcludeEachOther) {
  WriterLock first;
  WriterLock second;
  Open(first);
  Open(second);
  ASSERT_OK(first.Acquire(AtOnce()));
  EXPECT_TRUE(first.held());
  const Result<void> refused = second.Acquire(AtOnce());
  ASSERT_CODE(ErrorCode::kBusy, refused);
  EXPECT_EQ("Process " + std::to_string(getpid()) + " is writing.", refused.error().detail);
  EXPECT_FALSE(second.held());
  first.Release();
  EXPECT_FALSE(first.held());
  ASSERT_OK(second.Acquire(AtOnce()));
  EXPECT_CODE(ErrorCode::kBusy, first.Acquire(AtOnce()));
}

TEST_F(WriterLockTest, AnotherProcessIsNamedAndFreesTheLockWhenItIsKilled) {
  Signal held;
  Child holder([&] {
    WriterLock lock;
    Open(lock);
    if (!lock.Acquire(AtOnce()).ok()) return 1;
    held.Send();
    pause();
    return 0;
  });
  held.Await();
  WriterLock lock;
  Open(lock);
  EXPECT_EQ(holder.pid(), lock.HolderPid());
  const Result<void> refused = lock.Acquire(AtOnce());
  ASSERT_CODE(ErrorCode::kBusy, refused);
  EXPECT_THAT(refused.error().detail, HasSubstr("Process " + std::to_string(holder.pid()) + " "));
  holder.Kill();
  EXPECT_EQ(0, lock.HolderPid());
  EXPECT_OK(lock.Acquire(AtOnce()));
}

TEST_F(WriterLockTest, AForkedChildThatEndsLeavesTheLockToItsParent) {
  WriterLock lock;
  Open(lock);
  ASSERT_OK(lock.Acquire(AtOnce()));
  Child child([&] {
    lock.~WriterLock();
    new (&lock) WriterLock;
    return 0;
  });
  ASSERT_EQ(0, child.Wait());
  WriterLock other;
  Open(other);
  EXPECT_CODE(ErrorCode::kBusy, other.Acquire(AtOnce()));
}

TEST_F(WriterLockTest, ReleasingFreesTheLockEvenIfAForkedChildLives) {
  WriterLock lock;
  Open(lock);
  ASSERT_OK(lock.Acquire(AtOnce()));
  Child child([] {
    pause();
    return 0;
  });
  lock.Release();
  WriterLock other;
  Open(other);
  EXPECT_OK(other.Acquire(AtOnce()));
}

TEST_F(WriterLockTest, TheFileStaysAndStaysEmpty) {
  {
    WriterLock lock;
    Open(lock);
    ASSERT_OK(lock.Acquire(AtOnce()));
    lock.Release();
  }
  EXPECT_EQ(0U, std::filesystem::file_size(Path("test.db-lock")));
}

TEST_F(WriterLockTest, TheFileGetsTheDatabasesPermissions) {
  std::ofstream database(Path());
  std::filesystem::permissions(Path(), std::filesystem::perms(0660));
  WriterLock lock;
  Open(lock);
  EXPECT_EQ(std::filesystem::perms(0660), std::filesystem::status(Path("test.db-lock")).permissions());
}

TEST_F(WriterLockTest, SaysWhyTheFileCannotBeOpened) {
  WriterLock lock;
  const Result<void> opened = lock.Open(Path("no/such/test.db"));
  ASSERT_CODE(ErrorCode::kCannotOpen, opened);
  EXPECT_EQ(ENOENT, opened.error().system_code);
  EXPECT_THAT(opened.error().detail, HasSubstr("No such file or directory"));
}

TEST_F(WriterLockTest, WaitingCanBeCancelled) {
  WriterLock holder;
  WriterLock lock;
  Open(holder);
  Open(lock);
  ASSERT_OK(holder.Acquire(AtOnce()));
  std::atomic<bool> cancelled = false;
  std::thread canceller([&] {
    AwaitTaken(7);  // the waiter is next in line
    cancelled = true;
  });
  EXPECT_CODE(ErrorCode::kCancelled, lock.Acquire(Long(&cancelled)));
  canceller.join();
  holder.Release();
  EXPECT_OK(holder.Acquire(AtOnce())) << "the ladder was left";
}

TEST_F(WriterLockTest, WhoReleasesCannotOvertakeWhoWaits) {
  WriterLock first;
  WriterLock second;
  Open(first);
  Open(second);
  ASSERT_OK(first.Acquire(AtOnce()));
  std::thread waiter([&] { EXPECT_OK(second.Acquire(Long())); });
  AwaitTaken(7);
  first.Release();
  EXPECT_CODE(ErrorCode::kBusy, first.Acquire(AtOnce()));
  waiter.join();
  EXPECT_TRUE(second.held());
}

TEST_F(WriterLockTest, WaitersGetTheirTurnInTheOrderInWhichTheyCame) {
  WriterLock holder;
  Open(holder);
  ASSERT_OK(holder.Acquire(AtOnce()));
  std::atomic<int> turn = 0;
  std::array<int, 8> turns = {};
  std::vector<std::thread> waiters;
  for (size_t i = 0; i < turns.size(); ++i) {
    waiters.emplace_back([&, i] {
      WriterLock lock;
      Open(lock);
      ASSERT_OK(lock.Acquire(Long()));
      turns[i] = ++turn;
      lock.Release();
    });
    AwaitTaken(7 - static_cast<off_t>(i));
  }
  holder.Release();
  for (std::thread& waiter : waiters) waiter.join();
  EXPECT_THAT(turns, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8));
}

// What those who take turns share. Guarded by the lock or queue under test, so that a fault of it shows here.
struct Turns {
  static constexpr size_t kTakers = 8;
  static constexpr int64_t kTotal = 4000;

  std::array<int64_t, kTakers> by_taker = {};
  size_t arrived = 0;
  int64_t total = 0;

  // One turn of `taker`; they count from when all have arrived. True: there are more.
  bool Take(size_t taker, bool is_first) {
    if (is_first) ++arrived;
    if (arrived < kTakers) return true;
    if (total >= kTotal) return false;
    const int64_t before = total;
    std::this_thread::yield();
    total = before + 1;
    ++by_taker[taker];
    return true;
  }

  void ExpectFair() const {
    EXPECT_EQ(kTotal, total);
    EXPECT_EQ(kTotal, std::accumulate(by_taker.begin(), by_taker.end(), int64_t{0})) << "two were inside at once";
    for (const int64_t turns : by_taker) EXPECT_GE(turns, kTotal / int64_t{kTakers} / 8);
  }
};

TEST_F(WriterLockTest, EightProcessesGetTheirShares) {
  void* const page = mmap(nullptr, sizeof(Turns), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(MAP_FAILED, page);
  Turns& turns = *new (page) Turns;
  std::vector<Child> children;
  for (size_t i = 0; i < Turns::kTakers; ++i) {
    children.emplace_back([&, i] {
      WriterLock lock;
      Open(lock);
      bool more = true;
      for (bool is_first = true; more; is_first = false) {
        if (!lock.Acquire(Long()).ok()) return 1;
        more = turns.Take(i, is_first);
        lock.Release();
      }
      return 0;
    });
  }
  for (Child& child : children) EXPECT_EQ(0, child.Wait());
  turns.ExpectFair();
  munmap(page, sizeof(Turns));
}

TEST(ThreadQueueTest, OneIsInsideAtATime) {
  ThreadQueue queue;
  ASSERT_OK(queue.Enter(AtOnce()));
  EXPECT_CODE(ErrorCode::kBusy, queue.Enter(AtOnce()));
  queue.Leave();
  EXPECT_OK(queue.Enter(AtOnce()));
}

TEST(ThreadQueueTest, WaitingCanBeCancelled) {
  ThreadQueue queue;
  ASSERT_OK(queue.Enter(AtOnce()));
  std::atomic<bool> cancelled = false;
  std::thread waiter([&] { EXPECT_CODE(ErrorCode::kCancelled, queue.Enter(Long(&cancelled))); });
  cancelled = true;
  waiter.join();
  queue.Leave();
  EXPECT_OK(queue.Enter(AtOnce()));
}

TEST(ThreadQueueTest, WhoGivesUpIsForgottenAndTheOthersKeepTheirOrder) {
  ThreadQueue queue;
  ASSERT_OK(queue.Enter(AtOnce()));
  std::atomic<bool> cancelled[4] = {};
  std::atomic<int> given_up = 0;
  std::atomic<int> entered = 0;
  std::vector<std::thread> waiters;
  for (std::atomic<bool>& flag : cancelled) {
    waiters.emplace_back([&] {
      if (queue.Enter(Long(&flag)).ok()) {
        ++entered;
        queue.Leave();
      } else {
        ++given_up;
      }
    });
  }
  cancelled[0] = cancelled[3] = true;
  waiters[0].join();
  waiters[3].join();
  EXPECT_EQ(2, given_up);
  EXPECT_EQ(0, entered);
  queue.Leave();
  waiters[1].join();
  waiters[2].join();
  EXPECT_EQ(2, entered);
  EXPECT_OK(queue.Enter(AtOnce()));
}

TEST(ThreadQueueTest, EightThreadsGetTheirShares) {
  ThreadQueue queue;
  Turns turns;
  std::vector<std::thread> threads;
  for (size_t i = 0; i < Turns::kTakers; ++i) {
    threads.emplace_back([&, i] {
      bool more = true;
      for (bool is_first = true; more; is_first = false) {
        ASSERT_OK(queue.Enter(Long()));
        more = turns.Take(i, is_first);
        queue.Leave();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  turns.ExpectFair();
}

}  // namespace
}  // namespace certlite
