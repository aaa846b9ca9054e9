#include "tests/rigs/faults/files.h"

#include <exception>
#include <filesystem>
#include <sstream>

#include "absl/hash/hash.h"
#include "core/store/schema.h"
#include "tests/engine/file.h"
#include "tests/rigs/rig.h"

namespace certlite::rig {

using host::ReadBytes;
using host::WriteBytes;

StoreFiles StoreFiles::Of(const std::string& path) { return {ReadBytes(path), ReadBytes(path + "-wal")}; }

void StoreFiles::PutAt(const std::string& path, size_t log_size) const {
  for (const char* part : {"", "-wal", "-shm", "-journal"}) std::filesystem::remove(path + part);
  if (!main.empty()) WriteBytes(main, path);
  if (!log.empty()) WriteBytes(log, path + "-wal");
  if (log_size != 0) std::filesystem::resize_file(path + "-wal", log_size);
}

States::States() : scratch_(FolderInMemory()) {}

const State& States::Of(const StoreFiles& files) {
  const size_t hash = absl::HashOf(files.main, files.log);
  const auto [seen, is_new] = seen_.try_emplace(hash);
  if (is_new) seen->second = Look(files);
  return seen->second;
}

State States::Look(const StoreFiles& files) {
  const std::string path = scratch_.Path("image.db");
  files.PutAt(path);
  State state;
  std::string rows = "version 0\n";
  try {
    if (!files.main.empty()) {
      const std::string version = host::Column(path, "PRAGMA user_version").at(0);
      rows = "version " + version + "\n" + host::DumpOf(path);
      const bool is_latest = version == std::to_string(Migrations().size());
      const testing::AssertionResult whole =
          is_latest ? host::FileIsWhole(path)
                    : testing::AssertionResult(host::Column(path, "PRAGMA integrity_check").at(0) == "ok");
      if (!whole) state.fault = std::string("not whole: ") + whole.message();
    }
  } catch (const std::exception& exception) {
    state.fault = exception.what();
  }
  state.rows = &*rows_.insert(std::move(rows)).first;
  return state;
}

std::string States::Difference(const State& expected, const State& found) {
  std::istringstream expected_rows(*expected.rows);
  std::istringstream found_rows(*found.rows);
  std::string expected_row;
  std::string found_row;
  while (expected_row == found_row && (expected_rows || found_rows)) {
    if (!std::getline(expected_rows, expected_row)) expected_row = "(no more rows)";
    if (!std::getline(found_rows, found_row)) found_row = "(no more rows)";
  }
  return found.fault + "\n  expected " + expected_row + "\n  found    " + found_row;
}

}  // namespace certlite::rig
