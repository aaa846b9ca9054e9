// Stores of growing size, each made when it is first asked for, by imports, or kept from an earlier run.
#ifndef CERTLITE_BENCH_GROWTH_STORES_H_
#define CERTLITE_BENCH_GROWTH_STORES_H_

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "bench/ground.h"
#include "bench/growth/cards.h"
#include "bench/host.h"

namespace certlite::bench {

// Card i has key i + 1 in its table.
struct GrownStore {
  std::string path;
  Directory directory;
};

class Stores {
 public:
  explicit Stores(Ground& ground) : ground_(ground) {}

  // The largest first.
  std::vector<size_t> Sizes(Order order) const;

  GrownStore Grown(Order order, size_t cards);

  // The path of the straightforward layout's database with so many rows.
  std::string Straightforward(size_t rows);

  const Settings& settings() const { return ground_.settings(); }

 private:
  // Where `make` has put a file of that name, in this run or an earlier one.
  std::string Kept(const std::string& name, const std::function<void(const std::string& path)>& make);

  Ground& ground_;
};

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_GROWTH_STORES_H_
