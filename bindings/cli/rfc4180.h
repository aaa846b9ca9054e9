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

// Turns bytes, as they come, into records.
class CsvReader {
 public:
  explicit CsvReader(char delimiter);
  CsvReader(const CsvReader&) = delete;
  CsvReader& operator=(const CsvReader&) = delete;
  ~CsvReader();

  // Takes the next bytes, "" for the end; false if they are not CSV, from the record after the last one on.
  bool Take(std::string_view bytes);

  // The records that were completed since the last call.
  std::vector<std::vector<Cell>> Records();

 private:
  static void EndCell(void* bytes, size_t size, void* self);
  static void EndRecord(int end, void* self);
  csv_parser parser_;
  std::vector<Cell> record_;
  std::vector<std::vector<Cell>> records_;
};

// `cell` as CSV writes it. What is nothing and the empty text look different.
std::string CsvText(const Cell& cell);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_RFC4180_H_
