// The parser: what a draft says of a document, the bounds, and a parser that is used again.
#include "core/parse/json_parser.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <string_view>

#include "core/model/limits.h"
#include "core/model/rule.h"

namespace certlite {
namespace {

using Kind = JsonNode::Kind;

// `count` containers nested in one another, the outermost an object.
std::string Nested(size_t count, bool objects, std::string_view innermost) {
  std::string text = "{\"a\":";
  for (size_t i = 1; i < count; ++i) text += objects ? "{\"a\":" : "[";
  text += innermost;
  for (size_t i = 1; i < count; ++i) text += objects ? "}" : "]";
  return text + "}";
}

void ExpectRule(std::string_view rule, ErrorCode code, JsonParser& parser, std::string_view text) {
  auto draft = parser.Parse(text);
  ASSERT_FALSE(draft.ok()) << text.substr(0, 100);
  EXPECT_EQ(code, draft.error().code);
  ASSERT_EQ(1U, draft.error().violations.size());
  EXPECT_EQ(rule, draft.error().violations[0].rule) << text.substr(0, 100);
  EXPECT_EQ("", draft.error().violations[0].pointer);
}

TEST(JsonParser, KeepsDocumentOrderAndExtent) {
  JsonParser parser;
  auto draft = parser.Parse(R"({"z":[1,{"y":"x"}],"":null,"b":true,"c":2.5,"e":{}})");
  ASSERT_TRUE(draft.ok());
  const struct {
    Kind kind;
    std::string_view name;
    size_t end;
  } kNodes[] = {{Kind::kObject, "", 9},   {Kind::kArray, "z", 5},  {Kind::kInteger, "", 3},
                {Kind::kObject, "", 5},   {Kind::kString, "y", 5}, {Kind::kNull, "", 6},
                {Kind::kBoolean, "b", 7}, {Kind::kDouble, "c", 8}, {Kind::kObject, "e", 9}};
  ASSERT_EQ(std::size(kNodes), (*draft)->nodes.size());
  for (size_t i = 0; i < std::size(kNodes); ++i) {
    const JsonNode& node = (*draft)->nodes[i];
    EXPECT_EQ(kNodes[i].kind, node.kind) << i;
    EXPECT_EQ(kNodes[i].name, node.name) << i;
    EXPECT_EQ(kNodes[i].end, node.end) << i;
  }
  EXPECT_EQ(1, (*draft)->nodes[2].integer);
  EXPECT_EQ("x", (*draft)->nodes[4].text);
  EXPECT_TRUE((*draft)->nodes[6].boolean);
  EXPECT_EQ(2.5, (*draft)->nodes[7].number);
}

TEST(JsonParser, UnescapesText) {
  const struct {
    std::string_view json;
    std::string_view text;
  } kCases[] = {
      {R"("\"\\\/\b\f\n\r\t")", "\"\\/\b\f\n\r\t"},
      {R"("\u0041\u00e9\u20ac\ud83d\ude00")", "A\u00e9\u20ac\U0001F600"},
      {R"("\u0001\u001f\u007f")", "\x01\x1f\x7f"},
      {R"("\uFFFF\udbff\udfff")", "\uffff\U0010FFFF"},
      {"\"\u00e9\u20ac\U0001F600\"", "\u00e9\u20ac\U0001F600"},
      {R"("\\u0041")", "\\u0041"},
      {R"("")", ""},
      {R"(" kept as given ")", " kept as given "},
  };
  JsonParser parser;
  for (const auto& c : kCases) {
    auto draft = parser.Parse("{\"a\":" + std::string(c.json) + "}");
    ASSERT_TRUE(draft.ok()) << c.json;
    EXPECT_EQ(c.text, (*draft)->nodes[1].text) << c.json;
  }
  auto draft = parser.Parse(R"({"\u0061\ud83d\ude00":1})");
  ASSERT_TRUE(draft.ok());
  EXPECT_EQ("a\U0001F600", (*draft)->nodes[1].name);
}

TEST(JsonParser, TakesAWholeNumberForAnIntegerHoweverItIsWritten) {
  const struct {
    std::string_view json;
    int64_t integer;
  } kCases[] = {
      {"0", 0},
      {"-0", 0},
      {"-0.0", 0},
      {"0e5", 0},
      {"1", 1},
      {"1.0", 1},
      {"1.000", 1},
      {"1e0", 1},
      {"10e-1", 1},
      {"0.1e1", 1},
      {"-7", -7},
      {"-7.0", -7},
      {"1e3", 1000},
      {"1.5e3", 1500},
      {"100e-2", 1},
      {"9007199254740991", 9007199254740991},
      {"-9007199254740991", -9007199254740991},
      {"9007199254740991.0", 9007199254740991},
      {"9.007199254740991e15", 9007199254740991},
      {"36500", 36500},
  };
  JsonParser parser;
  for (const auto& c : kCases) {
    auto draft = parser.Parse("{\"a\":" + std::string(c.json) + "}");
    ASSERT_TRUE(draft.ok()) << c.json;
    EXPECT_EQ(Kind::kInteger, (*draft)->nodes[1].kind) << c.json;
    EXPECT_EQ(c.integer, (*draft)->nodes[1].integer) << c.json;
  }
}

TEST(JsonParser, KeepsOtherNumbersAsDoubles) {
  const struct {
    std::string_view json;
    double number;
  } kCases[] = {
      {"0.5", 0.5},
      {"-0.5", -0.5},
      {"1.5", 1.5},
      {"0.1", 0.1},
      {"5e-324", std::numeric_limits<double>::denorm_min()},
      {"2.2250738585072014e-308", std::numeric_limits<double>::min()},
      {"1.7976931348623157e308", std::numeric_limits<double>::max()},
      {"1e30", 1e30},
      {"9007199254740992.0", 9007199254740992.0},
      {"-9.007199254740992e15", -9007199254740992.0},
      {"333333333.33333329", 333333333.33333329},
  };
  JsonParser parser;
  for (const auto& c : kCases) {
    auto draft = parser.Parse("{\"a\":" + std::string(c.json) + "}");
    ASSERT_TRUE(draft.ok()) << c.json;
    EXPECT_EQ(Kind::kDouble, (*draft)->nodes[1].kind) << c.json;
    EXPECT_EQ(c.number, (*draft)->nodes[1].number) << c.json;
  }
}

TEST(JsonParser, NestsUpToThirtyTwoAndNotDeeper) {
  JsonParser parser;
  for (const bool objects : {false, true}) {
    for (const std::string_view innermost : {"1", "\"text\"", "null"}) {
      EXPECT_TRUE(parser.Parse(Nested(kDepthMax, objects, innermost)).ok()) << objects << innermost;
      for (const size_t count : {kDepthMax + 1, kDepthMax + 2, size_t{100}, size_t{1000}, size_t{10'000}}) {
        ExpectRule(rule::kJsonDepth, ErrorCode::kMalformed, parser, Nested(count, objects, innermost));
      }
    }
  }
}

TEST(JsonParser, CountsEmptyContainersAsLevels) {
  JsonParser parser;
  for (const bool objects : {false, true}) {
    for (const std::string_view innermost : {"{}", "[]", "[ ]"}) {
      EXPECT_TRUE(parser.Parse(Nested(kDepthMax - 1, objects, innermost)).ok()) << objects << innermost;
      ExpectRule(rule::kJsonDepth, ErrorCode::kMalformed, parser, Nested(kDepthMax, objects, innermost));
    }
  }
}

TEST(JsonParser, CountsDepthNotWidth) {
  std::string text = "{\"a\":[";
  for (int i = 0; i < 1000; ++i) text += "[[],{}],";
  text += "0]}";
  JsonParser parser;
  EXPECT_TRUE(parser.Parse(text).ok());
}

TEST(JsonParser, TakesSixtyFourKibibytesAndNotAByteMore) {
  JsonParser parser;
  const std::string_view kBegin = "{\"a\":\"";
  for (const char fill : {'x', '9'}) {
    std::string text(kBegin);
    text.append(kRequestBytesMax - kBegin.size() - 2, fill);
    text += "\"}";
    ASSERT_EQ(65'536U, text.size());
    auto draft = parser.Parse(text);
    ASSERT_TRUE(draft.ok()) << draft.error().detail;
    EXPECT_EQ(text.substr(kBegin.size(), text.size() - kBegin.size() - 2), (*draft)->nodes[1].text);
    ExpectRule(rule::kJsonSize, ErrorCode::kTooLarge, parser, text + " ");
    ExpectRule(rule::kJsonSize, ErrorCode::kTooLarge, parser, " " + text);
  }
  EXPECT_TRUE(parser.Parse("{}" + std::string(kRequestBytesMax - 2, ' ')).ok());
  ExpectRule(rule::kJsonSize, ErrorCode::kTooLarge, parser, std::string(1 << 20, ' '));
}

TEST(JsonParser, TakesAsManyValuesAsFit) {
  std::string text = "{\"a\":[0";
  while (text.size() + 4 <= kRequestBytesMax) text += ",0";
  text += "]}";
  JsonParser parser;
  auto draft = parser.Parse(text);
  ASSERT_TRUE(draft.ok());
  EXPECT_EQ((text.size() - 7) / 2 + 2, (*draft)->nodes.size());
}

TEST(JsonParser, FindsADuplicateAmongThousands) {
  std::string text = "{";
  for (int i = 0; i < 3000; ++i) text += "\"member" + std::to_string(i) + "\":0,";
  JsonParser parser;
  EXPECT_TRUE(parser.Parse(text + "\"last\":0}").ok());
  ExpectRule(rule::kJsonDuplicate, ErrorCode::kMalformed, parser, text + "\"member1\":0}");
}

TEST(JsonParser, NamesTheDuplicate) {
  JsonParser parser;
  auto draft = parser.Parse(R"({"a\"b":1,"a\u0022b":2})");
  ASSERT_FALSE(draft.ok());
  EXPECT_EQ(R"(An object names the member "a\"b" twice.)", draft.error().detail);
}

TEST(JsonParser, RefusesTextWithoutMemory) {
  JsonParser parser;
  ExpectRule(rule::kJsonSyntax, ErrorCode::kMalformed, parser, std::string_view());
}

TEST(JsonParser, ReadsOnlyWhatItWasGiven) {
  JsonParser parser;
  const std::string_view text = "{\"a\":12345}garbage";
  auto draft = parser.Parse(text.substr(0, 11));
  ASSERT_TRUE(draft.ok());
  EXPECT_EQ(12345, (*draft)->nodes[1].integer);
  EXPECT_FALSE(parser.Parse(text.substr(0, 10)).ok());
}

TEST(JsonParser, DoesNotKeepTheCallersText) {
  JsonParser parser;
  std::string text = R"({"name":"value"})";
  auto draft = parser.Parse(text);
  ASSERT_TRUE(draft.ok());
  text.assign(text.size(), '#');
  EXPECT_EQ("name", (*draft)->nodes[1].name);
  EXPECT_EQ("value", (*draft)->nodes[1].text);
}

TEST(JsonParser, ServesAgainAfterEveryKindOfError) {
  const std::string too_large(kRequestBytesMax + 1, ' ');
  const std::string too_deep = Nested(kDepthMax + 1, false, "1");
  const std::string cut = "{\"a\":[{\"b\":[1,2,";
  const std::string_view kBad[] = {"",
                                   "{",
                                   too_large,
                                   too_deep,
                                   cut,
                                   "[]",
                                   "{\"a\":\"\xff\"}",
                                   "{\"a",
                                   "{\"a\":1e999}",
                                   "{\"a\":1,\"a\":2}",
                                   "{\"a\":\"\\u0000\"}",
                                   "{\"a\":[1,{\"b\":\"\\u0000\"}]}"};
  JsonParser parser;
  for (const std::string_view bad : kBad) {
    EXPECT_FALSE(parser.Parse(bad).ok()) << bad.substr(0, 40);
    auto draft = parser.Parse(R"({"good":["kept"]})");
    ASSERT_TRUE(draft.ok()) << bad.substr(0, 40);
    ASSERT_EQ(3U, (*draft)->nodes.size()) << bad.substr(0, 40);
    EXPECT_EQ("good", (*draft)->nodes[1].name);
    EXPECT_EQ("kept", (*draft)->nodes[2].text);
  }
}

TEST(JsonParser, ForgetsTheDocumentBefore) {
  JsonParser parser;
  ASSERT_TRUE(parser.Parse(R"({"a":1,"b":[2,3]})").ok());
  auto draft = parser.Parse("{}");
  ASSERT_TRUE(draft.ok());
  EXPECT_EQ(1U, (*draft)->nodes.size());
}

}  // namespace
}  // namespace certlite
