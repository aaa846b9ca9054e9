// Where two JSON documents differ. Pure.
#ifndef CERTLITE_CORE_COMPUTE_DIFFERENCE_H_
#define CERTLITE_CORE_COMPUTE_DIFFERENCE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/model/draft.h"

namespace certlite {

// A value that one document has and the other has otherwise or not at all.
struct Difference {
  std::string pointer;           // RFC 6901: into the second document, or into the first if only that one has it
  std::optional<size_t> before;  // position in the first document
  std::optional<size_t> after;   // in the second
};

// The differences in document order, each as deep as it can be told. Of two arrays, what they begin and end with alike
// is left out, and what lies between is told item by item.
std::vector<Difference> ComputeDifferences(const Draft& before, const Draft& after);

}  // namespace certlite

#endif  // CERTLITE_CORE_COMPUTE_DIFFERENCE_H_
