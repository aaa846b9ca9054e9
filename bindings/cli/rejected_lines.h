// The file into which an import puts what was refused, ready to be mended and imported again.
#ifndef CERTLITE_BINDINGS_CLI_REJECTED_LINES_H_
#define CERTLITE_BINDINGS_CLI_REJECTED_LINES_H_

#include <optional>
#include <string>
#include <string_view>

#include "bindings/cli/catalog.h"
#include "bindings/cli/command_line.h"
#include "bindings/cli/complete_file.h"

namespace certlite::cli {

// In its place when the import is complete; until then the file of an earlier import stays.
class RejectedLines {
 public:
  // Where --rejected says, or beside the input; nowhere if that is no ordinary file.
  // Errors: throws UsageError if a file that is no rejected lines' own is there.
  explicit RejectedLines(const Invocation& invocation);

  // Adds the line with the reasons of `problem`. Errors: throws std::runtime_error if it can't be written.
  void Add(std::string_view line, const std::string& name, const Json& problem);

  // Puts the file in its place, or takes away an earlier one if nothing was refused; answers its path, or nothing if
  // there is none. Errors: as Add.
  std::optional<std::string> Finish();

 private:
  const std::optional<std::string> path_;
  std::optional<CompleteFile> file_;  // from the first refused line on
};

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_REJECTED_LINES_H_
