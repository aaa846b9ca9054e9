// The same request with the same key again: the first answer, byte for byte.
#ifndef CERTLITE_BENCH_REPLAY_TASK_H_
#define CERTLITE_BENCH_REPLAY_TASK_H_

#include "bench/competitor.h"
#include "bench/ground.h"

namespace certlite::bench {

// certification.create with a key that is bound, in no order.
Competitor CertliteReplay(Ground& ground);

// The stored answer by the key.
Competitor BareReplay(Ground& ground);

inline Task ReplayTask(Ground& ground) {
  const bool smoke = ground.settings().smoke;
  return {"replay",           "a create whose key is bound",
          smoke ? 10U : 500U, smoke ? 2 : ground.settings().turns,
          smoke ? 50U : 500U, [&ground] {
            return std::vector{CertliteReplay(ground), BareReplay(ground)}; }};
}

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_REPLAY_TASK_H_
