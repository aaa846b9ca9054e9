// The arena: copies that stay where they are and what they are.
#include "core/base/arena.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace certlite {
namespace {

TEST(Arena, CopiesOutliveWhatTheyWereCopiedFrom) {
  Arena arena;
  std::string source = "kept";
  const std::string_view copy = arena.Copy(source);
  source = "gone";
  EXPECT_EQ("kept", copy);
}

TEST(Arena, KeepsNulBytes) {
  Arena arena;
  const std::string text("a\0b\0", 4);
  EXPECT_EQ(text, arena.Copy(text));
}

TEST(Arena, CopiesNothingOfAnEmptyText) {
  Arena arena;
  EXPECT_EQ("", arena.Copy(""));
  EXPECT_EQ("", arena.Copy({}));
}

TEST(Arena, EarlierCopiesNeitherMoveNorChange) {
  Arena arena;
  struct Kept {
    std::string text;
    std::string_view copy;
    const char* at;
  };
  std::vector<Kept> all;
  // Sizes below, at and above a block, in turns.
  for (size_t i = 0; i < 3000; ++i) {
    const size_t size = i % 100 == 99 ? 4095 + i / 100 % 3 : i % 97 * (i % 13);
    const std::string text(size, static_cast<char>('a' + i % 26));
    const std::string_view copy = arena.Copy(text);
    all.push_back({text, copy, copy.data()});
  }
  for (const Kept& kept : all) {
    ASSERT_EQ(kept.at, kept.copy.data());
    ASSERT_EQ(kept.text, kept.copy);
  }
}

TEST(Arena, CopiesDoNotOverlap) {
  Arena arena;
  std::vector<std::string_view> copies;
  for (int i = 0; i < 2000; ++i) copies.push_back(arena.Copy(std::to_string(i)));
  for (int i = 0; i < 2000; ++i) ASSERT_EQ(std::to_string(i), copies[static_cast<size_t>(i)]);
}

}  // namespace
}  // namespace certlite
