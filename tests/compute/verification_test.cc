// What an edit does to a verification, field by field.
#include "core/compute/verification.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

#include "core/model/certification.h"
#include "core/model/verification.h"

namespace certlite {
namespace {

const std::set<std::string_view> kMaterialFields = {
    "organization_member_id", "certification_type_id", "issued_on", "expires_on", "issuer_name", "serial_number"};

Record Verified() {
  Record record;
  record.resource = &kCertificationResource;
  for (size_t i = 0; i < certification::kFields.size(); ++i) record[i] = Value::Null();
  record[certification::kVerificationStatus] = Value::Of(int64_t{certification::kVerified});
  record[certification::kVerifiedUntil] = Value::Of(int64_t{20'000});
  record[FieldIndex(certification::kFields, "verification_method")] = Value::Of(std::string_view("registry"));
  record[FieldIndex(certification::kFields, "last_verified_at")] = Value::Of(int64_t{1});
  return record;
}

TEST(TakeBackVerification, WhenAMaterialFieldChangesAndOnlyThen) {
  size_t taken_back = 0;
  for (size_t i = 0; i < certification::kFields.size(); ++i) {
    const Field& field = certification::kFields[i];
    if (!field.Has(kInUpdate)) continue;
    const Record before = Verified();
    Record after = before;
    after[i] = Value::Of(int64_t{7});
    Record expected = after;
    TakeBackVerification(before, after);
    if (kMaterialFields.contains(field.name)) {
      expected[certification::kVerificationStatus] = Value::Of(int64_t{certification::kUnverified});
      expected[certification::kVerifiedUntil] = Value::Null();
      ++taken_back;
    }
    EXPECT_EQ(expected.values, after.values) << field.name;
  }
  EXPECT_EQ(kMaterialFields.size(), taken_back);
}

TEST(TakeBackVerification, LeavesWhatWasNotVerified) {
  for (const int64_t status : {certification::kUnverified, certification::kPending, certification::kRejected}) {
    Record before = Verified();
    before[certification::kVerificationStatus] = Value::Of(status);
    Record after = before;
    after[certification::kIssuedOn] = Value::Of(int64_t{7});
    const Record expected = after;
    TakeBackVerification(before, after);
    EXPECT_EQ(expected.values, after.values) << status;
  }
}

// Only a success changes how and when it was last verified, and only it has an end.
TEST(TakeCheck, LeavesWhatItHasShown) {
  const Value until = Value::Of(int64_t{30'000});
  const struct {
    verification::Outcome outcome;
    certification::VerificationStatus status;
  } kCases[] = {{verification::kPending, certification::kPending},
                {verification::kVerified, certification::kVerified},
                {verification::kRejected, certification::kRejected}};
  for (const auto& c : kCases) {
    for (const Value& end : {until, Value()}) {
      const bool success = c.outcome == verification::kVerified;
      Record record = Verified();
      Record expected = record;
      expected[certification::kVerificationStatus] = Value::Of(int64_t{c.status});
      expected[certification::kVerifiedUntil] = success && end.given() ? end : Value::Null();
      if (success) {
        expected[certification::kVerificationMethod] = Value::Of(std::string_view("attestation"));
        expected[certification::kLastVerifiedAt] = Value::Of(int64_t{77});
      }
      TakeCheck({Value::Of(int64_t{c.outcome}), Value::Of(std::string_view("attestation")), end, 77}, record);
      EXPECT_EQ(expected.values, record.values) << c.status;
    }
  }
}

}  // namespace
}  // namespace certlite
