// The file into which an import puts what was refused, ready to be mended and imported again.
#ifndef CERTLITE_BINDINGS_CLI_REJECTED_LINES_H_
#define CERTLITE_BINDINGS_CLI_REJECTED_LINES_H_

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bindings/cli/catalog.h"
#include "bindings/cli/command_line.h"

namespace certlite::cli {

// Written beside its place and moved there when the import is complete, so that nobody meets half of it; until then
// the file of an earlier import stays.
class RejectedLines {
 public:
  // Where --rejected says, or beside the input; nowhere if that is no ordinary file.
  // Errors: throws UsageError if a file that is no rejected lines' own is there.
  explicit RejectedLines(const Invocation& invocation);
  RejectedLines(const RejectedLines&) = delete;
  RejectedLines& operator=(const RejectedLines&) = delete;
  ~RejectedLines();

  // Adds the line with the reasons of `problem`. Errors: throws std::runtime_error if it can't be written.
  void Add(std::string_view line, const std::string& name, const Json& problem);

  // Puts the file in its place, or takes away an earlier one if nothing was refused; answers its path, or nothing if
  // there is none. Errors: as Add.
  std::optional<std::string> Finish();

 private:
  [[noreturn]] void Fail() const;

  const std::optional<std::string> path_;
  const std::string partial_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_{nullptr, &std::fclose};
};

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_REJECTED_LINES_H_
