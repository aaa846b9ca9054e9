// UUIDs: strict text in, canonical text out, and the bits of version 7.
#include "core/base/uuid.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace certlite {
namespace {

using namespace std::string_view_literals;

using Random = std::array<uint8_t, 10>;

std::string TextOf(const Uuid& uuid) {
  std::string text;
  AppendUuid(text, uuid);
  return text;
}

TEST(ParseUuid, ReadsEitherCaseAndWritesTheLower) {
  const struct {
    std::string_view text;
    std::string_view canonical;
  } kCases[] = {
      {"00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-000000000000"},
      {"ffffffff-ffff-ffff-ffff-ffffffffffff", "ffffffff-ffff-ffff-ffff-ffffffffffff"},
      {"FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", "ffffffff-ffff-ffff-ffff-ffffffffffff"},
      {"017F22E2-79B0-7CC3-98C4-DC0C0C07398F", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"},
      {"01234567-89ab-cdef-0123-456789ABCDEF", "01234567-89ab-cdef-0123-456789abcdef"},
  };
  for (const auto& c : kCases) {
    const auto uuid = ParseUuid(c.text);
    ASSERT_TRUE(uuid) << c.text;
    EXPECT_EQ(c.canonical, TextOf(*uuid));
  }
}

TEST(ParseUuid, KeepsTheOrderOfTheBytes) {
  const auto uuid = ParseUuid("00010203-0405-0607-0809-0a0b0c0d0e0f");
  ASSERT_TRUE(uuid);
  for (size_t i = 0; i < 16; ++i) EXPECT_EQ(i, uuid->bytes[i]);
}

TEST(ParseUuid, RefusesEverythingElse) {
  const std::string_view kCases[] = {
      "",
      "-",
      "017f22e279b07cc398c4dc0c0c07398f",
      "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
      "urn:uuid:017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
      "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
      "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
      "017f22e2-79b0-7cc3-98c4-dc0c0c07398\0"sv,
      "017f22e2-79b0-7cc3-98c4-dc0c0c07398f\0"sv,
      " 17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
      "017f22e2-79b0-7cc3-98c4-dc0c0c07398 ",
      "017f22e2 79b0 7cc3 98c4 dc0c0c07398f",
      "017f22e279-b0-7cc3-98c4-dc0c0c07398f",
      "017f22e2--9b0-7cc3-98c4-dc0c0c07398f",
      "017f22e2-79b0-7cc3-98c40dc0c0c07398f",
      "0x7f22e2-79b0-7cc3-98c4-dc0c0c07398f",
      "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
      "g17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
      "017f22e2-79b0-7cc3-98c4-dc0c0c0739:0",
      "017f22e2-79b0-7cc3-98c4-dc0c0c0739`0",
      "017f22e2-79b0-7cc3-98c4-dc0c0c0739@0",
      "017f22e2-79b0-7cc3-98c4-dc0c0c07\xD9\xA2"
      "8f",
  };
  for (const std::string_view text : kCases) EXPECT_FALSE(ParseUuid(text)) << text;
}

TEST(ParseUuid, RefusesAnyOtherByteAnywhere) {
  const std::string good = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
  for (size_t at = 0; at < good.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string text = good;
      text[at] = static_cast<char>(byte);
      const bool hex = std::string_view("0123456789abcdefABCDEF").find(text[at]) != std::string_view::npos;
      ASSERT_EQ(good[at] == '-' ? text[at] == '-' : hex, ParseUuid(text).has_value()) << at << ": " << byte;
    }
  }
}

TEST(MakeUuidV7, IsTheExampleOfTheRfc) {
  const Random random = {0x0C, 0xC3, 0x18, 0xC4, 0xDC, 0x0C, 0x0C, 0x07, 0x39, 0x8F};
  EXPECT_EQ("017f22e2-79b0-7cc3-98c4-dc0c0c07398f", TextOf(MakeUuidV7(1'645'557'742'000, random)));
}

TEST(MakeUuidV7, SetsVersionAndVariantWhateverIsRandom) {
  Random random;
  random.fill(0x00);
  EXPECT_EQ("00000000-0000-7000-8000-000000000000", TextOf(MakeUuidV7(0, random)));
  random.fill(0xFF);
  EXPECT_EQ("00000000-0001-7fff-bfff-ffffffffffff", TextOf(MakeUuidV7(1, random)));
  EXPECT_EQ("e677d21f-dbff-7fff-bfff-ffffffffffff", TextOf(MakeUuidV7(253'402'300'799'999, random)));
}

TEST(MakeUuidV7, SortsByInstant) {
  Random high;
  high.fill(0xFF);
  const Random low{};
  for (const int64_t ms : {int64_t{0}, int64_t{255}, int64_t{65'535}, int64_t{1} << 32, int64_t{1'764'028'799'999}}) {
    EXPECT_LT(MakeUuidV7(ms, high), MakeUuidV7(ms + 1, low)) << ms;
  }
}

TEST(UuidFromBytes, TakesSixteenBytesAndNothingElse) {
  std::vector<uint8_t> bytes;
  for (uint8_t i = 1; i <= 17; ++i) bytes.push_back(i);
  const std::span<const uint8_t> all = bytes;
  EXPECT_EQ("01020304-0506-0708-090a-0b0c0d0e0f10", TextOf(UuidFromBytes(all.first(16))));
  EXPECT_EQ(Uuid{}, UuidFromBytes(all.first(15)));
  EXPECT_EQ(Uuid{}, UuidFromBytes(all));
  EXPECT_EQ(Uuid{}, UuidFromBytes({}));
}

}  // namespace
}  // namespace certlite
