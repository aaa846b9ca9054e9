#include "core/base/hash.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <new>

namespace certlite {
namespace {

EVP_MD_CTX* Context(void* context) { return static_cast<EVP_MD_CTX*>(context); }

// A static one is made again by the next caller if it could not be made.
template <typename Algorithm>
Algorithm* Fetched(Algorithm* algorithm) {
  if (algorithm == nullptr) throw std::bad_alloc();
  return algorithm;
}

// Fetched once: a look-up by name for every digest costs more than the digest.
const EVP_MD* Algorithm() {
  static const EVP_MD* const algorithm = Fetched(EVP_MD_fetch(nullptr, "SHA2-256", nullptr));
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
  if (context_ == nullptr) *this = Sha256();
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
  Update(std::span<const uint8_t>());  // of nothing there is a digest, too
  Digest digest;
  if (EVP_DigestFinal_ex(Context(context_.get()), digest.data(), nullptr) != 1) throw std::bad_alloc();
  // A context that could not begin anew would make OpenSSL crash: the next Update makes another.
  if (EVP_DigestInit_ex2(Context(context_.get()), nullptr, nullptr) != 1) context_.reset();
  return digest;
}

void HmacSha256::Free::operator()(void* context) const { EVP_MAC_CTX_free(static_cast<EVP_MAC_CTX*>(context)); }

HmacSha256::HmacSha256() {
  static EVP_MAC* const algorithm = Fetched(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
  EVP_MAC_CTX* const context = EVP_MAC_CTX_new(algorithm);
  context_.reset(context);
  char name[] = "SHA256";
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
                                   OSSL_PARAM_construct_end()};
  if (context == nullptr || EVP_MAC_CTX_set_params(context, parameters) != 1) throw std::bad_alloc();
}

Digest HmacSha256::Of(std::span<const uint8_t> key, std::string_view text) {
  auto* const context = static_cast<EVP_MAC_CTX*>(context_.get());
  const auto bytes = BytesOf(text);
  Digest digest{};
  size_t size = 0;
  const uint8_t* const begin = key.empty() ? digest.data() : key.data();  // null would be the key before
  if (EVP_MAC_init(context, begin, key.size(), nullptr) != 1 ||
      EVP_MAC_update(context, bytes.data(), bytes.size()) != 1 ||
      EVP_MAC_final(context, digest.data(), &size, digest.size()) != 1) {
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
