#include "bench/filling.h"

#include <algorithm>

#include "bench/card.h"
#include "bench/progress.h"

namespace certlite::bench {
namespace {

constexpr size_t kLinesACall = 10'000;

}  // namespace

void ImportCards(Host& host, std::string_view operation, size_t first, size_t end,
                 const std::function<std::string(size_t i)>& line) {
  Progress progress("preparing " + std::to_string(end) + " records", end);
  for (size_t i = first; i < end;) {
    progress.Reach(i);
    const size_t call_end = std::min(i + kLinesACall, end);
    std::string lines;
    for (; i < call_end; ++i) lines += line(i);
    host.Import(operation, lines, CardInstant(i));
  }
}

}  // namespace certlite::bench
