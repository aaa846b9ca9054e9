// The columns of a CSV file: which field each leads to, and what line a record becomes.
#ifndef CERTLITE_BINDINGS_CLI_CSV_COLUMNS_H_
#define CERTLITE_BINDINGS_CLI_CSV_COLUMNS_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "bindings/cli/command_line.h"
#include "bindings/cli/rfc4180.h"
#include "bindings/cli/schema.h"

namespace certlite::cli {

class CsvColumns {
 public:
  // Without a header the columns are known by their numbers. Errors: throws UsageError if one leads nowhere.
  explicit CsvColumns(const Invocation& invocation);

  // Takes the first row. Errors: likewise.
  void TakeHeader(const std::vector<Cell>& header);

  size_t size() const { return columns_.size(); }

  // The record as JSON; it has as many cells as there are columns.
  std::string LineOf(const std::vector<Cell>& record) const;

 private:
  // Where the cells of a column go.
  struct Column {
    std::string field;        // "": nowhere
    std::string member = {};  // of the field, if that is an object and has a column for each: "unit"
    ValueKind kind = ValueKind::kText;
  };

  Column ColumnFor(const std::string& title, const std::string& name) const;
  void TakeNumbers();
  void RefuseRepeatedFields() const;

  const Invocation& invocation_;
  std::map<std::string, std::string> maps_;  // fields by column
  std::vector<Column> columns_;
};

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_CSV_COLUMNS_H_
