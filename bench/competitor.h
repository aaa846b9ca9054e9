// What a benchmark compares: several ways of doing the same work, which take turns.
#ifndef CERTLITE_BENCH_COMPETITOR_H_
#define CERTLITE_BENCH_COMPETITOR_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace certlite::bench {

// What a competitor has done. What two of them both count must be equal; figures are told and not compared.
struct Work {
  std::map<std::string, int64_t> counts;
  std::map<std::string, double> figures;
};

// One way of doing the work. Errors: std::runtime_error.
struct Competitor {
  std::string name;
  std::function<void(size_t operations)> run;
  std::function<Work()> work;  // all that `run` has done; asked once, at the end
};

struct Task {
  std::string name;
  std::string what;
  size_t warm_up;                                        // operations before the first turn, not timed
  size_t turns;                                          // in each of them every competitor
  size_t operations;                                     // does so many
  std::function<std::vector<Competitor>()> competitors;  // the first is compared with each of the others
};

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_COMPETITOR_H_
