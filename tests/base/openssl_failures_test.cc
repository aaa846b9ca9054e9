// Whatever call of OpenSSL's fails, the first, the second or the last: it is told, and nothing wrong comes out.
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <limits>
#include <new>
#include <utility>

#include "core/base/hash.h"
#include "core/engine/entropy.h"
#include "tests/instead.h"

namespace {

constexpr int kNone = std::numeric_limits<int>::max();
int calls_left = kNone;  // until one fails; kNone: none does

bool Fails() {
  if (calls_left == kNone || calls_left-- != 0) return false;
  calls_left = kNone;
  return true;
}

// Answers null or 0 instead, when it is its turn to fail.
template <typename Function, typename... Arguments>
auto CallOr(Function* own, const char* name, Arguments... arguments) {
  const auto original = certlite::Original(own, name);
  return Fails() ? decltype(original(arguments...))() : original(arguments...);
}

}  // namespace

// OpenSSL calls some of them itself.
CERTLITE_INSTEAD EVP_MD* EVP_MD_fetch(OSSL_LIB_CTX* library, const char* name, const char* properties) {
  return CallOr(&EVP_MD_fetch, "EVP_MD_fetch", library, name, properties);
}
CERTLITE_INSTEAD EVP_MD_CTX* EVP_MD_CTX_new() { return CallOr(&EVP_MD_CTX_new, "EVP_MD_CTX_new"); }
CERTLITE_INSTEAD int EVP_DigestInit_ex2(EVP_MD_CTX* context, const EVP_MD* type, const OSSL_PARAM* parameters) {
  return CallOr(&EVP_DigestInit_ex2, "EVP_DigestInit_ex2", context, type, parameters);
}
CERTLITE_INSTEAD int EVP_DigestUpdate(EVP_MD_CTX* context, const void* bytes, size_t size) {
  return CallOr(&EVP_DigestUpdate, "EVP_DigestUpdate", context, bytes, size);
}
CERTLITE_INSTEAD int EVP_DigestFinal_ex(EVP_MD_CTX* context, unsigned char* digest, unsigned* size) {
  return CallOr(&EVP_DigestFinal_ex, "EVP_DigestFinal_ex", context, digest, size);
}
CERTLITE_INSTEAD EVP_MAC* EVP_MAC_fetch(OSSL_LIB_CTX* library, const char* name, const char* properties) {
  return CallOr(&EVP_MAC_fetch, "EVP_MAC_fetch", library, name, properties);
}
CERTLITE_INSTEAD EVP_MAC_CTX* EVP_MAC_CTX_new(EVP_MAC* mac) { return CallOr(&EVP_MAC_CTX_new, "EVP_MAC_CTX_new", mac); }
CERTLITE_INSTEAD int EVP_MAC_CTX_set_params(EVP_MAC_CTX* context, const OSSL_PARAM* parameters) {
  return CallOr(&EVP_MAC_CTX_set_params, "EVP_MAC_CTX_set_params", context, parameters);
}
CERTLITE_INSTEAD int EVP_MAC_init(EVP_MAC_CTX* context, const unsigned char* key, size_t size,
                                  const OSSL_PARAM* parameters) {
  return CallOr(&EVP_MAC_init, "EVP_MAC_init", context, key, size, parameters);
}
CERTLITE_INSTEAD int EVP_MAC_update(EVP_MAC_CTX* context, const unsigned char* bytes, size_t size) {
  return CallOr(&EVP_MAC_update, "EVP_MAC_update", context, bytes, size);
}
CERTLITE_INSTEAD int EVP_MAC_final(EVP_MAC_CTX* context, unsigned char* digest, size_t* size, size_t room) {
  return CallOr(&EVP_MAC_final, "EVP_MAC_final", context, digest, size, room);
}
CERTLITE_INSTEAD int RAND_bytes(unsigned char* bytes, int size) {
  return CallOr(&RAND_bytes, "RAND_bytes", bytes, size);
}

namespace certlite {
namespace {

// Of a thing's failures, those that were told as want of memory, and those that did no harm.
using Failures = std::pair<int, int>;

// Has each of the calls that `make` makes fail once.
template <typename Make>
Failures FailEach(Make make) {
  Failures failures;
  for (int nth = 0;; ++nth) {
    calls_left = nth;
    try {
      make();
      if (calls_left != kNone) break;
      ++failures.second;
    } catch (const std::bad_alloc&) {
      ++failures.first;
    }
  }
  calls_left = kNone;
  return failures;
}

// The first round has the algorithm fetched, too, which moves the other calls: the second has each of them.
constexpr int kRounds = 2;

// Once a digest is there, beginning anew may fail: the next one does it.
TEST(OpensslFailures, OfADigestAreWantOfMemory) {
  for (int round = 0; round < kRounds; ++round) {
    const Failures failures = FailEach([] {
      Sha256 sha256;
      const Digest digest = sha256.Update("abc").Finish();
      EXPECT_EQ(digest, sha256.Update("abc").Finish());
    });
    EXPECT_EQ(Failures(8, 2), failures);
  }
}

TEST(OpensslFailures, OfAnAuthenticationCodeAreWantOfMemory) {
  for (int round = 0; round < kRounds; ++round) {
    const Failures failures = FailEach([] {
      HmacSha256 hmac;
      const Digest digest = hmac.Of(BytesOf("key"), "abc");
      EXPECT_EQ(digest, hmac.Of(BytesOf("key"), "abc"));
    });
    EXPECT_LE(8, failures.first);
    EXPECT_EQ(0, failures.second);
  }
}

TEST(OpensslFailures, OfRandomnessGiveNothingOut) {
  Entropy entropy(0);
  std::array<uint8_t, 32> bytes = {};
  calls_left = 0;
  const auto refused = entropy.Fill(EntropyPurpose::kId, 0, 0, bytes);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(ErrorCode::kInternal, refused.error().code);
  EXPECT_EQ((std::array<uint8_t, 32>()), bytes);
  ASSERT_TRUE(entropy.Fill(EntropyPurpose::kId, 0, 0, bytes).ok());
  EXPECT_NE((std::array<uint8_t, 32>()), bytes);
}

}  // namespace
}  // namespace certlite
