#include "bindings/cli/expiry_calendar.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <vector>

#include "bindings/cli/dates.h"

namespace certlite::cli {
namespace {

using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::weekday;
using std::chrono::year_month;
using std::chrono::year_month_day_last;

// Unit: SVG pixels.
constexpr int kLabelWidth = 88;
constexpr int kHeadHeight = 24;
constexpr int kCell = 28;  // with the gap to the next one
constexpr int kTotalWidth = 64;
constexpr int kLegendHeight = 36;
constexpr int kCellGap = 2;
constexpr int kWidth = kLabelWidth + 31 * kCell + kTotalWidth;
constexpr int kHeight = kHeadHeight + kCalendarMonths * kCell + kLegendHeight;

constexpr size_t kMonthLetters = 3;
constexpr size_t kNamedMax = 12;  // certifications that a cell tells by name

// From how many certifications on a cell has which shade. The darker, the more: it is so in black and white, too.
struct Shade {
  size_t from;
  std::string_view paper;
  std::string_view ink;
  std::string_view words;
};
constexpr std::array kShades = {Shade{1, "#dbeafe", "#111827", "1"}, Shade{2, "#93c5fd", "#111827", "2–4"},
                                Shade{5, "#1d4ed8", "#ffffff", "5–9"}, Shade{10, "#172554", "#ffffff", "10 and more"}};

const Shade& ShadeOf(size_t count) {
  return *std::find_if(kShades.rbegin(), kShades.rend() - 1,
                       [count](const Shade& shade) { return count >= shade.from; });
}

std::string At(std::string_view tag, int x, int y, std::string_view more) {
  std::string text(tag);
  text += " x=" + std::to_string(x) + " y=" + std::to_string(y) + "";
  return text.append(more.empty() ? "" : " ").append(more);
}

Html Box(int x, int y, std::string_view look) {
  const std::string size = std::to_string(kCell - kCellGap);
  return Element(At("rect", x, y, "width=" + size + " height=" + size + " rx=3 " + std::string(look)), Html{});
}

// The figure in the middle of a cell.
Html Figure(int x, int y, std::string_view look, const Html& text) {
  return Element(At("text", x + (kCell - kCellGap) / 2, y + kCell / 2 + 4, "text-anchor=middle " + std::string(look)),
                 text);
}

Html Label(int x, int y, std::string_view look, std::string_view text) {
  return Element(At("text", x, y + kCell / 2 + 4, look), text);
}

using Certifications = std::vector<const Certification*>;
using Expiries = std::map<int32_t, Certifications>;  // by expires_on

Expiries ExpiriesOf(const OrganizationReport& organization) {
  Expiries expiries;
  for (const Certification& one : organization.certifications) {
    const std::optional<int32_t> day = ParseDay(one.term.expires_on);
    if (one.days_remaining && day) expiries[*day].push_back(&one);
  }
  return expiries;
}

class Calendar {
 public:
  Calendar(const OrganizationReport& organization, int32_t as_of_day, std::string_view id)
      : expiries_(ExpiriesOf(organization)), as_of_day_(as_of_day), id_(id) {}

  Html Draw() const {
    const year_month first = MonthOf(as_of_day_);
    const year_month last = first + months{kCalendarMonths - 1};
    Html svg = Element("title id=" + id_ + "-title", "Expiry calendar, " + MonthText(first) + " to " + MonthText(last));
    svg += Element("desc id=" + id_ + "-desc",
                   "A row a month and a cell a day, with the number of certifications whose last day it is. The list "
                   "below the calendar tells the same in words.");
    svg += Element("defs", Element("pattern id=" + id_ +
                                       "-past width=5 height=5 patternUnits=userSpaceOnUse "
                                       "patternTransform=rotate(45)",
                                   Html{"<rect width=5 height=5 fill=#ffffff></rect>"
                                        "<rect width=1.5 height=5 fill=#9ca3af></rect>"}));
    for (int day = 1; day <= 31; ++day) {
      svg += Figure(kLabelWidth + (day - 1) * kCell, -2, "fill=#4b5563", Number(day));
    }
    svg += Label(kWidth, -2, "text-anchor=end fill=#4b5563", "to come");
    for (int row = 0; row < kCalendarMonths; ++row) svg += Row(first + months{row}, kHeadHeight + row * kCell);
    svg += Legend(kHeadHeight + kCalendarMonths * kCell + kLegendHeight - kCell);
    return Element("svg viewBox=\"0 0 " + std::to_string(kWidth) + " " + std::to_string(kHeight) +
                       "\" role=img font-size=13 aria-labelledby=\"" + id_ + "-title " + id_ + "-desc\"",
                   svg);
  }

 private:
  const Certifications& ExpiringOn(int32_t day) const {
    static const Certifications none;
    const auto found = expiries_.find(day);
    return found == expiries_.end() ? none : found->second;
  }

  Html Row(year_month month, int y) const {
    Html cells;
    size_t to_come = 0;
    const auto days = static_cast<unsigned>(year_month_day_last{month.year(), month.month() / std::chrono::last}.day());
    for (unsigned day = 1; day <= days; ++day) {
      const sys_days date{month / std::chrono::day{day}};
      const auto number = static_cast<int32_t>(date.time_since_epoch().count());
      if (number >= as_of_day_) to_come += ExpiringOn(number).size();
      cells += Cell(number, kLabelWidth + static_cast<int>(day - 1) * kCell, y);
    }
    return Label(0, y, "font-weight=600", MonthText(month, kMonthLetters)) + cells +
           Label(kWidth, y, "text-anchor=end font-weight=600", std::to_string(to_come));
  }

  Html Cell(int32_t number, int x, int y) const {
    const Certifications& expiring = ExpiringOn(number);
    const size_t count = expiring.size();
    const weekday weekday{sys_days{std::chrono::days{number}}};
    const bool weekend = weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
    const bool past = number < as_of_day_;
    const Shade& shade = ShadeOf(count);
    std::string look = "fill=";
    if (past) {
      look += "url(#" + id_ + "-past) stroke=#d1d5db";
    } else if (count > 0) {
      look.append(shade.paper).append(" stroke=#1e3a8a");
    } else {
      look += std::string(weekend ? "#f3f4f6" : "#ffffff") + " stroke=#d1d5db";
    }
    if (number == as_of_day_) look += " style=stroke:#b91c1c;stroke-width:3";
    Html cell = Box(x, y, look);
    if (count == 0) return cell;
    const std::string ink = past ? "#7f1d1d stroke=#ffffff stroke-width=3 paint-order=stroke" : std::string(shade.ink);
    cell += Figure(x, y, "font-weight=600 fill=" + ink, Number(static_cast<int64_t>(count)));
    return Element("g data-day=" + DayText(number), Element("title", TitleOf(number, expiring)) + cell);
  }

  static std::string TitleOf(int32_t number, const Certifications& expiring) {
    std::string title = LongDayText(number) + ": " + std::to_string(expiring.size());
    for (size_t i = 0; i < std::min(expiring.size(), kNamedMax); ++i) {
      title += "; " + expiring[i]->member.name + ", " + expiring[i]->type_title;
    }
    if (expiring.size() > kNamedMax) title += "; and " + std::to_string(expiring.size() - kNamedMax) + " more";
    return title;
  }

  Html Legend(int y) const {
    int x = kLabelWidth;
    Html legend;
    const auto add = [&](std::string_view look, std::string_view words) {
      legend += Box(x, y, look) + Label(x + kCell + 4, y, "fill=#374151", words);
      x += kCell + 24 + static_cast<int>(words.size()) * 7;
    };
    for (const Shade& shade : kShades) {
      add("fill=" + std::string(shade.paper) + " stroke=#1e3a8a", shade.words);
    }
    add("fill=#ffffff style=stroke:#b91c1c;stroke-width:3", "the day asked about");
    add("fill=url(#" + id_ + "-past) stroke=#d1d5db", "before it");
    add("fill=#f3f4f6 stroke=#d1d5db", "weekend");
    return legend;
  }

  const Expiries expiries_;
  const int32_t as_of_day_;
  const std::string id_;
};

}  // namespace

Html ExpiryCalendar(const OrganizationReport& organization, int32_t as_of_day, std::string_view id) {
  return Calendar(organization, as_of_day, id).Draw();
}

}  // namespace certlite::cli
