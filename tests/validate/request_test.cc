// The shape of requests: every member known, every fault told at once, each at its place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/date.h"
#include "core/model/certification.h"
#include "core/model/certification_type.h"
#include "core/model/limits.h"
#include "core/model/rule.h"
#include "core/validate/validate.h"
#include "tests/parse/parsed.h"
#include "tests/validate/violations.h"

namespace certlite {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

#define ID_A "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a"
#define ID_B "0192F0C1-2B3C-7D4E-8F5A-6B7C8D9E0F1B"

std::vector<RuleAt> Violated(std::string_view operation, std::string_view text, bool lenient = false) {
  const Operation* const found = FindOperation(operation);
  if (found == nullptr) throw std::invalid_argument(std::string(operation));
  const Parsed parsed(text);
  Arena arena;
  return RulesAt(CheckRequest(*found, parsed.draft(), {.lenient = lenient}, arena).violations);
}

// A request of each operation, and one with all that it may hold.
constexpr struct {
  std::string_view operation;
  std::string_view text;
} kWholeRequests[] = {
    {"organization.create", R"({"name":"A"})"},
    {"organization.create", R"({"name":"A","status":"archived"})"},
    {"organization.get", R"({"id":")" ID_A R"("})"},
    {"organization.list", R"({})"},
    {"organization.list", R"({"limit":1,"cursor":"c","status":"active"})"},
    {"organization.update", R"({"id":")" ID_A R"("})"},
    {"organization.update", R"({"id":")" ID_A R"(","if_revision":1,"name":"B","status":"active"})"},
    {"member.create", R"({"display_name":"Ann"})"},
    {"member.create", R"({"organization_id":")" ID_A R"(","user_id":")" ID_B
                      R"(","email":"a@b","display_name":"Ann","first_name":"","last_name":"L","role":"welder",)"
                      R"("status":"invited","is_primary":true,"external_id":"7"})"},
    {"member.create", R"({"user_id":null,"email":null,"display_name":"Ann","first_name":null,"last_name":null,)"
                      R"("role":null,"external_id":null})"},
    {"member.get", R"({"organization_id":")" ID_A R"(","id":")" ID_B R"("})"},
    {"member.list", R"({"user_id":")" ID_A R"(","email":"a@b","status":"inactive","is_primary":false,)"
                    R"("external_id":"7","limit":200})"},
    {"member.list", R"({"user_id":null,"email":null,"external_id":null})"},
    {"member.update", R"({"id":")" ID_A R"(","display_name":"B","is_primary":false,"email":null})"},
    {"certification_type.create", R"({"slug":"first-aid","title":"First aid"})"},
    {"certification_type.create",
     R"({"organization_id":")" ID_A R"(","slug":"a","title":"A","description":"","scope":"standard",)"
     R"("status":"archived","validity_period":{"unit":"month","count":12},"grace_days":0,"expiring_soon_days":36500})"},
    {"certification_type.create", R"({"slug":"a","title":"A","validity_period":null,"description":null})"},
    {"certification_type.get", R"({"id":")" ID_A R"("})"},
    {"certification_type.list", R"({"slug":"a","scope":"organization","status":"active"})"},
    {"certification_type.update", R"({"id":")" ID_A R"(","validity_period":{"count":1,"unit":"year"}})"},
    {"certification_type.update", R"({"id":")" ID_A R"(","validity_period":null,"title":"B"})"},
    {"certification.create", R"({"certification_type_id":")" ID_A R"("})"},
    {"certification.create",
     R"({"organization_id":")" ID_A R"(","organization_member_id":")" ID_B R"(","external_id":"e",)"
     R"("external_source":"s","certification_type_id":")" ID_A R"(","source":"self-reported",)"
     R"("issued_on":"2024-02-29","expires_on":"2025-02-28","issuer_name":"I","serial_number":""})"},
    {"certification.create", R"({"certification_type_id":")" ID_A R"(","external_id":null,"external_source":null,)"
                             R"("issued_on":null,"expires_on":null,"issuer_name":null,"serial_number":null})"},
    {"certification.get", R"({"organization_id":")" ID_A R"(","id":")" ID_B R"("})"},
    {"certification.list",
     R"({"organization_id":")" ID_A R"(","order":"expires_on","expires_after":"2024-01-01",)"
     R"("expires_before":"2025-01-01","limit":50,"cursor":"c","organization_member_id":")" ID_A R"(",)"
     R"("external_id":"e","external_source":null,"certification_type_id":")" ID_B R"(",)"
     R"("lifecycle_status":"revoked","verification_status":"pending","validity_status":"in_grace"})"},
    {"certification.count", R"({"organization_id":")" ID_A R"(","organization_member_id":")" ID_A
                            R"(","certification_type_id":")" ID_B R"(","lifecycle_status":"revoked"})"},
    {"certification.update", R"({"id":")" ID_A R"(","if_revision":1,"organization_member_id":")" ID_B
                             R"(","external_id":null,"issued_on":"2024-02-29","expires_on":null,"source":"api"})"},
    {"certification.suspend", R"({"organization_id":")" ID_A R"(","id":")" ID_B R"(","reason":"lost"})"},
    {"certification.reinstate", R"({"id":")" ID_A R"(","reason":"found","if_revision":7})"},
    {"certification.revoke", R"({"id":")" ID_A R"(","reason":"forged"})"},
    {"certification.supersede", R"({"id":")" ID_A R"(","replacement_id":")" ID_B R"(","reason":"typo"})"},
    {"certification.archive", R"({"id":")" ID_A R"("})"},
    {"certification.restore", R"({"id":")" ID_A R"("})"},
    {"certification.renew", R"({"id":")" ID_A R"("})"},
    {"certification.renew", R"({"organization_id":")" ID_B R"(","id":")" ID_A
                            R"(","if_revision":1,"issued_on":null,"expires_on":null,"serial_number":null})"},
    {"member.archive", R"({"id":")" ID_A R"(","if_revision":1,"reason":"left"})"},
    {"member.restore", R"({"organization_id":")" ID_B R"(","id":")" ID_A R"("})"},
    {"member.erase", R"({"id":")" ID_A R"(","reason":"asked for"})"},
    {"certification_type.archive", R"({"id":")" ID_A R"("})"},
    {"certification_type.restore", R"({"id":")" ID_A R"(","reason":"needed again"})"},
    {"certification.verify", R"({"id":")" ID_A R"(","outcome":"pending","method":"registry"})"},
    {"certification.verify",
     R"({"id":")" ID_A R"(","if_revision":1,"outcome":"verified","method":"m","verifier":"V","reason":"r",)"
     R"("verified_until":"2027-01-01","evidence":{"uri":"s3://a/b","media_type":"application/pdf",)"
     R"("sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}})"},
    {"certification.erase", R"({"id":")" ID_A R"(","reason":"asked for","if_revision":3})"},
    {"certification.history", R"({"id":")" ID_A R"(","limit":1,"cursor":"c"})"},
    {"certification.evidence", R"({"organization_id":")" ID_B R"(","id":")" ID_A R"("})"},
    {"qualification.create", R"({"slug":"climber","title":"Climber","certification_type_ids":[]})"},
    {"qualification.create", R"({"organization_id":")" ID_A R"(","slug":"a","title":"A","description":"","status":)"
                             R"("archived","certification_type_ids":[")" ID_B R"(",")" ID_A
                             R"("],"verification_policy":"verified","accepts_in_grace":true})"},
    {"qualification.get", R"({"organization_id":")" ID_A R"(","id":")" ID_B R"("})"},
    {"qualification.list", R"({"slug":"a","status":"active","limit":200,"cursor":"c"})"},
    {"qualification.update", R"({"id":")" ID_A R"(","if_revision":1,"title":"B","description":null,)"
                             R"("certification_type_ids":[")" ID_B R"("],"verification_policy":"any"})"},
    {"qualification.archive", R"({"id":")" ID_A R"(","reason":"no longer asked for"})"},
    {"qualification.restore", R"({"organization_id":")" ID_B R"(","id":")" ID_A R"("})"},
    {"job_role.create", R"({"slug":"rigger","title":"Rigger","qualification_ids":[]})"},
    {"job_role.create", R"({"organization_id":")" ID_A R"(","slug":"a","title":"A","description":"","status":)"
                        R"("archived","qualification_ids":[")" ID_B R"(",")" ID_A R"("]})"},
    {"job_role.get", R"({"organization_id":")" ID_A R"(","id":")" ID_B R"("})"},
    {"job_role.list", R"({"slug":"a","status":"active","limit":200,"cursor":"c"})"},
    {"job_role.update", R"({"id":")" ID_A R"(","if_revision":1,"title":"B","description":null,)"
                        R"("qualification_ids":[")" ID_B R"("]})"},
    {"job_role.archive", R"({"id":")" ID_A R"(","reason":"no longer done"})"},
    {"job_role.restore", R"({"organization_id":")" ID_B R"(","id":")" ID_A R"("})"},
    {"job_role_assignment.put", R"({"organization_member_id":")" ID_A R"(","job_role_id":")" ID_B R"("})"},
    {"job_role_assignment.put", R"({"organization_id":")" ID_A R"(","organization_member_id":")" ID_A
                                R"(","job_role_id":")" ID_B R"(","is_primary":true})"},
    {"job_role_assignment.get", R"({"organization_id":")" ID_A R"(","id":")" ID_B R"("})"},
    {"job_role_assignment.list", R"({"organization_member_id":")" ID_A R"(","job_role_id":")" ID_B
                                 R"(","is_primary":true,"status":"active","limit":200,"cursor":"c"})"},
    {"job_role_assignment.archive", R"({"id":")" ID_A R"(","if_revision":1,"reason":"moved on"})"},
    {"job_role_assignment.restore", R"({"organization_id":")" ID_B R"(","id":")" ID_A R"("})"},
    {"qualification_result.list",
     R"({"organization_id":")" ID_A R"(","organization_member_id":")" ID_B R"(","qualification_id":")" ID_A
     R"(","job_role_id":")" ID_B R"(","status":"qualified","limit":1,"cursor":"c"})"},
    {"qualification_result.explain",
     R"({"organization_id":")" ID_A R"(","organization_member_id":")" ID_B R"(","qualification_id":")" ID_A R"("})"},
    {"qualification_result.timeline", R"({"starts_on":"2026-01-01","ends_on":"2026-01-01"})"},
    {"qualification_result.timeline",
     R"({"organization_id":")" ID_A R"(","organization_member_id":")" ID_B R"(","qualification_id":")" ID_A
     R"(","job_role_id":")" ID_B R"(","starts_on":"2026-01-01","ends_on":"2027-01-01","limit":1,"cursor":"c"})"},
    {"history.list", R"({"organization_id":")" ID_B R"(","after_sequence":0,"limit":200,"cursor":"c"})"},
    {"history.head", R"({"organization_id":")" ID_B R"("})"},
    {"history.verify", R"({"organization_id":")" ID_B R"(","from":7,"expected_head":)"
                       R"("7:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"})"},
    {"certification.import", R"({"organization_id":")" ID_B R"(","id":")" ID_A R"(","on_duplicate":"update",)"
                             R"("organization_member_external_id":"m","certification_type_slug":"first-aid",)"
                             R"("external_id":"e","issued_on":"2024-02-29","expires_on":null,"source":"api"})"},
    {"certification.import", R"({"organization_member_email":"a@b","certification_type_id":")" ID_A R"("})"},
    {"what_if.ask", R"({"changes":[],"question":{"operation":"me.get","request":{}}})"},
    {"what_if.ask", R"({"changes":[{"operation":"a","request":{"b":[1,{}]}},{"request":{},"operation":"c"}],)"
                    R"("question":{"operation":"d","request":{"e":null}}})"},
    {"idempotency.purge", R"({"bound_before":"2024-02-29T00:00:00.000Z"})"},
    {"engine.check", R"({"depth":"full"})"},
    {"engine.compact", R"({})"},
    {"engine.backup", R"({"path":"/var/backups/monday.db","replace":true})"},
    {"me.get", R"({})"},
};

TEST(CheckRequest, TakesTheWholeOfEachRequest) {
  std::set<std::string_view> covered;
  for (const auto& c : kWholeRequests) {
    EXPECT_THAT(Violated(c.operation, c.text), IsEmpty()) << c.operation << " " << c.text;
    covered.insert(c.operation);
  }
  EXPECT_EQ(Operations().size(), covered.size());
}

TEST(CheckRequest, PutsEachValueInItsPlace) {
  const Parsed parsed(R"({"expires_on":null,"issued_on":"2024-02-29","source":"import","issuer_name":"",)"
                      R"("organization_id":")" ID_A R"(","certification_type_id":")" ID_B R"("})");
  Arena arena;
  const CheckedRequest checked = CheckRequest(*FindOperation("certification.create"), parsed.draft(), {}, arena);
  EXPECT_EQ(FindOperation("certification.create"), checked.request.operation);
  for (size_t i = 0; i < kFieldsMax; ++i) {
    const Value& value = checked.request.fields[i];
    if (i == certification::kIssuedOn) {
      EXPECT_EQ(Value::Of(int64_t{19782}), value);
    } else if (i == certification::kExpiresOn) {
      EXPECT_EQ(Value::Null(), value);
    } else if (i == certification::kSource) {
      EXPECT_EQ(Value::Of(int64_t{certification::kImport}), value);
    } else if (i == certification::kTypeId) {
      EXPECT_EQ(Value::Of(*ParseUuid(ID_B)), value);
    } else if (i < certification::kFields.size() && certification::kFields[i].name == "issuer_name") {
      EXPECT_EQ(Value::Of(std::string_view("")), value);
    } else {
      EXPECT_FALSE(value.given()) << i;
    }
  }
  for (size_t i = 0; i < parameter::kFields.size(); ++i) {
    const Value expected = i == parameter::kOrganizationId ? Value::Of(*ParseUuid(ID_A)) : Value();
    EXPECT_EQ(expected, checked.request.parameters[i]) << i;
  }
}

TEST(CheckRequest, LeavesOutWhatIsRefused) {
  const Parsed parsed(R"({"certification_type_id":7,"issued_on":"2023-02-29","issuer_name":"kept"})");
  Arena arena;
  const CheckedRequest checked = CheckRequest(*FindOperation("certification.create"), parsed.draft(), {}, arena);
  EXPECT_FALSE(checked.request.fields[certification::kTypeId].given());
  EXPECT_FALSE(checked.request.fields[certification::kIssuedOn].given());
  EXPECT_EQ(2U, checked.violations.size());
  EXPECT_TRUE(std::ranges::any_of(checked.request.fields, [](const Value& value) { return value.text == "kept"; }));
}

TEST(CheckRequest, TellsAllViolationsInDocumentOrderThenWhatIsMissing) {
  EXPECT_THAT(
      Violated("certification.create",
               R"({"issued_on":"2024-2-9","colour":"red","expires_on":"2023-02-29",)"
               R"("source":"guess","issuer_name":7,"organization_id":"x",)"
               R"("external_id":"","organization_member_id":null,"lifecycle_status":"active"})"),
      ElementsAre(RuleAt(rule::kDateFormat, "/issued_on"), RuleAt(rule::kFieldUnknown, "/colour"),
                  RuleAt(rule::kDateExists, "/expires_on"), RuleAt(rule::kChoiceUnknown, "/source"),
                  RuleAt(rule::kFieldType, "/issuer_name"), RuleAt(rule::kUuidFormat, "/organization_id"),
                  RuleAt(rule::kTextLength, "/external_id"), RuleAt(rule::kFieldNull, "/organization_member_id"),
                  RuleAt(rule::kFieldUnknown, "/lifecycle_status"),
                  RuleAt(rule::kFieldRequired, "/certification_type_id")));
}

// What a request of each operation can't be without.
const struct {
  std::string_view operation;
  std::vector<std::string_view> required;
} kRequiredMembers[] = {
    {"organization.create", {"/name"}},
    {"organization.get", {"/id"}},
    {"organization.list", {}},
    {"organization.update", {"/id"}},
    {"member.create", {"/display_name"}},
    {"member.get", {"/id"}},
    {"member.list", {}},
    {"member.update", {"/id"}},
    {"certification_type.create", {"/slug", "/title"}},
    {"certification_type.get", {"/id"}},
    {"certification_type.list", {}},
    {"certification_type.update", {"/id"}},
    {"certification.create", {"/certification_type_id"}},
    {"certification.get", {"/id"}},
    {"certification.list", {}},
    {"certification.count", {}},
    {"certification.update", {"/id"}},
    {"certification.suspend", {"/id", "/reason"}},
    {"certification.reinstate", {"/id"}},
    {"certification.revoke", {"/id", "/reason"}},
    {"certification.supersede", {"/id", "/replacement_id", "/reason"}},
    {"certification.archive", {"/id"}},
    {"certification.restore", {"/id"}},
    {"certification.renew", {"/id"}},
    {"member.archive", {"/id"}},
    {"member.restore", {"/id"}},
    {"member.erase", {"/id", "/reason"}},
    {"certification_type.archive", {"/id"}},
    {"certification_type.restore", {"/id"}},
    {"certification.verify", {"/id", "/outcome", "/method"}},
    {"certification.erase", {"/id", "/reason"}},
    {"certification.history", {"/id"}},
    {"certification.evidence", {"/id"}},
    {"qualification.create", {"/slug", "/title", "/certification_type_ids"}},
    {"qualification.get", {"/id"}},
    {"qualification.list", {}},
    {"qualification.update", {"/id"}},
    {"qualification.archive", {"/id"}},
    {"qualification.restore", {"/id"}},
    {"job_role.create", {"/slug", "/title", "/qualification_ids"}},
    {"job_role.get", {"/id"}},
    {"job_role.list", {}},
    {"job_role.update", {"/id"}},
    {"job_role.archive", {"/id"}},
    {"job_role.restore", {"/id"}},
    {"job_role_assignment.put", {"/organization_member_id", "/job_role_id"}},
    {"job_role_assignment.get", {"/id"}},
    {"job_role_assignment.list", {}},
    {"job_role_assignment.archive", {"/id"}},
    {"job_role_assignment.restore", {"/id"}},
    {"qualification_result.list", {}},
    {"qualification_result.explain", {"/organization_member_id", "/qualification_id"}},
    {"qualification_result.timeline", {"/starts_on", "/ends_on"}},
    {"history.list", {}},
    {"history.head", {}},
    {"history.verify", {}},
    {"certification.import", {}},
    {"what_if.ask", {"/changes", "/question"}},
    {"idempotency.purge", {"/bound_before"}},
    {"engine.check", {}},
    {"engine.backup", {"/path"}},
    {"engine.compact", {}},
    {"me.get", {}},
};

TEST(CheckRequest, RequiresWhatIsRequired) {
  ASSERT_EQ(Operations().size(), std::size(kRequiredMembers));
  for (const auto& c : kRequiredMembers) {
    std::vector<RuleAt> expected;
    for (const std::string_view pointer : c.required) expected.emplace_back(rule::kFieldRequired, pointer);
    EXPECT_EQ(expected, Violated(c.operation, "{}")) << c.operation;
    EXPECT_EQ(expected, Violated(c.operation, "{}", /*lenient=*/true)) << c.operation;
  }
}

TEST(CheckRequest, TellsARequiredNullOnce) {
  EXPECT_THAT(Violated("organization.create", R"({"name":null})"), ElementsAre(RuleAt(rule::kFieldNull, "/name")));
  EXPECT_THAT(Violated("organization.get", R"({"id":null})"), ElementsAre(RuleAt(rule::kFieldNull, "/id")));
  EXPECT_THAT(Violated("certification.create", R"({"certification_type_id":1})"),
              ElementsAre(RuleAt(rule::kFieldType, "/certification_type_id")));
}

TEST(CheckRequest, RefusesWhatTheOperationDoesNotKnow) {
  const struct {
    std::string_view operation;
    std::string_view member;
    std::string_view pointer;
  } kCases[] = {
      {"organization.create", "id", "/id"},
      {"organization.create", "created_at", "/created_at"},
      {"organization.create", "organization_id", "/organization_id"},
      {"organization.list", "name", "/name"},
      {"member.create", "limit", "/limit"},
      {"member.get", "display_name", "/display_name"},
      {"certification_type.update", "slug", "/slug"},
      {"certification_type.update", "scope", "/scope"},
      {"certification_type.create", "unit", "/unit"},
      {"certification_type.create", "count", "/count"},
      {"certification_type.list", "validity_period", "/validity_period"},
      {"certification_type.get", "if_revision", "/if_revision"},
      {"certification.create", "user_id", "/user_id"},
      {"certification.create", "validity_status", "/validity_status"},
      {"certification.create", "certification_type", "/certification_type"},
      {"certification.create", "grace_days", "/grace_days"},
      {"certification.create", "Source", "/Source"},
      {"certification.create", " source", "/ source"},
      {"certification.create", "", "/"},
      {"certification.create", "a/b~c", "/a~1b~0c"},
      {"certification.list", "issued_on", "/issued_on"},
      {"me.get", "id", "/id"},
  };
  for (const auto& c : kCases) {
    const std::string text = "{\"" + std::string(c.member) + "\":null}";
    std::vector<RuleAt> expected = Violated(c.operation, "{}");
    EXPECT_EQ(expected, Violated(c.operation, text, /*lenient=*/true)) << c.operation << ": " << c.member;
    expected.insert(expected.begin(), RuleAt(rule::kFieldUnknown, c.pointer));
    EXPECT_EQ(expected, Violated(c.operation, text)) << c.operation << ": " << c.member;
  }
}

TEST(CheckRequest, EntersAnUnknownMemberOnlyToRefuseItOnce) {
  EXPECT_THAT(Violated("me.get", R"({"a":{"b":{"id":1}},"c":[{"d":2}]})"),
              ElementsAre(RuleAt(rule::kFieldUnknown, "/a"), RuleAt(rule::kFieldUnknown, "/c")));
  EXPECT_THAT(Violated("me.get", R"({"a":{"b":{"id":1}},"c":[{"d":2}]})", /*lenient=*/true), IsEmpty());
}

TEST(CheckRequest, StaysStrictAboutKnownMembersWhenLenient) {
  EXPECT_THAT(
      Violated("certification.create", R"({"colour":"red","source":"guess"})", /*lenient=*/true),
      ElementsAre(RuleAt(rule::kChoiceUnknown, "/source"), RuleAt(rule::kFieldRequired, "/certification_type_id")));
}

TEST(CheckRequest, JudgesTheValidityPeriodAsAWhole) {
  const struct {
    std::string_view period;
    std::vector<RuleAt> strict;
    std::vector<RuleAt> lenient;
  } kCases[] = {
      {"null", {}, {}},
      {R"({"unit":"day","count":1})", {}, {}},
      {R"({"count":36500,"unit":"year"})", {}, {}},
      {R"({})",
       {{"field.required", "/validity_period/unit"}, {"field.required", "/validity_period/count"}},
       {{"field.required", "/validity_period/unit"}, {"field.required", "/validity_period/count"}}},
      {R"({"unit":"day"})",
       {{"field.required", "/validity_period/count"}},
       {{"field.required", "/validity_period/count"}}},
      {R"({"count":1})", {{"field.required", "/validity_period/unit"}}, {{"field.required", "/validity_period/unit"}}},
      {R"({"unit":null,"count":1})",
       {{"field.null", "/validity_period/unit"}},
       {{"field.null", "/validity_period/unit"}}},
      {R"({"unit":null,"count":null})",
       {{"field.null", "/validity_period/unit"}, {"field.null", "/validity_period/count"}},
       {{"field.null", "/validity_period/unit"}, {"field.null", "/validity_period/count"}}},
      {R"({"unit":"day","count":0})",
       {{"integer.range", "/validity_period/count"}},
       {{"integer.range", "/validity_period/count"}}},
      {R"({"unit":"day","count":36501})",
       {{"integer.range", "/validity_period/count"}},
       {{"integer.range", "/validity_period/count"}}},
      {R"({"unit":"day","count":1.5})",
       {{"field.type", "/validity_period/count"}},
       {{"field.type", "/validity_period/count"}}},
      {R"({"unit":"week","count":1})",
       {{"choice.unknown", "/validity_period/unit"}},
       {{"choice.unknown", "/validity_period/unit"}}},
      {R"({"unit":"day","count":1,"days":3})", {{"field.unknown", "/validity_period/days"}}, {}},
      {R"({"unit":"day","count":1,"a/b":3})", {{"field.unknown", "/validity_period/a~1b"}}, {}},
      {R"({"unit":"day","count":1,"title":"x"})", {{"field.unknown", "/validity_period/title"}}, {}},
      {R"({"unit":"day","count":1,"validity_period":null})",
       {{"field.unknown", "/validity_period/validity_period"}},
       {}},
      {R"("P1Y")", {{"field.type", "/validity_period"}}, {{"field.type", "/validity_period"}}},
      {"12", {{"field.type", "/validity_period"}}, {{"field.type", "/validity_period"}}},
      {"true", {{"field.type", "/validity_period"}}, {{"field.type", "/validity_period"}}},
      {R"([{"unit":"day","count":1}])", {{"field.type", "/validity_period"}}, {{"field.type", "/validity_period"}}},
  };
  for (const auto& c : kCases) {
    const std::string create = R"({"slug":"a","title":"A","validity_period":)" + std::string(c.period) + "}";
    EXPECT_EQ(c.strict, Violated("certification_type.create", create)) << c.period;
    EXPECT_EQ(c.lenient, Violated("certification_type.create", create, /*lenient=*/true)) << c.period;
    const std::string update = R"({"id":")" ID_A R"(","validity_period":)" + std::string(c.period) + "}";
    EXPECT_EQ(c.strict, Violated("certification_type.update", update)) << c.period;
  }
}

TEST(CheckRequest, ClearsTheValidityPeriodByNull) {
  const auto fields = [](std::string_view text) {
    const Parsed parsed(text);
    Arena arena;
    return CheckRequest(*FindOperation("certification_type.update"), parsed.draft(), {}, arena).request.fields;
  };
  const auto cleared = fields(R"({"id":")" ID_A R"(","validity_period":null})");
  EXPECT_EQ(Value::Null(), cleared[certification_type::kPeriodUnit]);
  EXPECT_EQ(Value::Null(), cleared[certification_type::kPeriodCount]);
  const auto kept = fields(R"({"id":")" ID_A R"("})");
  EXPECT_FALSE(kept[certification_type::kPeriodUnit].given());
  EXPECT_FALSE(kept[certification_type::kPeriodCount].given());
  const auto set = fields(R"({"id":")" ID_A R"(","validity_period":{"unit":"year","count":3}})");
  EXPECT_EQ(Value::Of(static_cast<int64_t>(PeriodUnit::kYear)), set[certification_type::kPeriodUnit]);
  EXPECT_EQ(Value::Of(int64_t{3}), set[certification_type::kPeriodCount]);
}

TEST(CheckRequest, BoundsPagesAndRevisions) {
  const struct {
    std::string_view operation;
    std::string member;
    std::vector<RuleAt> expected;
  } kCases[] = {
      {"certification.list", R"("limit":1)", {}},
      {"certification.list", R"("limit":200)", {}},
      {"certification.list", R"("limit":0)", {{"integer.range", "/limit"}}},
      {"certification.list", R"("limit":201)", {{"integer.range", "/limit"}}},
      {"certification.list", R"("limit":-1)", {{"integer.range", "/limit"}}},
      {"certification.list", R"("limit":null)", {{"field.null", "/limit"}}},
      {"certification.list", R"("limit":"50")", {{"field.type", "/limit"}}},
      {"certification.list", R"("cursor":"")", {{"text.length", "/cursor"}}},
      {"certification.list", R"("cursor":")" + std::string(256, 'c') + '"', {}},
      {"certification.list", R"("cursor":")" + std::string(257, 'c') + '"', {{"text.length", "/cursor"}}},
      {"certification.list", R"("order":"issued_on")", {{"choice.unknown", "/order"}}},
      {"certification.list", R"("expires_after":"2023-02-29")", {{"date.exists", "/expires_after"}}},
      {"certification.list", R"("expires_before":null)", {{"field.null", "/expires_before"}}},
      {"member.update", R"("id":")" ID_A R"(","if_revision":9007199254740991)", {}},
      {"member.update", R"("id":")" ID_A R"(","if_revision":0)", {{"integer.range", "/if_revision"}}},
  };
  for (const auto& c : kCases) EXPECT_EQ(c.expected, Violated(c.operation, "{" + c.member + "}")) << c.member;
}

TEST(CheckRequest, TellsAtMostAHundredViolations) {
  std::string text = "{";
  for (int i = 0; i < 200; ++i) text += "\"unknown" + std::to_string(i) + "\":0,";
  const auto unknown_first = Violated("certification.create", text + R"("issued_on":1,"expires_on":2,"source":3})");
  ASSERT_EQ(kViolationsMax, unknown_first.size());
  EXPECT_EQ(RuleAt(rule::kFieldUnknown, "/unknown99"), unknown_first.back());
}

}  // namespace
}  // namespace certlite
