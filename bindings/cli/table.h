// Answers as tables for people: one record as two columns, a list as one line a record.
#ifndef CERTLITE_BINDINGS_CLI_TABLE_H_
#define CERTLITE_BINDINGS_CLI_TABLE_H_

#include <string>
#include <string_view>

#include "bindings/cli/catalog.h"
#include "bindings/cli/terminal.h"

namespace certlite::cli {

// The answer `response` of `operation` as a table; the bytes themselves if they have no shape that is known here.
std::string TableText(std::string_view response, const Operation& operation, const Style& style);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_TABLE_H_
