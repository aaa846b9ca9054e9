// Statements and queries: names, values there and back, resets, and how failures are remembered.
#include "core/store/statement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include <csignal>
#include <limits>

#include "tests/store/fixture.h"

namespace certlite {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class StatementTest : public testing::Test {
 protected:
  StatementTest() {
    EXPECT_EQ(SQLITE_OK, sqlite3_open(":memory:", &database_.handle));
    EXPECT_EQ(SQLITE_OK, sqlite3_exec(database_.handle, "CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT UNIQUE)",
                                      nullptr, nullptr, nullptr));
  }
  ~StatementTest() override { EXPECT_EQ(SQLITE_OK, sqlite3_close(database_.handle)); }

  Statement Prepared(Sql sql) {
    Result<Statement> statement = Statement::Prepare(database_, sql);
    EXPECT_OK(statement);
    return std::move(*statement);
  }

  Database database_;
};

class FileErrorTest : public ScratchTest {};

TEST(SqliteErrorTest, MapsEachAnswerToOneCode) {
  const struct {
    int rc;
    ErrorCode code;
    Health health;
  } kCases[] = {
      {SQLITE_BUSY, ErrorCode::kBusy, Health::kFailed},
      {SQLITE_BUSY_RECOVERY, ErrorCode::kBusy, Health::kFailed},
      {SQLITE_LOCKED, ErrorCode::kBusy, Health::kFailed},
      {SQLITE_FULL, ErrorCode::kStorageFull, Health::kFailed},
      {SQLITE_NOMEM, ErrorCode::kOutOfMemory, Health::kFailed},
      {SQLITE_INTERRUPT, ErrorCode::kCancelled, Health::kFailed},
      {SQLITE_CONSTRAINT_UNIQUE, ErrorCode::kInternal, Health::kFailed},
      {SQLITE_IOERR_NOMEM, ErrorCode::kOutOfMemory, Health::kBroken},
      {SQLITE_IOERR_FSYNC, ErrorCode::kStorageIo, Health::kBroken},
      {SQLITE_PROTOCOL, ErrorCode::kStorageIo, Health::kBroken},
      {SQLITE_READONLY_DBMOVED, ErrorCode::kReadOnly, Health::kBroken},
      {SQLITE_CORRUPT, ErrorCode::kCorrupt, Health::kBroken},
      {SQLITE_CORRUPT_INDEX, ErrorCode::kCorrupt, Health::kBroken},
      {SQLITE_NOTADB, ErrorCode::kNotADatabase, Health::kBroken},
      {SQLITE_CANTOPEN_ISDIR, ErrorCode::kCannotOpen, Health::kBroken},
      {SQLITE_PERM, ErrorCode::kCannotOpen, Health::kBroken},
      {SQLITE_ERROR, ErrorCode::kInternal, Health::kBroken},
      {SQLITE_MISUSE, ErrorCode::kInternal, Health::kBroken},
  };
  for (const auto& c : kCases) {
    Database database;
    const Error error = database.Fail(c.rc, "doing it");
    EXPECT_EQ(InfoOf(c.code).name, InfoOf(error.code).name) << c.rc;
    EXPECT_EQ(c.rc, error.system_code);
    EXPECT_EQ("doing it: " + std::string(sqlite3_errstr(c.rc)), error.detail);
    EXPECT_EQ(c.health, database.health) << c.rc;
  }
}

TEST(SqliteErrorTest, HealthNeverImproves) {
  Database database;
  database.Note(SQLITE_IOERR);
  database.Note(SQLITE_BUSY);
  EXPECT_EQ(Health::kBroken, database.health);
}

TEST_F(StatementTest, NamesItsParametersAndColumns) {
  const Statement statement = Prepared("SELECT id, text AS body FROM note WHERE id = :id OR text = ? OR text = @text");
  EXPECT_THAT(statement.ParameterNames(), ElementsAre("id", "", "text"));
  EXPECT_THAT(statement.ColumnNames(), ElementsAre("id", "body"));
}

TEST_F(StatementTest, ValuesComeBackAsTheyWereBound) {
  Statement statement = Prepared("SELECT ?1, typeof(?1), ?2, typeof(?2), ?3, typeof(?3), ?4, typeof(?4)");
  const std::string text("a\0b \xC3\xA9", 6);
  const uint8_t blob[] = {0, 1, 255};
  for (const int64_t integer : {std::numeric_limits<int64_t>::min(), int64_t{0}, std::numeric_limits<int64_t>::max()}) {
    Query query(statement);
    const Result<bool> row = query.Bind(1, integer).BindText(2, text).BindBlob(3, blob).BindNull(4).Step();
    ASSERT_OK(row);
    EXPECT_TRUE(row.value());
    EXPECT_EQ(integer, query.Integer(0));
    EXPECT_EQ("integer", query.Text(1));
    EXPECT_EQ(text, query.Text(2));
    EXPECT_EQ("text", query.Text(3));
    EXPECT_THAT(query.Blob(4), ElementsAre(0, 1, 255));
    EXPECT_EQ("blob", query.Text(5));
    EXPECT_TRUE(query.IsNull(6));
    EXPECT_FALSE(query.IsNull(0));
  }
}

TEST_F(StatementTest, EmptyIsNotNull) {
  Statement statement = Prepared("SELECT typeof(?1), typeof(?2), ?1, ?2");
  Query query(statement);
  ASSERT_OK(query.BindText(1, {}).BindBlob(2, {}).Step());
  EXPECT_EQ("text", query.Text(0));
  EXPECT_EQ("blob", query.Text(1));
  EXPECT_FALSE(query.IsNull(2));
  EXPECT_EQ("", query.Text(2));
  EXPECT_TRUE(query.Blob(3).empty());
}

TEST_F(StatementTest, AColumnOfAnotherTypeReadsAsNothing) {
  Statement statement = Prepared("SELECT 7, '7', x'37', NULL, 7.5");
  Query query(statement);
  ASSERT_OK(query.Step());
  EXPECT_EQ("", query.Text(0));
  EXPECT_TRUE(query.Blob(0).empty());
  EXPECT_EQ(0, query.Integer(1));
  EXPECT_TRUE(query.Blob(1).empty());
  EXPECT_EQ(0, query.Integer(2));
  EXPECT_EQ("", query.Text(2));
  EXPECT_EQ(0, query.Integer(3));
  EXPECT_EQ(0, query.Integer(4));
}

TEST_F(StatementTest, TheNextQueryFindsNoRowAndNoBindingOfTheLast) {
  Statement statement = Prepared("SELECT ?1 UNION ALL SELECT 2");
  {
    Query query(statement);
    ASSERT_OK(query.Bind(1, 1).Step());
    EXPECT_NE(nullptr, sqlite3_next_stmt(database_.handle, nullptr));
    EXPECT_NE(0, sqlite3_stmt_busy(sqlite3_next_stmt(database_.handle, nullptr)));
  }
  EXPECT_EQ(0, sqlite3_stmt_busy(sqlite3_next_stmt(database_.handle, nullptr)));
  Query query(statement);
  ASSERT_OK(query.Step());
  EXPECT_TRUE(query.IsNull(0));
}

TEST_F(StatementTest, AfterTheLastRowThereIsNothing) {
  Statement statement = Prepared("SELECT 5");
  Query query(statement);
  ASSERT_OK(query.Step());
  for (int i = 0; i < 2; ++i) {
    const Result<bool> row = query.Step();
    ASSERT_OK(row);
    EXPECT_FALSE(row.value());
    EXPECT_EQ(0, query.Integer(0));
    EXPECT_TRUE(query.IsNull(0));
  }
}

TEST_F(StatementTest, ChangesCountsWhatTheStatementChanged) {
  Statement insert = Prepared("INSERT INTO note VALUES(?, ?) ON CONFLICT DO NOTHING");
  Statement select = Prepared("SELECT 1");
  const int64_t expected[] = {1, 0};
  for (const int64_t changes : expected) {
    Query query(insert);
    ASSERT_OK(query.Bind(1, 1).BindText(2, "a").Run());
    EXPECT_EQ(changes, query.Changes());
  }
  Query query(select);
  ASSERT_OK(query.Run());
  EXPECT_EQ(0, query.Changes());
}

TEST_F(FileErrorTest, IsToldInTheSystemsOwnWordsToo) {
  Database file;
  ASSERT_EQ(SQLITE_OK, sqlite3_open(Path().c_str(), &file.handle));
  ASSERT_EQ(SQLITE_OK, sqlite3_exec(file.handle, "PRAGMA journal_mode = WAL; CREATE TABLE t AS SELECT zeroblob(100000)",
                                    nullptr, nullptr, nullptr));
  rlimit limit = {};
  ASSERT_EQ(0, getrlimit(RLIMIT_FSIZE, &limit));
  const rlimit narrow = {1 << 14, limit.rlim_max};
  const auto handler = signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(0, setrlimit(RLIMIT_FSIZE, &narrow));
  const int rc = sqlite3_wal_checkpoint_v2(file.handle, nullptr, SQLITE_CHECKPOINT_FULL, nullptr, nullptr);
  const Error error = file.Fail(rc, "growing");
  setrlimit(RLIMIT_FSIZE, &limit);
  signal(SIGXFSZ, handler);
  EXPECT_EQ(ErrorCode::kStorageIo, error.code);
  EXPECT_THAT(error.detail, testing::EndsWith(" (File too large)"));
  // Of what is no failure of the disk it says nothing, though SQLite still has it.
  EXPECT_EQ(SQLITE_ERROR, sqlite3_exec(file.handle, "SELECT absent", nullptr, nullptr, nullptr));
  EXPECT_THAT(file.Fail(SQLITE_ERROR, "asking").detail, testing::EndsWith("no such column: absent"));
  sqlite3_close(file.handle);
}

TEST_F(StatementTest, ABindingErrorIsAnsweredByStep) {
  Statement statement = Prepared("SELECT ?");
  Query query(statement);
  EXPECT_CODE(ErrorCode::kInternal, query.Bind(2, 1).Bind(3, 1).Bind(1, 1).Step());
  EXPECT_CODE(ErrorCode::kInternal, query.Run());
}

TEST_F(StatementTest, APreparingErrorIsAnsweredByStep) {
  Result<Statement> statement = Statement::Prepare(database_, "SELECT absent");
  ASSERT_CODE(ErrorCode::kInternal, statement);
  EXPECT_THAT(statement.error().detail, HasSubstr("no such column: absent"));
  Query query(Result<Statement*>(std::move(statement.error())));
  EXPECT_CODE(ErrorCode::kInternal, query.Bind(1, 1).BindText(2, "a").BindBlob(3, {}).BindNull(4).Step());
  EXPECT_EQ(0, query.Integer(0));
  EXPECT_EQ("", query.Text(0));
}

TEST_F(StatementTest, AStatementServesOneQueryAtATime) {
  Statement statement = Prepared("SELECT 1");
  Query first(statement);
  ASSERT_OK(first.Step());
  {
    Query second(statement);
    EXPECT_CODE(ErrorCode::kInternal, second.Step());
  }
  EXPECT_EQ(1, first.Integer(0));
}

TEST_F(StatementTest, AfterAFailureNoStatementRuns) {
  Statement insert = Prepared("INSERT INTO note VALUES(?, 'same')");
  ASSERT_OK(Query(insert).Bind(1, 1).Run());
  EXPECT_CODE(ErrorCode::kInternal, Query(insert).Bind(1, 2).Run());
  const Result<void> refused = Query(insert).Bind(1, 3).Run();
  ASSERT_CODE(ErrorCode::kInternal, refused);
  EXPECT_THAT(refused.error().detail, HasSubstr("An earlier statement"));
  database_.health = Health::kSound;
  Statement count = Prepared("SELECT COUNT(*) FROM note");
  Query query(count);
  ASSERT_OK(query.Step());
  EXPECT_EQ(1, query.Integer(0));
}

TEST_F(StatementTest, AMovedStatementStillRuns) {
  Statement first = Prepared("SELECT 3");
  Statement second(std::move(first));
  Statement third;
  third = std::move(second);
  Query query(third);
  ASSERT_OK(query.Step());
  EXPECT_EQ(3, query.Integer(0));
}

}  // namespace
}  // namespace certlite
