// A SQLite that lacks what a store needs: no store is opened with it.
#include <sqlite3.h>

#include <cstdarg>
#include <string>
#include <utility>

#include "tests/instead.h"
#include "tests/store/store_fixture.h"

namespace {

using certlite::Original;

std::string lacking;  // which of the functions below tells of the lack

}  // namespace

CERTLITE_INSTEAD int sqlite3_initialize(void) {
  if (lacking == "initialize") return SQLITE_MISUSE;
  return Original(&sqlite3_initialize, "sqlite3_initialize")();
}
CERTLITE_INSTEAD int sqlite3_threadsafe(void) {
  return lacking == "threadsafe" ? 0 : Original(&sqlite3_threadsafe, "sqlite3_threadsafe")();
}
CERTLITE_INSTEAD sqlite3_vfs* sqlite3_vfs_find(const char* name) {
  return lacking == "vfs_find" ? nullptr : Original(&sqlite3_vfs_find, "sqlite3_vfs_find")(name);
}
// Every switch that is asked for is of one form: a number goes in, and what holds then comes out.
CERTLITE_INSTEAD int sqlite3_db_config(sqlite3* database, int option, ...) {
  va_list more;
  va_start(more, option);
  const int value = va_arg(more, int);
  int* const holds = va_arg(more, int*);
  va_end(more);
  if (lacking == "db_config") return SQLITE_ERROR;
  const int rc = Original(&sqlite3_db_config, "sqlite3_db_config")(database, option, value, holds);
  if (lacking == "switch") *holds = 1 - value;
  return rc;
}

namespace certlite {
namespace {

TEST_F(StoreTest, IsNotOpenedWithAnUnfitSqlite) {
  for (const auto& [what, code] : {std::pair{"initialize", ErrorCode::kInternal},
                                   {"threadsafe", ErrorCode::kCannotOpen},
                                   {"vfs_find", ErrorCode::kCannotOpen},
                                   {"db_config", ErrorCode::kCannotOpen},
                                   {"switch", ErrorCode::kCannotOpen}}) {
    lacking = what;
    EXPECT_CODE(code, Store::Open({Path()}, kTestMigrations)) << what;
    lacking.clear();
    EXPECT_EQ(1, Count(*Opened({Path()}))) << what;
  }
}

}  // namespace
}  // namespace certlite
