// Pages: every record exactly once in a total order, whatever the limit and whatever is added meanwhile.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "tests/engine/lists.h"

namespace certlite::host {
namespace {

// What orders a card: by expiry, the never expiring last, ties by id.
struct Place {
  std::string expires_on;  // "9999-99-99": never
  std::string id;
  std::string organization_id;
  std::string user_id;

  friend bool operator<(const Place& a, const Place& b) {
    return std::tie(a.expires_on, a.id) < std::tie(b.expires_on, b.id);
  }
};

class PagingTest : public EngineTest {
 protected:
  PagingTest() {
    for (const std::string& organization : {ours_, theirs_}) {
      for (int user = 1; user <= 3; ++user) {
        members_.push_back(NewMember(organization, {{"user_id", User(user)}}));
        types_.push_back(NewType(organization));
      }
    }
  }

  // A card of one of the six members; few days, so that there are ties, and some that never expire.
  void Add(const How& how = {}) {
    const size_t who = random_() % members_.size();
    Json request = {{"organization_member_id", members_[who]}, {"certification_type_id", types_[who]}};
    if (random_() % 4 != 0) request["expires_on"] = DateOf(Day("2026-01-01") + static_cast<int32_t>(random_() % 12));
    const Answer answer = system().Call("certification.create", request, how);
    ASSERT_DID(CERTLITE_CREATED, answer);
    const Json data = answer.data();
    const Json& expires = data.at("expires_on");
    places_.push_back({expires.is_null() ? "9999-99-99" : expires.get<std::string>(), data.at("id"),
                       data.at("organization_id"), data.at("user_id")});
  }

  // The ids that a principal reaches, in the list's order.
  std::vector<std::string> Expected(const Json& principal, bool by_expiry) const {
    std::vector<Place> reached;
    for (const Place& place : places_) {
      if (principal.value("organization_id", place.organization_id) != place.organization_id) continue;
      if (principal.value("reach", "") == "self" && principal.at("user_id") != place.user_id) continue;
      reached.push_back(place);
      if (!by_expiry) reached.back().expires_on.clear();
    }
    std::ranges::sort(reached, std::less());
    std::vector<std::string> ids;
    for (const Place& place : reached) ids.push_back(place.id);
    return ids;
  }

  const std::string ours_ = NewOrganization();
  const std::string theirs_ = NewOrganization();
  std::vector<std::string> members_;
  std::vector<std::string> types_;
  std::vector<Place> places_;
  std::mt19937 random_{20261123};
};

class PagingOf : public PagingTest, public testing::WithParamInterface<int> {};

INSTANTIATE_TEST_SUITE_P(Records, PagingOf, testing::Values(0, 1, 50, 51, 500), testing::PrintToStringParamName());

TEST_P(PagingOf, EveryRecordComesOnceInOrder) {
  // Three instants, so that ids of one millisecond are ordered too.
  for (int i = 0; i < GetParam(); ++i) Add({.now = kNow + i % 3});
  for (const Json& principal : {kSystem, OrganizationOf(User(1), ours_), SelfOf(User(1))}) {
    const Session session = As(principal);
    for (const bool by_expiry : {false, true}) {
      const std::vector<std::string> expected = Expected(principal, by_expiry);
      const Json order = {{"order", by_expiry ? "expires_on" : "id"}};
      for (const int limit : {1, 7, 49, 50, 51, 200}) {
        EXPECT_EQ(expected, ReadPages(session, "certification.list", order, limit)) << principal << order << limit;
      }
    }
    EXPECT_EQ(std::min<size_t>(50, Expected(principal, false).size()),
              IdsOf(session.Call("certification.list", Json::object())).size());
  }
}

TEST_F(PagingTest, WhatIsAddedMeanwhileRepeatsNothingAndHidesNothing) {
  for (int i = 0; i < 120; ++i) Add({.now = kNow + i});
  for (const Json& principal : {kSystem, OrganizationOf(User(1), ours_), SelfOf(User(1))}) {
    for (const char* order : {"id", "expires_on"}) {
      const std::vector<std::string> before = Expected(principal, false);
      int64_t now = kNow;
      // Some are made with an older clock, so their ids lie on pages that were read already.
      const std::vector<std::string> read =
          ReadPages(As(principal), "certification.list", {{"order", order}}, 7, {}, [&] {
            for (int i = 0; i < 3; ++i) Add({.now = now += (i == 0 ? -1000 : 700)});
          });
      const std::set<std::string> unique(read.begin(), read.end());
      EXPECT_EQ(unique.size(), read.size()) << "a record was repeated";
      EXPECT_THAT(before, testing::Each(testing::Truly([&](const std::string& id) { return unique.contains(id); })));
    }
  }
}

TEST_F(PagingTest, OrganizationsMembersAndTypesHavePagesToo) {
  std::map<std::string, std::vector<std::string>> expected = {
      {"organization", {ours_, theirs_}}, {"member", members_}, {"certification_type", types_}};
  for (int i = 0; i < 60; ++i) {
    expected["organization"].push_back(NewOrganization());
    expected["member"].push_back(NewMember(i % 2 == 0 ? ours_ : theirs_));
    expected["certification_type"].push_back(i % 3 == 0 ? NewStandardType() : NewType(i % 2 == 0 ? ours_ : theirs_));
  }
  for (auto& [resource, ids] : expected) {
    std::ranges::sort(ids);
    for (const int limit : {1, 50, 66, 200}) {
      EXPECT_EQ(ids, ReadPages(system(), resource + ".list", Json::object(), limit)) << resource << limit;
    }
  }
}

// The first page's day is the list's, though the clock goes on; a day that is given is heeded.
TEST_F(PagingTest, TheListKeepsTheDayOfItsFirstPage) {
  for (int i = 0; i < 60; ++i) Add();
  const Json filter = {{"validity_status", "expiring_soon"}, {"order", "expires_on"}, {"limit", 5}};
  const int32_t day = Day("2026-01-03");
  for (const How& first_call : {How{.now = int64_t{day} * kDayMs}, How{.as_of = day}}) {
    const std::vector<std::string> whole =
        ReadPages(system(), "certification.list", {{"validity_status", "expiring_soon"}, {"order", "expires_on"}}, 200,
                  {.as_of = day});
    ASSERT_LT(15U, whole.size());
    std::vector<std::string> read;
    Json request = filter;
    How how = first_call;
    while (true) {
      const Answer page = system().Call("certification.list", request, how);
      ASSERT_DID(CERTLITE_READ, page);
      for (const std::string& id : IdsOf(page)) read.push_back(id);
      const Json cursor = page.json().at("page").at("next_cursor");
      if (cursor.is_null()) break;
      request["cursor"] = cursor;
      how = How{.now = kNow + 400 * kDayMs};
    }
    EXPECT_EQ(whole, read);
  }
  const Answer first = system().Call("certification.list", filter, {.as_of = day});
  Json next = filter;
  next["cursor"] = first.json().at("page").at("next_cursor");
  EXPECT_TRUE(IdsOf(system().Call("certification.list", next, {.as_of = Day("2030-01-01")})).empty());
}

}  // namespace
}  // namespace certlite::host
