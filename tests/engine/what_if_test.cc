// What-if: any changes, any question, what it would answer then, and nothing of it is left.
#include <algorithm>
#include <fstream>
#include <iterator>

#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

using testing::HasSubstr;

std::string BytesOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

class WhatIfTest : public EngineTest {
 protected:
  static Json Of(const std::string& operation, Json request = Json::object()) {
    return {{"operation", operation}, {"request", std::move(request)}};
  }

  Answer Ask(const std::vector<Json>& changes, const Json& question, const How& how = {}) const {
    return system().Call("what_if.ask", {{"changes", changes}, {"question", question}}, how);
  }

  Json IsQualified() const {
    return Of("qualification_result.explain",
              {{"organization_member_id", member_}, {"qualification_id", qualification_}});
  }

  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_, {{"user_id", User(1)}});
  const std::string type_ = NewType(organization_, {{"validity_period", {{"unit", "year"}, {"count", 1}}}});
  const std::string qualification_ = NewQualification(organization_, {type_});
  const std::string card_ = NewCard(member_, type_, {{"issued_on", "2025-06-01"}});
};

TEST_F(WhatIfTest, TellsWhatAQuestionWouldBeAnsweredAndWhatDiffers) {
  const Json question = Of("qualification_result.list");
  const Json suspend = Of("certification.suspend", {{"id", card_}, {"reason", "lost"}});
  const Answer now = system().Call("qualification_result.list", Json::object());
  const Answer answer = Ask({suspend}, question);
  ASSERT_DID(CERTLITE_READ, answer);
  const Json told = answer.json();
  EXPECT_EQ(now.json(), told.at("data").at("before"));
  const Json expected = {
      {{"pointer", "/data/0/status"}, {"before", "qualified"}, {"after", "not_qualified"}},
      {{"pointer", "/data/0/met_requirement_count"}, {"before", 1}, {"after", 0}},
      {{"pointer", "/data/0/missing_certification_type_ids/0"}, {"before", nullptr}, {"after", type_}},
      {{"pointer", "/meta/0/qualified_until"}, {"before", "2026-06-01"}, {"after", nullptr}},
  };
  EXPECT_EQ(expected, told.at("data").at("differences"));
  EXPECT_EQ(Json::array({{{"operation", "certification.suspend"}, {"outcome", "updated"}, {"id", card_}}}),
            told.at("meta").at("changes"));
  // The same bytes as when it is really done.
  ASSERT_DID(CERTLITE_UPDATED, system().Call("certification.suspend", suspend.at("request")));
  EXPECT_THAT(answer.text, HasSubstr("\"after\":" + system().Call("qualification_result.list", Json::object()).text));
}

TEST_F(WhatIfTest, WithoutChangesNothingDiffers) {
  const Json told = Ask({}, IsQualified()).json();
  EXPECT_EQ(Json::array(), told.at("data").at("differences"));
  EXPECT_EQ(told.at("data").at("before"), told.at("data").at("after"));
  EXPECT_EQ(Json::array(), told.at("meta").at("changes"));
}

TEST_F(WhatIfTest, EveryChangeSeesThoseBeforeIt) {
  const Json told = Ask({Of("certification.suspend", {{"id", card_}, {"reason", "r"}}),
                         Of("certification.reinstate", {{"id", card_}}),
                         Of("certification.archive", {{"id", card_}, {"if_revision", 3}})},
                        Of("certification.get", {{"id", card_}}))
                        .json();
  EXPECT_EQ(4, told.at("data").at("after").at("meta").at("revision"));
  EXPECT_EQ("archived", told.at("data").at("after").at("data").at("lifecycle_status"));
}

TEST_F(WhatIfTest, AnEarlierChangesRecordIsNamedByItsNumber) {
  const std::vector<Json> changes = {
      Of("certification_type.create", {{"organization_id", organization_}, {"slug", "crane"}, {"title", "Crane"}}),
      Of("qualification.create", {{"organization_id", organization_},
                                  {"slug", "operator"},
                                  {"title", "Operator"},
                                  {"certification_type_ids", {type_, "#/changes/0/id"}}}),
      Of("certification.create", {{"organization_member_id", member_}, {"certification_type_id", "#/changes/0/id"}}),
      Of("certification.verify", {{"id", "#/changes/2/id"}, {"outcome", "verified"}, {"method", "registry"}})};
  const Json question =
      Of("qualification_result.explain", {{"organization_member_id", member_}, {"qualification_id", "#/changes/1/id"}});
  const Answer answer = Ask(changes, question);
  ASSERT_DID(CERTLITE_READ, answer);
  const Json told = answer.json();
  EXPECT_EQ(nullptr, told.at("data").at("before")) << "it isn't there yet";
  const Json whole = {{"pointer", ""}, {"before", nullptr}, {"after", told.at("data").at("after")}};
  EXPECT_EQ(Json::array({whole}), told.at("data").at("differences"));
  EXPECT_EQ("qualified", told.at("data").at("after").at("data").at("status"));
  EXPECT_EQ(2, told.at("data").at("after").at("data").at("total_requirement_count"));
  EXPECT_EQ(told.at("meta").at("changes").at(2).at("id"), told.at("meta").at("changes").at(3).at("id"));
}

TEST_F(WhatIfTest, WhatAChangeIsAboutMayHaveBeenThereBefore) {
  const Json told =
      Ask({Of("certification.archive", {{"id", card_}})}, Of("certification.get", {{"id", "#/changes/0/id"}})).data();
  EXPECT_EQ("active", told.at("before").at("data").at("lifecycle_status"));
  EXPECT_EQ("archived", told.at("after").at("data").at("lifecycle_status"));
}

// The clock goes on while it runs, and must make no difference.
TEST_F(WhatIfTest, IsOfOneInstant) {
  const Json told = Ask({Of("member.update", {{"id", member_}, {"role", "x"}})}, Of("qualification_result.list"),
                        {.now = std::nullopt})
                        .data();
  EXPECT_EQ(Json::array(), told.at("differences"));
}

TEST_F(WhatIfTest, AReferenceThatLeadsNowhereIsRefused) {
  const auto refused = [&](const char* reference, const std::string& pointer) {
    const std::vector<Json> changes = {
        Of("organization.create", {{"name", "x"}}),
        Of("idempotency.purge", {{"bound_before", "2000-01-01T00:00:00.000Z"}}),
        Of("certification.archive", {{"id", pointer.starts_with("/changes") ? reference : card_}})};
    const Json question = Of("certification.get", {{"id", pointer.starts_with("/question") ? reference : card_}});
    EXPECT_REFUSED("invalid", Ask(changes, question), {"what_if.reference", pointer});
  };
  refused("#/changes/1/id", "/changes/2/request/id");  // a purge is about no record
  refused("#/changes/2/id", "/changes/2/request/id");  // itself
  refused("#/changes/4294967295/id", "/changes/2/request/id");
  refused("#/changes/3/id", "/question/request/id");
  for (const char* text : {"#/changes//id", "#/changes/x/id", "#/changes/0", "#/changes/4294967296/id", "/changes/0/id",
                           "#/changes/00/id", "#/changes/+0/id", "#/changes/ 0/id"}) {
    EXPECT_REFUSED("invalid", Ask({Of("certification.archive", {{"id", text}})}, Of("me.get")),
                   {"uuid.format", "/changes/0/request/id"});
  }
}

TEST_F(WhatIfTest, ARefusedChangeRefusesTheWholeAndSaysWhere) {
  const Json suspend = Of("certification.suspend", {{"id", card_}, {"reason", "r"}});
  EXPECT_REFUSED("conflict", Ask({suspend, suspend}, Of("me.get")), {"lifecycle.transition", "/changes/1/request/id"});
  EXPECT_REFUSED("not_found", Ask({Of("certification.archive", {{"id", kNowhere}})}, Of("me.get")),
                 {"record.exists", "/changes/0/request/id"});
  EXPECT_REFUSED("invalid", Ask({Of("certification.create", {{"issued_on", "2024-02-30"}, {"x", 1}})}, Of("me.get")),
                 {"date.exists", "/changes/0/request/issued_on"}, {"field.unknown", "/changes/0/request/x"},
                 {"field.required", "/changes/0/request/certification_type_id"},
                 {"field.required", "/changes/0/request/organization_member_id"});
  const Answer stale = Ask({Of("member.update", {{"id", member_}, {"role", "x"}, {"if_revision", 7}})}, Of("me.get"));
  EXPECT_REFUSED("revision_conflict", stale, {"revision.current", "/changes/0/request/if_revision"});
  EXPECT_EQ(1, stale.json().at("current_revision"));
}

TEST_F(WhatIfTest, ARefusedQuestionIsSoAfterTheChangesToo) {
  EXPECT_REFUSED("not_found", Ask({}, Of("certification.get", {{"id", kNowhere}})),
                 {"record.exists", "/question/request/id"});
  EXPECT_REFUSED("invalid", Ask({}, Of("certification.list", {{"limit", 0}})),
                 {"integer.range", "/question/request/limit"});
  EXPECT_REFUSED(
      "gone",
      Ask({Of("certification.erase", {{"id", card_}, {"reason", "r"}})}, Of("certification.get", {{"id", card_}})),
      {"record.erased", "/question/request/id"});
}

TEST_F(WhatIfTest, ChangesWriteAndTheQuestionReads) {
  for (const char* name : {"certification.get", "certification.lst", "what_if.ask", "me.get", "?"}) {
    EXPECT_REFUSED("invalid", Ask({Of(name)}, Of("me.get")), {"what_if.change", "/changes/0/operation"});
  }
  for (const char* name : {"certification.create", "certification.lst", "what_if.ask", "idempotency.purge"}) {
    EXPECT_REFUSED("invalid", Ask({}, Of(name)), {"what_if.question", "/question/operation"});
  }
}

TEST_F(WhatIfTest, ItsOwnShapeIsChecked) {
  const auto refused = [&](const char* text, const std::vector<Fault>& faults) {
    EXPECT_TRUE(Refused("invalid", faults, system().CallText("what_if.ask", text))) << text;
  };
  const std::string question = R"("question":{"operation":"me.get","request":{}})";
  refused(R"({"changes":{},"question":[]})", {{"field.type", "/changes"}, {"field.type", "/question"}});
  refused(R"({"changes":null,"question":null})", {{"field.null", "/changes"}, {"field.null", "/question"}});
  refused((R"({"changes":[1,{},{"operation":1,"request":[],"x":0}],)" + question + "}").c_str(),
          {{"field.type", "/changes/0"},
           {"field.required", "/changes/1/operation"},
           {"field.required", "/changes/1/request"},
           {"field.type", "/changes/2/operation"},
           {"field.type", "/changes/2/request"},
           {"field.unknown", "/changes/2/x"}});
  refused(R"({"changes":[],"question":{"operation":"","request":null,"as_of":"2026-01-01"}})",
          {{"text.length", "/question/operation"},
           {"field.null", "/question/request"},
           {"field.unknown", "/question/as_of"}});
  std::vector<Json> many;
  for (int i = 0; i < 101; ++i) many.push_back(Of("member.update", {{"id", member_}, {"role", std::to_string(i)}}));
  EXPECT_REFUSED("invalid", Ask(many, Of("me.get")), {"set.size", "/changes"});
  many.pop_back();
  EXPECT_EQ(100U, Ask(many, Of("me.get")).json().at("meta").at("changes").size());
}

TEST_F(WhatIfTest, UnknownMembersAreIgnoredWhereTheCallIsLenient) {
  const Json change = {{"operation", "certification.archive"}, {"request", {{"id", card_}, {"y", 1}}}, {"x", 1}};
  EXPECT_DID(CERTLITE_READ, Ask({change}, Of("certification.get", {{"id", card_}, {"z", 1}}), {.lenient = true}));
}

TEST_F(WhatIfTest, TheDayIsTheQuestions) {
  const Json renew = Of("certification.renew", {{"id", card_}, {"issued_on", "2026-06-02"}});
  const Json told = Ask({renew}, IsQualified(), {.as_of = Day("2027-01-01")}).json();
  EXPECT_EQ("not_qualified", told.at("data").at("before").at("data").at("status"));
  EXPECT_EQ("qualified", told.at("data").at("after").at("data").at("status"));
  EXPECT_EQ("2027-06-02", told.at("data").at("after").at("meta").at("qualified_until"));
  EXPECT_REFUSED("invalid", Ask({renew}, IsQualified(), {.known_at = kNow}), {"call.unsupported", ""});
  EXPECT_REFUSED("idempotency_key_invalid", Ask({renew}, IsQualified(), {.key = "k"}), {"idempotency_key.on_read", ""});
}

// Not one byte of the store is another, be it the file or its log.
TEST_F(WhatIfTest, LeavesNoByteOfTheStoreChanged) {
  const std::string file = BytesOf(Path());
  const std::string log = BytesOf(Path() + "-wal");
  ASSERT_FALSE(log.empty());
  const std::vector<Json> changes = {
      Of("certification.erase", {{"id", card_}, {"reason", "r"}}),
      Of("member.erase", {{"id", member_}, {"reason", "r"}}), Of("organization.create", {{"name", "x"}}),
      Of("member.create", {{"organization_id", "#/changes/2/id"}, {"display_name", "y"}}),
      Of("idempotency.purge", {{"bound_before", "2030-01-01T00:00:00.000Z"}})};
  for (int i = 0; i < 3; ++i) {
    ASSERT_DID(CERTLITE_READ, Ask(changes, Of("history.verify", {{"organization_id", organization_}})));
    ASSERT_FALSE(Ask({Of("member.erase", {{"id", member_}, {"reason", "r"}}), Of("x")}, Of("me.get")).ok());
    EXPECT_TRUE(file == BytesOf(Path()));
    EXPECT_TRUE(log == BytesOf(Path() + "-wal"));
  }
  EXPECT_DID(CERTLITE_READ, system().Call("certification.get", {{"id", card_}}));
  EXPECT_DID(CERTLITE_UPDATED, system().Call("member.update", {{"id", member_}, {"role", "after"}}));
  EXPECT_DID(CERTLITE_READ, system().Call("history.verify", {{"organization_id", organization_}}));
}

TEST_F(WhatIfTest, WorksInMemory) {
  const Engine engine(":memory:");
  const Session session = engine.As(kSystem);
  const Answer tried = session.Call(
      "what_if.ask",
      {{"changes", Json::array({Of("organization.create", {{"name", "x"}})})}, {"question", Of("organization.list")}});
  ASSERT_DID(CERTLITE_READ, tried);
  EXPECT_EQ(1U, tried.json().at("data").at("after").at("data").size());
  EXPECT_EQ(0U, session.Call("organization.list", Json::object()).json().at("data").size());
}

// Answers are longer than requests may be.
TEST_F(WhatIfTest, ComparesWholePages) {
  for (int i = 0; i < 150; ++i) NewCard(member_, type_, {{"issuer_name", std::string(255, 'i')}});
  const Answer answer = Ask({Of("certification.archive", {{"id", card_}})}, Of("certification.list", {{"limit", 200}}));
  ASSERT_DID(CERTLITE_READ, answer);
  EXPECT_GT(answer.text.size(), 200'000U);
  const Json told = answer.json();
  const Json& cards = told.at("data").at("before").at("data");
  const auto found = std::find_if(cards.begin(), cards.end(), [&](const Json& card) { return card.at("id") == card_; });
  const std::string place = "/" + std::to_string(found - cards.begin()) + "/";
  std::vector<std::string> pointers;
  for (const Json& difference : told.at("data").at("differences")) pointers.push_back(difference.at("pointer"));
  EXPECT_THAT(pointers, testing::Contains("/data" + place + "lifecycle_status"));
  for (const std::string& pointer : pointers) {
    EXPECT_TRUE(pointer.starts_with("/data" + place) || pointer.starts_with("/meta" + place)) << pointer;
  }
}

}  // namespace
}  // namespace certlite::host
