#include "bench/bare.h"

#include <stdexcept>

namespace certlite::bench {
namespace {

constexpr int kCheckpointPages = 4000;

[[noreturn]] void Fail(sqlite3* handle, const std::string& what) {
  throw std::runtime_error("bare SQLite: " + what + ": " + sqlite3_errmsg(handle));
}

int KeepLogPages(void* log_pages, sqlite3* /*handle*/, const char* /*schema*/, int pages) {
  *static_cast<int*>(log_pages) = pages;
  return SQLITE_OK;
}

}  // namespace

Bare::Bare(const std::string& path, Role role) {
  sqlite3* handle = nullptr;
  const int rc =
      sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  handle_.reset(handle);
  if (rc != SQLITE_OK) Fail(handle, "opening " + path);
  Run("PRAGMA journal_mode = WAL");
  Run("PRAGMA synchronous = FULL");
  Run("PRAGMA wal_autocheckpoint = 0");
  Run("PRAGMA mmap_size = 0");
  Run(role == Role::kWriter ? "PRAGMA cache_size = -16384" : "PRAGMA cache_size = -8192");
  if (Integer("PRAGMA synchronous") != 2) Fail(handle, "synchronous is not FULL");
  sqlite3_wal_hook(handle, KeepLogPages, &log_pages_);
}

BareStatement Bare::Prepare(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(handle_.get(), sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) {
    Fail(handle_.get(), sql);
  }
  return BareStatement(statement);
}

void Bare::Run(const std::string& sql) {
  if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) Fail(handle_.get(), sql);
}

int64_t Bare::Integer(const std::string& sql) {
  const BareStatement statement = Prepare(sql);
  return Step(statement.get()) ? sqlite3_column_int64(statement.get(), 0) : 0;
}

void Bare::CheckpointIfDue() {
  if (log_pages_ < checkpointed_pages_) checkpointed_pages_ = 0;
  if (log_pages_ - checkpointed_pages_ < kCheckpointPages) return;
  checkpointed_pages_ = log_pages_;
  if (sqlite3_wal_checkpoint_v2(handle_.get(), "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr) != SQLITE_OK) {
    Fail(handle_.get(), "checkpoint");
  }
}

void Bare::EmptyLog() {
  if (Integer("PRAGMA wal_checkpoint(TRUNCATE)") != 0) Fail(handle_.get(), "emptying the log");
  log_pages_ = 0;
}

bool Step(sqlite3_stmt* statement) {
  const int rc = sqlite3_step(statement);
  if (rc == SQLITE_ROW) return true;
  if (rc != SQLITE_DONE) Fail(sqlite3_db_handle(statement), sqlite3_sql(statement));
  return false;
}

void StepOnce(sqlite3_stmt* statement) {
  Step(statement);
  sqlite3_reset(statement);
}

uint64_t ReadAllColumns(sqlite3_stmt* statement) {
  uint64_t sum = 0;
  const int columns = sqlite3_column_count(statement);
  for (int i = 0; i < columns; ++i) {
    switch (sqlite3_column_type(statement, i)) {
      case SQLITE_INTEGER:
        sum += static_cast<uint64_t>(sqlite3_column_int64(statement, i));
        break;
      case SQLITE_TEXT:
        sum += *sqlite3_column_text(statement, i);
        sum += static_cast<uint64_t>(sqlite3_column_bytes(statement, i));
        break;
      case SQLITE_BLOB:
        sum += *static_cast<const unsigned char*>(sqlite3_column_blob(statement, i));
        sum += static_cast<uint64_t>(sqlite3_column_bytes(statement, i));
        break;
      default:
        break;
    }
  }
  return sum;
}

}  // namespace certlite::bench
