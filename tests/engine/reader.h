// A file as another program reads it with SQLite.
#ifndef CERTLITE_TESTS_ENGINE_READER_H_
#define CERTLITE_TESTS_ENGINE_READER_H_

#include <sqlite3.h>

#include <functional>
#include <stdexcept>
#include <string>

namespace certlite::host {

// Throws std::runtime_error with what SQLite says.
class Reader {
 public:
  // With `vfs` null, by the file system that is SQLite's default then.
  explicit Reader(const std::string& path, int flags = SQLITE_OPEN_READONLY, const char* vfs = nullptr) {
    Check(sqlite3_open_v2(path.c_str(), &database_, flags, vfs));
    sqlite3_busy_timeout(database_, 10'000);
  }
  ~Reader() { sqlite3_close(database_); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  void ForEachRow(const std::string& sql, const std::function<void(sqlite3_stmt*)>& visit) {
    sqlite3_stmt* statement = nullptr;
    Check(sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement, nullptr));
    int rc = SQLITE_ROW;
    while ((rc = sqlite3_step(statement)) == SQLITE_ROW) visit(statement);
    sqlite3_finalize(statement);
    if (rc != SQLITE_DONE) Check(rc);
  }

 private:
  void Check(int rc) {
    if (rc != SQLITE_OK) throw std::runtime_error(std::string("SQLite says: ") + sqlite3_errmsg(database_));
  }

  sqlite3* database_ = nullptr;
};

// A column of the row; of a number, its digits.
inline std::string Bytes(sqlite3_stmt* row, int column) {
  const auto size = static_cast<size_t>(sqlite3_column_bytes(row, column));
  const void* const data = sqlite3_column_blob(row, column);
  return size == 0 ? std::string() : std::string(static_cast<const char*>(data), size);
}

}  // namespace certlite::host

#endif  // CERTLITE_TESTS_ENGINE_READER_H_
