// Lists read page by page, with what every page must be checked as it comes.
#ifndef CERTLITE_TESTS_ENGINE_LISTS_H_
#define CERTLITE_TESTS_ENGINE_LISTS_H_

#include <functional>
#include <string>
#include <vector>

#include "tests/engine/fixture.h"

namespace certlite::host {

// The ids of the whole list, read in pages of `limit`. `between` is called after each page but the last.
std::vector<std::string> ReadPages(
    const Session& session, const std::string& operation, const Json& filter, int limit, const How& how = {},
    const std::function<void()>& between = [] {});

}  // namespace certlite::host

#endif  // CERTLITE_TESTS_ENGINE_LISTS_H_
