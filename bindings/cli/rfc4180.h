// CSV (RFC 4180) in and out; what a quote, a comma or a line break means is libcsv's to know.
#ifndef CERTLITE_BINDINGS_CLI_RFC4180_H_
#define CERTLITE_BINDINGS_CLI_RFC4180_H_

#include <csv.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace certlite::cli {

// One cell; nothing if it is empty and not quoted.
using Cell = std::optional<std::string>;

// One record, out of the lines that it is written on.
class CsvRecord {
 public:
  enum class State {
    kOpen,    // a quote is to be closed on a later line
    kWhole,   // a blank line has no cells
    kBroken,  // not RFC 4180
  };

  explicit CsvRecord(char delimiter);
  CsvRecord(const CsvRecord&) = delete;
  CsvRecord& operator=(const CsvRecord&) = delete;
  ~CsvRecord();

  // Takes the next line with its end, as long as the record is open.
  State Take(std::string_view line);

  const std::vector<Cell>& cells() const { return cells_; }

 private:
  static void EndCell(void* bytes, size_t size, void* self);
  static void EndRecord(int end, void* self);
  csv_parser parser_;
  std::vector<Cell> cells_;
  bool ended_ = false;
};

// `cell` as CSV writes it. What is nothing and the empty text look different.
std::string CsvText(const Cell& cell);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_RFC4180_H_
