// One SQLite connection, opened so that nothing but our own constant statements can run on it and that what it commits
// is durable.
#ifndef CERTLITE_CORE_STORE_CONNECTION_H_
#define CERTLITE_CORE_STORE_CONNECTION_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "core/base/error.h"
#include "core/store/statement.h"

namespace certlite {

// "CERT", in the file's header: the mark of our files.
inline constexpr int32_t kApplicationId = 0x43455254;

// The path of a store that lives in memory and has one connection.
inline constexpr std::string_view kMemoryPath = ":memory:";

// The numbered scripts that make the schema; the file's user_version is how many of them have run.
using MigrationScripts = std::span<const char* const>;

// Which part a connection plays.
enum class ConnectionKind : uint8_t { kWriter, kReader };

// What a connection is opened with.
struct ConnectionOptions {
  std::string path;  // absolute, or kMemoryPath
  ConnectionKind kind = ConnectionKind::kWriter;
  bool must_exist = false;
  uint32_t busy_timeout_ms = 5000;
};

// An open connection with its kept statements. Thread-safety: one thread at a time.
class Connection {
 public:
  // Opens the file, and, for a writer, makes or migrates its schema; the writer lock is held meanwhile.
  // Errors: kCannotOpen, kNotADatabase, kNewerDatabase, kReadOnly, and as SqliteError. Lifetime: `migrations` are only
  // read here.
  static Result<std::unique_ptr<Connection>> Open(const ConnectionOptions& options, MigrationScripts migrations);

  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  // The statement for `sql`, prepared the first time and kept. Lifetime: the connection's.
  Result<Statement*> Prepared(Sql sql);

  // The file's user_version when it was opened.
  int SchemaVersion() const { return schema_version_; }

  Health health() const { return database_.health; }

  // Begins a transaction: immediate for a writer, deferred for a reader. While it lasts, a true `*cancelled` (may be
  // null) interrupts statements. Errors: kNewerDatabase when another program has migrated the file since it was opened.
  Result<void> Begin(const std::atomic<bool>* cancelled);

  // Makes the transaction durable. Errors: kBusy or kInternal, and the transaction is rolled back; kOutcomeUnknown, and
  // the connection is broken. What failed before is answered as kInternal.
  Result<void> Commit();

  // Undoes the transaction, if there is one; when that fails the connection is broken.
  void Rollback();

  // Copies the write-ahead log into the file when it has grown by `pages_min` since the last time; the writer lock is
  // held meanwhile. A failure that matters breaks the connection and nothing else.
  void Checkpoint(int pages_min);

 private:
  explicit Connection(ConnectionKind kind) : kind_(kind) {}

  const ConnectionKind kind_;
  int schema_version_ = 0;
  int log_pages_ = 0;
  int checkpointed_pages_ = 0;
  Database database_;
  absl::flat_hash_map<const char*, std::unique_ptr<Statement>> statements_;
};

}  // namespace certlite

#endif  // CERTLITE_CORE_STORE_CONNECTION_H_
