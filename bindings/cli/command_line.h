// The command line, read: which operation, on what request, as whom and when.
#ifndef CERTLITE_BINDINGS_CLI_COMMAND_LINE_H_
#define CERTLITE_BINDINGS_CLI_COMMAND_LINE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bindings/cli/catalog.h"

namespace certlite::cli {

// A command line that can't be run. Thrown before the store is opened.
struct UsageError {
  std::string message;  // what is wrong, one line
  std::string command;  // where help is: "certification create", or "" for the tool itself
};

// One member of the request that was given by a flag.
struct GivenField {
  const Field* field = nullptr;     // Lifetime: the catalog's
  std::vector<std::string> values;  // as typed; more than one only for lists
  bool is_null = false;             // given by --null
};

// What --db, --now and the other flags of every operation say.
struct CallFlags {
  std::optional<std::string> db;
  std::string principal = R"({"system":true})";
  std::optional<std::string> key;
  std::optional<int32_t> as_of_day;
  std::optional<int64_t> now_unix_ms;
  std::optional<int64_t> known_at_unix_ms;
  uint64_t id_seed = 0;
  uint32_t busy_timeout_ms = 0;
  bool json = false;
  bool table = false;
};

// What `certlite import` and `certlite export` are told.
struct TransferFlags {
  std::string resource;                 // "certification", of "certifications"
  std::string file = "-";               // "-": standard input
  bool csv = false;                     // by --format, --csv or the file's ending
  std::vector<std::string> maps;        // COLUMN=FIELD
  std::vector<std::string> sets;        // FIELD=VALUE
  std::string delimiter = ",";          // one byte, or "tab"
  std::string empty = "absent";         // what an empty cell is: absent or null
  std::string on_duplicate;             // as the library names it; "": its default
  std::string date_format;              // likewise
  std::optional<std::string> rejected;  // where refused lines go
  bool has_header = true;
  bool atomic = false;
  bool dry_run = false;
};

// What `certlite report` is told.
struct ReportFlags {
  std::string html;                            // "-": standard output
  std::optional<std::string> organization_id;  // left out: a section for each
};

enum class Command {
  kHelp,       // `resource` and `operation` say of what
  kVersion,    // --version
  kDescribe,   // `operation` is null: of everything
  kOperation,  // run `operation`
  kImport,     // run `operation` on the lines of a file
  kExport,     // run `operation`, a list, to its end
  kReport,     // write a page; `operation` is one of those that it runs
  kUpkeep,     // run `operation`, which is about the store as a file
};

struct Invocation {
  Command command = Command::kHelp;
  std::string resource;                  // as typed in help; "describe" if help is asked of that
  const Operation* operation = nullptr;  // of help on an import: what runs on a line; Lifetime: the catalog's
  std::optional<std::string> body;       // a file's name, or "-"
  std::vector<GivenField> given;
  CallFlags flags;
  TransferFlags transfer;  // of kImport and kExport
  ReportFlags report;      // of kReport
};

// Reads the arguments that follow the tool's name.
// Errors: throws UsageError.
Invocation ParseCommandLine(const std::vector<std::string>& arguments, const Catalog& catalog);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_COMMAND_LINE_H_
