// Many threads, one create a transaction each, every answer durable: what group commit is for.
#ifndef CERTLITE_BENCH_THREADS_TASK_H_
#define CERTLITE_BENCH_THREADS_TASK_H_

#include <algorithm>
#include <string>

#include "bench/competitor.h"
#include "bench/ground.h"

namespace certlite::bench {

// certification.create by threads that share one session.
Competitor CertliteThreads(Ground& ground, size_t threads);

// The rows that Certlite recorded for the same cards, each card's in a transaction, by threads that share one
// connection and take turns by a mutex.
Competitor BareThreads(Ground& ground, size_t threads, const Layout& layout);

inline Task ThreadsTask(Ground& ground, size_t threads) {
  const bool smoke = ground.settings().smoke;
  return {"threads/" + std::to_string(threads),
          "one create a call by " + std::to_string(threads) + " threads at once, WAL, synchronous=FULL",
          smoke ? 20U : 200U,
          smoke ? 2U : std::min<size_t>(ground.settings().turns, 15),  // as many as there are cards for
          smoke ? 64U : 640U,
          [&ground, threads] {
            const Layout& ours = ground.Recorded().layout;
            std::vector<Competitor> all;
            all.push_back(CertliteThreads(ground, threads));
            all.push_back(BareThreads(ground, threads, ours));
            all.push_back(BareThreads(ground, threads, CompactLayout(ours)));
            return all;
          }};
}

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_THREADS_TASK_H_
