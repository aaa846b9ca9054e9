// Bare SQLite on a store that Certlite has made: prepared statements, no JSON, no rules. The floor of what is possible.
#ifndef CERTLITE_BENCH_FLOOR_H_
#define CERTLITE_BENCH_FLOOR_H_

#include <sqlite3.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace certlite_bench {

class Floor {
 public:
  // Opens the store with Certlite's own settings: WAL, synchronous FULL, no automatic checkpoint, 16 MB of cache.
  explicit Floor(const std::string& path);
  ~Floor();
  Floor(const Floor&) = delete;
  Floor& operator=(const Floor&) = delete;

  void Execute(const char* sql);
  sqlite3_stmt* Prepare(const char* sql);
  // Steps to the end and resets.
  void Finish(sqlite3_stmt* statement);
  int64_t Integer(const char* sql);

  // A passive checkpoint once the log has 4,000 pages, as Certlite does.
  void CheckpointIfDue();

  sqlite3* database() { return database_; }

 private:
  sqlite3* database_ = nullptr;
  int log_pages_ = 0;
};

}  // namespace certlite_bench

#endif  // CERTLITE_BENCH_FLOOR_H_
