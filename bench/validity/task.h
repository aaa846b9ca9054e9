// The validity of a million records that a host keeps in memory.
#ifndef CERTLITE_BENCH_VALIDITY_TASK_H_
#define CERTLITE_BENCH_VALIDITY_TASK_H_

#include "bench/competitor.h"
#include "bench/ground.h"

namespace certlite::bench {

// certlite_validity over all facts.
Competitor CertliteValidity(size_t facts);

// As many bytes as so many facts have, read from first to last and added up: the limit if the results cost nothing.
Competitor ReadFacts(size_t facts);

// Those read, and as many bytes as the results have written.
Competitor ReadFactsAndWrite(size_t facts);

// certlite_validity_statuses over the same facts in columns, and as many bytes read.
Competitor CertliteStatuses(size_t facts);
Competitor ReadColumns(size_t facts);

// An operation is one fact, as it is one record in the sweep.
inline Task ValidityTask(Ground& ground) {
  const bool smoke = ground.settings().smoke;
  const size_t facts = smoke ? 1'000 : 1'000'000;
  return {
      "validity", smoke ? "1,000 facts a call, by fact" : "1,000,000 facts a call, by fact",
      facts,      smoke ? 2 : ground.settings().turns,
      facts,      [facts] {
            return std::vector{CertliteValidity(facts), ReadFactsAndWrite(facts), ReadFacts(facts)}; }};
}

inline Task StatusesTask(Ground& ground) {
  const bool smoke = ground.settings().smoke;
  const size_t facts = smoke ? 1'000 : 1'000'000;
  return {"validity/statuses",
          smoke ? "1,000 facts a call, by fact" : "1,000,000 facts a call, by fact",
          facts,
          smoke ? 2 : ground.settings().turns,
          facts,
          [facts] {
            return std::vector{CertliteStatuses(facts), ReadColumns(facts)};
          }};
}

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_VALIDITY_TASK_H_
