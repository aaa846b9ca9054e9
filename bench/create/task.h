// One create a transaction, as a host does whose user waits: the record, its history entry and its idempotency key.
#ifndef CERTLITE_BENCH_CREATE_TASK_H_
#define CERTLITE_BENCH_CREATE_TASK_H_

#include "bench/competitor.h"
#include "bench/ground.h"

namespace certlite::bench {

enum class Medium : uint8_t { kFile, kMemory };

// certification.create of card after card through the C ABI.
Competitor CertliteCreate(Ground& ground, Medium medium);

// The rows that Certlite recorded for the same cards, in one BEGIN IMMEDIATE transaction for each card.
Competitor BareCreate(Ground& ground, Medium medium, const Layout& layout);

inline Task CreateTask(Ground& ground, Medium medium) {
  const bool smoke = ground.settings().smoke;
  const bool in_memory = medium == Medium::kMemory;
  // In memory SQLite's commits grow dearer with the store on both sides, so its size is always the same.
  const size_t turns = smoke ? 2 : in_memory ? 50 : ground.settings().turns;
  const size_t operations = smoke ? 10 : in_memory ? 150 : 50;
  return {in_memory ? "create/memory" : "create/durable",
          in_memory ? "one create a transaction, in memory" : "one create a transaction, WAL, synchronous=FULL",
          smoke ? 20U : 200U,
          turns,
          operations,
          [&ground, medium] {
            const Layout& ours = ground.Recorded().layout;
            std::vector<Competitor> all;
            all.push_back(CertliteCreate(ground, medium));
            all.push_back(BareCreate(ground, medium, ours));
            all.push_back(BareCreate(ground, medium, CompactLayout(ours)));
            return all;
          }};
}

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_CREATE_TASK_H_
