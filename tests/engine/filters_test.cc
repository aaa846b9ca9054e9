// Filters: every one, alone and together, against a filter written here, over 300 varied cards on several days.
#include <algorithm>
#include <random>

#include "tests/engine/lists.h"
#include "tests/engine/validity_oracle.h"

namespace certlite::host {
namespace {

constexpr int kCards = 300;
constexpr unsigned kSeed = 20261123;

struct Card {
  Json data;  // as created
  CardFacts facts;
};

struct Type {
  std::string id;
  int32_t grace_days;
  int32_t expiring_soon_days;
};

class FiltersTest : public EngineTest {
 protected:
  FiltersTest() {
    for (const std::string& organization : {ours_, theirs_}) {
      std::vector<Type> types;
      for (const auto& [grace, window] : {std::pair(0, 30), std::pair(60, 0), std::pair(10, 400)}) {
        types.push_back(
            {NewType(organization, {{"grace_days", grace}, {"expiring_soon_days", window}}), grace, window});
      }
      for (int user = 1; user <= 3; ++user) {
        const std::string member = NewMember(organization, {{"user_id", User(user)}});
        for (int i = 0; i < kCards / 6; ++i) AddCard(member, types[random_() % types.size()]);
      }
    }
  }

  Json RandomDay() {
    if (random_() % 5 == 0) return nullptr;
    return DateOf(Day("2025-01-01") + static_cast<int32_t>(random_() % 730));
  }

  void AddCard(const std::string& member, const Type& type) {
    Json request = {{"organization_member_id", member}, {"certification_type_id", type.id}};
    request["issued_on"] = RandomDay();
    request["expires_on"] = RandomDay();
    if (!request["issued_on"].is_null() && !request["expires_on"].is_null() &&
        request["expires_on"] < request["issued_on"]) {
      std::swap(request["issued_on"], request["expires_on"]);
    }
    if (random_() % 2 == 0) request["external_id"] = "e" + std::to_string(++n_ % 40);
    // Each external id stands in several spaces, never twice in one.
    if (random_() % 2 == 0) request["external_source"] = "s" + std::to_string(n_ / 40);
    const Answer answer = system().Call("certification.create", request, {.now = kNow + n_ % 5});
    if (answer.status == CERTLITE_E_EXTERNAL_ID_CONFLICT) return AddCard(member, type);
    ASSERT_DID(CERTLITE_CREATED, answer);
    Card card{answer.data(), {std::nullopt, std::nullopt, type.grace_days, type.expiring_soon_days}};
    if (card.data["issued_on"].is_string()) card.facts.issued_on = Day(card.data["issued_on"].get<std::string>());
    if (card.data["expires_on"].is_string()) card.facts.expires_on = Day(card.data["expires_on"].get<std::string>());
    cards_.push_back(card);
  }

  static bool Passes(const Card& card, const Json& filter, int32_t day) {
    for (const auto& [name, value] : filter.items()) {
      const Json& expires = card.data.at("expires_on");
      if (name == "order") continue;
      if (name == "validity_status") {
        if (StatusOn(card.facts, day).first != value) return false;
      } else if (name == "expires_after") {
        if (!expires.is_string() || expires.get<std::string>() <= value.get<std::string>()) return false;
      } else if (name == "expires_before") {
        if (!expires.is_string() || expires.get<std::string>() >= value.get<std::string>()) return false;
      } else if (card.data.at(name) != value) {
        return false;
      }
    }
    return true;
  }

  static bool Reaches(const Json& principal, const Json& data) {
    if (principal.value("reach", "") == "self") return data.at("user_id") == principal.at("user_id");
    return !principal.contains("organization_id") || principal.at("organization_id") == data.at("organization_id");
  }

  // Answers how many cards passed.
  size_t ExpectSame(const Json& principal, const Json& filter, int32_t day, int limit = 200) {
    std::vector<std::pair<std::string, std::string>> passed;
    for (const Card& card : cards_) {
      if (!Reaches(principal, card.data) || !Passes(card, filter, day)) continue;
      std::string expiry;
      if (filter.value("order", "id") == "expires_on")
        expiry = card.data["expires_on"].is_null() ? "never" : card.data["expires_on"];
      passed.emplace_back(expiry, card.data["id"]);
    }
    std::ranges::sort(passed);
    std::vector<std::string> expected;
    for (const auto& [expiry, id] : passed) expected.push_back(id);
    EXPECT_EQ(expected, ReadPages(As(principal), "certification.list", filter, limit, {.as_of = day}))
        << principal << filter << DateOf(day);
    return expected.size();
  }

  // Any value of one filter.
  Json Filter(const std::string& name) {
    static const std::vector<std::string> kValidity = {"invalid",       "not_yet_valid", "valid",
                                                       "expiring_soon", "in_grace",      "expired"};
    const Card& card = cards_[random_() % cards_.size()];
    if (name == "validity_status") return kValidity[random_() % kValidity.size()];
    if (name == "expires_after" || name == "expires_before") {
      return DateOf(Day("2025-01-01") + static_cast<int32_t>(random_() % 730));
    }
    if (name == "order") return random_() % 2 == 0 ? "id" : "expires_on";
    if (name == "lifecycle_status") return random_() % 4 == 0 ? "suspended" : "active";
    if (name == "verification_status") return random_() % 4 == 0 ? "verified" : "unverified";
    if (random_() % 10 == 0 && name.starts_with("external")) return "unheard of";
    return card.data.at(name);
  }

  const std::string ours_ = NewOrganization();
  const std::string theirs_ = NewOrganization();
  const std::vector<Json> principals_ = {kSystem, OrganizationOf(User(1), ours_), OrganizationOf(User(1), theirs_),
                                         SelfOf(User(1)), SelfOf(User(3))};
  const std::vector<int32_t> days_ = {Day("2024-12-01"), Day("2025-06-15"), Day("2026-01-15"), Day("2026-09-30"),
                                      Day("2028-01-01")};
  std::vector<Card> cards_;
  std::mt19937 random_{kSeed};
  int n_ = 0;
};

const std::vector<std::string> kFilters = {
    "organization_id",  "organization_member_id", "external_id",         "external_source", "certification_type_id",
    "lifecycle_status", "validity_status",        "verification_status", "expires_after",   "expires_before"};

TEST_F(FiltersTest, EachAlone) {
  ASSERT_EQ(static_cast<size_t>(kCards), cards_.size());
  for (const std::string& name : kFilters) {
    size_t passed = 0;
    for (const int32_t day : days_) {
      for (const char* order : {"id", "expires_on"}) {
        for (int i = 0; i < 2; ++i) passed += ExpectSame(kSystem, {{name, Filter(name)}, {"order", order}}, day);
      }
    }
    EXPECT_LT(0U, passed) << name;
  }
}

TEST_F(FiltersTest, EveryValidityOnEveryDayToEveryPrincipal) {
  for (const Json& principal : principals_) {
    for (const int32_t day : days_) {
      for (const char* order : {"id", "expires_on"}) {
        size_t total = 0;
        for (const char* status : {"invalid", "not_yet_valid", "valid", "expiring_soon", "in_grace", "expired"}) {
          total += ExpectSame(principal, {{"validity_status", status}, {"order", order}}, day, 30);
        }
        EXPECT_EQ(ExpectSame(principal, {{"order", order}}, day), total);
      }
    }
  }
}

TEST_F(FiltersTest, ManyTogether) {
  RecordProperty("seed", static_cast<int>(kSeed));
  size_t passed = 0;
  for (int round = 0; round < 300; ++round) {
    Json filter = {{"order", Filter("order")}};
    for (int i = static_cast<int>(random_() % 3); i >= 0; --i) {
      const std::string& name = kFilters[random_() % kFilters.size()];
      if (name != "organization_id") filter[name] = Filter(name);
    }
    passed += ExpectSame(principals_[random_() % principals_.size()], filter, days_[random_() % days_.size()],
                         1 + static_cast<int>(random_() % 60));
  }
  EXPECT_LT(1'000U, passed);
}

// Null is a value of the two that can be null.
TEST_F(FiltersTest, NullIsWhatHasNone) {
  EXPECT_LT(0U, ExpectSame(kSystem, {{"external_id", nullptr}}, days_[0]));
  EXPECT_LT(0U, ExpectSame(kSystem, {{"external_source", nullptr}}, days_[0]));
  EXPECT_LT(0U, ExpectSame(kSystem, {{"external_source", nullptr}, {"external_id", "e1"}}, days_[0]));
}

TEST_F(FiltersTest, MetaIsParallelToData) {
  const int32_t day = days_[2];
  const Json page = system().Call("certification.list", {{"limit", 200}}, {.as_of = day}).json();
  ASSERT_EQ(200U, page.at("data").size());
  ASSERT_EQ(200U, page.at("meta").size());
  for (size_t i = 0; i < 200; ++i) {
    const Answer one = system().Call("certification.get", {{"id", page["data"][i]["id"]}}, {.as_of = day});
    EXPECT_EQ(one.json(), Json({{"data", page["data"][i]}, {"meta", page["meta"][i]}}));
  }
}

TEST_F(FiltersTest, OfOrganizationsMembersAndTypes) {
  const std::string archived = NewOrganization({{"status", "archived"}});
  const std::string invited = NewMember(ours_, {{"status", "invited"}, {"email", "i@x"}, {"external_id", "I"}});
  const std::string primary = NewMember(ours_, {{"is_primary", true}, {"user_id", User(8)}});
  const std::string standard = NewStandardType({{"slug", "one"}});
  const std::string retired = NewType(ours_, {{"slug", "two"}, {"status", "archived"}});
  struct Row {
    std::string operation;
    Json filter;
    std::vector<std::string> ids;
  };
  const std::vector<Row> rows = {
      {"organization.list", {{"status", "archived"}}, {archived}},
      {"organization.list", {{"status", "active"}}, {ours_, theirs_}},
      {"member.list", {{"status", "invited"}}, {invited}},
      {"member.list", {{"email", "i@x"}}, {invited}},
      {"member.list", {{"email", "I@x"}}, {}},
      {"member.list", {{"external_id", "I"}, {"status", "invited"}}, {invited}},
      {"member.list", {{"external_id", "I"}, {"status", "active"}}, {}},
      {"member.list", {{"is_primary", true}}, {primary}},
      {"member.list", {{"user_id", User(8)}}, {primary}},
      {"member.list", {{"user_id", nullptr}}, {invited}},
      {"member.list", {{"status", "archived"}}, {}},
      {"certification_type.list", {{"slug", "one"}}, {standard}},
      {"certification_type.list", {{"scope", "standard"}}, {standard}},
      {"certification_type.list", {{"status", "archived"}}, {retired}},
      {"certification_type.list", {{"status", "archived"}, {"scope", "standard"}}, {}},
  };
  for (const Row& row : rows) {
    EXPECT_THAT(ReadPages(system(), row.operation, row.filter, 200), testing::UnorderedElementsAreArray(row.ids))
        << row.operation << row.filter;
  }
}

}  // namespace
}  // namespace certlite::host
