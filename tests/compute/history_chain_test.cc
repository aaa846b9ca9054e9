// The history's chain against its published layout: bytes assembled by hand, and digests computed elsewhere.
#include "core/compute/history_chain.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace certlite {
namespace {

using namespace std::string_view_literals;

template <typename Bytes>
Bytes CountingFrom(uint8_t first) {
  Bytes bytes{};
  for (uint8_t& byte : bytes) byte = first++;
  return bytes;
}

std::string HexOf(const Digest& digest) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const uint8_t byte : digest) {
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

std::string_view TextOf(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

ChainLink Link() {
  ChainLink link;
  link.organization_id.bytes = CountingFrom<std::array<uint8_t, 16>>(0x10);
  link.sequence = 0x0102030405060708;
  link.instant = 1'764'028'799'999;  // 0x0000019ab84f5bff
  link.operation = "certification.create";
  link.resource_id.bytes = CountingFrom<std::array<uint8_t, 16>>(0xA0);
  link.revision = 3;
  link.commitment = CountingFrom<Digest>(0x40);
  link.previous_hash = CountingFrom<Digest>(0xC0);
  return link;
}

TEST(ChainHash, IsTheDigestOfThePublishedLayout) {
  const ChainLink link = Link();
  std::string bytes;
  bytes += "certlite-history-1\0"sv;
  bytes += "\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f";
  bytes += "\1\2\3\4\5\6\7\10"sv;
  bytes += "\0\0\x01\x9a\xb8\x4f\x5b\xff"sv;
  bytes += "\0\0\0\x14"sv;
  bytes += "certification.create";
  bytes += "\xa0\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae\xaf";
  bytes += "\0\0\0\0\0\0\0\3"sv;
  bytes += TextOf(link.commitment);
  bytes += TextOf(link.previous_hash);
  ASSERT_EQ(163U, bytes.size());
  Sha256 sha256;
  EXPECT_EQ(sha256.Update(bytes).Finish(), ChainHash(sha256, link));
}

// The expected digests were computed with another implementation of SHA-256 over bytes packed by another program.
TEST(ChainHash, MeetsDigestsComputedElsewhere) {
  Sha256 sha256;
  EXPECT_EQ("a7abf869bf0dc6b6ec2b2f8df227c2de6d7e3a943f99818f542fe5df1c6d8dda", HexOf(ChainHash(sha256, Link())));

  ChainLink first;  // the first entry of the standard catalogue's chain
  first.sequence = 1;
  first.operation = "certification_type.create";
  first.resource_id = Link().resource_id;
  first.revision = 1;
  first.commitment = Link().commitment;
  const Digest first_hash = ChainHash(sha256, first);
  EXPECT_EQ("b017172020233bdc29306320cbf1b911676d99fe9b4ad2101f0de5428e16bcf0", HexOf(first_hash));

  ChainLink second = first;
  second.sequence = 2;
  second.instant = 1;
  second.operation = "certification_type.update";
  second.revision = 2;
  std::copy(first.commitment.rbegin(), first.commitment.rend(), second.commitment.begin());
  second.previous_hash = first_hash;
  EXPECT_EQ("d1e8360cf2436df78e155ad88c5185391908dc455a2bfe23c8ba4111790a91da", HexOf(ChainHash(sha256, second)));

  ChainLink negative;
  negative.instant = -1;
  EXPECT_EQ("d202b378b53a3e47d9ca598819791a2b62fa12602287d8aaac8c61aaf7041e84", HexOf(ChainHash(sha256, negative)));
}

TEST(ChainHash, CoversEveryPart) {
  Sha256 sha256;
  std::vector<ChainLink> links(9, Link());
  links[1].organization_id.bytes[15] ^= 1;
  links[2].sequence += 1;
  links[3].instant += 1;
  links[4].operation = "certification.creatf";
  links[5].resource_id.bytes[0] ^= 0x80;
  links[6].revision += 1;
  links[7].commitment[31] ^= 1;
  links[8].previous_hash[0] ^= 1;
  std::set<Digest> digests;
  for (const ChainLink& link : links) digests.insert(ChainHash(sha256, link));
  EXPECT_EQ(links.size(), digests.size());
}

// The length before the operation's name keeps what follows from being taken for a part of it.
TEST(ChainHash, TellsTheOperationFromWhatFollows) {
  Sha256 sha256;
  ChainLink longer = Link();
  longer.operation = "me.get\xa0"sv;
  ChainLink shorter = Link();
  shorter.operation = "me.get"sv;
  EXPECT_NE(ChainHash(sha256, longer), ChainHash(sha256, shorter));
}

TEST(ChainHash, LeavesTheComputationReadyForTheNext) {
  Sha256 reused;
  const Digest once = ChainHash(reused, Link());
  EXPECT_EQ(once, ChainHash(reused, Link()));
  Sha256 fresh;
  EXPECT_EQ(once, ChainHash(fresh, Link()));
}

}  // namespace
}  // namespace certlite
