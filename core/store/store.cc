// Transactions on one file: who may begin, with which connection, and what a failure costs.
#include "core/store/store.h"

#include <absl/strings/str_cat.h>
#include <sqlite3.h>
#include <unistd.h>

#include <utility>

#include "core/base/json_text.h"

namespace certlite {
namespace {

constexpr size_t kIdleReadersMax = 8;
constexpr int kCheckpointPages = 4000;  // of the log; fewer cost throughput, more cost disk and opening time
constexpr uint32_t kCloseTimeoutMs = 100;

struct LeaveQueue {
  void operator()(ThreadQueue* queue) const { queue->Leave(); }
};

// The path as SQLite will have it, so that all who open one file by whatever name find one lock file.
Result<std::string> ResolvedPath(const StoreOptions& options) {
  if (options.path == kMemoryPath) return options.path;
  if (options.path.empty() || options.path.find('\0') != std::string::npos) {
    return MakeError(ErrorCode::kInvalidArgument, "The store's path is empty or has a NUL in it.");
  }
  sqlite3_vfs* const vfs = sqlite3_vfs_find(nullptr);
  if (vfs == nullptr) return MakeError(ErrorCode::kCannotOpen, "This SQLite has no file system.");
  std::string path(static_cast<size_t>(vfs->mxPathname) + 1, '\0');
  int rc = vfs->xFullPathname(vfs, options.path.c_str(), static_cast<int>(path.size()), path.data());
  if (rc != SQLITE_OK && rc != SQLITE_OK_SYMLINK) return SqliteError(nullptr, rc, "resolving the store's path");
  path.resize(path.find('\0'));
  int exists = 1;
  if (options.must_exist) rc = vfs->xAccess(vfs, path.c_str(), SQLITE_ACCESS_EXISTS, &exists);
  if (rc != SQLITE_OK && rc != SQLITE_OK_SYMLINK) return SqliteError(nullptr, rc, "looking for the store's file");
  if (exists == 0) {  // as SQLite tells of an empty file, too
    return MakeError(ErrorCode::kCannotOpen,
                     absl::StrCat("There is no store at ", IsUtf8(path) ? path : OnlyAscii(path), "."));
  }
  return path;
}

}  // namespace

std::string_view SqliteVersion() { return sqlite3_libversion(); }

Result<std::unique_ptr<Store>> Store::Open(StoreOptions options, MigrationScripts migrations) {
  int rc = sqlite3_initialize();
  if (rc != SQLITE_OK) return SqliteError(nullptr, rc, "starting SQLite");
  if (sqlite3_threadsafe() == 0) return MakeError(ErrorCode::kCannotOpen, "This SQLite is not made for threads.");
  Result<std::string> path = ResolvedPath(options);
  if (!path.ok()) return std::move(path.error());
  std::unique_ptr<Store> store(new Store(std::move(options), migrations));
  store->path_ = std::move(*path);
  if (!store->in_memory_) {
    Result<void> familiar = RefuseForeignFile(store->path_);
    if (!familiar.ok()) return std::move(familiar.error());
    Result<void> opened = store->writer_lock_.Open(store->path_);
    if (!opened.ok()) return std::move(opened.error());
  }
  Result<void> entered = store->Enter(Patience::For(store->options_.busy_timeout_ms, nullptr));
  if (!entered.ok()) return std::move(entered.error());
  {
    const WriteTransaction inside(store.get());
    Result<Connection*> writer = store->Writer();
    if (!writer.ok()) return std::move(writer.error());
  }
  return store;
}

Store::Store(StoreOptions options, MigrationScripts migrations)
    : options_(std::move(options)), migrations_(migrations), in_memory_(options_.path == kMemoryPath), pid_(getpid()) {
  readers_.reserve(kIdleReadersMax);
}

Store::~Store() {
  if (IsForked()) {
    // Closing would touch the parent's files and drop its locks, so the child's copies are left as they are.
    static_cast<void>(writer_.release());
    for (std::unique_ptr<Connection>& reader : readers_) static_cast<void>(reader.release());
    return;
  }
  readers_.clear();
  if (writer_ == nullptr || in_memory_) return;
  const bool locked = writer_lock_.held() || writer_lock_.Acquire(Patience::For(kCloseTimeoutMs, nullptr)).ok();
  if (locked) writer_->CheckpointOnClose();
  writer_.reset();
  if (locked) writer_lock_.Release();
}

bool Store::IsForked() const { return getpid() != pid_; }

Result<void> Store::CheckUsable() const {
  if (IsForked()) return MakeError(ErrorCode::kForkedHandle, "The store was opened before a fork.");
  if (reopen_required_) return MakeError(ErrorCode::kReopenRequired, "An earlier commit's outcome is unknown.");
  return {};
}

Result<void> Store::Enter(const Patience& patience) {
  Result<void> usable = CheckUsable();
  if (!usable.ok()) return usable;
  Result<void> entered = thread_queue_.Enter(patience);
  if (!entered.ok()) return entered;
  Result<bool> settled = TakeLock(patience, [] { return Result<bool>(false); });
  return Result<void>(settled.TakeError());
}

// For the thread that is inside the queue. Another process is waited for only if `look` doesn't settle the call; when
// it does, or something fails, the thread is inside no longer.
Result<bool> Store::TakeLock(const Patience& patience, absl::FunctionRef<Result<bool>()> look) {
  std::unique_ptr<ThreadQueue, LeaveQueue> place(&thread_queue_);
  Result<void> usable = CheckUsable();  // whoever was inside may have lost the store
  if (!usable.ok()) return Result<bool>(usable.TakeError());
  if (!in_memory_ && !writer_lock_.held() && !writer_lock_.AcquireIfFree()) {
    Result<bool> settled = look();
    if (!settled.ok() || *settled) return settled;
    Result<void> acquired = writer_lock_.Acquire(patience);
    if (!acquired.ok()) return Result<bool>(acquired.TakeError());
  }
  static_cast<void>(place.release());
  return false;
}

void Store::Leave() {
  if (writer_ != nullptr && writer_->health() == Health::kBroken) {
    writer_.reset();
    if (in_memory_) reopen_required_ = true;  // the data went with the connection
  }
  if (!in_memory_ && !options_.exclusive) writer_lock_.Release();
  thread_queue_.Leave();
}

Result<Connection*> Store::Writer() {
  if (writer_ != nullptr) writer_->FailOutsideOfTransaction();  // whoever was inside before has left it
  if (writer_ == nullptr) {
    const ConnectionOptions options = {path_, ConnectionKind::kWriter, was_open_ || options_.must_exist,
                                       options_.busy_timeout_ms};
    Result<std::unique_ptr<Connection>> opened = Connection::Open(options, migrations_);
    if (!opened.ok()) return std::move(opened.error());
    writer_ = std::move(*opened);
    was_open_ = true;
    // Those who died without closing left the log as it was; only after a checkpoint does the next commit begin it
    // anew.
    writer_->Checkpoint(kCheckpointPages);
    if (writer_->health() == Health::kBroken) {
      writer_.reset();
      return MakeError(ErrorCode::kStorageIo, "The write-ahead log could not be copied into the file.");
    }
  }
  return writer_.get();
}

Result<WriteTransaction> Store::BeginWrite(const std::atomic<bool>* cancelled) {
  return BeginOnWriter(cancelled, false);
}

Result<WriteTransaction> Store::BeginTrial(const std::atomic<bool>* cancelled) {
  return BeginOnWriter(cancelled, true);
}

Result<WriteTransaction> Store::BeginOnWriter(const std::atomic<bool>* cancelled, bool trial) {
  Result<void> entered = Enter(Patience::For(options_.busy_timeout_ms, cancelled));
  if (!entered.ok()) return std::move(entered.error());
  return BeginInside(cancelled, trial);
}

Result<WriteTransaction> Store::BeginInside(const std::atomic<bool>* cancelled, bool trial) {
  WriteTransaction transaction(this);
  Result<Connection*> writer = Writer();
  if (!writer.ok()) return std::move(writer.error());
  if (auto spills = (*writer)->LetSpill(!trial); !spills.ok()) return std::move(spills.error());
  Result<void> begun = (*writer)->Begin(cancelled);
  if (!begun.ok()) return std::move(begun.error());
  transaction.connection_ = *writer;
  transaction.trial_ = trial;
  return transaction;
}

Result<void> Store::Write(const Work& work, const std::atomic<bool>* cancelled) {
  const Patience patience = Patience::For(options_.busy_timeout_ms, cancelled);
  const auto* look = in_memory_ ? nullptr : work.look;
  const auto look_once = [&look]() -> Result<bool> {
    return look == nullptr ? Result<bool>(false) : (*std::exchange(look, nullptr))();
  };
  for (;;) {
    Result<void> usable = CheckUsable();
    if (!usable.ok()) return usable;
    if (!thread_queue_.EnterIfFree()) {
      Result<bool> settled = thread_queue_.IsServing() ? Result<bool>(false) : look_once();
      if (!settled.ok()) return Result<void>(settled.TakeError());
      if (*settled) return {};
      Errand errand(work);
      Result<ThreadQueue::Turn> turn = thread_queue_.Enter(patience, errand);
      if (!turn.ok()) return Result<void>(turn.TakeError());
      if (*turn == ThreadQueue::Turn::kServed) {
        if (errand.IsToBeDoneAgain()) continue;
        return errand.Outcome();
      }
    }
    Result<bool> settled = TakeLock(patience, look_once);
    if (settled.ok() && !*settled) settled = WriteWithOthers(work, cancelled);
    if (!settled.ok()) return Result<void>(settled.TakeError());
    if (*settled) return {};
  }
}

// For the thread that is inside. It waits for nobody: while it is alone, or has nothing to commit, it is as if there
// were no groups. False: a neighbour's failure has undone the work.
Result<bool> Store::WriteWithOthers(const Work& work, const std::atomic<bool>* cancelled) {
  thread_queue_.SetServing(true);
  Result<WriteTransaction> transaction = BeginInside(cancelled, false);
  if (!transaction.ok()) return std::move(transaction.error());
  Connection& connection = transaction->connection();
  Result<bool> changed = work.write(connection);
  if (!changed.ok()) return changed;
  if (!*changed) return true;
  Group group(thread_queue_);
  if (!group.CarryOut(connection, work.bytes)) return false;
  Result<void> committed = transaction->Commit();
  thread_queue_.SetServing(false);
  group.Settle(committed);
  if (!committed.ok()) return Result<bool>(committed.TakeError());
  return true;
}

Result<ReadTransaction> Store::BeginRead(const std::atomic<bool>* cancelled) {
  if (in_memory_) {
    Result<WriteTransaction> borrowed = BeginWrite(cancelled);
    if (!borrowed.ok()) return std::move(borrowed.error());
    return ReadTransaction(std::move(*borrowed));
  }
  Result<void> usable = CheckUsable();
  if (!usable.ok()) return std::move(usable.error());
  std::unique_ptr<Connection> reader = IdleReader();
  if (reader == nullptr) {
    const ConnectionOptions options = {path_, ConnectionKind::kReader, true, options_.busy_timeout_ms};
    Result<std::unique_ptr<Connection>> opened = Connection::Open(options, migrations_);
    if (!opened.ok()) return std::move(opened.error());
    reader = std::move(*opened);
  }
  Result<void> begun = reader->Begin(cancelled);
  if (!begun.ok()) return std::move(begun.error());
  return ReadTransaction(this, std::move(reader));
}

Result<BackupFile> Store::BackUp(const BackupPlace& place, absl::FunctionRef<Result<void>(Connection&)> look,
                                 const std::atomic<bool>* cancelled) {
  Result<void> done = CheckUsable();
  if (!done.ok()) return Result<BackupFile>(done.TakeError());
  Result<BackupFile> file = BackupFile::Make(place, path_);
  if (!file.ok()) return file;
  done = CopyInto(*file, look, cancelled);
  if (done.ok()) done = file->Check(cancelled);
  if (!done.ok()) return Result<BackupFile>(done.TakeError());
  return file;
}

Result<Compaction> Store::Compact(const std::atomic<bool>* cancelled) {
  Result<void> entered = Enter(Patience::For(options_.busy_timeout_ms, cancelled));
  if (!entered.ok()) return Result<Compaction>(entered.TakeError());
  const WriteTransaction inside(this);
  Result<Connection*> writer = Writer();
  if (!writer.ok()) return Result<Compaction>(writer.TakeError());
  if (!in_memory_) return (*writer)->Compact(cancelled);
  Result<int64_t> bytes = (*writer)->MeasureFile();
  if (!bytes.ok()) return Result<Compaction>(bytes.TakeError());
  return Compaction{*bytes, *bytes};
}

Result<void> Store::CopyInto(BackupFile& file, absl::FunctionRef<Result<void>(Connection&)> look,
                             const std::atomic<bool>* cancelled) {
  if (!in_memory_) {
    Result<ReadTransaction> transaction = BeginRead(cancelled);
    if (!transaction.ok()) return Result<void>(transaction.TakeError());
    Result<void> looked = look(transaction->connection());  // with which the snapshot is taken
    return looked.ok() ? transaction->connection().CopyInto(file, cancelled) : std::move(looked);
  }
  // SQLite doesn't copy what a transaction may change, so there is none: nobody else is let in.
  Result<void> entered = Enter(Patience::For(options_.busy_timeout_ms, cancelled));
  if (!entered.ok()) return entered;
  const WriteTransaction inside(this);
  Result<Connection*> writer = Writer();
  if (!writer.ok()) return Result<void>(writer.TakeError());
  Result<void> looked = look(**writer);
  return looked.ok() ? (*writer)->CopyInto(file, cancelled) : std::move(looked);
}

std::unique_ptr<Connection> Store::IdleReader() {
  const std::lock_guard<std::mutex> lock(readers_mutex_);
  if (readers_.empty()) return nullptr;
  std::unique_ptr<Connection> reader = std::move(readers_.back());
  readers_.pop_back();
  return reader;
}

void Store::KeepReader(std::unique_ptr<Connection>& reader) {
  const std::lock_guard<std::mutex> lock(readers_mutex_);
  if (readers_.size() < kIdleReadersMax) readers_.push_back(std::move(reader));
}

ReadTransaction::ReadTransaction(Store* store, std::unique_ptr<Connection> reader)
    : store_(store), reader_(std::move(reader)) {}

ReadTransaction::ReadTransaction(WriteTransaction borrowed) : borrowed_(std::move(borrowed)) {}

ReadTransaction::ReadTransaction(ReadTransaction&& other) noexcept { *this = std::move(other); }

ReadTransaction& ReadTransaction::operator=(ReadTransaction&& other) noexcept {
  std::swap(store_, other.store_);
  std::swap(reader_, other.reader_);
  std::swap(borrowed_, other.borrowed_);
  return *this;
}

ReadTransaction::~ReadTransaction() {
  if (reader_ == nullptr) return;
  if (store_->IsForked()) {
    static_cast<void>(reader_.release());
    return;
  }
  reader_->Rollback();
  if (reader_->health() == Health::kSound) store_->KeepReader(reader_);
}

Connection& ReadTransaction::connection() { return reader_ == nullptr ? borrowed_.connection() : *reader_; }

WriteTransaction::WriteTransaction(WriteTransaction&& other) noexcept { *this = std::move(other); }

WriteTransaction& WriteTransaction::operator=(WriteTransaction&& other) noexcept {
  std::swap(store_, other.store_);
  std::swap(connection_, other.connection_);
  std::swap(committed_, other.committed_);
  std::swap(trial_, other.trial_);
  return *this;
}

WriteTransaction::~WriteTransaction() {
  if (store_ == nullptr || store_->IsForked()) return;
  if (committed_) {
    connection_->Checkpoint(kCheckpointPages);
  } else if (connection_ != nullptr) {
    connection_->Rollback();
  }
  store_->Leave();
}

Result<void> WriteTransaction::Commit() {
  if (trial_) return MakeError(ErrorCode::kInternal, "A trial was about to be committed.");
  Result<void> done = connection_->Commit();
  committed_ = done.ok();
  if (!done.ok() && done.error().code == ErrorCode::kOutcomeUnknown) store_->reopen_required_ = true;
  return done;
}

Result<void> WriteTransaction::Clean(const Remnants& remnants) {
  return store_->in_memory_ ? Result<void>() : connection_->Clean(remnants);
}

}  // namespace certlite
