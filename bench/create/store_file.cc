#include "bench/create/store_file.h"

#include <filesystem>

#include "bench/bare.h"

namespace certlite::bench {

std::map<std::string, double> LoggedEach(const std::string& path, size_t creates) {
  constexpr size_t kLogHeader = 32;
  constexpr size_t kFrameHeader = 24;
  constexpr size_t kPage = 4096;
  const auto bytes = static_cast<double>(std::filesystem::file_size(path + "-wal") - kLogHeader);
  const auto each = bytes / static_cast<double>(creates);
  return {{"pages logged each", each / (kFrameHeader + kPage)}, {"bytes logged each", each}};
}

void CountRows(const std::string& path, bool with_pages, Work& work) {
  Bare file(path, Bare::Role::kReader);
  for (const std::string table : {"certification", "history", "idempotency_key"}) {
    work.counts["rows of " + table] = file.Integer("SELECT count(*) FROM " + table);
  }
  work.counts["bytes of payload"] = file.Integer("SELECT sum(length(payload)) FROM history");
  if (with_pages) work.counts["pages"] = file.Integer("PRAGMA page_count");
}

}  // namespace certlite::bench
