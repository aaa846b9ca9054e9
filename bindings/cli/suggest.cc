// Finds the nearest word by counting single-letter edits.
#include "bindings/cli/suggest.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace certlite::cli {
namespace {

char Folded(char c) {
  if (c == '_') return '-';
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// How many letters must be put in, taken out or replaced to make `b` of `a`.
size_t Edits(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0]++;
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t replaced = diagonal + (Folded(a[i]) == Folded(b[j]) ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string Nearest(std::string_view typed, const std::vector<std::string>& known) {
  constexpr size_t kTypedBytesMax = 100;  // nobody means a known word by more than this
  if (typed.size() > kTypedBytesMax) return "";
  std::string nearest;
  size_t edits_min = std::max<size_t>(2, typed.size() / 3) + 1;
  for (const std::string& word : known) {
    const size_t edits = Edits(typed, word);
    if (edits < edits_min && edits < word.size()) {
      edits_min = edits;
      nearest = word;
    }
  }
  return nearest;
}

std::string DidYouMean(std::string_view typed, const std::vector<std::string>& known) {
  const std::string nearest = Nearest(typed, known);
  return nearest.empty() ? "" : "; did you mean '" + nearest + "'?";
}

}  // namespace certlite::cli
