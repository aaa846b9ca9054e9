// certification.create: the answer's fields, defaults, derived expiry, text kept byte for byte, and ids.
#include <set>

#include "tests/engine/file.h"
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

using testing::ElementsAre;

class CreateTest : public EngineTest {
 protected:
  Answer Create(const Json& more, const How& how = {}) {
    Json request = {{"organization_member_id", member_}, {"certification_type_id", type_}};
    request.update(more);
    return system().Call("certification.create", request, how);
  }

  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_, {{"user_id", User(1)}});
  const std::string type_ = NewType(organization_, {{"slug", "rope-access"}, {"title", "Rope Access"}});
};

std::vector<std::string> Names(const Json& object) {
  std::vector<std::string> names;
  for (const auto& [name, value] : object.items()) names.push_back(name);
  return names;
}

TEST_F(CreateTest, AnswersTheTwentyPublishedFieldsInTheirOrder) {
  const Answer answer = Create({{"source", "api"}});
  ASSERT_DID(CERTLITE_CREATED, answer);
  EXPECT_THAT(Names(answer.json()), ElementsAre("data", "meta"));
  EXPECT_THAT(Names(answer.data()),
              ElementsAre("id", "organization_id", "organization_member_id", "user_id", "external_id",
                          "external_source", "certification_type_id", "lifecycle_status", "source", "issued_on",
                          "expires_on", "issuer_name", "serial_number", "verification_status", "validity_status",
                          "verification_method", "last_verified_at", "created_at", "updated_at", "certification_type"));
  EXPECT_THAT(Names(answer.data().at("certification_type")), ElementsAre("id", "slug", "title", "status"));
  EXPECT_THAT(Names(answer.json().at("meta")),
              ElementsAre("revision", "validity_reason", "days_remaining", "next_transition_on", "verified_until",
                          "reverify_due", "renews_id", "is_latest", "superseded_by_id", "archived_from"));
}

TEST_F(CreateTest, AnswersEverythingThatWasGivenByteForByte) {
  const Answer answer = Create({{"external_id", "HR-7"},
                                {"external_source", "hr"},
                                {"source", "import"},
                                {"issued_on", "2025-03-01"},
                                {"expires_on", "2027-02-28"},
                                {"issuer_name", "Nordsee Safety A/S"},
                                {"serial_number", "NS-0001"}});
  ASSERT_DID(CERTLITE_CREATED, answer);
  const std::string id = answer.id();
  EXPECT_EQ(
      R"({"data":{"id":")" + id + R"(","organization_id":")" + organization_ + R"(","organization_member_id":")" +
          member_ + R"(","user_id":"00000000-0000-4000-8000-000000000001","external_id":"HR-7",)" +
          R"("external_source":"hr","certification_type_id":")" + type_ +
          R"(","lifecycle_status":"active","source":"import","issued_on":"2025-03-01","expires_on":"2027-02-28",)" +
          R"("issuer_name":"Nordsee Safety A/S","serial_number":"NS-0001","verification_status":"unverified",)" +
          R"("validity_status":"valid","verification_method":null,"last_verified_at":null,)" +
          R"("created_at":"2026-01-15T08:00:00.000Z","updated_at":"2026-01-15T08:00:00.000Z",)" +
          R"("certification_type":{"id":")" + type_ +
          R"(","slug":"rope-access","title":"Rope Access","status":"active"}},)" +
          R"("meta":{"revision":1,"validity_reason":"in_force","days_remaining":409,)" +
          R"("next_transition_on":"2027-01-29","verified_until":null,"reverify_due":false,"renews_id":null,)" +
          R"("is_latest":true,"superseded_by_id":null,"archived_from":null}})",
      answer.text);
  EXPECT_EQ(answer.text, system().Call("certification.get", {{"id", id}}).text);
}

TEST_F(CreateTest, WhatIsLeftOutTakesItsDefault) {
  const Answer answer = Create(Json::object());
  ASSERT_DID(CERTLITE_CREATED, answer);
  const Json data = answer.data();
  EXPECT_EQ("manual", data.at("source"));
  EXPECT_EQ("active", data.at("lifecycle_status"));
  EXPECT_EQ("unverified", data.at("verification_status"));
  EXPECT_EQ("valid", data.at("validity_status"));
  for (const char* name : {"external_id", "external_source", "issued_on", "expires_on", "issuer_name", "serial_number",
                           "verification_method", "last_verified_at"}) {
    EXPECT_TRUE(data.at(name).is_null()) << name;
  }
  // Null says the same where there is nothing to derive.
  const Answer nulls = Create({{"external_id", nullptr},
                               {"external_source", nullptr},
                               {"issued_on", nullptr},
                               {"expires_on", nullptr},
                               {"issuer_name", nullptr},
                               {"serial_number", nullptr}});
  ASSERT_DID(CERTLITE_CREATED, nulls);
  Json expected = data;
  expected["id"] = nulls.id();
  EXPECT_EQ(expected, nulls.data());
}

TEST_F(CreateTest, NoSourceMakesItVerified) {
  for (const char* source : {"manual", "import", "api", "self-reported"}) {
    const Answer answer = Create({{"source", source}});
    ASSERT_DID(CERTLITE_CREATED, answer);
    EXPECT_EQ(source, answer.data().at("source"));
    EXPECT_EQ("unverified", answer.data().at("verification_status"));
  }
}

TEST_F(CreateTest, ExpiryIsTheAnniversaryClampedToTheMonthAndTheCalendar) {
  struct Row {
    const char* issued_on;
    const char* unit;
    int count;
    const char* expires_on;
  };
  const std::vector<Row> rows = {
      {"2024-02-29", "month", 12, "2025-02-28"},   {"2024-02-29", "year", 1, "2025-02-28"},
      {"2024-02-29", "year", 4, "2028-02-29"},     {"2096-02-29", "year", 4, "2100-02-28"},
      {"2024-02-29", "month", 48, "2028-02-29"},   {"2024-01-31", "month", 1, "2024-02-29"},
      {"2023-01-31", "month", 1, "2023-02-28"},    {"2024-08-31", "month", 1, "2024-09-30"},
      {"2024-08-31", "month", 2, "2024-10-31"},    {"2024-11-30", "month", 3, "2025-02-28"},
      {"2024-12-15", "month", 1, "2025-01-15"},    {"2024-12-31", "day", 1, "2025-01-01"},
      {"2024-01-01", "day", 366, "2025-01-01"},    {"1900-02-28", "day", 1, "1900-03-01"},
      {"2000-02-28", "day", 1, "2000-02-29"},      {"0001-01-01", "year", 1, "0002-01-01"},
      {"9999-12-31", "day", 1, "9999-12-31"},      {"9999-06-01", "month", 12, "9999-12-31"},
      {"9990-01-01", "year", 36500, "9999-12-31"}, {"2024-01-01", "month", 36500, "5065-09-01"},
      {"2024-01-01", "day", 36500, "2123-12-08"}};
  for (const Row& row : rows) {
    const std::string type = NewType(organization_, {{"validity_period", {{"unit", row.unit}, {"count", row.count}}}});
    const Answer answer = Create({{"certification_type_id", type}, {"issued_on", row.issued_on}});
    ASSERT_DID(CERTLITE_CREATED, answer);
    EXPECT_EQ(row.expires_on, answer.data().at("expires_on")) << row.issued_on << " + " << row.count << " " << row.unit;
  }
}

TEST_F(CreateTest, ExpiryIsDerivedOnlyWhereItIsLeftOutAndThereIsAPeriodAndAnIssueDate) {
  const std::string timed = NewType(organization_, {{"validity_period", {{"unit", "year"}, {"count", 1}}}});
  struct Row {
    Json request;
    Json expires_on;
  };
  const std::vector<Row> rows = {
      {{{"certification_type_id", timed}, {"issued_on", "2025-06-01"}}, "2026-06-01"},
      {{{"certification_type_id", timed}, {"issued_on", "2025-06-01"}, {"expires_on", nullptr}}, nullptr},
      {{{"certification_type_id", timed}, {"issued_on", "2025-06-01"}, {"expires_on", "2025-06-01"}}, "2025-06-01"},
      {{{"certification_type_id", timed}, {"issued_on", nullptr}}, nullptr},
      {{{"certification_type_id", timed}}, nullptr},
      {{{"certification_type_id", timed}, {"expires_on", "2030-01-01"}}, "2030-01-01"},
      {{{"issued_on", "2025-06-01"}}, nullptr},
      {{{"issued_on", "2025-06-01"}, {"expires_on", "2025-06-02"}}, "2025-06-02"}};
  for (const Row& row : rows) {
    const Answer answer = Create(row.request);
    ASSERT_DID(CERTLITE_CREATED, answer);
    EXPECT_EQ(row.expires_on, answer.data().at("expires_on")) << row.request;
  }
}

TEST_F(CreateTest, DerivedExpiryIsStoredAndOutlivesThePeriod) {
  const std::string timed = NewType(organization_, {{"validity_period", {{"unit", "year"}, {"count", 1}}}});
  const std::string card = NewCard(member_, timed, {{"issued_on", "2025-06-01"}});
  ASSERT_DID(CERTLITE_UPDATED,
             system().Call("certification_type.update", {{"id", timed}, {"validity_period", nullptr}}));
  EXPECT_EQ("2026-06-01", system().Call("certification.get", {{"id", card}}).data().at("expires_on"));
}

TEST_F(CreateTest, CardsOfTheFutureAndOfThePastAreAccepted) {
  const Answer future = Create({{"issued_on", "2026-01-16"}, {"expires_on", "2026-01-16"}});
  ASSERT_DID(CERTLITE_CREATED, future);
  EXPECT_EQ("not_yet_valid", future.data().at("validity_status"));
  const Answer past = Create({{"issued_on", "0001-01-01"}, {"expires_on", "2026-01-14"}});
  ASSERT_DID(CERTLITE_CREATED, past);
  EXPECT_EQ("expired", past.data().at("validity_status"));
  const Answer last = Create({{"issued_on", "9999-12-31"}, {"expires_on", "9999-12-31"}});
  ASSERT_DID(CERTLITE_CREATED, last);
}

TEST_F(CreateTest, TheAnswerIsForTheCallsDay) {
  const Json card = {{"issued_on", "2026-01-15"}, {"expires_on", "2026-01-15"}};
  EXPECT_EQ("expiring_soon", Create(card).data().at("validity_status"));
  EXPECT_EQ("expiring_soon", Create(card, {.now = kNow + 16 * 3'600'000 - 1}).data().at("validity_status"));
  EXPECT_EQ("expired", Create(card, {.now = kNow + 16 * 3'600'000}).data().at("validity_status"));
  EXPECT_EQ("not_yet_valid", Create(card, {.as_of = Day("2026-01-14")}).data().at("validity_status"));
}

TEST_F(CreateTest, TextIsKeptBytewise) {
  std::string controls;
  for (char c = 1; c < 0x20; ++c) controls += c;
  const std::vector<std::string> texts = {
      "",  // descriptive text may be empty
      " leading and trailing ",
      "caf\xC3\xA9",   // one code point
      "cafe\xCC\x81",  // two: another text
      "\"quotes\" and \\ and /",
      controls,
      "\x7F",
      "\xF0\x9F\x9A\xA7 \xE2\x80\x8F\xEF\xBB\xBF",  // beyond the BMP, a direction mark, a BOM
      "\xEF\xBF\xBF\xF4\x8F\xBF\xBF",               // noncharacters
      "'); DROP TABLE certification; --",
      "%s %n {} ${x}",
      std::string(255, 'x'),
  };
  for (const std::string& text : texts) {
    const Answer answer = Create({{"issuer_name", text}});
    ASSERT_DID(CERTLITE_CREATED, answer);
    EXPECT_EQ(text, answer.data().at("issuer_name").get<std::string>());
    Reopen();
    EXPECT_EQ(text, system().Call("certification.get", {{"id", answer.id()}}).data().at("issuer_name"));
  }
  const auto stored = Column(Path(), "SELECT issuer_name FROM certification ORDER BY key");
  EXPECT_EQ(texts, stored);
}

// Only what must be escaped is, and in one way: equal texts are equal bytes.
TEST_F(CreateTest, EscapesAreReadAndWrittenInOneForm) {
  const std::string body = R"({"organization_member_id":")" + member_ + R"(","certification_type_id":")" + type_ +
                           R"(","issuer_name":"\u0041\u00e9\ud83d\udea7\/\u001f\n\b\u0022\u005c\u007f"})";
  const Answer answer = system().CallText("certification.create", body);
  ASSERT_DID(CERTLITE_CREATED, answer);
  EXPECT_THAT(answer.text,
              testing::HasSubstr("\"issuer_name\":\"A\xC3\xA9\xF0\x9F\x9A\xA7/\\u001f\\n\\b\\\"\\\\\x7F\","));
}

TEST_F(CreateTest, IdsAreReadInAnyCaseAndAnsweredInLowerCase) {
  const auto upper = [](std::string text) {
    for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
  };
  const Answer answer = Create({{"organization_member_id", upper(member_)},
                                {"certification_type_id", upper(type_)},
                                {"organization_id", upper(organization_)}});
  ASSERT_DID(CERTLITE_CREATED, answer);
  EXPECT_EQ(member_, answer.data().at("organization_member_id"));
  EXPECT_EQ(type_, answer.data().at("certification_type_id"));
  EXPECT_EQ(type_, answer.data().at("certification_type").at("id"));
  EXPECT_EQ(organization_, answer.data().at("organization_id"));
  EXPECT_EQ(answer.text, system().Call("certification.get", {{"id", upper(answer.id())}}).text);
}

void ExpectVersion7(const std::string& id, const std::string& instant_digits) {
  ASSERT_EQ(36U, id.size());
  EXPECT_EQ(instant_digits, id.substr(0, 8) + id.substr(9, 4));
  EXPECT_EQ('7', id[14]);
  EXPECT_NE(std::string::npos, std::string("89ab").find(id[19])) << id;
}

TEST_F(CreateTest, IdsOfOneInstantAreUniqueAndVersion7) {
  std::set<std::string> ids = {organization_, member_, type_};
  for (int i = 0; i < 300; ++i) {
    const Answer answer = Create(Json::object());
    ASSERT_DID(CERTLITE_CREATED, answer);
    ids.insert(answer.id());
  }
  EXPECT_EQ(303U, ids.size());
  for (const std::string& id : ids) ExpectVersion7(id, "019bc0ab2400");
}

TEST(CreateWithoutSeedTest, IdsOfOneInstantAreUniqueAndVersion7) {
  const Engine engine(":memory:", {.id_seed = 0});
  const Session system = engine.As(kSystem);
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(system.Call("organization.create", {{"name", "x"}}).id());
  EXPECT_EQ(1000U, ids.size());
  for (const std::string& id : ids) ExpectVersion7(id, "019bc0ab2400");
}

TEST_F(CreateTest, TheClockMayGoBack) {
  const Answer later = Create(Json::object(), {.now = kNow + 5 * kDayMs});
  const Answer earlier = Create(Json::object(), {.now = 0});
  ASSERT_DID(CERTLITE_CREATED, later);
  ASSERT_DID(CERTLITE_CREATED, earlier);
  EXPECT_EQ("1970-01-01T00:00:00.000Z", earlier.data().at("created_at"));
  const Answer last = Create(Json::object(), {.now = 253402300799999});
  ASSERT_DID(CERTLITE_CREATED, last);
  EXPECT_EQ("9999-12-31T23:59:59.999Z", last.data().at("created_at"));
  EXPECT_TRUE(FileIsWhole(Path()));
}

TEST_F(CreateTest, WithoutAClockTheSystemsIsTaken) {
  const Answer answer = Create(Json::object(), {.now = std::nullopt});
  ASSERT_DID(CERTLITE_CREATED, answer);
  EXPECT_NE("1970-01-01T00:00:00.000Z", answer.data().at("created_at"));  // what a forgotten clock would say
}

TEST_F(CreateTest, InactiveMembersTakeImportsAndInvitedOnesAnything) {
  const std::string inactive = NewMember(organization_, {{"status", "inactive"}});
  EXPECT_DID(CERTLITE_CREATED, Create({{"organization_member_id", inactive}, {"source", "import"}}));
  const std::string invited = NewMember(organization_, {{"status", "invited"}});
  EXPECT_DID(CERTLITE_CREATED, Create({{"organization_member_id", invited}}));
}

TEST_F(CreateTest, StandardTypesServeEveryOrganization) {
  const std::string standard = NewStandardType();
  const std::string elsewhere = NewMember(NewOrganization());
  EXPECT_DID(CERTLITE_CREATED, Create({{"certification_type_id", standard}}));
  EXPECT_DID(CERTLITE_CREATED, Create({{"certification_type_id", standard}, {"organization_member_id", elsewhere}}));
}

}  // namespace
}  // namespace certlite::host
