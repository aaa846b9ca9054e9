// The validity of a million records that a host keeps in memory.
#ifndef CERTLITE_BENCH_VALIDITY_TASK_H_
#define CERTLITE_BENCH_VALIDITY_TASK_H_

#include "bench/competitor.h"
#include "bench/ground.h"

namespace certlite::bench {

// certlite_validity over all facts.
Competitor CertliteValidity(size_t facts);

// A memcpy that reads and writes as many bytes in sum as the verdicts on so many facts do.
Competitor CopyBytes(size_t facts);

inline Task ValidityTask(Ground& ground) {
  const bool smoke = ground.settings().smoke;
  const size_t facts = smoke ? 1'000 : 1'000'000;
  return {"validity", smoke ? "1,000 facts a call" : "1,000,000 facts a call",
          1,          smoke ? 2 : ground.settings().turns,
          1,          [facts] {
            return std::vector{CertliteValidity(facts), CopyBytes(facts)}; }};
}

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_VALIDITY_TASK_H_
