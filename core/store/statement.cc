// The kept statements and the queries that borrow them, over sqlite3_stmt.
#include "core/store/statement.h"

#include <sqlite3.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/json_text.h"
#include "core/store/system_error.h"

namespace certlite {
namespace {

constexpr int kOpsBetweenCancelChecks = 1000;

constexpr int Primary(int rc) { return rc & 0xff; }

ErrorCode CodeOfSqlite(int rc) {
  if (rc == SQLITE_IOERR_NOMEM) return ErrorCode::kOutOfMemory;
  switch (Primary(rc)) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return ErrorCode::kBusy;
    case SQLITE_FULL:
      return ErrorCode::kStorageFull;
    case SQLITE_READONLY:
      return ErrorCode::kReadOnly;
    case SQLITE_IOERR:
    case SQLITE_PROTOCOL:
    case SQLITE_NOLFS:
      return ErrorCode::kStorageIo;
    case SQLITE_NOMEM:
      return ErrorCode::kOutOfMemory;
    case SQLITE_CORRUPT:
      return ErrorCode::kCorrupt;
    case SQLITE_NOTADB:
      return ErrorCode::kNotADatabase;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return ErrorCode::kCannotOpen;
    case SQLITE_INTERRUPT:
      return ErrorCode::kCancelled;
    default:
      return ErrorCode::kInternal;
  }
}

// After anything else a WAL connection may be stuck for good: seen with lock failures, which end in SQLITE_PROTOCOL.
bool LeavesConnectionSound(int rc) {
  switch (Primary(rc)) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_CONSTRAINT:
    case SQLITE_FULL:
    case SQLITE_INTERRUPT:
    case SQLITE_NOMEM:
      return true;
    default:
      return false;
  }
}

std::string NameOrEmpty(const char* name) { return name == nullptr ? "" : name; }

}  // namespace

void Database::Note(int rc) {
  if (!LeavesConnectionSound(rc)) {
    health = Health::kBroken;
  } else if (health == Health::kSound) {
    health = Health::kFailed;
  }
}

bool IsSet(const std::atomic<bool>* cancelled) {
  return cancelled != nullptr && cancelled->load(std::memory_order_relaxed);
}

void Database::HeedCancel(const std::atomic<bool>* cancelled) const {
  const auto is_cancelled = [](void* flag) { return IsSet(static_cast<const std::atomic<bool>*>(flag)) ? 1 : 0; };
  sqlite3_progress_handler(handle, cancelled == nullptr ? 0 : kOpsBetweenCancelChecks, is_cancelled,
                           const_cast<std::atomic<bool>*>(cancelled));
}

Error Database::Fail(int rc, std::string_view doing) {
  Note(rc);
  return SqliteError(handle, rc, doing);
}

Error SqliteError(sqlite3* database, int rc, std::string_view doing) {
  const bool is_latest = database != nullptr && Primary(sqlite3_errcode(database)) == Primary(rc);
  Error error =
      MakeError(CodeOfSqlite(rc), absl::StrCat(absl::string_view(doing.data(), doing.size()), ": ",
                                               OnlyAscii(is_latest ? sqlite3_errmsg(database) : sqlite3_errstr(rc))));
  const int system_errno = is_latest ? sqlite3_system_errno(database) : 0;
  if (system_errno != 0 && (Primary(rc) == SQLITE_CANTOPEN || Primary(rc) == SQLITE_IOERR)) {
    absl::StrAppend(&error.detail, " (", SystemText(system_errno), ")");
  }
  error.system_code = rc;
  return error;
}

Result<Statement> Statement::Prepare(Database& database, Sql sql) {
  Statement statement;
  statement.database_ = &database;
  const int rc =
      sqlite3_prepare_v3(database.handle, sql.text(), -1, SQLITE_PREPARE_PERSISTENT, &statement.handle_, nullptr);
  if (rc != SQLITE_OK) return database.Fail(rc, "preparing a statement");
  const int parameters = sqlite3_bind_parameter_count(statement.handle_);
  for (int i = 1; i <= parameters; ++i) {
    const std::string name = NameOrEmpty(sqlite3_bind_parameter_name(statement.handle_, i));
    statement.parameter_names_.push_back(name.empty() ? name : name.substr(1));
  }
  const int columns = sqlite3_column_count(statement.handle_);
  for (int i = 0; i < columns; ++i) {
    statement.column_names_.push_back(NameOrEmpty(sqlite3_column_name(statement.handle_, i)));
  }
  return statement;
}

Statement::Statement(Statement&& other) noexcept { *this = std::move(other); }

Statement& Statement::operator=(Statement&& other) noexcept {
  std::swap(database_, other.database_);
  std::swap(handle_, other.handle_);
  std::swap(borrowed_, other.borrowed_);
  std::swap(parameter_names_, other.parameter_names_);
  std::swap(column_names_, other.column_names_);
  std::swap(parameter_slots, other.parameter_slots);
  std::swap(column_slots, other.column_slots);
  return *this;
}

Statement::~Statement() { sqlite3_finalize(handle_); }

Query::Query(Statement& statement) { Borrow(statement); }

Query::Query(Result<Statement*> statement) {
  if (statement.ok()) {
    Borrow(**statement);
  } else {
    error_ = std::make_unique<Error>(std::move(statement.error()));
  }
}

Query::~Query() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_->handle_);
  sqlite3_clear_bindings(statement_->handle_);
  statement_->borrowed_ = false;
}

void Query::Borrow(Statement& statement) {
  if (statement.borrowed_) {
    error_ = std::make_unique<Error>(MakeError(ErrorCode::kInternal, "The statement is in use by another query."));
    return;
  }
  statement_ = &statement;
  statement.borrowed_ = true;
}

Query& Query::Remember(int rc) {
  if (rc != SQLITE_OK && error_ == nullptr) {
    error_ = std::make_unique<Error>(statement_->database_->Fail(rc, "binding a parameter"));
  }
  return *this;
}

Query& Query::Bind(int parameter, int64_t value) {
  if (statement_ == nullptr) return *this;
  return Remember(sqlite3_bind_int64(statement_->handle_, parameter, value));
}

// For SQLite a null pointer is NULL, whatever the length; ours of length 0 is an empty value.
Query& Query::BindText(int parameter, std::string_view value) {
  if (statement_ == nullptr) return *this;
  const char* bytes = value.empty() ? "" : value.data();
  return Remember(sqlite3_bind_text64(statement_->handle_, parameter, bytes, value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

Query& Query::BindBlob(int parameter, std::span<const uint8_t> value) {
  if (statement_ == nullptr) return *this;
  const void* bytes = value.empty() ? static_cast<const void*>("") : value.data();
  return Remember(sqlite3_bind_blob64(statement_->handle_, parameter, bytes, value.size(), SQLITE_STATIC));
}

Query& Query::BindNull(int parameter) {
  if (statement_ == nullptr) return *this;
  return Remember(sqlite3_bind_null(statement_->handle_, parameter));
}

int Query::Advance() {
  const int rc = sqlite3_step(statement_->handle_);
  if (rc == SQLITE_ROW) return rc;
  done_ = true;
  if (rc != SQLITE_DONE) {
    statement_->database_->Note(rc);
  } else if (sqlite3_stmt_readonly(statement_->handle_) == 0) {
    changes_ = sqlite3_changes(statement_->database_->handle);
  }
  return rc;
}

Result<bool> Query::Step() {
  if (error_ != nullptr) return *error_;
  if (done_) return false;
  // SQLite may have undone the whole transaction by itself; what ran now would commit alone.
  if (statement_->database_->health != Health::kSound) {
    return MakeError(ErrorCode::kInternal, "An earlier statement of this transaction failed.");
  }
  const int rc = Advance();
  if (rc == SQLITE_ROW) return true;
  if (rc == SQLITE_DONE) return false;
  error_ = std::make_unique<Error>(SqliteError(statement_->database_->handle, rc, "running a statement"));
  return *error_;
}

Result<void> Query::Run() {
  for (;;) {
    Result<bool> row = Step();
    if (!row.ok()) return std::move(row.error());
    if (!row.value()) return {};
  }
}

// The value itself is asked, not the statement: a statement takes its connection's mutex and looks for a failed
// allocation each time. A connection is used by one thread at a time, so the value needs no protection.
Cell Query::At(int column) const {
  return Cell(done_ || statement_ == nullptr ? nullptr : sqlite3_column_value(statement_->handle_, column));
}

bool Cell::IsNull() const { return value_ == nullptr || sqlite3_value_type(value_) == SQLITE_NULL; }

int64_t Cell::Integer() const {
  return value_ != nullptr && sqlite3_value_type(value_) == SQLITE_INTEGER ? sqlite3_value_int64(value_) : 0;
}

// Text is read as bytes: sqlite3_value_text would copy it to append a NUL, and answer null when that fails.
std::string_view Cell::Text() const {
  const std::span<const uint8_t> bytes = Bytes(SQLITE_TEXT);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::span<const uint8_t> Cell::Blob() const { return Bytes(SQLITE_BLOB); }

std::span<const uint8_t> Cell::Bytes(int type) const {
  if (value_ == nullptr || sqlite3_value_type(value_) != type) return {};
  const void* const bytes = sqlite3_value_blob(value_);
  return {static_cast<const uint8_t*>(bytes), static_cast<size_t>(sqlite3_value_bytes(value_))};
}

}  // namespace certlite
