#include "bench/contest.h"

#include <algorithm>
#include <chrono>
#include <numeric>

namespace certlite::bench {
namespace {

double Sum(const std::vector<double>& samples) { return std::accumulate(samples.begin(), samples.end(), 0.0); }

void Compare(const Standing& first, const Standing& other, std::vector<std::string>& mismatches) {
  for (const auto& [name, count] : first.work.counts) {
    const auto found = other.work.counts.find(name);
    if (found == other.work.counts.end() || found->second == count) continue;
    mismatches.push_back(name + ": " + first.name + " " + std::to_string(count) + ", " + other.name + " " +
                         std::to_string(found->second));
  }
}

}  // namespace

Spread SpreadOf(std::vector<double> samples) {
  if (samples.empty()) return {};
  std::ranges::sort(samples);
  const size_t half = samples.size() / 2;
  const double median = samples.size() % 2 == 1 ? samples[half] : (samples[half - 1] + samples[half]) / 2;
  return {median, samples.front(), samples.back()};
}

Contest::Contest(const Task& task) : task_(task), competitors_(task.competitors()) {
  result_.task = &task;
  for (const Competitor& competitor : competitors_) {
    result_.standings.push_back({competitor.name, {}, {}, 0, {}});
    competitor.run(task.warm_up);
  }
}

double Contest::Turn() {
  double total = 0;
  for (size_t i = 0; i < competitors_.size(); ++i) {
    const size_t which = (turns_ + i) % competitors_.size();
    const auto start = std::chrono::steady_clock::now();
    competitors_[which].run(task_.operations);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    result_.standings[which].seconds.push_back(taken.count() / static_cast<double>(task_.operations));
    total += taken.count();
  }
  ++turns_;
  return total;
}

Result Contest::Finish() {
  const Standing& first = result_.standings.front();
  for (size_t i = 0; i < competitors_.size(); ++i) {
    Standing& standing = result_.standings[i];
    standing.work = competitors_[i].work();
    std::vector<double> ratios;
    for (size_t turn = 0; turn < turns_; ++turn) ratios.push_back(first.seconds[turn] / standing.seconds[turn]);
    standing.ratio = SpreadOf(ratios);
    standing.ratio_of_sums = Sum(first.seconds) / Sum(standing.seconds);
    Compare(first, standing, result_.mismatches);
  }
  return std::move(result_);
}

}  // namespace certlite::bench
