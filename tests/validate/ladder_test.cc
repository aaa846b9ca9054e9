// The ladder: a request with every fault at once; each row mends one more, and exactly its violation goes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/model/rule.h"
#include "core/validate/validate.h"
#include "tests/parse/parsed.h"
#include "tests/validate/violations.h"

namespace certlite {
namespace {

#define ID_A "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a"

// A member of the request before and after it is mended, and the violation that this takes away. "" stands for no
// member at all.
struct Rung {
  std::string_view broken;
  std::string_view mended;
  std::string_view rule;
  std::string_view pointer;
};

std::string Join(const std::vector<std::string_view>& members) {
  std::string text = "{";
  for (const std::string_view member : members) {
    if (member.empty()) continue;
    if (text.size() > 1) text += ',';
    text += member;
  }
  return text + "}";
}

void Climb(std::string_view operation, const std::vector<Rung>& ladder) {
  for (size_t row = 0; row <= ladder.size(); ++row) {
    std::vector<std::string_view> members;
    std::vector<RuleAt> expected;
    for (size_t i = 0; i < ladder.size(); ++i) {
      members.push_back(i < row ? ladder[i].mended : ladder[i].broken);
      if (i >= row) expected.emplace_back(ladder[i].rule, ladder[i].pointer);
    }
    const std::string text = Join(members);
    const Parsed parsed(text);
    Arena arena;
    const CheckedRequest checked = CheckRequest(*FindOperation(operation), parsed.draft(), {}, arena);
    EXPECT_THAT(RulesAt(checked.violations), testing::UnorderedElementsAreArray(expected)) << "row " << row << text;
  }
}

TEST(Ladder, OfCertificationCreate) {
  Climb("certification.create",
        {
            {"", R"("certification_type_id":")" ID_A "\"", rule::kFieldRequired, "/certification_type_id"},
            {R"("organization_id":"acme")", R"("organization_id":")" ID_A "\"", rule::kUuidFormat, "/organization_id"},
            {R"("organization_member_id":null)", R"("organization_member_id":")" ID_A "\"", rule::kFieldNull,
             "/organization_member_id"},
            {R"("external_id":"")", R"("external_id":"7")", rule::kTextLength, "/external_id"},
            {R"("external_source":["hr"])", R"("external_source":"hr")", rule::kFieldType, "/external_source"},
            {R"("source":"Manual")", R"("source":"manual")", rule::kChoiceUnknown, "/source"},
            {R"("issued_on":"2024-2-9")", R"("issued_on":"2024-02-09")", rule::kDateFormat, "/issued_on"},
            {R"("expires_on":"2023-02-29")", R"("expires_on":null)", rule::kDateExists, "/expires_on"},
            {R"("issuer_name":{})", R"("issuer_name":"")", rule::kFieldType, "/issuer_name"},
            {R"("serial_number":12345)", R"("serial_number":"12345")", rule::kFieldType, "/serial_number"},
            {R"("validity_status":"valid")", "", rule::kFieldUnknown, "/validity_status"},
            {R"("a/b":1)", "", rule::kFieldUnknown, "/a~1b"},
        });
}

TEST(Ladder, OfCertificationTypeCreate) {
  Climb("certification_type.create",
        {
            {"", R"("title":"First aid")", rule::kFieldRequired, "/title"},
            {R"("slug":"First Aid")", R"("slug":"first-aid")", rule::kSlugFormat, "/slug"},
            {R"("description":false)", R"("description":null)", rule::kFieldType, "/description"},
            {R"("scope":"global")", R"("scope":"organization")", rule::kChoiceUnknown, "/scope"},
            {R"("status":null)", R"("status":"active")", rule::kFieldNull, "/status"},
            {R"("validity_period":"P1Y")", R"("validity_period":{"unit":"year","count":1})", rule::kFieldType,
             "/validity_period"},
            {R"("grace_days":-1)", R"("grace_days":0)", rule::kIntegerRange, "/grace_days"},
            {R"("expiring_soon_days":30.5)", R"("expiring_soon_days":30.0)", rule::kFieldType, "/expiring_soon_days"},
        });
}

TEST(Ladder, OfMemberCreate) {
  Climb(
      "member.create",
      {
          {"", R"("display_name":"Ann")", rule::kFieldRequired, "/display_name"},
          {R"("user_id":7)", R"("user_id":null)", rule::kFieldType, "/user_id"},
          {R"("email":"ann.example.org")", R"("email":"ann@example.org")", rule::kEmailFormat, "/email"},
          {R"("first_name":["A"])", R"("first_name":"A")", rule::kFieldType, "/first_name"},
          {R"("role":"0123456789012345678901234567890123456789012345678901234567890123x")",
           R"("role":"0123456789012345678901234567890123456789012345678901234567890123")", rule::kTextLength, "/role"},
          {R"("status":"retired")", R"("status":"inactive")", rule::kChoiceUnknown, "/status"},
          {R"("is_primary":"yes")", R"("is_primary":true)", rule::kFieldType, "/is_primary"},
          {R"("external_id":"")", R"("external_id":"x")", rule::kTextLength, "/external_id"},
          {R"("id":")" ID_A "\"", "", rule::kFieldUnknown, "/id"},
      });
}

TEST(Ladder, OfCertificationList) {
  Climb("certification.list",
        {
            {R"("limit":201)", R"("limit":200)", rule::kIntegerRange, "/limit"},
            {R"("cursor":"")", R"("cursor":"c")", rule::kTextLength, "/cursor"},
            {R"("order":"issued_on")", R"("order":"expires_on")", rule::kChoiceUnknown, "/order"},
            {R"("expires_after":"2024-13-01")", R"("expires_after":"2024-12-01")", rule::kDateExists, "/expires_after"},
            {R"("expires_before":"soon")", R"("expires_before":"2025-12-01")", rule::kDateFormat, "/expires_before"},
            {R"("validity_status":"fine")", R"("validity_status":"valid")", rule::kChoiceUnknown, "/validity_status"},
            {R"("certification_type_id":null)", R"("certification_type_id":")" ID_A "\"", rule::kFieldNull,
             "/certification_type_id"},
            {R"("issued_on":"2024-01-01")", "", rule::kFieldUnknown, "/issued_on"},
        });
}

TEST(Ladder, OfAnUpdate) {
  Climb("certification_type.update",
        {
            {"", R"("id":")" ID_A "\"", rule::kFieldRequired, "/id"},
            {R"("if_revision":0)", R"("if_revision":1)", rule::kIntegerRange, "/if_revision"},
            {R"("title":null)", R"("title":"A")", rule::kFieldNull, "/title"},
            {R"("slug":"a")", "", rule::kFieldUnknown, "/slug"},
            {R"("validity_period":{"unit":"year"})", R"("validity_period":null)", rule::kFieldRequired,
             "/validity_period/count"},
        });
}

// Within one object: each row mends one more of its members.
TEST(Ladder, OfAValidityPeriod) {
  const struct {
    std::string_view period;
    std::vector<RuleAt> violations;
  } kRows[] = {
      {R"({"unit":"week","count":0,"days":3})",
       {{"choice.unknown", "/validity_period/unit"},
        {"integer.range", "/validity_period/count"},
        {"field.unknown", "/validity_period/days"}}},
      {R"({"unit":"week","count":0})",
       {{"choice.unknown", "/validity_period/unit"}, {"integer.range", "/validity_period/count"}}},
      {R"({"unit":"day","count":0})", {{"integer.range", "/validity_period/count"}}},
      {R"({"unit":"day","count":7})", {}},
  };
  for (const auto& row : kRows) {
    const Parsed parsed(R"({"slug":"a","title":"A","validity_period":)" + std::string(row.period) + "}");
    Arena arena;
    EXPECT_EQ(row.violations,
              RulesAt(CheckRequest(*FindOperation("certification_type.create"), parsed.draft(), {}, arena).violations))
        << row.period;
  }
}

}  // namespace
}  // namespace certlite
