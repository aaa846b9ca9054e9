// The floors of validity: memory's own speed over the same bytes.
#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "bench/validity/task.h"
#include "capi/certlite.h"

namespace certlite::bench {
namespace {

constexpr size_t kReadWords = sizeof(certlite_facts) / sizeof(uint64_t);
constexpr size_t kWrittenWords = sizeof(certlite_validity_result) / sizeof(uint64_t);

struct Passes {
  explicit Passes(size_t facts, size_t read_bytes = sizeof(certlite_facts))
      : size(facts), from(facts * read_bytes / sizeof(uint64_t), 1), to(facts * kWrittenWords) {}

  // By four sums, so that none waits for the one before.
  void Read(size_t operations) {
    for (size_t i = 0; i < operations; i += size) {
      std::array<uint64_t, 4> sums{};
      for (size_t at = 0; at + sums.size() <= from.size(); at += sums.size()) {
        sums[0] += from[at];
        sums[1] += from[at + 1];
        sums[2] += from[at + 2];
        sums[3] += from[at + 3];
      }
      benchmark::DoNotOptimize(sums);
      bytes_read += static_cast<int64_t>(from.size() * sizeof(uint64_t));
    }
  }

  void ReadAndWrite(size_t operations) {
    for (size_t i = 0; i < operations; i += size) {
      const uint64_t* word = from.data();
      for (size_t at = 0; at < to.size(); at += kWrittenWords, word += kReadWords) {
        to[at] = word[0] + word[2];
        to[at + 1] = word[1];
      }
      benchmark::ClobberMemory();
      bytes_read += static_cast<int64_t>(from.size() * sizeof(uint64_t));
      bytes_written += static_cast<int64_t>(to.size() * sizeof(uint64_t));
    }
  }

  size_t size;
  std::vector<uint64_t> from, to;
  int64_t bytes_read = 0, bytes_written = 0;
};

}  // namespace

Competitor ReadColumns(size_t facts) {
  constexpr size_t kColumns = sizeof(certlite_fact_columns) / sizeof(const int32_t*);
  auto passes = std::make_shared<Passes>(facts, kColumns * sizeof(int32_t));
  return {"the columns read", [passes](size_t operations) { passes->Read(operations); },
          [passes] {
            return Work{{{"bytes read", passes->bytes_read}}, {}};
          }};
}

Competitor ReadFacts(size_t facts) {
  auto passes = std::make_shared<Passes>(facts);
  return {"the facts read", [passes](size_t operations) { passes->Read(operations); },
          [passes] {
            return Work{{{"bytes read", passes->bytes_read}}, {}};
          }};
}

Competitor ReadFactsAndWrite(size_t facts) {
  auto passes = std::make_shared<Passes>(facts);
  return {"the facts read, results written", [passes](size_t operations) { passes->ReadAndWrite(operations); },
          [passes] {
            return Work{{{"bytes read", passes->bytes_read}, {"bytes written", passes->bytes_written}}, {}};
          }};
}

}  // namespace certlite::bench
