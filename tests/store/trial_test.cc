// Trials: what is changed in them is seen there, and nowhere else, not even as bytes.
#include <gtest/gtest.h>

#include "tests/store/store_fixture.h"

namespace certlite {
namespace {

TEST_F(StoreTest, ATrialIsSeenInsideAndCannotBeCommitted) {
  for (const std::string& path : {Path(), std::string(kMemoryPath)}) {
    const auto store = Opened({path, kLongMs});
    {
      Result<WriteTransaction> trial = store->BeginTrial(nullptr);
      ASSERT_OK(trial);
      ASSERT_OK(Put(trial->connection(), 2));
      EXPECT_EQ(2, Count(trial->connection()));
      EXPECT_CODE(ErrorCode::kInternal, trial->Commit());
    }
    EXPECT_EQ(1, Count(*store));
    ASSERT_OK(PutAndCommit(*store, 2));
    EXPECT_EQ(2, Count(*store));
  }
}

// What outgrows the cache goes into the log before a commit, but not that of a trial.
TEST_F(StoreTest, ATrialChangesNoByteHoweverMuchItChanges) {
  const auto store = Opened(AtOnce());
  ASSERT_OK(PutAndCommit(*store, 2));
  const std::string file = Bytes(Path());
  const std::string log = Bytes(Path() + "-wal");
  const std::string text(1 << 20, 'x');
  const auto put_much = [&](Result<WriteTransaction> transaction) {
    ASSERT_OK(transaction);
    for (int id = 3; id < 40; ++id) ASSERT_OK(Put(transaction->connection(), id, text));
  };
  put_much(store->BeginTrial(nullptr));
  EXPECT_TRUE(file == Bytes(Path()));
  EXPECT_TRUE(log == Bytes(Path() + "-wal"));
  put_much(store->BeginWrite(nullptr));
  EXPECT_LT(log.size(), Bytes(Path() + "-wal").size()) << "a write transaction no longer spills: is a trial special?";
  EXPECT_EQ(2, Count(*store));
}

}  // namespace
}  // namespace certlite
