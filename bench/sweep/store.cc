// The store that is swept, and how its sweeps are told.
#include <stdexcept>

#include "bench/filling.h"
#include "bench/host.h"
#include "bench/sweep/task.h"

namespace certlite::bench {
namespace {

std::string SweptLine(const Directory& directory, size_t i) {
  std::string line = CardLine(directory, i);
  if (i % 10 != 0) return line;
  constexpr std::string_view kStart = R"("expires_on": )";
  const size_t at = line.find(kStart) + kStart.size();
  return line.replace(at, std::string_view(R"("2024-01-01")").size(), "null");
}

std::shared_ptr<const SweptStore> MakeSweptStore(Ground& ground) {
  auto store = std::make_shared<SweptStore>();
  store->path = ground.FreshPath("swept.db");
  store->records = SweptRecords(ground);
  Host host(store->path);
  const Directory directory = host.Populate(ground.members());
  store->organization_id = directory.organization_id;
  const size_t suspended = store->records / 100 + 1;
  for (size_t i = 0; i < suspended; ++i) {
    host.Execute("certification.create", CardRequest(directory, i), {}, CardInstant(i));
    const std::string request = R"({"id":")" + std::string(host.answered_id()) + R"(","reason":"a complaint"})";
    host.Execute("certification.suspend", request, {}, CardInstant(i));
  }
  ImportCards(host, "certification.import", suspended, store->records,
              [&](size_t i) { return SweptLine(directory, i); });
  return store;
}

}  // namespace

std::shared_ptr<const SweptStore> SharedSweptStore(Ground& ground) {
  static const std::shared_ptr<const SweptStore> store = MakeSweptStore(ground);
  return store;
}

Work Sweeps::Told() const {
  Work work;
  work.counts["sweeps"] = static_cast<int64_t>(done);
  for (size_t day = 0; day < std::min(done, kSweepDays); ++day) {
    for (size_t status = 0; status < kStatusNames.size(); ++status) {
      if (counts[day][status] == 0)
        throw std::runtime_error(std::string(kStatusNames[status]) + " has not been met on day " +
                                 std::to_string(SweepDay(day)));
      work.counts[std::string(kStatusNames[status]) + " on day " + std::to_string(SweepDay(day))] = counts[day][status];
    }
  }
  return work;
}

}  // namespace certlite::bench
