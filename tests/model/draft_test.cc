// Drafts: walking the members of a container without entering them.
#include "core/model/draft.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/model/value.h"

namespace certlite {
namespace {

using testing::ElementsAre;
using enum JsonNode::Kind;

// {"a": {"b": 1, "c": [2, {}]}, "d": null, "": "e"}
Draft MakeDraft() {
  Draft draft;
  const auto add = [&](JsonNode::Kind kind, std::string_view name, size_t end) {
    draft.nodes.push_back({.kind = kind, .name = name, .end = end});
  };
  add(kObject, "", 8);
  add(kObject, "a", 6);
  add(kInteger, "b", 3);
  add(kArray, "c", 6);
  add(kInteger, "", 5);
  add(kObject, "", 6);
  add(kNull, "d", 7);
  add(kString, "", 8);
  return draft;
}

std::vector<size_t> MembersOf(const Draft& draft, size_t position) {
  std::vector<size_t> members;
  draft.ForEachMember(position, [&](size_t at, const JsonNode& node) {
    EXPECT_EQ(&draft.nodes[at], &node);
    members.push_back(at);
  });
  return members;
}

TEST(Draft, VisitsDirectMembersOnly) {
  const Draft draft = MakeDraft();
  EXPECT_THAT(MembersOf(draft, 0), ElementsAre(1, 6, 7));
  EXPECT_THAT(MembersOf(draft, 1), ElementsAre(2, 3));
  EXPECT_THAT(MembersOf(draft, 3), ElementsAre(4, 5));
  EXPECT_THAT(MembersOf(draft, 5), ElementsAre());
  EXPECT_EQ(&draft.nodes[0], &draft.root());
}

TEST(Draft, FindsNamesAmongDirectMembersOnly) {
  const Draft draft = MakeDraft();
  EXPECT_TRUE(draft.HasMember(0, "a"));
  EXPECT_TRUE(draft.HasMember(0, "d")) << "null is given";
  EXPECT_TRUE(draft.HasMember(0, ""));
  EXPECT_FALSE(draft.HasMember(0, "b"));
  EXPECT_TRUE(draft.HasMember(1, "b"));
  EXPECT_FALSE(draft.HasMember(1, "a"));
  EXPECT_FALSE(draft.HasMember(5, "a"));
}

TEST(Value, TellsAbsentFromNullFromGiven) {
  EXPECT_FALSE(Value().given());
  EXPECT_FALSE(Value().null());
  EXPECT_FALSE(Value().has_value());
  EXPECT_TRUE(Value::Null().given());
  EXPECT_TRUE(Value::Null().null());
  EXPECT_FALSE(Value::Null().has_value());
  for (const Value& value : {Value::Of(int64_t{0}), Value::Of(std::string_view()), Value::Of(Uuid{})}) {
    EXPECT_TRUE(value.given());
    EXPECT_FALSE(value.null());
    EXPECT_TRUE(value.has_value());
  }
}

TEST(Value, EqualsByContent) {
  const std::string text = "same";
  EXPECT_EQ(Value::Of(std::string_view("same")), Value::Of(std::string_view(text)));
  EXPECT_NE(Value::Of(std::string_view("same")), Value::Of(std::string_view("Same")));
  EXPECT_NE(Value::Of(int64_t{0}), Value::Of(int64_t{1}));
  EXPECT_NE(Value(), Value::Null());
  EXPECT_NE(Value::Null(), Value::Of(int64_t{0}));
  EXPECT_NE(Value::Of(Uuid{}), Value::Null());
  Uuid one{};
  one.bytes[15] = 1;
  EXPECT_NE(Value::Of(Uuid{}), Value::Of(one));
}

}  // namespace
}  // namespace certlite
