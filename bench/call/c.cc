// A call as a host in C makes it.
#include <memory>

#include "bench/call/task.h"
#include "bench/host.h"

namespace certlite::bench {

Competitor CCall() {
  struct Calls {
    Host host{":memory:"};
    int64_t answers = 0, bytes = 0;
  };
  auto calls = std::make_shared<Calls>();
  return {"C",
          [calls](size_t operations) {
            for (size_t i = 0; i < operations; ++i) {
              calls->host.Execute("me.get", "{}");
              calls->bytes += static_cast<int64_t>(calls->host.answer().size());
              ++calls->answers;
            }
          },
          [calls] {
            return Work{{{"answers", calls->answers}, {"bytes", calls->bytes}}, {}};
          }};
}

}  // namespace certlite::bench
