// The grammar, case by case, in the manner of the public JSON parsing test suite: what must be accepted (y), what must
// be refused (n), and what RFC 8259 leaves open and the I-JSON profile refuses (i).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "core/model/rule.h"
#include "core/parse/json_parser.h"

namespace certlite {
namespace {

using namespace std::string_view_literals;

struct Refused {
  std::string_view name;
  std::string_view text;
  std::string_view rule;
};

void ExpectRefused(JsonParser& parser, const Refused& c, ErrorCode code = ErrorCode::kMalformed) {
  auto draft = parser.Parse(c.text);
  ASSERT_FALSE(draft.ok()) << c.name;
  EXPECT_EQ(code, draft.error().code) << c.name;
  EXPECT_FALSE(draft.error().detail.empty()) << c.name;
  ASSERT_EQ(1U, draft.error().violations.size()) << c.name;
  EXPECT_EQ(c.rule, draft.error().violations[0].rule) << c.name;
  EXPECT_EQ("", draft.error().violations[0].pointer) << c.name;
}

constexpr struct {
  std::string_view name;
  std::string_view text;
} kAccepted[] = {
    {"y_object_empty", "{}"},
    {"y_object_spaced", " \t\r\n{ \t\r\n\"a\" \t\r\n: \t\r\n1 \t\r\n} \t\r\n"},
    {"y_object_newline_at_end", "{\"a\":1}\n"},
    {"y_object_empty_name", R"({"":1})"},
    {"y_object_names_that_differ_in_case", R"({"a":1,"A":2})"},
    {"y_object_names_that_begin_alike", R"({"a":1,"aa":2,"aaa":3})"},
    {"y_object_same_name_on_other_levels", R"({"a":{"a":{"a":1}}})"},
    {"y_object_same_name_beside", R"({"a":{"x":1},"b":{"x":1}})"},
    {"y_object_names_normalized_apart", "{\"\u00e9\":1,\"e\u0301\":2}"},
    {"y_literals", R"({"a":true,"b":false,"c":null})"},
    {"y_array_empty", R"({"a":[]})"},
    {"y_array_of_kinds", R"({"a":[null,1,"1",{},[],true]})"},
    {"y_number_zero", R"({"a":0})"},
    {"y_number_minus_zero", R"({"a":-0})"},
    {"y_number_minus_zero_fraction", R"({"a":-0.0})"},
    {"y_number_fraction", R"({"a":0.5})"},
    {"y_number_exponents", R"({"a":[1e2,1E2,1e+2,1E-2,0e1,0e+1,1.5e3]})"},
    {"y_number_largest_integers", R"({"a":[9007199254740991,-9007199254740991]})"},
    {"y_number_largest_double", R"({"a":1.7976931348623157e308})"},
    {"y_number_smallest_double", R"({"a":5e-324})"},
    {"y_number_close_to_zero",
     R"({"a":-0.000000000000000000000000000000000000000000000000000000000000000000000000000001})"},
    {"y_number_many_digits", R"({"a":0.1000000000000000055511151231257827021181583404541015625})"},
    {"y_string_empty", R"({"a":""})"},
    {"y_string_escapes", R"({"a":"\"\\\/\b\f\n\r\t"})"},
    {"y_string_unicode_escape", R"({"a":"\u00e9\u20AC"})"},
    {"y_string_surrogate_pair", R"({"a":"\uD83D\uDE00"})"},
    {"y_string_last_code_point", R"({"a":"\uDBFF\uDFFF"})"},
    {"y_string_noncharacters", R"({"a":"\uFFFE\uFFFF\uFDD0"})"},
    {"y_string_utf8_of_each_length", "{\"a\":\"a\u00e9\u20ac\U0001F600\"}"},
    {"y_string_utf8_bounds", "{\"a\":\"\u0080\u07ff\u0800\ud7ff\ue000\uffff\U00010000\U0010FFFF\"}"},
    {"y_string_delete", "{\"a\":\"\x7f\"}"},
    {"y_string_c1_control", R"({"a":"\u0080"})"},
    {"y_string_line_separators", "{\"a\":\"\u2028\u2029\"}"},
    {"y_string_byte_order_mark_inside", "{\"a\":\"\xEF\xBB\xBF\"}"},
    {"y_string_escaped_escape", R"({"a":"\\u0000"})"},
    {"y_string_comment_inside", R"({"a":"/* no */ // comment"})"},
};

constexpr Refused kNotJson[] = {
    {"n_empty", "", rule::kJsonSyntax},
    {"n_spaces", " \t\r\n", rule::kJsonSyntax},
    {"n_bare_word", "certification", rule::kJsonSyntax},
    {"n_byte_order_mark", "\xEF\xBB\xBF{}", rule::kJsonSyntax},
    {"n_byte_order_mark_alone", "\xEF\xBB\xBF", rule::kJsonSyntax},
    {"n_two_documents", "{}{}", rule::kJsonSyntax},
    {"n_two_lines", "{}\n{}", rule::kJsonSyntax},
    {"n_text_after", "{} x", rule::kJsonSyntax},
    {"n_brace_after", "{\"a\":1}}", rule::kJsonSyntax},
    {"n_comma_after", "{\"a\":1},", rule::kJsonSyntax},
    {"n_hash_after", "{\"a\":1}#", rule::kJsonSyntax},
    {"n_nul_after", "{\"a\":1}\0"sv, rule::kJsonSyntax},
    {"n_nul_before", "\0{\"a\":1}"sv, rule::kJsonSyntax},
    {"n_form_feed", "{\f\"a\":1}", rule::kJsonSyntax},
    {"n_vertical_tab", "{\"a\":\v1}", rule::kJsonSyntax},
    {"n_no_break_space", "{\"a\":\u00a01}", rule::kJsonSyntax},
    {"n_word_joiner", "{\u2060}", rule::kJsonSyntax},
    {"n_comment", "{/* */}", rule::kJsonSyntax},
    {"n_comment_line", "{} // x", rule::kJsonSyntax},
    {"n_object_open", "{", rule::kJsonSyntax},
    {"n_object_closed_only", "}", rule::kJsonSyntax},
    {"n_object_open_after_value", R"({"a":1)", rule::kJsonSyntax},
    {"n_object_closed_as_array", R"({"a":1])", rule::kJsonSyntax},
    {"n_object_trailing_comma", R"({"a":1,})", rule::kJsonSyntax},
    {"n_object_leading_comma", R"({,"a":1})", rule::kJsonSyntax},
    {"n_object_two_commas", R"({"a":1,,"b":2})", rule::kJsonSyntax},
    {"n_object_comma_alone", "{,}", rule::kJsonSyntax},
    {"n_object_no_comma", R"({"a":1 "b":2})", rule::kJsonSyntax},
    {"n_object_no_colon", R"({"a" 1})", rule::kJsonSyntax},
    {"n_object_two_colons", R"({"a"::1})", rule::kJsonSyntax},
    {"n_object_comma_for_colon", R"({"a",1})", rule::kJsonSyntax},
    {"n_object_no_value", R"({"a":})", rule::kJsonSyntax},
    {"n_object_no_name", "{:1}", rule::kJsonSyntax},
    {"n_object_name_alone", R"({"a"})", rule::kJsonSyntax},
    {"n_object_bare_name", "{a:1}", rule::kJsonSyntax},
    {"n_object_number_name", "{1:1}", rule::kJsonSyntax},
    {"n_object_single_quotes", "{'a':1}", rule::kJsonSyntax},
    {"n_array_open", R"({"a":[)", rule::kJsonSyntax},
    {"n_array_open_after_value", R"({"a":[1})", rule::kJsonSyntax},
    {"n_array_trailing_comma", R"({"a":[1,]})", rule::kJsonSyntax},
    {"n_array_leading_comma", R"({"a":[,1]})", rule::kJsonSyntax},
    {"n_array_two_commas", R"({"a":[1,,2]})", rule::kJsonSyntax},
    {"n_array_no_comma", R"({"a":[1 2]})", rule::kJsonSyntax},
    {"n_array_colon", R"({"a":["b":1]})", rule::kJsonSyntax},
    {"n_literal_upper_case", R"({"a":True})", rule::kJsonSyntax},
    {"n_literal_cut", R"({"a":tru})", rule::kJsonSyntax},
    {"n_literal_longer", R"({"a":nulls})", rule::kJsonSyntax},
    {"n_literal_false_cut", R"({"a":fals})", rule::kJsonSyntax},
    {"n_literal_undefined", R"({"a":undefined})", rule::kJsonSyntax},
    {"n_number_nan", R"({"a":NaN})", rule::kJsonSyntax},
    {"n_number_infinity", R"({"a":Infinity})", rule::kJsonSyntax},
    {"n_number_plus", R"({"a":+1})", rule::kJsonSyntax},
    {"n_number_point_first", R"({"a":.5})", rule::kJsonSyntax},
    {"n_number_full_width", "{\"a\":\uff11}", rule::kJsonSyntax},
    {"n_number_minus_infinity", R"({"a":-Infinity})", rule::kJsonNumber},
    {"n_number_minus_alone", R"({"a":-})", rule::kJsonNumber},
    {"n_number_two_minus", R"({"a":--1})", rule::kJsonNumber},
    {"n_number_minus_space", R"({"a":- 1})", rule::kJsonNumber},
    {"n_number_leading_zero", R"({"a":01})", rule::kJsonNumber},
    {"n_number_leading_zeros", R"({"a":00})", rule::kJsonNumber},
    {"n_number_minus_leading_zero", R"({"a":-012})", rule::kJsonNumber},
    {"n_number_point_last", R"({"a":1.})", rule::kJsonNumber},
    {"n_number_point_then_exponent", R"({"a":1.e1})", rule::kJsonNumber},
    {"n_number_two_points", R"({"a":1.2.3})", rule::kJsonNumber},
    {"n_number_exponent_alone", R"({"a":1e})", rule::kJsonNumber},
    {"n_number_exponent_sign_alone", R"({"a":1e+})", rule::kJsonNumber},
    {"n_number_exponent_fraction", R"({"a":1e1.5})", rule::kJsonNumber},
    {"n_number_hexadecimal", R"({"a":0x1F})", rule::kJsonNumber},
    {"n_number_letter_after", R"({"a":1x})", rule::kJsonNumber},
    {"n_number_underscore", R"({"a":1_000})", rule::kJsonNumber},
    {"n_number_nul_after", "{\"a\":1\0}"sv, rule::kJsonNumber},
    {"n_string_open", R"({"a":"b)", rule::kJsonSyntax},
    {"n_string_open_after_escape", R"({"a":"b\"})", rule::kJsonSyntax},
    {"n_string_name_open", R"({"a)", rule::kJsonSyntax},
    {"n_string_raw_newline", "{\"a\":\"b\nc\"}", rule::kJsonSyntax},
    {"n_string_raw_tab", "{\"a\":\"b\tc\"}", rule::kJsonSyntax},
    {"n_string_raw_nul", "{\"a\":\"b\0c\"}"sv, rule::kJsonSyntax},
    {"n_string_raw_unit_separator", "{\"a\":\"b\x1f\"}", rule::kJsonSyntax},
    {"n_string_raw_control_in_name", "{\"a\x01\":1}", rule::kJsonSyntax},
    {"n_string_escape_x", R"({"a":"\x41"})", rule::kJsonSyntax},
    {"n_string_escape_a", R"({"a":"\a"})", rule::kJsonSyntax},
    {"n_string_escape_quote", R"({"a":"\'"})", rule::kJsonSyntax},
    {"n_string_escape_zero", R"({"a":"\0"})", rule::kJsonSyntax},
    {"n_string_escape_upper_u", R"({"a":"\U00e9"})", rule::kJsonSyntax},
    {"n_string_escape_newline", "{\"a\":\"\\\n\"}", rule::kJsonSyntax},
    {"n_string_escape_short", R"({"a":"\u00e"})", rule::kJsonSyntax},
    {"n_string_escape_cut", R"({"a":"\u"})", rule::kJsonSyntax},
    {"n_string_escape_no_hex", R"({"a":"\u00eg"})", rule::kJsonSyntax},
    {"n_string_escape_in_name", R"({"\x":1})", rule::kJsonSyntax},
    {"n_string_escape_outside", R"({\u0022a":1})", rule::kJsonSyntax},
};

constexpr Refused kOutsideOfTheProfile[] = {
    {"i_number_overflow", R"({"a":1e400})", rule::kJsonNumber},
    {"i_number_negative_overflow", R"({"a":-1e400})", rule::kJsonNumber},
    {"i_number_just_beyond_double", R"({"a":1.7976931348623159e308})", rule::kJsonNumber},
    {"i_number_2_to_53", R"({"a":9007199254740992})", rule::kJsonNumber},
    {"i_number_minus_2_to_53", R"({"a":-9007199254740992})", rule::kJsonNumber},
    {"i_number_2_to_53_plus_1", R"({"a":9007199254740993})", rule::kJsonNumber},
    {"i_number_2_to_63", R"({"a":9223372036854775808})", rule::kJsonNumber},
    {"i_number_minus_2_to_63", R"({"a":-9223372036854775808})", rule::kJsonNumber},
    {"i_number_2_to_64", R"({"a":18446744073709551616})", rule::kJsonNumber},
    {"i_number_beyond_64_bits_below_0", R"({"a":-18446744073709551616})", rule::kJsonNumber},
    {"i_number_of_100_digits",
     R"({"a":1000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000})",
     rule::kJsonNumber},
    {"i_object_duplicate_name", R"({"a":1,"a":2})", rule::kJsonDuplicate},
    {"i_object_duplicate_name_and_value", R"({"a":1,"a":1})", rule::kJsonDuplicate},
    {"i_object_duplicate_apart", R"({"a":1,"b":2,"c":3,"a":4})", rule::kJsonDuplicate},
    {"i_object_duplicate_escaped", R"({"a":1,"\u0061":2})", rule::kJsonDuplicate},
    {"i_object_duplicate_escaped_pair", "{\"\U0001F600\":1,\"\\ud83d\\ude00\":2}", rule::kJsonDuplicate},
    {"i_object_duplicate_slash", R"({"/":1,"\/":2})", rule::kJsonDuplicate},
    {"i_object_duplicate_empty", R"({"":1,"":2})", rule::kJsonDuplicate},
    {"i_object_duplicate_nested", R"({"a":{"b":1,"b":2}})", rule::kJsonDuplicate},
    {"i_object_duplicate_in_array", R"({"a":[0,{"b":1,"b":2}]})", rule::kJsonDuplicate},
    {"i_object_duplicate_of_object", R"({"a":{},"a":{}})", rule::kJsonDuplicate},
    {"i_string_nul", R"({"a":"\u0000"})", rule::kJsonNul},
    {"i_string_nul_inside", R"({"a":"b\u0000c"})", rule::kJsonNul},
    {"i_string_nul_in_array", R"({"a":["\u0000"]})", rule::kJsonNul},
    {"i_string_nul_in_name", R"({"a\u0000":1})", rule::kJsonNul},
    {"i_string_nul_in_nested_name", R"({"a":{"\u0000":1}})", rule::kJsonNul},
    {"i_string_lone_high_surrogate", R"({"a":"\ud800"})", rule::kJsonSyntax},
    {"i_string_lone_low_surrogate", R"({"a":"\udc00"})", rule::kJsonSyntax},
    {"i_string_last_low_surrogate", R"({"a":"\uDFFF"})", rule::kJsonSyntax},
    {"i_string_high_then_letter", R"({"a":"\ud83dx"})", rule::kJsonSyntax},
    {"i_string_high_then_escape", R"({"a":"\ud83d\n"})", rule::kJsonSyntax},
    {"i_string_high_then_letter_escape", R"({"a":"\ud83d\u0061"})", rule::kJsonSyntax},
    {"i_string_high_then_high", R"({"a":"\ud83d\ud83d"})", rule::kJsonSyntax},
    {"i_string_low_then_high", R"({"a":"\ude00\ud83d"})", rule::kJsonSyntax},
    {"i_string_lone_surrogate_in_name", R"({"\udead":1})", rule::kJsonSyntax},
    {"i_root_array", "[]", rule::kJsonObject},
    {"i_root_array_of_object", "[{}]", rule::kJsonObject},
    {"i_root_string", R"("a")", rule::kJsonObject},
    {"i_root_number", "1", rule::kJsonObject},
    {"i_root_true", "true", rule::kJsonObject},
    {"i_root_null", "null", rule::kJsonObject},
};

constexpr Refused kNotUtf8[] = {
    {"latin_1", "{\"a\":\"\xe9\"}", rule::kJsonUtf8},
    {"continuation_alone", "{\"a\":\"\x80\"}", rule::kJsonUtf8},
    {"cut_after_one_of_two", "{\"a\":\"\xc3\"}", rule::kJsonUtf8},
    {"cut_after_two_of_three", "{\"a\":\"\xe2\x82\"}", rule::kJsonUtf8},
    {"cut_after_three_of_four", "{\"a\":\"\xf0\x9f\x98\"}", rule::kJsonUtf8},
    {"overlong_slash_of_two", "{\"a\":\"\xc0\xaf\"}", rule::kJsonUtf8},
    {"overlong_nul", "{\"a\":\"\xc0\x80\"}", rule::kJsonUtf8},
    {"overlong_of_three", "{\"a\":\"\xe0\x80\xaf\"}", rule::kJsonUtf8},
    {"overlong_of_four", "{\"a\":\"\xf0\x80\x80\xaf\"}", rule::kJsonUtf8},
    {"surrogate_high", "{\"a\":\"\xed\xa0\x80\"}", rule::kJsonUtf8},
    {"surrogate_low", "{\"a\":\"\xed\xbf\xbf\"}", rule::kJsonUtf8},
    {"surrogate_pair", "{\"a\":\"\xed\xa0\xbd\xed\xb8\x80\"}", rule::kJsonUtf8},
    {"beyond_10ffff", "{\"a\":\"\xf4\x90\x80\x80\"}", rule::kJsonUtf8},
    {"byte_f5", "{\"a\":\"\xf5\x80\x80\x80\"}", rule::kJsonUtf8},
    {"byte_ff", "{\"a\":\"\xff\"}", rule::kJsonUtf8},
    {"in_a_name", "{\"\xff\":1}", rule::kJsonUtf8},
};

TEST(JsonGrammar, AcceptsWhatMustBeAccepted) {
  JsonParser parser;
  for (const auto& c : kAccepted) {
    auto draft = parser.Parse(c.text);
    EXPECT_TRUE(draft.ok()) << c.name << (draft.ok() ? "" : ": " + draft.error().detail);
  }
}

TEST(JsonGrammar, RefusesWhatIsNotJson) {
  JsonParser parser;
  for (const Refused& c : kNotJson) ExpectRefused(parser, c);
}

TEST(JsonGrammar, RefusesWhatTheProfileDoesNotAllow) {
  JsonParser parser;
  for (const Refused& c : kOutsideOfTheProfile) ExpectRefused(parser, c);
}

TEST(JsonGrammar, RefusesEveryKindOfBadUtf8) {
  JsonParser parser;
  for (const Refused& c : kNotUtf8) ExpectRefused(parser, c);
}

TEST(JsonGrammar, RefusesEveryRawControlCharacterInAString) {
  JsonParser parser;
  for (int code = 0; code < 0x20; ++code) {
    const std::string text = std::string("{\"a\":\"b") + static_cast<char>(code) + "c\"}";
    ExpectRefused(parser, {std::to_string(code), text, rule::kJsonSyntax});
  }
}

// Which of the two faults is found first depends on the instructions that the processor has.
TEST(JsonGrammar, RefusesBadBytesOutsideOfStrings) {
  JsonParser parser;
  for (const std::string_view text : {"{\xff}"sv, "\xff\xfe{\0}\0"sv, "{\"a\":\"\xf0\x9f"sv}) {
    auto draft = parser.Parse(text);
    ASSERT_FALSE(draft.ok());
    EXPECT_EQ(ErrorCode::kMalformed, draft.error().code);
    ASSERT_EQ(1U, draft.error().violations.size());
    EXPECT_THAT(draft.error().violations[0].rule, testing::AnyOf(rule::kJsonUtf8, rule::kJsonSyntax));
    EXPECT_EQ("", draft.error().violations[0].pointer);
  }
}

// Every proper beginning of a document is refused: nothing is read past the end that was given.
TEST(JsonGrammar, RefusesEveryBeginningOfADocument) {
  JsonParser parser;
  const std::string text = R"({"a":[1,-2.5e3,true,null,"\u00e9\ud83d\ude00"],"b":{"c":{}},"d":false})";
  ASSERT_TRUE(parser.Parse(text).ok());
  for (size_t size = 0; size < text.size(); ++size) {
    auto draft = parser.Parse(std::string_view(text).substr(0, size));
    EXPECT_FALSE(draft.ok()) << size;
  }
}

}  // namespace
}  // namespace certlite
