// Many lines a transaction, as a host does that takes over a file: for each the record, its history entry and its key.
#ifndef CERTLITE_BENCH_IMPORT_TASK_H_
#define CERTLITE_BENCH_IMPORT_TASK_H_

#include <algorithm>

#include "bench/competitor.h"
#include "bench/ground.h"

namespace certlite::bench {

// certlite_import of line after line, a call for each turn.
Competitor CertliteImport(Ground& ground);

// The rows that Certlite recorded for the same lines, in one BEGIN IMMEDIATE transaction for each turn.
Competitor BareImport(Ground& ground, const Layout& layout);

inline Task ImportTask(Ground& ground) {
  const bool smoke = ground.settings().smoke;
  const size_t warm_up = smoke ? 20 : 1'000;
  const size_t lines = smoke ? 50 : 1'000;
  const size_t turns = smoke ? 2 : std::clamp<size_t>(ground.settings().turns, 1, 9);
  return {"import", "1,000 lines a transaction, WAL, synchronous=FULL", warm_up, turns, lines, [&ground] {
            const Layout& ours = ground.Imported().layout;
            std::vector<Competitor> all;
            all.push_back(CertliteImport(ground));
            all.push_back(BareImport(ground, ours));
            all.push_back(BareImport(ground, CompactLayout(ours)));
            return all;
          }};
}

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_IMPORT_TASK_H_
