// The store as a whole: what a transaction leaves, who waits for whom, and what each failure costs.
#include "core/store/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <thread>
#include <vector>

#include "tests/store/fault_vfs.h"
#include "tests/store/store_fixture.h"

namespace certlite {
namespace {

using testing::HasSubstr;

// Runs on disk and in memory.
class AnyStoreTest : public StoreTest, public testing::WithParamInterface<bool> {
 protected:
  std::unique_ptr<Store> Opened() const {
    return StoreTest::Opened({GetParam() ? std::string(kMemoryPath) : Path(), kLongMs});
  }
};

INSTANTIATE_TEST_SUITE_P(OnDiskAndInMemory, AnyStoreTest, testing::Bool(),
                         [](const auto& kind) { return kind.param ? "Memory" : "Disk"; });

TEST_P(AnyStoreTest, WhatIsCommittedIsThere) {
  const auto store = Opened();
  ASSERT_OK(PutAndCommit(*store, 2));
  EXPECT_EQ(2, Count(*store));
}

TEST_P(AnyStoreTest, WhatIsNotCommittedIsNot) {
  const auto store = Opened();
  {
    Result<WriteTransaction> transaction = store->BeginWrite(nullptr);
    ASSERT_OK(transaction);
    ASSERT_OK(Put(transaction->connection(), 2));
    EXPECT_EQ(2, Count(transaction->connection()));
  }
  EXPECT_EQ(1, Count(*store));
}

TEST_P(AnyStoreTest, AMovedTransactionIsStillOne) {
  const auto store = Opened();
  {
    WriteTransaction last;
    {
      Result<WriteTransaction> transaction = store->BeginWrite(nullptr);
      ASSERT_OK(transaction);
      last = std::move(*transaction);
    }
    ASSERT_OK(Put(last.connection(), 2));
    ASSERT_OK(last.Commit());
  }
  ReadTransaction last;
  {
    Result<ReadTransaction> transaction = store->BeginRead(nullptr);
    ASSERT_OK(transaction);
    last = std::move(*transaction);
  }
  EXPECT_EQ(2, Count(last.connection()));
}

TEST_P(AnyStoreTest, ManyThreadsLoseNothing) {
  constexpr int kThreads = 8;
  constexpr int kEach = 25;
  const auto store = Opened();
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        EXPECT_OK(PutAndCommit(*store, 100 + t * kEach + i));
        EXPECT_GT(Count(*store), i);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(1 + kThreads * kEach, Count(*store));
}

TEST_P(AnyStoreTest, WaitingForAnotherThreadCanBeCancelled) {
  const auto store = Opened();
  Result<WriteTransaction> first = store->BeginWrite(nullptr);
  ASSERT_OK(first);
  std::atomic<bool> cancelled = false;
  std::thread waiter([&] { EXPECT_CODE(ErrorCode::kCancelled, store->BeginWrite(&cancelled)); });
  cancelled = true;
  waiter.join();
}

TEST_P(AnyStoreTest, CancellingInterruptsAStatementAndCostsNothingElse) {
  const auto store = Opened();
  std::atomic<bool> cancelled = true;
  {
    Result<ReadTransaction> transaction = store->BeginRead(GetParam() ? nullptr : &cancelled);
    if (GetParam()) return;  // where waiting and reading are one, the wait is cancelled already
    ASSERT_OK(transaction);
    Query endless(transaction->connection().Prepared(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n"));
    EXPECT_CODE(ErrorCode::kCancelled, endless.Step());
  }
  EXPECT_EQ(1, Count(*store));
}

TEST_P(AnyStoreTest, AForkedHandleAnswersSoAndLeavesTheParentAlone) {
  auto store = Opened();
  Result<WriteTransaction> transaction = store->BeginWrite(nullptr);
  ASSERT_OK(transaction);
  ASSERT_OK(Put(transaction->connection(), 2));
  Child child([&] {
    Result<WriteTransaction> write = store->BeginWrite(nullptr);
    if (write.ok() || write.error().code != ErrorCode::kForkedHandle) return 1;
    Result<ReadTransaction> read = store->BeginRead(nullptr);
    if (read.ok() || read.error().code != ErrorCode::kForkedHandle) return 2;
    { const WriteTransaction forked = std::move(*transaction); }
    store.reset();
    return 0;
  });
  ASSERT_EQ(0, child.Wait());
  if (!GetParam()) {
    EXPECT_CODE(ErrorCode::kBusy, Store::Open(AtOnce(), kTestMigrations));
  }
  ASSERT_OK(transaction->Commit());
  { const WriteTransaction over = std::move(*transaction); }
  EXPECT_EQ(2, Count(*store));
}

TEST_F(StoreTest, ReadersSeeASnapshotWhileAWriterCommits) {
  const auto store = Opened(AtOnce());
  Result<ReadTransaction> before = store->BeginRead(nullptr);
  ASSERT_OK(before);
  EXPECT_EQ(1, Count(before->connection()));
  ASSERT_OK(PutAndCommit(*store, 2));
  EXPECT_EQ(1, Count(before->connection()));
  EXPECT_EQ(2, Count(*store));
}

TEST_F(StoreTest, ReadersNeedNoLock) {
  const auto store = Opened(AtOnce());
  Result<WriteTransaction> transaction = store->BeginWrite(nullptr);
  ASSERT_OK(transaction);
  ASSERT_OK(Put(transaction->connection(), 2));
  EXPECT_EQ(1, Count(*store));
}

TEST_F(StoreTest, TwoStoresOfOneProcessExcludeEachOther) {
  const auto first = Opened(AtOnce());
  const auto second = Opened(AtOnce());
  {
    Result<WriteTransaction> transaction = first->BeginWrite(nullptr);
    ASSERT_OK(transaction);
    EXPECT_CODE(ErrorCode::kBusy, second->BeginWrite(nullptr));
    EXPECT_CODE(ErrorCode::kBusy, first->BeginWrite(nullptr));
    EXPECT_CODE(ErrorCode::kBusy, Store::Open(AtOnce(), kTestMigrations));
  }
  EXPECT_OK(PutAndCommit(*second, 2));
  EXPECT_EQ(2, Count(*first));
}

TEST_F(StoreTest, OneFileByTwoNamesIsOneStore) {
  const auto store = Opened(AtOnce());
  std::filesystem::create_symlink(Path(), Path("link.db"));
  Result<WriteTransaction> transaction = store->BeginWrite(nullptr);
  ASSERT_OK(transaction);
  EXPECT_CODE(ErrorCode::kBusy, Store::Open({Path("link.db"), 0}, kTestMigrations));
}

TEST_F(StoreTest, AnotherProcessIsNamedAndItsDeathFreesTheStore) {
  Signal holding;
  Child holder([&] {
    const auto store = Opened({Path(), kLongMs});
    Result<WriteTransaction> transaction = store->BeginWrite(nullptr);
    if (!transaction.ok() || !Put(transaction->connection(), 7).ok()) return 1;
    holding.Send();
    pause();
    return 0;
  });
  holding.Await();
  const Result<std::unique_ptr<Store>> refused = Store::Open(AtOnce(), kTestMigrations);
  ASSERT_CODE(ErrorCode::kBusy, refused);
  EXPECT_THAT(refused.error().detail, HasSubstr("Process " + std::to_string(holder.pid()) + " "));
  holder.Kill();
  const auto store = Opened(AtOnce());
  EXPECT_EQ(1, Count(*store));
  EXPECT_OK(PutAndCommit(*store, 2));
}

TEST_F(StoreTest, ProcessesLoseNothing) {
  constexpr int kProcesses = 4;
  constexpr int kEach = 25;
  std::vector<Child> children;
  for (int p = 0; p < kProcesses; ++p) {
    children.emplace_back([&, p] {
      const auto store = Opened({Path(), kLongMs});
      for (int i = 0; i < kEach; ++i) {
        if (!PutAndCommit(*store, 100 + p * kEach + i).ok()) return 1;
      }
      return 0;
    });
  }
  for (Child& child : children) EXPECT_EQ(0, child.Wait());
  EXPECT_EQ(1 + kProcesses * kEach, Count(*Opened(AtOnce())));
}

TEST_F(StoreTest, AnExclusiveStoreKeepsOthersOutUntilItCloses) {
  StoreOptions options = AtOnce();
  options.exclusive = true;
  auto store = Opened(options);
  EXPECT_CODE(ErrorCode::kBusy, Store::Open(AtOnce(), kTestMigrations));
  ASSERT_OK(PutAndCommit(*store, 2));
  EXPECT_CODE(ErrorCode::kBusy, Store::Open(AtOnce(), kTestMigrations));
  store.reset();
  EXPECT_EQ(2, Count(*Opened(AtOnce())));
}

TEST_F(StoreTest, RefusesPathsThatNameNoFile) {
  for (const std::string& path : {std::string(), std::string("a\0b", 3)}) {
    EXPECT_CODE(ErrorCode::kInvalidArgument, Store::Open({path}, kTestMigrations));
  }
  EXPECT_CODE(ErrorCode::kCannotOpen, Store::Open({Path("no/such/test.db")}, kTestMigrations));
}

TEST_F(StoreTest, RefusesAMissingFileThatMustExistAndMakesNothing) {
  StoreOptions options = AtOnce();
  options.must_exist = true;
  EXPECT_CODE(ErrorCode::kCannotOpen, Store::Open(options, kTestMigrations));
  EXPECT_FALSE(std::filesystem::exists(Path()));
  EXPECT_FALSE(std::filesystem::exists(Path("test.db-lock")));
  Opened(AtOnce());
  EXPECT_OK(Store::Open(options, kTestMigrations));
}

TEST_F(StoreTest, AMissingFileIsNotMadeAnewWhenAConnectionIsReplaced) {
  const auto store = Opened(AtOnce());
  std::filesystem::remove(Path());
  std::filesystem::remove(Path("test.db-wal"));
  EXPECT_CODE(ErrorCode::kCannotOpen, store->BeginRead(nullptr));
  EXPECT_FALSE(std::filesystem::exists(Path()));
}

TEST_F(StoreTest, WhoClosesLastLeavesAllInTheMainFile) {
  auto first = Opened(AtOnce());
  auto second = Opened(AtOnce());
  ASSERT_OK(PutAndCommit(*first, 2));
  first.reset();
  EXPECT_TRUE(std::filesystem::exists(Path("test.db-wal")));
  ASSERT_OK(PutAndCommit(*second, 3));
  second.reset();
  EXPECT_FALSE(std::filesystem::exists(Path("test.db-wal")));
  EXPECT_FALSE(std::filesystem::exists(Path("test.db-shm")));
  std::filesystem::copy_file(Path(), Path("copy.db"));
  EXPECT_EQ(3, Count(*Opened({Path("copy.db"), 0})));
}

TEST_F(StoreTest, ThoseWhoDieWithoutClosingDoNotMakeTheLogGrow) {
  const std::string page(4000, 'x');
  uintmax_t log_bytes = 0;
  for (const int pages : {4100, 50, 50, 50}) {
    Child child([&] {
      Store* const store = Opened(AtOnce()).release();
      Result<WriteTransaction> transaction = store->BeginWrite(nullptr);
      if (!transaction.ok()) return 1;
      for (int i = 0; i < pages; ++i) {
        if (!Put(transaction->connection(), i, page + std::to_string(log_bytes)).ok()) return 2;
      }
      if (!transaction->Commit().ok()) return 3;
      _exit(0);
    });
    ASSERT_EQ(0, child.Wait());
    if (log_bytes == 0) log_bytes = std::filesystem::file_size(Path("test.db-wal"));
    EXPECT_EQ(log_bytes, std::filesystem::file_size(Path("test.db-wal")));
  }
}

TEST_F(StoreTest, CheckpointsKeepTheLogBounded) {
  const auto store = Opened(AtOnce());
  const std::string page(4000, 'x');
  constexpr uintmax_t kLogPageBytes = 4096 + 24;
  for (int i = 0; i < 9000; i += 500) {
    Result<WriteTransaction> transaction = store->BeginWrite(nullptr);
    ASSERT_OK(transaction);
    for (int j = 0; j < 500; ++j) ASSERT_OK(Put(transaction->connection(), i + j, page));
    ASSERT_OK(transaction->Commit());
  }
  const uintmax_t log_bytes = std::filesystem::file_size(Path("test.db-wal"));
  EXPECT_GE(log_bytes, 4000 * kLogPageBytes) << "it is not truncated";
  EXPECT_LE(log_bytes, 4700 * kLogPageBytes);
  EXPECT_GE(std::filesystem::file_size(Path()), 4000U * 4096);
}

TEST_F(StoreTest, ALogThatReadersKeepInUseIsNotCheckpointedAtEveryCommit) {
  FaultVfs faults;
  const auto store = Opened(AtOnce());
  const std::string page(4000, 'x');
  Result<ReadTransaction> first = store->BeginRead(nullptr);
  ASSERT_OK(first);
  ReadTransaction reader = std::move(*first);
  EXPECT_EQ(1, Count(reader.connection()));
  {
    Result<WriteTransaction> transaction = store->BeginWrite(nullptr);
    ASSERT_OK(transaction);
    for (int j = 0; j < 4100; ++j) ASSERT_OK(Put(transaction->connection(), j, page));
    ASSERT_OK(transaction->Commit());
  }
  const int log_syncs = faults->log_syncs;
  for (int i = 0; i < 10; ++i) {
    ASSERT_OK(PutAndCommit(*store, i, "small"));
    Result<ReadTransaction> next = store->BeginRead(nullptr);
    ASSERT_OK(next);
    EXPECT_EQ(4100, Count(next->connection()));
    reader = std::move(*next);  // the one before ends now, so there is always something to copy
  }
  EXPECT_EQ(log_syncs + 10, faults->log_syncs) << "one for each commit, none for a checkpoint";
}

// A read that is longer than the wait for it, and one that ends meanwhile, as it is with readers that take turns.
TEST_F(StoreTest, ALogThatReadersHaveLetGrowLongBeginsAnewWhenTheyAreDone) {
  FaultVfs faults;
  const auto store = Opened({Path(), kLongMs});
  const std::string page(4000, 'x');
  Result<ReadTransaction> begun = store->BeginRead(nullptr);
  ASSERT_OK(begun);
  ReadTransaction reader = std::move(*begun);
  EXPECT_EQ(1, Count(reader.connection()));
  int sleeps = 0;
  int changes = 0;  // writing what is there already would write nothing
  const auto put = [&](int pages) {
    ++changes;
    Result<WriteTransaction> transaction = store->BeginWrite(nullptr);
    ASSERT_OK(transaction);
    for (int j = 0; j < pages; ++j) ASSERT_OK(Put(transaction->connection(), j, page + std::to_string(changes)));
    ASSERT_OK(transaction->Commit());
  };
  faults->at_sleep = [&] { ++sleeps; };
  put(15'000);
  EXPECT_EQ(0, sleeps) << "readers are waited for before the log is long";
  put(4'100);
  EXPECT_LT(0, sleeps);
  const uintmax_t log_bytes = std::filesystem::file_size(Path("test.db-wal"));
  faults->at_sleep = [&] { reader = ReadTransaction(); };
  put(4'100);
  EXPECT_LT(log_bytes, std::filesystem::file_size(Path("test.db-wal"))) << "it is the reader's as long as it lasts";
  put(100);
  EXPECT_EQ(uintmax_t{64} << 20, std::filesystem::file_size(Path("test.db-wal")));
}

TEST_F(StoreTest, ACommitIsSynced) {
  FaultVfs faults;
  const auto store = Opened(AtOnce());
  const int log_syncs = faults->log_syncs;
  ASSERT_OK(PutAndCommit(*store, 2));
  EXPECT_GE(faults->log_syncs, log_syncs + 1);
}

TEST_F(StoreTest, AfterACommitThatFailedOnlyReopeningHelps) {
  FaultVfs faults;
  int changes = 0;  // writing what is there already would write nothing
  for (std::atomic<int>* fault : {&faults->log_sync, &faults->log_write}) {
    for (const int rc : {SQLITE_IOERR_FSYNC, SQLITE_FULL, SQLITE_NOMEM}) {
      const auto store = Opened(AtOnce());
      EXPECT_GE(Count(*store), 1);
      {
        Result<WriteTransaction> transaction = store->BeginWrite(nullptr);
        ASSERT_OK(transaction);
        ASSERT_OK(Put(transaction->connection(), 2, std::to_string(++changes)));
        *fault = rc;
        const Result<void> committed = transaction->Commit();
        *fault = SQLITE_OK;
        ASSERT_CODE(ErrorCode::kOutcomeUnknown, committed);
        EXPECT_EQ(Health::kBroken, transaction->connection().health());
        EXPECT_EQ(rc, committed.error().system_code);
      }
      EXPECT_CODE(ErrorCode::kReopenRequired, store->BeginWrite(nullptr));
      EXPECT_CODE(ErrorCode::kReopenRequired, store->BeginRead(nullptr));
      EXPECT_OK(PutAndCommit(*Opened(AtOnce()), 3));
    }
  }
}

TEST_F(StoreTest, AFailureBeforeCommitCostsOneConnection) {
  FaultVfs faults;
  const auto store = Opened(AtOnce());
  const std::string page(4000, 'x');
  ASSERT_OK(PutAndCommit(*store, 2));
  {
    Result<WriteTransaction> transaction = store->BeginWrite(nullptr);
    ASSERT_OK(transaction);
    faults->log_write = SQLITE_IOERR_WRITE;
    Result<void> put;
    for (int i = 3; put.ok(); ++i) put = Put(transaction->connection(), i, page);  // until the cache spills
    faults->log_write = SQLITE_OK;
    EXPECT_CODE(ErrorCode::kStorageIo, put);
    EXPECT_EQ(Health::kBroken, transaction->connection().health());
    EXPECT_CODE(ErrorCode::kInternal, transaction->Commit());
  }
  EXPECT_EQ(2, Count(*store));
  EXPECT_OK(PutAndCommit(*store, 3));
  EXPECT_EQ(3, Count(*store));
}

TEST_F(StoreTest, AFullDiskBeforeCommitCostsNothing) {
  FaultVfs faults;
  const auto store = Opened(AtOnce());
  const std::string page(4000, 'x');
  {
    Result<WriteTransaction> transaction = store->BeginWrite(nullptr);
    ASSERT_OK(transaction);
    faults->log_write = SQLITE_FULL;
    Result<void> put;
    for (int i = 3; put.ok(); ++i) put = Put(transaction->connection(), i, page);
    faults->log_write = SQLITE_OK;
    EXPECT_CODE(ErrorCode::kStorageFull, put);
    EXPECT_EQ(Health::kFailed, transaction->connection().health());
  }
  EXPECT_EQ(1, Count(*store));
  EXPECT_OK(PutAndCommit(*store, 3));
}

TEST_F(StoreTest, AReaderThatFailedIsReplaced) {
  FaultVfs faults;
  const auto store = Opened(AtOnce());
  {
    Result<ReadTransaction> transaction = store->BeginRead(nullptr);
    ASSERT_OK(transaction);
    faults->log_read = SQLITE_IOERR_READ;
    faults->main_read = SQLITE_IOERR_READ;
    EXPECT_CODE(ErrorCode::kStorageIo, Query(transaction->connection().Prepared("SELECT text FROM note")).Run());
  }
  EXPECT_CODE(ErrorCode::kStorageIo, store->BeginRead(nullptr)) << "opening another fails while the disk does";
  faults->log_read = SQLITE_OK;
  faults->main_read = SQLITE_OK;
  EXPECT_EQ(1, Count(*store));
}

TEST_F(StoreTest, AFailingCheckpointDoesNotFailTheCommit) {
  FaultVfs faults;
  const auto store = Opened(AtOnce());
  const std::string page(4000, 'x');
  {
    Result<WriteTransaction> transaction = store->BeginWrite(nullptr);
    ASSERT_OK(transaction);
    for (int j = 0; j < 4100; ++j) ASSERT_OK(Put(transaction->connection(), j, page));
    faults->main_write = SQLITE_IOERR_WRITE;
    EXPECT_OK(transaction->Commit());
  }
  EXPECT_EQ(4100, Count(*store));
  EXPECT_CODE(ErrorCode::kStorageIo, store->BeginWrite(nullptr)) << "nor can another connection copy the log";
  faults->main_write = SQLITE_OK;
  EXPECT_OK(PutAndCommit(*store, 9000));
  EXPECT_EQ(4101, Count(*store));
}

TEST_F(StoreTest, ACleaningThatFailedCostsTheNextTransactionNothing) {
  FaultVfs faults;
  const auto store = Opened(AtOnce());
  {
    Result<WriteTransaction> transaction = store->BeginWrite(nullptr);
    ASSERT_OK(transaction);
    ASSERT_OK(Put(transaction->connection(), 2));
    ASSERT_OK(transaction->Commit());
    faults->main_read = SQLITE_FULL;
    EXPECT_CODE(ErrorCode::kStorageFull, transaction->Clean({{}, {"put"}}));
    faults->main_read = SQLITE_OK;
  }
  EXPECT_OK(PutAndCommit(*store, 3));
}

TEST_F(StoreTest, ATrialThatCouldNotBeginCostsTheNextOneNothing) {
  FaultVfs faults;
  const auto store = Opened(AtOnce());
  faults->at_call = [](const char* /*method*/) { return SQLITE_FULL; };
  EXPECT_CODE(ErrorCode::kStorageFull, store->BeginTrial(nullptr));
  faults->at_call = nullptr;
  EXPECT_OK(store->BeginTrial(nullptr));
}

TEST_F(StoreTest, AMemoryStoreWhoseConnectionBrokeIsLost) {
  const auto store = Opened({std::string(kMemoryPath), 0});
  {
    Result<WriteTransaction> transaction = store->BeginWrite(nullptr);
    ASSERT_OK(transaction);
    EXPECT_CODE(ErrorCode::kInternal, transaction->connection().Prepared("SELECT absent"));
    EXPECT_EQ(Health::kBroken, transaction->connection().health());
  }
  EXPECT_CODE(ErrorCode::kReopenRequired, store->BeginRead(nullptr));
}

TEST(SqliteVersionTest, IsThatOfTheLinkedLibrary) { EXPECT_EQ(sqlite3_libversion(), SqliteVersion()); }

}  // namespace
}  // namespace certlite
