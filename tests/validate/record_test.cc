// Records as a whole: what create fills in, and the rules that need more than one field.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/base/date.h"
#include "core/model/certification.h"
#include "core/model/certification_type.h"
#include "core/model/rule.h"
#include "core/validate/validate.h"
#include "tests/validate/violations.h"

namespace certlite {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(FillInitial, GivesEveryStoredFieldAValue) {
  for (const Resource* resource :
       {&kOrganizationResource, &kMemberResource, &kCertificationTypeResource, &kCertificationResource}) {
    Record record;
    record.resource = resource;
    FillInitial(record);
    for (size_t i = 0; i < resource->fields.size(); ++i) {
      const Field& field = resource->fields[i];
      const Value initial = field.initial == kNoInitial ? Value::Null() : Value::Of(field.initial);
      EXPECT_EQ(field.Has(kComputed) ? Value() : initial, record[i]) << resource->name << "." << field.name;
    }
  }
}

TEST(FillInitial, KeepsWhatWasGivenNullIncluded) {
  Record record;
  record.resource = &kCertificationTypeResource;
  record[certification_type::kGraceDays] = Value::Of(int64_t{7});
  record[certification_type::kStatus] = Value::Of(int64_t{certification_type::kArchived});
  record[certification_type::kPeriodUnit] = Value::Null();
  FillInitial(record);
  EXPECT_EQ(Value::Of(int64_t{7}), record[certification_type::kGraceDays]);
  EXPECT_EQ(Value::Of(int64_t{certification_type::kArchived}), record[certification_type::kStatus]);
  EXPECT_EQ(Value::Null(), record[certification_type::kPeriodUnit]);
  EXPECT_EQ(Value::Of(int64_t{30}), record[certification_type::kExpiringSoonDays]);
  EXPECT_EQ(Value::Of(int64_t{certification_type::kOrganization}), record[certification_type::kScope]);
}

TEST(CheckCertification, RefusesExpiryBeforeIssue) {
  const struct {
    std::string_view issued_on;
    std::string_view expires_on;
    bool refused;
  } kCases[] = {
      {"2024-02-29", "2025-02-28", false}, {"2024-02-29", "2024-02-29", false},
      {"2024-02-29", "2024-02-28", true},  {"2024-01-01", "2023-12-31", true},
      {"1970-01-01", "1969-12-31", true},  {"9999-12-31", "0001-01-01", true},
      {"0001-01-01", "9999-12-31", false}, {"2024-02-29", "", false},
      {"", "2024-02-29", false},           {"", "", false},
  };
  for (const auto& c : kCases) {
    const auto day = [](std::string_view text) {
      return text.empty() ? Value::Null() : Value::Of(int64_t{ParseDate(text).day});
    };
    Record record;
    record.resource = &kCertificationResource;
    record[certification::kIssuedOn] = day(c.issued_on);
    record[certification::kExpiresOn] = day(c.expires_on);
    std::vector<Violation> violations;
    CheckCertification(record, violations);
    if (!c.refused) {
      EXPECT_THAT(violations, IsEmpty()) << c.issued_on << " " << c.expires_on;
      continue;
    }
    EXPECT_THAT(RulesAt(violations), ElementsAre(RuleAt(rule::kDatesOrder, "/expires_on")));
    EXPECT_EQ("expires_on " + std::string(c.expires_on) + " is before issued_on " + std::string(c.issued_on) + ".",
              violations[0].detail);
  }
}

}  // namespace
}  // namespace certlite
