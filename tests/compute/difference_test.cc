// Where two documents differ: told as deep as it can be, and enough to make one of the other.
#include "core/compute/difference.h"

#include <gmock/gmock.h>

#include <random>

#include "core/render/render.h"
#include "tests/parse/parsed.h"

namespace certlite {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "pointer: before -> after", with - for what isn't there.
std::vector<std::string> Told(std::string_view before, std::string_view after) {
  const Parsed a(before);
  const Parsed b(after);
  std::vector<std::string> told;
  for (const Difference& difference : ComputeDifferences(a.draft(), b.draft())) {
    told.push_back(difference.pointer + ": " + (difference.before ? RenderPart(a.draft(), *difference.before) : "-") +
                   " -> " + (difference.after ? RenderPart(b.draft(), *difference.after) : "-"));
  }
  return told;
}

TEST(ComputeDifferences, TellsNothingOfWhatIsTheSame) {
  EXPECT_THAT(Told("{}", "{}"), IsEmpty());
  EXPECT_THAT(Told(R"({"a":[1,{"b":null}],"c":"x","d":1.5})", R"({"a":[1,{"b":null}],"c":"x","d":1.5})"), IsEmpty());
}

TEST(ComputeDifferences, TellsTheValueThatDiffersAndNotWhatHoldsIt) {
  EXPECT_THAT(Told(R"({"a":{"b":1,"c":2}})", R"({"a":{"b":1,"c":3}})"), ElementsAre("/a/c: 2 -> 3"));
  EXPECT_THAT(Told(R"({"a":[{"b":1},{"b":2}]})", R"({"a":[{"b":1},{"b":"2"}]})"), ElementsAre("/a/1/b: 2 -> \"2\""));
  EXPECT_THAT(Told(R"({"a":null,"b":true})", R"({"a":false,"b":false})"),
              ElementsAre("/a: null -> false", "/b: true -> false"));
  EXPECT_THAT(Told(R"({"a":{}})", R"({"a":[]})"), ElementsAre("/a: {} -> []"));
  EXPECT_THAT(Told(R"({"a~/b":1})", R"({"a~/b":2})"), ElementsAre("/a~0~1b: 1 -> 2"));
}

TEST(ComputeDifferences, TellsMembersThatComeAndGo) {
  EXPECT_THAT(Told(R"({"a":1,"b":2})", R"({"b":2,"c":3})"), ElementsAre("/a: 1 -> -", "/c: - -> 3"));
}

TEST(ComputeDifferences, TellsItemsThatComeAndGoBetweenThoseThatStay) {
  EXPECT_THAT(Told(R"({"a":[1,2,3]})", R"({"a":[1,9,2,3]})"), ElementsAre("/a/1: - -> 9"));
  EXPECT_THAT(Told(R"({"a":[1,2,3]})", R"({"a":[1,3]})"), ElementsAre("/a/1: 2 -> -"));
  EXPECT_THAT(Told(R"({"a":[1,1]})", R"({"a":[1,1,1]})"), ElementsAre("/a/2: - -> 1"));
  EXPECT_THAT(Told(R"({"a":[]})", R"({"a":[1,2]})"), ElementsAre("/a/0: - -> 1", "/a/1: - -> 2"));
  EXPECT_THAT(Told(R"({"a":[1,2,3,4]})", R"({"a":[1,7,8,9,4]})"),
              ElementsAre("/a/1: 2 -> 7", "/a/2: 3 -> 8", "/a/3: - -> 9"));
}

// The order of members is no difference to JSON; what they hold is.
TEST(ComputeDifferences, TellsNothingOfAnotherOrderOfMembers) {
  EXPECT_THAT(Told(R"({"a":1,"b":2})", R"({"b":2,"a":1})"), IsEmpty());
}

// A random document, and the same again with some values changed.
std::string RandomValue(std::mt19937& random, int depth) {
  switch (random() % (depth > 0 ? 5 : 3)) {
    case 0:
      return std::to_string(random() % 3);
    case 1:
      return "null";
    case 2:
      return "\"" + std::string(1, static_cast<char>('a' + random() % 3)) + "\"";
    case 3: {
      std::string out = "[";
      for (auto n = random() % 4; n > 0; --n) out += RandomValue(random, depth - 1) + (n > 1 ? "," : "");
      return out + "]";
    }
    default: {
      std::string out = "{";
      for (const char name : {'a', 'b', 'c'}) {
        if (random() % 2 == 0) continue;
        out += (out.size() > 1 ? ",\"" : "\"") + std::string(1, name) + "\":" + RandomValue(random, depth - 1);
      }
      return out + "}";
    }
  }
}

TEST(ComputeDifferences, AreNoneExactlyIfTheDocumentsAreTheSame) {
  std::mt19937 random(20261126);
  int same = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string a = "{\"v\":" + RandomValue(random, 2) + "}";
    const std::string b = random() % 4 == 0 ? a : "{\"v\":" + RandomValue(random, 2) + "}";
    EXPECT_EQ(a == b, Told(a, b).empty()) << a << " " << b;
    same += a == b ? 1 : 0;
  }
  EXPECT_GT(same, 5'000);
  EXPECT_LT(same, 15'000);
}

}  // namespace
}  // namespace certlite
