// Text that is handed to a C caller: whole, ended by a NUL, and given away once.
#include "core/base/owned_text.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <utility>

namespace certlite {
namespace {

TEST(OwnedText, CopiesAndEndsWithNul) {
  std::string source("a\0b", 3);
  const OwnedText text(source);
  source = "gone";
  EXPECT_EQ(3U, text.size());
  EXPECT_EQ(std::string_view("a\0b", 3), text.view());
  EXPECT_EQ('\0', text.view().data()[3]);
}

TEST(OwnedText, IsEmptyByDefault) {
  OwnedText text;
  EXPECT_EQ(0U, text.size());
  EXPECT_EQ("", text.view());
  EXPECT_EQ(nullptr, text.Release());
}

TEST(OwnedText, OfAnEmptyTextIsStillText) {
  for (const std::string_view empty : {std::string_view(), std::string_view("")}) {
    OwnedText text(empty);
    EXPECT_EQ(0U, text.size());
    char* const data = text.Release();
    ASSERT_NE(nullptr, data);
    EXPECT_STREQ("", data);
    std::free(data);
  }
}

TEST(OwnedText, GivesItsMemoryAwayOnce) {
  OwnedText text("given");
  char* const data = text.Release();
  EXPECT_STREQ("given", data);
  EXPECT_EQ(0U, text.size());
  EXPECT_EQ("", text.view());
  EXPECT_EQ(nullptr, text.Release());
  std::free(data);
}

TEST(OwnedText, MovesItsMemory) {
  OwnedText from("moved");
  const char* const data = from.view().data();
  const OwnedText to = std::move(from);
  EXPECT_EQ(data, to.view().data());
  EXPECT_EQ("moved", to.view());
}

}  // namespace
}  // namespace certlite
