// Where the benchmarks run: the folder for their files, and a store that Certlite wrote, for them to copy and to read.
#ifndef CERTLITE_BENCH_GROUND_H_
#define CERTLITE_BENCH_GROUND_H_

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "bench/host.h"
#include "bench/layout.h"
#include "core/base/arena.h"

namespace certlite::bench {

struct Settings {
  std::filesystem::path folder;  // on the disk that is to be measured
  std::filesystem::path stores;  // where those of growth are kept, if they are
  size_t turns = 50;
  size_t records = 20'000;  // of the sweep, and the most of growth
  bool smoke = false;       // as little as shows that both sides do the same
};

// A store with `cards` certifications, its rows in memory.
struct Recording {
  std::string path;
  size_t cards = 0;
  Directory directory;
  int64_t organization_key = 0;
  Arena arena;
  Layout layout;
};

// Errors: std::runtime_error.
class Ground {
 public:
  explicit Ground(Settings settings);
  Ground(const Ground&) = delete;
  Ground& operator=(const Ground&) = delete;
  ~Ground();

  const Settings& settings() const { return settings_; }
  size_t members() const { return settings_.smoke ? 10 : 500; }

  // The same for all who ask, made when the first does: a store that creates have made, and one that imports have.
  const Recording& Recorded();
  const Recording& Imported();

  // A path for a new database; nothing is there.
  std::string FreshPath(const std::string& name);

 private:
  // `make` makes card i.
  std::unique_ptr<Recording> Record(const std::string& name,
                                    const std::function<void(Host&, const Directory&, size_t i)>& make);

  Settings settings_;
  std::unique_ptr<Recording> recorded_;
  std::unique_ptr<Recording> imported_;
};

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_GROUND_H_
