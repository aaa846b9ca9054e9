// certification.count: its numbers are those of certification.list, for everybody, every day and filter, whatever was
// written meanwhile and by whom. CERTLITE_ROUNDS sets how many writes there are (400), CERTLITE_SEED which.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

constexpr const char* kCount = "certification.count";
constexpr const char* kList = "certification.list";
const std::vector<std::string> kStatuses = {"invalid",       "not_yet_valid", "valid",
                                            "expiring_soon", "in_grace",      "expired"};

// What a page of a list, or several together, makes of it.
Json CountOf(const std::vector<Json>& pages, int32_t as_of) {
  Json counted = {{"as_of", DateOf(as_of)}, {"total", 0}};
  for (const std::string& status : kStatuses) counted[status] = 0;
  Json next;
  for (const Json& page : pages) {
    for (const Json& card : page.at("data")) {
      const std::string status = card.at("validity_status");
      counted["total"] = counted["total"].get<int>() + 1;
      counted[status] = counted[status].get<int>() + 1;
    }
    for (const Json& meta : page.at("meta")) {
      const Json& day = meta.at("next_transition_on");
      if (!day.is_null() && (next.is_null() || day < next)) next = day;
    }
  }
  counted["next_transition_on"] = next;
  return counted;
}

Json CountByList(const Session& session, Json filter, int32_t as_of) {
  std::vector<Json> pages;
  filter["limit"] = 200;
  do {
    const Answer page = session.Call(kList, filter, {.as_of = as_of});
    EXPECT_DID(CERTLITE_READ, page);
    pages.push_back(page.json());
    filter["cursor"] = pages.back().at("page").at("next_cursor");
  } while (pages.back().at("page").at("has_more") == true);
  return CountOf(pages, as_of);
}

class CountTest : public EngineTest {
 protected:
  const std::string ours_ = NewOrganization();
  const std::string theirs_ = NewOrganization();
  const std::string own_ = NewMember(ours_, {{"user_id", User(1)}});
  const std::string colleague_ = NewMember(ours_, {{"user_id", User(2)}});
  const std::string own_elsewhere_ = NewMember(theirs_, {{"user_id", User(1)}});
  const std::string type_ = NewType(ours_, {{"grace_days", 10}, {"expiring_soon_days", 30}});
  const std::string their_type_ = NewType(theirs_);
  const std::string standard_type_ = NewStandardType({{"grace_days", 5}});
};

TEST_F(CountTest, TellsOneNumberAStatus) {
  NewCard(own_, type_, {{"issued_on", "2026-01-01"}, {"expires_on", "2026-12-31"}});
  NewCard(own_, type_, {{"issued_on", "2026-06-01"}});
  NewCard(own_, type_, {{"issued_on", "2024-01-01"}, {"expires_on", "2026-01-05"}});
  const std::string erased = NewCard(own_, type_);
  EXPECT_DID(CERTLITE_UPDATED, system().Call("certification.erase", {{"id", erased}, {"reason", "r"}}));
  const std::string revoked = NewCard(own_, type_);
  EXPECT_DID(CERTLITE_UPDATED, system().Call("certification.revoke", {{"id", revoked}, {"reason", "r"}}));
  const Answer counted = system().Call(kCount, Json::object());
  ASSERT_DID(CERTLITE_READ, counted);
  EXPECT_EQ(R"({"data":{"as_of":"2026-01-15","total":4,"invalid":1,"not_yet_valid":1,"valid":1,"expiring_soon":0,)"
            R"("in_grace":1,"expired":0,"next_transition_on":"2026-01-16"},"meta":{}})",
            counted.text);
}

TEST_F(CountTest, OfNothingIsZero) {
  const Json none = CountOf({}, Day("2026-01-15"));
  EXPECT_EQ(none, system().Call(kCount, Json::object()).data());
  EXPECT_EQ(none, As(SelfOf(User(9))).Call(kCount, Json::object()).data());
  NewCard(own_, type_);
  EXPECT_EQ(none, system().Call(kCount, {{"organization_id", theirs_}}).data());
  EXPECT_EQ(none, As(SelfOf(User(2))).Call(kCount, {{"organization_member_id", own_}}).data());
  EXPECT_EQ(none, system().Call(kCount, {{"certification_type_id", kNowhere}}).data());
}

TEST_F(CountTest, ADayOfTheLastYearHasNoNextOne) {
  NewCard(own_, type_, {{"issued_on", "2026-01-01"}, {"expires_on", "9999-12-31"}});
  const Json told = system().Call(kCount, Json::object(), {.as_of = Day("9999-12-31")}).data();
  EXPECT_EQ(1, told.at("expiring_soon"));
  EXPECT_TRUE(told.at("next_transition_on").is_null());
}

TEST_F(CountTest, InATrialTellsOfWhatIsTriedAndLeavesNothing) {
  NewCard(own_, type_);
  const auto total = [&] { return system().Call(kCount, Json::object()).data().at("total"); };
  EXPECT_EQ(1, total());
  const Json change = {{"operation", "certification.create"},
                       {"request", {{"organization_member_id", own_}, {"certification_type_id", type_}}}};
  const Json question = {{"operation", kCount}, {"request", Json::object()}};
  const Answer tried =
      system().Call("what_if.ask", {{"changes", Json::array({change, change})}, {"question", question}});
  ASSERT_DID(CERTLITE_READ, tried);
  EXPECT_EQ(1, tried.data().at("before").at("data").at("total"));
  EXPECT_EQ(3, tried.data().at("after").at("data").at("total"));
  EXPECT_EQ(1, total());
  NewCard(own_, type_);
  EXPECT_EQ(2, total());
}

TEST_F(CountTest, CanBeCancelled) {
  certlite_cancel* cancel = nullptr;
  ASSERT_EQ(CERTLITE_OK, certlite_cancel_new(&cancel));
  certlite_cancel_trigger(cancel);
  EXPECT_EQ(CERTLITE_E_CANCELLED, system().Call(kCount, Json::object(), {.cancel = cancel}).status);
  certlite_cancel_free(cancel);
}

// A store that random writes go through, from two engines in turn, of which each counts.
class RandomWrites : public CountTest {
 protected:
  int Between(int first, int last) { return std::uniform_int_distribution(first, last)(source_); }
  bool OneIn(int n) { return Between(1, n) == 1; }

  template <typename Range>
  const auto& Of(const Range& range) {
    return range[static_cast<size_t>(Between(0, static_cast<int>(range.size()) - 1))];
  }

  int32_t ADay() {
    if (turns_.empty() || OneIn(4)) return Day("2026-01-15") + Between(-900, 1'200);
    const int32_t turn = Of(turns_);
    return turn + Between(-1, 1);
  }

  Json Dates() {
    Json dates = Json::object();
    const int32_t issued = Day("2026-01-15") + Between(-800, 200);
    const int32_t expires = issued + Between(0, 1'500);
    if (!OneIn(6)) dates["issued_on"] = DateOf(issued);
    if (!OneIn(6)) dates["expires_on"] = DateOf(expires);
    for (const int32_t day : {issued, expires, expires + 1, expires + 10, expires - 30}) turns_.push_back(day);
    return dates;
  }

  // Of whichever is asked: a member of the other organization is refused, which is no matter here.
  void Write(const Session& session) {
    static constexpr std::array kSteps = {"suspend", "reinstate", "revoke", "archive", "restore", "erase", "renew"};
    Json request = Dates();
    const std::string card = cards_.empty() ? std::string(kNowhere) : Of(cards_);
    switch (Between(1, 12)) {
      case 1:
      case 2:
      case 3:
      case 4: {
        request["organization_member_id"] = Of(members_);
        request["certification_type_id"] = Of(types_);
        const bool imports = OneIn(2);
        if (imports) request["external_id"] = std::to_string(Between(1, 60));
        if (imports) request["on_duplicate"] = "update";
        return Keep(session.Call(imports ? "certification.import" : "certification.create", request));
      }
      case 5:
      case 6:
        request["id"] = card;
        if (OneIn(3)) request["organization_member_id"] = Of(members_);
        if (OneIn(3)) request["certification_type_id"] = Of(types_);
        return Keep(session.Call("certification.update", request));
      case 7: {
        const Json terms = {{"id", Of(types_)}, {"grace_days", Between(0, 40)}, {"expiring_soon_days", Between(0, 90)}};
        return Keep(session.Call("certification_type.update", terms));
      }
      case 8: {
        const char* const operation = Of(
            std::array{"member.archive", "member.restore", "certification_type.archive", "certification_type.restore"});
        const bool of_member = std::string_view(operation).starts_with("member");
        return Keep(session.Call(operation, {{"id", of_member ? Of(members_) : Of(types_)}}));
      }
      case 9:
        return Keep(
            session.Call("certification.supersede",
                         {{"id", card}, {"reason", "r"}, {"replacement_id", Of(cards_.empty() ? types_ : cards_)}}));
      default: {
        const std::string step = Of(kSteps);
        if (step == "erase" && !OneIn(4)) return;
        const Json decision = {{"id", card}, {"reason", "r"}};
        return Keep(session.Call("certification." + step, step == "renew" ? Json{{"id", card}} : decision));
      }
    }
  }

  void Keep(const Answer& answer) {
    ++(answer.ok() ? done_ : refused_);
    if (answer.ok() && answer.outcome == CERTLITE_CREATED) cards_.push_back(answer.id());
  }

  Json AFilter(bool of_system) {
    Json filter = Json::object();
    if (of_system && OneIn(3)) filter["organization_id"] = OneIn(2) ? ours_ : theirs_;
    if (OneIn(4)) filter["organization_member_id"] = Of(members_);
    if (OneIn(4)) filter["certification_type_id"] = Of(types_);
    if (OneIn(4))
      filter["lifecycle_status"] = Of(std::array{"active", "suspended", "revoked", "superseded", "archived"});
    return filter;
  }

  // What is counted in a trial, beside what is listed in one.
  void ExpectSameInATrial(const Session& session, int32_t as_of) {
    const Json change = {
        {"operation", "certification.create"},
        {"request", {{"organization_member_id", Of(members_)}, {"certification_type_id", Of(types_)}}}};
    const auto ask = [&](const char* operation, const Json& request) {
      return session.Call(
          "what_if.ask",
          {{"changes", Json::array({change})}, {"question", {{"operation", operation}, {"request", request}}}},
          {.as_of = as_of});
    };
    Json filter = {{"certification_type_id", Of(types_)}};
    const Answer counted = ask(kCount, filter);
    filter["limit"] = 200;
    const Answer listed = ask(kList, filter);
    ASSERT_EQ(listed.status, counted.status);
    if (!listed.ok() || listed.data().at("after").at("page").at("has_more") == true) return;
    ++trials_;
    for (const char* when : {"before", "after"}) {
      ASSERT_EQ(CountOf({listed.data().at(when)}, as_of), counted.data().at(when).at("data")) << when;
    }
  }

  std::mt19937_64 source_;
  const std::vector<std::string> members_ = {own_, colleague_, own_elsewhere_, NewMember(theirs_)};
  const std::vector<std::string> types_ = {type_, their_type_, standard_type_, NewType(ours_)};
  std::vector<std::string> cards_;
  std::vector<int32_t> turns_;
  int done_ = 0, refused_ = 0, trials_ = 0;
};

TEST_F(RandomWrites, AreCountedAsTheyAreListed) {
  const char* const seed = std::getenv("CERTLITE_SEED");
  const char* const rounds = std::getenv("CERTLITE_ROUNDS");
  source_.seed(seed != nullptr ? std::stoull(seed) : 7);
  const Engine other(Path());
  const std::vector<Json> principals = {kSystem, OrganizationOf(User(1), ours_), OrganizationOf(User(3), theirs_),
                                        SelfOf(User(1)), SelfOf(User(2))};
  std::vector<Session> sessions;
  for (const Json& principal : principals) {
    sessions.push_back(As(principal));
    sessions.push_back(other.As(principal));
  }
  int64_t told = 0;
  for (int round = rounds != nullptr ? std::stoi(rounds) : 400; round > 0; --round) {
    for (int writes = OneIn(10) ? 12 : Between(0, 2); writes > 0; --writes) Write(sessions[OneIn(2) ? 0 : 1]);
    for (int question = 0; question < 4; ++question) {
      const size_t who = static_cast<size_t>(Between(0, static_cast<int>(sessions.size()) - 1));
      const int32_t as_of = ADay();
      const Json filter = AFilter(who < 2);
      const Answer counted = sessions[who].Call(kCount, filter, {.as_of = as_of});
      ASSERT_DID(CERTLITE_READ, counted);
      ASSERT_EQ(CountByList(sessions[who], filter, as_of), counted.data())
          << round << ": " << principals[who / 2] << filter;
      told += counted.data().at("total").get<int64_t>();
    }
    if (OneIn(2)) {
      const int32_t as_of = ADay();
      ExpectSameInATrial(sessions[OneIn(2) ? 0 : 1], as_of);
    }
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(done_, 100);
  EXPECT_GT(refused_, 20);
  EXPECT_GT(trials_, 10);
  EXPECT_GT(told, 5'000) << "little was counted";
}

}  // namespace
}  // namespace certlite::host
