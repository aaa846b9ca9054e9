#include "core/base/hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <new>

namespace certlite {
namespace {

EVP_MD_CTX* Context(void* context) { return static_cast<EVP_MD_CTX*>(context); }

// Fetched once: a look-up by name for every digest costs more than the digest.
const EVP_MD* Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA2-256", nullptr);
  return algorithm;
}

}  // namespace

void Sha256::Free::operator()(void* context) const { EVP_MD_CTX_free(Context(context)); }

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  if (context_ == nullptr || EVP_DigestInit_ex2(Context(context_.get()), Algorithm(), nullptr) != 1) {
    throw std::bad_alloc();
  }
}

Sha256& Sha256::Update(std::span<const uint8_t> bytes) {
  if (EVP_DigestUpdate(Context(context_.get()), bytes.data(), bytes.size()) != 1) throw std::bad_alloc();
  return *this;
}

Sha256& Sha256::UpdateU32(uint32_t value) {
  std::array<uint8_t, 4> bytes;
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<uint8_t>(value >> (8 * (3 - i)));
  return Update(bytes);
}

Sha256& Sha256::UpdateU64(uint64_t value) {
  return UpdateU32(static_cast<uint32_t>(value >> 32)).UpdateU32(static_cast<uint32_t>(value));
}

Digest Sha256::Finish() {
  Digest digest;
  if (EVP_DigestFinal_ex(Context(context_.get()), digest.data(), nullptr) != 1 ||
      EVP_DigestInit_ex2(Context(context_.get()), nullptr, nullptr) != 1) {
    throw std::bad_alloc();
  }
  return digest;
}

Digest HmacSha256(std::span<const uint8_t> key, std::string_view text) {
  Digest digest;
  unsigned size = 0;
  const auto bytes = BytesOf(text);
  if (HMAC(Algorithm(), key.data(), static_cast<int>(key.size()), bytes.data(), bytes.size(), digest.data(), &size) ==
      nullptr) {
    throw std::bad_alloc();
  }
  return digest;
}

void AppendHex(std::string& out, std::span<const uint8_t> bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  for (const uint8_t byte : bytes) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
}

bool FillRandom(std::span<uint8_t> out) { return RAND_bytes(out.data(), static_cast<int>(out.size())) == 1; }

}  // namespace certlite
