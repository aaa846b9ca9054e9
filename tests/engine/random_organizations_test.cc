// Random organizations: what qualification_result.list says of every member, counted over what certification.list says
// of their cards. CERTLITE_ORGANIZATIONS sets how many there are (300; 100,000 before a release), CERTLITE_SEED which.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

constexpr int kOrganizationsAStore = 100;  // so that no store grows slow
constexpr int kStandardTypes = 4;

uint64_t Told(const char* name, uint64_t otherwise) {
  const char* const told = std::getenv(name);
  return told != nullptr ? std::stoull(told) : otherwise;
}

class Chance {
 public:
  explicit Chance(uint64_t seed) : source_(seed) {}

  int Between(int first, int last) { return std::uniform_int_distribution(first, last)(source_); }
  bool OneIn(int n) { return Between(1, n) == 1; }

  template <typename Range>
  const auto& Of(const Range& range) {
    return range[static_cast<size_t>(Between(0, static_cast<int>(range.size()) - 1))];
  }

 private:
  std::mt19937_64 source_;
};

// What has been met, so that a test which tests nothing is seen.
struct Seen {
  std::map<std::string, int64_t> results;  // by status
  std::map<std::string, int64_t> cards;    // by validity and verification
  int64_t organizations = 0;
};

class Organization {
 public:
  Organization(const Engine& engine, const Session& system, const std::vector<std::string>& standard_types,
               uint64_t seed)
      : chance_(seed), types_(standard_types) {
    const std::string id = Id(system.Call("organization.create", {{"name", "Organization"}}));
    session_ = engine.As(OrganizationOf(User(1), id));
    for (int i = chance_.Between(0, 3); i > 0; --i) NewType();
    for (int i = chance_.Between(0, 5); i > 0; --i) {
      members_.push_back(Id(session_.Call("member.create", {{"display_name", "Member"}})));
    }
    for (int i = chance_.Between(0, 4); i > 0; --i) NewQualification(i);
    for (int i = members_.empty() ? 0 : chance_.Between(0, 20); i > 0; --i) NewCard();
    for (const std::string& card : std::vector(cards_)) Decide(card);
    PutAway();
  }

  // Counts on one day, and compares.
  void Expect(Seen& seen) {
    const int32_t day = ADay();
    const Json members = ListOf("member.list");
    const Json qualifications = ListOf("qualification.list");
    const Json cards = ListOf("certification.list", day);
    for (const Json& card : cards) {
      ++seen.cards[card.at("validity_status")];
      ++seen.cards[card.at("verification_status")];
    }
    std::map<std::pair<std::string, std::string>, Json> told;
    for (const Json& result : ListOf("qualification_result.list", day)) {
      ++seen.results[result.at("status")];
      told[{result.at("organization_member_id"), result.at("qualification_id")}] = result;
    }
    size_t expected = 0;
    for (const Json& member : members) {
      if (member.at("status") == "archived") continue;
      for (const Json& qualification : qualifications) {
        if (qualification.at("status") == "archived") continue;
        ++expected;
        const auto found = told.find({member.at("id"), qualification.at("id")});
        ASSERT_NE(told.end(), found) << "on " << DateOf(day) << " nothing is told of " << member << qualification;
        ExpectResult(found->second, qualification, Held(cards, member.at("id"), qualification));
        if (testing::Test::HasFatalFailure()) FAIL() << "on " << DateOf(day) << " of " << cards;
      }
    }
    ASSERT_EQ(expected, told.size()) << "on " << DateOf(day);
    ++seen.organizations;
  }

 private:
  using Ids = std::set<std::string>;

  static std::string Id(const Answer& answer) {
    EXPECT_DID(CERTLITE_CREATED, answer);
    return answer.id();
  }

  void Change(const std::string& operation, const std::string& id, const Json& more = {{"reason", "r"}}) const {
    Json request = {{"id", id}};
    request.update(more);
    EXPECT_DID(CERTLITE_UPDATED, session_.Call(operation, request));
  }

  // All of it stands on one page.
  Json ListOf(std::string_view operation, std::optional<int32_t> as_of = std::nullopt) const {
    const Answer answer = session_.Call(operation, {{"limit", 200}}, {.as_of = as_of});
    EXPECT_DID(CERTLITE_READ, answer);
    Json page = answer.json();
    EXPECT_EQ(false, page.at("page").at("has_more"));
    return std::move(page.at("data"));
  }

  void NewType() {
    own_types_.push_back(
        Id(session_.Call("certification_type.create", {{"slug", "type-" + std::to_string(own_types_.size())},
                                                       {"title", "A type"},
                                                       {"grace_days", chance_.Of(std::array{0, 1, 45})},
                                                       {"expiring_soon_days", chance_.Of(std::array{0, 30, 400})}})));
    types_.push_back(own_types_.back());
  }

  void NewQualification(int number) {
    Json required = Json::array();
    for (const std::string& type : types_) {
      if (chance_.OneIn(2)) required.push_back(type);
    }
    std::ranges::reverse(required);
    const Json request = {{"slug", "qualification-" + std::to_string(number)},
                          {"title", "A qualification"},
                          {"certification_type_ids", required},
                          {"verification_policy", chance_.OneIn(3) ? "verified" : "any"},
                          {"accepts_in_grace", chance_.OneIn(2)}};
    qualifications_.push_back(Id(session_.Call("qualification.create", request)));
  }

  void NewCard() {
    Json request = {{"organization_member_id", chance_.Of(members_)}, {"certification_type_id", chance_.Of(types_)}};
    const int32_t issued = Day("2026-01-15") + chance_.Between(-800, 200);
    if (!chance_.OneIn(6)) {
      request["issued_on"] = DateOf(issued);
      turns_.push_back(issued);
    }
    if (!chance_.OneIn(6)) {
      const int32_t expires = issued + chance_.Between(0, 1'500);
      request["expires_on"] = DateOf(expires);
      turns_.insert(turns_.end(), {expires, expires + 1, expires + 45});
    }
    cards_.push_back(Id(session_.Call("certification.create", request)));
  }

  void Decide(const std::string& card) {
    if (chance_.OneIn(2)) {
      const char* const outcome = chance_.Of(std::array{"verified", "verified", "rejected", "pending"});
      Change("certification.verify", card, {{"outcome", outcome}, {"method", "registry"}});
    }
    if (!chance_.OneIn(3)) return;
    const std::string verb = chance_.Of(std::array{"suspend", "revoke", "archive", "supersede", "reinstate", "erase"});
    if (verb == "reinstate") Change("certification.suspend", card);
    if (verb != "supersede") return Change("certification." + verb, card);
    NewCard();
    Change("certification.supersede", card, {{"reason", "r"}, {"replacement_id", cards_.back()}});
  }

  void PutAway() {
    for (const std::string& type : own_types_) {
      if (chance_.OneIn(4)) Change("certification_type.archive", type);
    }
    for (const std::string& member : members_) {
      if (chance_.OneIn(8)) Change("member.update", member, {{"status", "inactive"}});
      if (chance_.OneIn(6)) Change(chance_.OneIn(3) ? "member.erase" : "member.archive", member);
    }
    for (const std::string& qualification : qualifications_) {
      if (chance_.OneIn(8)) Change("qualification.archive", qualification);
    }
  }

  // As a rule one on which something turns, or beside it.
  int32_t ADay() {
    if (turns_.empty() || chance_.OneIn(4)) return Day("2026-01-15") + chance_.Between(-900, 1'200);
    return chance_.Of(turns_) + chance_.Between(-1, 1);
  }

  // The types of which the member has a card that the qualification takes.
  static Ids Held(const Json& cards, const Json& member, const Json& qualification) {
    Ids validities = {"valid", "expiring_soon"};
    if (qualification.at("accepts_in_grace") == true) validities.insert("in_grace");
    Ids verifications = {"verified"};
    if (qualification.at("verification_policy") == "any") verifications.insert({"unverified", "pending"});
    Ids held;
    for (const Json& card : cards) {
      if (card.at("organization_member_id") == member && card.at("lifecycle_status") == "active" &&
          validities.contains(card.at("validity_status")) && verifications.contains(card.at("verification_status"))) {
        held.insert(card.at("certification_type_id"));
      }
    }
    return held;
  }

  static void ExpectResult(const Json& result, const Json& qualification, const Ids& held) {
    const std::vector<std::string> missing = result.at("missing_certification_type_ids");
    const size_t met = result.at("met_requirement_count");
    const size_t total = result.at("total_requirement_count");
    ASSERT_EQ(total, met + missing.size()) << result;
    ASSERT_EQ(missing.end(), std::ranges::adjacent_find(missing, std::greater_equal())) << result;

    const Ids required = qualification.at("certification_type_ids");
    Ids lacking = required;
    for (const std::string& type : held) lacking.erase(type);
    ASSERT_EQ(required.size(), total) << result;
    ASSERT_EQ(std::vector(lacking.begin(), lacking.end()), missing) << result;
    ASSERT_EQ(lacking.empty()                     ? "qualified"
              : lacking.size() == required.size() ? "not_qualified"
                                                  : "partially_qualified",
              result.at("status"))
        << result;
  }

  Chance chance_;
  Session session_;
  std::vector<std::string> types_;
  std::vector<std::string> own_types_;
  std::vector<std::string> members_;
  std::vector<std::string> qualifications_;
  std::vector<std::string> cards_;
  std::vector<int32_t> turns_;
};

std::vector<std::string> NewStandardTypes(const Session& system) {
  std::vector<std::string> ids;
  for (int i = 0; i < kStandardTypes; ++i) {
    const Json request = {{"slug", "standard-" + std::to_string(i)},
                          {"title", "A standard type"},
                          {"scope", "standard"},
                          {"grace_days", i % 2 * 45}};
    const Answer answer = system.Call("certification_type.create", request);
    EXPECT_DID(CERTLITE_CREATED, answer);
    ids.push_back(answer.id());
  }
  return ids;
}

std::string Text(const std::map<std::string, int64_t>& counts) {
  std::string text;
  for (const auto& [name, count] : counts) text += ", " + std::to_string(count) + " " + name;
  return text;
}

TEST(RandomOrganizations, AreQualifiedAsTheirCardsSay) {
  const uint64_t organizations = Told("CERTLITE_ORGANIZATIONS", 300);
  const uint64_t seed = Told("CERTLITE_SEED", 4);
  Seen seen;
  for (uint64_t first = 0; first < organizations; first += kOrganizationsAStore) {
    const Engine engine(":memory:");
    ASSERT_TRUE(engine.opened().ok()) << engine.opened().text;
    const Session system = engine.As(kSystem);
    const std::vector<std::string> standard_types = NewStandardTypes(system);
    std::vector<Organization> made;
    for (uint64_t i = first; i < std::min(organizations, first + kOrganizationsAStore); ++i) {
      made.emplace_back(engine, system, standard_types, seed * 1'000'003 + i);
    }
    ASSERT_DID(CERTLITE_UPDATED, system.Call("certification_type.archive", {{"id", standard_types.front()}}));
    for (size_t i = 0; i < made.size(); ++i) {
      made[i].Expect(seen);
      if (HasFailure()) FAIL() << "seed " << seed << ", organization " << first + i;
    }
  }
  std::cout << "seed " << seed << ": " << seen.organizations << " organizations; results" << Text(seen.results)
            << "; cards" << Text(seen.cards) << "\n";
  for (const char* status : {"qualified", "partially_qualified", "not_qualified"}) EXPECT_GT(seen.results[status], 0);
  for (const char* status : {"invalid", "not_yet_valid", "valid", "expiring_soon", "in_grace", "expired", "unverified",
                             "pending", "verified", "rejected"}) {
    EXPECT_GT(seen.cards[status], 0) << status;
  }
}

}  // namespace
}  // namespace certlite::host
