// SHA-256 and HMAC against published vectors, and how a computation is reused.
#include "core/base/hash.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace certlite {
namespace {

using namespace std::string_view_literals;

std::string HexOf(std::span<const uint8_t> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const uint8_t byte : bytes) {
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

constexpr std::string_view kOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

TEST(Sha256, MeetsThePublishedVectors) {  // FIPS 180-4
  const struct {
    std::string text;
    std::string_view hex;
  } kCases[] = {
      {"", kOfNothing},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {std::string(1'000'000, 'a'), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
  };
  Sha256 reused;
  for (const auto& c : kCases) {
    EXPECT_EQ(c.hex, HexOf(Sha256().Update(c.text).Finish()));
    EXPECT_EQ(c.hex, HexOf(reused.Update(c.text).Finish()));
  }
}

TEST(Sha256, DoesNotSeeWhereTheUpdatesMeet) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += static_cast<char>(i);
  const Digest whole = Sha256().Update(text).Finish();
  const std::string_view view = text;
  for (size_t at = 0; at <= text.size(); ++at) {
    ASSERT_EQ(whole, Sha256().Update(view.substr(0, at)).Update(view.substr(at)).Finish()) << at;
  }
}

TEST(Sha256, BeginsAnewAfterFinish) {
  Sha256 sha256;
  EXPECT_EQ(kOfNothing, HexOf(sha256.Finish()));
  const Digest first = sha256.Update("one").Finish();
  EXPECT_NE(first, sha256.Update("two").Finish());
  EXPECT_EQ(kOfNothing, HexOf(sha256.Finish()));
  EXPECT_EQ(first, sha256.Update("one").Finish());
}

TEST(Sha256, WritesNumbersBigEndian) {
  const struct {
    uint32_t value;
    std::string_view bytes;
  } kCases32[] = {{0, "\0\0\0\0"sv}, {1, "\0\0\0\1"sv}, {0x01020304, "\1\2\3\4"sv}, {0xFFFEFDFC, "\xFF\xFE\xFD\xFC"sv}};
  for (const auto& c : kCases32) {
    EXPECT_EQ(Sha256().Update(c.bytes).Finish(), Sha256().UpdateU32(c.value).Finish()) << c.value;
  }
  const struct {
    uint64_t value;
    std::string_view bytes;
  } kCases64[] = {{0, "\0\0\0\0\0\0\0\0"sv},
                  {1, "\0\0\0\0\0\0\0\1"sv},
                  {0x0102030405060708, "\1\2\3\4\5\6\7\10"sv},
                  {static_cast<uint64_t>(int64_t{-2}), "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFE"sv}};
  for (const auto& c : kCases64) {
    EXPECT_EQ(Sha256().Update(c.bytes).Finish(), Sha256().UpdateU64(c.value).Finish()) << c.value;
  }
}

TEST(HmacSha256, MeetsThePublishedVectors) {  // RFC 4231; the last one has no key
  std::string counting;
  for (char i = 1; i <= 25; ++i) counting += i;
  const struct {
    std::string key;
    std::string text;
    std::string_view hex;
  } kCases[] = {
      {std::string(20, '\x0b'), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
      {"Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
      {std::string(20, '\xaa'), std::string(50, '\xdd'),
       "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
      {counting, std::string(50, '\xcd'), "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
      {std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
      {std::string(131, '\xaa'),
       "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be "
       "hashed before being used by the HMAC algorithm.",
       "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
      {"", "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"},
  };
  HmacSha256 hmac;  // one for all, so that none lives on its predecessor's key
  for (const auto& c : kCases) EXPECT_EQ(c.hex, HexOf(hmac.Of(BytesOf(c.key), c.text)));
}

TEST(FillRandom, FillsEveryByteAnew) {
  std::vector<uint8_t> ever(40, 0);  // which bits were ever set
  std::vector<uint8_t> before(40, 0);
  for (int i = 0; i < 64; ++i) {
    std::vector<uint8_t> bytes(40, 0);
    ASSERT_TRUE(FillRandom(bytes));
    EXPECT_NE(before, bytes);
    for (size_t at = 0; at < bytes.size(); ++at) ever[at] = static_cast<uint8_t>(ever[at] | bytes[at]);
    before = bytes;
  }
  EXPECT_EQ(std::vector<uint8_t>(40, 0xFF), ever);  // fails by chance once in 10^16
  EXPECT_TRUE(FillRandom({}));
}

TEST(AppendHex, WritesTwoLowerCaseDigitsAByte) {
  std::string text = "x";
  AppendHex(text, std::array<uint8_t, 4>{0x00, 0x0F, 0xA5, 0xFF});
  EXPECT_EQ("x000fa5ff", text);
}

}  // namespace
}  // namespace certlite
