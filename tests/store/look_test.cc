// A write that has to wait for somebody whose transaction it can't share looks first whether it is needed at all.
#include <gtest/gtest.h>

#include "tests/store/line.h"
#include "tests/store/store_fixture.h"

namespace certlite {
namespace {

class LookTest : public StoreTest {
 protected:
  // Writes the note unless a look, if one is made, finds the call settled.
  Result<void> Write(Store& store, int64_t id, bool settled) {
    const auto put = [id](Connection& connection) -> Result<bool> {
      auto done = Put(connection, id);
      if (!done.ok()) return Result<bool>(done.TakeError());
      return true;
    };
    const auto look = [this, settled]() -> Result<bool> {
      ++looks_;
      return settled;
    };
    const absl::FunctionRef<Result<bool>()> asked = look;
    return store.Write({put, 1, &asked}, nullptr);
  }

  // A write of so many bytes, meanwhile in line: who has a transaction of `holder`'s to itself until he who comes last,
  // with a call that is settled, was answered.
  void WriteBehind(Store& holder, size_t bytes) {
    Line line;
    std::atomic<bool> let_go = false;
    const auto put = [&](Connection& connection) -> Result<bool> {
      line.Add([&] {
        const Result<WriteTransaction> own = holder.BeginWrite(nullptr);
        EXPECT_OK(own);
        let_go.wait(false);
      });
      line.Add([&] {
        EXPECT_OK(Write(*store_, 3, true));
        let_go = true;
        let_go.notify_all();
      });
      EXPECT_OK(Put(connection, 2));
      return true;
    };
    EXPECT_OK(store_->Write({put, bytes}, nullptr));
    line.Join();
  }

  std::unique_ptr<Store> store_ = Opened({Path(), kLongMs});
  std::atomic<int> looks_ = 0;
};

TEST_F(LookTest, WhoFindsNobodyThereDoesNotLook) {
  EXPECT_OK(Write(*store_, 2, true));
  EXPECT_EQ(0, looks_);
  EXPECT_EQ(2, Count(*store_));
}

TEST_F(LookTest, WhatIsSettledWaitsForNoOtherProcess) {
  const auto stranger = Opened({Path(), kLongMs});  // its lock is to ours what another process's is
  Result<WriteTransaction> own = stranger->BeginWrite(nullptr);
  ASSERT_OK(own);
  EXPECT_OK(Write(*store_, 2, true));
  EXPECT_EQ(1, looks_);
  EXPECT_EQ(1, Count(*store_));
}

TEST_F(LookTest, WhatIsSettledWaitsForNoTransactionThatIsNotShared) {
  Result<WriteTransaction> own = store_->BeginWrite(nullptr);
  ASSERT_OK(own);
  EXPECT_OK(Write(*store_, 2, true));
  EXPECT_EQ(1, looks_);
}

TEST_F(LookTest, WhatIsNotSettledLooksOnceAndWaits) {
  Line line;
  {
    Result<WriteTransaction> own = store_->BeginWrite(nullptr);
    ASSERT_OK(own);
    line.Add([this] { EXPECT_OK(Write(*store_, 2, false)); });
  }
  line.Join();
  EXPECT_EQ(1, looks_);
  EXPECT_EQ(2, Count(*store_));
}

TEST_F(LookTest, WhoCanJoinDoesNotLook) {
  Line line;
  const auto put = [&](Connection& connection) -> Result<bool> {
    line.Add([this] { EXPECT_OK(Write(*store_, 3, true)); });
    EXPECT_OK(Put(connection, 2));
    return true;
  };
  EXPECT_OK(store_->Write({put, 1}, nullptr));
  line.Join();
  EXPECT_EQ(0, looks_);
  EXPECT_EQ(3, Count(*store_));
}

TEST_F(LookTest, WhatIsSettledWaitsForNoneOfThoseInLineWhoCannotBeServed) {
  WriteBehind(*store_, 1);
  EXPECT_EQ(1, looks_);
  EXPECT_EQ(2, Count(*store_));
}

TEST_F(LookTest, WhatIsSettledWaitsForNoOtherProcessThatWasInLineBeforeIt) {
  const auto stranger = Opened({Path(), kLongMs});
  WriteBehind(*stranger, size_t{1} << 20);  // so much that nobody joins it
  EXPECT_EQ(1, looks_);
  EXPECT_EQ(2, Count(*store_));
}

TEST_F(LookTest, WhereALookFailsNothingIsWritten) {
  Result<WriteTransaction> own = store_->BeginWrite(nullptr);
  ASSERT_OK(own);
  const auto put = [](Connection& connection) -> Result<bool> { return Put(connection, 2).ok(); };
  const auto look = []() -> Result<bool> { return MakeError(ErrorCode::kCancelled, "while looking"); };
  const absl::FunctionRef<Result<bool>()> asked = look;
  EXPECT_CODE(ErrorCode::kCancelled, store_->Write({put, 1, &asked}, nullptr));
  own = Result<WriteTransaction>(WriteTransaction());
  EXPECT_EQ(1, Count(*store_));
}

}  // namespace
}  // namespace certlite
