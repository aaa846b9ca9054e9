// SQLite as a careful program uses it by hand: prepared statements, and the settings that decide about speed and
// durability equal to Certlite's.
#ifndef CERTLITE_BENCH_BARE_H_
#define CERTLITE_BENCH_BARE_H_

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>

namespace certlite::bench {

struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using BareStatement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

// Errors, here and below: std::runtime_error with SQLite's message.
class Bare {
 public:
  enum class Role : uint8_t { kWriter, kReader };

  Bare(const std::string& path, Role role);

  BareStatement Prepare(const std::string& sql);
  void Run(const std::string& sql);
  int64_t Integer(const std::string& sql);

  // The log's end, as Certlite does it: a passive checkpoint once it has grown by 4,000 pages.
  void CheckpointIfDue();

  // Everything from the log into the file, and the log's file empty.
  void EmptyLog();

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
  int log_pages_ = 0;
  int checkpointed_pages_ = 0;
};

// True: a row is there.
bool Step(sqlite3_stmt* statement);

// Runs a statement without rows to its end, and makes it ready for the next run.
void StepOnce(sqlite3_stmt* statement);

// Reads every column of the row, as a program must that wants to use it; answers something made of all of them.
uint64_t ReadAllColumns(sqlite3_stmt* statement);

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_BARE_H_
