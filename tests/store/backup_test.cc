// A backup in the face of a disk that fails, a process that is killed, and a caller who has had enough: whole, or not
// there.
#include <filesystem>
#include <set>
#include <utility>

#include "tests/store/backup_fixture.h"
#include "tests/store/fault_vfs.h"

namespace certlite {
namespace {

class StoreBackupTest : public BackupPlaceTest {
 protected:
  StoreBackupTest() {
    Result<WriteTransaction> transaction = store_->BeginWrite(nullptr);
    EXPECT_OK(transaction);
    const std::string text(4000, 'x');
    for (int64_t id = 2; id < 2000; ++id) EXPECT_OK(Put(transaction->connection(), id, text));
    EXPECT_OK(transaction->Commit());
  }

  Result<void> BackUp(const std::atomic<bool>* cancelled = nullptr, bool replaces = false) {
    return Named(store_->BackUp({Place(), replaces}, LookAtNothing, cancelled));
  }

  FaultVfs vfs_;
  std::unique_ptr<Store> store_ = Opened({Path()});
};

TEST_F(StoreBackupTest, AWholeOneIsAStore) {
  ASSERT_OK(BackUp());
  EXPECT_EQ(std::set<std::string>{"backup.db"}, Names());
  EXPECT_EQ(1999, Count(*Opened({Place()})));
}

TEST_F(StoreBackupTest, OneThatIsGivenNoNameGoes) {
  {
    const Result<BackupFile> file = store_->BackUp({Place()}, LookAtNothing, nullptr);
    ASSERT_OK(file);
    EXPECT_EQ(1, Names().size());
    EXPECT_FALSE(std::filesystem::exists(Place()));
  }
  EXPECT_TRUE(Names().empty());
}

// The answer tells where the backup is, and is JSON.
TEST_F(StoreBackupTest, InAFolderWhoseNameIsNoTextThereIsNone) {
  const std::string folder = Path("backups/\xFF");
  std::filesystem::create_directory(folder);
  EXPECT_CODE(ErrorCode::kInvalid, Named(store_->BackUp({folder + "/backup.db"}, LookAtNothing, nullptr)));
  EXPECT_TRUE(std::filesystem::is_empty(folder));
}

TEST_F(StoreBackupTest, OfADiskThatFailsThereIsNone) {
  struct Case {
    std::atomic<int> FaultVfs::Faults::*fault;
    int rc;
    ErrorCode code;
  };
  for (const Case& c : {Case{&FaultVfs::Faults::main_write, SQLITE_FULL, ErrorCode::kStorageFull},
                        Case{&FaultVfs::Faults::main_write, SQLITE_IOERR_WRITE, ErrorCode::kStorageIo},
                        Case{&FaultVfs::Faults::main_sync, SQLITE_IOERR_FSYNC, ErrorCode::kStorageIo},
                        Case{&FaultVfs::Faults::log_read, SQLITE_IOERR_READ, ErrorCode::kStorageIo}}) {
    FaultVfs::Faults& faults = *vfs_.operator->();
    faults.*c.fault = c.rc;
    EXPECT_CODE(c.code, BackUp());
    faults.*c.fault = SQLITE_OK;
    EXPECT_TRUE(Names().empty());
    EXPECT_OK(PutAndCommit(*store_, 1));
  }
  EXPECT_OK(BackUp());
}

TEST_F(StoreBackupTest, ItIsSyncedBeforeItHasItsName) {
  int syncs = 0;
  vfs_->at_main_sync = [&] {
    ++syncs;
    EXPECT_EQ(1, Names().size());
    EXPECT_FALSE(std::filesystem::exists(Place()));
  };
  ASSERT_OK(BackUp());
  EXPECT_LT(0, syncs);
  vfs_->at_main_sync = nullptr;
}

// The store is sound all the same, so nobody is told that it is damaged.
TEST_F(StoreBackupTest, OneThatCannotBeReadBackIsAFailureOfTheDisk) {
  int reads = 0;
  vfs_->at_main_sync = [&] {
    vfs_->at_call = [&](const char* method) {
      return std::string_view(method) == "xRead" && ++reads > 20 ? SQLITE_IOERR_READ : SQLITE_OK;
    };
  };
  EXPECT_CODE(ErrorCode::kStorageIo, BackUp());
  vfs_->at_main_sync = nullptr;
  vfs_->at_call = nullptr;
  EXPECT_LT(20, reads);
  EXPECT_TRUE(Names().empty());
}

TEST_F(StoreBackupTest, ACancelIsHeededBetweenSteps) {
  std::atomic<bool> cancelled = false;
  int writes = 0;
  vfs_->at_main_write = [&] {
    cancelled = true;
    ++writes;
  };
  EXPECT_CODE(ErrorCode::kCancelled, BackUp(&cancelled));
  vfs_->at_main_write = nullptr;
  EXPECT_LT(0, writes);
  EXPECT_GT(1000, writes);
  EXPECT_TRUE(Names().empty());
}

TEST_F(StoreBackupTest, AProcessThatIsKilledLeavesNothingUnderItsName) {
  for (const int at : {1, 100, 1500}) {
    Child child([&] {
      const std::unique_ptr<Store> own = Opened({Path()});
      int writes = 0;
      vfs_->at_main_write = [&] {
        if (++writes == at) raise(SIGKILL);
      };
      return own->BackUp({Place()}, LookAtNothing, nullptr).ok() ? 0 : 1;
    });
    EXPECT_EQ(-1, child.Wait());
    EXPECT_FALSE(std::filesystem::exists(Place()));
  }
  EXPECT_EQ(3, Names().size());
  for (const std::string& name : Names()) EXPECT_TRUE(name.starts_with("backup.db.partial-")) << name;
  EXPECT_OK(BackUp());
}

// The log is where a rebuild writes: what fails there leaves the store as it was, and usable.
TEST_F(StoreBackupTest, AStoreThatCannotBeCompactedIsAsItWas) {
  ASSERT_OK(store_->Compact(nullptr));
  for (const auto& [rc, code] :
       {std::pair{SQLITE_FULL, ErrorCode::kStorageFull}, std::pair{SQLITE_IOERR_WRITE, ErrorCode::kStorageIo}}) {
    vfs_->log_write = rc;
    EXPECT_CODE(code, store_->Compact(nullptr));
    vfs_->log_write = SQLITE_OK;
    EXPECT_EQ(1999, Count(*store_));
    EXPECT_OK(PutAndCommit(*store_, 1));
  }
  std::atomic<bool> cancelled = true;
  EXPECT_CODE(ErrorCode::kCancelled, store_->Compact(&cancelled));
  EXPECT_EQ(1999, Count(*store_));
  EXPECT_OK(store_->Compact(nullptr));
}

// Killed while the log takes the new file, and while the file takes the log.
TEST_F(StoreBackupTest, AProcessThatIsKilledWhileItCompactsLosesNothing) {
  for (const auto& [log_writes, main_writes] :
       {std::pair{1, 0}, std::pair{500, 0}, std::pair{0, 1}, std::pair{0, 500}}) {
    Child child([&, log = log_writes, main = main_writes] {
      const std::unique_ptr<Store> own = Opened({Path()});
      int written = 0;
      vfs_->at_step = [&](FaultVfs::Step step, int before) {
        if (step == FaultVfs::Step::kLogWrite && before == log && log > 0) raise(SIGKILL);
        return SQLITE_OK;
      };
      vfs_->at_main_write = [&] {
        if (++written == main) raise(SIGKILL);
      };
      return own->Compact(nullptr).ok() ? 0 : 1;
    });
    EXPECT_EQ(-1, child.Wait()) << log_writes << " " << main_writes;
    EXPECT_EQ(1999, Count(*store_));
    EXPECT_OK(PutAndCommit(*store_, 1));
  }
  EXPECT_OK(store_->Compact(nullptr));
  EXPECT_EQ(1999, Count(*store_));
}

// It is made durable under the name that it has until then, so whoever comes first has the name.
TEST_F(StoreBackupTest, WhoeverTakesTheNameMeanwhileKeepsIt) {
  vfs_->at_main_sync = [&] { std::ofstream(Place()) << "mine"; };
  EXPECT_CODE(ErrorCode::kConflict, BackUp());
  vfs_->at_main_sync = nullptr;
  EXPECT_EQ("mine", Bytes(Place()));
  EXPECT_EQ(std::set<std::string>{"backup.db"}, Names());
}

TEST_F(StoreBackupTest, WhatItReplacesIsThereUntilItIsWhole) {
  ASSERT_OK(BackUp());
  ASSERT_OK(PutAndCommit(*store_, 5000));
  const std::string before = Bytes(Place());
  vfs_->main_sync = SQLITE_IOERR_FSYNC;
  EXPECT_CODE(ErrorCode::kStorageIo, BackUp(nullptr, true));
  vfs_->main_sync = SQLITE_OK;
  EXPECT_EQ(std::set<std::string>{"backup.db"}, Names());
  vfs_->at_main_sync = [&] { EXPECT_EQ(before, Bytes(Place())); };
  EXPECT_OK(BackUp(nullptr, true));
  vfs_->at_main_sync = nullptr;
  EXPECT_EQ(std::set<std::string>{"backup.db"}, Names());
  EXPECT_EQ(2000, Count(*Opened({Place()})));
}

TEST_F(StoreBackupTest, ItIsOfTheInstantInWhichItLooked) {
  int64_t looked = 0;
  const auto look = [&](Connection& connection) -> Result<void> {
    looked = Count(connection);
    return PutAndCommit(*store_, 5000);
  };
  ASSERT_OK(Named(store_->BackUp({Place()}, look, nullptr)));
  EXPECT_EQ(1999, looked);
  EXPECT_EQ(1999, Count(*Opened({Place()})));
  EXPECT_EQ(2000, Count(*store_));
}

}  // namespace
}  // namespace certlite
