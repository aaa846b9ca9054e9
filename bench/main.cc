// Measures each task beside its floor, the two in turn, and prints the ratio with its spread.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "bench/contender.h"
#include "bench/host.h"

namespace certlite_bench {
namespace {

// A directory that goes with the program.
class Scratch {
 public:
  Scratch() {
    std::string pattern = (std::filesystem::temp_directory_path() / "certlite-bench-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) Fail("no temporary directory");
    path_ = pattern;
  }
  ~Scratch() { std::filesystem::remove_all(path_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  std::string File(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// Keeps each contender's repetitions, in the order in which they were taken.
class Collector : public benchmark::ConsoleReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.run_type != Run::RT_Iteration) continue;
      times_[run.run_name.function_name].push_back(run.GetAdjustedRealTime());
      if (isatty(STDERR_FILENO) == 1) std::fprintf(stderr, "\r\033[K%s", run.benchmark_name().c_str());
    }
  }
  void Finalize() override {
    if (isatty(STDERR_FILENO) == 1) std::fputs("\r\033[K", stderr);
  }
  const std::vector<double>& TimesOf(const std::string& name) { return times_[name]; }

 private:
  std::map<std::string, std::vector<double>> times_;
};

double MedianOf(std::vector<double> values) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  return values[values.size() / 2];
}

struct Pair {
  Task task;
  std::unique_ptr<Contender> certlite, floor;
};

void Register(const std::string& name, Contender* contender, int iterations, int repetitions) {
  benchmark::RegisterBenchmark(name.c_str(),
                               [contender](benchmark::State& state) {
                                 for (auto _ : state) contender->Run();
                               })
      ->Iterations(iterations)
      ->Repetitions(repetitions)
      ->Unit(benchmark::kMicrosecond)
      ->UseRealTime();
}

// One line: medians, and the ratio of each repetition's pair.
std::string Report(const std::string& task, Collector& collector) {
  const auto& ours = collector.TimesOf(task + "/certlite");
  const auto& bare = collector.TimesOf(task + "/floor");
  std::vector<double> ratios;
  for (size_t i = 0; i < std::min(ours.size(), bare.size()); ++i) ratios.push_back(ours[i] / bare[i]);
  if (ratios.empty()) Fail("nothing was measured for " + task);
  char line[256];
  std::snprintf(line, sizeof line, "%-20s %10.2f %10.2f   %5.2f   (%.2f to %.2f)", task.c_str(), MedianOf(ours),
                MedianOf(bare), MedianOf(ratios), *std::ranges::min_element(ratios), *std::ranges::max_element(ratios));
  return line;
}

int Main(bool smoke) {
  const Scratch scratch;
  std::vector<Pair> pairs;
  std::vector<Task> tasks = CreateTasks();
  for (Task& task : ReadTasks()) tasks.push_back(std::move(task));
  Collector collector;
  for (Task& task : tasks) {
    const std::string number = std::to_string(pairs.size());
    const std::string own = task.in_memory ? ":memory:" : scratch.File("certlite-" + number + ".db");
    pairs.push_back({task, task.certlite(own), task.floor(scratch.File("floor-" + number + ".db"))});
    const int iterations = smoke ? 20 : 500;
    const int repetitions = smoke ? 1 : 15;
    Register(task.name + "/certlite", pairs.back().certlite.get(), iterations, repetitions);
    Register(task.name + "/floor", pairs.back().floor.get(), iterations, repetitions);
  }
  benchmark::RunSpecifiedBenchmarks(&collector);
  std::printf("%-20s %10s %10s   %5s   %s\n", "us per call, median", "certlite", "floor", "ratio", "(spread)");
  for (Pair& pair : pairs) {
    if (pair.certlite->Done() != pair.floor->Done()) Fail(pair.task.name + ": the two did not do the same work");
    std::printf("%s\n", Report(pair.task.name, collector).c_str());
  }
  return 0;
}

}  // namespace
}  // namespace certlite_bench

int main(int argc, char** argv) {
  const bool smoke = argc == 2 && std::strcmp(argv[1], "--smoke") == 0;
  if (argc > 1 && !smoke) {
    std::puts(
        "usage: certlite_bench [--smoke]\n\nMeasures Certlite beside its floor; --smoke only shows that all runs.");
    return std::strcmp(argv[1], "--help") == 0 ? 0 : 2;
  }
  std::string name = argv[0];
  std::string interleave = "--benchmark_enable_random_interleaving=true";
  char* arguments[] = {name.data(), interleave.data(), nullptr};
  int count = 2;
  benchmark::Initialize(&count, arguments);
  return certlite_bench::Main(smoke);
}
