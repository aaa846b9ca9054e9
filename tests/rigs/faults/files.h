// A store's files as bytes: taken, put back, and looked at as whoever opens them after a crash would find them.
#ifndef CERTLITE_TESTS_RIGS_FAULTS_FILES_H_
#define CERTLITE_TESTS_RIGS_FAULTS_FILES_H_

#include <cstddef>
#include <set>
#include <string>
#include <unordered_map>

#include "tests/engine/fixture.h"

namespace certlite::rig {

// The index of the log is left out: SQLite makes it anew. A file that isn't there is empty.
struct StoreFiles {
  std::string main;
  std::string log;

  static StoreFiles Of(const std::string& path);

  // Puts them at `path` in the place of what is there; with a `log_size` the log's file is as long as that.
  void PutAt(const std::string& path, size_t log_size = 0) const;
};

// What a store holds: its schema's version and every row.
struct State {
  const std::string* rows = nullptr;  // the same for the same rows
  std::string fault;                  // what is broken in the file; "": it is whole

  bool operator==(const State& other) const = default;
};

// Tells states by bytes. Each is looked at once, however often it comes.
class States {
 public:
  States();

  // Of the files as they are now.
  const State& At(const std::string& path) { return Of(StoreFiles::Of(path)); }
  const State& Of(const StoreFiles& files);

  // For a failure's message: what differs between two.
  static std::string Difference(const State& expected, const State& found);

 private:
  State Look(const StoreFiles& files);

  const host::Scratch scratch_;
  std::set<std::string> rows_;
  std::unordered_map<size_t, State> seen_;  // by the bytes' hash
};

}  // namespace certlite::rig

#endif  // CERTLITE_TESTS_RIGS_FAULTS_FILES_H_
