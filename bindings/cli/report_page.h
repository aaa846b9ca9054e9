// The page of a report: one HTML file that needs nothing else, for the screen and for paper.
#ifndef CERTLITE_BINDINGS_CLI_REPORT_PAGE_H_
#define CERTLITE_BINDINGS_CLI_REPORT_PAGE_H_

#include <string>

#include "bindings/cli/report_data.h"

namespace certlite::cli {

std::string PageOf(const Report& report);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_REPORT_PAGE_H_
