// What the fuzz targets share: LLVMFuzzerTestOneInput stops the process by Require when something is not as it must be.
#ifndef CERTLITE_TESTS_RIGS_FUZZ_TARGET_H_
#define CERTLITE_TESTS_RIGS_FUZZ_TARGET_H_

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/rigs/documented.h"

namespace certlite::rig {

inline void Require(bool holds, std::string_view what, std::string_view seen = {}) {
  if (holds) return;
  std::cerr << "not so: " << what << "\n" << seen << "\n";
  std::abort();
}

// What every answer of a sound store must be: documented, and never our own mistake.
inline void RequireAnswer(const host::Answer& answer) {
  Require(answer.status != CERTLITE_E_INTERNAL, "no internal error", answer.text);
  const std::string strange = StrangenessOf(answer);
  Require(strange.empty(), "a documented answer", strange);
  Require(host::Json::accept(answer.text), "an answer is JSON", answer.text);
}

// Takes the text before the next `end` off `rest`, and `end` with it.
inline std::string_view TakeUntil(std::string_view& rest, char end) {
  const std::string_view taken = rest.substr(0, rest.find(end));
  rest.remove_prefix(taken.size() < rest.size() ? taken.size() + 1 : taken.size());
  return taken;
}

// The text with "@0" to "@9" replaced by the first ids, which an input can't know. A vector, since it ends where its
// memory does: whoever reads on is seen.
inline std::vector<char> WithIds(std::string_view text, const std::vector<std::string>& ids) {
  std::string named;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto which = i + 1 < text.size() ? static_cast<size_t>(text[i + 1] - '0') : ids.size();
    if (text[i] != '@' || which >= ids.size() || which > 9) {
      named += text[i];
      continue;
    }
    named += ids[which];
    ++i;
  }
  return {named.begin(), named.end()};
}

inline std::string_view ViewOf(const std::vector<char>& bytes) { return {bytes.data(), bytes.size()}; }

}  // namespace certlite::rig

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

#endif  // CERTLITE_TESTS_RIGS_FUZZ_TARGET_H_
