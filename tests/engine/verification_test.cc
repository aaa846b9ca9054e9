// certification.verify: what a check leaves on the record and in the history.
#include "tests/engine/file.h"
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

using testing::ElementsAre;

const Json kEvidence = {{"uri", "s3://bucket/card.pdf"},
                        {"media_type", "application/pdf"},
                        {"sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}};

class VerificationTest : public EngineTest {
 protected:
  Answer Verify(const std::string& outcome, const Json& more = Json::object(), const How& how = {}) const {
    Json request = {{"id", card_}, {"outcome", outcome}, {"method", "registry"}};
    request.update(more);
    return system().Call("certification.verify", request, how);
  }

  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_, {{"user_id", User(1)}});
  const std::string type_ = NewType(organization_);
  const std::string card_ = NewCard(member_, type_, {{"source", "import"}});
};

TEST_F(VerificationTest, EachOutcomeLeavesItsStatusAndOnlySuccessTheRest) {
  const struct {
    std::string outcome;
    std::string method;
    Json until;
    Json kept_method;
    Json kept_at;
  } kRows[] = {
      {"pending", "first", nullptr, nullptr, nullptr},
      {"rejected", "second", nullptr, nullptr, nullptr},
      {"verified", "third", "2027-01-31", "third", "2026-01-15T08:00:03.000Z"},
      {"pending", "fourth", nullptr, "third", "2026-01-15T08:00:03.000Z"},
      {"rejected", "fifth", nullptr, "third", "2026-01-15T08:00:03.000Z"},
      {"verified", "sixth", nullptr, "sixth", "2026-01-15T08:00:06.000Z"},
  };
  int64_t now = kNow;
  for (const auto& row : kRows) {
    const testing::ScopedTrace trace(__FILE__, __LINE__, row.method);
    Json more = {{"method", row.method}};
    if (!row.until.is_null()) more["verified_until"] = row.until;
    const Answer answer = Verify(row.outcome, more, {.now = now += 1000});
    ASSERT_DID(CERTLITE_UPDATED, answer);
    EXPECT_EQ(row.outcome, answer.data().at("verification_status"));
    EXPECT_EQ(row.kept_method, answer.data().at("verification_method"));
    EXPECT_EQ(row.kept_at, answer.data().at("last_verified_at"));
    EXPECT_EQ(row.until, answer.json().at("meta").at("verified_until"));
    EXPECT_EQ(answer.text, system().Call("certification.get", {{"id", card_}}).text);
  }
}

TEST_F(VerificationTest, IsDueAgainOnTheDayAfterItsEnd) {
  ASSERT_DID(CERTLITE_UPDATED, Verify("verified", {{"verified_until", "2026-06-30"}}));
  const auto due = [&](std::string_view day) {
    return system()
        .Call("certification.get", {{"id", card_}}, {.as_of = Day(day)})
        .json()
        .at("meta")
        .at("reverify_due");
  };
  EXPECT_EQ(false, due("2026-06-30"));
  EXPECT_EQ(true, due("2026-07-01"));
  ASSERT_DID(CERTLITE_UPDATED, Verify("rejected"));
  EXPECT_EQ(false, due("2026-07-01")) << "what isn't verified isn't due again";
}

// A second check that shows the same is a second check.
TEST_F(VerificationTest, EveryCheckIsRecorded) {
  ASSERT_DID(CERTLITE_UPDATED, Verify("rejected", {{"evidence", kEvidence}}));
  ASSERT_DID(CERTLITE_UPDATED, Verify("rejected", {{"verifier", "Second"}, {"reason", "looked again"}}));
  const Answer checks = system().Call("certification.evidence", {{"id", card_}});
  ASSERT_DID(CERTLITE_READ, checks);
  EXPECT_EQ(Json::array({{{"outcome", "rejected"},
                          {"method", "registry"},
                          {"verifier", "Second"},
                          {"verified_until", nullptr},
                          {"evidence", nullptr}},
                         {{"outcome", "rejected"},
                          {"method", "registry"},
                          {"verifier", nullptr},
                          {"verified_until", nullptr},
                          {"evidence", kEvidence}}}),
            checks.data());
  EXPECT_EQ(3, checks.json().at("meta")[0].at("revision"));
  EXPECT_TRUE(ChainsHold(ReadHistory(Path())));
}

TEST_F(VerificationTest, AnEndGoesWithSuccessAlone) {
  const std::string before = Dump();
  for (const char* outcome : {"pending", "rejected"}) {
    EXPECT_REFUSED("invalid", Verify(outcome, {{"verified_until", "2027-01-01"}}),
                   {"verification.until", "/verified_until"});
  }
  EXPECT_EQ(before, Dump());
}

// A material edit takes the verification back; what was verified stays to be read.
TEST_F(VerificationTest, AMaterialEditTakesItBackAndTheHistoryKeepsIt) {
  ASSERT_DID(CERTLITE_UPDATED, Verify("verified", {{"evidence", kEvidence}, {"verified_until", "2027-01-01"}}));
  const Answer edited =
      system().Call("certification.update", {{"id", card_}, {"serial_number", "7"}}, {.now = kNow + kDayMs});
  EXPECT_EQ("unverified", edited.data().at("verification_status"));
  EXPECT_EQ("registry", edited.data().at("verification_method"));
  EXPECT_EQ(nullptr, edited.json().at("meta").at("verified_until"));
  EXPECT_EQ(1U, system().Call("certification.evidence", {{"id", card_}}).data().size());
  const Answer then = system().Call("certification.get", {{"id", card_}}, {.known_at = kNow + kDayMs - 1});
  EXPECT_EQ("verified", then.data().at("verification_status"));
}

}  // namespace
}  // namespace certlite::host
