// As-known reads: the version that was known at an instant, with what was known then of all that is shown with it.
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

class KnownAtTest : public EngineTest {
 protected:
  Answer Get(const std::string& id, const How& how) const {
    return system().Call("certification.get", {{"id", id}}, how);
  }
  void Do(const std::string& operation, const Json& request, int64_t now) {
    EXPECT_DID(CERTLITE_UPDATED, system().Call(operation, request, {.now = now}));
  }

  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_, {{"user_id", User(1)}});
  const std::string type_ = NewType(organization_);
  const std::string card_ = NewCard(member_, type_, {{"issued_on", "2025-01-01"}, {"expires_on", "2026-12-31"}});
};

TEST_F(KnownAtTest, AnswersByteForByteWhatWasAnsweredThen) {
  std::vector<std::pair<int64_t, std::string>> then;  // the answer from that instant on, for one day
  const How day = {.as_of = Day("2026-12-15")};
  then.emplace_back(kNow, Get(card_, day).text);
  const std::vector<std::pair<std::string, Json>> changes = {
      {"certification.update", {{"id", card_}, {"expires_on", "2026-12-20"}}},
      {"certification_type.update", {{"id", type_}, {"title", "Another"}, {"expiring_soon_days", 1}}},
      {"certification.verify",
       {{"id", card_}, {"outcome", "verified"}, {"method", "m"}, {"verified_until", "2026-12-01"}}},
      {"member.update", {{"id", member_}, {"user_id", User(2)}}},
      {"certification.suspend", {{"id", card_}, {"reason", "r"}}},
      {"certification.archive", {{"id", card_}}},
      {"certification_type.archive", {{"id", type_}}},
      {"certification.restore", {{"id", card_}}}};
  int64_t now = kNow;
  for (const auto& [operation, request] : changes) {
    Do(operation, request, now += 60'000);
    then.emplace_back(now, Get(card_, day).text);
    EXPECT_NE(then[then.size() - 2].second, then.back().second) << operation;
  }
  Reopen();
  for (size_t i = 0; i < then.size(); ++i) {
    const auto& [from, text] = then[i];
    for (const int64_t instant : {from, from + 59'999}) {
      EXPECT_EQ(text, Get(card_, {.as_of = day.as_of, .known_at = instant}).text) << i;
    }
  }
  EXPECT_EQ(then.back().second, Get(card_, {.as_of = day.as_of, .known_at = 253402300799999}).text);
  EXPECT_REFUSED("not_found", Get(card_, {.known_at = kNow - 1}), {"record.exists", "/id"});
}

TEST_F(KnownAtTest, ARenewalIsKnownFromItsCreationOn) {
  ASSERT_DID(CERTLITE_CREATED, system().Call("certification.renew", {{"id", card_}}, {.now = kNow + 5000}));
  const auto is_latest = [&](int64_t at) { return Get(card_, {.known_at = at}).json().at("meta").at("is_latest"); };
  EXPECT_EQ(true, is_latest(kNow + 4999));
  EXPECT_EQ(false, is_latest(kNow + 5000));
}

// What was another's then is not shown to whom it belongs now, nor the other way round.
TEST_F(KnownAtTest, AVersionIsReachedByWhoseItWas) {
  const std::string other = NewMember(organization_, {{"user_id", User(2)}});
  Do("certification.update", {{"id", card_}, {"organization_member_id", other}}, kNow + 1000);
  const auto as = [&](int user, int64_t at) {
    return As(SelfOf(User(user))).Call("certification.get", {{"id", card_}}, {.known_at = at});
  };
  EXPECT_DID(CERTLITE_READ, as(2, kNow + 1000));
  EXPECT_REFUSED("not_found", as(2, kNow), {"record.exists", "/id"});
  EXPECT_REFUSED("not_found", as(1, kNow), {"record.exists", "/id"});
}

// The clock went back: what was written last is what is known, as soon as its instant is reached.
TEST_F(KnownAtTest, TheOrderOfWritingDecidesBetweenInstants) {
  Do("certification.update", {{"id", card_}, {"serial_number", "second"}}, kNow + 9000);
  Do("certification.update", {{"id", card_}, {"serial_number", "third"}}, kNow + 3000);
  const auto serial = [&](int64_t at) { return Get(card_, {.known_at = at}).data().at("serial_number"); };
  EXPECT_EQ(nullptr, serial(kNow + 2999));
  EXPECT_EQ("third", serial(kNow + 3000));
  EXPECT_EQ("third", serial(kNow + 9000));
}

}  // namespace
}  // namespace certlite::host
