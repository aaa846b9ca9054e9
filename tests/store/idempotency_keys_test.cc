// Keys in a store that has no place for them.
#include "core/store/idempotency_keys.h"

#include "tests/store/store_fixture.h"

namespace certlite {
namespace {

TEST_F(StoreTest, WithoutTheirTablesKeysAreNeitherFoundNorBound) {
  const std::unique_ptr<Store> store = Opened({Path()});
  const KeyScope scope{ReachKind::kSystem, {}, "member.create"};
  for (const bool binds : {false, true}) {
    Result<WriteTransaction> transaction = store->BeginWrite(nullptr);
    ASSERT_OK(transaction);
    if (binds) {
      EXPECT_CODE(ErrorCode::kInternal, BindKey(transaction->connection(), scope, "k", {}));
    } else {
      EXPECT_CODE(ErrorCode::kInternal, FindKey(transaction->connection(), scope, "k"));
    }
  }
}

}  // namespace
}  // namespace certlite
