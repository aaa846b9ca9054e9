// What the history says of an answer is believed only as far as its payload goes.
#include "core/engine/versions.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string_view>

#include "core/render/render.h"

namespace certlite {
namespace {

TEST(AnswerIn, IsThatOfThePayloadOrDamaged) {
  HistoryEntry entry;
  entry.payload = R"({"answer":{"a":1},"more":2})";
  entry.answer_bytes = 7;
  ASSERT_TRUE(AnswerIn(entry).ok());
  EXPECT_EQ(R"({"a":1})", *AnswerIn(entry));
  const auto longest = static_cast<int64_t>(entry.payload.size() - kAnswerOffset);
  // A length that begins anew at 32 bits is no shorter for that.
  for (const int64_t bytes : {int64_t{0}, int64_t{-1}, longest + 1, (int64_t{1} << 32) + 7, -(int64_t{1} << 32) + 7,
                              std::numeric_limits<int64_t>::max(), std::numeric_limits<int64_t>::min()}) {
    entry.answer_bytes = bytes;
    const auto answer = AnswerIn(entry);
    ASSERT_FALSE(answer.ok()) << bytes;
    EXPECT_EQ(ErrorCode::kCorrupt, answer.error().code) << bytes;
  }
  entry.answer_bytes = 1;
  for (const std::string_view payload : {"", R"({"answer")", R"({"answer":)"}) {
    entry.payload = payload;
    EXPECT_FALSE(AnswerIn(entry).ok()) << payload;
  }
}

}  // namespace
}  // namespace certlite
