// How many of an organization's certifications have each validity status on a day: a sweep over all of them.
#ifndef CERTLITE_BENCH_SWEEP_TASK_H_
#define CERTLITE_BENCH_SWEEP_TASK_H_

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/card.h"
#include "bench/competitor.h"
#include "bench/ground.h"

namespace certlite::bench {

inline size_t SweptRecords(Ground& ground) { return ground.settings().smoke ? 1'000 : ground.settings().records; }

inline constexpr size_t kSweepDays = 3;  // that are asked about in turn
inline constexpr std::array<std::string_view, 6> kStatusNames = {"invalid",       "not_yet_valid", "valid",
                                                                 "expiring_soon", "in_grace",      "expired"};

// On each of them every status is met.
inline int32_t SweepDay(size_t sweep) {
  return kFirstIssued + kIssuedDays - 30 - static_cast<int32_t>(sweep % kSweepDays) * 200;
}

// The store that is swept: imported records of every age; a tenth never expire, a few are suspended.
struct SweptStore {
  std::string path;
  std::string organization_id;
  size_t records = 0;
};

// The same for all who ask, made when the first does.
std::shared_ptr<const SweptStore> SharedSweptStore(Ground& ground);

// What the sweeps have answered, for the competitors to agree on.
struct Sweeps {
  std::array<std::array<int64_t, kStatusNames.size()>, kSweepDays> counts{};
  size_t done = 0;

  Work Told() const;
};

// certification.list, 200 records a page, from the first to the last; the statuses counted in the answers.
Competitor CertliteSweep(const std::shared_ptr<const SweptStore>& store);

// The rules of validity as a CASE, and GROUP BY: no row leaves SQLite.
Competitor BareSweepCounts(const std::shared_ptr<const SweptStore>& store);

// Every column that Certlite's pages show and the same CASE, read row by row in the pages' order.
Competitor BareSweepRows(const std::shared_ptr<const SweptStore>& store);

// An operation is one record, so that the time is told by record whatever their number.
inline Task SweepTask(Ground& ground) {
  const bool smoke = ground.settings().smoke;
  const size_t records = SweptRecords(ground);
  const size_t turns = smoke ? 2 : std::clamp<size_t>(ground.settings().turns, 1, 9);
  return {"sweep",
          "the statuses of " + std::to_string(records) + " records counted, by record",
          records,
          turns,
          records,
          [&ground] {
            const auto store = SharedSweptStore(ground);
            return std::vector{CertliteSweep(store), BareSweepRows(store), BareSweepCounts(store)};
          }};
}

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_SWEEP_TASK_H_
