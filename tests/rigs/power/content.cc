#include "tests/rigs/power/content.h"

#include <algorithm>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include "tests/engine/reader.h"

namespace certlite::rig {
namespace {

constexpr char kBetweenColumns = '|';

using host::Bytes;
using host::Reader;

void Take(Reader& reader, const char* table, const char* sql, Content& content) {
  reader.ForEachRow(sql, [&](sqlite3_stmt* row) {
    std::string& text = content.emplace_back(table);
    for (int i = 0; i < sqlite3_column_count(row); ++i) {
      text += kBetweenColumns;
      text += Bytes(row, i);
    }
  });
}

// The row as a person may read it: what is no text in hexadecimal, and no more than is needed to know it by.
std::string Readable(const std::string& row) {
  constexpr size_t kBytesMax = 200;
  std::string text;
  std::istringstream columns(row);
  for (std::string column; std::getline(columns, column, kBetweenColumns);) {
    const bool is_text = std::ranges::all_of(column, [](char c) { return c >= ' ' && c < 0x7F; });
    text += text.empty() ? "" : " | ";
    for (const char c : column) {
      if (is_text) {
        text += c;
      } else {
        for (const int shift : {4, 0}) text += "0123456789abcdef"[static_cast<unsigned char>(c) >> shift & 15];
      }
    }
  }
  return text.size() > kBytesMax ? text.substr(0, kBytesMax) + "..." : text;
}

void Tell(std::string_view what, const Content& rows, std::string& text) {
  for (const std::string& row : rows) text.append("\n  ").append(what).append(Readable(row));
}

}  // namespace

Finding Examine(const std::string& path) {
  Finding finding;
  try {
    Reader reader(path, SQLITE_OPEN_READWRITE, "unix");
    reader.ForEachRow("PRAGMA integrity_check", [&](sqlite3_stmt* row) {
      if (finding.fault.empty() && Bytes(row, 0) != "ok") finding.fault = Bytes(row, 0);
    });
    reader.ForEachRow("PRAGMA foreign_key_check",
                      [&](sqlite3_stmt* row) { finding.fault = "a reference dangles in " + Bytes(row, 0); });
    Take(reader, "user_version", "PRAGMA user_version", finding.content);
    Take(reader, "organization", "SELECT * FROM organization", finding.content);
    Take(reader, "member", "SELECT * FROM member", finding.content);
    Take(reader, "certification_type", "SELECT * FROM certification_type", finding.content);
    Take(reader, "certification", "SELECT * FROM certification", finding.content);
    Take(reader, "qualification", "SELECT * FROM qualification", finding.content);
    Take(reader, "job_role", "SELECT * FROM job_role", finding.content);
    Take(reader, "job_role_assignment", "SELECT * FROM job_role_assignment", finding.content);
    Take(reader, "history", "SELECT * FROM history", finding.content);
    Take(reader, "key_scope", "SELECT * FROM key_scope ORDER BY key", finding.content);
    Take(reader, "idempotency_key", "SELECT * FROM idempotency_key", finding.content);
  } catch (const std::runtime_error& error) {
    finding.fault = error.what();
  }
  return finding;
}

std::string DifferenceOf(const Content& expected, const Content& found) {
  std::string text;
  const auto less = [](Content left, Content right) {
    std::ranges::sort(left);
    std::ranges::sort(right);
    Content only;
    std::ranges::set_difference(left, right, std::back_inserter(only));
    return only;
  };
  Tell("lacks ", less(expected, found), text);
  Tell("has besides ", less(found, expected), text);
  return text;
}

}  // namespace certlite::rig
