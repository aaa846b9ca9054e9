// Where a member stands in a JSON object, found without a parser, and the request for a next page.
#include <gtest/gtest.h>

#include <certlite/json_member.hpp>
#include <string_view>

namespace certlite::detail {
namespace {

struct Row {
  const char* object;
  const char* member;  // of the name "page"
};

class JsonMember : public testing::TestWithParam<Row> {};

INSTANTIATE_TEST_SUITE_P(
    Found, JsonMember,
    testing::Values(Row{R"({"page":1})", "1"}, Row{R"({"page":null})", "null"}, Row{R"({"page":"a"})", R"("a")"},
                    Row{R"({"a":1,"page":true})", "true"}, Row{R"({"page":{"b":[1,{}]},"c":2})", R"({"b":[1,{}]})"},
                    Row{" {\t\"a\" : [ ] ,\r\n \"page\" : -1.5e3 } ", "-1.5e3"},
                    // Only the object's own member, wherever its name stands besides.
                    Row{R"({"data":[{"page":1}],"page":2})", "2"}, Row{R"({"a":{"a":1,"page":{}},"page":3})", "3"},
                    Row{R"({"a":"page","page":4})", "4"}, Row{R"({"a":"\",\"page\":9,\"","page":5})", "5"},
                    Row{R"({"a":"\\","page":6})", "6"}, Row{R"({"a":"]}[{","page":7})", "7"}));

INSTANTIATE_TEST_SUITE_P(NotFound, JsonMember,
                         testing::Values(Row{"", ""}, Row{" ", ""}, Row{"{}", ""}, Row{"[]", ""}, Row{"null", ""},
                                         Row{R"("page")", ""}, Row{R"({"pages":1})", ""}, Row{R"({"pag":1})", ""},
                                         Row{R"({"a":{"page":1}})", ""}, Row{R"([{"page":1}])", ""},
                                         Row{R"({"a":"page"})", ""}));

INSTANTIATE_TEST_SUITE_P(NoJson, JsonMember,
                         testing::Values(Row{"{", ""}, Row{R"({"page)", ""}, Row{R"({"page")", ""},
                                         Row{R"({"page":)", ""}, Row{R"({"page":"a)", ""}, Row{R"({"page":"a\)", ""},
                                         Row{R"({"page":"a\")", ""}, Row{R"({"page":[1)", ""},
                                         Row{R"({"page":{"a":1)", ""}, Row{R"({page:1})", ""},
                                         Row{R"({"a" 1,"page":1})", ""}, Row{R"({"a":,"page":1})", ""},
                                         Row{R"({"a":1;"page":1})", ""}, Row{R"({"a":1 "page":1})", ""},
                                         Row{R"({,"page":1})", ""}));

TEST_P(JsonMember, IsTheValueAsItIsWritten) { EXPECT_EQ(GetParam().member, member(GetParam().object, "page")); }

// Cut anywhere, a text is read to its end at most: the address sanitizer watches.
TEST(JsonMemberOfACutText, ReadsNothingBehindIt) {
  constexpr std::string_view kWhole = R"({"a":"\"\\",  "b":[{"c":[]}, "]"], "page":{"next_cursor":"Zm9v"}})";
  for (std::size_t size = 0; size < kWhole.size(); ++size) {
    const std::string cut(kWhole.substr(0, size));
    const std::string_view page = member(std::string_view(cut.data(), cut.size()), "page");
    EXPECT_EQ(size + 1 < kWhole.size() ? "" : R"({"next_cursor":"Zm9v"})", page) << cut;
  }
}

TEST(WithCursor, AsksForTheNextPage) {
  EXPECT_EQ(R"({"cursor":"b"})", with_cursor("{}", R"("b")"));
  EXPECT_EQ(" {\"cursor\":\"b\" \n} ", with_cursor(" { \n} ", R"("b")"));
  EXPECT_EQ(R"({"cursor":"b","limit":5})", with_cursor(R"({"limit":5})", R"("b")"));
  EXPECT_EQ(R"({"limit":5,"cursor":"b"})", with_cursor(R"({"limit":5,"cursor":"a"})", R"("b")"));
  EXPECT_EQ(R"({"cursor" : "bcd","limit":5})", with_cursor(R"({"cursor" : "a","limit":5})", R"("bcd")"));
}

}  // namespace
}  // namespace certlite::detail
