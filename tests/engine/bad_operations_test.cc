// Bad requests of the other operations, of keys, of lists and of the call's own options.
#include "tests/engine/bad_requests.h"

namespace certlite::host {
namespace {

// A row of the organization's principal.
BadRequest Ours(const std::string& operation, const std::string& body, const std::string& code,
                const std::vector<Fault>& faults) {
  return {"ours: " + operation + " " + body, "organization", operation, body, code, faults};
}

TEST_F(BadRequestTest, Organizations) {
  EXPECT_EQ(
      19U,
      RefuseAll({
          Bad("organization.create", "{}", "invalid", {{"field.required", "/name"}}),
          Bad("organization.create", R"({"name":""})", "invalid", {{"text.length", "/name"}}),
          Bad("organization.create", R"({"name":")" + Repeat(256, "x") + "\"}", "invalid", {{"text.length", "/name"}}),
          Bad("organization.create", R"({"name":null})", "invalid", {{"field.null", "/name"}}),
          Bad("organization.create", R"({"name":7})", "invalid", {{"field.type", "/name"}}),
          Bad("organization.create", R"({"name":"x","status":"closed"})", "invalid", {{"choice.unknown", "/status"}}),
          Bad("organization.create", R"({"name":"x","organization_id":"$organization"})", "invalid",
              {{"field.unknown", "/organization_id"}}),
          Bad("organization.create", R"({"name":"x","if_revision":1})", "invalid", {{"field.unknown", "/if_revision"}}),
          Ours("organization.create", R"({"name":"x"})", "forbidden", {{"principal.reach", ""}}),
          {"self creates", "self", "organization.create", R"({"name":"x"})", "forbidden", {{"principal.reach", ""}}},
          {"self updates",
           "self",
           "organization.update",
           R"({"id":"$organization","name":"x"})",
           "forbidden",
           {{"principal.reach", ""}}},
          Bad("organization.update", R"({"name":"x"})", "invalid", {{"field.required", "/id"}}),
          Bad("organization.update", R"({"id":"$nowhere","name":"x"})", "not_found", {{"record.exists", "/id"}}),
          Ours("organization.update", R"({"id":"$foreign_organization","name":"x"})", "not_found",
               {{"record.exists", "/id"}}),
          Bad("organization.update", R"({"id":"$organization","name":null})", "invalid", {{"field.null", "/name"}}),
          Bad("organization.update", R"({"id":"$organization","name":"x","if_revision":0})", "invalid",
              {{"integer.range", "/if_revision"}}),
          Bad("organization.update", R"({"id":"$organization","name":"x","if_revision":"1"})", "invalid",
              {{"field.type", "/if_revision"}}),
          Bad("organization.update", R"({"id":"$organization","name":"x","if_revision":2})", "revision_conflict",
              {{"revision.current", "/if_revision"}}),
          Bad("organization.update", R"({"id":"$organization","name":"","if_revision":2})", "invalid",
              {{"text.length", "/name"}, {"revision.current", "/if_revision"}}),
      }));
}

TEST_F(BadRequestTest, Members) {
  const auto bad = [](const std::string& more, const std::string& code, const std::vector<Fault>& faults) {
    return Bad("member.create", R"({"organization_id":"$organization",)" + more + "}", code, faults);
  };
  EXPECT_EQ(
      31U,
      RefuseAll({
          bad(R"("display_name":"")", "invalid", {{"text.length", "/display_name"}}),
          bad(R"("display_name":")" + Repeat(256, "x") + "\"", "invalid", {{"text.length", "/display_name"}}),
          bad(R"("first_name":"x")", "invalid", {{"field.required", "/display_name"}}),
          bad(R"("display_name":"x","status":"gone")", "invalid", {{"choice.unknown", "/status"}}),
          bad(R"("display_name":"x","is_primary":"true")", "invalid", {{"field.type", "/is_primary"}}),
          bad(R"("display_name":"x","is_primary":null)", "invalid", {{"field.null", "/is_primary"}}),
          bad(R"("display_name":"x","is_primary":1)", "invalid", {{"field.type", "/is_primary"}}),
          bad(R"("display_name":"x","user_id":"me")", "invalid", {{"uuid.format", "/user_id"}}),
          bad(R"("display_name":"x","email":"x")", "invalid", {{"text.length", "/email"}}),
          bad(R"("display_name":"x","email":"x.example")", "invalid", {{"email.format", "/email"}}),
          bad(R"("display_name":"x","email":"a@b@c")", "invalid", {{"email.format", "/email"}}),
          bad(R"("display_name":"x","email":"@example.com")", "invalid", {{"email.format", "/email"}}),
          bad(R"("display_name":"x","email":"a b@example.com")", "invalid", {{"email.format", "/email"}}),
          bad(R"("display_name":"x","role":")" + Repeat(65, "x") + "\"", "invalid", {{"text.length", "/role"}}),
          bad(R"("display_name":"x","external_id":"")", "invalid", {{"text.length", "/external_id"}}),
          bad(R"("display_name":"x","external_id":"M-1")", "conflict", {{"member.external_id_unique", "/external_id"}}),
          bad(R"("display_name":"x","id":"$nowhere")", "invalid", {{"field.unknown", "/id"}}),
          Bad("member.create", R"({"display_name":"x"})", "invalid", {{"organization.required", "/organization_id"}}),
          Bad("member.create", R"({"display_name":"x","organization_id":"$nowhere"})", "not_found",
              {{"organization.exists", "/organization_id"}}),
          Bad("member.create", R"({"display_name":7,"organization_id":"$nowhere"})", "invalid",
              {{"field.type", "/display_name"}, {"organization.exists", "/organization_id"}}),
          Bad("member.create", R"({"display_name":"x","organization_id":"$archived_organization"})", "archived",
              {{"organization.active", "/organization_id"}}),
          Ours("member.create", R"({"display_name":"x","organization_id":"$foreign_organization"})", "not_found",
               {{"organization.exists", "/organization_id"}}),
          {"self creates", "self", "member.create", R"({"display_name":"x"})", "forbidden", {{"principal.reach", ""}}},
          Bad("member.update", R"({"id":"$member","display_name":null})", "invalid", {{"field.null", "/display_name"}}),
          Bad("member.update", R"({"id":"$other_member","external_id":"M-1"})", "conflict",
              {{"member.external_id_unique", "/external_id"}}),
          Bad("member.update", R"({"id":"$nowhere","display_name":"x"})", "not_found", {{"record.exists", "/id"}}),
          Bad("member.update", R"({"id":"$type","display_name":"x"})", "not_found", {{"record.exists", "/id"}}),
          Bad("member.update", R"({"id":"$member","organization_id":"$foreign_organization","role":"x"})", "not_found",
              {{"record.exists", "/id"}}),
          Ours("member.update", R"({"id":"$foreign_member","role":"x"})", "not_found", {{"record.exists", "/id"}}),
          {"self updates another",
           "self",
           "member.update",
           R"({"id":"$other_member","role":"x"})",
           "not_found",
           {{"record.exists", "/id"}}},
          Bad("member.update", R"({"id":"$member","if_revision":7})", "revision_conflict",
              {{"revision.current", "/if_revision"}}),
      }));
}

TEST_F(BadRequestTest, Types) {
  const auto bad = [](const std::string& more, const std::string& code, const std::vector<Fault>& faults) {
    return Bad("certification_type.create", R"({"organization_id":"$organization","title":"x",)" + more + "}", code,
               faults);
  };
  const auto period = [&](const std::string& value, const std::vector<Fault>& faults) {
    return bad(R"("slug":"free","validity_period":)" + value, "invalid", faults);
  };
  const std::vector<Fault> slug_fault = {{"slug.format", "/slug"}};
  EXPECT_EQ(
      39U,
      RefuseAll({
          bad(R"("slug":"A")", "invalid", slug_fault),
          bad(R"("slug":"a--b")", "invalid", slug_fault),
          bad(R"("slug":"-a")", "invalid", slug_fault),
          bad(R"("slug":"a-")", "invalid", slug_fault),
          bad(R"("slug":"a_b")", "invalid", slug_fault),
          bad(R"("slug":"ä")", "invalid", slug_fault),
          bad(R"("slug":"")", "invalid", {{"text.length", "/slug"}}),
          bad(R"("slug":")" + Repeat(129, "a") + "\"", "invalid", {{"text.length", "/slug"}}),
          bad(R"("slug":"taken")", "conflict", {{"slug.unique", "/slug"}}),
          bad(R"("slug":"free","scope":"galactic")", "invalid", {{"choice.unknown", "/scope"}}),
          bad(R"("slug":"taken-standard","scope":"standard")", "conflict", {{"slug.unique", "/slug"}}),
          bad(R"("slug":"free","status":"retired")", "invalid", {{"choice.unknown", "/status"}}),
          bad(R"("slug":"free","title":"")", "malformed", {{"json.duplicate_key", ""}}),
          bad(R"("slug":"free","description":")" + Repeat(4097, "x") + "\"", "invalid",
              {{"text.length", "/description"}}),
          period(R"("12 months")", {{"field.type", "/validity_period"}}),
          period("[]", {{"field.type", "/validity_period"}}),
          period("{}", {{"field.required", "/validity_period/unit"}, {"field.required", "/validity_period/count"}}),
          period(R"({"unit":"week","count":1})", {{"choice.unknown", "/validity_period/unit"}}),
          period(R"({"unit":"month"})", {{"field.required", "/validity_period/count"}}),
          period(R"({"unit":"month","count":0})", {{"integer.range", "/validity_period/count"}}),
          period(R"({"unit":"month","count":36501})", {{"integer.range", "/validity_period/count"}}),
          period(R"({"unit":"month","count":1.5})", {{"field.type", "/validity_period/count"}}),
          period(R"({"unit":null,"count":1})", {{"field.null", "/validity_period/unit"}}),
          period(R"({"unit":"month","count":1,"x":1})", {{"field.unknown", "/validity_period/x"}}),
          bad(R"("slug":"free","unit":"month")", "invalid", {{"field.unknown", "/unit"}}),
          bad(R"("slug":"free","grace_days":-1)", "invalid", {{"integer.range", "/grace_days"}}),
          bad(R"("slug":"free","grace_days":36501)", "invalid", {{"integer.range", "/grace_days"}}),
          bad(R"("slug":"free","grace_days":"0")", "invalid", {{"field.type", "/grace_days"}}),
          bad(R"("slug":"free","expiring_soon_days":null)", "invalid", {{"field.null", "/expiring_soon_days"}}),
          Bad("certification_type.create", R"({"organization_id":"$organization"})", "invalid",
              {{"field.required", "/slug"}, {"field.required", "/title"}}),
          Bad("certification_type.create", R"({"slug":"free","title":"x"})", "invalid",
              {{"organization.required", "/organization_id"}}),
          Bad("certification_type.create", R"({"slug":"free","title":"x","organization_id":"$archived_organization"})",
              "archived", {{"organization.active", "/organization_id"}}),
          Ours("certification_type.create", R"({"slug":"free","title":"x","scope":"standard"})", "forbidden",
               {{"certification_type.standard", "/scope"}}),
          Ours("certification_type.update", R"({"id":"$standard_type","title":"x"})", "forbidden",
               {{"certification_type.standard", "/id"}}),
          Ours("certification_type.update", R"({"id":"$foreign_type","title":"x"})", "not_found",
               {{"record.exists", "/id"}}),
          {"self updates",
           "self",
           "certification_type.update",
           R"({"id":"$type","title":"x"})",
           "forbidden",
           {{"principal.reach", ""}}},
          Bad("certification_type.update", R"({"id":"$type","slug":"other"})", "invalid", {{"field.unknown", "/slug"}}),
          Bad("certification_type.update", R"({"id":"$type","scope":"standard"})", "invalid",
              {{"field.unknown", "/scope"}}),
          Bad("certification_type.update", R"({"id":"$type","validity_period":{"count":1}})", "invalid",
              {{"field.required", "/validity_period/unit"}}),
      }));
}

TEST_F(BadRequestTest, KeysThatAreNone) {
  std::vector<BadRequest> rows;
  for (const std::string& key : {std::string(), std::string(" "), std::string("a b"), std::string("key\n"),
                                 std::string("\tkey"), std::string("ké"), std::string("a\0b", 3), std::string("\x7F"),
                                 std::string(256, 'k'), std::string(70'000, 'k')}) {
    rows.push_back({"key " + testing::PrintToString(key.substr(0, 20)),
                    "system",
                    "certification.create",
                    Card(R"("source":"api")"),
                    "idempotency_key_invalid",
                    {{"idempotency_key.format", ""}},
                    {.key = key}});
  }
  for (const std::string operation :
       {"organization.get", "organization.list", "member.get", "member.list", "certification_type.get",
        "certification_type.list", "certification.get", "certification.list", "me.get"}) {
    rows.push_back({"a key on " + operation,
                    "system",
                    operation,
                    "{}",
                    "idempotency_key_invalid",
                    {{"idempotency_key.on_read", ""}},
                    {.key = "good"}});
  }
  EXPECT_EQ(19U, RefuseAll(rows));
  for (const std::string& key : {std::string("!"), std::string("~"), std::string(255, 'k')}) {
    EXPECT_DID(CERTLITE_CREATED,
               system().CallText("certification.create", Filled(Card(R"("source":"api")")), {.key = key}));
  }
}

TEST_F(BadRequestTest, GetsAndLists) {
  std::vector<BadRequest> rows;
  for (const std::string resource : {"organization", "member", "certification_type", "certification"}) {
    const auto list = [&](const std::string& body, const std::vector<Fault>& faults) {
      rows.push_back(Bad(resource + ".list", body, "invalid", faults));
    };
    list(R"({"limit":0})", {{"integer.range", "/limit"}});
    list(R"({"limit":201})", {{"integer.range", "/limit"}});
    list(R"({"limit":-1})", {{"integer.range", "/limit"}});
    list(R"({"limit":"50"})", {{"field.type", "/limit"}});
    list(R"({"limit":1.5})", {{"field.type", "/limit"}});
    list(R"({"limit":null})", {{"field.null", "/limit"}});
    list(R"({"cursor":7})", {{"field.type", "/cursor"}});
    list(R"({"cursor":""})", {{"text.length", "/cursor"}});
    list(R"({"cursor":")" + Repeat(257, "A") + "\"}", {{"text.length", "/cursor"}});
    list(R"({"page":1})", {{"field.unknown", "/page"}});
    for (const std::string cursor : {"x", "AQ", "////", "AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "\xC3\xA4"}) {
      rows.push_back(
          Bad(resource + ".list", R"({"cursor":")" + cursor + "\"}", "cursor_invalid", {{"cursor.format", "/cursor"}}));
    }
    rows.push_back(Bad(resource + ".get", "{}", "invalid", {{"field.required", "/id"}}));
    rows.push_back(Bad(resource + ".get", R"({"id":null})", "invalid", {{"field.null", "/id"}}));
    rows.push_back(Bad(resource + ".get", R"({"id":"x"})", "invalid", {{"uuid.format", "/id"}}));
    rows.push_back(Bad(resource + ".get", R"({"id":"$nowhere"})", "not_found", {{"record.exists", "/id"}}));
  }
  const auto list = [&](const std::string& body, const std::vector<Fault>& faults) {
    rows.push_back(Bad("certification.list", body, "invalid", faults));
  };
  list(R"({"order":"name"})", {{"choice.unknown", "/order"}});
  list(R"({"expires_after":"soon","expires_before":"2023-02-29"})",
       {{"date.format", "/expires_after"}, {"date.exists", "/expires_before"}});
  list(R"({"validity_status":"fresh"})", {{"choice.unknown", "/validity_status"}});
  list(R"({"lifecycle_status":["active"]})", {{"field.type", "/lifecycle_status"}});
  list(R"({"organization_member_id":null})", {{"field.null", "/organization_member_id"}});
  list(R"({"issuer_name":"x"})", {{"field.unknown", "/issuer_name"}});
  EXPECT_EQ(82U, RefuseAll(rows));
}

TEST_F(BadRequestTest, OptionsOfTheCall) {
  std::vector<BadRequest> rows;
  const auto add = [&](const std::string& name, const std::string& rule, const How& how) {
    rows.push_back({name, "system", "certification.create", Card(R"("source":"api")"), "invalid", {{rule, ""}}, how});
    rows.push_back({name, "system", "certification.get", R"({"id":"$card"})", "invalid", {{rule, ""}}, how});
  };
  add("as_of before 0001", "call.range", {.as_of = Day("0001-01-01") - 1});
  add("as_of after 9999", "call.range", {.as_of = Day("9999-12-31") + 1});
  add("as_of the least", "call.range", {.as_of = CERTLITE_NO_DAY});
  add("now before 1970", "call.range", {.now = -1});
  add("now after 9999", "call.range", {.now = 253402300800000});
  add("known_at before 1970", "call.range", {.known_at = -1});
  rows.back().faults = {{"call.range", ""}};
  rows[rows.size() - 2].faults = {{"call.unsupported", ""}};
  rows.push_back({"known_at of a list",
                  "system",
                  "certification.list",
                  "{}",
                  "invalid",
                  {{"call.unsupported", ""}},
                  {.known_at = kNow}});
  EXPECT_EQ(13U, RefuseAll(rows));
  const Answer first =
      system().CallText("certification.get", Filled(R"({"id":"$card"})"), {.as_of = Day("0001-01-01")});
  EXPECT_EQ("not_yet_valid", first.data().at("validity_status"));
  const Answer last = system().CallText("certification.get", Filled(R"({"id":"$card"})"), {.as_of = Day("9999-12-31")});
  EXPECT_EQ("expired", last.data().at("validity_status"));
}

}  // namespace
}  // namespace certlite::host
