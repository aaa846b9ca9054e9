#include "bench/floor.h"

#include "bench/host.h"

namespace certlite_bench {
namespace {

constexpr int kCheckpointPages = 4000;

int KeepPages(void* pages, sqlite3*, const char*, int count) {
  *static_cast<int*>(pages) = count;
  return SQLITE_OK;
}

}  // namespace

Floor::Floor(const std::string& path) {
  if (sqlite3_open(path.c_str(), &database_) != SQLITE_OK) Fail("SQLite can't open " + path);
  Execute(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16384;"
      "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA cell_size_check = ON;");
  sqlite3_wal_hook(database_, KeepPages, &log_pages_);
}

Floor::~Floor() {
  sqlite3_stmt* statement = nullptr;
  while ((statement = sqlite3_next_stmt(database_, nullptr)) != nullptr) sqlite3_finalize(statement);
  sqlite3_close(database_);
}

void Floor::Execute(const char* sql) {
  if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) Fail(sqlite3_errmsg(database_));
}

sqlite3_stmt* Floor::Prepare(const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(database_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) {
    Fail(sqlite3_errmsg(database_));
  }
  return statement;
}

void Floor::Finish(sqlite3_stmt* statement) {
  while (sqlite3_step(statement) == SQLITE_ROW) {
  }
  if (sqlite3_reset(statement) != SQLITE_OK) Fail(sqlite3_errmsg(database_));
}

int64_t Floor::Integer(const char* sql) {
  sqlite3_stmt* const statement = Prepare(sql);
  if (sqlite3_step(statement) != SQLITE_ROW) Fail(sqlite3_errmsg(database_));
  const int64_t value = sqlite3_column_int64(statement, 0);
  sqlite3_finalize(statement);
  return value;
}

void Floor::CheckpointIfDue() {
  if (log_pages_ < kCheckpointPages) return;
  sqlite3_wal_checkpoint_v2(database_, "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  log_pages_ = 0;
}

}  // namespace certlite_bench
