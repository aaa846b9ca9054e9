// What the tests of whole stores share: stores of the tiny schema, and rows put and counted.
#ifndef CERTLITE_TESTS_STORE_STORE_FIXTURE_H_
#define CERTLITE_TESTS_STORE_STORE_FIXTURE_H_

#include <memory>
#include <string_view>

#include "core/store/store.h"
#include "tests/store/fixture.h"

namespace certlite {

inline constexpr uint32_t kLongMs = 60'000;  // longer than any test takes

class StoreTest : public ScratchTest {
 protected:
  StoreOptions AtOnce() const { return {Path(), 0}; }

  static std::unique_ptr<Store> Opened(const StoreOptions& options) {
    Result<std::unique_ptr<Store>> store = Store::Open(options, kTestMigrations);
    EXPECT_OK(store);
    return std::move(*store);
  }

  static Result<void> Put(Connection& connection, int64_t id, std::string_view text = "put") {
    return Query(
               connection.Prepared("INSERT INTO note VALUES(?, ?) ON CONFLICT(id) DO UPDATE SET text = excluded.text"))
        .Bind(1, id)
        .BindText(2, text)
        .Run();
  }

  static Result<void> PutAndCommit(Store& store, int64_t id, std::string_view text = "put") {
    Result<WriteTransaction> transaction = store.BeginWrite(nullptr);
    if (!transaction.ok()) return std::move(transaction.error());
    Result<void> done = Put(transaction->connection(), id, text);
    if (!done.ok()) return done;
    return transaction->Commit();
  }

  static int64_t Count(Connection& connection) {
    Query query(connection.Prepared("SELECT COUNT(*) FROM note"));
    EXPECT_OK(query.Step());
    return query.Integer(0);
  }

  static int64_t Count(Store& store) {
    Result<ReadTransaction> transaction = store.BeginRead(nullptr);
    EXPECT_OK(transaction);
    return transaction.ok() ? Count(transaction->connection()) : -1;
  }
};

}  // namespace certlite

#endif  // CERTLITE_TESTS_STORE_STORE_FIXTURE_H_
