// A store of an earlier schema is brought up to date when it is opened, with all that it holds.
#include <sqlite3.h>

#include <optional>

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

// Fills the store, which an earlier library left, with all that is in another one, as far as its schema goes.
void CopyRows(const std::string& from, const std::string& to) {
  sqlite3* handle = nullptr;
  ASSERT_EQ(SQLITE_OK, sqlite3_open(to.c_str(), &handle));
  std::string sql = "ATTACH '" + from + "' AS other;";
  for (const std::string& table : Column(to, "SELECT name FROM sqlite_schema WHERE type = 'table'")) {
    const std::string columns = Column(to, "SELECT group_concat(name) FROM pragma_table_info('" + table + "')").at(0);
    sql.append("INSERT INTO main.").append(table).append(" (").append(columns).append(") SELECT ").append(columns);
    sql.append(" FROM other.").append(table).append(";");
  }
  EXPECT_EQ(SQLITE_OK, sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr)) << sqlite3_errmsg(handle);
  sqlite3_close(handle);
}

// A store of today with everything in it that the first `migrations` have room for.
class EarlierTest : public EngineTest {
 protected:
  void Fill(size_t migrations) {
    const std::string organization = NewOrganization();
    const std::string member = NewMember(organization, {{"email", "m@example.org"}});
    const std::string type = NewStandardType();
    const std::string card = NewCard(member, type);
    Do("certification.renew", {{"id", card}});
    Do("member.update", {{"id", member}, {"display_name", "M"}});
    first_ = system().Call("certification.create", Keyed(member, type), {.key = "k"});
    EXPECT_DID(CERTLITE_CREATED, first_);
    request_ = Keyed(member, type);
    if (migrations >= 2) {
      Do("member.archive", {{"id", NewMember(organization)}, {"reason", "left"}});
      Do("certification.erase", {{"id", NewCard(member, type)}, {"reason", "asked for"}});
      Do("member.erase", {{"id", NewMember(organization)}, {"reason", "asked for"}});
    }
    if (migrations >= 3) Do("idempotency.purge", {{"bound_before", "2000-01-01T00:00:00.000Z"}}, "own");
    if (migrations >= 4) NewQualification(organization, {type});
    if (migrations >= 5) NewAssignment(member, NewJobRole(organization, Json::array()));
  }

  static Json Keyed(const std::string& member, const std::string& type) {
    return {{"organization_member_id", member}, {"certification_type_id", type}};
  }

  void Do(const char* operation, const Json& request, std::optional<std::string> key = {}) {
    const Answer answer = system().Call(operation, request, {.key = std::move(key)});
    EXPECT_TRUE(answer.ok()) << operation << answer.text;
  }

  Answer first_;
  Json request_;
};

class EveryEarlierSchemaTest : public EarlierTest, public testing::WithParamInterface<size_t> {};

// Not a byte of a row and not a word of the schema differs from a store that was always of today's.
TEST_P(EveryEarlierSchemaTest, BecomesTodaysWithAllThatItHolds) {
  Fill(GetParam());
  Close();
  const Scratch scratch;
  MakeStore(scratch.Path(), GetParam(), {});
  CopyRows(Path(), scratch.Path());
  EXPECT_EQ(std::vector<std::string>{std::to_string(GetParam())}, Column(scratch.Path(), "PRAGMA user_version"));
  const Engine engine(scratch.Path());
  ASSERT_TRUE(engine.opened().ok()) << engine.opened().text;
  EXPECT_EQ(std::vector<std::string>{std::to_string(Migrations().size())},
            Column(scratch.Path(), "PRAGMA user_version"));
  EXPECT_EQ(DumpOf(Path()), DumpOf(scratch.Path()));
  EXPECT_TRUE(FileIsWhole(scratch.Path()));
  const Session session = engine.As(kSystem);
  const Answer checked = session.Call("engine.check", {{"depth", "full"}});
  ASSERT_DID(CERTLITE_READ, checked);
  EXPECT_EQ(Json(true), checked.data().at("is_sound")) << checked.text;
  const Answer again = session.Call("certification.create", request_, {.key = "k", .now = kNow + kDayMs});
  EXPECT_DID(CERTLITE_REPLAYED, again);
  EXPECT_EQ(first_.text, again.text);
  EXPECT_DID(CERTLITE_CREATED, session.Call("certification.create", request_, {.key = "another"}));
}

INSTANTIATE_TEST_SUITE_P(From, EveryEarlierSchemaTest, testing::Range(size_t{1}, Migrations().size()));

}  // namespace
}  // namespace certlite::host
