// The lines of an import, out of a file of JSON Lines or CSV, as many at a time as one call takes.
#ifndef CERTLITE_BINDINGS_CLI_LINE_SOURCE_H_
#define CERTLITE_BINDINGS_CLI_LINE_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "bindings/cli/command_line.h"
#include "bindings/cli/file_lines.h"

namespace certlite::cli {

// Why a line is refused by the tool itself, since the library can't know.
struct Refusal {
  std::string rule;
  std::string detail;
};

// A row of the file, as a line of JSON Lines without its end; "" if there is nothing to import in it, so that the
// library counts as the file does.
struct Line {
  std::string text;
  std::optional<Refusal> refusal;
};

// `raw`, which is no line, as one that the library refuses for the member `name`. So it counts and withholds its
// neighbours as any other, and so it does when it is imported again.
Line Refused(const std::string& name, std::string_view raw, Refusal refusal);

// Of a line that has more than kLineBytesMax bytes.
Refusal TooLong(const std::string& hint);

// The lines of one call.
struct CallLines {
  std::string text;
  uint64_t count = 0;
  std::map<uint64_t, Refusal> refusals;  // by the line's number in the file, from 1
};

// What a call takes; a single line always goes.
struct CallLimits {
  size_t bytes = 0;
  uint64_t lines = 0;
};

class LineSource {
 public:
  LineSource(const LineSource&) = delete;
  LineSource& operator=(const LineSource&) = delete;
  virtual ~LineSource() = default;

  // The next lines, none at the end. Errors: as FileLines::Next.
  CallLines Next(const CallLimits& limits);

  // How the file's own rows are counted: what the line of that number is there.
  std::string NameOf(uint64_t number) const { return noun_ + " " + std::to_string(number); }

  const FileLines& file() const { return file_; }

 protected:
  // As FileLines; `noun` is what the file consists of.
  LineSource(const std::string& file, std::string_view breaks, std::string noun)
      : file_(file, breaks), noun_(std::move(noun)) {}

  // The next row; false at the end.
  virtual bool NextLine(Line* line) = 0;

  FileLines file_;

 private:
  const std::string noun_;
  std::optional<Line> held_;  // read, and for the next call
  uint64_t lines_ = 0;        // handed out
};

// Opens the file of `invocation`, an import. Errors: throws UsageError if it can't be opened, or if a column of its
// header leads nowhere.
std::unique_ptr<LineSource> OpenLines(const Invocation& invocation);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_LINE_SOURCE_H_
