// Updates of organizations, members and types: what is given changes, what is not stays, null clears.
#include "tests/engine/file.h"
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

class UpdatesTest : public EngineTest {
 protected:
  Answer Update(const std::string& resource, const std::string& id, const Json& change, const How& how = {}) const {
    Json request = {{"id", id}};
    request.update(change);
    return system().Call(resource + ".update", request, how);
  }
  Answer Get(const std::string& resource, const std::string& id) const {
    return system().Call(resource + ".get", {{"id", id}});
  }

  const std::string organization_ = NewOrganization({{"name", "Nord"}});
  const std::string member_ = NewMember(organization_, {{"user_id", User(1)},
                                                        {"email", "m@example.com"},
                                                        {"display_name", "M"},
                                                        {"first_name", "F"},
                                                        {"last_name", "L"},
                                                        {"role", "R"},
                                                        {"is_primary", true},
                                                        {"external_id", "E"}});
  const std::string type_ = NewType(organization_, {{"slug", "s"},
                                                    {"title", "T"},
                                                    {"description", "D"},
                                                    {"validity_period", {{"unit", "month"}, {"count", 6}}},
                                                    {"grace_days", 5},
                                                    {"expiring_soon_days", 10}});
};

// Each field alone, to another value and to null where that is one.
TEST_F(UpdatesTest, OneFieldChangesAndTheOthersStay) {
  struct Row {
    std::string resource;
    std::string id;
    std::string field;
    Json value;
  };
  const std::vector<Row> rows = {
      {"organization", organization_, "name", "Süd"},
      {"organization", organization_, "status", "archived"},
      {"member", member_, "user_id", User(2)},
      {"member", member_, "user_id", nullptr},
      {"member", member_, "email", "n@example.com"},
      {"member", member_, "email", nullptr},
      {"member", member_, "display_name", "N"},
      {"member", member_, "first_name", ""},
      {"member", member_, "first_name", nullptr},
      {"member", member_, "last_name", nullptr},
      {"member", member_, "role", nullptr},
      {"member", member_, "status", "archived"},
      {"member", member_, "status", "invited"},
      {"member", member_, "is_primary", false},
      {"member", member_, "external_id", "e"},
      {"member", member_, "external_id", nullptr},
      {"certification_type", type_, "title", "t"},
      {"certification_type", type_, "description", nullptr},
      {"certification_type", type_, "status", "archived"},
      {"certification_type", type_, "validity_period", {{"unit", "year"}, {"count", 1}}},
      {"certification_type", type_, "validity_period", nullptr},
      {"certification_type", type_, "grace_days", 0},
      {"certification_type", type_, "expiring_soon_days", 36500},
  };
  int64_t later = kNow;
  for (const Row& row : rows) {
    const testing::ScopedTrace trace(__FILE__, __LINE__, row.resource + "." + row.field);
    Json expected = Get(row.resource, row.id).json();
    later += 1000;
    const Answer answer = Update(row.resource, row.id, {{row.field, row.value}}, {.now = later});
    ASSERT_DID(CERTLITE_UPDATED, answer);
    const Json updated_at = answer.data().at("updated_at");
    EXPECT_NE(expected["data"]["updated_at"], updated_at);
    expected["data"][row.field] = row.value;
    expected["data"]["updated_at"] = updated_at;
    if (row.resource == "member" && row.field == "status") {
      expected["meta"]["archived_from"] = row.value == "archived" ? Json("active") : Json();
    }
    expected["meta"]["revision"] = expected["meta"]["revision"].get<int>() + 1;
    EXPECT_EQ(expected, answer.json());
    EXPECT_EQ(answer.text, Get(row.resource, row.id).text);
  }
  EXPECT_TRUE(FileIsWhole(Path()));
}

TEST_F(UpdatesTest, WhatChangesNothingWritesNothing) {
  const std::vector<std::pair<std::string, Json>> rows = {
      {"organization", {{"id", organization_}}},
      {"organization", {{"id", organization_}, {"name", "Nord"}, {"status", "active"}, {"if_revision", 1}}},
      {"member", {{"id", member_}}},
      {"member", {{"id", member_}, {"role", "R"}, {"email", "m@example.com"}, {"is_primary", true}}},
      {"member", {{"id", member_}, {"organization_id", organization_}}},
      {"certification_type", {{"id", type_}}},
      {"certification_type", {{"id", type_}, {"validity_period", {{"count", 6.0}, {"unit", "month"}}}}}};
  const std::string before = Dump();
  for (const auto& [resource, request] : rows) {
    const Answer answer = system().Call(resource + ".update", request, {.now = kNow + kDayMs});
    EXPECT_DID(CERTLITE_UNCHANGED, answer);
    EXPECT_EQ(Get(resource, request.at("id")).text, answer.text);
  }
  EXPECT_EQ(before, Dump());
}

TEST_F(UpdatesTest, AStaleRevisionIsRefusedWithTheCurrentOne) {
  for (const auto& [resource, id, field] :
       {std::tuple("organization", organization_, "name"), std::tuple("member", member_, "display_name"),
        std::tuple("certification_type", type_, "title")}) {
    ASSERT_DID(CERTLITE_UPDATED, Update(resource, id, {{field, "x"}, {"if_revision", 1}}));
    const std::string before = Dump();
    for (const int64_t revision : {int64_t{1}, int64_t{3}, int64_t{9007199254740991}}) {
      // Even for a change that would change nothing.
      for (const char* value : {"y", "x"}) {
        const Answer stale = Update(resource, id, {{field, value}, {"if_revision", revision}});
        EXPECT_REFUSED("revision_conflict", stale, {"revision.current", "/if_revision"});
        EXPECT_EQ(2, stale.json().at("current_revision"));
      }
    }
    EXPECT_EQ(before, Dump());
    EXPECT_DID(CERTLITE_UPDATED, Update(resource, id, {{field, "y"}, {"if_revision", 2}}));
  }
}

TEST_F(UpdatesTest, MembersExternalIdsAreUniqueInTheirOrganization) {
  const std::string other = NewMember(organization_, {{"external_id", "F"}});
  const std::string elsewhere = NewMember(NewOrganization(), {{"external_id", "E"}});
  EXPECT_REFUSED("conflict", Update("member", other, {{"external_id", "E"}}),
                 {"member.external_id_unique", "/external_id"});
  EXPECT_DID(CERTLITE_UNCHANGED, Update("member", other, {{"external_id", "F"}}));
  EXPECT_DID(CERTLITE_UPDATED, Update("member", other, {{"external_id", "e"}}));
  EXPECT_DID(CERTLITE_UPDATED, Update("member", member_, {{"external_id", nullptr}}));
  EXPECT_DID(CERTLITE_UPDATED, Update("member", other, {{"external_id", "E"}}));
  EXPECT_DID(CERTLITE_UNCHANGED, Update("member", elsewhere, {{"external_id", "E"}}));
}

TEST_F(UpdatesTest, SlugsAreUniqueInTheirOrganizationAndInTheCatalogue) {
  const auto create = [&](const Json& more) {
    Json request = {{"slug", "s"}, {"title", "T"}};
    request.update(more);
    return system().Call("certification_type.create", request);
  };
  EXPECT_REFUSED("conflict", create({{"organization_id", organization_}}), {"slug.unique", "/slug"});
  EXPECT_DID(CERTLITE_CREATED, create({{"organization_id", NewOrganization()}}));
  EXPECT_DID(CERTLITE_CREATED, create({{"scope", "standard"}}));
  EXPECT_REFUSED("conflict", create({{"scope", "standard"}}), {"slug.unique", "/slug"});
  // A standard type belongs to no organization, by whichever route it comes.
  EXPECT_REFUSED("conflict", create({{"scope", "standard"}, {"organization_id", organization_}}),
                 {"slug.unique", "/slug"});
  const Answer standard = create({{"scope", "standard"}, {"organization_id", organization_}, {"slug", "z"}});
  ASSERT_DID(CERTLITE_CREATED, standard);
  EXPECT_TRUE(standard.data().at("organization_id").is_null());
}

TEST_F(UpdatesTest, TheArchivedTakesNothingNewAndWhatExistsKeepsComputing) {
  const std::string card = NewCard(member_, type_, {{"issued_on", "2026-01-01"}});
  const Json create = {{"organization_member_id", member_}, {"certification_type_id", type_}};
  const std::vector<std::tuple<std::string, std::string, Fault>> rows = {
      {"certification_type", type_, {"certification_type.active", "/certification_type_id"}},
      {"member", member_, {"member.active", "/organization_member_id"}},
      {"organization", organization_, {"organization.active", "/organization_member_id"}}};
  for (const auto& [resource, id, fault] : rows) {
    ASSERT_DID(CERTLITE_UPDATED, Update(resource, id, {{"status", "archived"}}));
    EXPECT_TRUE(Refused("archived", {fault}, system().Call("certification.create", create)));
    const auto validity = [&](const char* day) {
      return system().Call("certification.get", {{"id", card}}, {.as_of = Day(day)}).data().at("validity_status");
    };
    EXPECT_EQ("valid", validity("2026-06-20"));
    EXPECT_EQ("expiring_soon", validity("2026-07-01"));
    EXPECT_EQ("in_grace", validity("2026-07-06"));
    EXPECT_EQ("expired", validity("2026-07-07"));
    ASSERT_DID(CERTLITE_UPDATED, Update(resource, id, {{"status", "active"}}));
    EXPECT_DID(CERTLITE_CREATED, system().Call("certification.create", create));
  }
}

// A type's grace and window are read when it is asked, its title and status too; a period works only for new cards.
TEST_F(UpdatesTest, ATypesChangesReachItsCards) {
  const std::string card = NewCard(member_, type_, {{"issued_on", "2026-01-01"}});
  ASSERT_DID(CERTLITE_UPDATED, Update("certification_type", type_,
                                      {{"title", "Neu"},
                                       {"status", "archived"},
                                       {"grace_days", 100},
                                       {"expiring_soon_days", 0},
                                       {"validity_period", {{"unit", "day"}, {"count", 1}}}}));
  const Answer answer = system().Call("certification.get", {{"id", card}}, {.as_of = Day("2026-10-09")});
  EXPECT_EQ("in_grace", answer.data().at("validity_status"));
  EXPECT_EQ("2026-07-01", answer.data().at("expires_on"));
  EXPECT_EQ(Json({{"id", type_}, {"slug", "s"}, {"title", "Neu"}, {"status", "archived"}}),
            answer.data().at("certification_type"));
  EXPECT_EQ(1, answer.json().at("meta").at("revision"));
}

TEST_F(UpdatesTest, AMembersUserIsThatOfItsCards) {
  const std::string card = NewCard(member_, type_);
  ASSERT_DID(CERTLITE_UPDATED, Update("member", member_, {{"user_id", User(5)}}));
  EXPECT_EQ(User(5), Get("certification", card).data().at("user_id"));
  ASSERT_DID(CERTLITE_UPDATED, Update("member", member_, {{"user_id", nullptr}}));
  EXPECT_TRUE(Get("certification", card).data().at("user_id").is_null());
}

}  // namespace
}  // namespace certlite::host
