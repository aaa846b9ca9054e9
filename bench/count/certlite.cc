// Certlite's counts: one call a day.
#include <charconv>
#include <stdexcept>

#include "bench/count/task.h"
#include "bench/host.h"

namespace certlite::bench {
namespace {

constexpr int64_t kDayMs = 86'400'000;

int64_t NumberAfter(std::string_view text, std::string_view name) {
  const std::string quoted = '"' + std::string(name) + "\":";
  const size_t at = text.find(quoted);
  int64_t number = 0;
  if (at == text.npos ||
      std::from_chars(text.data() + at + quoted.size(), text.data() + text.size(), number).ec != std::errc()) {
    throw std::runtime_error("the count tells no " + std::string(name));
  }
  return number;
}

struct Counts {
  Counts(const SweptStore& swept, bool stays_open) : store(swept) {
    if (stays_open) Open();
  }

  void Open() {
    host = std::make_unique<Host>(store.path);
    host->ActFor(store.organization_id);
  }

  void Count() {
    host->Execute("certification.count", "{}", {}, SweepDay(sweeps.done) * kDayMs);
    auto& counts = sweeps.counts[sweeps.done % kSweepDays];
    for (size_t i = 0; i < counts.size(); ++i) counts[i] += NumberAfter(host->answer(), kStatusNames[i]);
    ++sweeps.done;
  }

  const SweptStore& store;
  std::unique_ptr<Host> host;
  Sweeps sweeps;
};

}  // namespace

Competitor CertliteCount(const std::shared_ptr<const SweptStore>& store) {
  auto counts = std::make_shared<Counts>(*store, true);
  return {"Certlite",
          [store, counts](size_t operations) {
            for (size_t i = 0; i < operations; i += store->records) counts->Count();
          },
          [counts] { return counts->sweeps.Told(); }};
}

Competitor CertliteFirstCount(const std::shared_ptr<const SweptStore>& store) {
  auto counts = std::make_shared<Counts>(*store, false);
  return {"Certlite, just opened",
          [store, counts](size_t operations) {
            for (size_t i = 0; i < operations; i += store->records) {
              counts->Open();
              counts->Count();
            }
            counts->host.reset();
          },
          [counts] { return counts->sweeps.Told(); }};
}

}  // namespace certlite::bench
