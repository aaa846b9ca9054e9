// Tables and the rows that go into them: what bare SQLite writes for each card, taken from a store that Certlite wrote.
#ifndef CERTLITE_BENCH_LAYOUT_H_
#define CERTLITE_BENCH_LAYOUT_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/bare.h"
#include "core/base/arena.h"

namespace certlite::bench {

// One value, as SQLite stores it; the bytes of texts and blobs are elsewhere.
struct Cell {
  int type = SQLITE_NULL;
  int size = 0;
  int64_t integer = 0;
  const char* bytes = nullptr;
};

// Rows in memory. Lifetime: the bytes are the arena's.
class Rows {
 public:
  Rows() = default;
  Rows(Bare& source, const std::string& sql, Arena& arena);
  explicit Rows(std::vector<std::string> columns) : columns_(std::move(columns)) {}

  size_t size() const { return columns_.empty() ? 0 : cells_.size() / columns_.size(); }
  std::span<const Cell> operator[](size_t row) const {
    return std::span(cells_).subspan(row * columns_.size(), columns_.size());
  }
  const std::vector<std::string>& columns() const { return columns_; }
  size_t Column(std::string_view name) const;
  void Add(Cell cell) { cells_.push_back(cell); }

  // "INSERT INTO `table` VALUES (?, …)"
  std::string InsertInto(const std::string& table) const;

 private:
  std::vector<std::string> columns_;
  std::vector<Cell> cells_;
};

// Binds a row to the parameters from the first on. Lifetime: the row outlives the statement's run.
void BindRow(sqlite3_stmt* statement, std::span<const Cell> row);

struct Layout {
  std::string name;
  bool is_ours = false;                                  // so that the store's pages must be Certlite's
  std::vector<std::string> schema;                       // one statement each
  std::vector<std::pair<std::string, Rows>> population;  // what is there before the first card
  Rows certifications;                                   // row i of each: card i
  Rows history;
  Rows keys;
};

// The best layout that we know and that has the same columns and answers the same questions: the certification's key is
// made of its id's first 60 bits, so that no index holds ids, and an index entry's key stands for its id.
Layout CompactLayout(const Layout& ours);

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_LAYOUT_H_
