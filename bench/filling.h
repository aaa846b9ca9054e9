// Fills a store with many records, as a host does: by imports of many lines.
#ifndef CERTLITE_BENCH_FILLING_H_
#define CERTLITE_BENCH_FILLING_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "bench/host.h"

namespace certlite::bench {

// Imports cards `first` to `end`, 1,000 a call; `line` makes the line of card i. Keys are those of the operation.
void ImportCards(Host& host, std::string_view operation, size_t first, size_t end,
                 const std::function<std::string(size_t i)>& line);

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_FILLING_H_
