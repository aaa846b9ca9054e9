// The opening sequence of a connection: what must hold before the first statement of ours runs.
#ifndef CERTLITE_CORE_STORE_OPENING_H_
#define CERTLITE_CORE_STORE_OPENING_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

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

// `busy_timeout_ms` as SQLite takes it.
int BusyTimeoutMs(const ConnectionOptions& options);

// Refuses what can be told to be no store of ours by its header, before SQLite or a lock touch anything there: SQLite
// would finish what another program has begun. `path` is absolute. Errors: kNotADatabase, kCannotOpen; as SqliteError.
Result<void> RefuseForeignFile(const std::string& path);

// Opens the file into `database`, refuses one that isn't ours before anything is written to it, makes the required
// settings hold and, for a writer, brings the schema up to `migrations`; answers the schema's version.
// Errors: kCannotOpen, kNotADatabase, kNewerDatabase, kReadOnly, and as SqliteError. Lifetime: whatever is answered,
// the caller closes `database.handle`.
Result<int> OpenDatabase(Database& database, const ConnectionOptions& options, MigrationScripts migrations);

}  // namespace certlite

#endif  // CERTLITE_CORE_STORE_OPENING_H_
