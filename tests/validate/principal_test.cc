// The principal's document: who it makes, and what is refused where.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/model/limits.h"
#include "core/model/rule.h"
#include "core/validate/validate.h"
#include "tests/parse/parsed.h"
#include "tests/validate/violations.h"

namespace certlite {
namespace {

#define USER "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a"
#define ORGANIZATION "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1b"

constexpr uint32_t kAllScopes = (1U << 12) - 1;

TEST(CheckPrincipal, MakesWhoTheDocumentSays) {
  const struct {
    std::string_view text;
    ReachKind reach;
    std::string_view organization;
    uint32_t scopes;
  } kCases[] = {
      {R"({"user_id":")" USER R"(","scopes":[],"reach":"self"})", ReachKind::kSelf, "", 0},
      {R"({"reach":"self","scopes":["certification_records:read"],"user_id":")" USER R"("})", ReachKind::kSelf, "", 1},
      {R"({"user_id":")" USER R"(","scopes":["qualifications:write","certification_records:write"],"reach":"self"})",
       ReachKind::kSelf, "", 1U << 11 | 1U << 1},
      {R"({"user_id":")" USER R"(","scopes":["job_roles:read","job_roles:read"],"reach":"self"})", ReachKind::kSelf, "",
       1U << 4},
      {R"({"user_id":")" USER
       R"(","scopes":["organizations:write"],"reach":"organization","organization_id":")" ORGANIZATION R"("})",
       ReachKind::kOrganization, ORGANIZATION, 1U << 9},
  };
  for (const auto& c : kCases) {
    const Parsed parsed(c.text);
    auto principal = CheckPrincipal(parsed.draft());
    ASSERT_TRUE(principal.ok()) << c.text;
    EXPECT_EQ(c.reach, principal->reach) << c.text;
    EXPECT_EQ(*ParseUuid(USER), principal->user_id) << c.text;
    EXPECT_EQ(ParseUuid(c.organization).value_or(Uuid{}), principal->organization_id) << c.text;
    EXPECT_EQ(c.scopes, principal->scopes) << c.text;
  }
}

TEST(CheckPrincipal, MakesTheSystemOfOneMember) {
  const Parsed parsed(R"({"system":true})");
  auto principal = CheckPrincipal(parsed.draft());
  ASSERT_TRUE(principal.ok());
  EXPECT_EQ(ReachKind::kSystem, principal->reach);
  EXPECT_EQ(Uuid{}, principal->user_id);
  EXPECT_EQ(Uuid{}, principal->organization_id);
  EXPECT_EQ(kAllScopes, principal->scopes);
}

TEST(CheckPrincipal, ReadsEveryPublishedScope) {
  std::string all;
  for (size_t i = 0; i < kScopes.size(); ++i) {
    const std::string scope = "\"" + std::string(kScopes[i]) + "\"";
    all += (all.empty() ? "" : ",") + scope;
    const Parsed parsed(R"({"user_id":")" USER R"(","reach":"self","scopes":[)" + scope + "]}");
    auto principal = CheckPrincipal(parsed.draft());
    ASSERT_TRUE(principal.ok()) << scope;
    EXPECT_EQ(1U << i, principal->scopes) << scope;
  }
  const Parsed parsed(R"({"user_id":")" USER R"(","reach":"self","scopes":[)" + all + "]}");
  auto principal = CheckPrincipal(parsed.draft());
  ASSERT_TRUE(principal.ok());
  EXPECT_EQ(kAllScopes, principal->scopes);
}

TEST(CheckPrincipal, RefusesEverythingElseAndSaysWhere) {
  const std::string kUser = R"("user_id":")" USER "\"";
  const std::string kOrganization = R"("organization_id":")" ORGANIZATION "\"";
  const std::string kSelf = R"("scopes":[],"reach":"self")";
  const std::string kReach = R"("scopes":[],"reach":"organization")";
  const struct {
    std::string members;
    std::vector<std::string> pointers;
  } kCases[] = {
      {"", {"/user_id", "/scopes", "/reach"}},
      {R"("system":false)", {"/system", "/user_id", "/scopes", "/reach"}},
      {R"("system":1)", {"/system", "/user_id", "/scopes", "/reach"}},
      {R"("system":"true")", {"/system", "/user_id", "/scopes", "/reach"}},
      {R"("system":null)", {"/system", "/user_id", "/scopes", "/reach"}},
      {R"("system":false,)" + kUser + "," + kSelf, {"/system"}},
      {R"("system":true,)" + kUser, {"/system"}},
      {R"("system":true,"colour":"red")", {"/colour", "/system"}},
      {R"("System":true)", {"/System", "/user_id", "/scopes", "/reach"}},
      {kSelf, {"/user_id"}},
      {R"("user_id":"",)" + kSelf, {"/user_id"}},
      {R"("user_id":"ann",)" + kSelf, {"/user_id"}},
      {R"("user_id":null,)" + kSelf, {"/user_id"}},
      {R"("user_id":7,)" + kSelf, {"/user_id"}},
      {kUser + R"(,"reach":"self")", {"/scopes"}},
      {kUser + R"(,"reach":"self","scopes":null)", {"/scopes"}},
      {kUser + R"(,"reach":"self","scopes":"certification_records:read")", {"/scopes"}},
      {kUser + R"(,"reach":"self","scopes":{})", {"/scopes"}},
      {kUser + R"(,"reach":"self","scopes":["admin"])", {"/scopes/0"}},
      {kUser + R"(,"reach":"self","scopes":[""])", {"/scopes/0"}},
      {kUser + R"(,"reach":"self","scopes":["job_roles:read","Job_roles:read",7,"job_roles:write",null])",
       {"/scopes/1", "/scopes/2", "/scopes/4"}},
      {kUser + R"(,"reach":"self","scopes":[["job_roles:read"],{"job_roles:read":true},"x"])",
       {"/scopes/0", "/scopes/1", "/scopes/2"}},
      {kUser + R"(,"scopes":[])", {"/reach"}},
      {kUser + R"(,"scopes":[],"reach":"system")", {"/reach"}},
      {kUser + R"(,"scopes":[],"reach":"Self")", {"/reach"}},
      {kUser + R"(,"scopes":[],"reach":null)", {"/reach"}},
      {kUser + R"(,"scopes":[],"reach":["self"])", {"/reach"}},
      {kUser + R"(,"scopes":[],)" + kOrganization, {"/reach"}},
      {kUser + R"(,"scopes":[],"reach":"galaxy",)" + kOrganization, {"/reach"}},
      {kUser + "," + kSelf + "," + kOrganization, {"/organization_id"}},
      {kUser + "," + kReach, {"/organization_id"}},
      {kUser + "," + kReach + R"(,"organization_id":null)", {"/organization_id"}},
      {kUser + "," + kReach + R"(,"organization_id":"acme")", {"/organization_id"}},
      {kUser + "," + kSelf + R"(,"a/b":1)", {"/a~1b"}},
      {kUser + "," + kSelf + R"(,"":1)", {"/"}},
      {R"("user_id":1,"scopes":["x"],"reach":2,"organization_id":3,"more":4)",
       {"/user_id", "/scopes/0", "/reach", "/organization_id", "/more"}},
  };
  for (const auto& c : kCases) {
    const Parsed parsed("{" + c.members + "}");
    const auto principal = CheckPrincipal(parsed.draft());
    ASSERT_FALSE(principal.ok()) << c.members;
    EXPECT_EQ(ErrorCode::kInvalid, principal.error().code) << c.members;
    std::vector<RuleAt> expected;
    for (const std::string& pointer : c.pointers) expected.emplace_back(rule::kPrincipalFormat, pointer);
    EXPECT_EQ(expected, RulesAt(principal.error().violations)) << c.members;
  }
}

TEST(CheckPrincipal, TellsAtMostAHundredViolations) {
  std::string scopes = "1";
  for (int i = 0; i < 10'000; ++i) scopes += ",1";
  const Parsed parsed(R"({"user_id":")" USER R"(","reach":"self","scopes":[)" + scopes + "]}");
  const auto principal = CheckPrincipal(parsed.draft());
  ASSERT_FALSE(principal.ok());
  EXPECT_EQ(kViolationsMax, principal.error().violations.size());
}

}  // namespace
}  // namespace certlite
