// The cards of stores of growing size, in two manners: as they come to a host that does as the manual says, and as it
// is dearest.
#ifndef CERTLITE_BENCH_GROWTH_CARDS_H_
#define CERTLITE_BENCH_GROWTH_CARDS_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "bench/host.h"

namespace certlite::bench {

enum class Order : uint8_t {
  kTime,    // keys begin with the time and external ids count up, so that indexes grow at their right edge
  kChance,  // keys and external ids come in no order
};

// The request that creates card i, and its key.
std::string GrownRequest(Order order, const Directory& directory, size_t i);
std::string GrownKey(Order order, size_t i);

// The line of an import that does the same.
std::string GrownLine(Order order, const Directory& directory, size_t i);

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_GROWTH_CARDS_H_
