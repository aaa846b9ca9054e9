// Job roles: who has which, which one is the main one, and what they ask for.
#include <algorithm>
#include <random>

#include "tests/engine/file.h"
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

class JobRoleTest : public EngineTest {
 protected:
  Answer Put(const std::string& member, const std::string& role, const Json& more = Json::object(),
             const How& how = {}) const {
    Json request = {{"organization_member_id", member}, {"job_role_id", role}};
    request.update(more);
    return system().Call("job_role_assignment.put", request, how);
  }

  Json Get(const std::string& assignment) const {
    return system().Call("job_role_assignment.get", {{"id", assignment}}).json();
  }

  // The roles that are somebody's main one.
  std::vector<std::string> PrimaryRolesOf(const std::string& member) const {
    const Json page =
        system().Call("job_role_assignment.list", {{"organization_member_id", member}, {"is_primary", true}}).json();
    std::vector<std::string> roles;
    for (const Json& assignment : page.at("data")) roles.push_back(assignment.at("job_role_id"));
    return roles;
  }

  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_, {{"user_id", User(1)}});
  const std::string type_ = NewType(organization_);
  const std::string qualification_ = NewQualification(organization_, {type_});
  const std::string rigger_ = NewJobRole(organization_, {qualification_}, {{"slug", "rigger"}});
  const std::string welder_ = NewJobRole(organization_, Json::array(), {{"slug", "welder"}});
};

TEST_F(JobRoleTest, AsksForQualificationsOfItsOrganization) {
  const std::string other = NewQualification(organization_, Json::array());
  Json ids = {qualification_, other};
  std::sort(ids.begin(), ids.end());
  Json body = {{"organization_id", organization_}, {"slug", "rescuer"}, {"title", "Rescuer"}};
  body["qualification_ids"] = {other, qualification_};
  const Answer made = system().Call("job_role.create", body);
  ASSERT_DID(CERTLITE_CREATED, made);
  EXPECT_EQ(ids, made.data().at("qualification_ids"));
  EXPECT_EQ("active", made.data().at("status"));
  EXPECT_EQ(made.text, system().Call("job_role.get", {{"id", made.id()}}).text);
  EXPECT_REFUSED("conflict", system().Call("job_role.create", body), {"slug.unique", "/slug"});
  const std::string foreign = NewQualification(NewOrganization(), Json::array());
  body.update({{"slug", "other"}, {"qualification_ids", {qualification_, foreign}}});
  EXPECT_REFUSED("not_found", system().Call("job_role.create", body), {"qualification.exists", "/qualification_ids/1"});
  EXPECT_REFUSED("not_found", system().Call("job_role.update", {{"id", made.id()}, {"qualification_ids", {foreign}}}),
                 {"qualification.exists", "/qualification_ids/0"});
  // What is archived may be asked for again one day.
  ASSERT_DID(CERTLITE_UPDATED, system().Call("qualification.archive", {{"id", qualification_}}));
  body["qualification_ids"] = {qualification_};
  EXPECT_DID(CERTLITE_CREATED, system().Call("job_role.create", body));
}

TEST_F(JobRoleTest, IsChangedAndPutAway) {
  const Answer changed =
      system().Call("job_role.update", {{"id", welder_}, {"qualification_ids", {qualification_}}, {"title", "W"}});
  ASSERT_DID(CERTLITE_UPDATED, changed);
  EXPECT_EQ((Json{qualification_}), changed.data().at("qualification_ids"));
  EXPECT_EQ(2, changed.json().at("meta").at("revision"));
  ASSERT_DID(CERTLITE_UPDATED, system().Call("job_role.archive", {{"id", welder_}}));
  EXPECT_REFUSED("conflict", system().Call("job_role.archive", {{"id", welder_}}), {"archive.transition", "/id"});
  EXPECT_THAT(IdsOf(system().Call("job_role.list", {{"status", "archived"}})), ElementsAre(welder_));
  EXPECT_EQ("active", system().Call("job_role.restore", {{"id", welder_}}).data().at("status"));
}

TEST_F(JobRoleTest, IsPutOnceHoweverOftenItIsPut) {
  const Answer first = Put(member_, rigger_);
  ASSERT_DID(CERTLITE_CREATED, first);
  const Json expected = {{"organization_member_id", member_},
                         {"job_role_id", rigger_},
                         {"is_primary", false},
                         {"assigned_at", "2026-01-15T08:00:00.000Z"},
                         {"created_at", "2026-01-15T08:00:00.000Z"},
                         {"updated_at", "2026-01-15T08:00:00.000Z"}};
  EXPECT_EQ(expected.dump(), first.data().dump());
  EXPECT_EQ(Json({{"id", first.id()}, {"status", "active"}, {"revision", 1}}), first.json().at("meta"));
  const std::string before = Dump();
  const Answer again = Put(member_, rigger_, Json::object(), {.now = kNow + kDayMs});
  EXPECT_DID(CERTLITE_UNCHANGED, again);
  EXPECT_EQ(first.text, again.text);
  EXPECT_EQ(before, Dump());
  const Answer primary = Put(member_, rigger_, {{"is_primary", true}}, {.now = kNow + kDayMs});
  EXPECT_DID(CERTLITE_UPDATED, primary);
  EXPECT_EQ(first.id(), primary.id());
  EXPECT_EQ("2026-01-15T08:00:00.000Z", primary.data().at("assigned_at"));
  EXPECT_EQ("2026-01-16T08:00:00.000Z", primary.data().at("updated_at"));
  EXPECT_DID(CERTLITE_UNCHANGED, Put(member_, rigger_)) << "what is left out stays";
  EXPECT_DID(CERTLITE_UPDATED, Put(member_, rigger_, {{"is_primary", false}}));
  EXPECT_EQ(3, Get(first.id()).at("meta").at("revision"));
}

TEST_F(JobRoleTest, OneIsPrimaryAndANewOneTakesThatFromTheFormer) {
  const std::string rigger = Put(member_, rigger_, {{"is_primary", true}}).id();
  const std::string colleague = NewMember(organization_);
  ASSERT_DID(CERTLITE_CREATED, Put(colleague, rigger_, {{"is_primary", true}}));
  // By a new assignment, ...
  const Answer welder = Put(member_, welder_, {{"is_primary", true}}, {.now = kNow + kDayMs});
  ASSERT_DID(CERTLITE_CREATED, welder);
  EXPECT_THAT(PrimaryRolesOf(member_), ElementsAre(welder_));
  EXPECT_THAT(PrimaryRolesOf(colleague), ElementsAre(rigger_));
  const Json former = Get(rigger);
  EXPECT_EQ(false, former.at("data").at("is_primary"));
  EXPECT_EQ("2026-01-16T08:00:00.000Z", former.at("data").at("updated_at"));
  EXPECT_EQ(2, former.at("meta").at("revision"));
  // ... and by one that is there. Each of the two has a version of its own in the history.
  const int64_t entries = Count(Path(), "history");
  ASSERT_DID(CERTLITE_UPDATED, Put(member_, rigger_, {{"is_primary", true}}));
  EXPECT_THAT(PrimaryRolesOf(member_), ElementsAre(rigger_));
  EXPECT_EQ(entries + 2, Count(Path(), "history"));
  EXPECT_EQ(2, Get(welder.id()).at("meta").at("revision"));
  EXPECT_DID(CERTLITE_READ, system().Call("history.verify", {{"organization_id", organization_}}));
  EXPECT_TRUE(FileIsWhole(Path()));
}

TEST_F(JobRoleTest, AReplayedPutTakesNothingBack) {
  const Answer first = Put(member_, rigger_, {{"is_primary", true}}, {.key = "k"});
  ASSERT_DID(CERTLITE_CREATED, first);
  ASSERT_DID(CERTLITE_CREATED, Put(member_, welder_, {{"is_primary", true}}));
  const Answer again = Put(member_, rigger_, {{"is_primary", true}}, {.key = "k"});
  EXPECT_DID(CERTLITE_REPLAYED, again);
  EXPECT_EQ(first.text, again.text);
  EXPECT_THAT(PrimaryRolesOf(member_), ElementsAre(welder_));
}

TEST_F(JobRoleTest, IsTakenAndGivenAgain) {
  const std::string id = Put(member_, rigger_, {{"is_primary", true}}).id();
  const auto once = [&](const std::string& verb, int64_t now) {
    return system().Call("job_role_assignment." + verb, {{"id", id}, {"reason", "r"}}, {.now = now});
  };
  const Json taken = once("archive", kNow + kDayMs).json();
  EXPECT_EQ("archived", taken.at("meta").at("status"));
  EXPECT_EQ(false, taken.at("data").at("is_primary"));
  EXPECT_REFUSED("conflict", once("archive", kNow + kDayMs), {"archive.transition", "/id"});
  const Json given = once("restore", kNow + 2 * kDayMs).json();
  EXPECT_EQ("active", given.at("meta").at("status"));
  EXPECT_EQ("2026-01-17T08:00:00.000Z", given.at("data").at("assigned_at"));
  EXPECT_EQ(false, given.at("data").at("is_primary"));
  ASSERT_DID(CERTLITE_UPDATED, once("archive", kNow + 3 * kDayMs));
  const Answer put = Put(member_, rigger_, {{"is_primary", true}}, {.now = kNow + 4 * kDayMs});
  ASSERT_DID(CERTLITE_UPDATED, put);
  EXPECT_EQ(id, put.id());
  EXPECT_EQ("active", put.json().at("meta").at("status"));
  EXPECT_EQ("2026-01-19T08:00:00.000Z", put.data().at("assigned_at"));
  EXPECT_EQ("2026-01-15T08:00:00.000Z", put.data().at("created_at"));
}

// What stands against giving a role stands against giving it again, and not against the roles that somebody has.
TEST_F(JobRoleTest, IsGivenToNobodyWhomItCanNotBeGiven) {
  const std::string taken = Put(member_, welder_).id();
  ASSERT_DID(CERTLITE_UPDATED, system().Call("job_role_assignment.archive", {{"id", taken}}));
  ASSERT_DID(CERTLITE_CREATED, Put(member_, rigger_));
  const auto restore = [&] { return system().Call("job_role_assignment.restore", {{"id", taken}}); };
  struct Obstacle {
    std::string put_away;
    std::string id;
    std::string rule;
    std::string named_by;
  };
  for (const Obstacle& obstacle : {Obstacle{"member", member_, "member.active", "/organization_member_id"},
                                   Obstacle{"job_role", welder_, "job_role.active", "/job_role_id"}}) {
    ASSERT_DID(CERTLITE_UPDATED, system().Call(obstacle.put_away + ".archive", {{"id", obstacle.id}}));
    EXPECT_REFUSED("archived", Put(member_, welder_), {obstacle.rule, obstacle.named_by});
    EXPECT_REFUSED("archived", restore(), {obstacle.rule, "/id"});
    EXPECT_TRUE(Put(member_, rigger_, {{"is_primary", obstacle.put_away == "member"}}).ok());
    ASSERT_DID(CERTLITE_UPDATED, system().Call(obstacle.put_away + ".restore", {{"id", obstacle.id}}));
  }
  ASSERT_DID(CERTLITE_UPDATED, system().Call("organization.update", {{"id", organization_}, {"status", "archived"}}));
  EXPECT_REFUSED("archived", Put(member_, welder_), {"organization.active", "/organization_member_id"});
  EXPECT_REFUSED("archived", restore(), {"organization.active", "/id"});
  ASSERT_DID(CERTLITE_UPDATED, system().Call("organization.update", {{"id", organization_}, {"status", "active"}}));
  const std::string foreign = NewJobRole(NewOrganization(), Json::array());
  EXPECT_REFUSED("not_found", Put(member_, foreign), {"job_role.exists", "/job_role_id"});
}

TEST_F(JobRoleTest, AnErasedMemberKeepsItsRolesAndTakesNoOther) {
  const std::string taken = Put(member_, welder_).id();
  ASSERT_DID(CERTLITE_UPDATED, system().Call("job_role_assignment.archive", {{"id", taken}}));
  const std::string kept = Put(member_, rigger_).id();
  ASSERT_DID(CERTLITE_UPDATED, system().Call("member.erase", {{"id", member_}, {"reason", "r"}}));
  EXPECT_REFUSED("gone", Put(member_, rigger_), {"record.erased", "/organization_member_id"});
  EXPECT_REFUSED("gone", system().Call("job_role_assignment.restore", {{"id", taken}}), {"record.erased", "/id"});
  EXPECT_EQ(member_, Get(kept).at("data").at("organization_member_id"));
  EXPECT_EQ(Json::array(), system().Call("qualification_result.list", {{"job_role_id", rigger_}}).data());
  EXPECT_DID(CERTLITE_UPDATED, system().Call("job_role_assignment.archive", {{"id", kept}}));
  EXPECT_TRUE(FileIsWhole(Path()));
}

TEST_F(JobRoleTest, IsListedByMemberRoleRankAndStatus) {
  const std::string colleague = NewMember(organization_);
  const std::string a = Put(member_, rigger_).id();
  const std::string b = Put(member_, welder_, {{"is_primary", true}}).id();
  const std::string c = Put(colleague, rigger_).id();
  ASSERT_DID(CERTLITE_UPDATED, system().Call("job_role_assignment.archive", {{"id", c}}));
  const auto list = [&](const Json& filter) { return IdsOf(system().Call("job_role_assignment.list", filter)); };
  EXPECT_THAT(list({{"organization_member_id", member_}}), UnorderedElementsAre(a, b));
  EXPECT_THAT(list({{"job_role_id", rigger_}}), UnorderedElementsAre(a, c));
  EXPECT_THAT(list({{"is_primary", true}}), ElementsAre(b));
  EXPECT_THAT(list({{"status", "archived"}}), ElementsAre(c));
  EXPECT_THAT(list({{"organization_id", organization_}, {"limit", 3}}), UnorderedElementsAre(a, b, c));
  // By the index of the organization, and by that of the member.
  for (const auto& [session, count] : {std::pair<Session, size_t>(As(kSystem), 3), {As(SelfOf(User(1))), 2}}) {
    std::vector<std::string> together;
    Json request = {{"limit", 1}};
    for (bool more = true; more;) {
      const Answer page = session.Call("job_role_assignment.list", request);
      ASSERT_DID(CERTLITE_READ, page);
      for (const std::string& id : IdsOf(page)) together.push_back(id);
      more = page.json().at("page").at("has_more");
      request["cursor"] = page.json().at("page").at("next_cursor");
      ASSERT_LE(together.size(), count);
    }
    EXPECT_EQ(count, together.size());
    EXPECT_TRUE(std::ranges::is_sorted(together));
  }
}

TEST_F(JobRoleTest, AMemberReadsItsOwnAndTheOrganizationGivesThem) {
  const std::string own = Put(member_, rigger_).id();
  const std::string others = Put(NewMember(organization_, {{"user_id", User(2)}}), rigger_).id();
  const Session self = As(SelfOf(User(1)));
  EXPECT_THAT(IdsOf(self.Call("job_role_assignment.list", Json::object())), ElementsAre(own));
  EXPECT_THAT(IdsOf(self.Call("job_role_assignment.list", {{"job_role_id", rigger_}})), ElementsAre(own));
  EXPECT_DID(CERTLITE_READ, self.Call("job_role_assignment.get", {{"id", own}}));
  EXPECT_REFUSED("not_found", self.Call("job_role_assignment.get", {{"id", others}}), {"record.exists", "/id"});
  const Json request = {{"organization_member_id", member_}, {"job_role_id", welder_}};
  EXPECT_REFUSED("forbidden", self.Call("job_role_assignment.put", request), {"principal.reach", ""});
  EXPECT_DID(CERTLITE_CREATED, As(OrganizationOf(User(2), organization_)).Call("job_role_assignment.put", request));
  EXPECT_EQ(1U, self.Call("qualification_result.list", {{"job_role_id", rigger_}}).data().size());
}

// Random roles and members. Of each role the results are those that the list without a role has of who has it, and of
// what it asks for.
TEST_F(JobRoleTest, ResultsOfARoleAreThoseOfWhoHasIt) {
  std::mt19937 random(20260115);
  std::vector<std::string> qualifications = {qualification_};
  for (int i = 0; i < 4; ++i) qualifications.push_back(NewQualification(organization_, {type_}));
  std::vector<std::string> roles;
  for (int i = 0; i < 5; ++i) {
    Json asked = Json::array();
    for (const std::string& qualification : qualifications) {
      if (random() % 2 == 0) asked.push_back(qualification);
    }
    roles.push_back(NewJobRole(organization_, asked));
  }
  for (int i = 0; i < 20; ++i) {
    const std::string member = NewMember(organization_);
    if (random() % 2 == 0) NewCard(member, type_);
    for (const std::string& role : roles) {
      if (random() % 3 != 0) continue;
      const std::string id = NewAssignment(member, role);
      if (random() % 4 == 0) system().Call("job_role_assignment.archive", {{"id", id}});
    }
    if (i % 9 == 0) system().Call("member.archive", {{"id", member}});
  }
  ASSERT_DID(CERTLITE_UPDATED, system().Call("qualification.archive", {{"id", qualifications.back()}}));
  const Json all = system().Call("qualification_result.list", {{"limit", 200}}).data();
  ASSERT_LT(all.size(), 200U);
  for (const std::string& role : roles) {
    const Json asked = system().Call("job_role.get", {{"id", role}}).data().at("qualification_ids");
    const Json have =
        system().Call("job_role_assignment.list", {{"job_role_id", role}, {"status", "active"}, {"limit", 200}}).data();
    const auto has = [&](const Json& member) {
      return std::any_of(have.begin(), have.end(),
                         [&](const Json& each) { return each.at("organization_member_id") == member; });
    };
    Json expected = Json::array();
    for (const Json& result : all) {
      const bool is_asked = std::find(asked.begin(), asked.end(), result.at("qualification_id")) != asked.end();
      if (is_asked && has(result.at("organization_member_id"))) expected.push_back(result);
    }
    EXPECT_EQ(expected, system().Call("qualification_result.list", {{"job_role_id", role}, {"limit", 200}}).data());
  }
}

// Before somebody is given a role it is asked whether that would do.
TEST_F(JobRoleTest, ResultsOfARoleAndAMemberNeedNoAssignment) {
  const Json request = {{"job_role_id", rigger_}, {"organization_member_id", member_}};
  const Json result = system().Call("qualification_result.list", request).data().at(0);
  EXPECT_EQ(qualification_, result.at("qualification_id"));
  EXPECT_EQ("not_qualified", result.at("status"));
  EXPECT_EQ(Json::array(), system().Call("qualification_result.list", {{"job_role_id", rigger_}}).data());
  ASSERT_DID(CERTLITE_UPDATED, system().Call("job_role.archive", {{"id", rigger_}}));
  EXPECT_EQ(Json::array(), system().Call("qualification_result.list", request).data()) << "it asks for nothing now";
}

// Whoever loses the role while its results are read, or is given it, changes the pages that are still to come.
TEST_F(JobRoleTest, PagesGoOnWhereTheyEndedWhoeverHasTheRoleByThen) {
  const std::string second = NewQualification(organization_, Json::array());
  ASSERT_DID(CERTLITE_UPDATED,
             system().Call("job_role.update", {{"id", rigger_}, {"qualification_ids", {qualification_, second}}}));
  const std::string own = Put(member_, rigger_).id();
  const std::string colleague = NewMember(organization_);
  ASSERT_DID(CERTLITE_CREATED, Put(colleague, rigger_));
  Json request = {{"job_role_id", rigger_}, {"limit", 1}};
  const Json page = system().Call("qualification_result.list", request).json();
  const std::string first = page.at("data").at(0).at("organization_member_id");
  request["cursor"] = page.at("page").at("next_cursor");
  EXPECT_EQ(first, system().Call("qualification_result.list", request).data().at(0).at("organization_member_id"));
  const Json mine = system().Call("job_role_assignment.list", {{"organization_member_id", first}}).json();
  ASSERT_DID(CERTLITE_UPDATED, system().Call("job_role_assignment.archive", {{"id", mine.at("meta").at(0).at("id")}}));
  EXPECT_NE(first, system().Call("qualification_result.list", request).data().at(0).at("organization_member_id"));
}

TEST_F(JobRoleTest, StandsInTheHistory) {
  const std::string id = Put(member_, rigger_).id();
  ASSERT_DID(CERTLITE_UPDATED, system().Call("job_role_assignment.archive", {{"id", id}, {"reason", "moved on"}}));
  const Json report = system().Call("history.verify", {{"organization_id", organization_}}).data();
  EXPECT_EQ(8, report.at("entry_count")) << "organization, member, type, qualification, two roles, two versions";
  EXPECT_EQ(7, report.at("record_count"));
  EXPECT_TRUE(FileIsWhole(Path()));
}

// Who has a role, and what it asks for, is told to none who may not read roles.
TEST_F(JobRoleTest, IsAskedAboutByWhoMayReadRoles) {
  NewAssignment(member_, rigger_);
  const Session lesser = As(OrganizationOf(User(1), organization_, AllScopesBut("job_roles:read")));
  const Json role = {{"job_role_id", rigger_}};
  EXPECT_REFUSED("forbidden", lesser.Call("qualification_result.list", role), {"principal.scope", "/job_role_id"});
  Json days = {{"starts_on", "2026-01-01"}, {"ends_on", "2026-01-02"}};
  EXPECT_DID(CERTLITE_READ, lesser.Call("qualification_result.timeline", days));
  days.update(role);
  EXPECT_REFUSED("forbidden", lesser.Call("qualification_result.timeline", days), {"principal.scope", "/job_role_id"});
  EXPECT_DID(CERTLITE_READ, lesser.Call("qualification_result.list", Json::object()));
}

}  // namespace
}  // namespace certlite::host
