// One value against one field: what each type takes, what it refuses, and by which rule.
#include "core/validate/field_value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/date.h"
#include "core/base/json_text.h"
#include "core/model/rule.h"
#include "tests/parse/parsed.h"
#include "tests/validate/violations.h"

namespace certlite {
namespace {

using testing::ElementsAre;

constexpr std::array<std::string_view, 3> kChoices = {"active", "self-reported", "x"};

constexpr Field kBoolean{"x", FieldType::kBoolean, kInCreate, ""};
constexpr Field kInteger{"x", FieldType::kInteger, kInCreate, "", 1, 36'500};
constexpr Field kSigned{"x", FieldType::kInteger, kInCreate, "", -5, 5};
constexpr Field kText{"x", FieldType::kText, kInCreate, "", 1, 8};
constexpr Field kFreeText{"x", FieldType::kText, kInCreate, "", 0, 255};
constexpr Field kSlug{"x", FieldType::kSlug, kInCreate, "", 1, 12};
constexpr Field kEmail{"x", FieldType::kEmail, kInCreate, "", 3, 254};
constexpr Field kUri{"x", FieldType::kUri, kInCreate, "", 3, 2048};
constexpr Field kMediaType{"x", FieldType::kMediaType, kInCreate, "", 3, 127};
constexpr Field kSha256{"x", FieldType::kSha256, kInCreate, "", 64, 64};
constexpr Field kChainHead{"x", FieldType::kChainHead, kInCreate, "", 66, 78};
constexpr Field kUuid{"x", FieldType::kUuid, kInCreate, ""};
constexpr Field kUuids{"x", FieldType::kUuids, kInCreate, "", 1, 3};
constexpr Field kDate{"x", FieldType::kDate, kInCreate, ""};
constexpr Field kInstant{"x", FieldType::kInstant, kInCreate, ""};
constexpr Field kChoice{"x", FieldType::kChoice, kInCreate, "", 0, 0, kChoices};

// The checked value of `json`; its texts are copied into `text`, for the parser goes.
struct Outcome {
  Value value;
  std::string text;
  std::vector<Violation> violations;
};

Outcome Check(const Field& field, const std::string& json) {
  const Parsed parsed("{\"x\":" + json + "}");
  Arena arena;
  Outcome outcome;
  outcome.value = CheckValue(
      field, parsed.draft(), 1, [] { return std::string("/some/where"); }, arena, outcome.violations);
  outcome.text = outcome.value.text;
  outcome.value.text = {};
  return outcome;
}

struct Refused {
  std::string json;
  std::string_view rule;
};

void ExpectRefused(const Field& field, const std::vector<Refused>& cases) {
  for (const Refused& c : cases) {
    const Outcome outcome = Check(field, c.json);
    EXPECT_FALSE(outcome.value.given()) << c.json << ": what is refused is absent";
    EXPECT_THAT(RulesAt(outcome.violations), ElementsAre(RuleAt(c.rule, "/some/where"))) << c.json;
  }
}

void ExpectIntegers(const Field& field, const std::vector<std::pair<std::string, int64_t>>& cases) {
  for (const auto& [json, integer] : cases) {
    const Outcome outcome = Check(field, json);
    EXPECT_THAT(outcome.violations, testing::IsEmpty()) << json;
    EXPECT_EQ(Value::Of(integer), outcome.value) << json;
  }
}

void ExpectTexts(const Field& field, const std::vector<std::string>& cases) {
  for (const std::string& text : cases) {
    const Outcome outcome = Check(field, JsonString(text));
    EXPECT_THAT(outcome.violations, testing::IsEmpty()) << text;
    EXPECT_EQ(Value::Kind::kText, outcome.value.kind) << text;
    EXPECT_EQ(text, outcome.text);
  }
}

TEST(CheckBoolean, TakesTrueAndFalseOnly) {
  ExpectIntegers(kBoolean, {{"true", 1}, {"false", 0}});
  ExpectRefused(kBoolean, {{"null", rule::kFieldNull},
                           {"0", rule::kFieldType},
                           {"1", rule::kFieldType},
                           {"\"true\"", rule::kFieldType},
                           {"\"\"", rule::kFieldType},
                           {"[]", rule::kFieldType},
                           {"{}", rule::kFieldType}});
}

TEST(CheckInteger, TakesWholeNumbersWithinBounds) {
  ExpectIntegers(kInteger, {{"1", 1}, {"36500", 36'500}, {"12", 12}, {"12.0", 12}, {"1.2e1", 12}, {"365e2", 36'500}});
  ExpectIntegers(kSigned, {{"-5", -5}, {"5", 5}, {"0", 0}, {"-0", 0}, {"-0.0", 0}});
  ExpectRefused(kInteger, {{"null", rule::kFieldNull},
                           {"0", rule::kIntegerRange},
                           {"-1", rule::kIntegerRange},
                           {"36501", rule::kIntegerRange},
                           {"9007199254740991", rule::kIntegerRange},
                           {"-9007199254740991", rule::kIntegerRange},
                           {"1.5", rule::kFieldType},
                           {"0.99999", rule::kFieldType},
                           {"1e300", rule::kFieldType},
                           {"\"1\"", rule::kFieldType},
                           {"true", rule::kFieldType},
                           {"[1]", rule::kFieldType},
                           {"{\"x\":1}", rule::kFieldType}});
  ExpectRefused(kSigned, {{"-6", rule::kIntegerRange}, {"6", rule::kIntegerRange}});
}

TEST(CheckText, CountsBytes) {
  ExpectTexts(kText, {"a", "12345678", " ", "  a  ", "\t\n", "\u20ac\u20ac", "\U0001F600\U0001F600", "null", "\x7f"});
  ExpectTexts(kFreeText, {"", std::string(255, 'x')});
  ExpectRefused(kText, {{"null", rule::kFieldNull},
                        {"\"\"", rule::kTextLength},
                        {"\"123456789\"", rule::kTextLength},
                        {"\"\u20ac\u20ac\u20ac\"", rule::kTextLength},
                        {"\"\\u20ac\\u20ac\\u20ac\"", rule::kTextLength},
                        {"1", rule::kFieldType},
                        {"true", rule::kFieldType},
                        {"[\"a\"]", rule::kFieldType},
                        {"{\"a\":\"a\"}", rule::kFieldType}});
  ExpectRefused(kFreeText, {{JsonString(std::string(256, 'x')), rule::kTextLength}});
}

TEST(CheckText, KeepsTextAsGiven) {
  for (const std::string text : {" \u00e9 ", "e\u0301", "A\"\\/\b", "\u00df", "\ufeff"}) {
    EXPECT_EQ(text, Check(kFreeText, JsonString(text)).text);
  }
}

TEST(CheckSlug, TakesWordsJoinedByOneHyphen) {
  ExpectTexts(kSlug, {"a", "0", "first-aid", "a-b-c", "a1-2b", "007", "123456789012"});
  ExpectRefused(
      kSlug,
      {{"\"First\"", rule::kSlugFormat}, {"\"firsT\"", rule::kSlugFormat}, {"\"-a\"", rule::kSlugFormat},
       {"\"a-\"", rule::kSlugFormat},    {"\"-\"", rule::kSlugFormat},     {"\"a--b\"", rule::kSlugFormat},
       {"\"a_b\"", rule::kSlugFormat},   {"\"a b\"", rule::kSlugFormat},   {"\"a.b\"", rule::kSlugFormat},
       {"\" a\"", rule::kSlugFormat},    {"\"a\\n\"", rule::kSlugFormat},  {"\"caf\u00e9\"", rule::kSlugFormat},
       {"\"`a\"", rule::kSlugFormat},    {"\"a{\"", rule::kSlugFormat},    {"\"a:\"", rule::kSlugFormat},
       {"\"a/b\"", rule::kSlugFormat},   {"\"\"", rule::kTextLength},      {"\"1234567890123\"", rule::kTextLength},
       {"null", rule::kFieldNull},       {"7", rule::kFieldType}});
}

TEST(CheckEmail, TakesOneAtWithTextOnBothSides) {
  ExpectTexts(kEmail, {"a@b", "ann@example.org", "a.b+c@d", "\u00e9@\u00e9", "\"q\"@b", std::string(252, 'a') + "@b"});
  ExpectRefused(kEmail, {{"\"abc\"", rule::kEmailFormat},
                         {"\"@bc\"", rule::kEmailFormat},
                         {"\"ab@\"", rule::kEmailFormat},
                         {"\"@@@\"", rule::kEmailFormat},
                         {"\"a@b@c\"", rule::kEmailFormat},
                         {"\"a@@b\"", rule::kEmailFormat},
                         {"\"a b@c\"", rule::kEmailFormat},
                         {"\" a@b\"", rule::kEmailFormat},
                         {"\"a@b \"", rule::kEmailFormat},
                         {"\"a@b\\n\"", rule::kEmailFormat},
                         {"\"a\\t@b\"", rule::kEmailFormat},
                         {"\"@b\"", rule::kTextLength},
                         {"\"\"", rule::kTextLength},
                         {JsonString(std::string(253, 'a') + "@b"), rule::kTextLength},
                         {"null", rule::kFieldNull},
                         {"{}", rule::kFieldType}});
}

TEST(CheckUuid, TakesTheFormOfThirtySixCharacters) {
  for (const std::string text : {"017f22e2-79b0-7cc3-98c4-dc0c0c07398f", "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
                                 "00000000-0000-0000-0000-000000000000"}) {
    const Outcome outcome = Check(kUuid, JsonString(text));
    EXPECT_THAT(outcome.violations, testing::IsEmpty()) << text;
    EXPECT_EQ(Value::Of(*ParseUuid(text)), outcome.value);
  }
  ExpectRefused(kUuid, {{"\"\"", rule::kUuidFormat},
                        {"\"42\"", rule::kUuidFormat},
                        {"\"{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}\"", rule::kUuidFormat},
                        {"\"017f22e279b07cc398c4dc0c0c07398f\"", rule::kUuidFormat},
                        {"\"017f22e2-79b0-7cc3-98c4-dc0c0c07398g\"", rule::kUuidFormat},
                        {"\" 17f22e2-79b0-7cc3-98c4-dc0c0c07398f\"", rule::kUuidFormat},
                        {"null", rule::kFieldNull},
                        {"42", rule::kFieldType},
                        {"[]", rule::kFieldType}});
}

TEST(CheckDate, TellsWhatIsNoDateFromADayThatDoesNotExist) {
  ExpectIntegers(kDate, {{"\"1970-01-01\"", 0},
                         {"\"2024-02-29\"", 19782},
                         {"\"0001-01-01\"", kDayMin},
                         {"\"9999-12-31\"", kDayMax},
                         {"\"\\u0032024-02-29\"", 19782}});
  ExpectRefused(kDate, {{"\"2024-2-9\"", rule::kDateFormat},
                        {"\" 2024-02-29\"", rule::kDateFormat},
                        {"\"2024-02-29T00:00:00Z\"", rule::kDateFormat},
                        {"\"\"", rule::kDateFormat},
                        {"\"tomorrow\"", rule::kDateFormat},
                        {"\"2023-02-29\"", rule::kDateExists},
                        {"\"0000-01-01\"", rule::kDateExists},
                        {"\"2024-13-01\"", rule::kDateExists},
                        {"null", rule::kFieldNull},
                        {"20240229", rule::kFieldType},
                        {"false", rule::kFieldType}});
}

TEST(CheckChoice, TakesOneOfThoseListedBytewise) {
  ExpectIntegers(kChoice, {{"\"active\"", 0}, {"\"self-reported\"", 1}, {"\"x\"", 2}, {"\"\\u0078\"", 2}});
  ExpectRefused(kChoice, {{"\"\"", rule::kChoiceUnknown},
                          {"\"Active\"", rule::kChoiceUnknown},
                          {"\"active \"", rule::kChoiceUnknown},
                          {"\"activ\"", rule::kChoiceUnknown},
                          {"\"self_reported\"", rule::kChoiceUnknown},
                          {"null", rule::kFieldNull},
                          {"0", rule::kFieldType},
                          {"[\"active\"]", rule::kFieldType}});
}

// No request has one, but the answers do that are read again.
TEST(CheckInstant, IsReadAsItIsWritten) {
  EXPECT_EQ(Value::Of(int64_t{1'709'164'800'000}), Check(kInstant, "\"2024-02-29T00:00:00.000Z\"").value);
  ExpectRefused(kInstant, {{"\"2024-02-29T00:00:00Z\"", rule::kInstantFormat}, {"0", rule::kFieldType}});
}

TEST(CheckUri, HasASchemeAndNoSpaces) {
  for (const char* uri : {"a:b", "https://example.org/a?b#c", "urn:uuid:7", "s3://bucket/key", "x+y-z.1:%20"}) {
    EXPECT_THAT(Check(kUri, JsonString(uri)).violations, testing::IsEmpty()) << uri;
  }
  ExpectRefused(kUri, {{"\"card.pdf\"", rule::kUriFormat},
                       {"\"://a\"", rule::kUriFormat},
                       {"\"1a:b\"", rule::kUriFormat},
                       {"\"a_b:c\"", rule::kUriFormat},
                       {"\"file:\"", rule::kUriFormat},
                       {"\"a:b c\"", rule::kUriFormat},
                       {"\"a:\\n\"", rule::kUriFormat},
                       {"\"\"", rule::kTextLength},
                       {"7", rule::kFieldType}});
}

TEST(CheckMediaType, IsTypeAndSubtype) {
  for (const char* type : {"application/pdf", "image/svg+xml", "a/b", "application/vnd.x-y.z+json"}) {
    EXPECT_THAT(Check(kMediaType, JsonString(type)).violations, testing::IsEmpty()) << type;
  }
  ExpectRefused(kMediaType, {{"\"pdf\"", rule::kMediaTypeFormat},
                             {"\"/pdf\"", rule::kMediaTypeFormat},
                             {"\"image/\"", rule::kMediaTypeFormat},
                             {"\"a/b/c\"", rule::kMediaTypeFormat},
                             {"\"text/plain; charset=utf-8\"", rule::kMediaTypeFormat},
                             {"\"+a/b\"", rule::kMediaTypeFormat}});
}

TEST(CheckSha256, IsLowerCaseHex) {
  const std::string digits(63, 'a');
  EXPECT_THAT(Check(kSha256, JsonString(digits + "0")).violations, testing::IsEmpty());
  ExpectRefused(kSha256, {{JsonString(digits + "A"), rule::kSha256Format},
                          {JsonString(digits + "g"), rule::kSha256Format},
                          {JsonString(digits), rule::kTextLength},
                          {JsonString(digits + "00"), rule::kTextLength}});
}

TEST(CheckChainHead, IsSequenceAndHash) {
  const std::string hash(64, '0');
  for (const char* sequence : {"0", "1", "1099511627775"}) {
    EXPECT_THAT(Check(kChainHead, JsonString(sequence + (":" + hash))).violations, testing::IsEmpty()) << sequence;
  }
  ExpectRefused(kChainHead, {{JsonString("01:" + hash), rule::kHeadFormat},
                             {JsonString("-1:" + hash), rule::kHeadFormat},
                             {JsonString(":7" + hash), rule::kHeadFormat},
                             {JsonString("17:" + hash.substr(1)), rule::kHeadFormat},
                             {JsonString("7:" + hash.substr(1) + "Z"), rule::kHeadFormat},
                             {JsonString(hash), rule::kTextLength}});
}

TEST(CheckUuids, TakesASetAndPutsItInOrder) {
  const auto id = [](char c) { return std::string("\"0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f0") + c + "\""; };
  std::string bytes;
  for (const char c : {'1', '2', '3'}) {
    const Uuid uuid = *ParseUuid(std::string_view(id(c)).substr(1, 36));
    bytes.append(uuid.bytes.begin(), uuid.bytes.end());
  }
  const Outcome outcome = Check(kUuids, "[" + id('2') + "," + id('3') + "," + id('1') + "]");
  EXPECT_THAT(outcome.violations, testing::IsEmpty());
  EXPECT_EQ(Value::Kind::kUuids, outcome.value.kind);
  EXPECT_EQ(bytes, outcome.text);
  ExpectRefused(kUuids, {{"null", rule::kFieldNull},
                         {id('1'), rule::kFieldType},
                         {"{}", rule::kFieldType},
                         {"[]", rule::kSetSize},
                         {"[" + id('1') + "," + id('2') + "," + id('3') + "," + id('4') + "]", rule::kSetSize}});
}

TEST(CheckUuids, TellsEachMemberThatIsNone) {
  const std::string id = "\"0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f01\"";
  EXPECT_THAT(RulesAt(Check(kUuids, "[7," + id + ",null]").violations),
              ElementsAre(RuleAt(rule::kFieldType, "/some/where/0"), RuleAt(rule::kFieldNull, "/some/where/2")));
  EXPECT_THAT(RulesAt(Check(kUuids, "[\"7\",[" + id + "]," + id + "]").violations),
              ElementsAre(RuleAt(rule::kUuidFormat, "/some/where/0"), RuleAt(rule::kFieldType, "/some/where/1")));
  const Outcome repeated = Check(kUuids, "[" + id + "," + id + "]");
  EXPECT_FALSE(repeated.value.given());
  EXPECT_THAT(RulesAt(repeated.violations), ElementsAre(RuleAt(rule::kSetRepetition, "/some/where/1")));
}

TEST(CheckValue, TakesNullOnlyWhereItMayBeEmpty) {
  for (Field field : {kBoolean, kInteger, kText, kFreeText, kSlug, kEmail, kUuid, kUuids, kDate, kChoice}) {
    ExpectRefused(field, {{"null", rule::kFieldNull}});
    field.uses |= kNullable;
    const Outcome outcome = Check(field, "null");
    EXPECT_EQ(Value::Null(), outcome.value);
    EXPECT_THAT(outcome.violations, testing::IsEmpty());
  }
}

TEST(CheckValue, AddsToTheViolationsBefore) {
  const Parsed parsed(R"({"x":7})");
  std::vector<Violation> violations = {{rule::kFieldUnknown, "/y", "Before."}};
  Arena arena;
  CheckValue(
      kDate, parsed.draft(), 1, [] { return std::string("/x"); }, arena, violations);
  EXPECT_THAT(RulesAt(violations), ElementsAre(RuleAt(rule::kFieldUnknown, "/y"), RuleAt(rule::kFieldType, "/x")));
}

TEST(CheckValue, SaysWhatItFoundAndWhatItExpects) {
  const struct {
    const Field& field;
    std::string json;
    std::string_view detail;
  } kCases[] = {
      {kDate, "\"2023-02-29\"", R"("2023-02-29" is not a day of the calendar.)"},
      {kDate, "\"2024-2-9\"", R"("2024-2-9" is not a date; write it as YYYY-MM-DD.)"},
      {kDate, "12", "It is a number; a string is expected."},
      {kInteger, "1.5", "It is a number; a whole number is expected."},
      {kInteger, "\"1\"", "It is a string; a whole number is expected."},
      {kInteger, "0", "0 is out of range; 1 to 36500 are accepted."},
      {kBoolean, "[]", "It is an array; a boolean is expected."},
      {kText, "{}", "It is an object; a string is expected."},
      {kText, "false", "It is a boolean; a string is expected."},
      {kText, "\"\"", "The text has 0 bytes; 1 to 8 are accepted."},
      {kChoice, "\"a\\\"b\"", R"("a\"b" is not one of: active, self-reported, x.)"},
      {kUuid, "null", "It can't be null; leave it out, or give it a value."},
  };
  for (const auto& c : kCases) {
    const Outcome outcome = Check(c.field, c.json);
    ASSERT_EQ(1U, outcome.violations.size()) << c.json;
    EXPECT_EQ(c.detail, outcome.violations[0].detail);
  }
}

// Whatever is quoted, the detail stays short and valid UTF-8: long texts are cut between characters.
TEST(CheckValue, QuotesLongTextsInPart) {
  for (const std::string unit : {"a", "\u00e9", "\u20ac", "\U0001F600", "\x01", "\"", "\\"}) {
    for (size_t before = 0; before < 4; ++before) {
      std::string text(before, 'x');
      while (text.size() < 10'000) text += unit;
      const Outcome outcome = Check(kUuid, JsonString(text));
      ASSERT_EQ(1U, outcome.violations.size());
      EXPECT_LT(outcome.violations[0].detail.size(), 300U);
      JsonParser parser;
      EXPECT_TRUE(parser.Parse("{\"x\":" + JsonString(outcome.violations[0].detail) + "}").ok()) << unit << before;
    }
  }
}

TEST(ListOf, JoinsWithCommas) {
  EXPECT_EQ("active, self-reported, x", ListOf(kChoices));
  EXPECT_EQ("", ListOf({}));
}

}  // namespace
}  // namespace certlite
