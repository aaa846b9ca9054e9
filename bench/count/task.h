// How many of an organization's certifications have each validity status on a day, asked for as numbers.
#ifndef CERTLITE_BENCH_COUNT_TASK_H_
#define CERTLITE_BENCH_COUNT_TASK_H_

#include <algorithm>

#include "bench/competitor.h"
#include "bench/sweep/task.h"

namespace certlite::bench {

// certification.count: of an engine that stays open, and each time of one that was just opened.
Competitor CertliteCount(const std::shared_ptr<const SweptStore>& store);
Competitor CertliteFirstCount(const std::shared_ptr<const SweptStore>& store);

// Over the store of the sweep, and beside the same SQL. An operation is one record, as there.
inline Task CountTask(Ground& ground) {
  const bool smoke = ground.settings().smoke;
  const size_t records = SweptRecords(ground);
  const size_t turns = smoke ? 2 : std::clamp<size_t>(ground.settings().turns, 1, 15);
  return {"count",
          "the statuses of " + std::to_string(records) + " records counted, by record",
          records,
          turns,
          records,
          [&ground] {
            const auto store = SharedSweptStore(ground);
            return std::vector{CertliteCount(store), CertliteFirstCount(store), BareSweepCounts(store)};
          }};
}

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_COUNT_TASK_H_
