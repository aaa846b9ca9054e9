// What the C++ binding adds to a call. Other languages are measured by bench/call/python.py and bindings/go.
#ifndef CERTLITE_BENCH_CALL_TASK_H_
#define CERTLITE_BENCH_CALL_TASK_H_

#include "bench/competitor.h"
#include "bench/ground.h"

namespace certlite::bench {

// me.get, which does the least, through certlite.hpp.
Competitor CppCall();

// The same through the C ABI.
Competitor CCall();

inline Task CallTask(Ground& ground) {
  const bool smoke = ground.settings().smoke;
  return {"call",
          "me.get in C++ and in C",
          smoke ? 10U : 1'000U,
          smoke ? 2 : ground.settings().turns,
          smoke ? 50U : 5'000U,
          [] {
            return std::vector{CppCall(), CCall()};
          }};
}

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_CALL_TASK_H_
