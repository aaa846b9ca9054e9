// JSON strings and pointers: what is escaped, how, and what is left alone.
#include "core/base/json_text.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace certlite {
namespace {

using namespace std::string_view_literals;

TEST(OnlyAscii, HasAQuestionMarkForEveryByteThatIsNone) {
  EXPECT_EQ("", OnlyAscii(""));
  EXPECT_EQ(std::string("a\x7f\0", 3), OnlyAscii(std::string_view("a\x7f\0", 3)));
  EXPECT_EQ("?b??", OnlyAscii("\x80"
                              "b\xc3\xa9"));
}

TEST(IsUtf8, IsWhatEveryProgramCanRead) {
  for (const std::string_view text : {""sv, "a\0"sv, "caf\u00e9 \u20ac \U0001F600"sv}) EXPECT_TRUE(IsUtf8(text));
  for (const std::string_view text : {"\x80"sv, "a\xC3"sv, "\xC0\xAF"sv, "\xED\xA0\x80"sv}) EXPECT_FALSE(IsUtf8(text));
}

TEST(JsonString, EscapesOnlyWhatMustBe) {
  const struct {
    std::string_view text;
    std::string_view json;
  } kCases[] = {
      {"", R"("")"},
      {"plain", R"("plain")"},
      {"\"", R"("\"")"},
      {"\\", R"("\\")"},
      {"/", R"("/")"},
      {"'<>&", R"("'<>&")"},
      {"\b\t\n\f\r", R"("\b\t\n\f\r")"},
      {"\x7F", "\"\x7F\""},
      {"a\"b\\c\nd", R"("a\"b\\c\nd")"},
      {"\"\"", R"("\"\"")"},
      {"caf\u00e9 \u20ac \U0001F600", "\"caf\u00e9 \u20ac \U0001F600\""},
      {"\u2028\u2029", "\"\u2028\u2029\""},
      {"\0"sv, R"("\u0000")"},
      {"a\0b"sv, R"("a\u0000b")"},
  };
  for (const auto& c : kCases) EXPECT_EQ(c.json, JsonString(c.text));
}

TEST(JsonString, WritesEachControlCharacterInOneWay) {
  constexpr std::string_view kShort = "........btn.fr..................";
  for (int code = 0; code < 0x20; ++code) {
    const char letter = kShort[static_cast<size_t>(code)];
    std::string expected = "\"\\u0000\"";
    expected[5] = static_cast<char>('0' + code / 16);
    expected[6] = "0123456789abcdef"[code % 16];
    if (letter != '.') expected = std::string("\"\\") + letter + '"';
    EXPECT_EQ(expected, JsonString(std::string(1, static_cast<char>(code)))) << code;
  }
}

TEST(JsonString, LeavesEveryOtherByteAlone) {
  for (int code = 0x20; code < 0x100; ++code) {
    const std::string text(1, static_cast<char>(code));
    const bool escaped = code == '"' || code == '\\';
    EXPECT_EQ(escaped ? "\"\\" + text + '"' : '"' + text + '"', JsonString(text)) << code;
  }
}

TEST(AppendJsonString, AppendsToWhatIsThere) {
  std::string out = "[";
  AppendJsonString(out, "a\n");
  AppendJsonString(out, "b");
  EXPECT_EQ(R"(["a\n""b")", out);
}

TEST(PointerTo, EscapesAsThePointersRfcSays) {  // RFC 6901, section 5
  const struct {
    std::string_view member;
    std::string_view pointer;
  } kCases[] = {
      {"foo", "/foo"}, {"", "/"},         {"a/b", "/a~1b"},   {"c%d", "/c%d"}, {"e^f", "/e^f"},
      {"g|h", "/g|h"}, {"i\\j", "/i\\j"}, {"k\"l", "/k\"l"},  {" ", "/ "},     {"m~n", "/m~0n"},
      {"~1", "/~01"},  {"~0", "/~00"},    {"/~/", "/~1~0~1"}, {"é", "/é"},
  };
  for (const auto& c : kCases) EXPECT_EQ(c.pointer, PointerTo(c.member));
}

TEST(AppendPointerToken, GoesOneLevelDown) {
  std::string pointer = PointerTo("validity_period");
  AppendPointerToken(pointer, "a/b");
  EXPECT_EQ("/validity_period/a~1b", pointer);
}

}  // namespace
}  // namespace certlite
