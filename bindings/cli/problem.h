// A problem document (RFC 9457), told to a person.
#ifndef CERTLITE_BINDINGS_CLI_PROBLEM_H_
#define CERTLITE_BINDINGS_CLI_PROBLEM_H_

#include <string>
#include <string_view>

#include "bindings/cli/catalog.h"
#include "bindings/cli/terminal.h"

namespace certlite::cli {

// `problem` as lines of text: its title and detail, a line for each broken rule, and what to do about it.
std::string ProblemText(std::string_view problem, const Catalog& catalog, const Style& style);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_PROBLEM_H_
