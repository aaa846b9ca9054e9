#include "core/store/remnants.h"

#include <sqlite3.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace certlite {
namespace {

constexpr size_t kFileHeaderBytes = 100;  // before the first page's own header
constexpr size_t kPageBytesMax = 65536;

uint32_t Big16(std::span<const uint8_t> bytes, size_t at) { return uint32_t{bytes[at]} << 8 | bytes[at + 1]; }

// The part of the page that no row and no page header has; all of it, if it is no page of a tree.
std::span<const uint8_t> FreePart(std::span<const uint8_t> page, int64_t number) {
  const size_t header = number == 1 ? kFileHeaderBytes : 0;
  if (page.size() < header + 12) return page;
  const uint8_t kind = page[header];
  const bool interior = kind == 2 || kind == 5;
  if (!interior && kind != 10 && kind != 13) return page;
  const size_t begin = header + (interior ? 12 : 8) + 2 * size_t{Big16(page, header + 3)};
  const uint32_t content = Big16(page, header + 5);
  const size_t end = content == 0 ? kPageBytesMax : content;
  return begin >= end || end > page.size() ? page.subspan(0, 0) : page.subspan(begin, end - begin);
}

}  // namespace

bool HasRemnant(std::span<const uint8_t> page, int64_t number, std::span<const std::string> texts) {
  const auto part = FreePart(page, number);
  const std::string_view free(reinterpret_cast<const char*>(part.data()), part.size());
  return std::ranges::any_of(
      texts, [free](const std::string& text) { return !text.empty() && free.find(text) != std::string_view::npos; });
}

Result<bool> FileHasRemnant(Database& database, std::span<const std::string> texts) {
  // SQLite's own handle of the file: closing another one would drop this process's locks on it.
  sqlite3_file* file = nullptr;
  int rc = sqlite3_file_control(database.handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (rc != SQLITE_OK || file == nullptr || file->pMethods == nullptr) return database.Fail(rc, "finding the file");
  sqlite3_int64 bytes = 0;
  rc = file->pMethods->xFileSize(file, &bytes);
  std::vector<uint8_t> page(kFileHeaderBytes);
  if (rc == SQLITE_OK) rc = file->pMethods->xRead(file, page.data(), static_cast<int>(page.size()), 0);
  if (rc != SQLITE_OK) return database.Fail(rc, "reading the file");
  const uint32_t told = Big16(page, 16);
  page.resize(told == 1 ? kPageBytesMax : std::max<uint32_t>(told, 512));
  const auto page_bytes = static_cast<sqlite3_int64>(page.size());
  for (sqlite3_int64 number = 1; number * page_bytes <= bytes; ++number) {
    rc = file->pMethods->xRead(file, page.data(), static_cast<int>(page.size()), (number - 1) * page_bytes);
    if (rc != SQLITE_OK) return database.Fail(rc, "reading the file");
    if (HasRemnant(page, number, texts)) return true;
  }
  return false;
}

}  // namespace certlite
