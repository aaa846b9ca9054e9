// What is no store of ours stays as it is, and gets nothing beside it.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <map>

#include "tests/store/store_fixture.h"

namespace certlite {
namespace {

constexpr const char* kMuch =
    "CREATE TABLE theirs(x); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
    "INSERT INTO theirs SELECT randomblob(100) FROM n;";

class ForeignFileTest : public StoreTest {
 protected:
  // Leaves `path` as a program leaves it that dies in a transaction: `settings`, then `change`.
  void DieIn(const std::string& path, const char* settings, const char* change) {
    const std::string living = Path("living.db");
    sqlite3* database = nullptr;
    ASSERT_EQ(SQLITE_OK, sqlite3_open(living.c_str(), &database));
    ASSERT_EQ(SQLITE_OK, sqlite3_exec(database, settings, nullptr, nullptr, nullptr));
    ASSERT_EQ(SQLITE_OK, sqlite3_exec(database, kMuch, nullptr, nullptr, nullptr));
    ASSERT_EQ(SQLITE_OK, sqlite3_exec(database, change, nullptr, nullptr, nullptr));
    for (const std::string suffix : {"", "-journal", "-wal"}) {
      if (std::filesystem::exists(living + suffix)) std::filesystem::copy_file(living + suffix, path + suffix);
    }
    ASSERT_EQ(SQLITE_OK, sqlite3_close(database));
    for (const std::string suffix : {"", "-journal", "-wal"}) std::filesystem::remove(living + suffix);
  }

  // Every file of the test's folder, with its bytes.
  std::map<std::string, std::string> Files() const {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(Path(""))) {
      files[entry.path().filename()] = entry.is_regular_file() ? Bytes(entry.path()) : "";
    }
    return files;
  }

  void ExpectRefusedUntouched(ErrorCode code, bool must_exist = false) {
    const auto before = Files();
    StoreOptions options{Path()};
    options.must_exist = must_exist;
    EXPECT_CODE(code, Store::Open(options, kTestMigrations));
    EXPECT_TRUE(before == Files());
  }
};

TEST_F(ForeignFileTest, ATextIsNoDatabase) {
  for (const size_t bytes : {size_t{1}, size_t{99}, size_t{5000}}) {
    std::ofstream(Path()) << std::string(bytes, 'x');
    ExpectRefusedUntouched(ErrorCode::kNotADatabase);
    ExpectRefusedUntouched(ErrorCode::kNotADatabase, true);
  }
}

TEST_F(ForeignFileTest, AFolderIsNoFile) {
  std::filesystem::create_directory(Path());
  ExpectRefusedUntouched(ErrorCode::kCannotOpen);
}

TEST_F(ForeignFileTest, WhatAnotherProgramHasBegunIsNotFinished) {
  DieIn(Path(), "PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1", "BEGIN; DELETE FROM theirs WHERE rowid > 9");
  ASSERT_LT(0U, Files()["test.db-journal"].size());
  ExpectRefusedUntouched(ErrorCode::kNotADatabase);
  RunRaw(Path(), "SELECT 1 / (count(*) = 3000) FROM theirs");
  ASSERT_EQ(0U, Files().count("test.db-journal")) << "that was a journal to finish";
}

TEST_F(ForeignFileTest, AnotherProgramsMarkIsEnough) {
  RunRaw(Path(), "PRAGMA journal_mode = WAL; PRAGMA application_id = 7");
  ExpectRefusedUntouched(ErrorCode::kNotADatabase);
}

TEST_F(ForeignFileTest, WhatHasNothingInItBecomesAStore) {
  std::ofstream(Path()).close();
  EXPECT_EQ(1, Count(*Opened({Path()})));
  RunRaw(Path("empty.db"), "PRAGMA journal_mode = WAL");
  ASSERT_EQ(4096U, Files()["empty.db"].size());
  EXPECT_EQ(1, Count(*Opened({Path("empty.db")})));
}

// A power loss may leave a first page that only the log has whole.
TEST_F(ForeignFileTest, AStoreWhoseFirstPageIsTornIsMadeWholeFromItsLog) {
  const auto store = Opened({Path()});
  ASSERT_OK(PutAndCommit(*store, 2));
  const struct {
    int at;
    std::string bytes;
  } kTears[] = {{0, std::string(512, '\xFF')}, {0, std::string(4096, '\0')}, {68, std::string("CE\0\0", 4)}};
  for (const auto& [at, bytes] : kTears) {
    const std::string torn = Path("torn" + std::to_string(bytes.size()));
    for (const std::string suffix : {"", "-wal"}) std::filesystem::copy_file(Path() + suffix, torn + suffix);
    std::fstream(torn, std::ios::in | std::ios::out | std::ios::binary).seekp(at) << bytes;
    EXPECT_EQ(2, Count(*Opened({torn}))) << bytes.size();
  }
}

}  // namespace
}  // namespace certlite
