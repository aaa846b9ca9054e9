// Text that is written through a pointer: one check of the room for many pieces.
#ifndef CERTLITE_CORE_BASE_ROOM_H_
#define CERTLITE_CORE_BASE_ROOM_H_

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace certlite {

// Appends what `put(at)` writes from `at` on, which is at most `room` bytes; it answers the end.
template <typename Put>
void AppendInRoom(std::string& out, size_t room, Put put) {
  constexpr size_t kOnTheStack = 4096;  // the length is known only afterwards, and a string fills what it grows by
  if (room <= kOnTheStack) {
    char text[kOnTheStack];
    out.append(text, put(text));
  } else {
    const auto text = std::make_unique_for_overwrite<char[]>(room);
    out.append(text.get(), put(text.get()));
  }
}

// Writes `text` at `at`; answers the end.
inline char* PutText(char* at, std::string_view text) { return std::ranges::copy(text, at).out; }

}  // namespace certlite

#endif  // CERTLITE_CORE_BASE_ROOM_H_
