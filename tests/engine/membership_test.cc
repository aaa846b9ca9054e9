// Whose certification it is when no member is named: the subject's single membership, of several the primary one.
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

struct Membership {
  std::string status;
  bool is_primary;
};

struct Row {
  std::string name;
  std::vector<Membership> memberships;
  int meant;  // the membership's place; -1: refused
  std::string code = "";
  Fault fault = {};
};

const Fault kNotOne = {"member.of_subject", "/organization_member_id"};
const Fault kNotActive = {"member.active", "/organization_member_id"};

const Row kRows[] = {
    {"None", {}, -1, "invalid", kNotOne},
    {"One", {{"active", false}}, 0},
    {"OnePrimary", {{"active", true}}, 0},
    {"OneInvited", {{"invited", false}}, 0},
    {"OneInactive", {{"inactive", false}}, -1, "archived", kNotActive},
    {"OneArchived", {{"archived", false}}, -1, "archived", kNotActive},
    {"TwoWithoutPrimary", {{"active", false}, {"active", false}}, -1, "invalid", kNotOne},
    {"TwoWithOnePrimary", {{"active", false}, {"active", true}}, 1},
    {"TwoPrimaries", {{"active", true}, {"active", true}}, -1, "invalid", kNotOne},
    {"ThreeWithOnePrimary", {{"active", false}, {"invited", true}, {"active", false}}, 1},
    {"AnArchivedOneDoesNotCount", {{"archived", false}, {"active", false}}, 1},
    {"AnArchivedPrimaryDoesNotCount", {{"archived", true}, {"active", false}}, 1},
    {"AnArchivedPrimaryAmongThree", {{"archived", true}, {"active", false}, {"active", false}}, -1, "invalid", kNotOne},
    {"AnArchivedAndAnActivePrimary", {{"archived", true}, {"active", true}, {"active", false}}, 1},
    {"AnInactivePrimaryCounts", {{"inactive", true}, {"active", false}}, -1, "archived", kNotActive},
    {"AnInactiveOneIsOneOfSeveral", {{"inactive", false}, {"active", false}}, -1, "invalid", kNotOne},
    {"OnlyArchivedOnes", {{"archived", false}, {"archived", false}}, -1, "invalid", kNotOne},
};

class MembershipTest : public EngineTest, public testing::WithParamInterface<Row> {
 protected:
  void Expect(const Answer& answer, const std::vector<std::string>& members) const {
    if (GetParam().meant < 0) {
      EXPECT_TRUE(Refused(GetParam().code, {GetParam().fault}, answer));
      return;
    }
    ASSERT_DID(CERTLITE_CREATED, answer);
    EXPECT_EQ(members.at(static_cast<size_t>(GetParam().meant)), answer.data().at("organization_member_id"));
  }

  const std::string type_ = NewStandardType();
};

INSTANTIATE_TEST_SUITE_P(All, MembershipTest, testing::ValuesIn(kRows),
                         [](const testing::TestParamInfo<Row>& row) { return row.param.name; });

TEST_P(MembershipTest, OfSelfAcrossOrganizations) {
  std::vector<std::string> members;
  for (const Membership& membership : GetParam().memberships) {
    members.push_back(
        NewMember(NewOrganization(),
                  {{"user_id", User(1)}, {"status", membership.status}, {"is_primary", membership.is_primary}}));
  }
  Expect(As(SelfOf(User(1))).Call("certification.create", {{"certification_type_id", type_}}), members);
}

// Within one organization only the memberships there count, and so where the request names the organization.
TEST_P(MembershipTest, OfTheSubjectWithinOneOrganization) {
  const std::string organization = NewOrganization();
  const std::string elsewhere = NewOrganization();
  NewMember(elsewhere, {{"user_id", User(1)}, {"is_primary", true}});
  std::vector<std::string> members;
  for (const Membership& membership : GetParam().memberships) {
    members.push_back(NewMember(
        organization, {{"user_id", User(1)}, {"status", membership.status}, {"is_primary", membership.is_primary}}));
  }
  Expect(As(OrganizationOf(User(1), organization)).Call("certification.create", {{"certification_type_id", type_}}),
         members);
  if (members.empty()) return;  // the organization doesn't exist for who has no membership there
  Expect(As(SelfOf(User(1)))
             .Call("certification.create", {{"certification_type_id", type_}, {"organization_id", organization}}),
         members);
}

TEST_F(EngineTest, ASubjectWithoutAMembershipIsToldSoAndOneWithSeveralToo) {
  const std::string type = NewStandardType();
  const auto detail = [&](int user) -> std::string {
    return As(SelfOf(User(user))).Call("certification.create", {{"certification_type_id", type}}).json().at("detail");
  };
  for (int i = 0; i < 2; ++i) NewMember(NewOrganization(), {{"user_id", User(2)}});
  EXPECT_THAT(detail(1), testing::HasSubstr("no membership"));
  EXPECT_THAT(detail(2), testing::HasSubstr("several memberships"));
}

TEST_F(EngineTest, ASubjectIsDescribedByItsFirstPrimaryMembership) {
  const auto name = [&] {
    return As(SelfOf(User(1))).Call("me.get", Json::object()).json().at("user").at("display_name");
  };
  const auto join = [&](const char* display_name, bool is_primary) {
    NewMember(NewOrganization(), {{"user_id", User(1)}, {"display_name", display_name}, {"is_primary", is_primary}});
  };
  join("first", false);
  join("second", false);
  EXPECT_EQ("first", name());
  join("primary", true);
  join("another", true);
  EXPECT_EQ("primary", name());
}

}  // namespace
}  // namespace certlite::host
