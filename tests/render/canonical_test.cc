// The canonical form (RFC 8785): its own examples, an independent order of names, and equal bytes for equal documents.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json_text.h"
#include "core/render/render.h"
#include "tests/parse/parsed.h"
#include "tests/render/unicode.h"

namespace certlite {
namespace {

std::string Canonical(std::string_view text) { return RenderCanonical(Parsed(text).draft()); }

std::string CanonicalNumber(const std::string& json) {
  const std::string document = Canonical("{\"a\":" + json + "}");
  return document.substr(5, document.size() - 6);
}

TEST(RenderCanonical, IsTheExampleOfTheRfc) {  // section 3.2.2
  EXPECT_EQ(R"({"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],)"
            "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}",
            Canonical(R"({
    "numbers": [333333333.33333329, 1E30, 4.50,
                2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  })"));
}

TEST(RenderCanonical, SortsNamesAsTheRfcDoes) {  // section 3.2.3
  EXPECT_EQ(
      "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":\"O With Diaeresis\","
      "\"\u20ac\":\"Euro Sign\",\"\U0001f600\":\"Grinning Face\",\"\ufb33\":\"Dalet With Dagesh\"}",
      Canonical(R"({"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Dalet With Dagesh","1":"One",)"
                R"("\ud83d\ude00":"Grinning Face","\u0080":"Control","\u00f6":"O With Diaeresis"})"));
}

TEST(RenderCanonical, PrintsTheNumbersOfTheRfc) {  // appendix B
  const struct {
    uint64_t bits;
    std::string_view text;
  } kCases[] = {
      {0x0000000000000000, "0"},
      {0x8000000000000000, "0"},
      {0x0000000000000001, "5e-324"},
      {0x8000000000000001, "-5e-324"},
      {0x7fefffffffffffff, "1.7976931348623157e+308"},
      {0xffefffffffffffff, "-1.7976931348623157e+308"},
      {0x4340000000000000, "9007199254740992"},
      {0xc340000000000000, "-9007199254740992"},
      {0x4430000000000000, "295147905179352830000"},
      {0x44b52d02c7e14af5, "9.999999999999997e+22"},
      {0x44b52d02c7e14af6, "1e+23"},
      {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
      {0x444b1ae4d6e2ef4e, "999999999999999700000"},
      {0x444b1ae4d6e2ef4f, "999999999999999900000"},
      {0x444b1ae4d6e2ef50, "1e+21"},
      {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
      {0x3eb0c6f7a0b5ed8d, "0.000001"},
      {0x41b3de4355555553, "333333333.3333332"},
      {0x41b3de4355555554, "333333333.33333325"},
      {0x41b3de4355555555, "333333333.3333333"},
      {0x41b3de4355555556, "333333333.3333334"},
      {0x41b3de4355555557, "333333333.33333343"},
      {0xbecbf647612f3696, "-0.0000033333333333333333"},
      {0x43143ff3c1cb0959, "1424953923781206.2"},
  };
  for (const auto& c : kCases) {
    char json[64];
    std::snprintf(json, sizeof json, "%.17e", std::bit_cast<double>(c.bits));
    EXPECT_EQ(c.text, CanonicalNumber(json)) << json;
  }
}

TEST(RenderCanonical, PrintsANumberInOneWayHoweverItIsWritten) {
  const struct {
    std::vector<std::string> written;
    std::string_view text;
  } kCases[] = {
      {{"0", "-0", "0.0", "-0.0", "0e5", "-0e-5", "0.000"}, "0"},
      {{"1", "1.0", "1e0", "10e-1", "0.1e1", "1.000000000000000000000"}, "1"},
      {{"-1", "-1.0", "-10E-1"}, "-1"},
      {{"100", "1e2", "1E+2", "100.0", "10000e-2"}, "100"},
      {{"4.5", "4.50", "45e-1", "0.45E1"}, "4.5"},
      {{"0.002", "2e-3", "0.2e-2", "2.0E-3"}, "0.002"},
      {{"0.1", "1e-1", "0.1000000000000000055511151231257827"}, "0.1"},
      {{"9007199254740991", "9007199254740991.0", "9.007199254740991e15"}, "9007199254740991"},
      {{"-9007199254740991", "-9.007199254740991E+15"}, "-9007199254740991"},
      {{"1e20", "100000000000000000000.0"}, "100000000000000000000"},
      {{"1e21", "1000000000000000000000.0"}, "1e+21"},
      {{"1.5e300", "15e299"}, "1.5e+300"},
      {{"0.00001"}, "0.00001"},
      {{"0.0000001", "1e-7"}, "1e-7"},
      {{"123456.789", "1.23456789e5"}, "123456.789"},
      {{"12345678901234567890.0"}, "12345678901234567000"},
  };
  for (const auto& c : kCases) {
    for (const std::string& json : c.written) EXPECT_EQ(c.text, CanonicalNumber(json)) << json;
  }
}

TEST(RenderCanonical, PrintsDoublesThatReadBackAsTheyWere) {
  std::mt19937_64 random(20261123);
  for (int i = 0; i < 20'000; ++i) {
    const uint64_t bits = random();
    const auto number = std::bit_cast<double>(bits);
    if (number != number || number - number != 0) continue;  // neither JSON
    char json[64];
    std::snprintf(json, sizeof json, "%.17e", number);
    const std::string text = CanonicalNumber(json);
    ASSERT_EQ(number, std::strtod(text.c_str(), nullptr)) << json << " became " << text;
    if (text.find_first_of(".e") != std::string::npos) {
      ASSERT_EQ(text, CanonicalNumber(text));
    }
  }
}

TEST(RenderCanonical, IsEqualForEqualDocuments) {
  const struct {
    std::vector<std::string_view> documents;
    std::string_view canonical;
  } kCases[] = {
      {{"{}", " { } ", "\n{\t}\r\n"}, "{}"},
      {{R"({"a":1,"b":[true,null]})", R"({"b":[true,null],"a":1})", "{ \"b\" : [ true , null ] ,\n\"a\" : 1.0 }",
        R"({"\u0062":[true,null],"\u0061":1e0})"},
       R"({"a":1,"b":[true,null]})"},
      {{R"({"a":{"y":1,"x":{"n":2,"m":3}}})", R"({"a":{"x":{"m":3,"n":2},"y":1}})"},
       R"({"a":{"x":{"m":3,"n":2},"y":1}})"},
      {{R"({"a":"\u002F\u0022\u005C"})", R"({"a":"/\"\\"})", R"({"a":"\/\"\\"})"}, R"({"a":"/\"\\"})"},
      {{R"({"a":"\u0008\u0009\u000a\u000C\u000d"})", R"({"a":"\b\t\n\f\r"})"}, R"({"a":"\b\t\n\f\r"})"},
      {{R"({"a":"\u001F\u007f"})", "{\"a\":\"\\u001f\x7f\"}"}, "{\"a\":\"\\u001f\x7f\"}"},
      {{R"({"a":"\u00e9\u20AC\uD83D\uDE00"})", "{\"a\":\"\u00e9\u20ac\U0001f600\"}"},
       "{\"a\":\"\u00e9\u20ac\U0001f600\"}"},
      {{R"({"a":[[],{},""]})", R"({ "a" : [ [ ] , { } , "" ] })"}, R"({"a":[[],{},""]})"},
      {{R"({"":1,"a":2})", R"({"a":2,"":1})"}, R"({"":1,"a":2})"},
  };
  for (const auto& c : kCases) {
    for (const std::string_view document : c.documents) EXPECT_EQ(c.canonical, Canonical(document)) << document;
    EXPECT_EQ(c.canonical, Canonical(c.canonical)) << "it is its own canonical form";
  }
}

TEST(RenderCanonical, DiffersForDocumentsThatDiffer) {
  std::set<std::string> seen;
  for (const std::string_view document : {R"({})",
                                          R"({"a":null})",
                                          R"({"a":false})",
                                          R"({"a":0})",
                                          R"({"a":""})",
                                          R"({"a":[]})",
                                          R"({"a":{}})",
                                          R"({"a":"0"})",
                                          R"({"a":"null"})",
                                          R"({"a":[null]})",
                                          R"({"a":[1,2]})",
                                          R"({"a":[2,1]})",
                                          R"({"a":"\n"})",
                                          R"({"a":"\\n"})",
                                          R"({"a":0.5})",
                                          R"({"A":0.5})",
                                          R"({"a":" "})",
                                          R"({"a":{"b":1},"c":2})",
                                          R"({"a":{"b":1,"c":2}})",
                                          "{\"a\":\"\u00e9\"}",
                                          "{\"a\":\"e\u0301\"}"}) {
    EXPECT_TRUE(seen.insert(Canonical(document)).second) << document;
  }
}

// Names of random characters from where the orders of bytes and of UTF-16 part, sorted here as UTF-16.
TEST(RenderCanonical, SortsNamesByUtf16) {
  constexpr char32_t kCharacters[] = {0x01,    0x20,    '0',     'a',     0x7F,     0x80,    0x7FF,  0x800,
                                      0x20AC,  0xD7FF,  0xE000,  0xEFFF,  0xF000,   0xFB33,  0xFFFF, 0x10000,
                                      0x1F600, 0x3FFFF, 0x40000, 0xFFFFF, 0x100000, 0x10FFFF};
  std::mt19937 random(8785);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::pair<std::u16string, std::string>> names;
    for (int i = 0; i < 40; ++i) {
      std::pair<std::u16string, std::string> name;
      for (size_t left = random() % 4; left > 0; --left) {
        const char32_t c = kCharacters[random() % std::size(kCharacters)];
        AppendUtf16(name.first, c);
        AppendUtf8(name.second, c);
      }
      if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
    const auto document = [&names] {
      std::string text = "{";
      for (const auto& name : names) text += (text.size() > 1 ? "," : "") + JsonString(name.second) + ":0";
      return text + "}";
    };
    const std::string shuffled = document();
    std::ranges::sort(names);
    ASSERT_EQ(document(), Canonical(shuffled)) << "round " << round;
  }
}

}  // namespace
}  // namespace certlite
