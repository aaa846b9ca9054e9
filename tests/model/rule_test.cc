// The rules: every id that the code can name stands in the table once, and nothing else does.
#include "core/model/rule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace certlite {
namespace {

// The ids of the constants in namespace rule, in their order, as the header lists them.
std::vector<std::string> DeclaredRules() {
  std::ifstream file("core/model/rule.h");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  std::vector<std::string> ids;
  const std::regex kConstant("std::string_view k\\w+ = \"([^\"]+)\";");
  for (std::sregex_iterator i(text.begin(), text.end(), kConstant), end; i != end; ++i) ids.push_back((*i)[1].str());
  return ids;
}

TEST(Rules, AreTheDeclaredOnesInTheirOrder) {
  std::vector<std::string> listed;
  for (const Rule& rule : Rules()) listed.emplace_back(rule.id);
  EXPECT_THAT(listed, testing::ElementsAreArray(DeclaredRules()));
  EXPECT_GE(listed.size(), 50U);
}

TEST(Rules, HaveUniqueIds) {
  std::set<std::string_view> seen;
  for (const Rule& rule : Rules()) {
    EXPECT_TRUE(seen.insert(rule.id).second) << rule.id;
    EXPECT_TRUE(std::regex_match(std::string(rule.id), std::regex("[a-z0-9_]+\\.[a-z0-9_]+"))) << rule.id;
  }
}

TEST(Rules, AnswerWithACodeOfTheRequestOrTheState) {
  for (const Rule& rule : Rules()) {
    const int kind = -static_cast<int>(rule.code) / 100;
    EXPECT_TRUE(kind == 2 || kind == 3) << rule.id;
    EXPECT_EQ(rule.code, InfoOf(rule.code).code) << rule.id;
  }
}

TEST(Rules, AreSentencesWithASource) {
  for (const Rule& rule : Rules()) {
    EXPECT_TRUE(rule.title.ends_with('.')) << rule.id;
    EXPECT_FALSE(rule.source.empty()) << rule.id;
  }
}

TEST(Rules, OfTheGrammarAreMalformedOrTooLarge) {
  for (const Rule& rule : Rules()) {
    const bool grammar = rule.code == ErrorCode::kMalformed || rule.code == ErrorCode::kTooLarge;
    EXPECT_EQ(rule.id.starts_with("json.") || rule.id == certlite::rule::kImportSize, grammar) << rule.id;
  }
}

}  // namespace
}  // namespace certlite
