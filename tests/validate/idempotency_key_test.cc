// Idempotency keys: their bytes, their length, and what is said of the others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "core/model/rule.h"
#include "core/validate/validate.h"
#include "tests/validate/violations.h"

namespace certlite {
namespace {

using testing::ElementsAre;

TEST(CheckIdempotencyKey, TakesOneToTwoHundredAndFiftyFiveVisibleBytes) {
  for (const size_t size : {size_t{1}, size_t{2}, size_t{254}, size_t{255}}) {
    EXPECT_TRUE(CheckIdempotencyKey(std::string(size, 'k')).ok()) << size;
  }
  for (int byte = 0; byte < 256; ++byte) {
    for (const std::string around : {"", "k"}) {
      const std::string key = around + static_cast<char>(byte) + around;
      EXPECT_EQ(byte >= 0x21 && byte <= 0x7E, CheckIdempotencyKey(key).ok()) << byte;
    }
  }
}

TEST(CheckIdempotencyKey, NamesItsRuleAndWhatWasWrong) {
  const struct {
    std::string key;
    std::string_view detail;
  } kCases[] = {
      {"", "The idempotency key is empty; leave it out or give 1 to 255 bytes."},
      {std::string(256, 'k'), "The idempotency key has 256 bytes; at most 255 are accepted."},
      {std::string(100'000, 'k'), "The idempotency key has 100000 bytes; at most 255 are accepted."},
      {"two words", "The idempotency key holds bytes outside of 0x21..0x7E (visible ASCII)."},
      {"trailing\n", "The idempotency key holds bytes outside of 0x21..0x7E (visible ASCII)."},
      {std::string("nul\0", 4), "The idempotency key holds bytes outside of 0x21..0x7E (visible ASCII)."},
      {"caf\u00e9", "The idempotency key holds bytes outside of 0x21..0x7E (visible ASCII)."},
  };
  for (const auto& c : kCases) {
    const auto checked = CheckIdempotencyKey(c.key);
    ASSERT_FALSE(checked.ok()) << c.key;
    EXPECT_EQ(ErrorCode::kIdempotencyKeyInvalid, checked.error().code);
    EXPECT_EQ(c.detail, checked.error().detail);
    EXPECT_THAT(RulesAt(checked.error().violations), ElementsAre(RuleAt(rule::kKeyFormat, "")));
  }
}

}  // namespace
}  // namespace certlite
