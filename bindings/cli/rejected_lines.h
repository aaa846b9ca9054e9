// The file into which an import puts what was refused, ready to be mended and imported again.
#ifndef CERTLITE_BINDINGS_CLI_REJECTED_LINES_H_
#define CERTLITE_BINDINGS_CLI_REJECTED_LINES_H_

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bindings/cli/catalog.h"

namespace certlite::cli {

// Written beside its place and moved there when it is whole, so that nobody meets half of it.
class RejectedLines {
 public:
  // Nothing is written without a path, or before the first line.
  explicit RejectedLines(std::optional<std::string> path) : path_(std::move(path)) {}

  // Adds the line with the reasons of `problem`. Errors: throws std::runtime_error if it can't be written.
  void Add(std::string_view line, const std::string& name, const Json& problem);

  // Puts the file in its place; answers its path, or nothing if there is none. Errors: as Add.
  std::optional<std::string> Finish();

 private:
  [[noreturn]] void Fail() const;

  const std::optional<std::string> path_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_{nullptr, &std::fclose};
};

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_REJECTED_LINES_H_
