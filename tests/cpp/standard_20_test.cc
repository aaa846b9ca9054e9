// What C++20 hosts expect besides: ranges, sys_days, designated initializers.
#include <gtest/gtest.h>

#include <certlite.hpp>
#include <ranges>

namespace certlite {
namespace {

static_assert(std::ranges::input_range<Pages>);
static_assert(std::ranges::input_range<LineResults>);
static_assert(std::ranges::sized_range<LineResults>);

TEST(Standard20, DaysOfTheCalendarAreDays) {
  using namespace std::chrono;
  for (const sys_days day : {sys_days(1y / 1 / 1), sys_days(2024y / 2 / 29), sys_days(9999y / 12 / 31)}) {
    const year_month_day date(day);
    EXPECT_EQ(Day(day), civil_day(static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
                                  static_cast<int>(static_cast<unsigned>(date.day()))));
  }
}

TEST(Standard20, CallsAreDesignated) {
  const Call call{.idempotency_key = "first", .as_of = std::chrono::sys_days()};
  EXPECT_EQ(Day(), call.as_of);
}

TEST(Standard20, PagesAreViewed) {
  const auto engine = value_or_throw(Engine::open(":memory:"));
  const auto session = value_or_throw(engine.session(R"({"system":true})"));
  Pages pages = session.pages("organization.list");
  EXPECT_EQ(1, std::ranges::count_if(pages, [](const auto& page) { return page.ok(); }));
}

}  // namespace
}  // namespace certlite
