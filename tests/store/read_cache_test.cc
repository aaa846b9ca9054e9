// What a connection keeps of what it has read goes with what it was read in.
#include "core/store/read_cache.h"

#include <gtest/gtest.h>

#include "core/store/schema.h"
#include "tests/store/fixture.h"

namespace certlite {
namespace {

class ReadCacheTest : public ScratchTest {
 protected:
  ReadCacheTest() {
    auto store = Store::Open({Path()}, Migrations());
    EXPECT_OK(store);
    store_ = std::move(*store);
  }

  static void Append(Connection& connection, int64_t sequence) {
    HistoryEntry entry;
    entry.organization_key = 1;
    entry.sequence = sequence;
    EXPECT_OK(AppendHistory(connection, entry));
  }

  static int64_t Head(Connection& connection) {
    auto head = ReadHistoryHead(connection, 1);
    EXPECT_OK(head);
    return head->sequence;
  }

  std::unique_ptr<Store> store_;
};

TEST_F(ReadCacheTest, AHeadGoesWithItsTransaction) {
  {
    auto lost = store_->BeginWrite(nullptr);
    ASSERT_OK(lost);
    Append(lost->connection(), 1);
    EXPECT_EQ(1, Head(lost->connection()));
  }
  auto next = store_->BeginWrite(nullptr);
  ASSERT_OK(next);
  EXPECT_EQ(0, Head(next->connection()));
}

TEST_F(ReadCacheTest, AHeadGoesWithItsMark) {
  auto transaction = store_->BeginWrite(nullptr);
  ASSERT_OK(transaction);
  Connection& connection = transaction->connection();
  Append(connection, 1);
  ASSERT_OK(connection.Mark());
  Append(connection, 2);
  EXPECT_EQ(2, Head(connection));
  ASSERT_OK(connection.ReturnToMark());
  ASSERT_OK(connection.RemoveMark());
  EXPECT_EQ(1, Head(connection));
}

TEST_F(ReadCacheTest, NothingIsKeptInATransactionThatHasChangedIt) {
  auto transaction = store_->BeginWrite(nullptr);
  ASSERT_OK(transaction);
  EXPECT_NE(nullptr, transaction->connection().cache());
  transaction->connection().OutdateCache();
  EXPECT_EQ(nullptr, transaction->connection().cache());
}

TEST(KeptFinds, AreBounded) {
  KeptFinds<int> finds;
  for (int i = 0; i < 100'000; ++i) finds.Keep(std::to_string(i), i);
  int kept = 0;
  for (int i = 0; i < 100'000; ++i) kept += finds.Find(std::to_string(i)) == nullptr ? 0 : 1;
  EXPECT_GT(kept, 0);
  EXPECT_LT(kept, 1'000);
}

}  // namespace
}  // namespace certlite
