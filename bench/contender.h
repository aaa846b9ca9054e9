// What is measured: contenders that do the same work in turn, each behind the same small interface.
#ifndef CERTLITE_BENCH_CONTENDER_H_
#define CERTLITE_BENCH_CONTENDER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace certlite_bench {

// One way to do a task.
class Contender {
 public:
  virtual ~Contender() = default;

  // Does the task once more.
  virtual void Run() = 0;

  // How much has been done, by what is stored; equal for contenders that ran as often.
  virtual int64_t Done() = 0;
};

// A task and the two ways to do it. `path` is a file that doesn't exist yet, or ":memory:".
struct Task {
  std::string name;
  bool in_memory;
  std::unique_ptr<Contender> (*certlite)(const std::string& path);
  std::unique_ptr<Contender> (*floor)(const std::string& path);
};

std::vector<Task> CreateTasks();
std::vector<Task> ReadTasks();

}  // namespace certlite_bench

#endif  // CERTLITE_BENCH_CONTENDER_H_
