// Bad bodies for certification.create: each is refused with status, rule and pointer, and nothing is written.
#include "tests/engine/bad_requests.h"

namespace certlite::host {
namespace {

TEST_F(BadRequestTest, EveryFieldOfEveryWrongType) {
  struct Field {
    std::string name;
    bool nullable;
  };
  const std::vector<Field> fields = {{"organization_member_id", false},
                                     {"external_id", true},
                                     {"external_source", true},
                                     {"certification_type_id", false},
                                     {"source", false},
                                     {"issued_on", true},
                                     {"expires_on", true},
                                     {"issuer_name", true},
                                     {"serial_number", true}};
  std::vector<BadRequest> rows;
  for (const Field& field : fields) {
    for (const std::string wrong : {"1", "1.5", "true", "[]", "{}", "[\"2024-01-01\"]"}) {
      Json body = Json::parse(Card(R"("source":"api")"));
      body[field.name] = Json::parse(wrong);
      rows.push_back(Bad("certification.create", body.dump(), "invalid", {{"field.type", "/" + field.name}}));
    }
    if (field.nullable) continue;
    Json body = Json::parse(Card(R"("source":"api")"));
    body[field.name] = nullptr;
    rows.push_back(Bad("certification.create", body.dump(), "invalid", {{"field.null", "/" + field.name}}));
  }
  EXPECT_EQ(57U, RefuseAll(rows));
}

TEST_F(BadRequestTest, DatesThatAreNone) {
  const std::vector<std::pair<std::string, std::string>> dates = {{"2023-02-29", "date.exists"},
                                                                  {"2024-02-30", "date.exists"},
                                                                  {"2024-04-31", "date.exists"},
                                                                  {"2024-00-10", "date.exists"},
                                                                  {"2024-13-01", "date.exists"},
                                                                  {"2024-01-00", "date.exists"},
                                                                  {"2024-01-32", "date.exists"},
                                                                  {"1900-02-29", "date.exists"},
                                                                  {"0000-01-01", "date.exists"},
                                                                  {"2024-2-9", "date.format"},
                                                                  {" 2024-02-29", "date.format"},
                                                                  {"2024-02-29 ", "date.format"},
                                                                  {"2024/02/29", "date.format"},
                                                                  {"20240229", "date.format"},
                                                                  {"29.02.2024", "date.format"},
                                                                  {"+2024-02-29", "date.format"},
                                                                  {"10000-01-01", "date.format"},
                                                                  {"2024-02-29T00:00:00Z", "date.format"},
                                                                  {"", "date.format"},
                                                                  {"today", "date.format"},
                                                                  {"２０２４-02-29", "date.format"},
                                                                  {"2024-02-2١", "date.format"},
                                                                  {"-024-02-29", "date.format"},
                                                                  {"2024-02- 9", "date.format"}};
  std::vector<BadRequest> rows;
  for (const auto& [date, rule] : dates) {
    rows.push_back(BadCard("\"issued_on\":\"" + date + "\"", "invalid", {{rule, "/issued_on"}}));
    rows.push_back(BadCard("\"expires_on\":\"" + date + "\"", "invalid", {{rule, "/expires_on"}}));
  }
  EXPECT_EQ(48U, RefuseAll(rows));
}

TEST_F(BadRequestTest, ValuesOutOfBounds) {
  const std::string id = "00000000-0000-4000-8000-00000000000";
  EXPECT_EQ(
      34U,
      RefuseAll({
          BadCard(R"("issued_on":"2024-02-02","expires_on":"2024-02-01")", "invalid", {{"dates.order", "/expires_on"}}),
          BadCard(R"("issued_on":"9999-12-31","expires_on":"0001-01-01")", "invalid", {{"dates.order", "/expires_on"}}),
          BadCard(R"("source":"")", "invalid", {{"choice.unknown", "/source"}}),
          BadCard(R"("source":"self_reported")", "invalid", {{"choice.unknown", "/source"}}),
          BadCard(R"("source":"MANUAL")", "invalid", {{"choice.unknown", "/source"}}),
          BadCard(R"("source":"manual ")", "invalid", {{"choice.unknown", "/source"}}),
          BadCard(R"("external_id":"")", "invalid", {{"text.length", "/external_id"}}),
          BadCard("\"external_id\":\"" + Repeat(129, "x") + "\"", "invalid", {{"text.length", "/external_id"}}),
          BadCard("\"external_id\":\"" + Repeat(43, "€") + "\"", "invalid", {{"text.length", "/external_id"}}),
          BadCard(R"("external_source":"")", "invalid", {{"text.length", "/external_source"}}),
          BadCard("\"external_source\":\"" + Repeat(129, "x") + "\"", "invalid", {{"text.length", "/external_source"}}),
          BadCard("\"issuer_name\":\"" + Repeat(256, "x") + "\"", "invalid", {{"text.length", "/issuer_name"}}),
          BadCard("\"issuer_name\":\"" + Repeat(128, "ø") + "\"", "invalid", {{"text.length", "/issuer_name"}}),
          BadCard("\"serial_number\":\"" + Repeat(256, "x") + "\"", "invalid", {{"text.length", "/serial_number"}}),
          BadCard("\"serial_number\":\"" + Repeat(60'000, "x") + "\"", "invalid", {{"text.length", "/serial_number"}}),
          BadCard(R"("id":"$nowhere")", "invalid", {{"field.unknown", "/id"}}),
          BadCard(R"("user_id":"$nowhere")", "invalid", {{"field.unknown", "/user_id"}}),
          BadCard(R"("lifecycle_status":"active")", "invalid", {{"field.unknown", "/lifecycle_status"}}),
          BadCard(R"("validity_status":"valid")", "invalid", {{"field.unknown", "/validity_status"}}),
          BadCard(R"("verification_status":"verified")", "invalid", {{"field.unknown", "/verification_status"}}),
          BadCard(R"("created_at":"2026-01-15T08:00:00.000Z")", "invalid", {{"field.unknown", "/created_at"}}),
          BadCard(R"("certification_type":{"id":"$type"})", "invalid", {{"field.unknown", "/certification_type"}}),
          BadCard(R"("Issuer_name":"x")", "invalid", {{"field.unknown", "/Issuer_name"}}),
          BadCard(R"("":"x")", "invalid", {{"field.unknown", "/"}}),
          BadCard(R"("a/b~c":"x")", "invalid", {{"field.unknown", "/a~1b~0c"}}),
          BadCard(R"("as_of":"2026-01-15")", "invalid", {{"field.unknown", "/as_of"}}),
          BadCard(R"("idempotency_key":"k")", "invalid", {{"field.unknown", "/idempotency_key"}}),
          BadCard(R"("organization_id":null)", "invalid", {{"field.null", "/organization_id"}}),
          BadCard(R"("organization_id":"x")", "invalid", {{"uuid.format", "/organization_id"}}),
          Bad("certification.create", R"({"organization_member_id":"$member","certification_type_id":")" + id + R"("})",
              "invalid", {{"uuid.format", "/certification_type_id"}}),
          Bad("certification.create",
              R"({"organization_member_id":"$member","certification_type_id":")" + id + R"(00"})", "invalid",
              {{"uuid.format", "/certification_type_id"}}),
          Bad("certification.create",
              R"({"organization_member_id":"$member","certification_type_id":")" + id + R"(g"})", "invalid",
              {{"uuid.format", "/certification_type_id"}}),
          Bad("certification.create", R"({"organization_member_id":"{$member}","certification_type_id":"$type"})",
              "invalid", {{"uuid.format", "/organization_member_id"}}),
          Bad("certification.create", R"({"organization_member_id":"$member"})", "invalid",
              {{"field.required", "/certification_type_id"}}),
      }));
}

TEST_F(BadRequestTest, StateThatStandsAgainstACertification) {
  const auto row = [](const std::string& who, const std::string& body, const std::string& code,
                      const std::vector<Fault>& faults) {
    return BadRequest{who + " " + body, who, "certification.create", body, code, faults};
  };
  const auto with = [](const std::string& member, const std::string& type) {
    std::string body = R"({"organization_member_id":"$)";
    return body + member + R"(","certification_type_id":"$)" + type + "\"}";
  };
  const Fault no_member{"member.exists", "/organization_member_id"};
  const Fault no_type{"certification_type.exists", "/certification_type_id"};
  const Fault member_inactive{"member.active", "/organization_member_id"};
  const Fault type_archived{"certification_type.active", "/certification_type_id"};
  const Fault no_membership{"member.of_subject", "/organization_member_id"};
  const std::string only_type = R"({"certification_type_id":"$type"})";
  EXPECT_EQ(27U,
            RefuseAll({
                row("system", with("nowhere", "type"), "not_found", {no_member}),
                row("system", with("member", "nowhere"), "not_found", {no_type}),
                row("system", with("nowhere", "nowhere"), "not_found", {no_member, no_type}),
                row("system", with("type", "member"), "not_found", {no_member, no_type}),
                row("system", with("member", "archived_type"), "archived", {type_archived}),
                row("system", with("archived_member", "type"), "archived", {member_inactive}),
                row("system", with("archived_member", "archived_type"), "archived", {member_inactive, type_archived}),
                row("system", with("inactive_member", "type"), "archived", {member_inactive}),
                row("system", with("closed_member", "standard_type"), "archived",
                    {{"organization.active", "/organization_member_id"}}),
                row("system", with("member", "foreign_type"), "not_found", {no_type}),
                row("system", with("foreign_member", "type"), "not_found", {no_type}),
                row("system", only_type, "invalid", {{"field.required", "/organization_member_id"}}),
                row("system", Card(R"("organization_id":"$foreign_organization")"), "not_found", {no_member, no_type}),
                row("system", Card(R"("organization_id":"$nowhere")"), "not_found",
                    {{"organization.exists", "/organization_id"}}),
                row("organization", with("foreign_member", "type"), "not_found", {no_member}),
                row("organization", with("member", "foreign_type"), "not_found", {no_type}),
                row("organization", with("archived_member", "type"), "archived", {member_inactive}),
                row("organization", Card(R"("organization_id":"$foreign_organization")"), "not_found",
                    {{"organization.exists", "/organization_id"}}),
                row("stranger", only_type, "invalid", {no_membership}),
                row("self", with("other_member", "type"), "not_found", {no_member}),
                row("self", with("foreign_member", "type"), "not_found", {no_member}),
                row("self", Card(R"("organization_id":"$foreign_organization")"), "not_found",
                    {{"organization.exists", "/organization_id"}}),
                row("inactive", only_type, "archived", {member_inactive}),
                row("archived", only_type, "archived", {member_inactive}),
                row("lost", only_type, "not_found", {{"organization.exists", "/organization_id"}}),
                row("reader", Card(R"("source":"api")"), "forbidden", {{"principal.scope", ""}}),
                row("reader", R"({"nonsense":1})", "forbidden", {{"principal.scope", ""}}),
            }));
}

// All at once, those of the request first, and its own faults decide the code.
TEST_F(BadRequestTest, EveryFaultIsToldAtOnce) {
  const Answer answer = system().CallText(
      "certification.create",
      Filled(R"({"surprise":1,"organization_member_id":"$nowhere","certification_type_id":"$archived_type","source":7,)"
             R"("issued_on":"2023-02-29","expires_on":true,"external_id":"","issuer_name":[],"another":{}})"));
  EXPECT_REFUSED("invalid", answer, {"field.unknown", "/surprise"}, {"field.type", "/source"},
                 {"date.exists", "/issued_on"}, {"field.type", "/expires_on"}, {"text.length", "/external_id"},
                 {"field.type", "/issuer_name"}, {"field.unknown", "/another"},
                 {"member.exists", "/organization_member_id"}, {"certification_type.active", "/certification_type_id"});
}

TEST_F(BadRequestTest, ManyFaultsAreToldUpToAHundred) {
  Json body = Json::parse(Card(R"("source":"api")"));
  for (int i = 0; i < 150; ++i) body["x" + std::to_string(i)] = i;
  const Answer answer = system().CallText("certification.create", Filled(body.dump()));
  ASSERT_EQ(CERTLITE_E_INVALID, answer.status);
  EXPECT_EQ(100U, answer.json().at("violations").size());
}

TEST_F(BadRequestTest, LenientCallsIgnoreWhatIsUnknownAndNothingElse) {
  const std::string unknown = Filled(Card(R"("surprise":{"deep":[1]},"issuer_name":"x")"));
  const Answer taken = system().CallText("certification.create", unknown, {.lenient = true});
  ASSERT_DID(CERTLITE_CREATED, taken);
  EXPECT_EQ("x", taken.data().at("issuer_name"));
  const std::string wrong = Filled(Card(R"("surprise":1,"issuer_name":2)"));
  EXPECT_REFUSED("invalid", system().CallText("certification.create", wrong, {.lenient = true}),
                 {"field.type", "/issuer_name"});
}

// The checks in their order: each row mends the fault that the row above was refused for.
TEST_F(BadRequestTest, LadderOfChecks) {
  const std::string no_json = "{";
  const std::string faulty = Filled(R"({"organization_member_id":"$member","certification_type_id":7})");
  const std::string stateful = Filled(R"({"organization_member_id":"$member","certification_type_id":"$nowhere"})");
  const std::string conflict = Filled(Card(R"("external_id":"C-1")"));
  const std::string good = Filled(Card(R"("external_id":"C-2")"));
  ASSERT_DID(CERTLITE_CREATED, Who("organization").CallText("certification.create", good, {.key = "used"}));
  const auto create = [&](const std::string& who, const std::string& body, const How& how) {
    return Who(who).CallText("certification.create", body, how);
  };
  EXPECT_REFUSED("unknown_operation", Who("reader").CallText("certification.invent", no_json, {.key = ""}));
  EXPECT_REFUSED("malformed", create("reader", no_json, {.key = ""}), {"json.syntax", ""});
  EXPECT_REFUSED("forbidden", create("reader", faulty, {.key = ""}), {"principal.scope", ""});
  EXPECT_REFUSED("idempotency_key_invalid", create("organization", faulty, {.key = ""}),
                 {"idempotency_key.format", ""});
  EXPECT_REFUSED("idempotency_key_reused", create("organization", faulty, {.key = "used"}),
                 {"idempotency_key.payload", ""});
  EXPECT_REFUSED("invalid", create("organization", faulty, {.key = "new"}), {"field.type", "/certification_type_id"});
  EXPECT_REFUSED("not_found", create("organization", stateful, {.key = "new"}),
                 {"certification_type.exists", "/certification_type_id"});
  EXPECT_REFUSED("external_id_conflict", create("organization", conflict, {.key = "new"}),
                 {"external_id.content", "/external_id"});
  EXPECT_DID(CERTLITE_EXISTS, create("organization", good, {.key = "new"}));
  EXPECT_DID(CERTLITE_REPLAYED, create("organization", good, {.key = "new"}));
  EXPECT_DID(CERTLITE_CREATED, create("organization", Filled(Card(R"("external_id":"C-3")")), {.key = "newer"}));
}

}  // namespace
}  // namespace certlite::host
