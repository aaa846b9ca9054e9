#include "tests/engine/file.h"

#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string_view>

#include "tests/engine/reader.h"

namespace certlite::host {
namespace {

std::string BigEndian(uint64_t value, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) text += static_cast<char>(value >> shift & 0xFF);
  return text;
}

std::string Sha256Of(const std::string& text) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  return {reinterpret_cast<const char*>(digest), sizeof digest};
}

std::string HashOf(const HistoryEntry& entry, const std::string& previous) {
  return Sha256Of(std::string("certlite-history-1\0", 19) + entry.organization_id +
                  BigEndian(static_cast<uint64_t>(entry.sequence), 8) +
                  BigEndian(static_cast<uint64_t>(entry.instant), 8) + BigEndian(entry.operation.size(), 4) +
                  entry.operation + entry.resource_id + BigEndian(static_cast<uint64_t>(entry.revision), 8) +
                  entry.commitment + previous);
}

std::string Place(const HistoryEntry& entry) {
  return "entry " + std::to_string(entry.sequence) + " of chain " + std::to_string(entry.organization_key);
}

}  // namespace

std::string HmacOf(const std::string& key, const std::string& text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
       text.size(), digest, &size);
  return {reinterpret_cast<const char*>(digest), size};
}

std::string ReadBytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return "";
  std::string bytes(static_cast<size_t>(std::filesystem::file_size(path)), '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return bytes;
}

void WriteBytes(const std::string& bytes, const std::string& path) {
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) throw std::runtime_error(path + " can't be written");
}

std::string DumpOf(const std::string& path) {
  Reader reader(path);
  std::vector<std::string> tables;
  std::string dump;
  reader.ForEachRow("SELECT name, sql FROM sqlite_schema ORDER BY type, name",
                    [&](sqlite3_stmt* row) { dump += Bytes(row, 0) + ": " + Bytes(row, 1) + "\n"; });
  // As SQLite knows them, to whom CReATE in a damaged schema is CREATE.
  reader.ForEachRow(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND name <> 'sqlite_schema' ORDER BY name",
      [&](sqlite3_stmt* row) { tables.push_back(Bytes(row, 0)); });
  for (const std::string& table : tables) {
    std::string columns;
    reader.ForEachRow("SELECT name FROM pragma_table_info('" + table + "')", [&](sqlite3_stmt* row) {
      columns += (columns.empty() ? "quote(" : " || ',' || quote(") + Bytes(row, 0) + ")";
    });
    std::string sql = "SELECT ";
    sql.append(columns).append(" FROM ").append(table).append(" ORDER BY 1");
    reader.ForEachRow(sql,
                      [&](sqlite3_stmt* row) { dump.append(table).append(" ").append(Bytes(row, 0)).append("\n"); });
  }
  return dump;
}

std::vector<std::string> Column(const std::string& path, const std::string& sql) {
  Reader reader(path);
  std::vector<std::string> values;
  reader.ForEachRow(sql, [&](sqlite3_stmt* row) { values.push_back(Bytes(row, 0)); });
  return values;
}

int64_t Count(const std::string& path, const std::string& table) {
  return std::stoll(Column(path, "SELECT count(*) FROM " + table).at(0));
}

std::vector<HistoryEntry> ReadHistory(const std::string& path) {
  Reader reader(path);
  std::map<int64_t, std::string> organizations = {{0, std::string(16, '\0')}};
  reader.ForEachRow("SELECT key, id FROM organization",
                    [&](sqlite3_stmt* row) { organizations[sqlite3_column_int64(row, 0)] = Bytes(row, 1); });
  std::vector<HistoryEntry> entries;
  reader.ForEachRow(
      "SELECT key, instant, operation, resource_id, revision, payload, payload_key, commitment, hash, answer_bytes "
      "FROM history ORDER BY key",
      [&](sqlite3_stmt* row) {
        const int64_t key = sqlite3_column_int64(row, 0);
        entries.push_back({key >> 40, key & ((int64_t{1} << 40) - 1), sqlite3_column_int64(row, 1), Bytes(row, 2),
                           Bytes(row, 3), sqlite3_column_int64(row, 4), Bytes(row, 5), Bytes(row, 6), Bytes(row, 7),
                           Bytes(row, 8), sqlite3_column_int64(row, 9), organizations.at(key >> 40)});
      });
  return entries;
}

testing::AssertionResult ChainsHold(const std::vector<HistoryEntry>& entries) {
  const HistoryEntry* previous = nullptr;
  for (const HistoryEntry& entry : entries) {
    const bool first = previous == nullptr || previous->organization_key != entry.organization_key;
    if (entry.sequence != (first ? 1 : previous->sequence + 1)) {
      return testing::AssertionFailure() << Place(entry) << " comes after a gap";
    }
    if (entry.forgotten()) {
      const bool erased = std::ranges::any_of(entries, [&](const HistoryEntry& later) {
        return later.resource_id == entry.resource_id && later.revision > entry.revision &&
               later.operation.ends_with(".erase");
      });
      if (!erased || entry.answer_bytes != 0) return testing::AssertionFailure() << Place(entry) << " lost its payload";
    } else if (entry.payload_key.size() != 32) {
      return testing::AssertionFailure() << Place(entry) << " has a short key";
    } else if (entry.commitment != HmacOf(entry.payload_key, entry.payload)) {
      return testing::AssertionFailure() << Place(entry) << " has another payload's commitment";
    }
    if (entry.hash != HashOf(entry, first ? std::string(32, '\0') : previous->hash)) {
      return testing::AssertionFailure() << Place(entry) << " has another hash than is published";
    }
    previous = &entry;
  }
  return testing::AssertionSuccess();
}

std::string UuidText(const std::string& bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kDigits[static_cast<unsigned char>(bytes[i]) >> 4];
    text += kDigits[static_cast<unsigned char>(bytes[i]) & 15];
  }
  return text;
}

testing::AssertionResult FileIsWhole(const std::string& path) {
  const std::vector<std::string> integrity = Column(path, "PRAGMA integrity_check");
  if (integrity != std::vector<std::string>{"ok"}) {
    return testing::AssertionFailure() << testing::PrintToString(integrity);
  }
  if (!Column(path, "PRAGMA foreign_key_check").empty()) return testing::AssertionFailure() << "a reference dangles";
  for (const char* table : {"organization", "member", "certification_type", "certification", "qualification",
                            "job_role", "job_role_assignment"}) {
    const std::string name(table);
    const std::string organization = name == "organization" ? "t.key" : "t.organization_key";
    const auto orphans = Column(path, "SELECT hex(t.id) FROM " + name +
                                          " AS t WHERE NOT EXISTS (SELECT 1 FROM history "
                                          "AS h WHERE h.key = (" +
                                          organization +
                                          " << 40 | t.last_sequence) AND "
                                          "h.resource_id = t.id AND h.revision = t.revision)");
    if (!orphans.empty()) return testing::AssertionFailure() << name << " without a version: " << orphans.front();
  }
  const auto doubled = Column(path, "SELECT hex(id) FROM certification GROUP BY id HAVING count(*) > 1");
  if (!doubled.empty()) return testing::AssertionFailure() << "doubled: " << doubled.front();
  const auto versions = Column(path,
                               "SELECT hex(resource_id) FROM history GROUP BY resource_id, revision "
                               "HAVING count(*) > 1");
  if (!versions.empty()) return testing::AssertionFailure() << "two versions of one revision: " << versions.front();
  return ChainsHold(ReadHistory(path));
}

}  // namespace certlite::host
