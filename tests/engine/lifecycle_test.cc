// The lifecycle of a certification: every status with every operation, and what each decision leaves behind.
#include <map>
#include <set>

#include "tests/engine/file.h"
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

class LifecycleTest : public EngineTest {
 protected:
  Answer Do(const std::string& verb, const std::string& id, const How& how = {}) const {
    Json request = {{"id", id}};
    if (verb == "update") request["serial_number"] = "new";
    if (verb == "verify") request.update({{"outcome", "verified"}, {"method", "registry"}});
    if (verb == "supersede") request["replacement_id"] = replacement_;
    if (verb == "suspend" || verb == "revoke" || verb == "supersede" || verb == "erase")
      request["reason"] = "because of " + verb;
    return system().Call("certification." + verb, request, how);
  }

  // A new certification in that status.
  std::string CardIn(const std::string& status) {
    static const std::map<std::string, std::string> verbs = {
        {"suspended", "suspend"}, {"revoked", "revoke"}, {"superseded", "supersede"}, {"archived", "archive"}};
    const std::string id = NewCard(member_, type_, {{"issued_on", "2026-01-01"}});
    if (status != "active") {
      EXPECT_DID(CERTLITE_UPDATED, Do(verbs.at(status), id));
    }
    EXPECT_EQ(status, Get(id).data().at("lifecycle_status"));
    return id;
  }

  Answer Get(const std::string& id) const { return system().Call("certification.get", {{"id", id}}); }

  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_, {{"user_id", User(1)}});
  const std::string type_ = NewType(organization_);
  const std::string replacement_ = NewCard(member_, type_);
};

const std::vector<std::string> kStatuses = {"active", "suspended", "revoked", "superseded", "archived"};

// The table of the contract, written once more: from, operation, to. What isn't here is refused.
const std::map<std::string, std::map<std::string, std::string>> kTransitions = {
    {"update", {{"active", "active"}, {"suspended", "suspended"}}},
    {"verify", {{"active", "active"}, {"suspended", "suspended"}}},
    {"suspend", {{"active", "suspended"}}},
    {"reinstate", {{"suspended", "active"}}},
    {"revoke", {{"active", "revoked"}, {"suspended", "revoked"}}},
    {"supersede", {{"active", "superseded"}, {"suspended", "superseded"}}},
    {"archive",
     {{"active", "archived"}, {"suspended", "archived"}, {"revoked", "archived"}, {"superseded", "archived"}}},
    {"restore", {{"archived", "active"}}},
    {"renew", {{"active", "active"}, {"suspended", "suspended"}, {"superseded", "superseded"}}},
    {"erase",
     {{"active", "erased"},
      {"suspended", "erased"},
      {"revoked", "erased"},
      {"superseded", "erased"},
      {"archived", "erased"}}}};

TEST_F(LifecycleTest, EveryStatusWithEveryOperation) {
  int allowed = 0;
  int refused = 0;
  for (const std::string& from : kStatuses) {
    for (const auto& [verb, ways] : kTransitions) {
      const testing::ScopedTrace trace(__FILE__, __LINE__, verb + " from " + from);
      const std::string id = CardIn(from);
      const std::string before = Dump();
      const Answer answer = Do(verb, id);
      const auto way = ways.find(from);
      if (way == ways.end()) {
        EXPECT_REFUSED("conflict", answer, {"lifecycle.transition", "/id"});
        const std::string detail = answer.json().at("detail");
        const std::string to = ways.begin()->second;
        const std::string becoming = verb == "update" || verb == "verify" || verb == "restore" || verb == "renew"
                                         ? ""
                                         : " and can't become " + to;
        EXPECT_THAT(detail, testing::StartsWith("The certification is " + from + becoming + "; " + verb +
                                                " needs one that is "));
        for (const auto& [needed, reached] : ways) EXPECT_THAT(detail, testing::HasSubstr(needed));
        EXPECT_EQ(before, Dump());
        ++refused;
        continue;
      }
      ++allowed;
      if (verb == "renew") {
        EXPECT_DID(CERTLITE_CREATED, answer);
        EXPECT_EQ(from, Get(id).data().at("lifecycle_status"));
        continue;
      }
      ASSERT_DID(CERTLITE_UPDATED, answer);
      if (verb == "erase") {
        EXPECT_REFUSED("gone", Get(id), {"record.erased", "/id"});
        continue;
      }
      EXPECT_EQ(way->second, answer.data().at("lifecycle_status"));
      EXPECT_EQ(way->second == "active" ? "valid" : "invalid", answer.data().at("validity_status"));
      EXPECT_EQ(answer.text, Get(id).text);
    }
  }
  EXPECT_EQ(23, allowed);
  EXPECT_EQ(27, refused);
  Reopen();
  EXPECT_TRUE(ChainsHold(ReadHistory(Path())));
  EXPECT_TRUE(FileIsWhole(Path()));
}

TEST_F(LifecycleTest, DescribeTellsTheSameTable) {
  certlite_str text;
  certlite_describe(&text);
  const Json description = Json::parse(std::string_view(text.data, text.size));
  std::set<std::string> told;
  for (const Json& operation : description.at("operations")) {
    const std::string name = operation.at("name");
    if (operation.at("lifecycle").is_null()) continue;
    ASSERT_TRUE(name.starts_with("certification.")) << name;
    const std::string verb = name.substr(name.find('.') + 1);
    told.insert(verb);
    std::vector<std::string> from;
    for (const auto& [status, to] : kTransitions.at(verb)) from.push_back(status);
    EXPECT_THAT(operation.at("lifecycle").at("from").get<std::vector<std::string>>(),
                testing::UnorderedElementsAreArray(from))
        << verb;
    const std::string effect = operation.at("lifecycle").at("effect");
    static const std::map<std::string, std::string> effects = {
        {"update", "stays"}, {"verify", "stays"}, {"renew", "stays"}, {"restore", "returns"}, {"erase", "erases"}};
    const auto other = effects.find(verb);
    EXPECT_EQ(other == effects.end() ? "goes" : other->second, effect) << verb;
    if (effect == "goes") {
      EXPECT_EQ(kTransitions.at(verb).begin()->second, operation.at("lifecycle").at("to")) << verb;
    }
  }
  EXPECT_EQ(kTransitions.size(), told.size());
}

TEST_F(LifecycleTest, RestoringGoesBackToWhatItWas) {
  for (const std::string& status : kStatuses) {
    if (status == "archived") continue;
    const std::string id = CardIn(status);
    const Json before = Get(id).data();
    ASSERT_DID(CERTLITE_UPDATED, Do("archive", id));
    Reopen();
    const Answer restored = Do("restore", id, {.now = kNow + 5000});
    ASSERT_DID(CERTLITE_UPDATED, restored);
    Json expected = before;
    expected["updated_at"] = "2026-01-15T08:00:05.000Z";
    EXPECT_EQ(expected, restored.data());
    EXPECT_REFUSED("conflict", Do("restore", id), {"lifecycle.transition", "/id"});
  }
}

TEST_F(LifecycleTest, ADecisionRaisesTheRevisionAndCanDemandOne) {
  const std::string id = CardIn("active");
  const auto suspend = [&](int revision) {
    return system().Call("certification.suspend", {{"id", id}, {"reason", "r"}, {"if_revision", revision}},
                         {.now = kNow + 1000});
  };
  const Answer stale = suspend(2);
  EXPECT_REFUSED("revision_conflict", stale, {"revision.current", "/if_revision"});
  EXPECT_EQ(1, stale.json().at("current_revision"));
  const Answer done = suspend(1);
  ASSERT_DID(CERTLITE_UPDATED, done);
  EXPECT_EQ(2, done.json().at("meta").at("revision"));
  EXPECT_EQ("2026-01-15T08:00:01.000Z", done.data().at("updated_at"));
}

TEST_F(LifecycleTest, AReasonIsKeptInTheHistoryAndDemandedWhereItMatters) {
  for (const std::string verb : {"suspend", "revoke", "supersede"}) {
    Json request = {{"id", CardIn("active")}};
    if (verb == "supersede") request["replacement_id"] = replacement_;
    EXPECT_REFUSED("invalid", system().Call("certification." + verb, request), {"field.required", "/reason"});
    request["reason"] = "";
    EXPECT_REFUSED("invalid", system().Call("certification." + verb, request), {"text.length", "/reason"});
    request["reason"] = std::string(1025, 'x');
    EXPECT_REFUSED("invalid", system().Call("certification." + verb, request), {"text.length", "/reason"});
  }
  for (const std::string verb : {"reinstate", "archive", "restore"}) {
    const std::string id = CardIn(kTransitions.at(verb).begin()->first);
    ASSERT_DID(CERTLITE_UPDATED, system().Call("certification." + verb, {{"id", id}, {"reason", "said of " + verb}}));
  }
  CardIn("revoked");
  const std::string dump = Dump();
  for (const char* reason : {"said of reinstate", "said of archive", "said of restore", "because of revoke"}) {
    EXPECT_THAT(dump, testing::HasSubstr(std::string("\"reason\":\"") + reason + "\"}")) << reason;
  }
}

TEST_F(LifecycleTest, SupersedingNamesAnotherOpenCertification) {
  const std::string id = CardIn("active");
  const auto supersede = [&](const std::string& replacement) {
    return system().Call("certification.supersede", {{"id", id}, {"replacement_id", replacement}, {"reason", "typo"}});
  };
  const std::string elsewhere = NewOrganization();
  const std::string foreign = NewCard(NewMember(elsewhere), NewType(elsewhere));
  for (const std::string& none : {id, foreign, std::string(kNowhere)}) {
    EXPECT_REFUSED("not_found", supersede(none), {"replacement.exists", "/replacement_id"});
  }
  for (const std::string status : {"revoked", "superseded", "archived"}) {
    EXPECT_REFUSED("conflict", supersede(CardIn(status)), {"replacement.open", "/replacement_id"});
  }
  const Answer done = supersede(replacement_);
  ASSERT_DID(CERTLITE_UPDATED, done);
  EXPECT_EQ("superseded", done.data().at("lifecycle_status"));
  EXPECT_EQ(replacement_, done.json().at("meta").at("superseded_by_id"));
  EXPECT_EQ(nullptr, Get(replacement_).json().at("meta").at("superseded_by_id"));
}

// Whoever holds a card may correct it, but decides nothing about it.
TEST_F(LifecycleTest, TheHolderEditsAndTheOrganizationDecides) {
  const std::string id = CardIn("active");
  const Session self = As(SelfOf(User(1)));
  EXPECT_DID(CERTLITE_UPDATED, self.Call("certification.update", {{"id", id}, {"serial_number", "7"}}));
  for (const std::string verb :
       {"suspend", "reinstate", "revoke", "supersede", "archive", "restore", "verify", "erase"}) {
    EXPECT_REFUSED("forbidden", self.Call("certification." + verb, {{"id", id}, {"reason", "r"}}),
                   {"principal.reach", ""});
  }
  EXPECT_DID(CERTLITE_UPDATED,
             As(OrganizationOf(User(2), organization_)).Call("certification.revoke", {{"id", id}, {"reason", "r"}}));
}

}  // namespace
}  // namespace certlite::host
