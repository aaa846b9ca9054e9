// The computed fields of a record, and the expiry that a type's period gives.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>

#include "core/base/date.h"
#include "core/compute/validity.h"
#include "core/model/certification.h"
#include "core/model/certification_type.h"

namespace certlite {
namespace {

Value DayValue(std::string_view text) { return text.empty() ? Value::Null() : Value::Of(int64_t{ParseDate(text).day}); }

int32_t DayOf(std::string_view text) { return ParseDate(text).day; }

Record Certification(std::string_view issued_on, std::string_view expires_on) {
  Record record;
  record.resource = &kCertificationResource;
  record[certification::kIssuedOn] = DayValue(issued_on);
  record[certification::kExpiresOn] = DayValue(expires_on);
  record[certification::kLifecycleStatus] = Value::Of(int64_t{0});
  record[certification::kGraceDays] = Value::Of(int64_t{14});
  record[certification::kExpiringSoonDays] = Value::Of(int64_t{30});
  record[certification::kVerificationStatus] = Value::Of(int64_t{certification::kUnverified});
  record[certification::kVerifiedUntil] = Value::Null();
  return record;
}

TEST(FactsOf, ReadsWhatValidityDependsOn) {
  Record record = Certification("2024-02-29", "2025-02-28");
  record[certification::kLifecycleStatus] = Value::Of(static_cast<int64_t>(LifecycleStatus::kRevoked));
  const ValidityFacts facts = FactsOf(record);
  EXPECT_EQ(DayOf("2024-02-29"), facts.issued_on);
  EXPECT_EQ(DayOf("2025-02-28"), facts.expires_on);
  EXPECT_EQ(14, facts.grace_days);
  EXPECT_EQ(30, facts.expiring_soon_days);
  EXPECT_EQ(LifecycleStatus::kRevoked, facts.lifecycle_status);

  const ValidityFacts empty = FactsOf(Certification("", ""));
  EXPECT_EQ(kNoDay, empty.issued_on);
  EXPECT_EQ(kNoDay, empty.expires_on);
  EXPECT_EQ(LifecycleStatus::kActive, empty.lifecycle_status);
}

TEST(ComputeFields, FillsTheVerdictIn) {
  const struct {
    std::string_view issued_on;
    std::string_view expires_on;
    std::string_view as_of;
    std::string_view status;
    std::string_view reason;
    Value days_remaining;
    std::string_view next_transition_on;
  } kCases[] = {
      {"2024-02-29", "2025-02-28", "2024-02-28", "not_yet_valid", "before_issue", Value::Of(int64_t{366}),
       "2024-02-29"},
      {"2024-02-29", "2025-02-28", "2024-06-01", "valid", "in_force", Value::Of(int64_t{272}), "2025-01-29"},
      {"2024-02-29", "2025-02-28", "2025-02-28", "expiring_soon", "near_expiry", Value::Of(int64_t{0}), "2025-03-01"},
      {"2024-02-29", "2025-02-28", "2025-03-01", "in_grace", "within_grace", Value::Of(int64_t{-1}), "2025-03-15"},
      {"2024-02-29", "2025-02-28", "2025-03-15", "expired", "past_expiry", Value::Of(int64_t{-15}), ""},
      {"2024-02-29", "", "2025-03-15", "valid", "no_expiry", Value::Null(), ""},
      {"", "", "2025-03-15", "valid", "no_expiry", Value::Null(), ""},
      {"1969-12-31", "1970-01-31", "1969-12-30", "not_yet_valid", "before_issue", Value::Of(int64_t{32}), "1969-12-31"},
      {"", "1970-01-01", "1969-11-01", "valid", "in_force", Value::Of(int64_t{61}), "1969-12-02"},
  };
  for (const auto& c : kCases) {
    Record record = Certification(c.issued_on, c.expires_on);
    ComputeFields(record, DayOf(c.as_of));
    EXPECT_EQ(c.status, kValidityStatuses[static_cast<size_t>(record[certification::kValidityStatus].integer)]);
    EXPECT_EQ(c.reason, kValidityReasons[static_cast<size_t>(record[certification::kValidityReason].integer)]);
    EXPECT_EQ(c.days_remaining, record[certification::kDaysRemaining]) << c.as_of;
    EXPECT_EQ(DayValue(c.next_transition_on), record[certification::kNextTransitionOn]) << c.as_of;
  }
}

TEST(ComputeFields, ForgetsTheDayBefore) {
  Record record = Certification("2024-02-29", "2025-02-28");
  ComputeFields(record, DayOf("2024-06-01"));
  record[certification::kLifecycleStatus] = Value::Of(static_cast<int64_t>(LifecycleStatus::kSuspended));
  ComputeFields(record, DayOf("2024-06-01"));
  EXPECT_EQ(Value::Of(int64_t{0}), record[certification::kValidityStatus]);
  EXPECT_EQ(Value::Of(static_cast<int64_t>(ValidityReason::kSuspended)), record[certification::kValidityReason]);
  EXPECT_EQ(Value::Null(), record[certification::kDaysRemaining]);
  EXPECT_EQ(Value::Null(), record[certification::kNextTransitionOn]);
}

TEST(ComputeFields, TellsWhenVerificationIsDueAgain) {
  const struct {
    int64_t status;
    std::string_view verified_until;
    std::string_view as_of;
    bool due;
  } kCases[] = {
      {certification::kVerified, "2024-06-30", "2024-06-29", false},
      {certification::kVerified, "2024-06-30", "2024-06-30", false},
      {certification::kVerified, "2024-06-30", "2024-07-01", true},
      {certification::kVerified, "", "2024-07-01", false},
      {certification::kUnverified, "2024-06-30", "2024-07-01", false},
      {certification::kPending, "2024-06-30", "2024-07-01", false},
      {certification::kRejected, "2024-06-30", "2024-07-01", false},
  };
  for (const auto& c : kCases) {
    Record record = Certification("", "");
    record[certification::kVerificationStatus] = Value::Of(c.status);
    record[certification::kVerifiedUntil] = DayValue(c.verified_until);
    ComputeFields(record, DayOf(c.as_of));
    EXPECT_EQ(Value::Of(int64_t{c.due}), record[certification::kReverifyDue]) << c.as_of << c.status;
  }
}

TEST(ComputeFields, LeavesOtherResourcesAlone) {
  for (const Resource* resource : {&kOrganizationResource, &kMemberResource, &kCertificationTypeResource}) {
    Record record;
    record.resource = resource;
    ComputeFields(record, 0);
    EXPECT_THAT(record.values, testing::Each(Value()));
  }
}

TEST(ComputeFields, FillsEveryComputedFieldButThoseOfOtherRecords) {
  Record record;
  record.resource = &kCertificationResource;
  ComputeFields(record, 0);
  for (size_t i = 0; i < certification::kFields.size(); ++i) {
    const bool filled = certification::kFields[i].Has(kComputed) && i != certification::kIsLatest;
    EXPECT_EQ(filled, record[i].given()) << certification::kFields[i].name;
  }
}

TEST(DeriveExpiry, TakesTheAnniversaryOfTheTypesPeriod) {
  const struct {
    std::string_view issued_on;
    Value unit;
    Value count;
    std::string_view expires_on;
  } kCases[] = {
      {"2024-02-29", Value::Of(static_cast<int64_t>(PeriodUnit::kMonth)), Value::Of(int64_t{12}), "2025-02-28"},
      {"2024-02-29", Value::Of(static_cast<int64_t>(PeriodUnit::kYear)), Value::Of(int64_t{4}), "2028-02-29"},
      {"2024-02-29", Value::Of(static_cast<int64_t>(PeriodUnit::kDay)), Value::Of(int64_t{1}), "2024-03-01"},
      {"9999-01-01", Value::Of(static_cast<int64_t>(PeriodUnit::kYear)), Value::Of(int64_t{36'500}), "9999-12-31"},
      {"2024-02-29", Value::Null(), Value::Null(), ""},
      {"", Value::Of(static_cast<int64_t>(PeriodUnit::kYear)), Value::Of(int64_t{1}), ""},
  };
  for (const auto& c : kCases) {
    Record type;
    type.resource = &kCertificationTypeResource;
    type[certification_type::kPeriodUnit] = c.unit;
    type[certification_type::kPeriodCount] = c.count;
    Record record = Certification(c.issued_on, "");
    DeriveExpiry(record, type);
    EXPECT_EQ(DayValue(c.expires_on), record[certification::kExpiresOn]) << c.issued_on;
  }
}

}  // namespace
}  // namespace certlite
