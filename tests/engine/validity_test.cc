// Validity through the ABI on every day of a card's life, against a table that is computed here.
#include <map>

#include "tests/engine/fixture.h"
#include "tests/engine/validity_oracle.h"

namespace certlite::host {
namespace {

constexpr int32_t kBefore = 40;
constexpr int32_t kAfter = 60;

const std::map<int32_t, std::string> kStatuses = {
    {CERTLITE_VALIDITY_INVALID, "invalid"},   {CERTLITE_VALIDITY_NOT_YET_VALID, "not_yet_valid"},
    {CERTLITE_VALIDITY_VALID, "valid"},       {CERTLITE_VALIDITY_EXPIRING_SOON, "expiring_soon"},
    {CERTLITE_VALIDITY_IN_GRACE, "in_grace"}, {CERTLITE_VALIDITY_EXPIRED, "expired"}};

const std::map<int32_t, std::string> kReasons = {
    {CERTLITE_REASON_BEFORE_ISSUE, "before_issue"}, {CERTLITE_REASON_NO_EXPIRY, "no_expiry"},
    {CERTLITE_REASON_IN_FORCE, "in_force"},         {CERTLITE_REASON_NEAR_EXPIRY, "near_expiry"},
    {CERTLITE_REASON_WITHIN_GRACE, "within_grace"}, {CERTLITE_REASON_PAST_EXPIRY, "past_expiry"}};

Json DayOrNull(int32_t day) { return day == CERTLITE_NO_DAY ? Json() : Json(DateOf(day)); }

// What the pure function says, in the words of an answer.
Verdict Pure(const CardFacts& card, int32_t day) {
  const certlite_facts facts{card.issued_on.value_or(CERTLITE_NO_DAY),
                             card.expires_on.value_or(CERTLITE_NO_DAY),
                             card.grace_days,
                             card.expiring_soon_days,
                             CERTLITE_LIFECYCLE_ACTIVE,
                             0};
  certlite_validity_result result{};
  EXPECT_EQ(CERTLITE_OK, certlite_validity(&facts, 1, day, &result));
  return {kStatuses.at(result.validity_status), kReasons.at(result.validity_reason),
          result.days_remaining == CERTLITE_NO_DAY ? Json() : Json(result.days_remaining),
          DayOrNull(result.next_transition_day)};
}

Verdict Told(const Answer& answer) {
  const Json whole = answer.json();
  const Json& meta = whole.at("meta");
  return {whole.at("data").at("validity_status"), meta.at("validity_reason"), meta.at("days_remaining"),
          meta.at("next_transition_on")};
}

std::string Text(const Verdict& verdict) {
  return verdict.status + " " + verdict.reason + " " + verdict.days_remaining.dump() + " " +
         verdict.next_transition_on.dump();
}

struct Terms {
  int32_t grace_days;
  int32_t expiring_soon_days;
};

class ValidityTest : public EngineTest, public testing::WithParamInterface<Terms> {
 protected:
  // Asks for every day around the card's life. Answers how many days there were.
  int ExpectEveryDay(const char* issued_on, const char* expires_on) {
    CardFacts card{std::nullopt, std::nullopt, GetParam().grace_days, GetParam().expiring_soon_days};
    Json dates = Json::object();
    if (issued_on != nullptr) {
      dates["issued_on"] = issued_on;
      card.issued_on = Day(issued_on);
    }
    if (expires_on != nullptr) {
      dates["expires_on"] = expires_on;
      card.expires_on = Day(expires_on);
    }
    const std::string id = NewCard(member_, type_, dates);
    const int32_t anchor = Day("2024-06-01");
    const int32_t first = card.issued_on.value_or(card.expires_on.value_or(anchor)) - kBefore;
    const int32_t last = card.expires_on.value_or(card.issued_on.value_or(anchor)) + card.grace_days + kAfter;
    for (int32_t day = first; day <= last; ++day) {
      const std::string expected = Text(VerdictOn(card, day));
      const Answer answer = system().Call("certification.get", {{"id", id}}, {.as_of = day});
      EXPECT_EQ(expected, Text(Told(answer))) << DateOf(day);
      EXPECT_EQ(expected, Text(Pure(card, day))) << DateOf(day);
    }
    return last - first + 1;
  }

  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_);
  const std::string type_ = NewType(
      organization_, {{"grace_days", GetParam().grace_days}, {"expiring_soon_days", GetParam().expiring_soon_days}});
};

INSTANTIATE_TEST_SUITE_P(Terms, ValidityTest,
                         testing::Values(Terms{0, 30}, Terms{30, 30}, Terms{1, 0}, Terms{0, 0}, Terms{45, 1},
                                         Terms{14, 400}),
                         [](const testing::TestParamInfo<Terms>& terms) {
                           return "Grace" + std::to_string(terms.param.grace_days) + "Window" +
                                  std::to_string(terms.param.expiring_soon_days);
                         });

TEST_P(ValidityTest, ACardOverALeapDay) {
  EXPECT_EQ(200 + GetParam().grace_days + kBefore + kAfter, ExpectEveryDay("2023-10-15", "2024-05-01"));
}

TEST_P(ValidityTest, AOneDayCard) {
  EXPECT_EQ(1 + GetParam().grace_days + kBefore + kAfter, ExpectEveryDay("2024-02-29", "2024-02-29"));
}

TEST_P(ValidityTest, WithoutAnIssueDate) { ExpectEveryDay(nullptr, "2025-01-01"); }

TEST_P(ValidityTest, WithoutAnExpiry) { ExpectEveryDay("2025-01-01", nullptr); }

TEST_P(ValidityTest, WithoutDates) { ExpectEveryDay(nullptr, nullptr); }

// The calendar ends, and no day beyond it is told.
TEST_P(ValidityTest, TheEndOfTheCalendar) {
  const CardFacts card{Day("9999-12-01"), Day("9999-12-31"), GetParam().grace_days, GetParam().expiring_soon_days};
  const std::string id = NewCard(member_, type_, {{"issued_on", "9999-12-01"}, {"expires_on", "9999-12-31"}});
  for (int32_t day = Day("9999-11-25"); day <= Day("9999-12-31"); ++day) {
    const std::string expected = Text(VerdictOn(card, day));
    EXPECT_EQ(expected, Text(Told(system().Call("certification.get", {{"id", id}}, {.as_of = day}))));
    EXPECT_EQ(expected, Text(Pure(card, day)));
  }
}

// Without as_of the day is the UTC day of the call's clock, whatever the process's time zone is.
TEST_F(EngineTest, TheDayIsThatOfTheCallsClockInUtc) {
  setenv("TZ", "Pacific/Kiritimati", 1);  // 14 hours ahead
  tzset();
  const std::string organization = NewOrganization();
  const std::string card = NewCard(NewMember(organization), NewType(organization),
                                   {{"issued_on", "2026-01-16"}, {"expires_on", "2026-01-16"}});
  const auto status = [&](int64_t now) {
    return system().Call("certification.get", {{"id", card}}, {.now = now}).data().at("validity_status");
  };
  const int64_t midnight = int64_t{Day("2026-01-16")} * kDayMs;
  EXPECT_EQ("not_yet_valid", status(midnight - 1));
  EXPECT_EQ("expiring_soon", status(midnight));
  EXPECT_EQ("expiring_soon", status(midnight + kDayMs - 1));
  EXPECT_EQ("expired", status(midnight + kDayMs));
  unsetenv("TZ");
}

}  // namespace
}  // namespace certlite::host
