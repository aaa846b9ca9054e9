// SQL that is put together by the compiler.
#ifndef CERTLITE_CORE_STORE_SQL_TEXT_H_
#define CERTLITE_CORE_STORE_SQL_TEXT_H_

#include <algorithm>
#include <array>
#include <cstddef>

namespace certlite {

// Two constant texts as one, so that each list of columns stands once.
template <size_t kA, size_t kB>
consteval std::array<char, kA + kB - 1> Join(const char (&a)[kA], const char (&b)[kB]) {
  std::array<char, kA + kB - 1> joined{};
  std::copy(a, a + kA - 1, joined.begin());
  std::copy(b, b + kB, joined.begin() + kA - 1);
  return joined;
}

}  // namespace certlite

#endif  // CERTLITE_CORE_STORE_SQL_TEXT_H_
