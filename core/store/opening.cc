// The settings a connection needs, as tables, and the steps that establish them.
#include "core/store/opening.h"

#include <sqlite3.h>

#include <algorithm>
#include <cinttypes>
#include <climits>
#include <cstdio>
#include <utility>

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
    return MakeError(ErrorCode::kNotADatabase, "The file is a database of another program.");
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

}  // namespace

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
