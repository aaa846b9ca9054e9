// Certlite's sweep: page after page, as a host does that wants to see every record.
#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "bench/host.h"
#include "bench/sweep/task.h"

namespace certlite::bench {
namespace {

constexpr int64_t kDayMs = 86'400'000;

// As string_view's find, which stops at every quote.
size_t Find(std::string_view text, std::string_view what, size_t from) {
  const void* const found = memmem(text.data() + from, text.size() - from, what.data(), what.size());
  return found == nullptr ? text.npos : static_cast<size_t>(static_cast<const char*>(found) - text.data());
}

// The position of the status that the text begins with.
size_t StatusOf(std::string_view text) {
  return static_cast<size_t>(
      std::ranges::find_if(kStatusNames,
                           [&](std::string_view name) { return text.starts_with(name) && text[name.size()] == '"'; }) -
      kStatusNames.begin());
}

struct Lists {
  explicit Lists(const SweptStore& store) : host(store.path), records(store.records) {
    host.ActFor(store.organization_id);
  }

  void Sweep() {
    constexpr std::string_view kStatus = R"("validity_status":")";
    constexpr std::string_view kCursor = R"("next_cursor":")";
    auto& counts = sweeps.counts[sweeps.done % kSweepDays];
    const int64_t now_ms = SweepDay(sweeps.done) * kDayMs;
    std::string request = R"({"limit":200})";
    while (true) {
      host.Execute("certification.list", request, {}, now_ms);
      const std::string_view page = host.answer();
      for (size_t at = Find(page, kStatus, 0); at != page.npos; at = Find(page, kStatus, at)) {
        at += kStatus.size();
        ++counts.at(StatusOf(page.substr(at)));
      }
      const size_t cursor = page.rfind(kCursor);
      if (cursor == page.npos) break;
      const size_t start = cursor + kCursor.size();
      request = R"({"limit":200,"cursor":")" + std::string(page.substr(start, page.find('"', start) - start)) + "\"}";
    }
    ++sweeps.done;
  }

  Host host;
  size_t records;
  Sweeps sweeps;
};

}  // namespace

Competitor CertliteSweep(const std::shared_ptr<const SweptStore>& store) {
  auto lists = std::make_shared<Lists>(*store);
  return {"Certlite",
          [lists](size_t operations) {
            for (size_t i = 0; i < operations; i += lists->records) lists->Sweep();
          },
          [lists] { return lists->sweeps.Told(); }};
}

}  // namespace certlite::bench
