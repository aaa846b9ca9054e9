// Civil days and the pure verdict on facts.
#include <gtest/gtest.h>

#include <array>
#include <certlite.hpp>

namespace certlite {
namespace {

static_assert(day_number(civil_day(1970, 1, 1)) == 0);
static_assert(day_number(civil_day(1, 1, 1)) == -719162);
static_assert(day_number(civil_day(9999, 12, 31)) == 2932896);

// Every day of the calendar follows the one before it, so the two ends above hold what is between.
TEST(CivilDay, EveryDayFollowsTheOneBefore) {
  Day expected = civil_day(1, 1, 1);
  for (int year = 1; year <= 9999; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= 31; ++day) {
        const Day actual = civil_day(year, month, day);
        if (actual == Day::max()) continue;
        ASSERT_EQ(expected, actual) << year << "-" << month << "-" << day;
        expected += Day::duration(1);
      }
    }
  }
  EXPECT_EQ(civil_day(9999, 12, 31) + Day::duration(1), expected);
}

TEST(CivilDay, WhatDoesNotExistIsADayThatTheLibraryRefuses) {
  EXPECT_NE(Day::max(), civil_day(2024, 2, 29));
  EXPECT_NE(Day::max(), civil_day(2000, 2, 29));
  const std::array<Day, 9> impossible = {civil_day(2023, 2, 29), civil_day(1900, 2, 29), civil_day(2024, 2, 30),
                                         civil_day(2024, 4, 31), civil_day(2024, 1, 0),  civil_day(2024, 0, 1),
                                         civil_day(2024, 13, 1), civil_day(0, 1, 1),     civil_day(10000, 1, 1)};
  for (const Day day : impossible) {
    EXPECT_EQ(Day::max(), day);
    EXPECT_EQ(CERTLITE_E_INVALID_ARGUMENT, validity(nullptr, 0, day, nullptr).error().status());
  }
}

certlite_facts Card(Day issued_on, Day expires_on) {
  certlite_facts facts{};
  facts.issued_on_day = day_number(issued_on);
  facts.expires_on_day = day_number(expires_on);
  facts.expiring_soon_days = 30;
  return facts;
}

TEST(Validity, JudgesEachOfMany) {
  const std::array<certlite_facts, 2> facts = {Card(civil_day(2025, 3, 1), civil_day(2027, 3, 1)),
                                               Card(civil_day(2027, 3, 1), civil_day(2029, 3, 1))};
  const auto judged = validity(facts, civil_day(2027, 2, 20));
  ASSERT_TRUE(judged.ok());
  ASSERT_EQ(2U, judged->size());
  EXPECT_EQ(CERTLITE_VALIDITY_EXPIRING_SOON, (*judged)[0].validity_status);
  EXPECT_EQ(9, (*judged)[0].days_remaining);
  EXPECT_EQ(CERTLITE_VALIDITY_NOT_YET_VALID, (*judged)[1].validity_status);
}

TEST(Validity, WritesIntoTheCallersMemory) {
  const certlite_facts facts = Card(civil_day(2025, 3, 1), civil_day(2027, 3, 1));
  certlite_validity_result verdict;
  ASSERT_TRUE(validity(&facts, 1, civil_day(2026, 1, 1), &verdict).ok());
  EXPECT_EQ(CERTLITE_VALIDITY_VALID, verdict.validity_status);
}

TEST(Validity, JudgesStatusesOfColumns) {
  const int32_t issued[] = {day_number(civil_day(2025, 3, 1)), CERTLITE_NO_DAY};
  const int32_t expires[] = {day_number(civil_day(2027, 3, 1)), CERTLITE_NO_DAY};
  const int32_t none[] = {0, 0};
  const int32_t soon[] = {30, 36'501};
  const certlite_fact_columns facts = {issued, expires, none, soon, none};
  std::uint8_t statuses[2];
  ASSERT_TRUE(validity_statuses(facts, 1, civil_day(2027, 2, 20), statuses).ok());
  EXPECT_EQ(CERTLITE_VALIDITY_EXPIRING_SOON, statuses[0]);
  EXPECT_EQ(CERTLITE_E_INVALID_ARGUMENT,
            validity_statuses(facts, 2, civil_day(2027, 2, 20), statuses).error().status());
}

TEST(Validity, RefusesWhatTheLibraryRefuses) {
  std::vector<certlite_facts> facts = {Card(civil_day(2025, 3, 1), civil_day(2027, 2, 29))};
  const auto refused = validity(facts, civil_day(2026, 1, 1));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(CERTLITE_E_INVALID_ARGUMENT, refused.error().status());
  EXPECT_EQ(ErrorClass::kCaller, refused.error().kind());
  EXPECT_EQ("", refused.error().problem());
  EXPECT_EQ("", refused.error().code());
}

}  // namespace
}  // namespace certlite
