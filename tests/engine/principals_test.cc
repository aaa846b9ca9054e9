// What a principal may do and how far it reaches: scopes, reach, and that the foreign and the missing answer alike.
#include <set>

#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;
using testing::UnorderedElementsAreArray;

Json Operations() {
  certlite_str text;
  certlite_describe(&text);
  return Json::parse(std::string_view(text.data, text.size)).at("operations");
}

class PrincipalsTest : public EngineTest {
 protected:
  PrincipalsTest() {
    EXPECT_DID(
        CERTLITE_CREATED,
        system().Call("member.create", {{"organization_id", theirs_}, {"display_name", "Both"}, {"user_id", User(9)}}));
  }

  const std::string ours_ = NewOrganization();
  const std::string theirs_ = NewOrganization();
  const std::string own_ =
      NewMember(ours_, {{"user_id", User(1)}, {"external_id", "ours"}, {"email", "ours@example.org"}});
  const std::string colleague_ = NewMember(ours_, {{"user_id", User(2)}});
  const std::string stranger_ =
      NewMember(theirs_, {{"user_id", User(3)}, {"external_id", "theirs"}, {"email", "theirs@example.org"}});
  const std::string type_ = NewType(ours_);
  const std::string foreign_type_ = NewType(theirs_);
  const std::string standard_type_ = NewStandardType();
  const std::string qualification_ = NewQualification(ours_, {type_, standard_type_});
  const std::string foreign_qualification_ = NewQualification(theirs_, {foreign_type_});
  const std::string role_ = NewJobRole(ours_, {qualification_});
  const std::string foreign_role_ = NewJobRole(theirs_, {foreign_qualification_});
  const std::string own_assignment_ = NewAssignment(own_, role_);
  const std::string colleague_assignment_ = NewAssignment(colleague_, role_);
  const std::string foreign_assignment_ = NewAssignment(stranger_, foreign_role_);
  const std::string own_card_ = NewCard(own_, type_);
  const std::string colleague_card_ = NewCard(colleague_, type_);
  const std::string foreign_card_ = NewCard(stranger_, foreign_type_);
  const Session self_ = As(SelfOf(User(1)));
  const Session organization_ = As(OrganizationOf(User(1), ours_));
};

// Without its scope every operation is forbidden and the scope is named; with it alone it is not.
TEST_F(PrincipalsTest, AMissingScopeIsNamed) {
  int scoped = 0;
  for (const Json& operation : Operations()) {
    const std::string name = operation.at("name");
    if (operation.at("scope").is_null()) {
      if (operation.at("reach") == "system") continue;  // which has every scope
      if (name == "what_if.ask") continue;              // of what it carries out: see below
      EXPECT_EQ("me.get", name);
      EXPECT_TRUE(As(SelfOf(User(1), Json::array())).Call(name, Json::object()).ok());
      continue;
    }
    const std::string scope = operation.at("scope");
    for (const Json& lesser : {AllScopesBut(scope), Json::array()}) {
      for (const Json& principal : {SelfOf(User(1), lesser), OrganizationOf(User(1), ours_, lesser)}) {
        const Answer answer = As(principal).Call(name, {{"id", own_card_}});
        EXPECT_REFUSED("forbidden", answer, {"principal.scope", ""});
        EXPECT_THAT(answer.json().at("detail").get<std::string>(), HasSubstr(scope));
      }
    }
    const Answer granted = As(OrganizationOf(User(1), ours_, Json::array({scope}))).Call(name, Json::object());
    EXPECT_THAT(granted.text, testing::Not(HasSubstr("principal.scope"))) << name;
    ++scoped;
  }
  EXPECT_EQ(57, scoped);
}

// A what-if is no way round a scope or a reach: each operation in it asks for its own.
TEST_F(PrincipalsTest, AWhatIfNeedsWhatItsOperationsNeed) {
  const Json me = {{"operation", "me.get"}, {"request", Json::object()}};
  for (const Json& operation : Operations()) {
    const Json inner = {{"operation", operation.at("name")}, {"request", {{"id", own_card_}}}};
    const bool writes = operation.at("writes").get<bool>();
    const Json request = writes ? Json{{"changes", Json::array({inner})}, {"question", me}}
                                : Json{{"changes", Json::array()}, {"question", inner}};
    const std::string pointer = writes ? "/changes/0/operation" : "/question/operation";
    if (!operation.at("scope").is_null()) {
      const Session lesser = As(OrganizationOf(User(1), ours_, AllScopesBut(operation.at("scope").get<std::string>())));
      EXPECT_REFUSED("forbidden", lesser.Call("what_if.ask", request), {"principal.scope", pointer});
    }
    if (operation.at("reach") == "self") continue;
    const Session& lesser = operation.at("reach") == "system" ? organization_ : self_;
    EXPECT_REFUSED("forbidden", lesser.Call("what_if.ask", request), {"principal.reach", pointer});
  }
}

TEST_F(PrincipalsTest, ScopesNeverWidenReach) {
  std::set<std::string> limited;
  for (const Json& operation : Operations()) {
    const std::string name = operation.at("name");
    const std::string reach = operation.at("reach");
    if (reach == "self") continue;
    limited.insert(name);
    const Session& lesser = reach == "system" ? organization_ : self_;
    EXPECT_REFUSED("forbidden", lesser.Call(name, {{"id", ours_}}), {"principal.reach", ""});
  }
  EXPECT_THAT(
      limited,
      ElementsAre("certification.archive", "certification.erase", "certification.import", "certification.reinstate",
                  "certification.restore", "certification.revoke", "certification.supersede", "certification.suspend",
                  "certification.verify", "certification_type.archive", "certification_type.create",
                  "certification_type.restore", "certification_type.update", "engine.backup", "engine.check",
                  "engine.compact", "history.head", "history.list", "history.verify", "idempotency.purge",
                  "job_role.archive", "job_role.create", "job_role.restore", "job_role.update",
                  "job_role_assignment.archive", "job_role_assignment.put", "job_role_assignment.restore",
                  "member.archive", "member.create", "member.erase", "member.restore", "organization.create",
                  "organization.update", "qualification.archive", "qualification.create", "qualification.restore",
                  "qualification.update"));
}

// One request that names a record, with an own id that it is good for.
struct Naming {
  std::string operation;
  std::string request;  // $ID is the id, $K something new each time
  std::string own;
  std::vector<std::string> foreign;
};

class NamingTest : public PrincipalsTest {
 protected:
  // The foreign must answer as what isn't there does, byte for byte, with a key and without; the own must not.
  void ExpectAlike(const Session& session, const std::vector<Naming>& rows) {
    for (const Naming& row : rows) {
      const testing::ScopedTrace trace(__FILE__, __LINE__, row.operation + " " + row.request);
      const std::string before = Dump();
      const bool writes = Writes(row.operation);
      for (const How& how : {How{}, How{.key = writes ? std::optional<std::string>("a-key") : std::nullopt}}) {
        const Answer missing = Send(session, row, std::string(kNowhere), how);
        EXPECT_TRUE(!missing.ok() ? missing.status == CERTLITE_E_NOT_FOUND : IsOfNothing(missing.json().at("data")))
            << missing.text;
        for (const std::string& id : row.foreign) {
          const Answer foreign = Send(session, row, id, how);
          EXPECT_EQ(missing.status, foreign.status);
          EXPECT_EQ(missing.text, foreign.text);
        }
      }
      const Answer missing = Try(session, row, std::string(kNowhere));
      for (const std::string& id : row.foreign) EXPECT_EQ(missing.text, Try(session, row, id).text);
      EXPECT_EQ(before, Dump());
      const Answer own = Send(session, row, row.own, {});
      EXPECT_TRUE(own.ok() && !IsOfNothing(own.json().at("data"))) << own.text;
      covered_.insert(row.operation);
    }
  }

  // An empty page, or a count of zero.
  static bool IsOfNothing(const Json& data) {
    return data.empty() || (data.is_object() && data.value("total", 1) == 0);
  }

  static bool Writes(const std::string& operation) {
    for (const Json& each : Operations()) {
      if (each.at("name") == operation) return each.at("writes");
    }
    throw std::out_of_range(operation);
  }

  static std::string TextOf(const Naming& row, const std::string& id, int n) {
    std::string text = row.request;
    for (const auto& [name, value] : {std::pair<std::string, std::string>("$ID", id), {"$K", std::to_string(n)}}) {
      if (const size_t at = text.find(name); at != std::string::npos) text.replace(at, name.size(), value);
    }
    return text;
  }

  // The same as part of a what-if.
  static Answer Try(const Session& session, const Naming& row, const std::string& id) {
    const std::string inner = R"({"operation":")" + row.operation + R"(","request":)" + TextOf(row, id, 0) + "}";
    const bool writes = Writes(row.operation);
    return session.CallText("what_if.ask", R"({"changes":[)" + (writes ? inner : "") + R"(],"question":)" +
                                               (writes ? R"({"operation":"me.get","request":{}})" : inner) + "}");
  }

  Answer Send(const Session& session, const Naming& row, const std::string& id, const How& how) {
    return session.CallText(row.operation, TextOf(row, id, ++n_), how);
  }

  // What narrows to an organization or names a record of one, for every operation that can.
  std::vector<Naming> Rows(const std::string& more, const std::vector<std::string>& organizations) const {
    const std::vector<std::string> members = {stranger_};
    const std::vector<std::string> types = {foreign_type_};
    const std::vector<std::string> cards = {foreign_card_};
    std::vector<Naming> rows = {
        {"member.get", R"({"id":"$ID")" + more + "}", own_, members},
        {"member.update", R"({"id":"$ID","role":"r$K")" + more + "}", own_, members},
        {"certification_type.get", R"({"id":"$ID")" + more + "}", type_, types},
        {"certification.get", R"({"id":"$ID")" + more + "}", own_card_, cards},
        {"certification.create",
         R"({"organization_member_id":"$ID","certification_type_id":")" + type_ + "\"" + more + "}", own_, members},
        {"certification.create",
         R"({"certification_type_id":"$ID","organization_member_id":")" + own_ + "\"" + more + "}", type_, types},
        {"certification.update", R"({"id":"$ID","serial_number":"s$K")" + more + "}", own_card_, cards},
        {"certification.update", R"({"organization_member_id":"$ID","id":")" + own_card_ + "\"" + more + "}", own_,
         members},
        {"certification.update", R"({"certification_type_id":"$ID","id":")" + own_card_ + "\"" + more + "}", type_,
         types},
        {"certification.renew", R"({"id":"$ID")" + more + "}", own_card_, cards},
        {"certification.history", R"({"id":"$ID")" + more + "}", own_card_, cards},
        {"qualification.get", R"({"id":"$ID")" + more + "}", qualification_, {foreign_qualification_}},
        {"qualification_result.list", R"({"organization_member_id":"$ID")" + more + "}", own_, members},
        {"qualification_result.list",
         R"({"qualification_id":"$ID")" + more + "}",
         qualification_,
         {foreign_qualification_}},
        {"qualification_result.explain",
         R"({"organization_member_id":"$ID","qualification_id":")" + qualification_ + "\"" + more + "}", own_, members},
        {"qualification_result.explain",
         R"({"qualification_id":"$ID","organization_member_id":")" + own_ + "\"" + more + "}",
         qualification_,
         {foreign_qualification_}},
        {"certification.list", R"({"organization_member_id":"$ID")" + more + "}", own_, members},
        {"certification.list", R"({"certification_type_id":"$ID")" + more + "}", type_, types},
        {"certification.count", R"({"organization_member_id":"$ID")" + more + "}", own_, members},
        {"certification.count", R"({"certification_type_id":"$ID")" + more + "}", type_, types},
    };
    std::ranges::copy(RoleRows(more), std::back_inserter(rows));
    if (organizations.empty()) return rows;
    const auto narrowing = [&](const std::string& operation, const std::string& request) {
      rows.push_back({operation, R"({"organization_id":"$ID")" + request + "}", ours_, organizations});
    };
    narrowing("member.get", R"(,"id":")" + own_ + "\"");
    narrowing("member.list", "");
    narrowing("member.update", R"(,"role":"r$K","id":")" + own_ + "\"");
    narrowing("certification_type.get", R"(,"id":")" + type_ + "\"");
    narrowing("certification_type.list", "");
    narrowing("qualification.list", "");
    narrowing("job_role.list", "");
    narrowing("job_role_assignment.list", "");
    narrowing("qualification_result.list", "");
    narrowing("qualification_result.timeline", R"(,"starts_on":"2026-01-01","ends_on":"2026-02-01")");
    narrowing("qualification_result.explain",
              R"(,"qualification_id":")" + qualification_ + R"(","organization_member_id":")" + own_ + "\"");
    narrowing("certification.create",
              R"(,"certification_type_id":")" + type_ + R"(","organization_member_id":")" + own_ + "\"");
    narrowing("certification.get", R"(,"id":")" + own_card_ + "\"");
    narrowing("certification.list", "");
    narrowing("certification.count", "");
    narrowing("certification.update", R"(,"serial_number":"o$K","id":")" + own_card_ + "\"");
    rows.push_back({"organization.get", R"({"id":"$ID"})", ours_, organizations});
    return rows;
  }

  // What names a job role or an assignment, or asks about them.
  std::vector<Naming> RoleRows(const std::string& more) const {
    const std::vector<std::string> members = {stranger_};
    const std::vector<std::string> qualifications = {foreign_qualification_};
    const std::vector<std::string> roles = {foreign_role_};
    const std::string days = R"({"starts_on":"2026-01-01","ends_on":"2026-02-01",)";
    return {
        {"job_role.get", R"({"id":"$ID")" + more + "}", role_, roles},
        {"job_role_assignment.get", R"({"id":"$ID")" + more + "}", own_assignment_, {foreign_assignment_}},
        {"job_role_assignment.list", R"({"organization_member_id":"$ID")" + more + "}", own_, members},
        {"job_role_assignment.list", R"({"job_role_id":"$ID")" + more + "}", role_, roles},
        {"qualification_result.list", R"({"job_role_id":"$ID")" + more + "}", role_, roles},
        {"qualification_result.list", R"({"job_role_id":"$ID","organization_member_id":")" + own_ + "\"" + more + "}",
         role_, roles},
        {"qualification_result.timeline", days + R"("organization_member_id":"$ID")" + more + "}", own_, members},
        {"qualification_result.timeline", days + R"("qualification_id":"$ID")" + more + "}", qualification_,
         qualifications},
        {"qualification_result.timeline", days + R"("job_role_id":"$ID")" + more + "}", role_, roles},
    };
  }

  // What an organization alone does with its qualifications.
  std::vector<Naming> QualificationRows() const {
    const std::string create = R"({"slug":"s$K","title":"t",)";
    const std::vector<std::string> foreign = {foreign_qualification_};
    return {
        {"qualification.create", create + R"("certification_type_ids":[],"organization_id":"$ID"})", ours_, {theirs_}},
        {"qualification.create", create + R"("certification_type_ids":["$ID"]})", type_, {foreign_type_}},
        {"qualification.update", R"({"id":"$ID","title":"t$K"})", qualification_, foreign},
        {"qualification.update",
         R"({"certification_type_ids":["$ID"],"id":")" + qualification_ + "\"}",
         type_,
         {foreign_type_}},
        {"qualification.archive", R"({"id":"$ID"})", qualification_, foreign},
        {"qualification.restore", R"({"id":"$ID"})", qualification_, foreign},
    };
  }

  // ... and with its job roles.
  std::vector<Naming> JobRoleRows() const {
    const std::string create = R"({"slug":"s$K","title":"t",)";
    const std::vector<std::string> qualifications = {foreign_qualification_};
    const std::vector<std::string> roles = {foreign_role_};
    const std::vector<std::string> assignments = {foreign_assignment_};
    const std::string put = "job_role_assignment.put";
    return {
        {"job_role.create", create + R"("qualification_ids":[],"organization_id":"$ID"})", ours_, {theirs_}},
        {"job_role.create", create + R"("qualification_ids":["$ID"]})", qualification_, qualifications},
        {"job_role.update", R"({"id":"$ID","title":"t$K"})", role_, roles},
        {"job_role.update", R"({"qualification_ids":["$ID"],"id":")" + role_ + "\"}", qualification_, qualifications},
        {"job_role.archive", R"({"id":"$ID"})", role_, roles},
        {"job_role.restore", R"({"id":"$ID"})", role_, roles},
        {put, R"({"organization_member_id":"$ID","job_role_id":")" + role_ + "\"}", own_, {stranger_}},
        {put, R"({"job_role_id":"$ID","organization_member_id":")" + own_ + "\"}", role_, roles},
        {put,
         R"({"organization_id":"$ID","job_role_id":")" + role_ + R"(","organization_member_id":")" + own_ + "\"}",
         ours_,
         {theirs_}},
        {"job_role_assignment.archive", R"({"id":"$ID"})", own_assignment_, assignments},
        {"job_role_assignment.restore", R"({"id":"$ID"})", own_assignment_, assignments},
    };
  }

  std::set<std::string> covered_;
  int n_ = 0;
};

TEST_F(NamingTest, ToSelfTheForeignIsAsTheMissing) {
  std::vector<Naming> rows = Rows("", {theirs_});
  // A colleague's are out of reach, too.
  rows.push_back({"member.get", R"({"id":"$ID"})", own_, {colleague_}});
  rows.push_back({"member.update", R"({"id":"$ID","role":"r$K"})", own_, {colleague_}});
  rows.push_back({"certification.get", R"({"id":"$ID"})", own_card_, {colleague_card_}});
  rows.push_back({"job_role_assignment.get", R"({"id":"$ID"})", own_assignment_, {colleague_assignment_}});
  rows.push_back({"job_role_assignment.list", R"({"organization_member_id":"$ID"})", own_, {colleague_}});
  rows.push_back({"certification.create",
                  R"({"organization_member_id":"$ID","certification_type_id":")" + type_ + "\"}",
                  own_,
                  {colleague_}});
  rows.push_back({"certification.list", R"({"organization_member_id":"$ID"})", own_, {colleague_}});
  rows.push_back({"certification.count", R"({"organization_member_id":"$ID"})", own_, {colleague_}});
  ExpectAlike(self_, rows);
}

TEST_F(NamingTest, ToAnOrganizationTheForeignIsAsTheMissing) {
  std::vector<Naming> rows = Rows("", {theirs_});
  rows.push_back({"organization.update", R"({"id":"$ID","name":"n$K"})", ours_, {theirs_}});
  rows.push_back({"member.create", R"({"organization_id":"$ID","display_name":"x"})", ours_, {theirs_}});
  rows.push_back(
      {"certification_type.create", R"({"organization_id":"$ID","title":"x","slug":"s$K"})", ours_, {theirs_}});
  rows.push_back({"certification_type.update", R"({"id":"$ID","title":"t$K"})", type_, {foreign_type_}});
  rows.push_back({"certification_type.update",
                  R"({"organization_id":"$ID","title":"t$K","id":")" + type_ + "\"}",
                  ours_,
                  {theirs_}});
  std::ranges::copy(QualificationRows(), std::back_inserter(rows));
  std::ranges::copy(JobRoleRows(), std::back_inserter(rows));
  const std::vector<std::string> cards = {foreign_card_};
  rows.push_back({"certification.suspend", R"({"id":"$ID","reason":"r"})", own_card_, cards});
  rows.push_back({"certification.reinstate", R"({"id":"$ID"})", own_card_, cards});
  rows.push_back({"certification.archive", R"({"id":"$ID"})", own_card_, cards});
  rows.push_back({"certification.restore", R"({"id":"$ID"})", own_card_, cards});
  const std::string spare = NewCard(own_, type_);
  rows.push_back({"certification.supersede", R"({"id":"$ID","reason":"r","replacement_id":")" + spare + "\"}",
                  NewCard(own_, type_), cards});
  rows.push_back(
      {"certification.supersede", R"({"replacement_id":"$ID","reason":"r","id":")" + spare + "\"}", own_card_, cards});
  rows.push_back({"certification.revoke", R"({"id":"$ID","reason":"r"})", colleague_card_, cards});
  const std::string checked = NewCard(own_, type_);
  rows.push_back({"certification.verify", R"({"id":"$ID","outcome":"verified","method":"m$K"})", checked, cards});
  rows.push_back({"certification.evidence", R"({"id":"$ID"})", checked, cards});
  const auto import = [&](const std::string& name, const std::string& own, const std::string& foreign) {
    const std::string id = name.ends_with("email") ? "$ID@example.org" : "$ID";
    const std::string other = name.starts_with("certification_type") ? R"("organization_member_id":")" + own_
                                                                     : R"("certification_type_id":")" + type_;
    rows.push_back({"certification.import", "{\"" + name + "\":\"" + id + "\"," + other + "\"}", own, {foreign}});
  };
  import("organization_id", ours_, theirs_);
  import("organization_member_id", own_, stranger_);
  import("organization_member_external_id", "ours", "theirs");
  import("organization_member_email", "ours", "theirs");
  import("certification_type_id", type_, foreign_type_);
  rows.push_back({"certification.erase", R"({"id":"$ID","reason":"r"})", NewCard(own_, type_), cards});
  const std::vector<std::string> members = {stranger_};
  const std::string spare_member = NewMember(ours_);
  rows.push_back({"member.archive", R"({"id":"$ID"})", spare_member, members});
  rows.push_back({"member.restore", R"({"id":"$ID"})", spare_member, members});
  rows.push_back({"member.erase", R"({"id":"$ID","reason":"r"})", spare_member, members});
  const std::vector<std::string> types = {foreign_type_};
  const std::string spare_type = NewType(ours_);
  rows.push_back({"certification_type.archive", R"({"id":"$ID"})", spare_type, types});
  rows.push_back({"certification_type.restore", R"({"id":"$ID"})", spare_type, types});
  for (const char* verb : {"list", "head", "verify"}) {
    rows.push_back({std::string("history.") + verb, R"({"organization_id":"$ID"})", ours_, {theirs_}});
  }
  ExpectAlike(organization_, rows);
  std::vector<std::string> operations;
  for (const Json& operation : Operations()) {
    // These name no record.
    const std::set<std::string> nameless = {
        "organization.create", "organization.list", "what_if.ask",    "idempotency.purge",
        "engine.backup",       "engine.check",      "engine.compact", "me.get"};
    if (!nameless.contains(operation.at("name"))) operations.push_back(operation.at("name"));
  }
  EXPECT_THAT(covered_, UnorderedElementsAreArray(operations));
}

TEST_F(NamingTest, ToTheSystemThatNamesAnOrganizationToo) {
  ExpectAlike(system(), Rows(R"(,"organization_id":")" + ours_ + "\"", {}));
}

TEST_F(PrincipalsTest, EachListsWhatItReaches) {
  const auto list = [&](const Session& session, const std::string& resource) {
    return IdsOf(session.Call(resource + ".list", Json::object()));
  };
  EXPECT_THAT(list(self_, "organization"), ElementsAre(ours_));
  EXPECT_THAT(list(self_, "member"), ElementsAre(own_));
  EXPECT_THAT(list(self_, "certification_type"), UnorderedElementsAre(type_, standard_type_));
  EXPECT_THAT(list(self_, "certification"), ElementsAre(own_card_));
  EXPECT_THAT(list(self_, "qualification"), ElementsAre(qualification_));
  EXPECT_THAT(list(self_, "job_role"), ElementsAre(role_));
  EXPECT_THAT(list(self_, "job_role_assignment"), ElementsAre(own_assignment_));
  EXPECT_THAT(list(organization_, "organization"), ElementsAre(ours_));
  EXPECT_THAT(list(organization_, "member"), UnorderedElementsAre(own_, colleague_));
  EXPECT_THAT(list(organization_, "certification_type"), UnorderedElementsAre(type_, standard_type_));
  EXPECT_THAT(list(organization_, "certification"), UnorderedElementsAre(own_card_, colleague_card_));
  EXPECT_THAT(list(system(), "organization"), UnorderedElementsAre(ours_, theirs_));
  EXPECT_THAT(list(organization_, "job_role_assignment"), UnorderedElementsAre(own_assignment_, colleague_assignment_));
  EXPECT_EQ(4U, list(system(), "member").size());
  EXPECT_THAT(list(system(), "certification_type"), UnorderedElementsAre(type_, foreign_type_, standard_type_));
  EXPECT_THAT(list(system(), "certification"), UnorderedElementsAre(own_card_, colleague_card_, foreign_card_));
  const Session nobody = As(SelfOf(User(77)));
  for (const char* resource :
       {"organization", "member", "certification", "qualification", "job_role", "job_role_assignment"}) {
    EXPECT_THAT(list(nobody, resource), ElementsAre()) << resource;
  }
  EXPECT_THAT(list(nobody, "certification_type"), ElementsAre(standard_type_));
}

// A membership is reach as long as it is linked to the user, however the member fares.
TEST_F(PrincipalsTest, ReachFollowsTheLinkToTheUser) {
  ASSERT_DID(CERTLITE_UPDATED, system().Call("member.update", {{"id", own_}, {"status", "archived"}}));
  EXPECT_EQ(own_card_, self_.Call("certification.get", {{"id", own_card_}}).id());
  ASSERT_DID(CERTLITE_UPDATED, system().Call("member.update", {{"id", own_}, {"user_id", User(2)}}));
  EXPECT_REFUSED("not_found", self_.Call("certification.get", {{"id", own_card_}}), {"record.exists", "/id"});
  EXPECT_THAT(IdsOf(As(SelfOf(User(2))).Call("certification.list", Json::object())),
              UnorderedElementsAre(own_card_, colleague_card_));
}

TEST_F(PrincipalsTest, MeTellsWhoAsksAndTheScopes) {
  ASSERT_DID(CERTLITE_UPDATED, system().Call("member.update", {{"id", own_}, {"email", "a@b"}, {"display_name", "A"}}));
  const Answer me = As(SelfOf(User(1), {"job_roles:read", "certification_records:read", "job_roles:read"}))
                        .Call("me.get", Json::object());
  ASSERT_DID(CERTLITE_READ, me);
  EXPECT_EQ(R"({"user":{"id":"00000000-0000-4000-8000-000000000001","email":"a@b","display_name":"A"},)"
            R"("scopes":["certification_records:read","job_roles:read"]})",
            me.text);
  const Answer nobody = As(SelfOf(User(77), Json::array())).Call("me.get", Json::object());
  EXPECT_EQ(R"({"user":{"id":"00000000-0000-4000-8000-000000000077","email":null,"display_name":null},"scopes":[]})",
            nobody.text);
  EXPECT_EQ(Json({{"user", nullptr}, {"scopes", AllScopes()}}), system().Call("me.get", Json::object()).json());
}

TEST_F(PrincipalsTest, BadPrincipalsOpenNoSession) {
  const std::string user = R"("user_id":"00000000-0000-4000-8000-000000000001")";
  struct Row {
    std::string principal;
    std::string code;
    std::vector<Fault> faults;
  };
  const auto format = [](const std::string& pointer) { return Fault("principal.format", pointer); };
  const std::vector<Row> rows = {
      {"", "malformed", {{"json.syntax", ""}}},
      {"[]", "malformed", {{"json.object", ""}}},
      {"{}", "invalid", {format("/user_id"), format("/scopes"), format("/reach")}},
      {R"({"system":false})", "invalid", {format("/system"), format("/user_id"), format("/scopes"), format("/reach")}},
      {R"({"system":1})", "invalid", {format("/system"), format("/user_id"), format("/scopes"), format("/reach")}},
      {R"({"system":true,"reach":"self"})", "invalid", {format("/system")}},
      {R"({"system":true,"system":true})", "malformed", {{"json.duplicate_key", ""}}},
      {"{" + user + R"(,"scopes":[]})", "invalid", {format("/reach")}},
      {"{" + user + R"(,"reach":"self"})", "invalid", {format("/scopes")}},
      {R"({"reach":"self","scopes":[]})", "invalid", {format("/user_id")}},
      {R"({"user_id":"me","reach":"self","scopes":[]})", "invalid", {format("/user_id")}},
      {R"({"user_id":null,"reach":"self","scopes":[]})", "invalid", {format("/user_id")}},
      {"{" + user + R"(,"reach":"system","scopes":[]})", "invalid", {format("/reach")}},
      {"{" + user + R"(,"reach":"Self","scopes":[]})", "invalid", {format("/reach")}},
      {"{" + user + R"(,"reach":"organization","scopes":[]})", "invalid", {format("/organization_id")}},
      {"{" + user + R"(,"reach":"self","scopes":[],"organization_id":")" + ours_ + "\"}",
       "invalid",
       {format("/organization_id")}},
      {"{" + user + R"(,"reach":"self","scopes":"all"})", "invalid", {format("/scopes")}},
      {"{" + user + R"(,"reach":"self","scopes":["job_roles:read","*",7]})",
       "invalid",
       {format("/scopes/1"), format("/scopes/2")}},
      {"{" + user + R"(,"reach":"self","scopes":[],"admin":true})", "invalid", {format("/admin")}},
  };
  for (const Row& row : rows) {
    const Session session(engine().handle(), row.principal);
    EXPECT_TRUE(Refused(row.code, row.faults, session.opened())) << row.principal;
    EXPECT_EQ(CERTLITE_E_INVALID_HANDLE, session.Call("me.get", Json::object()).status);
  }
}

}  // namespace
}  // namespace certlite::host
