// A call as a host in C++ makes it.
#include <memory>

#include "bench/call/task.h"
#include "certlite.hpp"

namespace certlite::bench {

Competitor CppCall() {
  struct Calls {
    Engine engine = value_or_throw(Engine::open(":memory:"));
    Session session = value_or_throw(engine.session(R"({"system":true})"));
    int64_t answers = 0, bytes = 0;
  };
  auto calls = std::make_shared<Calls>();
  return {"C++",
          [calls](size_t operations) {
            for (size_t i = 0; i < operations; ++i) {
              const Response response = value_or_throw(calls->session.execute("me.get", "{}"));
              calls->bytes += static_cast<int64_t>(response.json().size());
              ++calls->answers;
            }
          },
          [calls] {
            return Work{{{"answers", calls->answers}, {"bytes", calls->bytes}}, {}};
          }};
}

}  // namespace certlite::bench
