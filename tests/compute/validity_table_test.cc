// certlite_validity beside a table that names the days on which something changes. Days are compared as year, month and
// day, so that nothing here counts as the engine does.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "capi/certlite.h"
#include "tests/base/calendar.h"

namespace certlite {
namespace {

using calendar::Day;

constexpr std::array kWindows = {0, 1, 30, 400};
constexpr std::array kGraces = {0, 1, 120};

// Empty: never. What would begin before the calendar begins with it.
struct Row {
  std::string_view issued_on;
  std::string_view expires_on;
  std::string_view over_from;
  std::array<std::string_view, 4> soon_from;     // for each window
  std::array<std::string_view, 3> expired_from;  // for each grace
};

// Reckoned by another program. Source: Python's datetime.
constexpr Row kRows[] = {
    {"2024-02-29",
     "2025-02-28",
     "2025-03-01",
     {"2025-02-28", "2025-02-27", "2025-01-29", "2024-01-25"},
     {"2025-03-01", "2025-03-02", "2025-06-29"}},
    {"2023-03-01",
     "2024-02-29",
     "2024-03-01",
     {"2024-02-29", "2024-02-28", "2024-01-30", "2023-01-25"},
     {"2024-03-01", "2024-03-02", "2024-06-29"}},
    {"2023-12-31",
     "2024-12-31",
     "2025-01-01",
     {"2024-12-31", "2024-12-30", "2024-12-01", "2023-11-27"},
     {"2025-01-01", "2025-01-02", "2025-05-01"}},
    {"2025-01-01",
     "2025-12-31",
     "2026-01-01",
     {"2025-12-31", "2025-12-30", "2025-12-01", "2024-11-26"},
     {"2026-01-01", "2026-01-02", "2026-05-01"}},
    {"2024-02-29",
     "2024-02-29",
     "2024-03-01",
     {"2024-02-29", "2024-02-28", "2024-01-30", "2023-01-25"},
     {"2024-03-01", "2024-03-02", "2024-06-29"}},
    {"2023-01-31",
     "2025-03-01",
     "2025-03-02",
     {"2025-03-01", "2025-02-28", "2025-01-30", "2024-01-26"},
     {"2025-03-02", "2025-03-03", "2025-06-30"}},
    {"1899-01-01",
     "1900-02-28",
     "1900-03-01",
     {"1900-02-28", "1900-02-27", "1900-01-29", "1899-01-24"},
     {"1900-03-01", "1900-03-02", "1900-06-29"}},
    {"1998-06-30",
     "2000-02-29",
     "2000-03-01",
     {"2000-02-29", "2000-02-28", "2000-01-30", "1999-01-25"},
     {"2000-03-01", "2000-03-02", "2000-06-29"}},
    {"",
     "1970-01-01",
     "1970-01-02",
     {"1970-01-01", "1969-12-31", "1969-12-02", "1968-11-27"},
     {"1970-01-02", "1970-01-03", "1970-05-02"}},
    {"0001-01-01",
     "0001-03-01",
     "0001-03-02",
     {"0001-03-01", "0001-02-28", "0001-01-30", "0001-01-01"},
     {"0001-03-02", "0001-03-03", "0001-06-30"}},
    {"",
     "0001-01-01",
     "0001-01-02",
     {"0001-01-01", "0001-01-01", "0001-01-01", "0001-01-01"},
     {"0001-01-02", "0001-01-03", "0001-05-02"}},
    {"0001-01-01",
     "0002-02-05",
     "0002-02-06",
     {"0002-02-05", "0002-02-04", "0002-01-06", "0001-01-01"},
     {"0002-02-06", "0002-02-07", "0002-06-06"}},
    {"0001-01-01",
     "0002-02-06",
     "0002-02-07",
     {"0002-02-06", "0002-02-05", "0002-01-07", "0001-01-02"},
     {"0002-02-07", "0002-02-08", "0002-06-07"}},
    {"9998-06-01",
     "9999-09-01",
     "9999-09-02",
     {"9999-09-01", "9999-08-31", "9999-08-02", "9998-07-28"},
     {"9999-09-02", "9999-09-03", "9999-12-31"}},
    {"9999-06-01",
     "9999-09-02",
     "9999-09-03",
     {"9999-09-02", "9999-09-01", "9999-08-03", "9998-07-29"},
     {"9999-09-03", "9999-09-04", ""}},
    {"9999-11-01",
     "9999-12-30",
     "9999-12-31",
     {"9999-12-30", "9999-12-29", "9999-11-30", "9998-11-25"},
     {"9999-12-31", "", ""}},
    {"9999-12-31", "9999-12-31", "", {"9999-12-31", "9999-12-30", "9999-12-01", "9998-11-26"}, {"", "", ""}},
    {"2024-02-29", "", "", {}, {}},
    {"0001-01-01", "", "", {}, {}},
    {"9999-12-31", "", "", {}, {}},
    {"", "", "", {}, {}},
};

const Day kFirst{1, 1, 1};
const Day kLast{9999, 12, 31};

std::optional<Day> DayIn(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(calendar::DayOf(text));
}

int32_t NumberOf(std::optional<Day> day) {
  return day ? calendar::DaysBefore(*day) - calendar::DaysBefore({1970, 1, 1}) : CERTLITE_NO_DAY;
}

// A row with one window and one grace.
struct Card {
  Card(const Row& row, size_t window, size_t grace)
      : issued_on(DayIn(row.issued_on)),
        expires_on(DayIn(row.expires_on)),
        soon_from(DayIn(row.soon_from[window])),
        over_from(DayIn(row.over_from)),
        expired_from(DayIn(row.expired_from[grace])),
        facts{NumberOf(issued_on), NumberOf(expires_on),      kGraces[grace],
              kWindows[window],    CERTLITE_LIFECYCLE_ACTIVE, 0},
        about(std::string(row.issued_on) + ".." + std::string(row.expires_on) + ", window " +
              std::to_string(kWindows[window]) + ", grace " + std::to_string(kGraces[grace]) + ", on ") {}

  int32_t Reason(Day day) const {
    if (issued_on && day < *issued_on) return CERTLITE_REASON_BEFORE_ISSUE;
    if (expired_from && day >= *expired_from) return CERTLITE_REASON_PAST_EXPIRY;
    if (over_from && day >= *over_from) return CERTLITE_REASON_WITHIN_GRACE;
    if (soon_from && day >= *soon_from) return CERTLITE_REASON_NEAR_EXPIRY;
    return expires_on ? CERTLITE_REASON_IN_FORCE : CERTLITE_REASON_NO_EXPIRY;
  }

  std::optional<Day> NextChange(Day day) const {
    std::optional<Day> next;
    for (const std::optional<Day>& turn : {issued_on, soon_from, over_from, expired_from}) {
      if (turn && *turn > day && Reason(*turn) != Reason(day) && (!next || *turn < *next)) next = turn;
    }
    return next;
  }

  // Every day on which something changes, with the day before and the day after.
  std::vector<Day> Days() const {
    std::vector<Day> days = {kFirst, calendar::Next(kFirst), calendar::Previous(kLast), kLast};
    for (const std::optional<Day>& turn : {issued_on, expires_on, soon_from, over_from, expired_from}) {
      if (!turn) continue;
      days.push_back(*turn);
      if (*turn != kFirst) days.push_back(calendar::Previous(*turn));
      if (*turn != kLast) days.push_back(calendar::Next(*turn));
    }
    return days;
  }

  std::optional<Day> issued_on;
  std::optional<Day> expires_on;
  std::optional<Day> soon_from;
  std::optional<Day> over_from;
  std::optional<Day> expired_from;
  certlite_facts facts;
  std::string about;
};

int32_t StatusFor(int32_t reason) {
  switch (reason) {
    case CERTLITE_REASON_BEFORE_ISSUE:
      return CERTLITE_VALIDITY_NOT_YET_VALID;
    case CERTLITE_REASON_NO_EXPIRY:
    case CERTLITE_REASON_IN_FORCE:
      return CERTLITE_VALIDITY_VALID;
    case CERTLITE_REASON_NEAR_EXPIRY:
      return CERTLITE_VALIDITY_EXPIRING_SOON;
    case CERTLITE_REASON_WITHIN_GRACE:
      return CERTLITE_VALIDITY_IN_GRACE;
    case CERTLITE_REASON_PAST_EXPIRY:
      return CERTLITE_VALIDITY_EXPIRED;
    default:
      return CERTLITE_VALIDITY_INVALID;
  }
}

void ExpectVerdict(const certlite_validity_result& expected, const certlite_facts& facts, Day day,
                   const std::string& about) {
  certlite_validity_result verdict{};
  ASSERT_EQ(CERTLITE_OK, certlite_validity(&facts, 1, NumberOf(day), &verdict)) << about;
  EXPECT_EQ(expected.validity_status, verdict.validity_status) << about;
  EXPECT_EQ(expected.validity_reason, verdict.validity_reason) << about;
  EXPECT_EQ(expected.days_remaining, verdict.days_remaining) << about;
  EXPECT_EQ(expected.next_transition_day, verdict.next_transition_day) << about;
}

// Answers how many days were asked about.
size_t ExpectCard(const Card& card) {
  const std::vector<Day> days = card.Days();
  for (const Day day : days) {
    const std::string about = card.about + calendar::TextOf(day);
    const int32_t reason = card.Reason(day);
    const int32_t remaining =
        card.expires_on ? calendar::DaysBefore(*card.expires_on) - calendar::DaysBefore(day) : CERTLITE_NO_DAY;
    ExpectVerdict({StatusFor(reason), reason, remaining, NumberOf(card.NextChange(day))}, card.facts, day, about);
    certlite_facts facts = card.facts;
    for (const auto& [lifecycle, why] : {std::pair{CERTLITE_LIFECYCLE_SUSPENDED, CERTLITE_REASON_SUSPENDED},
                                         {CERTLITE_LIFECYCLE_REVOKED, CERTLITE_REASON_REVOKED},
                                         {CERTLITE_LIFECYCLE_SUPERSEDED, CERTLITE_REASON_SUPERSEDED},
                                         {CERTLITE_LIFECYCLE_ARCHIVED, CERTLITE_REASON_ARCHIVED},
                                         {CERTLITE_LIFECYCLE_ARCHIVED + 1, CERTLITE_REASON_UNKNOWN_LIFECYCLE}}) {
      facts.lifecycle_status = lifecycle;
      ExpectVerdict({CERTLITE_VALIDITY_INVALID, why, CERTLITE_NO_DAY, CERTLITE_NO_DAY}, facts, day, about);
    }
  }
  return days.size();
}

TEST(ValidityTable, HoldsOnEveryDayThatChangesSomethingAndBesideIt) {
  size_t days = 0;
  for (const Row& row : kRows) {
    for (size_t window = 0; window < kWindows.size(); ++window) {
      for (size_t grace = 0; grace < kGraces.size(); ++grace) days += ExpectCard(Card(row, window, grace));
    }
  }
  EXPECT_GT(days, 3'500U) << "the table has shrunk";
}

}  // namespace
}  // namespace certlite
