// SHA-256, HMAC-SHA-256 and random bytes, by OpenSSL.
#ifndef CERTLITE_CORE_BASE_HASH_H_
#define CERTLITE_CORE_BASE_HASH_H_

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace certlite {

using Digest = std::array<uint8_t, 32>;

// The bytes of `text`.
inline std::span<const uint8_t> BytesOf(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

// A reusable SHA-256 computation: any number of Update, then Finish, which begins anew.
// Errors: std::bad_alloc when OpenSSL can't allocate. Thread-safety: one thread at a time.
class Sha256 {
 public:
  Sha256();
  Sha256& Update(std::span<const uint8_t> bytes);
  Sha256& Update(std::string_view text) { return Update(BytesOf(text)); }
  // Big-endian, as the history chain writes numbers.
  Sha256& UpdateU32(uint32_t value);
  Sha256& UpdateU64(uint64_t value);
  Digest Finish();

 private:
  struct Free {
    void operator()(void* context) const;
  };
  std::unique_ptr<void, Free> context_;
};

// A reusable HMAC-SHA-256 computation. Errors: std::bad_alloc. Thread-safety: one thread at a time.
class HmacSha256 {
 public:
  HmacSha256();
  Digest Of(std::span<const uint8_t> key, std::string_view text);

 private:
  struct Free {
    void operator()(void* context) const;
  };
  std::unique_ptr<void, Free> context_;
};

// Appends `bytes` as two lower-case hex digits each.
void AppendHex(std::string& out, std::span<const uint8_t> bytes);

// Fills `out` from the system's cryptographic generator. Returns false if it has none to give. Thread-safety: any.
[[nodiscard]] bool FillRandom(std::span<uint8_t> out);

}  // namespace certlite

#endif  // CERTLITE_CORE_BASE_HASH_H_
