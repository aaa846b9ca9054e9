#include "bindings/cli/report_page.h"

#include <certlite.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <iterator>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "bindings/cli/dates.h"
#include "bindings/cli/expiry_calendar.h"
#include "bindings/cli/html.h"
#include "bindings/cli/report_style.h"
#include "bindings/cli/text.h"

namespace certlite::cli {
namespace {

using std::chrono::months;
using std::chrono::year_month;

constexpr std::array kAheadDays = {30, 60, 90};
constexpr size_t kMatrixColumnsMax = 6;  // qualifications side by side, so that they fit on paper

// The parts of a section: what ends the id of each, and its heading.
using Part = std::pair<std::string_view, std::string_view>;
constexpr Part kCalendar = {"-calendar", "Expiry calendar"};
constexpr Part kList = {"-list", "What expires when"};
constexpr Part kMatrix = {"-matrix", "Qualification matrix"};

// Of the list: how a column looks, and what it is called.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kListColumns = {{
    {"whom", "Member"},
    {"what", "Certification"},
    {"on", "Expires on"},
    {"n", "Days left"},
    {"how", "Status"},
    {"later", "Later one of that type"},
}};

using Rows = std::vector<const Certification*>;

std::string WrittenText(const Report& report) {
  return "Written " + MinuteText(report.written_unix_ms) + " by certlite " + certlite_version() + ".";
}

// A table that scrolls in its own place where the screen is narrow.
Html Wide(std::string_view table, const Html& content) {
  return Element("div class=wide tabindex=0", Element(table, content));
}

// One organization's part of the page.
class Section {
 public:
  Section(const Report& report, size_t index)
      : organization_(report.organizations[index]),
        as_of_day_(report.as_of_day),
        written_(WrittenText(report)),
        id_("o" + std::to_string(index + 1)) {}

  Html Write() const { return Element("section", Head() + Summary() + Calendar() + List() + Matrix()); }

 private:
  Html Head() const {
    const OrganizationReport& o = organization_;
    std::string about = Counted(o.members.size(), "member") + ", " + Counted(o.certifications.size(), "certification") +
                        ", " + Counted(o.qualifications.size(), "qualification") + ".";
    if (o.left_out > 0)
      about += " " + Counted(o.left_out, "certification") + " of archived or erased members left out.";
    about += " " + written_;
    return Element("h1", Element("bdi", o.name)) +
           Element("p class=day",
                   Text("Certifications and qualifications on ") +
                       Element("time datetime=\"" + DayText(as_of_day_) + "\"", LongDayText(as_of_day_))) +
           Element("p class=quiet", about) + Contents();
  }

  Html Contents() const {
    Html links;
    for (const auto& [part, title] : {kCalendar, kList, kMatrix}) {
      links += Element("a href=\"#" + id_ + std::string(part) + "\"", title) + Text(" ");
    }
    return Element("nav", links);
  }

  Html Heading(const Part& part, bool on_new_page) const {
    return Element("h2 id=\"" + id_ + std::string(part.first) + "\"" + (on_new_page ? " class=page" : ""), part.second);
  }

  Rows Where(const std::function<bool(int64_t)>& has) const {
    Rows rows;
    for (const Certification& one : organization_.certifications) {
      if (one.days_remaining && has(*one.days_remaining)) rows.push_back(&one);
    }
    return rows;
  }

  static Html Tile(std::string_view look, const Html& what, size_t number, std::string_view more) {
    return Element("div" + std::string(look),
                   Element("dt", what) + Element("dd", Number(static_cast<int64_t>(number)) +
                                                           (more.empty() ? Html{} : Element("small", more))));
  }

  Html Summary() const {
    Html by_status;
    for (const StatusLook& look : kValidityLooks) {
      const auto count = std::ranges::count(organization_.certifications, look.status,
                                            [](const Certification& one) { return std::string_view(one.term.status); });
      by_status += Tile(" class=" + ClassOf(look.status), Badge(look.status), static_cast<size_t>(count), "");
    }
    const Rows overdue = Where([](int64_t days) { return days < 0; });
    const auto open = static_cast<size_t>(std::ranges::count_if(overdue, IsOpen));
    Html ahead = Tile("", Text("Past their last day"), overdue.size(), std::to_string(open) + " without a later one");
    for (const int limit : kAheadDays) {
      const size_t count = Where([limit](int64_t days) { return days >= 0 && days <= limit; }).size();
      ahead += Tile("", Text("Expire within " + std::to_string(limit) + " days"), count,
                    "by " + DayText(as_of_day_ + limit));
    }
    return Element("dl class=tiles", by_status) + Element("dl class=tiles", ahead);
  }

  Html Calendar() const { return Heading(kCalendar, false) + ExpiryCalendar(organization_, as_of_day_, id_); }

  // Whether nothing that the member has of the type has begun since.
  static bool IsOpen(const Certification* one) { return !one->followed; }

  static Html NameOf(const Member& member) {
    std::string more = member.external_id;
    if (member.status != "active") more += (more.empty() ? "" : ", ") + member.status;
    return Element("bdi", member.name) + (more.empty() ? Html{} : Text(" ") + Element("small", more));
  }

  static Html StatusOf(const Term& term) {
    return Element("span class=\"status " + ClassOf(term.status) + "\"", Badge(term.status));
  }

  static Html LaterOf(const Certification& one) {
    if (!one.later) return Text("–");
    const Term& later = *one.later;
    std::string days = later.status == "not_yet_valid" ? " from " + later.issued_on : "";
    days += later.expires_on.empty() ? ", no end" : " until " + later.expires_on;
    return StatusOf(later) + Element("span class=on", days);
  }

  static Html Row(const Certification& one) {
    return Element("tr", Element("th scope=row", NameOf(one.member)) + Element("td", Element("bdi", one.type_title)) +
                             Element("td class=on", one.term.expires_on) +
                             Element("td class=n", Number(*one.days_remaining)) + Element("td", StatusOf(one.term)) +
                             Element("td", LaterOf(one))) +
           Html{"\n"};
  }

  static Html Group(std::string_view title, const Rows& rows) {
    Html body = Element("tr class=group", Element("th colspan=6 scope=rowgroup",
                                                  std::string(title) + ": " + std::to_string(rows.size())));
    for (const Certification* one : rows) body += Row(*one);
    return Element("tbody", body);
  }

  static Html ListTable(const Html& bodies) {
    Html head;
    for (const auto& [look, title] : kListColumns) head += Element("th scope=col class=" + std::string(look), title);
    return Wide("table class=list", Element("thead", Element("tr", head)) + bodies);
  }

  Html List() const {
    Rows open = Where([](int64_t days) { return days < 0; });
    Rows followed;
    std::ranges::copy_if(open, std::back_inserter(followed), std::not_fn(IsOpen));
    std::erase_if(open, std::not_fn(IsOpen));
    Html bodies;
    if (!open.empty()) bodies += Group("Past their last day, without a later one", open);
    const year_month first = MonthOf(as_of_day_);
    const Rows ahead = Where([](int64_t days) { return days >= 0; });
    for (int i = 0; i < kCalendarMonths; ++i) {
      const year_month month = first + months{i};
      Rows rows;
      std::ranges::copy_if(ahead, std::back_inserter(rows), [month](const Certification* one) {
        return MonthOf(*ParseDay(one->term.expires_on)) == month;
      });
      if (!rows.empty()) bodies += Group(MonthText(month), rows);
    }
    Html list = Heading(kList, !bodies.markup.empty());
    list += bodies.markup.empty()
                ? Element("p", "Nothing is past its last day without a later one, and nothing expires in these months.")
                : ListTable(bodies);
    if (!followed.empty()) {
      list +=
          Element("details", Element("summary", Counted(followed.size(), "certification") +
                                                    " more past the last day, of which the member has a later one of "
                                                    "that type") +
                                 ListTable(Group("Past their last day, with a later one", followed)));
    }
    return list;
  }

  Html Matrix() const {
    const bool is_empty = organization_.qualifications.empty() || organization_.members.empty();
    Html matrix = Heading(kMatrix, !is_empty);
    if (is_empty) {
      return matrix +
             Element("p", organization_.members.empty() ? "There is no member." : "No qualification is asked for.");
    }
    Html legend;
    for (const StatusLook& look : kQualificationLooks) {
      legend += Element("span class=\"status " + ClassOf(look.status) + "\"", Badge(look.status)) + Text(" ");
    }
    matrix += Element("p", legend + Text("with the last day of unbroken coverage, or else what is missing."));
    const std::span<const Qualification> all = organization_.qualifications;
    const size_t tables = (all.size() + kMatrixColumnsMax - 1) / kMatrixColumnsMax;
    for (size_t i = 0; i < tables; ++i) {
      const size_t begin = i * all.size() / tables;
      matrix += MatrixTable(all.subspan(begin, (i + 1) * all.size() / tables - begin));
    }
    return matrix;
  }

  const QualificationResult* ResultOf(const Member& member, const Qualification& qualification) const {
    const auto found = organization_.results.find({member.id, qualification.id});
    return found == organization_.results.end() ? nullptr : &found->second;
  }

  Html MatrixTable(std::span<const Qualification> qualifications) const {
    Html head = Element("th scope=col class=whom", "Member");
    for (const Qualification& qualification : qualifications) {
      const auto qualified = std::ranges::count_if(organization_.members, [&](const Member& member) {
        const QualificationResult* const result = ResultOf(member, qualification);
        return result != nullptr && result->status == "qualified";
      });
      head += Element("th scope=col",
                      Element("bdi", qualification.title) +
                          Element("small", std::to_string(qualified) + " of " +
                                               std::to_string(organization_.members.size()) + " qualified"));
    }
    Html body;
    for (const Member& member : organization_.members) {
      Html row = Element("th scope=row", NameOf(member));
      for (const Qualification& qualification : qualifications) row += MatrixCell(ResultOf(member, qualification));
      body += Element("tr", row) + Html{"\n"};
    }
    return Wide("table class=matrix", Element("thead", Element("tr", head)) + Element("tbody", body));
  }

  // A record that was made while the report was gathered has no result yet.
  static Html MatrixCell(const QualificationResult* result) {
    if (result == nullptr) return Element("td", "–");
    std::string more;
    if (result->status == "qualified") {
      more = result->qualified_until.empty() ? "no end" : "until " + result->qualified_until;
    } else {
      for (const std::string& title : result->missing) more += (more.empty() ? "missing: " : ", ") + title;
    }
    return Element("td class=" + ClassOf(result->status),
                   Element("strong", Badge(result->status)) + Element("bdi", more));
  }

  const OrganizationReport& organization_;
  const int32_t as_of_day_;
  const std::string written_;
  const std::string id_;  // begins the ids of its parts
};

}  // namespace

std::string PageOf(const Report& report) {
  Html head{R"(<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">)"
            // Nothing is ever loaded or run, whatever the stored texts are.
            R"(<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">)"};
  std::string title = "Certifications on " + DayText(report.as_of_day);
  if (report.organizations.size() == 1) title += ", " + report.organizations.front().name;
  head += Element("title", title) + StyleSheet();
  Html body;
  for (size_t i = 0; i < report.organizations.size(); ++i) body += Section(report, i).Write();
  if (report.organizations.empty()) {
    body +=
        Element("p", "No organization is within reach on " + DayText(report.as_of_day) + ". " + WrittenText(report));
  }
  return "<!DOCTYPE html>\n" +
         Element("html lang=en", Element("head", head) + Element("body", Element("main", body))).markup + "\n";
}

}  // namespace certlite::cli
