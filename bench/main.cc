// certlite_bench: what Certlite's operations cost beside the least that does the same work, in one run.
#include <benchmark/benchmark.h>

#include <charconv>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "bench/call/task.h"
#include "bench/contest.h"
#include "bench/count/task.h"
#include "bench/create/task.h"
#include "bench/get/task.h"
#include "bench/ground.h"
#include "bench/growth/task.h"
#include "bench/import/task.h"
#include "bench/page/task.h"
#include "bench/progress.h"
#include "bench/replay/task.h"
#include "bench/report.h"
#include "bench/sweep/task.h"
#include "bench/threads/task.h"
#include "bench/validity/task.h"

namespace certlite::bench {
namespace {

constexpr const char* kHelp =
    R"(certlite_bench [--smoke] [--turns N] [--records N] [--folder DIR] [--stores DIR] [--json FILE]
               [--benchmark_filter=REGEX]

  --smoke        everything tiny: shows only that both sides of each comparison do the same work
  --turns N      turns of each comparison (50, and always 50 of create/memory; at most 15 of threads)
  --records N    records of sweep and count (20,000; the smoke run takes 1,000), and the most of growth (at least
                 100,000)
  --folder DIR   where the databases go: on the disk that is to be measured (the build's own folder)
  --stores DIR   where the stores of growth are kept, to be used again by the next run (they are not kept)
  --json FILE    also write the results, with every sample
  --benchmark_filter=REGEX, --benchmark_list_tests   as of Google Benchmark

Exit code: 0 all did the same work, 1 they did not or something failed, 2 usage.
)";

struct Arguments {
  Settings settings;
  std::filesystem::path json;
  bool help = false;
  bool wrong = false;
};

bool ReadNumber(std::string_view text, size_t least, size_t most, size_t& number) {
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  return fault == std::errc() && end == text.data() + text.size() && number >= least && number <= most;
}

Arguments ReadArguments(int argc, char** argv) {
  Arguments arguments;
  arguments.settings.folder = CERTLITE_BENCH_FOLDER;
  for (int i = 1; i < argc; ++i) {
    const std::string_view flag = argv[i];
    const std::string_view value = i + 1 < argc ? argv[i + 1] : "";
    if (flag == "--smoke") {
      arguments.settings.smoke = true;
    } else if (flag == "--help" || flag == "-h") {
      arguments.help = true;
    } else if (value.empty()) {
      arguments.wrong = true;
    } else if (flag == "--folder") {
      arguments.settings.folder = argv[++i];
    } else if (flag == "--stores") {
      arguments.settings.stores = argv[++i];
    } else if (flag == "--json") {
      arguments.json = argv[++i];
    } else if (flag == "--turns") {
      arguments.wrong |= !ReadNumber(value, 1, 100'000, arguments.settings.turns);
      ++i;
    } else if (flag == "--records") {
      arguments.wrong |= !ReadNumber(value, 1'000, 10'000'000, arguments.settings.records);
      ++i;
    } else {
      arguments.wrong = true;
    }
  }
  return arguments;
}

// The results are told by ourselves: Google Benchmark says only which tasks run.
class FailureReporter : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context& /*context*/) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (!run.error_occurred) continue;
      failed = true;
      std::fprintf(stderr, "%s: %s\n", run.benchmark_name().c_str(), run.error_message.c_str());
    }
  }

  bool failed = false;
};

void RunTask(benchmark::State& state, const Task& task, std::vector<Result>& results) {
  try {
    Contest contest(task);
    Progress progress(task.name, task.turns);
    size_t turn = 0;
    for ([[maybe_unused]] auto _ : state) {
      progress.Reach(turn++);
      state.SetIterationTime(contest.Turn());
    }
    results.push_back(contest.Finish());
    if (!results.back().mismatches.empty()) state.SkipWithError("the competitors have not done the same work");
  } catch (const std::exception& failure) {
    state.SkipWithError(failure.what());
    return;
  }
  std::fputs(Table(results.back()).c_str(), stdout);
  std::fflush(stdout);
}

int Main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const Arguments arguments = ReadArguments(argc, argv);
  if (arguments.help || arguments.wrong) {
    std::fputs(kHelp, arguments.help ? stdout : stderr);
    return arguments.help ? 0 : 2;
  }
  Ground ground(arguments.settings);
  Stores stores(ground);
  const std::vector<Task> tasks = {CreateTask(ground, Medium::kFile),
                                   CreateTask(ground, Medium::kMemory),
                                   ThreadsTask(ground, 1),
                                   ThreadsTask(ground, 4),
                                   ThreadsTask(ground, 16),
                                   ThreadsTask(ground, 64),
                                   ImportTask(ground),
                                   ReplayTask(ground),
                                   GetTask(ground),
                                   PageTask(ground),
                                   SweepTask(ground),
                                   GrowthCreateTask(stores),
                                   GrowthChanceTask(stores),
                                   GrowthReplayTask(stores),
                                   GrowthGetTask(stores),
                                   StraightforwardTask(stores),
                                   CountTask(ground),
                                   ValidityTask(ground),
                                   StatusesTask(ground),
                                   CallTask(ground)};
  std::vector<Result> results;
  for (const Task& task : tasks) {
    benchmark::RegisterBenchmark(task.name.c_str(), [&](benchmark::State& state) { RunTask(state, task, results); })
        ->Iterations(static_cast<benchmark::IterationCount>(task.turns))
        ->UseManualTime();
  }
  const std::string surroundings = Surroundings(ground.settings().folder);
  std::printf("%s\n", surroundings.c_str());
  FailureReporter reporter;
  const size_t ran = benchmark::RunSpecifiedBenchmarks(&reporter);
  if (!arguments.json.empty()) WriteJson(arguments.json, surroundings, results);
  benchmark::Shutdown();
  return ran == 0 || reporter.failed ? 1 : 0;
}

}  // namespace
}  // namespace certlite::bench

int main(int argc, char** argv) {
  try {
    return certlite::bench::Main(argc, argv);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "certlite_bench: %s\n", failure.what());
    return 1;
  }
}
