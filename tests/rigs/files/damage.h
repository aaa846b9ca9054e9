// Damage to a store's files: what storage, other programs and people do to them.
#ifndef CERTLITE_TESTS_RIGS_FILES_DAMAGE_H_
#define CERTLITE_TESTS_RIGS_FILES_DAMAGE_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/rigs/files/choices.h"

namespace certlite::rig {

// A store's files as bytes; without a log, `log` and `index` are empty.
struct Files {
  std::string store;
  std::string log;    // -wal
  std::string index;  // -shm

  bool operator==(const Files&) const = default;
};

Files ReadFiles(const std::string& path);

// Puts the files at `path` and takes away whatever else belongs to a store there.
void WriteFiles(const Files& files, const std::string& path);

enum class Damage : uint8_t { kBits, kRange, kCut, kPages, kHeader, kForeign, kNewer, kLog, kIndex, kValue };

inline constexpr std::array<std::string_view, 10> kDamages = {"bits",    "range", "cut", "pages", "header",
                                                              "foreign", "newer", "log", "index", "value"};

// A column that SQL can set, in any of its rows.
struct Column {
  std::string table;
  std::string name;
  std::string type;
  std::string keys;  // the columns of the primary key
  size_t rows = 0;
};

// Every column of every table of the store at `path`.
std::vector<Column> ColumnsOf(const std::string& path);

// Sets one value to another one of its type, as any program with SQLite can, in the store at `path`.
void SetValue(const std::vector<Column>& columns, Choices& choices, const std::string& path);

// Does damage of that kind, but for kValue, which needs SQL.
void Spoil(Files& files, Damage damage, Choices& choices);

}  // namespace certlite::rig

#endif  // CERTLITE_TESTS_RIGS_FILES_DAMAGE_H_
