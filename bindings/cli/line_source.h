// The lines of an import, out of a file of JSON Lines or CSV, some at a time.
#ifndef CERTLITE_BINDINGS_CLI_LINE_SOURCE_H_
#define CERTLITE_BINDINGS_CLI_LINE_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "bindings/cli/command_line.h"

namespace certlite::cli {

class LineSource {
 public:
  virtual ~LineSource() = default;

  // The next whole lines, about as many bytes as were wanted; "" at the end.
  // Errors: throws std::runtime_error if the file can't be read, or isn't what it should be.
  virtual std::string Next() = 0;

  // How the file's own rows are counted: what line n of the import is there.
  virtual std::string NameOf(uint64_t line) const = 0;

  // For progress. Unit: bytes; a size of 0 isn't known.
  uint64_t bytes_read() const { return bytes_read_; }
  uint64_t bytes_in_all() const { return bytes_in_all_; }

 protected:
  uint64_t bytes_read_ = 0;
  uint64_t bytes_in_all_ = 0;
};

// Opens the file of `invocation`, an import. Errors: throws UsageError if it can't be opened, or if a column of its
// header leads nowhere.
std::unique_ptr<LineSource> OpenLines(const Invocation& invocation, size_t bytes_wanted);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_LINE_SOURCE_H_
