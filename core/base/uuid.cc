#include "core/base/uuid.h"

#include <algorithm>

namespace certlite {
namespace {

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

constexpr bool DashAt(size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

}  // namespace

std::optional<Uuid> ParseUuid(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  Uuid uuid;
  size_t byte = 0;
  for (size_t i = 0; i < 36;) {
    if (DashAt(i)) {
      if (text[i] != '-') return std::nullopt;
      ++i;
      continue;
    }
    const int high = HexValue(text[i]);
    const int low = HexValue(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    uuid.bytes[byte++] = static_cast<uint8_t>(high << 4 | low);
    i += 2;
  }
  return uuid;
}

char* PutUuid(char* at, const Uuid& uuid) {
  static constexpr char kHex[] = "0123456789abcdef";
  const char* const begin = at;
  for (const uint8_t byte : uuid.bytes) {
    if (DashAt(static_cast<size_t>(at - begin))) *at++ = '-';
    *at++ = kHex[byte >> 4];
    *at++ = kHex[byte & 15];
  }
  return at;
}

void AppendUuid(std::string& out, const Uuid& uuid) {
  char text[36];
  out.append(text, PutUuid(text, uuid));
}

Uuid MakeUuidV7(int64_t ms, std::span<const uint8_t, 10> random) {
  Uuid uuid;
  for (size_t i = 0; i < 6; ++i) uuid.bytes[i] = static_cast<uint8_t>(ms >> (8 * (5 - i)));
  std::ranges::copy(random, uuid.bytes.begin() + 6);
  uuid.bytes[6] = static_cast<uint8_t>(0x70 | (uuid.bytes[6] & 0x0f));  // version 7
  uuid.bytes[8] = static_cast<uint8_t>(0x80 | (uuid.bytes[8] & 0x3f));  // variant of RFC 9562
  return uuid;
}

Uuid UuidFromBytes(std::span<const uint8_t> bytes) {
  Uuid uuid;
  if (bytes.size() == uuid.bytes.size()) std::ranges::copy(bytes, uuid.bytes.begin());
  return uuid;
}

}  // namespace certlite
