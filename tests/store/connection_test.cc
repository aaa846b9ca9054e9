// Connections: which files are refused, what holds after opening, what may not run, and what a transaction leaves.
#include "core/store/connection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <limits>

#include "tests/store/fault_vfs.h"
#include "tests/store/fixture.h"

namespace certlite {
namespace {

using testing::HasSubstr;

class ConnectionTest : public ScratchTest {
 protected:
  Result<std::unique_ptr<Connection>> Open(ConnectionKind kind = ConnectionKind::kWriter,
                                           MigrationScripts migrations = kTestMigrations) {
    return Connection::Open({Path(), kind}, migrations);
  }

  std::unique_ptr<Connection> Opened(ConnectionKind kind = ConnectionKind::kWriter) {
    Result<std::unique_ptr<Connection>> connection = Open(kind);
    EXPECT_OK(connection);
    return std::move(*connection);
  }

  static int64_t Notes(Connection& connection) {
    Query query(connection.Prepared("SELECT COUNT(*) FROM note"));
    EXPECT_OK(query.Step());
    return query.Integer(0);
  }

  static Result<void> AddNote(Connection& connection, int64_t id) {
    return Query(connection.Prepared("INSERT INTO note VALUES(?, 'added')")).Bind(1, id).Run();
  }
};

TEST_F(ConnectionTest, RefusesWhatIsNotOursAndLeavesItAlone) {
  const struct {
    const char* name;
    const char* sql;
    ErrorCode code;
  } kCases[] = {
      {"another program's", "PRAGMA application_id = 7", ErrorCode::kNotADatabase},
      {"nobody's, with a table", "CREATE TABLE t(x)", ErrorCode::kNotADatabase},
      {"nobody's, with a version", "PRAGMA user_version = 1", ErrorCode::kNotADatabase},
      {"UTF-16", "PRAGMA encoding = 'UTF-16le'; CREATE TABLE t(x); PRAGMA application_id = 1128616532",
       ErrorCode::kNotADatabase},
      {"newer", "PRAGMA application_id = 1128616532; PRAGMA user_version = 3", ErrorCode::kNewerDatabase},
      {"before the first", "PRAGMA application_id = 1128616532; PRAGMA user_version = -1", ErrorCode::kCorrupt},
  };
  for (const auto& c : kCases) {
    std::filesystem::remove(Path());
    RunRaw(Path(), c.sql);
    const std::string before = Bytes(Path());
    ASSERT_FALSE(before.empty());
    EXPECT_CODE(c.code, Open()) << c.name;
    EXPECT_TRUE(before == Bytes(Path())) << c.name;
  }
}

TEST_F(ConnectionTest, RefusesBytesThatAreNoDatabase) {
  std::ofstream(Path()) << std::string(5000, 'x');
  EXPECT_CODE(ErrorCode::kNotADatabase, Open());
  EXPECT_EQ(std::string(5000, 'x'), Bytes(Path()));
}

TEST_F(ConnectionTest, RefusesATruncatedFile) {
  Opened()->Checkpoint(0);
  std::filesystem::remove(Path("test.db-wal"));
  std::filesystem::resize_file(Path(), 4096);
  EXPECT_CODE(ErrorCode::kCorrupt, Open());
}

TEST_F(ConnectionTest, RefusesAMissingFileIfItMustExist) {
  EXPECT_CODE(ErrorCode::kCannotOpen, Connection::Open({Path(), ConnectionKind::kWriter, true}, kTestMigrations));
  EXPECT_FALSE(std::filesystem::exists(Path()));
}

TEST_F(ConnectionTest, SaysWhyAFileCannotBeOpened) {
  const auto opened = Connection::Open({Path("no/such/test.db")}, kTestMigrations);
  ASSERT_CODE(ErrorCode::kCannotOpen, opened);
  EXPECT_THAT(opened.error().detail, HasSubstr("No such file or directory"));
}

TEST_F(ConnectionTest, RefusesAFileThatCannotBeWrittenTo) {
  Opened();
  FaultVfs faults;
  faults->read_only = true;
  EXPECT_CODE(ErrorCode::kReadOnly, Open());
}

TEST_F(ConnectionTest, RefusesToRunWithoutARequiredSetting) {
  FaultVfs faults;
  faults->no_shared_memory = true;
  const auto opened = Open();
  ASSERT_CODE(ErrorCode::kCannotOpen, opened);
  EXPECT_THAT(opened.error().detail, HasSubstr("\"PRAGMA journal_mode = WAL\" it reads \"delete\""));
}

TEST_F(ConnectionTest, EverySettingHoldsAfterOpening) {
  const struct {
    const char* sql;
    const char* writer;
    const char* reader;
  } kCases[] = {
      {"PRAGMA journal_mode", "wal", "wal"},    {"PRAGMA synchronous", "2", "2"},
      {"PRAGMA wal_autocheckpoint", "0", "0"},  {"PRAGMA cell_size_check", "1", "1"},
      {"PRAGMA mmap_size", "0", "0"},           {"PRAGMA foreign_keys", "1", "1"},
      {"PRAGMA secure_delete", "1", "1"},       {"PRAGMA temp_store", "2", "2"},
      {"PRAGMA cache_size", "-16384", "-8192"}, {"PRAGMA query_only", "0", "1"},
      {"PRAGMA busy_timeout", "5000", "5000"},  {"PRAGMA application_id", "1128616532", "1128616532"},
      {"PRAGMA user_version", "2", "2"},        {"PRAGMA trusted_schema", "0", "0"},
  };
  for (const ConnectionKind kind : {ConnectionKind::kWriter, ConnectionKind::kReader}) {
    Database database;
    ASSERT_OK(OpenDatabase(database, {Path(), kind}, kTestMigrations));
    for (const auto& c : kCases) {
      sqlite3_stmt* statement = nullptr;
      ASSERT_EQ(SQLITE_OK, sqlite3_prepare_v2(database.handle, c.sql, -1, &statement, nullptr));
      ASSERT_EQ(SQLITE_ROW, sqlite3_step(statement)) << c.sql;
      EXPECT_STREQ(kind == ConnectionKind::kWriter ? c.writer : c.reader,
                   reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)))
          << c.sql;
      sqlite3_finalize(statement);
    }
    for (const int on : {SQLITE_DBCONFIG_DEFENSIVE, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE}) {
      int value = -1;
      sqlite3_db_config(database.handle, on, -1, &value);
      EXPECT_EQ(1, value) << on;
    }
    for (const int off :
         {SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_DQS_DDL, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION,
          SQLITE_DBCONFIG_ENABLE_TRIGGER, SQLITE_DBCONFIG_ENABLE_VIEW, SQLITE_DBCONFIG_WRITABLE_SCHEMA}) {
      int value = -1;
      sqlite3_db_config(database.handle, off, -1, &value);
      EXPECT_EQ(0, value) << off;
    }
    EXPECT_EQ(0, sqlite3_limit(database.handle, SQLITE_LIMIT_ATTACHED, -1));
    EXPECT_EQ(4 << 20, sqlite3_limit(database.handle, SQLITE_LIMIT_LENGTH, -1));
    sqlite3_close(database.handle);
  }
}

TEST_F(ConnectionTest, DeniesWhatIsNotReadingOrWritingRows) {
  const Sql kDenied[] = {
      "ATTACH ':memory:' AS other",
      "DETACH main",
      "PRAGMA synchronous = OFF",
      "PRAGMA journal_mode",
      "PRAGMA user_version = 9",
      "SELECT * FROM pragma_table_info('note')",
      "CREATE TABLE other(x)",
      "CREATE TEMP TABLE other(x)",
      "CREATE TABLE other AS SELECT 1",
      "CREATE INDEX other ON note(text)",
      "CREATE TRIGGER other AFTER INSERT ON note BEGIN SELECT 1; END",
      "CREATE TEMP TRIGGER other AFTER INSERT ON note BEGIN SELECT 1; END",
      "CREATE VIEW other AS SELECT 1",
      "CREATE VIRTUAL TABLE other USING fts5(x)",
      "DROP TABLE note",
      "ALTER TABLE note ADD COLUMN other",
      "REINDEX",
      "ANALYZE",
      "VACUUM",
      "VACUUM INTO 'other.db'",
      "SELECT load_extension('other')",
      "UPDATE sqlite_schema SET sql = ''",
  };
  for (const ConnectionKind kind : {ConnectionKind::kWriter, ConnectionKind::kReader}) {
    for (const Sql sql : kDenied) {
      const auto connection = Opened(kind);
      EXPECT_CODE(ErrorCode::kInternal, Query(connection->Prepared(sql)).Run()) << sql.text();
    }
  }
}

TEST_F(ConnectionTest, TakesNoDoubleQuotedStrings) {
  const auto connection = Opened();
  EXPECT_CODE(ErrorCode::kInternal, connection->Prepared("SELECT \"absent\" FROM note"));
}

TEST_F(ConnectionTest, AReaderCannotWrite) {
  const auto writer = Opened();
  const auto reader = Opened(ConnectionKind::kReader);
  ASSERT_OK(reader->Begin(nullptr));
  EXPECT_CODE(ErrorCode::kReadOnly, AddNote(*reader, 2));
  EXPECT_EQ(1, Notes(*writer));
}

TEST_F(ConnectionTest, MigratesFromWhereTheFileStands) {
  ASSERT_OK(Open(ConnectionKind::kWriter, std::span(kTestMigrations).first(1)));
  const auto connection = Opened();
  EXPECT_EQ(2, connection->SchemaVersion());
  EXPECT_EQ(1, Notes(*connection));
  EXPECT_OK(connection->Prepared("SELECT note FROM tag"));
}

TEST_F(ConnectionTest, AFailingMigrationLeavesTheFileAsItWas) {
  ASSERT_OK(Open(ConnectionKind::kWriter, std::span(kTestMigrations).first(1)));
  const char* const migrations[] = {kTestMigrations[0],
                                    "INSERT INTO note VALUES(2, 'half'); INSERT INTO absent VALUES(1)"};
  EXPECT_CODE(ErrorCode::kInternal, Open(ConnectionKind::kWriter, migrations));
  const auto connection = Opened();
  EXPECT_EQ(1, Notes(*connection));
}

TEST_F(ConnectionTest, AFileWithoutMigrationsIsStillNobodys) {
  ASSERT_OK(Open(ConnectionKind::kWriter, {}));
  EXPECT_EQ(2, Opened()->SchemaVersion());
}

TEST_F(ConnectionTest, KeepsEachStatement) {
  const auto connection = Opened();
  static constexpr char kSelect[] = "SELECT 1";
  const auto first = connection->Prepared(kSelect);
  const auto second = connection->Prepared(kSelect);
  ASSERT_OK(first);
  EXPECT_EQ(first.value(), second.value());
}

TEST_F(ConnectionTest, ATransactionIsWholeOrNothing) {
  const auto connection = Opened();
  ASSERT_OK(connection->Begin(nullptr));
  ASSERT_OK(AddNote(*connection, 2));
  connection->Rollback();
  EXPECT_EQ(1, Notes(*connection));
  ASSERT_OK(connection->Begin(nullptr));
  ASSERT_OK(AddNote(*connection, 2));
  ASSERT_OK(AddNote(*connection, 3));
  ASSERT_OK(connection->Commit());
  EXPECT_EQ(3, Notes(*Opened()));
}

TEST_F(ConnectionTest, AFailedTransactionCannotBeCommitted) {
  const auto connection = Opened();
  ASSERT_OK(connection->Begin(nullptr));
  ASSERT_OK(AddNote(*connection, 2));
  EXPECT_CODE(ErrorCode::kInternal, AddNote(*connection, 2));
  EXPECT_EQ(Health::kFailed, connection->health());
  EXPECT_CODE(ErrorCode::kInternal, connection->Commit());
  EXPECT_EQ(Health::kSound, connection->health());
  EXPECT_EQ(1, Notes(*connection));
}

TEST_F(ConnectionTest, AWriterBeginsOnlyWhenItCanWrite) {
  auto connection = Connection::Open({Path(), ConnectionKind::kWriter, false, 0}, kTestMigrations);
  ASSERT_OK(connection);
  sqlite3* other = nullptr;
  ASSERT_EQ(SQLITE_OK, sqlite3_open(Path().c_str(), &other));
  ASSERT_EQ(SQLITE_OK, sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr));
  EXPECT_CODE(ErrorCode::kBusy, (*connection)->Begin(nullptr));
  sqlite3_close(other);
  EXPECT_OK((*connection)->Begin(nullptr));
}

TEST_F(ConnectionTest, NothingBegunCannotBeCommitted) { EXPECT_CODE(ErrorCode::kInternal, Opened()->Commit()); }

TEST_F(ConnectionTest, AConstraintThatFailsAtCommitLeavesNothing) {
  const auto connection = Opened();
  ASSERT_OK(connection->Begin(nullptr));
  ASSERT_OK(AddNote(*connection, 2));
  ASSERT_OK(Query(connection->Prepared("INSERT INTO tag VALUES(77)")).Run());
  const Result<void> committed = connection->Commit();
  ASSERT_CODE(ErrorCode::kInternal, committed);
  EXPECT_EQ(SQLITE_CONSTRAINT_FOREIGNKEY, committed.error().system_code);
  EXPECT_EQ(Health::kSound, connection->health());
  EXPECT_EQ(1, Notes(*connection));
}

TEST_F(ConnectionTest, CancellingInterruptsAStatement) {
  const auto connection = Opened();
  std::atomic<bool> cancelled = false;
  ASSERT_OK(connection->Begin(&cancelled));
  ASSERT_OK(AddNote(*connection, 2));
  cancelled = true;
  Query endless(
      connection->Prepared("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n"));
  EXPECT_CODE(ErrorCode::kCancelled, endless.Step());
  connection->Rollback();
  EXPECT_EQ(Health::kSound, connection->health());
  EXPECT_EQ(1, Notes(*connection));
}

TEST_F(ConnectionTest, CancellingDoesNotStopACommit) {
  const auto connection = Opened();
  std::atomic<bool> cancelled = false;
  ASSERT_OK(connection->Begin(&cancelled));
  ASSERT_OK(AddNote(*connection, 2));
  cancelled = true;
  EXPECT_OK(connection->Commit());
  EXPECT_EQ(2, Notes(*connection));
}

TEST_F(ConnectionTest, DoesNotWriteToAFileThatWasMigratedMeanwhile) {
  const auto connection = Opened();
  RunRaw(Path(), "PRAGMA user_version = 3");
  EXPECT_CODE(ErrorCode::kNewerDatabase, connection->Begin(nullptr));
  EXPECT_EQ(Health::kSound, connection->health());
}

TEST_F(ConnectionTest, ClosingDoesNotCheckpoint) {
  Opened();
  EXPECT_TRUE(std::filesystem::exists(Path("test.db-wal")));
  EXPECT_EQ(4096U, std::filesystem::file_size(Path()));
}

}  // namespace
}  // namespace certlite
