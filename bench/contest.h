// Runs a task's competitors in turns and says how the first stands to each of the others.
#ifndef CERTLITE_BENCH_CONTEST_H_
#define CERTLITE_BENCH_CONTEST_H_

#include <string>
#include <vector>

#include "bench/competitor.h"

namespace certlite::bench {

struct Spread {
  double median = 0;
  double min = 0;
  double max = 0;
};

Spread SpreadOf(std::vector<double> samples);

struct Standing {
  std::string name;
  std::vector<double> seconds;  // an operation of each turn
  Spread ratio;                 // of the first competitor's time to this one's, turn by turn
  double ratio_of_sums = 0;     // the same over all turns, so that what is rare and dear counts too
  Work work;
};

struct Result {
  const Task* task = nullptr;
  std::vector<Standing> standings;
  std::vector<std::string> mismatches;  // empty: all have done the same work
};

class Contest {
 public:
  explicit Contest(const Task& task);

  // Every competitor once, who begins changing from turn to turn. Answers the seconds that all took.
  double Turn();

  Result Finish();

 private:
  const Task& task_;
  std::vector<Competitor> competitors_;
  Result result_;
  size_t turns_ = 0;
};

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_CONTEST_H_
