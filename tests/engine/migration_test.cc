// A store of an earlier schema is brought up to date when it is opened, with all that it holds.
#include <sqlite3.h>

#include "core/store/schema.h"
#include "core/store/store.h"
#include "tests/engine/file.h"
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

// Makes a store as a library with the first `migrations` left it, and puts rows into it.
void MakeStore(const std::string& path, size_t migrations, const std::vector<Sql>& rows) {
  auto store = Store::Open({path}, Migrations().subspan(0, migrations));
  ASSERT_TRUE(store.ok()) << store.error().detail;
  auto transaction = (*store)->BeginWrite(nullptr);
  ASSERT_TRUE(transaction.ok());
  for (const Sql sql : rows) ASSERT_TRUE(Query(transaction->connection().Prepared(sql)).Run().ok()) << sql.text();
  ASSERT_TRUE(transaction->Commit().ok());
}

TEST(MigrationTest, TheFirstSchemasRecordsAreReadAndChanged) {
  const Scratch scratch;
  const std::vector<Sql> rows = {
      "INSERT INTO organization VALUES(1, x'0192f0c12b3c7d4e8f5a6b7c8d9e0f01', 'O', 0, 5, 5, 1, 1)",
      "INSERT INTO member VALUES(1, 1, x'0192f0c12b3c7d4e8f5a6b7c8d9e0f02', NULL, NULL, 'M', NULL, NULL, NULL, 3, 0, "
      "NULL,"
      " 5, 5, 1, 2)",
      "INSERT INTO certification_type VALUES(1, 1, x'0192f0c12b3c7d4e8f5a6b7c8d9e0f03', 's', 'T', NULL, 1, 0, NULL, "
      "NULL,"
      " 0, 30, 5, 5, 1, 3)",
      "INSERT INTO certification VALUES(1, 1, x'0192f0c12b3c7d4e8f5a6b7c8d9e0f04', 1, 1, NULL, NULL, 0, 0, NULL, NULL, "
      "'I',"
      " NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, 5, 5, 1, 4)"};
  MakeStore(scratch.Path(), 1, rows);
  EXPECT_EQ(std::vector<std::string>{"1"}, Column(scratch.Path(), "PRAGMA user_version"));
  const Engine engine(scratch.Path());
  ASSERT_TRUE(engine.opened().ok()) << engine.opened().text;
  EXPECT_EQ(std::vector<std::string>{std::to_string(Migrations().size())},
            Column(scratch.Path(), "PRAGMA user_version"));
  const Session system = engine.As(kSystem);
  const Answer card = system.Call("certification.get", {{"id", "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f04"}});
  EXPECT_EQ("I", card.data().at("issuer_name"));
  const Answer member = system.Call("member.get", {{"id", "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f02"}});
  EXPECT_EQ("archived", member.data().at("status"));
  EXPECT_EQ(nullptr, member.json().at("meta").at("archived_from"));
  EXPECT_EQ("active", system.Call("member.restore", {{"id", member.id()}}).data().at("status"));
}

// Takes back what the third schema and those after it have added.
void GoBackToTheSecond(const std::string& path) {
  sqlite3* handle = nullptr;
  ASSERT_EQ(SQLITE_OK, sqlite3_open(path.c_str(), &handle));
  constexpr const char* kBack =
      "DROP TABLE job_role_assignment; DROP TABLE job_role; DROP TABLE qualification; DROP INDEX member_by_email; "
      "ALTER TABLE idempotency_key DROP COLUMN bound_at;"
      "PRAGMA user_version = 2";
  EXPECT_EQ(SQLITE_OK, sqlite3_exec(handle, kBack, nullptr, nullptr, nullptr)) << sqlite3_errmsg(handle);
  sqlite3_close(handle);
}

TEST(MigrationTest, AKeyReplaysTheSameBytesAfterIt) {
  const Scratch scratch;
  const Json organization = {{"name", "O"}};
  Answer first;
  {
    const Engine engine(scratch.Path());
    first = engine.As(kSystem).Call("organization.create", organization, {.key = "k"});
    ASSERT_TRUE(first.ok()) << first.text;
    ASSERT_TRUE(engine.As(kSystem).Call("organization.update", {{"id", first.id()}, {"name", "P"}}).ok());
  }
  GoBackToTheSecond(scratch.Path());
  const Engine engine(scratch.Path());
  EXPECT_EQ(std::vector<std::string>{std::to_string(Migrations().size())},
            Column(scratch.Path(), "PRAGMA user_version"));
  const Answer again = engine.As(kSystem).Call("organization.create", organization, {.key = "k", .now = kNow + kDayMs});
  EXPECT_DID(CERTLITE_REPLAYED, again);
  EXPECT_EQ(first.text, again.text);
}

}  // namespace
}  // namespace certlite::host
