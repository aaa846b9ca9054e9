// Text that lives exactly as long as one call: values point into it and stay plain data.
#ifndef CERTLITE_CORE_BASE_ARENA_H_
#define CERTLITE_CORE_BASE_ARENA_H_

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace certlite {

// Copies text into blocks that never move. Lifetime: every view lives as long as the arena.
// Thread-safety: one thread at a time.
class Arena {
 public:
  std::string_view Copy(std::string_view text);

 private:
  std::vector<std::unique_ptr<char[]>> blocks_;
  char* free_ = nullptr;
  size_t free_bytes_ = 0;
};

}  // namespace certlite

#endif  // CERTLITE_CORE_BASE_ARENA_H_
