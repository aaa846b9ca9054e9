// Pages: every page of a list once, each read when the loop comes to it, the first failure last.
#include <set>
#include <string>
#include <vector>

#include "tests/cpp/store.h"

namespace certlite {
namespace {

class PagesTest : public CppTest {
 protected:
  // The names of organizations, page by page; an error's code in its place.
  static std::vector<std::string> Names(Pages pages) {
    std::vector<std::string> names;
    for (const auto& page : pages) {
      names.emplace_back();
      if (!page) names.back() = page.error().code();
      if (!page) continue;
      const std::string_view json = page->json();
      for (std::size_t at = 0; (at = json.find(R"("name":")", at)) != std::string_view::npos;) {
        at += 8;
        names.back() += json.substr(at, json.find('"', at) - at);
      }
    }
    return names;
  }

  void MakeOrganizations(std::string_view names) {
    for (const char name : names) Make("organization.create", std::string(R"({"name":")") + name + "\"}");
  }
};

TEST_F(PagesTest, EveryRecordComesOnce) {
  EXPECT_EQ((std::vector<std::string>{""}), Names(session_.pages("organization.list")));
  MakeOrganizations("ABCDE");
  EXPECT_EQ((std::vector<std::string>{"ABCDE"}), Names(session_.pages("organization.list")));
  EXPECT_EQ((std::vector<std::string>{"ABCDE"}), Names(session_.pages("organization.list", R"({"limit":5})")));
  EXPECT_EQ((std::vector<std::string>{"AB", "CD", "E"}), Names(session_.pages("organization.list", R"({"limit":2})")));
  EXPECT_EQ((std::vector<std::string>{"A", "B", "C", "D", "E"}),
            Names(session_.pages("organization.list", "\n{ \"limit\" : 1 , \"status\" : \"active\" } ")));
}

TEST_F(PagesTest, BeginAtACursor) {
  MakeOrganizations("ABCDE");
  const Response first = value_or_throw(session_.execute("organization.list", R"({"limit":2})"));
  const std::string_view cursor = detail::member(detail::member(first.json(), "page"), "next_cursor");
  const std::string rest = R"({"cursor":)" + std::string(cursor) + R"(,"limit":2})";
  EXPECT_EQ((std::vector<std::string>{"CD", "E"}), Names(session_.pages("organization.list", rest)));
}

TEST_F(PagesTest, AreReadWhenTheLoopComesToThem) {
  MakeOrganizations("ABC");
  Pages pages = session_.pages("organization.list", R"({"limit":2})");
  MakeOrganizations("D");
  auto at = pages.begin();
  EXPECT_EQ(at, pages.begin());  // asked again, it reads nothing again
  MakeOrganizations("E");
  Response first = value_or_throw(std::move(*at));
  ++at;
  ASSERT_TRUE((*at).ok());
  EXPECT_THAT(at->value().json(), testing::HasSubstr(R"("name":"D")"));
  EXPECT_THAT(first.json(), testing::HasSubstr(R"("name":"A")"));  // a page that was taken out stays
  at++;
  EXPECT_THAT(at->value().json(), testing::HasSubstr(R"("name":"E")"));
  ++at;
  EXPECT_EQ(at, pages.end());
  EXPECT_EQ(pages.begin(), pages.end());
}

TEST_F(PagesTest, TheFirstFailureIsTheLastPage) {
  MakeOrganizations("ABC");
  EXPECT_EQ((std::vector<std::string>{"invalid"}), Names(session_.pages("organization.list", R"({"limit":0})")));
  EXPECT_EQ((std::vector<std::string>{"malformed"}), Names(session_.pages("organization.list", "{")));
  EXPECT_EQ((std::vector<std::string>{"unknown_operation"}), Names(session_.pages("organization.lost")));
  const CancelToken token = value_or_throw(CancelToken::create());
  Call call;
  call.cancel = &token;
  std::vector<std::string> seen;
  for (const auto& page : session_.pages("organization.list", R"({"limit":1})", call)) {
    seen.emplace_back(page ? "page" : page.error().code());
    token.trigger();
  }
  EXPECT_EQ((std::vector<std::string>{"page", "cancelled"}), seen);
}

TEST_F(PagesTest, TheCallsOptionsHoldForEveryPage) {
  MakeOrganizations("ABC");
  Call call;
  call.lenient = true;
  EXPECT_EQ((std::vector<std::string>{"A", "B", "C"}),
            Names(session_.pages("organization.list", R"({"limit":1,"colour":"blue"})", call)));
}

TEST_F(PagesTest, AnAnswerWithoutPagesIsTheOnlyOne) {
  MakeOrganizations("A");
  EXPECT_EQ((std::vector<std::string>{""}), Names(session_.pages("me.get")));
}

// What users store may look like the end of a page.
TEST_F(PagesTest, NoNameIsTakenForACursor) {
  for (int i = 0; i < 3; ++i) {
    Make("organization.create", R"({"name":"],\"page\":{\"next_cursor\":null,\"has_more\":false},\"meta\":["})");
  }
  EXPECT_EQ(3U, Names(session_.pages("organization.list", R"({"limit":1})")).size());
}

}  // namespace
}  // namespace certlite
