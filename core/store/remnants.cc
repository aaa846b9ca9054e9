#include "core/store/remnants.h"

#include <absl/functional/function_ref.h>
#include <sqlite3.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace certlite {
namespace {

constexpr size_t kFileHeaderBytes = 100;  // before the first page's own header
constexpr size_t kPageBytesMax = 65536;
constexpr uint8_t kTableLeaf = 13;

uint32_t Big16(std::span<const uint8_t> bytes, size_t at) { return uint32_t{bytes[at]} << 8 | bytes[at + 1]; }

uint8_t KindOf(std::span<const uint8_t> page, int64_t number) { return page[number == 1 ? kFileHeaderBytes : 0]; }

bool IsTree(uint8_t kind) { return kind == 2 || kind == 5 || kind == 10 || kind == kTableLeaf; }

bool Holds(std::span<const uint8_t> part, const std::string& text) {
  const std::string_view bytes(reinterpret_cast<const char*>(part.data()), part.size());
  return !text.empty() && bytes.find(text) != std::string_view::npos;
}

using PageVisitor = absl::FunctionRef<bool(std::span<const uint8_t> page, int64_t number)>;

// Calls `visit` with each page of the main file until it answers false.
Result<void> ForEachPage(Database& database, PageVisitor visit) {
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
    if (!visit(page, number)) return {};
  }
  return {};
}

// Takes out of `texts` what a row has.
Result<void> TakeOutLiving(Database& database, std::vector<std::string>& texts) {
  return ForEachPage(database, [&](std::span<const uint8_t> page, int64_t number) {
    const auto free = FreePart(page, number);
    const auto begin = static_cast<size_t>(free.data() - page.data());
    const auto before = page.first(begin);
    const auto after = page.subspan(begin + free.size());
    std::erase_if(texts, [&](const std::string& text) { return Holds(before, text) || Holds(after, text); });
    return !texts.empty();
  });
}

}  // namespace

std::span<const uint8_t> FreePart(std::span<const uint8_t> page, int64_t number) {
  const size_t header = number == 1 ? kFileHeaderBytes : 0;
  const uint8_t kind = KindOf(page, number);
  if (!IsTree(kind)) return page;
  const bool interior = kind == 2 || kind == 5;
  const size_t begin = header + (interior ? 12 : 8) + 2 * size_t{Big16(page, header + 3)};
  const uint32_t content = Big16(page, header + 5);
  const size_t end = content == 0 ? kPageBytesMax : content;
  return begin >= end || end > page.size() ? page.first(0) : page.subspan(begin, end - begin);
}

Result<bool> FileHasRemnant(Database& database, const Remnants& remnants) {
  bool found = false;
  std::vector<std::string> suspects;
  auto looked = ForEachPage(database, [&](std::span<const uint8_t> page, int64_t number) {
    const auto free = FreePart(page, number);
    // An index has ids, but no texts beside them.
    const uint8_t kind = KindOf(page, number);
    if (kind == kTableLeaf || !IsTree(kind)) {
      found = std::ranges::any_of(remnants.ids, [&](const std::string& id) { return Holds(free, id); });
    }
    for (const std::string& text : remnants.texts) {
      if (Holds(free, text) && std::ranges::find(suspects, text) == suspects.end()) suspects.push_back(text);
    }
    return !found;
  });
  if (looked.ok() && !found && !suspects.empty()) {
    looked = TakeOutLiving(database, suspects);
    found = !suspects.empty();
  }
  if (!looked.ok()) return std::move(looked.error());
  return found;
}

}  // namespace certlite
