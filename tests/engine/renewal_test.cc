// certification.renew: the next card of a chain.
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

using testing::ElementsAre;

class RenewalTest : public EngineTest {
 protected:
  Answer Renew(const std::string& id, const Json& more = Json::object(), const How& how = {}) const {
    Json request = {{"id", id}};
    request.update(more);
    return system().Call("certification.renew", request, how);
  }
  Answer Get(const std::string& id) const { return system().Call("certification.get", {{"id", id}}); }
  Answer Decide(const std::string& verb, const std::string& id) const {
    return system().Call("certification." + verb, {{"id", id}, {"reason", "r"}});
  }

  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_, {{"user_id", User(1)}});
  const std::string type_ = NewType(organization_, {{"validity_period", {{"unit", "month"}, {"count", 24}}}});
  const std::string card_ = NewCard(member_, type_,
                                    {{"external_id", "E"},
                                     {"source", "import"},
                                     {"issued_on", "2024-02-29"},
                                     {"issuer_name", "I"},
                                     {"serial_number", "S"}});
};

TEST_F(RenewalTest, TheNextCardFollowsOnTheOldOne) {
  const Json before = Get(card_).json();
  const Answer next = Renew(card_);
  ASSERT_DID(CERTLITE_CREATED, next);
  const Json data = next.data();
  for (const char* same : {"organization_id", "organization_member_id", "user_id", "certification_type_id",
                           "issuer_name", "serial_number", "certification_type"}) {
    EXPECT_EQ(before.at("data").at(same), data.at(same)) << same;
  }
  EXPECT_NE(card_, next.id());
  EXPECT_EQ("2026-01-15", data.at("issued_on")) << "today";
  EXPECT_EQ("2028-01-15", data.at("expires_on")) << "by the type's period";
  EXPECT_EQ(nullptr, data.at("external_id")) << "the old card's own";
  EXPECT_EQ("manual", data.at("source"));
  EXPECT_EQ("unverified", data.at("verification_status"));
  EXPECT_EQ(card_, next.json().at("meta").at("renews_id"));
  EXPECT_EQ(true, next.json().at("meta").at("is_latest"));
  Json after = before;
  after["meta"]["is_latest"] = false;
  EXPECT_EQ(after, Get(card_).json()) << "both were true for their own dates";
}

TEST_F(RenewalTest, WhatIsGivenIsTaken) {
  const Answer given = Renew(card_, {{"issued_on", "2026-02-28"}, {"serial_number", "T"}});
  ASSERT_DID(CERTLITE_CREATED, given);
  EXPECT_EQ("2028-02-28", given.data().at("expires_on"));
  EXPECT_EQ("T", given.data().at("serial_number"));
  const Answer forever = Renew(given.id(), {{"expires_on", nullptr}, {"serial_number", nullptr}});
  ASSERT_DID(CERTLITE_CREATED, forever);
  EXPECT_EQ(nullptr, forever.data().at("expires_on"));
  EXPECT_EQ(nullptr, forever.data().at("serial_number"));
  const Answer undated = Renew(forever.id(), {{"issued_on", nullptr}});
  ASSERT_DID(CERTLITE_CREATED, undated);
  EXPECT_EQ(nullptr, undated.data().at("expires_on")) << "nothing to derive it from";
}

TEST_F(RenewalTest, AChainIsReadInBothDirections) {
  const std::string second = Renew(card_, {{"issued_on", "2026-02-28"}}).id();
  const std::string third = Renew(second, {{"issued_on", "2028-02-28"}}).id();
  EXPECT_EQ(second, Get(third).json().at("meta").at("renews_id"));
  EXPECT_THAT(IdsOf(system().Call("certification.list", {{"renews_id", card_}})), ElementsAre(second));
  EXPECT_THAT(IdsOf(system().Call("certification.list", {{"renews_id", second}})), ElementsAre(third));
  EXPECT_THAT(IdsOf(system().Call("certification.list", {{"renews_id", third}})), ElementsAre());
  EXPECT_THAT(IdsOf(system().Call("certification.list", {{"renews_id", nullptr}})), ElementsAre(card_));
}

TEST_F(RenewalTest, IsGivenOnceAndAgainWhenItWasWithdrawn) {
  const std::string first = Renew(card_).id();
  const std::string before = Dump();
  const Answer twice = Renew(card_);
  EXPECT_REFUSED("conflict", twice, {"renewal.once", "/id"});
  EXPECT_THAT(twice.json().at("detail").get<std::string>(), testing::HasSubstr(first));
  EXPECT_EQ(before, Dump());
  ASSERT_DID(CERTLITE_UPDATED, Decide("suspend", first));
  EXPECT_REFUSED("conflict", Renew(card_), {"renewal.once", "/id"});
  ASSERT_DID(CERTLITE_UPDATED, Decide("revoke", first));
  EXPECT_DID(CERTLITE_CREATED, Renew(card_));
}

TEST_F(RenewalTest, AsksWhatACreateAsks) {
  EXPECT_REFUSED("invalid", Renew(card_, {{"issued_on", "2026-02-01"}, {"expires_on", "2026-01-31"}}),
                 {"dates.order", "/expires_on"});
  EXPECT_REFUSED("invalid", Renew(card_, {{"issuer_name", "J"}}), {"field.unknown", "/issuer_name"});
  EXPECT_REFUSED("revision_conflict", Renew(card_, {{"if_revision", 2}}), {"revision.current", "/if_revision"});
  ASSERT_DID(CERTLITE_UPDATED, system().Call("certification_type.update", {{"id", type_}, {"status", "archived"}}));
  ASSERT_DID(CERTLITE_UPDATED, system().Call("member.update", {{"id", member_}, {"status", "archived"}}));
  EXPECT_REFUSED("archived", Renew(card_), {"member.active", "/id"}, {"certification_type.active", "/id"});
}

TEST_F(RenewalTest, AHolderRenewsItsOwn) {
  EXPECT_DID(CERTLITE_CREATED, As(SelfOf(User(1))).Call("certification.renew", {{"id", card_}}));
  EXPECT_REFUSED("not_found", As(SelfOf(User(2))).Call("certification.renew", {{"id", card_}}),
                 {"record.exists", "/id"});
}

}  // namespace
}  // namespace certlite::host
