// The floor of validity: memory's own speed. Half of the bytes are read, half are written.
#include <benchmark/benchmark.h>

#include <cstring>
#include <memory>

#include "bench/validity/task.h"
#include "capi/certlite.h"

namespace certlite::bench {
namespace {

struct Copies {
  explicit Copies(size_t facts)
      : from(facts * (sizeof(certlite_facts) + sizeof(certlite_validity_result)) / 2, 'x'), to(from) {}

  void Run(size_t operations) {
    for (size_t i = 0; i < operations; ++i) {
      std::memcpy(to.data(), from.data(), from.size());
      benchmark::ClobberMemory();
      bytes += static_cast<int64_t>(2 * from.size());
    }
  }

  std::vector<char> from, to;
  int64_t bytes = 0;
};

}  // namespace

Competitor CopyBytes(size_t facts) {
  auto copies = std::make_shared<Copies>(facts);
  return {"memcpy of as many bytes", [copies](size_t operations) { copies->Run(operations); },
          [copies] {
            return Work{{{"bytes read and written", copies->bytes}}, {}};
          }};
}

}  // namespace certlite::bench
