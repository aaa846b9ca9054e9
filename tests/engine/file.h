// The store's file as another program reads it: its rows, and the published layout of its history.
#ifndef CERTLITE_TESTS_ENGINE_FILE_H_
#define CERTLITE_TESTS_ENGINE_FILE_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace certlite::host {

// A file's bytes; of one that isn't there, none. And one that has them, whatever was there.
std::string ReadBytes(const std::string& path);
void WriteBytes(const std::string& bytes, const std::string& path);

// Every row of every table, as SQL literals, a row a line; and the schema.
std::string DumpOf(const std::string& path);

// The first column of every row of `sql`, as text.
std::vector<std::string> Column(const std::string& path, const std::string& sql);
int64_t Count(const std::string& path, const std::string& table);

// One entry of the history, as the file holds it.
struct HistoryEntry {
  int64_t organization_key = 0;
  int64_t sequence = 0;
  int64_t instant = 0;
  std::string operation;
  std::string resource_id;  // 16 bytes
  int64_t revision = 0;
  std::string payload;
  std::string payload_key;
  std::string commitment;
  std::string hash;
  int64_t answer_bytes = 0;
  std::string organization_id;  // 16 bytes; nil for the standard catalogue

  bool forgotten() const { return payload.empty() && payload_key.empty(); }
  std::string answer() const { return payload.substr(10, static_cast<size_t>(answer_bytes)); }
};

// Every entry, chain by chain.
std::vector<HistoryEntry> ReadHistory(const std::string& path);

// Whether sequences have no gaps, commitments are those of the payloads (which only erasing takes) and every hash is as
// published.
testing::AssertionResult ChainsHold(const std::vector<HistoryEntry>& entries);

// HMAC-SHA-256, as commitments are made.
std::string HmacOf(const std::string& key, const std::string& text);

// The canonical text of 16 bytes.
std::string UuidText(const std::string& bytes);

// Whether SQLite finds nothing wrong, every record has a version in the history, and no id or key stands twice.
testing::AssertionResult FileIsWhole(const std::string& path);

}  // namespace certlite::host

#endif  // CERTLITE_TESTS_ENGINE_FILE_H_
