// The word that somebody probably meant.
#ifndef CERTLITE_BINDINGS_CLI_SUGGEST_H_
#define CERTLITE_BINDINGS_CLI_SUGGEST_H_

#include <string>
#include <string_view>
#include <vector>

namespace certlite::cli {

// The one of `known` that is nearest to `typed`, or "" if none is near. Hyphens and underscores count as equal.
std::string Nearest(std::string_view typed, const std::vector<std::string>& known);

// "; did you mean 'create'?", or "" if nothing is near.
std::string DidYouMean(std::string_view typed, const std::vector<std::string>& known);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_SUGGEST_H_
