// The tables of fields: consistent in themselves, and the published names in the published order.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/date.h"
#include "core/model/certification.h"
#include "core/model/certification_type.h"
#include "core/model/member.h"
#include "core/model/operation.h"
#include "core/model/organization.h"
#include "core/model/resource.h"

namespace certlite {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;

constexpr uint32_t kInRequest = kInCreate | kInUpdate | kInRenew | kInFilter;

const std::vector<const Resource*> kRecords = {
    &kOrganizationResource,  &kMemberResource,  &kCertificationTypeResource, &kCertificationResource,
    &kQualificationResource, &kJobRoleResource, &kJobRoleAssignmentResource};

struct Table {
  std::string_view name;
  std::span<const Field> fields;
};

std::vector<Table> Tables() {
  std::vector<Table> tables = {{"parameter", parameter::kFields}};
  for (const Resource* resource : kRecords) tables.push_back({resource->name, resource->fields});
  for (const Resource* resource : {&kHistoryEntryResource, &kHistoryHeadResource, &kHistoryReportResource,
                                   &kVerificationResource, &kCertificationCountResource}) {
    tables.push_back({resource->schema, resource->fields});
  }
  return tables;
}

// Calls `visit(field, name)` for every field of every table.
template <typename Visit>
void ForEachField(Visit visit) {
  for (const Table& table : Tables()) {
    for (const Field& field : table.fields) {
      visit(field, std::string(table.name) + "." + std::string(field.object) + "." + std::string(field.name));
    }
  }
}

// Parameters carry no uses: all of them stand in requests.
bool IsRequested(const Field& field) { return field.uses == 0 ? !field.about.empty() : field.Has(kInRequest); }

// What an object of the answer holds, in its order; a nested object's members as object.member.
std::vector<std::string> NamesOf(const Resource& resource, uint32_t place) {
  std::vector<std::string> names;
  for (const Field& field : resource.fields) {
    if (!field.Has(place)) continue;
    names.push_back((field.object.empty() ? "" : std::string(field.object) + ".") + std::string(field.name));
  }
  return names;
}

TEST(FieldTables, NameEachFieldOnce) {
  for (const Table& table : Tables()) {
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (const Field& field : table.fields) {
      EXPECT_TRUE(seen.emplace(field.object, field.name).second) << table.name << ": " << field.name;
    }
  }
}

TEST(FieldTables, NameFieldsInSnakeCase) {
  const std::regex kName("[a-z][a-z0-9]*(_[a-z]+)*");
  ForEachField([&](const Field& field, const std::string& name) {
    EXPECT_TRUE(std::regex_match(std::string(field.name), kName)) << name;
    EXPECT_TRUE(field.object.empty() || std::regex_match(std::string(field.object), kName)) << name;
  });
}

TEST(FieldTables, ListChoicesWhereThereIsAChoice) {
  ForEachField([](const Field& field, const std::string& name) {
    EXPECT_EQ(field.type == FieldType::kChoice, !field.choices.empty()) << name;
    std::set<std::string_view> seen;
    for (const std::string_view choice : field.choices) {
      EXPECT_FALSE(choice.empty()) << name;
      EXPECT_TRUE(seen.insert(choice).second) << name << ": " << choice;
    }
  });
}

TEST(FieldTables, BoundWhatRequestsCarry) {
  ForEachField([](const Field& field, const std::string& name) {
    if (IsText(field.type)) {
      EXPECT_GE(field.min, 0) << name;
      EXPECT_GT(field.max, 0) << name;
    }
    EXPECT_TRUE(field.type != FieldType::kInteger || !IsRequested(field) || field.max > 0) << name;
    EXPECT_LE(field.min, field.max) << name;
    EXPECT_LE(field.max, kIntegerMax) << name;
  });
}

TEST(FieldTables, BeginWithAnAllowedValue) {
  ForEachField([](const Field& field, const std::string& name) {
    if (field.initial == kNoInitial) return;
    EXPECT_FALSE(field.Has(kRequired) || field.Has(kNullable)) << name;
    switch (field.type) {
      case FieldType::kChoice:
        EXPECT_TRUE(field.initial >= 0 && field.initial < static_cast<int64_t>(field.choices.size())) << name;
        return;
      case FieldType::kInteger:
        EXPECT_TRUE(field.initial >= field.min && field.initial <= field.max) << name;
        return;
      case FieldType::kBoolean:
        EXPECT_TRUE(field.initial == 0 || field.initial == 1) << name;
        return;
      default:
        ADD_FAILURE() << name << ": no text has an initial value";
    }
  });
}

TEST(FieldTables, GiveEveryCreatedFieldAValue) {
  // What create may leave out is either empty or begins with something; else a stored column would have no value.
  ForEachField([](const Field& field, const std::string& name) {
    if (!field.Has(kInCreate) || field.Has(kRequired | kNullable)) return;
    const bool resolved = name == "certification..organization_member_id";  // the subject's own membership
    EXPECT_TRUE(resolved || field.initial != kNoInitial) << name;
  });
}

TEST(FieldTables, UseFieldsInWaysThatAgree) {
  ForEachField([](const Field& field, const std::string& name) {
    EXPECT_FALSE(field.Has(kInData) && field.Has(kInMeta)) << name;
    EXPECT_TRUE(!field.Has(kRequired) || field.Has(kInCreate)) << name << " is required where it can't be given";
    EXPECT_TRUE(!field.Has(kInRequest) || field.Has(kInData | kInMeta)) << name << " is given but never answered";
    EXPECT_TRUE(!field.Has(kComputed) || !field.Has(kInCreate | kInUpdate)) << name << " is computed, yet given";
    EXPECT_TRUE(!field.Has(kMaterial | kIsContent) || field.Has(kInCreate)) << name;
    EXPECT_TRUE(!field.Has(kInRequest) || (field.type != FieldType::kInstant && field.type != FieldType::kJson))
        << name;
    EXPECT_TRUE(!field.Has(kStays | kLent) || field.Has(kInData | kInMeta)) << name;
    EXPECT_FALSE(field.Has(kLent) && field.Has(kStays | kInRequest | kComputed)) << name << " is another record's";
    EXPECT_TRUE(!field.Has(kInFilter) || field.object.empty()) << name << " is a filter inside an object";
  });
}

TEST(FieldTables, TellPeopleOfEveryVisibleField) {
  ForEachField([](const Field& field, const std::string& name) {
    if (field.uses == 0 && field.about.empty()) {
      EXPECT_FALSE(name.starts_with("parameter")) << name;
      return;  // in no answer
    }
    EXPECT_TRUE(field.about.ends_with('.')) << name;
  });
}

TEST(FieldTables, KeepTheMembersOfAnObjectTogether) {
  for (const Table& table : Tables()) {
    for (const uint32_t place : {uint32_t{kInData}, uint32_t{kInMeta}, uint32_t{kInCreate}, uint32_t{kInUpdate}}) {
      std::set<std::string_view> left;  // objects that were closed again
      std::string_view open;
      for (const Field& field : table.fields) {
        if (!field.Has(place) || field.object == open) continue;
        if (!open.empty()) left.insert(open);
        open = field.object;
        EXPECT_FALSE(left.contains(open)) << table.name << ": " << open;
      }
    }
  }
}

TEST(FieldTables, MakeAnObjectNullableAndRequiredAsAWhole) {
  for (const Table& table : Tables()) {
    for (const Field& one : table.fields) {
      for (const Field& other : table.fields) {
        const bool visible = one.uses != 0 && other.uses != 0;
        if (!visible || one.object.empty() || one.object != other.object) continue;
        EXPECT_EQ(one.uses, other.uses) << table.name << ": " << one.name << ", " << other.name;
      }
    }
  }
}

// Of what is erased its ids, its external id and when it was made and erased are left, and no other text.
TEST(FieldTables, KeepIdsOfWhatIsErased) {
  EXPECT_THAT(NamesOf(kCertificationResource, kStays),
              ElementsAre("id", "organization_id", "organization_member_id", "external_id", "external_source",
                          "certification_type_id", "created_at", "updated_at", "revision"));
  EXPECT_THAT(NamesOf(kMemberResource, kStays),
              ElementsAre("id", "organization_id", "external_id", "created_at", "updated_at", "revision"));
  for (const Resource* resource : kRecords) {
    const bool can_be_erased = resource == &kCertificationResource || resource == &kMemberResource;
    EXPECT_EQ(can_be_erased, resource->erased != kNoField) << resource->name;
    if (!can_be_erased) continue;
    EXPECT_EQ("erased", resource->fields[resource->erased].name);
    EXPECT_EQ(0U, resource->fields[resource->erased].uses) << "it is in no answer";
  }
}

TEST(FieldTables, FitIntoARecord) {
  for (const Table& table : Tables()) EXPECT_LE(table.fields.size(), kFieldsMax) << table.name;
}

TEST(Resources, KnowWhereTheirOwnFieldsAre) {
  const struct {
    const Resource* resource;
    std::string_view name;
    std::string_view schema;
    uint32_t id_in = kInData;
  } kCases[] = {
      {&kOrganizationResource, "organization", "Organization"},
      {&kMemberResource, "member", "OrganizationMember"},
      {&kCertificationTypeResource, "certification_type", "CertificationType"},
      {&kCertificationResource, "certification", "Certification"},
      {&kQualificationResource, "qualification", "Qualification"},
      {&kJobRoleResource, "job_role", "JobRole"},
      {&kJobRoleAssignmentResource, "job_role_assignment", "JobRoleAssignment", kInMeta},
  };
  for (const auto& c : kCases) {
    const Resource& resource = *c.resource;
    EXPECT_EQ(c.name, resource.name);
    EXPECT_EQ(c.schema, resource.schema);
    EXPECT_FALSE(resource.title.empty());
    const struct {
      size_t position;
      std::string_view name;
      FieldType type;
      uint32_t place;
    } kOwn[] = {{resource.id, "id", FieldType::kUuid, c.id_in},
                {resource.created_at, "created_at", FieldType::kInstant, kInData},
                {resource.updated_at, "updated_at", FieldType::kInstant, kInData},
                {resource.revision, "revision", FieldType::kInteger, kInMeta}};
    for (const auto& own : kOwn) {
      ASSERT_LT(own.position, resource.fields.size());
      const Field& field = resource.fields[own.position];
      EXPECT_EQ(own.name, field.name) << c.name;
      EXPECT_EQ("", field.object) << c.name;
      EXPECT_EQ(own.type, field.type) << c.name;
      EXPECT_EQ(own.place, field.uses & ~uint32_t{kStays | kInImport})
          << c.name << ": nobody but an import gives it, and it is never null";
    }
  }
}

TEST(Certification, AnswersTheTwentyPublishedFieldsInTheirOrder) {
  EXPECT_THAT(
      NamesOf(kCertificationResource, kInData),
      ElementsAre("id", "organization_id", "organization_member_id", "user_id", "external_id", "external_source",
                  "certification_type_id", "lifecycle_status", "source", "issued_on", "expires_on", "issuer_name",
                  "serial_number", "verification_status", "validity_status", "verification_method", "last_verified_at",
                  "created_at", "updated_at", "certification_type.id", "certification_type.slug",
                  "certification_type.title", "certification_type.status"));
}

TEST(Certification, TellsTheRestInMeta) {
  EXPECT_THAT(NamesOf(kCertificationResource, kInMeta),
              ElementsAre("revision", "validity_reason", "days_remaining", "next_transition_on", "verified_until",
                          "reverify_due", "renews_id", "is_latest", "superseded_by_id", "archived_from"));
}

TEST(Certification, TakesTheNinePublishedFields) {
  const std::vector<std::string> body = {"organization_member_id",
                                         "external_id",
                                         "external_source",
                                         "certification_type_id",
                                         "source",
                                         "issued_on",
                                         "expires_on",
                                         "issuer_name",
                                         "serial_number"};
  EXPECT_THAT(NamesOf(kCertificationResource, kInCreate), ElementsAreArray(body));
  EXPECT_THAT(NamesOf(kCertificationResource, kIsContent), ElementsAreArray(body));
  EXPECT_THAT(NamesOf(kCertificationResource, kRequired), ElementsAre("certification_type_id"));
  EXPECT_THAT(NamesOf(kCertificationResource, kMaterial),
              ElementsAre("organization_member_id", "certification_type_id", "issued_on", "expires_on", "issuer_name",
                          "serial_number"));
}

TEST(Certification, IsNullWhereThePublishedApiSaysSo) {
  EXPECT_THAT(NamesOf(kCertificationResource, kNullable),
              ElementsAre("user_id", "external_id", "external_source", "issued_on", "expires_on", "issuer_name",
                          "serial_number", "verification_method", "last_verified_at", "days_remaining",
                          "next_transition_on", "verified_until", "renews_id", "superseded_by_id", "archived_from"));
}

TEST(CertificationType, AnswersThePublishedFieldsAndThePeriod) {
  EXPECT_THAT(
      NamesOf(kCertificationTypeResource, kInData),
      ElementsAre("id", "slug", "title", "description", "scope", "status", "organization_id", "validity_period.unit",
                  "validity_period.count", "grace_days", "expiring_soon_days", "created_at", "updated_at"));
}

TEST(Member, AnswersThePublishedFieldsInTheirOrder) {
  EXPECT_THAT(NamesOf(kMemberResource, kInData),
              ElementsAre("id", "organization_id", "user_id", "email", "display_name", "first_name", "last_name",
                          "role", "status", "is_primary", "external_id", "created_at", "updated_at"));
}

TEST(JobRoleAssignment, AnswersThePublishedFieldsInTheirOrder) {
  EXPECT_THAT(
      NamesOf(kJobRoleAssignmentResource, kInData),
      ElementsAre("organization_member_id", "job_role_id", "is_primary", "assigned_at", "created_at", "updated_at"));
  EXPECT_THAT(NamesOf(kJobRoleAssignmentResource, kInMeta), ElementsAre("id", "status", "revision"));
}

TEST(Choices, AreThePublishedOnesAtTheirStoredPositions) {
  using testing::Pair;
  const auto choices = [](const Resource& resource, std::string_view name) {
    const auto found = std::ranges::find(resource.fields, name, &Field::name);
    return std::pair(std::vector<std::string_view>(found->choices.begin(), found->choices.end()), found->initial);
  };
  const Resource& c = kCertificationResource;
  EXPECT_THAT(choices(c, "source"), Pair(ElementsAre("manual", "import", "api", "self-reported"), 0));
  EXPECT_THAT(choices(c, "lifecycle_status"),
              Pair(ElementsAre("active", "suspended", "revoked", "superseded", "archived"), 0));
  EXPECT_THAT(choices(c, "verification_status"), Pair(ElementsAre("unverified", "pending", "verified", "rejected"), 0));
  EXPECT_THAT(choices(c, "validity_status").first,
              ElementsAre("invalid", "not_yet_valid", "valid", "expiring_soon", "in_grace", "expired"));
  EXPECT_THAT(choices(c, "validity_reason").first,
              ElementsAre("unknown_lifecycle", "suspended", "revoked", "superseded", "archived", "before_issue",
                          "no_expiry", "in_force", "near_expiry", "within_grace", "past_expiry"));
  EXPECT_THAT(choices(kCertificationTypeResource, "scope"), Pair(ElementsAre("standard", "organization"), 1));
  EXPECT_THAT(choices(kCertificationTypeResource, "status"), Pair(ElementsAre("active", "archived"), 0));
  EXPECT_THAT(choices(kCertificationTypeResource, "unit").first, ElementsAre("day", "month", "year"));
  EXPECT_THAT(choices(kMemberResource, "status"), Pair(ElementsAre("active", "invited", "inactive", "archived"), 0));
  EXPECT_THAT(choices(kOrganizationResource, "status"), Pair(ElementsAre("active", "archived"), 0));
}

TEST(Choices, AgreeWithTheirEnumerations) {
  using certification_type::kPeriodUnits;
  EXPECT_EQ("day", kPeriodUnits[static_cast<size_t>(PeriodUnit::kDay)]);
  EXPECT_EQ("month", kPeriodUnits[static_cast<size_t>(PeriodUnit::kMonth)]);
  EXPECT_EQ("year", kPeriodUnits[static_cast<size_t>(PeriodUnit::kYear)]);
  EXPECT_EQ("import", certification::kSources[certification::kImport]);
  EXPECT_EQ("self-reported", certification::kSources[certification::kSelfReported]);
  EXPECT_EQ("verified", certification::kVerificationStatuses[certification::kVerified]);
  EXPECT_EQ("pending", verification::kOutcomes[verification::kPending]);
  EXPECT_EQ("verified", verification::kOutcomes[verification::kVerified]);
  EXPECT_EQ("rejected", verification::kOutcomes[verification::kRejected]);
  EXPECT_EQ("inactive", member::kStatuses[member::kInactive]);
  EXPECT_EQ("archived", member::kStatuses[member::kArchived]);
  EXPECT_EQ("standard", certification_type::kScopes[certification_type::kStandard]);
  EXPECT_EQ("archived", certification_type::kStatuses[certification_type::kArchived]);
  EXPECT_EQ("archived", organization::kStatuses[organization::kArchived]);
  for (size_t i = 1; i < kLifecycleStatuses.size(); ++i) EXPECT_EQ(kLifecycleStatuses[i], kValidityReasons[i]);
  EXPECT_EQ("before_issue", kValidityReasons[static_cast<size_t>(ValidityReason::kBeforeIssue)]);
  EXPECT_EQ("past_expiry", kValidityReasons[static_cast<size_t>(ValidityReason::kPastExpiry)]);
}

}  // namespace
}  // namespace certlite
