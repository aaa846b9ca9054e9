#include "bindings/cli/report_data.h"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "bindings/cli/catalog.h"

namespace certlite::cli {
namespace {

// By what a reader takes for the alphabet; ids decide between equals.
template <typename Named>
void SortByName(std::vector<Named>* named, std::string Named::*name) {
  const auto folded = [name](const Named& one) {
    std::string text = one.*name;
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return std::pair(text, one.id);
  };
  std::ranges::sort(*named, {}, folded);
}

class Gatherer {
 public:
  Gatherer(OpenStore& store, Progress& progress) : store_(store), progress_(progress) {}

  Json Call(std::string_view operation, const Json& request) {
    Answer answer = store_.Execute(operation, request.dump(-1, ' ', false, Json::error_handler_t::replace));
    if (answer.status != CERTLITE_OK) throw CallFailed{std::move(answer)};
    return Json::parse(answer.response);
  }

  // Hands each record of a list and what stands beside it in meta to `take`.
  template <typename Take>
  void ForEach(std::string_view operation, Json request, Take take) {
    request["limit"] = kRecordsAPage;
    std::string cursor;
    do {
      if (!cursor.empty()) request["cursor"] = cursor;
      const Json page = Call(operation, request);
      const Json& data = page.at("data");
      for (size_t i = 0; i < data.size(); ++i) take(data[i], page.at("meta").at(i));
      records_ += data.size();
      progress_.Reach(records_, 0, 0);
      cursor = TextOf(page.at("page"), "next_cursor");
    } while (!cursor.empty());
  }

  OrganizationReport Gather(const Json& organization) {
    OrganizationReport report;
    report.name = TextOf(organization, "name");
    const Json whose = {{"organization_id", organization.at("id")}};
    // What others refer to comes last, so that whatever is made meanwhile is known by its name.
    GatherResults(whose, &report);
    GatherCertifications(whose, &report);
    GatherNames(whose, &report);
    LinkLater(&report.certifications);
    return report;
  }

 private:
  void GatherResults(const Json& whose, OrganizationReport* report) {
    ForEach("qualification_result.list", whose, [&](const Json& data, const Json& meta) {
      QualificationResult result{TextOf(data, "status"), TextOf(meta, "qualified_until"), {}};
      for (const Json& type : data.at("missing_certification_type_ids")) result.missing.push_back(type);
      report->results[{TextOf(data, "organization_member_id"), TextOf(data, "qualification_id")}] = std::move(result);
    });
  }

  void GatherCertifications(const Json& whose, OrganizationReport* report) {
    Json by_end = whose;
    by_end["order"] = "expires_on";
    ForEach("certification.list", by_end, [&](const Json& data, const Json& meta) {
      Certification certification;
      certification.member.id = TextOf(data, "organization_member_id");
      certification.type_id = TextOf(data, "certification_type_id");
      certification.type_title = TextOf(data.at("certification_type"), "title");
      certification.term = {TextOf(data, "validity_status"), TextOf(data, "issued_on"), TextOf(data, "expires_on")};
      const Json& days = meta.at("days_remaining");
      if (days.is_number()) certification.days_remaining = days.get<int64_t>();
      report->certifications.push_back(std::move(certification));
    });
  }

  // Puts names where there are ids, and leaves out what belongs to members who are gone.
  void GatherNames(const Json& whose, OrganizationReport* report) {
    Json active = whose;
    active["status"] = "active";
    ForEach("qualification.list", active, [&](const Json& data, const Json&) {
      report->qualifications.push_back({TextOf(data, "id"), TextOf(data, "title")});
    });
    SortByName(&report->qualifications, &Qualification::title);

    std::map<std::string, std::string> titles;
    ForEach("certification_type.list", whose,
            [&](const Json& data, const Json&) { titles[TextOf(data, "id")] = TextOf(data, "title"); });
    for (auto& [pair, result] : report->results) {
      for (std::string& type : result.missing) type = titles[type];
    }

    std::map<std::string, Member> members;
    ForEach("member.list", whose, [&](const Json& data, const Json&) {
      const Member member{TextOf(data, "id"), TextOf(data, "display_name"), TextOf(data, "external_id"),
                          TextOf(data, "status")};
      if (member.status != "archived") members.emplace(member.id, member);
    });
    report->left_out = std::erase_if(report->certifications,
                                     [&](const Certification& one) { return !members.contains(one.member.id); });
    for (Certification& one : report->certifications) one.member = members.at(one.member.id);
    for (const auto& [id, member] : members) report->members.push_back(member);
    SortByName(&report->members, &Member::name);
  }

  // `certifications` come by the day on which they end, so the last one is the latest.
  static void LinkLater(std::vector<Certification>* certifications) {
    using OfMember = std::map<std::pair<std::string, std::string>, Term>;
    OfMember latest;
    OfMember latest_begun;
    for (const Certification& one : *certifications) {
      if (one.term.status == "invalid") continue;
      latest[{one.member.id, one.type_id}] = one.term;
      if (one.term.status != "not_yet_valid") latest_begun[{one.member.id, one.type_id}] = one.term;
    }
    const auto later_than = [](const Certification& one, const OfMember& terms) -> std::optional<Term> {
      const auto found = terms.find({one.member.id, one.type_id});
      if (found == terms.end() || found->second.expires_on == one.term.expires_on) return std::nullopt;
      return found->second;
    };
    for (Certification& one : *certifications) {
      one.later = later_than(one, latest);
      one.followed = later_than(one, latest_begun).has_value();
    }
  }

  OpenStore& store_;
  Progress& progress_;
  uint64_t records_ = 0;
};

}  // namespace

Report GatherReport(const Invocation& invocation, OpenStore& store, Progress& progress) {
  Report report;
  report.as_of_day = *invocation.flags.as_of_day;
  report.written_unix_ms = *invocation.flags.now_unix_ms;
  Gatherer gatherer(store, progress);
  std::vector<Json> organizations;
  if (invocation.report.organization_id) {
    organizations.push_back(gatherer.Call("organization.get", {{"id", *invocation.report.organization_id}}).at("data"));
  } else {
    gatherer.ForEach("organization.list", {{"status", "active"}},
                     [&](const Json& data, const Json&) { organizations.push_back(data); });
  }
  for (const Json& organization : organizations) report.organizations.push_back(gatherer.Gather(organization));
  return report;
}

}  // namespace certlite::cli
