// Help at every level, made from the catalog.
#ifndef CERTLITE_BINDINGS_CLI_HELP_H_
#define CERTLITE_BINDINGS_CLI_HELP_H_

#include <string>
#include <string_view>

#include "bindings/cli/catalog.h"
#include "bindings/cli/terminal.h"

namespace certlite::cli {

// What the tool is, its resources and verbs, its flags and exit codes.
std::string ToolHelp(const Catalog& catalog, const Style& style);

// The verbs of one resource.
std::string ResourceHelp(const Catalog& catalog, std::string_view resource, const Style& style);

// One operation: every field of its request, the flags of the call, examples, exit codes.
std::string OperationHelp(const Catalog& catalog, const Operation& operation, const Style& style);

// How to ask the library what it can do.
std::string DescribeHelp(const Style& style);

// How to import a file, with the fields of `operation` if that is known, and how to export the records again.
std::string ImportHelp(const Catalog& catalog, const Operation* operation, const Style& style);
std::string ExportHelp(const Catalog& catalog, const Style& style);

// On `certlite backup`, `check` or `compact`.
std::string UpkeepHelp(const Catalog& catalog, std::string_view command, const Style& style);

// What page a report writes.
std::string ReportHelp(const Catalog& catalog, const Style& style);

// What describe adds to the help of one operation: routes, outcomes, the answer's fields, rules.
std::string OperationFacts(const Catalog& catalog, const Operation& operation, const Style& style);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_HELP_H_
