// Choices that bytes make, so that a generator of random bytes and a fuzzer can make the same ones.
#ifndef CERTLITE_TESTS_RIGS_FILES_CHOICES_H_
#define CERTLITE_TESTS_RIGS_FILES_CHOICES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace certlite::rig {

class Choices {
 public:
  // Lifetime: `bytes` outlives the choices.
  explicit Choices(std::string_view bytes) : rest_(bytes) {}

  bool empty() const { return rest_.empty(); }

  // Below `n`, of as many bytes as that takes; 0 when there are none left.
  size_t Below(size_t n) {
    size_t number = 0;
    for (size_t reach = 1; reach < n && !rest_.empty(); reach <<= 8) {
      number = number << 8 | static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
    }
    return n == 0 ? 0 : number % n;
  }

  // The next `n` bytes, or what is left of them.
  std::string_view Take(size_t n) {
    const std::string_view taken = rest_.substr(0, n);
    rest_.remove_prefix(taken.size());
    return taken;
  }

 private:
  std::string_view rest_;
};

}  // namespace certlite::rig

#endif  // CERTLITE_TESTS_RIGS_FILES_CHOICES_H_
