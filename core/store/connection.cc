// A connection's statements, transactions and checkpoints.
#include "core/store/connection.h"

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <climits>
#include <iterator>
#include <string_view>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "core/store/read_cache.h"

namespace certlite {
namespace {

constexpr int64_t kLogPageBytes = 24 + 4096;

// Once the log is so many times as long as a checkpoint would have it, readers are waited for.
constexpr int kLongLog = 4;
constexpr int kReadersTimeoutMs = 100;
constexpr int kPauseMs = 5;  // between two looks whether readers are gone

int Authorize(void* rights, int action, const char* name, const char* value, const char* /*schema*/,
              const char* /*trigger*/) {
  const Rights held = *static_cast<const Rights*>(rights);
  if (held == Rights::kAll) return SQLITE_OK;
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
      return SQLITE_OK;
    case SQLITE_PRAGMA: {
      constexpr std::string_view kOfExamination[] = {"quick_check", "integrity_check", "page_count", "page_size"};
      if (std::string_view(name) == "cache_spill") return SQLITE_OK;
      if (held == Rights::kExamination && std::ranges::find(kOfExamination, name) != std::end(kOfExamination)) {
        return SQLITE_OK;
      }
      if (value != nullptr) return SQLITE_DENY;
      return std::string_view(name) == "user_version" || std::string_view(name) == "data_version" ? SQLITE_OK
                                                                                                  : SQLITE_DENY;
    }
    default:
      return SQLITE_DENY;
  }
}

// How long readers are waited for, and who may cut that short.
struct ReadersWait {
  std::chrono::steady_clock::time_point deadline;
  const std::atomic<bool>* cancelled;  // may be null
};

// In place of SQLite's own way of waiting, which no cancel cuts short.
int GoOnWaiting(void* wait, int /*times*/) {
  const auto& [deadline, cancelled] = *static_cast<const ReadersWait*>(wait);
  if (IsSet(cancelled) || std::chrono::steady_clock::now() >= deadline) return 0;
  sqlite3_sleep(kPauseMs);
  return 1;
}

// Null while it has not been opened.
sqlite3_file* LogOf(sqlite3* database) {
  sqlite3_file* log = nullptr;
  sqlite3_file_control(database, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  return log == nullptr || log->pMethods == nullptr ? nullptr : log;
}

int KeepLogPages(void* log_pages, sqlite3* /*database*/, const char* /*schema*/, int pages) {
  *static_cast<int*>(log_pages) = pages;
  return SQLITE_OK;
}

}  // namespace

Error OutcomeUnknown() {
  return MakeError(ErrorCode::kOutcomeUnknown, "COMMIT failed and what it wrote may or may not stay");
}

Result<std::unique_ptr<Connection>> Connection::Open(const ConnectionOptions& options, MigrationScripts migrations) {
  std::unique_ptr<Connection> connection(new Connection(options));
  Result<int> version = OpenDatabase(connection->database_, options, migrations);
  if (!version.ok()) return std::move(version.error());
  connection->schema_version_ = *version;
  Result<void> sealed = connection->Seal();
  if (!sealed.ok()) return std::move(sealed.error());
  connection->MeasureLog();
  return connection;
}

Connection::Connection(const ConnectionOptions& options)
    : kind_(options.kind), busy_timeout_ms_(BusyTimeoutMs(options)), cache_(std::make_unique<ReadCache>()) {}

Connection::~Connection() {
  statements_.clear();
  for (Statement* own :
       {&begin_, &commit_, &rollback_, &mark_, &return_to_mark_, &remove_mark_, &data_version_read_, &version_})
    *own = Statement();
  sqlite3_close(database_.handle);
}

// The transaction's own statements are prepared now, so that none of them can fail for want of memory later.
Result<void> Connection::Seal() {
  sqlite3_set_authorizer(database_.handle, Authorize, &rights_);
  sqlite3_wal_hook(database_.handle, KeepLogPages, &log_pages_);
  struct Wanted {
    Statement* statement;
    Sql sql;
  };
  const Wanted wanted[] = {{&begin_, kind_ == ConnectionKind::kWriter ? Sql("BEGIN IMMEDIATE") : Sql("BEGIN")},
                           {&commit_, "COMMIT"},
                           {&rollback_, "ROLLBACK"},
                           {&mark_, "SAVEPOINT mark"},
                           {&return_to_mark_, "ROLLBACK TO mark"},
                           {&remove_mark_, "RELEASE mark"},
                           {&data_version_read_, "PRAGMA data_version"},
                           {&version_, "PRAGMA user_version"}};
  for (const auto& [statement, sql] : wanted) {
    Result<Statement> prepared = Statement::Prepare(database_, sql);
    if (!prepared.ok()) return std::move(prepared.error());
    *statement = std::move(*prepared);
  }
  return {};
}

// The log's file is as long as it ever was, so this is the most that it may hold.
void Connection::MeasureLog() {
  sqlite3_file* const log = LogOf(database_.handle);
  sqlite3_int64 bytes = 0;
  if (log == nullptr || log->pMethods->xFileSize(log, &bytes) != SQLITE_OK) return;
  log_pages_ = static_cast<int>(std::min<int64_t>(bytes / kLogPageBytes, INT_MAX));
}

Result<Statement*> Connection::Prepared(Sql sql) {
  std::unique_ptr<Statement>& kept = statements_[sql.text()];
  if (kept == nullptr) {
    Result<Statement> prepared = Statement::Prepare(database_, sql);
    if (!prepared.ok()) return std::move(prepared.error());
    kept = std::make_unique<Statement>(std::move(*prepared));
  }
  return kept.get();
}

int64_t Connection::LastInsertKey() const { return sqlite3_last_insert_rowid(database_.handle); }

Result<void> Connection::LetSpill(bool spill) {
  if (spills_ == spill) return {};
  // Takes effect as it is prepared, so it can't be kept.
  const int rc = sqlite3_exec(database_.handle, spill ? "PRAGMA cache_spill = ON" : "PRAGMA cache_spill = OFF", nullptr,
                              nullptr, nullptr);
  if (rc != SQLITE_OK) {
    return database_.Fail(rc, "setting where changes are kept");
  }
  spills_ = spill;
  return {};
}

Result<void> Connection::Begin(const std::atomic<bool>* cancelled) {
  absl::Cleanup undo = [this] { Rollback(); };  // after an exception, too
  HeedCancel(cancelled);
  Result<void> begun = Query(begin_).Run();
  if (begun.ok()) begun = CheckWhatOthersChanged();
  if (begun.ok()) std::move(undo).Cancel();
  return begun;
}

// SQLite counts the changes that other connections have committed, this process's and others'.
Result<void> Connection::CheckWhatOthersChanged() {
  is_cache_current_ = true;
  Query changes(data_version_read_);
  Result<bool> row = changes.Step();
  if (!row.ok()) return std::move(row.error());
  const int64_t data_version = changes.Integer(0);
  if (data_version == data_version_) return {};
  cache_->Forget();
  if (kind_ == ConnectionKind::kWriter) {
    Query version(version_);
    row = version.Step();
    if (!row.ok()) return std::move(row.error());
    if (version.Integer(0) != schema_version_) {
      return MakeError(ErrorCode::kNewerDatabase, "Another program has changed the file's schema since it was opened.");
    }
  }
  data_version_ = data_version;
  return {};
}

void Connection::OutdateCache() {
  is_cache_current_ = false;
  cache_->Forget();
}

Result<void> Connection::Commit() {
  if (database_.health != Health::kSound || sqlite3_get_autocommit(database_.handle) != 0) {
    Rollback();
    return MakeError(ErrorCode::kInternal, "A transaction that failed cannot be committed.");
  }
  // Made now: once COMMIT runs, nothing, not even want of memory, may hide that its outcome is unknown.
  Result<void> unknown = OutcomeUnknown();
  HeedNobody();
  Query query(commit_);
  const int rc = query.Advance();
  if (rc == SQLITE_DONE) return {};
  if ((rc & 0xff) == SQLITE_BUSY || (rc & 0xff) == SQLITE_CONSTRAINT) {
    Error error = SqliteError(database_.handle, rc, "committing");
    Rollback();
    return error;
  }
  database_.health = Health::kBroken;
  unknown.error().system_code = rc;
  return unknown;
}

void Connection::HeedCancel(const std::atomic<bool>* cancelled) { database_.HeedCancel(cancelled); }

void Connection::HeedNobody() { HeedCancel(nullptr); }

Result<void> Connection::Mark() { return Query(mark_).Run(); }

Result<void> Connection::ReturnToMark() {
  if (database_.health == Health::kBroken || sqlite3_get_autocommit(database_.handle) != 0) {
    return MakeError(ErrorCode::kInternal, "The transaction has failed as a whole.");
  }
  database_.health = Health::kSound;
  cache_->heads.Forget();
  return Query(return_to_mark_).Run();
}

Result<void> Connection::RemoveMark() { return Query(remove_mark_).Run(); }

void Connection::Rollback() {
  HeedNobody();
  cache_->heads.Forget();
  if (database_.health == Health::kBroken) return;
  database_.health = Health::kSound;
  if (sqlite3_get_autocommit(database_.handle) != 0) return;
  if (Query(rollback_).Advance() != SQLITE_DONE) database_.health = Health::kBroken;
}

// The log begins anew only if nobody reads from it when the next commit comes, and readers whose times overlap never
// let that be. Once all of the log is copied, whoever begins to read needs it no more: then waiting for the others ends
// it.
void Connection::Checkpoint(int pages_min) {
  if (log_pages_ < checkpointed_pages_) checkpointed_pages_ = 0;  // the log began anew
  if (log_pages_ - checkpointed_pages_ < pages_min) return;
  checkpointed_pages_ = log_pages_;
  const int mode = log_pages_ < kLongLog * pages_min ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_RESTART;
  sqlite3_busy_timeout(database_.handle, std::min(busy_timeout_ms_, kReadersTimeoutMs));
  const int rc = sqlite3_wal_checkpoint_v2(database_.handle, "main", mode, nullptr, nullptr);
  sqlite3_busy_timeout(database_.handle, busy_timeout_ms_);
  if (rc == SQLITE_OK) return;
  database_.Note(rc);
  FailOutsideOfTransaction();
}

void Connection::FailOutsideOfTransaction() {
  if (database_.health == Health::kFailed) database_.health = Health::kSound;
}

// SQLite leaves it to the next commit to sync the log's new length; until then a power loss would bring back what the
// log held.
Result<void> Connection::EmptyLog(const std::atomic<bool>* cancelled) {
  ReadersWait wait{std::chrono::steady_clock::now() + std::chrono::milliseconds(busy_timeout_ms_), cancelled};
  sqlite3_busy_handler(database_.handle, &GoOnWaiting, &wait);
  const absl::Cleanup wait_as_before = [this] { sqlite3_busy_timeout(database_.handle, busy_timeout_ms_); };
  int rc = sqlite3_wal_checkpoint_v2(database_.handle, "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_file* const log = rc == SQLITE_OK ? LogOf(database_.handle) : nullptr;
  if (log != nullptr) rc = log->pMethods->xSync(log, SQLITE_SYNC_FULL);
  if (rc == SQLITE_OK) {
    log_pages_ = checkpointed_pages_ = 0;
    return {};
  }
  Error error = database_.Fail(rc, "emptying the log");
  FailOutsideOfTransaction();
  if (error.code != ErrorCode::kBusy || !IsSet(cancelled)) return error;
  return MakeError(ErrorCode::kCancelled, "Cancelled while waiting for readers.");
}

// The one statement that needs what the connection is otherwise denied: it attaches a temporary copy.
Result<void> Connection::Rebuild() {
  rights_ = Rights::kAll;
  const int attached_max = sqlite3_limit(database_.handle, SQLITE_LIMIT_ATTACHED, 1);
  const absl::Cleanup deny = [&] {
    sqlite3_limit(database_.handle, SQLITE_LIMIT_ATTACHED, attached_max);
    rights_ = Rights::kData;
  };
  // The copy is as large as the store, so it isn't for memory.
  for (const char* sql : {"PRAGMA temp_store = FILE", "VACUUM", "PRAGMA temp_store = MEMORY"}) {
    const int rc = sqlite3_exec(database_.handle, sql, nullptr, nullptr, nullptr);
    if (rc == SQLITE_OK) continue;
    database_.health = Health::kBroken;  // its settings may not be what they were
    return database_.Fail(rc, "building the file anew");
  }
  return {};
}

Result<void> Connection::Clean(const Remnants& remnants) {
  Result<void> emptied = EmptyLog();
  if (!emptied.ok()) return emptied;
  Result<bool> found = remnants.all_known ? FileHasRemnant(database_, remnants) : Result<bool>(true);
  if (!found.ok()) {
    FailOutsideOfTransaction();
    return std::move(found.error());
  }
  if (!*found) return {};
  Result<void> rebuilt = Rebuild();
  return rebuilt.ok() ? EmptyLog() : std::move(rebuilt);
}

Result<void> Connection::Examine(Sql pragma, absl::FunctionRef<void(const Query&)> visit) {
  rights_ = Rights::kExamination;
  const absl::Cleanup deny = [this] { rights_ = Rights::kData; };
  Result<Statement> statement = Statement::Prepare(database_, pragma);
  if (!statement.ok()) return Result<void>(statement.TakeError());
  Query query(*statement);
  while (true) {
    Result<bool> row = query.Step();
    if (!row.ok()) return Result<void>(row.TakeError());
    if (!*row) return {};
    visit(query);
  }
}

Result<void> Connection::CopyInto(BackupFile& file, const std::atomic<bool>* cancelled) {
  Result<void> filled = file.Fill(database_, cancelled);
  if (!filled.ok() && kind_ == ConnectionKind::kReader) database_.health = Health::kBroken;
  return filled;
}

Result<int64_t> Connection::MeasureFile() {
  int64_t bytes = 1;
  const auto multiply = [&bytes](const Query& row) { bytes *= row.Integer(0); };
  Result<void> measured = Examine("PRAGMA page_count", multiply);
  if (measured.ok()) measured = Examine("PRAGMA page_size", multiply);
  if (!measured.ok()) return Result<int64_t>(measured.TakeError());
  return bytes;
}

Result<Compaction> Connection::Compact(const std::atomic<bool>* cancelled) {
  Result<void> done = EmptyLog(cancelled);
  if (!done.ok()) return Result<Compaction>(done.TakeError());
  Result<int64_t> before = MeasureFile();
  if (!before.ok()) return Result<Compaction>(before.TakeError());
  {
    const absl::Cleanup heed_nobody = [this] { HeedNobody(); };
    HeedCancel(cancelled);
    done = Rebuild();
  }
  if (!done.ok()) return Result<Compaction>(done.TakeError());
  done = EmptyLog();
  if (!done.ok()) {
    done.error().detail = "The file is built anew, but the log holds it yet (" + done.error().detail +
                          "). The next checkpoint takes it over; or call again.";
    return Result<Compaction>(done.TakeError());
  }
  Result<int64_t> after = MeasureFile();
  if (!after.ok()) return Result<Compaction>(after.TakeError());
  return Compaction{*before, *after};
}

void Connection::CheckpointOnClose() {
  sqlite3_db_config(database_.handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
}

}  // namespace certlite
