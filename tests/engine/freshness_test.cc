// What an engine keeps of members, types, organizations and the history's end is never older than the file, whoever
// has changed it: the engine itself, another one on the same file, or nobody in the end.
#include "tests/engine/file.h"
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

enum class By { kSelf, kAnother };

class FreshnessTest : public EngineTest, public testing::WithParamInterface<By> {
 protected:
  FreshnessTest() {
    another_ = Engine(Path());
    changer_ = GetParam() == By::kSelf ? As(kSystem) : another_.As(kSystem);
    EXPECT_DID(CERTLITE_CREATED, Create());  // by now everything is kept
    EXPECT_DID(CERTLITE_CREATED, Create());
  }

  Answer Create(const Json& more = Json::object()) {
    Json body = {{"organization_member_id", member_}, {"certification_type_id", type_}, {"issued_on", "2026-01-01"}};
    body.update(more);
    return manager_.Call("certification.create", body, {.key = "k" + std::to_string(++made_)});
  }

  void Change(std::string_view operation, const Json& request) {
    EXPECT_DID(CERTLITE_UPDATED, changer_.Call(operation, request));
  }

  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_, {{"user_id", User(1)}});
  const std::string type_ = NewType(organization_, {{"validity_period", {{"unit", "month"}, {"count", 12}}}});
  const Session manager_ = As(OrganizationOf(User(9), organization_));
  Engine another_;
  Session changer_;
  int made_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Changed, FreshnessTest, testing::Values(By::kSelf, By::kAnother), [](const auto& test) {
  return test.param == By::kSelf ? "ByTheEngineItself" : "ByAnotherEngine";
});

TEST_P(FreshnessTest, AnArchivedMemberTakesNothingMore) {
  Change("member.archive", {{"id", member_}});
  EXPECT_REFUSED("archived", Create(), {"member.active", "/organization_member_id"});
  Change("member.restore", {{"id", member_}});
  EXPECT_DID(CERTLITE_CREATED, Create());
}

TEST_P(FreshnessTest, AnErasedMemberTakesNothingMore) {
  Change("member.erase", {{"id", member_}, {"reason", "asked for"}});
  EXPECT_REFUSED("gone", Create(), {"record.erased", "/organization_member_id"});
}

TEST_P(FreshnessTest, AnArchivedTypeTakesNothingMore) {
  Change("certification_type.archive", {{"id", type_}});
  EXPECT_REFUSED("archived", Create(), {"certification_type.active", "/certification_type_id"});
}

TEST_P(FreshnessTest, ATypesNewPeriodAndTitleHoldAtOnce) {
  Change("certification_type.update",
         {{"id", type_}, {"title", "Renamed"}, {"validity_period", {{"unit", "month"}, {"count", 24}}}});
  const Answer created = Create();
  ASSERT_DID(CERTLITE_CREATED, created);
  EXPECT_EQ("2028-01-01", created.data()["expires_on"]);
  EXPECT_EQ("Renamed", created.data()["certification_type"]["title"]);
}

TEST_P(FreshnessTest, AnArchivedOrganizationTakesNothingMore) {
  Change("organization.update", {{"id", organization_}, {"status", "archived"}});
  EXPECT_REFUSED("archived", Create(), {"organization.active", "/organization_member_id"});
}

TEST_P(FreshnessTest, ANewMembershipCounts) {
  const Session own = As(SelfOf(User(2)));
  const Json body = {{"certification_type_id", type_}};
  EXPECT_REFUSED("invalid", own.Call("certification.create", body, {.key = "own-1"}),
                 {"member.of_subject", "/organization_member_id"},
                 {"certification_type.exists", "/certification_type_id"});
  const Json member = {{"organization_id", organization_}, {"display_name", "B"}, {"user_id", User(2)}};
  ASSERT_DID(CERTLITE_CREATED, changer_.Call("member.create", member));
  EXPECT_DID(CERTLITE_CREATED, own.Call("certification.create", body, {.key = "own-2"}));
}

TEST_P(FreshnessTest, TheChainGoesOnFromWhoeverWroteLast) {
  for (int i = 0; i < 3; ++i) {
    Change("certification_type.update", {{"id", type_}, {"title", "Title " + std::to_string(i)}});
    EXPECT_DID(CERTLITE_CREATED, Create());
  }
  EXPECT_TRUE(ChainsHold(ReadHistory(Path())));
  EXPECT_TRUE(FileIsWhole(Path()));
}

TEST_P(FreshnessTest, TheChainGoesOnAfterWhatWasOnlyTried) {
  const Json card = {{"organization_member_id", member_}, {"certification_type_id", type_}};
  const Json change = {{"operation", "certification.create"}, {"request", card}};
  const Json question = {{"operation", "me.get"}, {"request", Json::object()}};
  const Answer tried = As(kSystem).Call("what_if.ask", {{"changes", Json::array({change})}, {"question", question}});
  ASSERT_DID(CERTLITE_READ, tried);
  EXPECT_DID(CERTLITE_CREATED, Create());
  EXPECT_TRUE(ChainsHold(ReadHistory(Path())));
}

TEST_P(FreshnessTest, WhatWasOnlyTriedIsNotKept) {
  const Json changes = {{{"operation", "certification_type.update"}, {"request", {{"id", type_}, {"title", "Tried"}}}},
                        {{"operation", "member.archive"}, {"request", {{"id", member_}}}}};
  const Json question = {{"operation", "certification_type.get"}, {"request", {{"id", type_}}}};
  const Answer tried = As(kSystem).Call("what_if.ask", {{"changes", changes}, {"question", question}});
  ASSERT_DID(CERTLITE_READ, tried);
  EXPECT_NE(tried.text.npos, tried.text.find("Tried"));
  const Answer created = Create();
  ASSERT_DID(CERTLITE_CREATED, created);
  EXPECT_NE("Tried", created.data()["certification_type"]["title"]);
  EXPECT_TRUE(ChainsHold(ReadHistory(Path())));
}

}  // namespace
}  // namespace certlite::host
