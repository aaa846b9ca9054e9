// The rows of a CSV file as lines of an import.
#ifndef CERTLITE_BINDINGS_CLI_CSV_LINES_H_
#define CERTLITE_BINDINGS_CLI_CSV_LINES_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "bindings/cli/csv_columns.h"
#include "bindings/cli/line_source.h"
#include "bindings/cli/rfc4180.h"

namespace certlite::cli {

// Rows are counted as a spreadsheet does: a blank line is one, and a record that goes over several lines is one.
class CsvLines : public LineSource {
 public:
  // Errors: throws UsageError if the header can't be read, or a column leads nowhere.
  explicit CsvLines(const Invocation& invocation);

 private:
  // A row: its cells, none if it is blank, or why it is refused.
  struct Row {
    std::string raw;
    std::vector<Cell> cells;
    std::optional<Refusal> refusal;
  };

  bool NextLine(Line* line) override;
  bool NextRow(Row* row);  // false at the end
  std::optional<Refusal> ReadRecord(std::vector<Cell>* cells, size_t* lines);
  Refusal WrongCells(const Row& row) const;
  bool HasLine(size_t n);  // ahead, and reads on for it

  const char delimiter_;
  const bool has_header_;
  CsvColumns columns_;
  std::deque<std::string> ahead_;  // lines that were read and belong to no row yet
  uint64_t rows_above_ = 0;        // the header and what is above it; still to be counted
};

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_CSV_LINES_H_
