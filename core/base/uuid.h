// UUIDs (RFC 9562): strict text in, canonical text out, and version 7 made from an instant and random bytes.
#ifndef CERTLITE_CORE_BASE_UUID_H_
#define CERTLITE_CORE_BASE_UUID_H_

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace certlite {

struct Uuid {
  std::array<uint8_t, 16> bytes{};

  friend auto operator<=>(const Uuid&, const Uuid&) = default;

  template <typename H>
  friend H AbslHashValue(H state, const Uuid& uuid) {
    return H::combine(std::move(state), uuid.bytes);
  }
};

// Reads the 36-character form, either case; nothing else.
std::optional<Uuid> ParseUuid(std::string_view text);

// Writes the 36-character form in lower case at `at`; answers the end.
char* PutUuid(char* at, const Uuid& uuid);

// Appends the same.
void AppendUuid(std::string& out, const Uuid& uuid);

// A version 7 UUID of the instant `ms` and ten random bytes.
Uuid MakeUuidV7(int64_t ms, std::span<const uint8_t, 10> random);

// The UUID in 16 bytes of storage; nil if `bytes` has another size.
Uuid UuidFromBytes(std::span<const uint8_t> bytes);

}  // namespace certlite

#endif  // CERTLITE_CORE_BASE_UUID_H_
