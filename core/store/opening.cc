// The settings a connection needs, as tables, and the steps that establish them.
#include "core/store/opening.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cinttypes>
#include <climits>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace certlite {
namespace {

// A setting that must hold, shown by reading it back.
struct RequiredPragma {
  Sql set;
  Sql read;
  std::string_view expected;
  std::string_view expected_in_memory;
};

constexpr RequiredPragma kPragmas[] = {
    {"PRAGMA journal_mode = WAL", "PRAGMA journal_mode", "wal", "memory"},
    {"PRAGMA synchronous = FULL", "PRAGMA synchronous", "2", "2"},
    {"PRAGMA wal_autocheckpoint = 0", "PRAGMA wal_autocheckpoint", "0", "0"},
    // What a log has grown to beyond it, under a long read or an import, is given back when it begins anew.
    {"PRAGMA journal_size_limit = 67108864", "PRAGMA journal_size_limit", "67108864", "67108864"},
    {"PRAGMA cell_size_check = ON", "PRAGMA cell_size_check", "1", "1"},
    {"PRAGMA mmap_size = 0", "PRAGMA mmap_size", "0", ""},
    {"PRAGMA foreign_keys = ON", "PRAGMA foreign_keys", "1", "1"},
    {"PRAGMA secure_delete = ON", "PRAGMA secure_delete", "1", "1"},
    {"PRAGMA temp_store = MEMORY", "PRAGMA temp_store", "2", "2"},
#ifdef __APPLE__
    {"PRAGMA fullfsync = ON", "PRAGMA fullfsync", "1", "1"},
    {"PRAGMA checkpoint_fullfsync = ON", "PRAGMA checkpoint_fullfsync", "1", "1"},
#endif
};

// A bigger cache hurts: some commits scan all of it.
constexpr RequiredPragma kWriterPragmas[] = {
    {"PRAGMA cache_size = -16384", "PRAGMA cache_size", "-16384", "-16384"},
};

constexpr RequiredPragma kReaderPragmas[] = {
    {"PRAGMA cache_size = -8192", "PRAGMA cache_size", "-8192", "-8192"},
    {"PRAGMA query_only = ON", "PRAGMA query_only", "1", "1"},
};

struct Setting {
  int id;
  int value;
};

constexpr Setting kSwitches[] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 1},        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
    {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},  {SQLITE_DBCONFIG_DQS_DML, 0},
    {SQLITE_DBCONFIG_DQS_DDL, 0},          {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},   {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
    {SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1},
};

constexpr Setting kLimits[] = {
    {SQLITE_LIMIT_LENGTH, 4 << 20},      {SQLITE_LIMIT_SQL_LENGTH, 64 << 10}, {SQLITE_LIMIT_COLUMN, 100},
    {SQLITE_LIMIT_EXPR_DEPTH, 64},       {SQLITE_LIMIT_COMPOUND_SELECT, 16},  {SQLITE_LIMIT_VDBE_OP, 25'000},
    {SQLITE_LIMIT_FUNCTION_ARG, 16},     {SQLITE_LIMIT_ATTACHED, 0},          {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 64},
    {SQLITE_LIMIT_VARIABLE_NUMBER, 999}, {SQLITE_LIMIT_TRIGGER_DEPTH, 1},     {SQLITE_LIMIT_WORKER_THREADS, 0},
};

// The first column of the first row of `sql` as text, "" if there is none.
Result<std::string> Read(Database& database, Sql sql) {
  Result<Statement> statement = Statement::Prepare(database, sql);
  if (!statement.ok()) return std::move(statement.error());
  Query query(*statement);
  Result<bool> row = query.Step();
  if (!row.ok()) return std::move(row.error());
  if (!*row) return std::string();
  std::string text(query.Text(0));
  return text.empty() ? std::to_string(query.Integer(0)) : text;
}

Result<void> OpenFile(Database& database, const ConnectionOptions& options) {
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
  if (!options.must_exist) flags |= SQLITE_OPEN_CREATE;
  const int rc = sqlite3_open_v2(options.path.c_str(), &database.handle, flags, nullptr);
  if (rc != SQLITE_OK) return database.Fail(rc, "opening the file");
  if (sqlite3_db_readonly(database.handle, "main") == 1) {
    return MakeError(ErrorCode::kReadOnly, "The file cannot be written to.");
  }
  sqlite3_extended_result_codes(database.handle, 1);
  sqlite3_busy_timeout(database.handle, BusyTimeoutMs(options));
  for (const Setting& limit : kLimits) sqlite3_limit(database.handle, limit.id, limit.value);
  for (const Setting& wanted : kSwitches) {
    int value = -1;
    if (sqlite3_db_config(database.handle, wanted.id, wanted.value, &value) != SQLITE_OK || value != wanted.value) {
      return MakeError(ErrorCode::kCannotOpen, absl::StrCat("This SQLite has no safety switch ", wanted.id, "."));
    }
  }
  return {};
}

Error AnotherPrograms() { return MakeError(ErrorCode::kNotADatabase, "The file is a database of another program."); }

struct Identity {
  bool marked = false;  // bears our application_id
  int version = 0;
};

Result<Identity> Identify(Database& database, MigrationScripts migrations) {
  Result<std::string> application = Read(database, "PRAGMA application_id");
  if (!application.ok()) return std::move(application.error());
  Result<std::string> version = Read(database, "PRAGMA user_version");
  if (!version.ok()) return std::move(version.error());
  Result<std::string> schema_size = Read(database, "SELECT COUNT(*) FROM sqlite_schema");
  if (!schema_size.ok()) return std::move(schema_size.error());
  Result<std::string> encoding = Read(database, "PRAGMA encoding");
  if (!encoding.ok()) return std::move(encoding.error());

  Identity identity;
  identity.marked = *application == std::to_string(kApplicationId);
  const bool untouched = *application == "0" && *version == "0" && *schema_size == "0";
  if ((!identity.marked && !untouched) || *encoding != "UTF-8") {
    return AnotherPrograms();
  }
  if (!absl::SimpleAtoi(*version, &identity.version) || identity.version < 0) {
    return MakeError(ErrorCode::kCorrupt, absl::StrCat("The file's schema version is ", *version, "."));
  }
  if (static_cast<size_t>(identity.version) > migrations.size()) {
    return MakeError(ErrorCode::kNewerDatabase, absl::StrCat("The file's schema version is ", *version,
                                                             ", this library's is ", migrations.size(), "."));
  }
  return identity;
}

Result<void> Require(Database& database, bool in_memory, std::span<const RequiredPragma> pragmas) {
  for (const RequiredPragma& pragma : pragmas) {
    Result<std::string> value = Read(database, pragma.set);
    if (value.ok()) value = Read(database, pragma.read);
    if (!value.ok()) return std::move(value.error());
    if (*value == (in_memory ? pragma.expected_in_memory : pragma.expected)) continue;
    return MakeError(ErrorCode::kCannotOpen, absl::StrCat("A required setting does not hold: after \"",
                                                          pragma.set.text(), "\" it reads \"", *value, "\"."));
  }
  return {};
}

Result<void> Execute(Database& database, const char* script) {
  const int rc = sqlite3_exec(database.handle, script, nullptr, nullptr, nullptr);
  if (rc != SQLITE_OK) return database.Fail(rc, "migrating the file");
  return {};
}

// What an unfinished migration did goes when its connection is closed.
Result<void> Migrate(Database& database, int from, MigrationScripts migrations) {
  for (int number = from + 1; static_cast<size_t>(number) <= migrations.size(); ++number) {
    char marks[96];
    std::snprintf(marks, sizeof(marks), "PRAGMA application_id = %" PRId32 "; PRAGMA user_version = %d;",
                  kApplicationId, number);
    const char* const scripts[] = {"BEGIN IMMEDIATE", migrations[static_cast<size_t>(number) - 1], marks, "COMMIT"};
    for (const char* script : scripts) {
      Result<void> done = Execute(database, script);
      if (!done.ok()) return done;
    }
  }
  return {};
}

bool LiesThere(const std::string& path) {
  struct stat found {};
  return stat(path.c_str(), &found) == 0;
}

using Header = std::array<uint8_t, 100>;

// By SQLite's own means: closing a file of ours would drop this process's locks on it. Nothing, if it can't be opened.
Result<std::optional<Header>> ReadHeader(const std::string& path) {
  sqlite3_vfs* const vfs = sqlite3_vfs_find(nullptr);
  const std::unique_ptr<const char, void (*)(const char*)> name(
      sqlite3_create_filename(path.c_str(), "", "", 0, nullptr), &sqlite3_free_filename);
  if (name == nullptr) return SqliteError(nullptr, SQLITE_NOMEM, "looking at the file");
  std::vector<std::max_align_t> room(static_cast<size_t>(vfs->szOsFile) / sizeof(std::max_align_t) + 1);
  auto* const file = reinterpret_cast<sqlite3_file*>(room.data());
  Header header{};
  int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB;
  const bool opened = vfs->xOpen(vfs, name.get(), file, flags, &flags) == SQLITE_OK;
  const int rc = opened ? file->pMethods->xRead(file, header.data(), static_cast<int>(header.size()), 0) : SQLITE_OK;
  if (file->pMethods != nullptr) file->pMethods->xClose(file);
  if (!opened) return std::optional<Header>();
  if (rc != SQLITE_OK && rc != SQLITE_IOERR_SHORT_READ) return SqliteError(nullptr, rc, "looking at the file");
  return std::optional<Header>(header);
}

uint32_t BigEndian(std::span<const uint8_t> bytes) {
  uint32_t value = 0;
  for (const uint8_t byte : bytes) value = value << 8 | byte;
  return value;
}

}  // namespace

// A power loss may have left a store's first page torn or unwritten as long as the log has it, which only SQLite can
// tell; and while there is a journal, as nothing but its making has one, the page may be torn but has no mark yet. Both
// are looked for first: whoever closes the store meanwhile writes the page before they go.
// Source: SQLite's file format, "The Database Header".
Result<void> RefuseForeignFile(const std::string& path) {
  if (LiesThere(path + "-wal")) return {};
  const bool has_journal = LiesThere(path + "-journal");
  struct stat found {};
  if (stat(path.c_str(), &found) != 0 || (S_ISREG(found.st_mode) && found.st_size == 0)) return {};
  if (!S_ISREG(found.st_mode)) return MakeError(ErrorCode::kCannotOpen, "What lies there is no file.");
  Result<std::optional<Header>> header = ReadHeader(path);
  if (!header.ok()) return Result<void>(header.TakeError());
  if (!header->has_value()) return {};
  constexpr std::string_view kMagic("SQLite format 3\0", 16);
  const std::span<const uint8_t> bytes(**header);
  if (!std::equal(kMagic.begin(), kMagic.end(), bytes.begin())) {
    if (has_journal) return {};
    return MakeError(ErrorCode::kNotADatabase, "The file is no database.");
  }
  const uint32_t application = BigEndian(bytes.subspan(68, 4));
  const uint32_t page_bytes = BigEndian(bytes.subspan(16, 2));
  // A store is marked by the time that it has more than its first page.
  const bool is_begun = application == 0 && found.st_size <= static_cast<off_t>(page_bytes);
  if (application == static_cast<uint32_t>(kApplicationId) || is_begun) return {};
  return AnotherPrograms();
}

int BusyTimeoutMs(const ConnectionOptions& options) {
  return static_cast<int>(std::min<uint32_t>(options.busy_timeout_ms, INT_MAX));
}

Result<int> OpenDatabase(Database& database, const ConnectionOptions& options, MigrationScripts migrations) {
  const bool in_memory = options.path == kMemoryPath;
  const bool is_writer = options.kind == ConnectionKind::kWriter;
  Result<void> done = OpenFile(database, options);
  if (!done.ok()) return std::move(done.error());
  Result<Identity> identity = Identify(database, migrations);
  if (!identity.ok()) return std::move(identity.error());
  done = Require(database, in_memory, kPragmas);
  if (!done.ok()) return std::move(done.error());
  done = is_writer ? Require(database, in_memory, kWriterPragmas) : Require(database, in_memory, kReaderPragmas);
  if (!done.ok()) return std::move(done.error());
  if (!is_writer) return identity->version;
  done = Migrate(database, identity->version, migrations);
  if (!done.ok()) return std::move(done.error());
  return static_cast<int>(migrations.size());
}

}  // namespace certlite
