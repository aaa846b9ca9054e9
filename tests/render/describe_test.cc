// The description of the library: valid JSON that says exactly what the tables say.
#include "core/render/describe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/model/operation.h"
#include "core/model/rule.h"
#include "tests/render/json.h"

namespace certlite {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;

Json Description() { return Json::parse(RenderDescription({"1.2.3", 7, "3.40.1", 4})); }

template <typename Texts>
std::vector<std::string> Strings(const Texts& texts) {
  return {texts.begin(), texts.end()};
}

TEST(RenderDescription, TellsAboutTheLibrary) {
  const Json description = Description();
  EXPECT_THAT(KeysOf(description), ElementsAre("library", "operations", "import_options", "scopes", "codes", "rules"));
  EXPECT_EQ(Json::parse(R"({"name":"certlite","version":"1.2.3","abi_version":7,"sqlite_version":"3.40.1",
    "schema_version":4,"limits":{"request_bytes_max":65536,"depth_max":32,"import_bytes_max":16777216,
    "import_lines_max":131072,"idempotency_key_bytes_max":255,
    "page_max":200,"page_default":50}})"),
            description["library"]);
}

TEST(RenderDescription, ListsEachTableInItsOrder) {
  const Json description = Description();
  EXPECT_EQ(Strings(kScopes), description["scopes"].get<std::vector<std::string>>());
  ASSERT_EQ(ErrorCodes().size(), description["codes"].size());
  for (size_t i = 0; i < ErrorCodes().size(); ++i) {
    const ErrorCodeInfo& info = ErrorCodes()[i];
    EXPECT_EQ(Json({{"code", info.name},
                    {"status", static_cast<int>(info.code)},
                    {"http", info.http_status},
                    {"title", info.title},
                    {"advice", info.advice}}),
              description["codes"][i]);
  }
  ASSERT_EQ(Rules().size(), description["rules"].size());
  for (size_t i = 0; i < Rules().size(); ++i) {
    const Rule& rule = Rules()[i];
    EXPECT_EQ(
        Json({{"rule", rule.id}, {"code", InfoOf(rule.code).name}, {"title", rule.title}, {"source", rule.source}}),
        description["rules"][i]);
  }
}

TEST(RenderDescription, TellsOfEachOperationWhatItsRowSays) {
  const Json operations = Description()["operations"];
  ASSERT_EQ(Operations().size(), operations.size());
  for (size_t i = 0; i < operations.size(); ++i) {
    const Operation& operation = Operations()[i];
    const Json& told = operations[i];
    EXPECT_THAT(KeysOf(told), ElementsAre("name", "summary", "writes", "scope", "reach", "call", "outcomes",
                                          "lifecycle", "importable", "http", "request", "response", "rules"));
    EXPECT_EQ(operation.name, told["name"]);
    EXPECT_EQ(operation.summary, told["summary"]);
    EXPECT_EQ(operation.writes(), told["writes"]);
    EXPECT_EQ(operation.importable(), told["importable"]);
    EXPECT_EQ(operation.scope.empty() ? Json() : Json(operation.scope), told["scope"]);
    EXPECT_EQ(kReachKinds[static_cast<size_t>(operation.reach_min)], told["reach"]);
    EXPECT_EQ(Strings(operation.rules), told["rules"].get<std::vector<std::string>>());
    Json call = Json::array();
    const bool of_certification = operation.name.starts_with("certification.") && !operation.tells_history();
    const std::set<std::string_view> kOfDays = {"qualification_result.list", "qualification_result.explain",
                                                "what_if.ask"};
    if (of_certification || kOfDays.contains(operation.name)) call.push_back("as_of");
    const std::set<std::string_view> kKnown = {"certification.get", "certification.history", "history.list"};
    if (kKnown.contains(operation.name)) call.push_back("known_at");
    EXPECT_EQ(call, told["call"]) << operation.name;
  }
}

TEST(RenderDescription, TellsOutcomesByVerb) {
  const Json operations = Description()["operations"];
  for (const Json& told : operations) {
    const std::string name = told["name"];
    std::vector<std::string> expected = {"read"};
    if (name.ends_with(".create") || name.ends_with(".renew")) expected = {"created", "replayed"};
    if (name == "certification.create") expected.emplace_back("exists");
    if (name.ends_with(".put")) expected = {"created", "replayed", "updated", "unchanged"};
    if (name == "certification.verify") expected = {"updated", "replayed"};
    if (name.ends_with(".import")) expected = {"created", "replayed", "exists", "updated", "unchanged"};
    if (name.ends_with(".update") || name.ends_with(".erase") || name.ends_with(".purge"))
      expected = {"updated", "replayed", "unchanged"};
    for (const char* verb : {".suspend", ".reinstate", ".revoke", ".supersede", ".archive", ".restore"}) {
      if (name.ends_with(verb)) expected = {"updated", "replayed"};
    }
    EXPECT_THAT(told["outcomes"].get<std::vector<std::string>>(), ElementsAreArray(expected)) << name;
  }
}

// Who routes HTTP by the description finds every parameter of a path in `bind`, and the member is one of the request.
TEST(RenderDescription, BindsEveryPathParameterToAMemberOfTheRequest) {
  const std::regex kParameter("\\{([a-z_]+)\\}");
  const Json operations = Description()["operations"];
  for (const Json& told : operations) {
    for (const Json& route : told["http"]) {
      EXPECT_THAT(KeysOf(route), ElementsAre("method", "path", "reach", "bind"));
      const std::string path = route["path"];
      std::set<std::string> parameters;
      for (std::sregex_iterator i(path.begin(), path.end(), kParameter), end; i != end; ++i) {
        parameters.insert((*i)[1].str());
      }
      std::set<std::string> bound;
      for (const auto& [parameter, member] : route["bind"].items()) {
        bound.insert(parameter);
        EXPECT_TRUE(told["request"]["properties"].contains(member.get<std::string>())) << path << ": " << member;
      }
      EXPECT_EQ(parameters, bound) << path;
    }
  }
}

TEST(RenderDescription, BindsTheResourcesOwnIdToId) {
  const Json operations = Description()["operations"];
  const auto bind = [&](std::string_view operation, size_t route) {
    const auto found =
        std::find_if(operations.begin(), operations.end(), [&](const Json& told) { return told["name"] == operation; });
    return (*found)["http"][route]["bind"];
  };
  EXPECT_EQ(Json::parse(R"({"organization_id":"id"})"), bind("organization.get", 0));
  EXPECT_EQ(Json::parse(R"({"organization_id":"organization_id"})"), bind("member.create", 0));
  EXPECT_EQ(Json::parse(R"({"organization_id":"organization_id","organization_member_id":"id"})"),
            bind("member.update", 0));
  EXPECT_EQ(Json::parse(R"({"certification_id":"id"})"), bind("certification.get", 0));
  EXPECT_EQ(Json::parse(R"({"organization_id":"organization_id","certification_id":"id"})"),
            bind("certification.get", 1));
  EXPECT_EQ(Json::object(), bind("certification.create", 0));
}

TEST(RenderDescription, IsTheSameEveryTime) {
  const LibraryFacts facts{"1.2.3", 7, "3.40.1", 4};
  EXPECT_EQ(RenderDescription(facts), RenderDescription(facts));
}

}  // namespace
}  // namespace certlite
