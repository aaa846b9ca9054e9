// Principals: which scopes are published, and who was granted which.
#include "core/model/principal.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

namespace certlite {
namespace {

TEST(Scopes, AreReadAndWriteOfTheSixPublishedKinds) {
  std::set<std::string> expected;
  for (const std::string kind : {"certification_records", "certification_types", "job_roles", "organization_members",
                                 "organizations", "qualifications"}) {
    expected.insert(kind + ":read");
    expected.insert(kind + ":write");
  }
  EXPECT_EQ(expected, std::set<std::string>(kScopes.begin(), kScopes.end()));
}

TEST(Principal, GrantsExactlyTheScopesItHas) {
  for (const ReachKind reach : {ReachKind::kSelf, ReachKind::kOrganization}) {
    for (size_t granted = 0; granted < kScopes.size(); ++granted) {
      const Principal principal{.reach = reach, .user_id = {}, .organization_id = {}, .scopes = 1U << granted};
      for (size_t asked = 0; asked < kScopes.size(); ++asked) {
        EXPECT_EQ(asked == granted, principal.Grants(kScopes[asked])) << kScopes[asked];
      }
    }
  }
}

TEST(Principal, GrantsNothingWithoutScopes) {
  const Principal principal;
  for (const std::string_view scope : kScopes) EXPECT_FALSE(principal.Grants(scope)) << scope;
  EXPECT_TRUE(principal.Grants("")) << "what needs no scope is everybody's";
}

TEST(Principal, OfTheHostGrantsEverything) {
  const Principal system{.reach = ReachKind::kSystem, .user_id = {}, .organization_id = {}};
  for (const std::string_view scope : kScopes) EXPECT_TRUE(system.Grants(scope)) << scope;
}

TEST(Principal, GrantsNoScopeThatIsNotPublished) {
  const Principal principal{.reach = ReachKind::kSelf, .user_id = {}, .organization_id = {}, .scopes = ~0U};
  for (const std::string_view scope : {"certification_records", "certification_records:", "history:read", ":read",
                                       "CERTIFICATION_RECORDS:READ", "certification_records:read "}) {
    EXPECT_FALSE(principal.Grants(scope)) << scope;
  }
}

TEST(ReachKind, GoesFromTheLeastToTheMost) {
  EXPECT_LT(ReachKind::kSelf, ReachKind::kOrganization);
  EXPECT_LT(ReachKind::kOrganization, ReachKind::kSystem);
  EXPECT_EQ("self", kReachKinds[static_cast<size_t>(ReachKind::kSelf)]);
  EXPECT_EQ("organization", kReachKinds[static_cast<size_t>(ReachKind::kOrganization)]);
  EXPECT_EQ("system", kReachKinds[static_cast<size_t>(ReachKind::kSystem)]);
}

}  // namespace
}  // namespace certlite
