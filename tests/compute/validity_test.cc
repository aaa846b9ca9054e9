// Validity: the lives of some cards day by day, unknown lifecycles, and the ends of the calendar.
#include "core/compute/validity.h"

#include <gtest/gtest.h>

#include <limits>
#include <string_view>

#include "core/base/date.h"

namespace certlite {
namespace {

using enum ValidityStatus;
using Reason = ValidityReason;

int32_t DayOf(std::string_view text) {
  if (text.empty()) return kNoDay;
  const ParsedDate date = ParseDate(text);
  EXPECT_FALSE(date.fault) << text;
  return date.day;
}

void ExpectVerdict(const Validity& expected, const Validity& verdict, std::string_view about) {
  EXPECT_EQ(kValidityStatuses[static_cast<size_t>(expected.status)],
            kValidityStatuses[static_cast<size_t>(verdict.status)])
      << about;
  EXPECT_EQ(kValidityReasons[static_cast<size_t>(expected.reason)],
            kValidityReasons[static_cast<size_t>(verdict.reason)])
      << about;
  EXPECT_EQ(expected.days_remaining, verdict.days_remaining) << about;
  EXPECT_EQ(expected.next_transition, verdict.next_transition) << about;
}

struct Row {
  std::string_view as_of;
  ValidityStatus status;
  Reason reason;
  int32_t days_remaining;
  std::string_view next_transition_on;
};

template <size_t kCount>
void ExpectRows(const ValidityFacts& facts, const Row (&rows)[kCount]) {
  for (const Row& row : rows) {
    ExpectVerdict({row.status, row.reason, row.days_remaining, DayOf(row.next_transition_on)},
                  ComputeValidity(facts, DayOf(row.as_of)), row.as_of);
  }
}

TEST(ComputeValidity, FollowsACardThroughItsLife) {
  const ValidityFacts facts{DayOf("2024-02-29"), DayOf("2025-02-28"), 14, 30};
  ExpectRows(facts, {
                        {"0001-01-01", kNotYetValid, Reason::kBeforeIssue, 739309, "2024-02-29"},
                        {"2024-02-28", kNotYetValid, Reason::kBeforeIssue, 366, "2024-02-29"},
                        {"2024-02-29", kValid, Reason::kInForce, 365, "2025-01-29"},
                        {"2024-12-31", kValid, Reason::kInForce, 59, "2025-01-29"},
                        {"2025-01-28", kValid, Reason::kInForce, 31, "2025-01-29"},
                        {"2025-01-29", kExpiringSoon, Reason::kNearExpiry, 30, "2025-03-01"},
                        {"2025-02-27", kExpiringSoon, Reason::kNearExpiry, 1, "2025-03-01"},
                        {"2025-02-28", kExpiringSoon, Reason::kNearExpiry, 0, "2025-03-01"},
                        {"2025-03-01", kInGrace, Reason::kWithinGrace, -1, "2025-03-15"},
                        {"2025-03-14", kInGrace, Reason::kWithinGrace, -14, "2025-03-15"},
                        {"2025-03-15", kExpired, Reason::kPastExpiry, -15, ""},
                        {"2026-11-23", kExpired, Reason::kPastExpiry, -633, ""},
                        {"9999-12-31", kExpired, Reason::kPastExpiry, -2912749, ""},
                    });
}

TEST(ComputeValidity, GoesFromTheLastDayToExpiredWithoutGraceAndWindow) {
  const ValidityFacts facts{DayOf("2023-12-31"), DayOf("2024-12-31"), 0, 0};
  ExpectRows(facts, {
                        {"2023-12-30", kNotYetValid, Reason::kBeforeIssue, 367, "2023-12-31"},
                        {"2023-12-31", kValid, Reason::kInForce, 366, "2024-12-31"},
                        {"2024-12-30", kValid, Reason::kInForce, 1, "2024-12-31"},
                        {"2024-12-31", kExpiringSoon, Reason::kNearExpiry, 0, "2025-01-01"},
                        {"2025-01-01", kExpired, Reason::kPastExpiry, -1, ""},
                    });
}

TEST(ComputeValidity, LetsACardBeForOneDay) {
  const int32_t day = DayOf("2024-02-29");
  ExpectRows(ValidityFacts{day, day, 1, 30}, {
                                                 {"2024-02-28", kNotYetValid, Reason::kBeforeIssue, 1, "2024-02-29"},
                                                 {"2024-02-29", kExpiringSoon, Reason::kNearExpiry, 0, "2024-03-01"},
                                                 {"2024-03-01", kInGrace, Reason::kWithinGrace, -1, "2024-03-02"},
                                                 {"2024-03-02", kExpired, Reason::kPastExpiry, -2, ""},
                                             });
}

TEST(ComputeValidity, NeverExpiresWithoutExpiry) {
  ExpectRows(ValidityFacts{DayOf("2024-02-29"), kNoDay, 14, 30},
             {
                 {"2024-02-28", kNotYetValid, Reason::kBeforeIssue, kNoDay, "2024-02-29"},
                 {"2024-02-29", kValid, Reason::kNoExpiry, kNoDay, ""},
                 {"9999-12-31", kValid, Reason::kNoExpiry, kNoDay, ""},
             });
  ExpectRows(ValidityFacts{kNoDay, kNoDay, 14, 30}, {
                                                        {"0001-01-01", kValid, Reason::kNoExpiry, kNoDay, ""},
                                                        {"9999-12-31", kValid, Reason::kNoExpiry, kNoDay, ""},
                                                    });
}

TEST(ComputeValidity, HoldsFromTheBeginningOfTimeWithoutIssue) {
  ExpectRows(ValidityFacts{kNoDay, DayOf("2025-02-28"), 0, 30},
             {
                 {"0001-01-01", kValid, Reason::kInForce, 739309, "2025-01-29"},
                 {"2025-01-29", kExpiringSoon, Reason::kNearExpiry, 30, "2025-03-01"},
                 {"2025-03-01", kExpired, Reason::kPastExpiry, -1, ""},
             });
}

TEST(ComputeValidity, TellsNoTransitionBeyondTheCalendar) {
  ExpectRows(ValidityFacts{DayOf("9999-12-30"), DayOf("9999-12-31"), 120, 0},
             {
                 {"9999-12-29", kNotYetValid, Reason::kBeforeIssue, 2, "9999-12-30"},
                 {"9999-12-30", kValid, Reason::kInForce, 1, "9999-12-31"},
                 {"9999-12-31", kExpiringSoon, Reason::kNearExpiry, 0, ""},
             });
  ExpectRows(ValidityFacts{kNoDay, DayOf("9999-12-20"), 11, 0},
             {
                 {"9999-12-20", kExpiringSoon, Reason::kNearExpiry, 0, "9999-12-21"},
                 {"9999-12-21", kInGrace, Reason::kWithinGrace, -1, ""},
                 {"9999-12-31", kInGrace, Reason::kWithinGrace, -11, ""},
             });
  ExpectRows(ValidityFacts{kNoDay, DayOf("9999-12-20"), 10, 0},
             {
                 {"9999-12-21", kInGrace, Reason::kWithinGrace, -1, "9999-12-31"},
                 {"9999-12-31", kExpired, Reason::kPastExpiry, -11, ""},
             });
}

TEST(ComputeValidity, BeginsAtTheBeginningOfTheCalendar) {
  ExpectRows(ValidityFacts{kDayMin, DayOf("0001-01-03"), 0, 1},
             {
                 {"0001-01-01", kValid, Reason::kInForce, 2, "0001-01-02"},
                 {"0001-01-02", kExpiringSoon, Reason::kNearExpiry, 1, "0001-01-04"},
                 {"0001-01-04", kExpired, Reason::kPastExpiry, -1, ""},
             });
  ExpectRows(ValidityFacts{kNoDay, kDayMin, 1, 36'500},
             {
                 {"0001-01-01", kExpiringSoon, Reason::kNearExpiry, 0, "0001-01-02"},
                 {"0001-01-02", kInGrace, Reason::kWithinGrace, -1, "0001-01-03"},
                 {"9999-12-31", kExpired, Reason::kPastExpiry, -3652058, ""},
             });
}

TEST(ComputeValidity, DoesNotOverflowWhateverTheFacts) {
  constexpr int32_t kMost = std::numeric_limits<int32_t>::max();
  const ValidityFacts facts{kDayMin, DayOf("2025-02-28"), kMost, kMost};
  ExpectRows(facts, {
                        {"0001-01-01", kExpiringSoon, Reason::kNearExpiry, 739309, "2025-03-01"},
                        {"2025-03-01", kInGrace, Reason::kWithinGrace, -1, ""},
                        {"9999-12-31", kInGrace, Reason::kWithinGrace, -2912749, ""},
                    });
}

TEST(ComputeValidity, FailsClosedOnALifecycleThatItDoesNotKnow) {
  for (const int32_t number :
       {5, 6, 99, 10'000, -1, -99, std::numeric_limits<int32_t>::max(), std::numeric_limits<int32_t>::min()}) {
    const ValidityFacts facts{kNoDay, kNoDay, 0, 0, static_cast<LifecycleStatus>(number)};
    ExpectVerdict({kInvalid, Reason::kUnknownLifecycle, kNoDay, kNoDay}, ComputeValidity(facts, 0),
                  std::to_string(number));
  }
}

TEST(Validity, OfMemoryThatNobodyFilledIsInvalid) {
  EXPECT_EQ(kInvalid, ValidityStatus{});
  EXPECT_EQ("invalid", kValidityStatuses[0]);
  EXPECT_EQ(kInvalid, Validity{}.status);
  EXPECT_EQ(Reason::kUnknownLifecycle, Validity{}.reason);
}

}  // namespace
}  // namespace certlite
