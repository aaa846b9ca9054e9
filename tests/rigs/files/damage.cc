#include "tests/rigs/files/damage.h"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "tests/engine/file.h"

namespace certlite::rig {
namespace {

constexpr size_t kPage = 4096;
constexpr size_t kHeaderBytes = 100;
constexpr size_t kUserVersionAt = 60;

using host::ReadBytes;
using host::WriteBytes;

void FlipBits(std::string& bytes, Choices& choices) {
  if (bytes.empty()) return;
  for (size_t n = 1 + choices.Below(4); n > 0; --n) {
    char& byte = bytes[choices.Below(bytes.size())];
    byte = static_cast<char>(byte ^ 1 << choices.Below(8));
  }
}

void OverwriteRange(std::string& bytes, Choices& choices) {
  if (bytes.empty()) return;
  const size_t at = choices.Below(bytes.size());
  const size_t size = std::min(bytes.size() - at, 1 + choices.Below(choices.Below(2) == 0 ? 16 : 2 * kPage));
  const auto filler = static_cast<char>(choices.Below(256));
  const bool same = choices.Below(2) == 0;
  for (size_t i = at; i < at + size; ++i) bytes[i] = same ? filler : static_cast<char>(choices.Below(256));
}

void Cut(std::string& bytes, Choices& choices) {
  const size_t pages = bytes.size() / kPage;
  bytes.resize(choices.Below(2) == 0 ? choices.Below(bytes.size() + 1) : kPage * choices.Below(pages + 1));
}

void SwapPages(std::string& bytes, Choices& choices) {
  const size_t pages = bytes.size() / kPage;
  if (pages == 0) return;
  const size_t a = kPage * choices.Below(pages);
  const size_t b = kPage * choices.Below(pages);
  if (choices.Below(2) == 0) {
    bytes.replace(a, kPage, bytes.substr(b, kPage));  // a write that went to the wrong place
  } else if (a != b) {
    std::swap_ranges(bytes.begin() + static_cast<ptrdiff_t>(a), bytes.begin() + static_cast<ptrdiff_t>(a + kPage),
                     bytes.begin() + static_cast<ptrdiff_t>(b));
  }
}

void SetHeaderField(std::string& bytes, Choices& choices) {
  if (bytes.size() < kHeaderBytes) return;
  constexpr size_t kWord = 4;
  const size_t at = kWord * choices.Below(kHeaderBytes / kWord);
  for (size_t i = 0; i < kWord; ++i) bytes[at + i] = static_cast<char>(choices.Below(256));
}

// Another program's file, or none of SQLite's at all.
void PutForeign(Files& files, Choices& choices) {
  files = {};
  constexpr size_t kBytesMax = 3 * kPage;
  if (choices.Below(2) == 0) files.store.assign("SQLite format 3\0", 16);
  const size_t size = choices.Below(kBytesMax);
  while (files.store.size() < size) files.store += static_cast<char>(choices.Below(256));
}

void MakeNewer(std::string& bytes, Choices& choices) {
  if (bytes.size() < kHeaderBytes) return;
  const size_t version = 1 + choices.Below(0x7FFFFFFF);
  for (size_t i = 0; i < 4; ++i) bytes[kUserVersionAt + i] = static_cast<char>(version >> (24 - 8 * i) & 0xFF);
}

// In any of the ways in which a file is spoilt without knowing what it is.
void SpoilBytes(std::string& bytes, Choices& choices) {
  switch (choices.Below(4)) {
    case 0:
      return FlipBits(bytes, choices);
    case 1:
      return OverwriteRange(bytes, choices);
    case 2:
      return Cut(bytes, choices);
    default:
      return SwapPages(bytes, choices);
  }
}

}  // namespace

Files ReadFiles(const std::string& path) {
  return {ReadBytes(path), ReadBytes(path + "-wal"), ReadBytes(path + "-shm")};
}

void WriteFiles(const Files& files, const std::string& path) {
  for (const char* suffix : {"-wal", "-shm", "-lock"}) std::filesystem::remove(path + suffix);
  WriteBytes(files.store, path);
  if (!files.log.empty()) WriteBytes(files.log, path + "-wal");
  if (!files.index.empty()) WriteBytes(files.index, path + "-shm");
}

std::vector<Column> ColumnsOf(const std::string& path) {
  std::vector<Column> columns;
  for (const std::string& table :
       host::Column(path, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")) {
    const std::string info = " FROM pragma_table_info('" + table + "')";
    const auto names = host::Column(path, "SELECT name" + info);
    const auto types = host::Column(path, "SELECT type" + info);
    const std::string keys = host::Column(path, "SELECT group_concat(name)" + info + " WHERE pk > 0").front();
    const auto rows = static_cast<size_t>(host::Count(path, table));
    for (size_t i = 0; i < names.size(); ++i) columns.push_back({table, names[i], types[i], keys, rows});
  }
  return columns;
}

void SetValue(const std::vector<Column>& columns, Choices& choices, const std::string& path) {
  const Column& column = columns[choices.Below(columns.size())];
  const std::string row = std::to_string(choices.Below(column.rows));
  static constexpr std::array kIntegers = {"NULL", "0", "1", "-1", "99", "-9223372036854775808", "9223372036854775807"};
  static constexpr std::array kTexts = {"NULL", "''", "'x'", "'{'", "char(0)", "CAST(x'ff' AS TEXT)"};
  static constexpr std::array kBlobs = {"NULL", "x''", "x'00'", "zeroblob(16)", "zeroblob(17)", "zeroblob(32)"};
  const size_t which = choices.Below(256);
  const char* const value = column.type == "INTEGER" ? kIntegers[which % kIntegers.size()]
                            : column.type == "TEXT"  ? kTexts[which % kTexts.size()]
                                                     : kBlobs[which % kBlobs.size()];
  const std::string sql = "UPDATE " + column.table + " SET " + column.name + " = " + value + " WHERE (" + column.keys +
                          ") = (SELECT " + column.keys + " FROM " + column.table + " LIMIT 1 OFFSET " + row + ")";
  sqlite3* database = nullptr;
  if (sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK) {
    sqlite3_exec(database, "PRAGMA synchronous = OFF", nullptr, nullptr, nullptr);
    sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr);  // which the schema may refuse
  }
  sqlite3_close(database);
}

void Spoil(Files& files, Damage damage, Choices& choices) {
  switch (damage) {
    case Damage::kBits:
      return FlipBits(files.store, choices);
    case Damage::kRange:
      return OverwriteRange(files.store, choices);
    case Damage::kCut:
      return Cut(files.store, choices);
    case Damage::kPages:
      return SwapPages(files.store, choices);
    case Damage::kHeader:
      return SetHeaderField(files.store, choices);
    case Damage::kForeign:
      return PutForeign(files, choices);
    case Damage::kNewer:
      return MakeNewer(files.store, choices);
    case Damage::kLog:
      return SpoilBytes(files.log, choices);
    case Damage::kIndex:
      return SpoilBytes(files.index, choices);
    case Damage::kValue:
      return;
  }
}

}  // namespace certlite::rig
