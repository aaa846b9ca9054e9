#include "bench/growth/stores.h"

#include <algorithm>

#include "bench/bare.h"
#include "bench/filling.h"
#include "bench/growth/straightforward.h"
#include "core/base/uuid.h"

namespace certlite::bench {
namespace {

std::vector<std::string> Ids(Bare& file, const std::string& table) {
  std::vector<std::string> ids;
  const BareStatement select = file.Prepare("SELECT id FROM " + table + " ORDER BY key");
  while (Step(select.get())) {
    const auto* const bytes = static_cast<const uint8_t*>(sqlite3_column_blob(select.get(), 0));
    AppendUuid(ids.emplace_back(), UuidFromBytes({bytes, static_cast<size_t>(sqlite3_column_bytes(select.get(), 0))}));
  }
  return ids;
}

}  // namespace

std::vector<size_t> Stores::Sizes(Order order) const {
  if (settings().smoke) return {1'000, 100};
  std::vector<size_t> sizes;
  // In no order each line costs pages of its own: an hour for ten million.
  const size_t most = order == Order::kTime ? 10'000'000 : 1'000'000;
  const size_t largest = std::clamp<size_t>(settings().records, 100'000, most);
  for (size_t size = 10'000; size < largest; size *= 10) sizes.push_back(size);
  sizes.push_back(largest);
  std::ranges::reverse(sizes);
  return sizes;
}

std::string Stores::Kept(const std::string& name, const std::function<void(const std::string& path)>& make) {
  const std::filesystem::path folder = settings().stores.empty() ? settings().folder : settings().stores;
  std::filesystem::create_directories(folder);
  std::string path = folder / name;
  if (std::filesystem::exists(path)) return path;
  const std::string unfinished = path + ".unfinished";
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(unfinished + end);
  make(unfinished);
  std::filesystem::remove(unfinished + "-lock");
  std::filesystem::rename(unfinished, path);
  return path;
}

GrownStore Stores::Grown(Order order, size_t cards) {
  GrownStore store;
  store.path =
      Kept((order == Order::kTime ? "time." : "chance.") + std::to_string(cards) + ".db", [&](const std::string& path) {
        Host host(path);
        const Directory directory = host.Populate(ground_.members());
        ImportCards(host, "certification.create", 0, cards, [&](size_t i) { return GrownLine(order, directory, i); });
      });
  Bare file(store.path, Bare::Role::kWriter);
  store.directory = {Ids(file, "organization").front(), Ids(file, "member"), Ids(file, "certification_type")};
  file.EmptyLog();
  return store;
}

std::string Stores::Straightforward(size_t rows) {
  return Kept("straightforward." + std::to_string(rows) + ".db",
              [&](const std::string& path) { FillStraightforward(path, rows); });
}

}  // namespace certlite::bench
