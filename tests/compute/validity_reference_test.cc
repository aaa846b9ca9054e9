// Validity day by day, against a reference that marks days on a calendar and asks yes-or-no questions.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/date.h"
#include "core/compute/validity.h"

namespace certlite {
namespace {

struct Card {
  std::string_view about;
  std::string_view issued_on;
  std::string_view expires_on;
};

constexpr Card kCards[] = {
    {"two years", "2024-01-15", "2026-01-15"},
    {"from a leap day for a year", "2024-02-29", "2025-02-28"},
    {"until a leap day", "2023-03-01", "2024-02-29"},
    {"over the year's end", "2023-12-31", "2024-12-31"},
    {"from the year's first day", "2025-01-01", "2025-12-31"},
    {"one day", "2025-06-15", "2025-06-15"},
    {"one leap day", "2024-02-29", "2024-02-29"},
    {"two days", "2024-02-28", "2024-02-29"},
    {"over a century that is no leap year", "1899-06-01", "1900-06-01"},
    {"over the epoch", "1969-11-01", "1970-02-28"},
    {"no issue", "", "2025-03-01"},
    {"no expiry", "2024-05-05", ""},
    {"neither", "", ""},
    {"the calendar's first days", "0001-01-01", "0001-03-01"},
    {"the calendar's first day", "0001-01-01", "0001-01-01"},
    {"from the calendar's first day on", "0001-01-01", ""},
    {"until the calendar's first day", "", "0001-01-01"},
    {"the calendar's last days", "9999-11-01", "9999-12-31"},
    {"the calendar's last day", "9999-12-31", "9999-12-31"},
    {"almost the calendar's last day", "9999-11-01", "9999-12-29"},
    {"issued after it expired", "2025-06-01", "2025-05-01"},
};

int32_t DayOf(std::string_view text) { return text.empty() ? kNoDay : ParseDate(text).day; }

// A calendar sheet from `first` to `last` with what is known of each day.
class Sheet {
 public:
  Sheet(const Card& card, int32_t grace, int32_t window) {
    const int32_t issue = DayOf(card.issued_on);
    const int32_t expiry = DayOf(card.expires_on);
    const int32_t first_known = issue != kNoDay ? issue : expiry != kNoDay ? expiry - 500 : 19782;
    const int32_t last_known = expiry != kNoDay ? expiry + grace : issue != kNoDay ? issue + 500 : 19782;
    first_ = std::max(kDayMin, std::min(first_known, last_known - grace) - 40);
    last_ = std::min(kDayMax, std::max(first_known, last_known) + 60);
    days_.resize(static_cast<size_t>(last_ - first_) + 1);
    MarkIssue(issue);
    if (expiry != kNoDay) MarkExpiry(expiry, grace, window);
    for (int32_t day = last_ - 1; day >= first_; --day) {
      On(day).next_change = Status(day) == Status(day + 1) ? On(day + 1).next_change : day + 1;
    }
  }

  int32_t first() const { return first_; }
  int32_t last() const { return last_; }
  int32_t Remaining(int32_t day) const { return On(day).remaining; }
  int32_t NextChange(int32_t day) const { return On(day).next_change; }

  ValidityStatus Status(int32_t day) const {
    const Marks& marks = On(day);
    if (!marks.issued) return ValidityStatus::kNotYetValid;
    if (marks.over) return ValidityStatus::kExpired;
    if (marks.grace) return ValidityStatus::kInGrace;
    if (marks.soon) return ValidityStatus::kExpiringSoon;
    return ValidityStatus::kValid;
  }

 private:
  struct Marks {
    bool issued = false;
    bool soon = false;
    bool grace = false;
    bool over = false;
    int32_t remaining = kNoDay;
    int32_t next_change = kNoDay;
  };

  bool Has(int32_t day) const { return first_ <= day && day <= last_; }
  Marks& On(int32_t day) { return days_[static_cast<size_t>(day - first_)]; }
  const Marks& On(int32_t day) const { return days_[static_cast<size_t>(day - first_)]; }

  void MarkIssue(int32_t issue) {
    for (int32_t day = issue == kNoDay ? first_ : issue; day <= last_; ++day) On(day).issued = true;
  }

  // Goes from the last day on which the card holds in both directions and counts.
  void MarkExpiry(int32_t expiry, int32_t grace, int32_t window) {
    int32_t left = 0;
    for (int32_t day = expiry; day >= first_; --day, ++left) {
      On(day).remaining = left;
      if (window-- >= 0) On(day).soon = true;
    }
    left = 0;
    for (int32_t day = expiry + 1; Has(day); ++day) {
      On(day).remaining = --left;
      (grace-- > 0 ? On(day).grace : On(day).over) = true;
    }
  }

  int32_t first_ = 0;
  int32_t last_ = 0;
  std::vector<Marks> days_;
};

ValidityReason ReasonFor(ValidityStatus status, bool expires) {
  switch (status) {
    case ValidityStatus::kNotYetValid:
      return ValidityReason::kBeforeIssue;
    case ValidityStatus::kValid:
      return expires ? ValidityReason::kInForce : ValidityReason::kNoExpiry;
    case ValidityStatus::kExpiringSoon:
      return ValidityReason::kNearExpiry;
    case ValidityStatus::kInGrace:
      return ValidityReason::kWithinGrace;
    case ValidityStatus::kExpired:
      return ValidityReason::kPastExpiry;
    case ValidityStatus::kInvalid:
      break;
  }
  return ValidityReason::kUnknownLifecycle;
}

void ExpectSheet(const Card& card, int32_t grace, int32_t window, int64_t& days) {
  const Sheet sheet(card, grace, window);
  const ValidityFacts facts{DayOf(card.issued_on), DayOf(card.expires_on), grace, window};
  for (int32_t day = sheet.first(); day <= sheet.last(); ++day, ++days) {
    const Validity verdict = ComputeValidity(facts, day);
    const ValidityStatus expected = sheet.Status(day);
    std::string about(card.about);
    about += ", grace " + std::to_string(grace) + ", window " + std::to_string(window) + ", on ";
    AppendDate(about, day);
    ASSERT_EQ(kValidityStatuses[static_cast<size_t>(expected)], kValidityStatuses[static_cast<size_t>(verdict.status)])
        << about;
    ASSERT_EQ(ReasonFor(expected, !card.expires_on.empty()), verdict.reason) << about;
    ASSERT_EQ(sheet.Remaining(day), verdict.days_remaining) << about;
    ASSERT_EQ(sheet.NextChange(day), verdict.next_transition) << about;
  }
}

TEST(ComputeValidity, EqualsTheCalendarSheetOnEveryDay) {
  int64_t days = 0;
  for (const Card& card : kCards) {
    for (const int32_t grace : {0, 1, 120}) {
      for (const int32_t window : {0, 1, 30, 400}) {
        ASSERT_NO_FATAL_FAILURE(ExpectSheet(card, grace, window, days));
      }
    }
  }
  EXPECT_GT(days, 80'000) << "the sheets have shrunk";
}

// Sleeping until next_transition and asking again meets every status that asking daily does.
TEST(ComputeValidity, ChangesOnTheDaysThatItAnnounces) {
  for (const Card& card : kCards) {
    const Sheet sheet(card, 7, 30);
    const ValidityFacts facts{DayOf(card.issued_on), DayOf(card.expires_on), 7, 30};
    int32_t wake = sheet.first();
    ValidityStatus asleep = ComputeValidity(facts, wake).status;
    for (int32_t day = sheet.first(); day <= sheet.last(); ++day) {
      const Validity verdict = ComputeValidity(facts, day);
      if (day == wake) {
        EXPECT_TRUE(day == sheet.first() || verdict.status != asleep) << card.about;
        asleep = verdict.status;
        wake = verdict.next_transition;
        EXPECT_TRUE(wake == kNoDay || wake > day) << card.about;
      }
      ASSERT_EQ(asleep, verdict.status) << card.about;
    }
  }
}

}  // namespace
}  // namespace certlite
