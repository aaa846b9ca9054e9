// Whether members are qualified: what is told of whom, why, and that what is proposed helps.
#include <cstdlib>
#include <random>

#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

class QualificationResultTest : public EngineTest {
 protected:
  Answer Explain(const std::string& member, const std::string& qualification, const How& how = {}) const {
    return system().Call("qualification_result.explain",
                         {{"organization_member_id", member}, {"qualification_id", qualification}}, how);
  }

  // A remedy as the changes of a what-if; a step without an id is about what the step before has made.
  static Json ChangesOf(const Json& remedy, const std::string& member, const std::string& type) {
    Json changes = Json::array();
    for (const Json& step : remedy) {
      const std::string operation = step.at("operation");
      const std::string before = "#/changes/" + std::to_string(changes.size() - 1) + "/id";
      Json request = operation == "certification.create"
                         ? Json{{"organization_member_id", member}, {"certification_type_id", type}}
                         : Json{{"id", step.at("id").is_null() ? Json(before) : step.at("id")}};
      if (operation == "certification.verify") request.update({{"outcome", "verified"}, {"method", "registry"}});
      changes.push_back({{"operation", operation}, {"request", request}});
    }
    return changes;
  }

  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_, {{"user_id", User(1)}});
  const std::string climb_ = NewType(organization_, {{"slug", "climb"},
                                                     {"title", "Climb"},
                                                     {"grace_days", 5},
                                                     {"validity_period", {{"unit", "year"}, {"count", 1}}}});
  const std::string aid_ = NewStandardType({{"slug", "aid"}, {"title", "First aid"}});
  const std::string climber_ = NewQualification(organization_, {climb_, aid_});
};

TEST_F(QualificationResultTest, TellsWhoIsQualifiedAndUntilWhen) {
  NewCard(member_, climb_, {{"issued_on", "2025-06-01"}});
  NewCard(member_, climb_, {{"issued_on", "2026-06-02"}});
  NewCard(member_, aid_, {{"issued_on", "2025-07-01"}});
  const auto told = [&](const char* day) {
    const Json page = system().Call("qualification_result.list", Json::object(), {.as_of = Day(day)}).json();
    EXPECT_EQ(1U, page.at("data").size());
    EXPECT_EQ(day, page.at("meta").at(0).at("as_of"));
    Json result = page.at("data").at(0);
    result["until"] = page.at("meta").at(0).at("qualified_until");
    return result;
  };
  const Json before = told("2025-06-30");
  EXPECT_EQ("partially_qualified", before.at("status"));
  EXPECT_EQ((Json{aid_}), before.at("missing_certification_type_ids"));
  EXPECT_EQ(1, before.at("met_requirement_count"));
  EXPECT_EQ(2, before.at("total_requirement_count"));
  EXPECT_EQ(nullptr, before.at("until"));
  const Json qualified = told("2025-07-01");
  EXPECT_EQ("qualified", qualified.at("status"));
  EXPECT_EQ("2027-06-02", qualified.at("until")) << "the second card follows without a gap";
  EXPECT_EQ(member_, qualified.at("organization_member_id"));
  EXPECT_EQ(climber_, qualified.at("qualification_id"));
  EXPECT_EQ("2026-01-15T08:00:00.000Z", qualified.at("evaluated_at"));
  EXPECT_EQ("partially_qualified", told("2027-06-03").at("status"));
  ASSERT_DID(CERTLITE_UPDATED, system().Call("qualification.update", {{"id", climber_}, {"accepts_in_grace", true}}));
  EXPECT_EQ("2027-06-07", told("2027-06-03").at("until"));
}

TEST_F(QualificationResultTest, ExplainsEachRequirement) {
  const std::string expired = NewCard(member_, climb_, {{"issued_on", "2024-01-03"}});
  const std::string lost = NewCard(member_, aid_);
  ASSERT_DID(CERTLITE_UPDATED, system().Call("certification.suspend", {{"id", lost}, {"reason", "mislaid"}}));
  ASSERT_DID(CERTLITE_UPDATED, system().Call("certification.reinstate", {{"id", lost}}));
  ASSERT_DID(CERTLITE_UPDATED,
             system().Call("certification.suspend", {{"id", lost}, {"reason", "lost"}}, {.now = kNow + kDayMs}));
  ASSERT_DID(CERTLITE_UPDATED,
             system().Call("certification.update", {{"id", lost}, {"serial_number", "7"}}, {.now = kNow + 2 * kDayMs}));
  const Answer answer = Explain(member_, climber_);
  const Json requirements = answer.json().at("meta").at("requirements");
  Json expected = Json::array();
  const Json rows = {
      {{"certification_type_id", climb_},
       {"slug", "climb"},
       {"title", "Climb"},
       {"status", "active"},
       {"met", false},
       {"met_until", nullptr},
       {"candidates",
        {{{"certification_id", expired},
          {"counts", false},
          {"reason", "expired"},
          {"since", nullptr},
          {"days_remaining", -377}}}},
       {"remedy", {{{"operation", "certification.renew"}, {"id", expired}}}}},
      {{"certification_type_id", aid_},
       {"slug", "aid"},
       {"title", "First aid"},
       {"status", "active"},
       {"met", false},
       {"met_until", nullptr},
       {"candidates",
        {{{"certification_id", lost},
          {"counts", false},
          {"reason", "suspended"},
          {"since", "2026-01-16T08:00:00.000Z"},
          {"days_remaining", nullptr}}}},
       {"remedy", {{{"operation", "certification.reinstate"}, {"id", lost}}}}},
  };
  for (const size_t i : climb_ < aid_ ? std::array<size_t, 2>{0, 1} : std::array<size_t, 2>{1, 0})
    expected.push_back(rows.at(i));
  EXPECT_EQ(expected, requirements);
  // What is archived is still required, and is told of.
  ASSERT_DID(CERTLITE_UPDATED, system().Call("certification_type.archive", {{"id", climb_}}));
  const Json then = Explain(member_, climber_).json();
  for (const Json& row : then.at("meta").at("requirements")) {
    if (row.at("certification_type_id") != climb_) continue;
    EXPECT_EQ("archived", row.at("status"));
    EXPECT_EQ("certification_type.restore", row.at("remedy").at(0).at("operation"));
  }
}

TEST_F(QualificationResultTest, AnExplanationAgreesWithTheList) {
  NewCard(member_, climb_, {{"issued_on", "2026-01-01"}});
  const Json listed = system().Call("qualification_result.list", Json::object()).json();
  const Json explained = Explain(member_, climber_).json();
  EXPECT_EQ(listed.at("data").at(0), explained.at("data"));
  EXPECT_EQ(listed.at("meta").at(0).at("as_of"), explained.at("meta").at("as_of"));
}

TEST_F(QualificationResultTest, ThePutAwayIsNotListedButExplained) {
  ASSERT_DID(CERTLITE_UPDATED, system().Call("member.archive", {{"id", member_}}));
  EXPECT_EQ(0U, system().Call("qualification_result.list", Json::object()).json().at("data").size());
  EXPECT_DID(CERTLITE_READ, Explain(member_, climber_));
  ASSERT_DID(CERTLITE_UPDATED, system().Call("member.restore", {{"id", member_}}));
  ASSERT_DID(CERTLITE_UPDATED, system().Call("qualification.archive", {{"id", climber_}}));
  EXPECT_EQ(0U, system().Call("qualification_result.list", {{"qualification_id", climber_}}).json().at("data").size());
  EXPECT_DID(CERTLITE_READ, Explain(member_, climber_));
  ASSERT_DID(CERTLITE_UPDATED, system().Call("member.erase", {{"id", member_}, {"reason", "r"}}));
  EXPECT_REFUSED("not_found", Explain(member_, climber_), {"member.exists", "/organization_member_id"});
}

// What erasing leaves has neither dates nor a decision, and must not be taken for a card without an end.
TEST_F(QualificationResultTest, AnErasedCardCountsForNothing) {
  const std::string aider = NewQualification(organization_, {aid_});
  const std::string card = NewCard(member_, aid_);
  EXPECT_EQ("qualified", Explain(member_, aider).data().at("status"));
  ASSERT_DID(CERTLITE_UPDATED, system().Call("certification.erase", {{"id", card}, {"reason", "r"}}));
  const Json explained = Explain(member_, aider).json();
  EXPECT_EQ("not_qualified", explained.at("data").at("status"));
  EXPECT_EQ(Json::array(), explained.at("meta").at("requirements").at(0).at("candidates"));
}

TEST_F(QualificationResultTest, EachSeesWhatItReaches) {
  const std::string colleague = NewMember(organization_, {{"user_id", User(2)}});
  const std::string other = NewOrganization();
  const std::string stranger = NewMember(other, {{"user_id", User(1)}});
  NewQualification(other, {aid_});
  const auto members = [](const Answer& answer) {
    std::vector<std::string> ids;
    const Json page = answer.json();
    for (const Json& result : page.at("data")) ids.push_back(result.at("organization_member_id"));
    return ids;
  };
  EXPECT_THAT(members(As(SelfOf(User(2))).Call("qualification_result.list", Json::object())), ElementsAre(colleague));
  EXPECT_THAT(members(As(SelfOf(User(1))).Call("qualification_result.list", Json::object())),
              UnorderedElementsAre(member_, stranger));
  EXPECT_THAT(members(As(OrganizationOf(User(1), organization_)).Call("qualification_result.list", Json::object())),
              UnorderedElementsAre(member_, colleague));
}

// Pages of every size, with and without a filter, put together again.
TEST_F(QualificationResultTest, PagesMakeTheWhole) {
  const std::string aider = NewQualification(organization_, {aid_});
  const std::string anyone = NewQualification(organization_, Json::array());
  const std::string other = NewOrganization();
  NewQualification(other, {aid_});
  const std::string role = NewJobRole(organization_, {aider, anyone});
  for (int i = 0; i < 7; ++i) {
    const std::string member = NewMember(i % 3 == 0 ? other : organization_);
    NewCard(member, aid_);
    if (i % 3 == 1) NewAssignment(member, role);
  }
  const Json days = {{"starts_on", "2026-01-01"}, {"ends_on", "2026-12-31"}};
  const std::string list = "qualification_result.list";
  const std::string timeline = "qualification_result.timeline";
  for (const auto& [operation, filter] :
       std::vector<std::pair<std::string, Json>>{{list, Json::object()},
                                                 {list, {{"status", "qualified"}}},
                                                 {list, {{"organization_member_id", member_}}},
                                                 {list, {{"job_role_id", role}}},
                                                 {timeline, Json::object()},
                                                 {timeline, {{"qualification_id", aider}}},
                                                 {timeline, {{"organization_member_id", member_}}},
                                                 {timeline, {{"job_role_id", role}}}}) {
    Json whole_request = filter;
    if (operation == timeline) whole_request.update(days);
    const Json whole = system().Call(operation, whole_request).json().at("data");
    EXPECT_GE(whole.size(), 3U);
    for (size_t limit = 1; limit <= whole.size(); ++limit) {
      Json request = whole_request;
      request["limit"] = limit;
      Json together = Json::array();
      for (bool more = true; more;) {
        const Answer page = system().Call(operation, request);
        ASSERT_DID(CERTLITE_READ, page);
        const Json told = page.json();
        for (const Json& result : told.at("data")) together.push_back(result);
        more = told.at("page").at("has_more");
        request["cursor"] = told.at("page").at("next_cursor");
        ASSERT_LE(together.size(), whole.size());
      }
      EXPECT_EQ(whole, together) << operation << filter << " by " << limit;
    }
  }
}

TEST_F(QualificationResultTest, ATimelineHasTheDaysOnWhichSomethingChanges) {
  NewCard(member_, climb_, {{"issued_on", "2025-06-01"}});
  const std::string second = NewCard(member_, aid_, {{"issued_on", "2025-07-01"}, {"expires_on", "2025-12-31"}});
  Json request = {{"organization_member_id", member_},
                  {"qualification_id", climber_},
                  {"starts_on", "2025-06-15"},
                  {"ends_on", "2026-01-01"}};
  const Json page = system().Call("qualification_result.timeline", request).json();
  EXPECT_EQ(1U, page.at("data").size());
  EXPECT_EQ(Json::parse("[{}]"), page.at("meta"));
  const Json timeline = page.at("data").at(0);
  const Json expected = {
      {{"starts_on", "2025-06-15"},
       {"ends_on", "2025-06-30"},
       {"status", "partially_qualified"},
       {"missing_certification_type_ids", {aid_}},
       {"causes", Json::array()}},
      {{"starts_on", "2025-07-01"},
       {"ends_on", "2025-12-31"},
       {"status", "qualified"},
       {"missing_certification_type_ids", Json::array()},
       {"causes", {{{"certification_id", second}, {"certification_type_id", aid_}, {"change", "begins"}}}}},
      {{"starts_on", "2026-01-01"},
       {"ends_on", "2026-01-01"},
       {"status", "partially_qualified"},
       {"missing_certification_type_ids", {aid_}},
       {"causes", {{{"certification_id", second}, {"certification_type_id", aid_}, {"change", "ends"}}}}},
  };
  EXPECT_EQ(expected, timeline.at("segments"));
  EXPECT_EQ("2025-06-15", timeline.at("starts_on"));
  request["ends_on"] = "2025-06-14";
  EXPECT_REFUSED("invalid", system().Call("qualification_result.timeline", request), {"days.order", "/ends_on"});
}

// Each remedy that is proposed is tried alone, and meets its requirement. CERTLITE_REMEDIES: how many are tried.
TEST_F(QualificationResultTest, EveryRemedyMeetsItsRequirement) {
  const char* const wanted = std::getenv("CERTLITE_REMEDIES");
  const int count = wanted == nullptr ? 300 : std::stoi(wanted);
  const std::string strict = NewQualification(organization_, {climb_}, {{"verification_policy", "verified"}});
  std::map<std::string, int> first_steps;
  int tried = 0;
  for (unsigned seed = 1; tried < count; ++seed) {
    std::mt19937 random(seed);
    const std::string member = NewMember(organization_);
    for (auto n = random() % 3; n > 0; --n) {
      const std::string card =
          NewCard(member, random() % 4 == 0 ? aid_ : climb_,
                  {{"issued_on", DateOf(Day("2026-01-15") - static_cast<int32_t>(random() % 500))}});
      const std::string verb = std::array{"", "suspend", "revoke", "archive"}[random() % 4];
      if (random() % 3 == 0) {
        system().Call("certification.verify",
                      {{"id", card}, {"outcome", random() % 2 == 0 ? "verified" : "rejected"}, {"method", "m"}});
      }
      if (!verb.empty()) {
        EXPECT_DID(CERTLITE_UPDATED, system().Call("certification." + verb, {{"id", card}, {"reason", "r"}}));
      }
    }
    const Json asked = {{"organization_member_id", member},
                        {"qualification_id", random() % 2 == 0 ? strict : climber_}};
    const Json explained = system().Call("qualification_result.explain", asked).json();
    const Json& requirements = explained.at("meta").at("requirements");
    for (size_t i = 0; i < requirements.size(); ++i) {
      const Json& remedy = requirements.at(i).at("remedy");
      ASSERT_EQ(requirements.at(i).at("met").get<bool>(), remedy.empty());
      if (remedy.empty()) continue;
      const Answer answer = system().Call(
          "what_if.ask", {{"changes", ChangesOf(remedy, member, requirements.at(i).at("certification_type_id"))},
                          {"question", {{"operation", "qualification_result.explain"}, {"request", asked}}}});
      ASSERT_DID(CERTLITE_READ, answer);
      const Json told = answer.data();
      ASSERT_EQ(explained, told.at("before"));
      ASSERT_EQ(true, told.at("after").at("meta").at("requirements").at(i).at("met")) << seed << ": " << remedy;
      ++first_steps[remedy.at(0).at("operation")];
      ++tried;
    }
  }
  for (const char* step : {"reinstate", "restore", "verify", "renew", "create"}) {
    EXPECT_GT(first_steps[std::string("certification.") + step], count / 60) << step;
  }
}

}  // namespace
}  // namespace certlite::host
