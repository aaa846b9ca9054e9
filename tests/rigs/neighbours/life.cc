#include "tests/rigs/neighbours/life.h"

#include <array>

#include "tests/rigs/rig.h"

namespace certlite::host {
namespace {

// As often as they stand here.
constexpr std::array<std::string_view, 33> kWrites = {
    "certification.create",
    "certification.create",
    "certification.create",
    "certification.create",
    "certification.update",
    "certification.update",
    "certification.suspend",
    "certification.reinstate",
    "certification.revoke",
    "certification.supersede",
    "certification.archive",
    "certification.restore",
    "certification.renew",
    "certification.verify",
    "certification.erase",
    "member.create",
    "member.create",
    "member.update",
    "member.archive",
    "member.restore",
    "member.erase",
    "certification_type.create",
    "certification_type.create",
    "certification_type.update",
    "certification_type.archive",
    "certification_type.restore",
    "qualification.create",
    "qualification.update",
    "job_role.create",
    "job_role.update",
    "job_role_assignment.put",
    "job_role_assignment.archive",
    "organization.update",
};
constexpr std::array<std::string_view, 22> kReads = {
    "certification.get",
    "certification.get",
    "certification.list",
    "certification.list",
    "certification.count",
    "certification.history",
    "certification.evidence",
    "member.get",
    "member.list",
    "certification_type.get",
    "certification_type.list",
    "qualification.list",
    "job_role.list",
    "job_role_assignment.list",
    "qualification_result.list",
    "qualification_result.explain",
    "qualification_result.timeline",
    "history.list",
    "history.head",
    "history.verify",
    "organization.list",
    "organization.get",
};

constexpr size_t kPrincipals = 7;
constexpr size_t kTheSystem = 3;  // among them. It reaches everybody, so it always says whom it means.

std::pair<std::string_view, std::string_view> Parts(std::string_view operation) {
  const size_t dot = operation.find('.');
  return {operation.substr(0, dot), operation.substr(dot + 1)};
}

}  // namespace

std::vector<Json> Life::Principals() const {
  const Json organization = OrganizationOf(User(first_user_), organization_);
  return {organization,
          organization,
          organization,
          kSystem,
          SelfOf(User(first_user_)),
          SelfOf(User(first_user_ + 1)),
          OrganizationOf(User(first_user_), organization_, AllScopesBut("certification_records:write"))};
}

std::string Life::Word(std::string_view prefix, size_t n) { return std::string(prefix) + std::to_string(Below(n)); }

std::string Life::Date() {
  static constexpr std::array<std::string_view, 4> kBad = {"2026-02-30", "2026-1-5", "", "tomorrow"};
  if (Chance(3)) return std::string(kBad[Below(kBad.size())]);
  return DateOf(Day("2025-06-01") + static_cast<int32_t>(Below(500)));
}

std::string Life::Pick(std::string_view resource) {
  const KnownIds& from = Chance(8) ? strangers_ : known_;
  const auto found = from.find(resource);
  if (found == from.end()) return std::string(kNowhere);
  return found->second[Below(found->second.size())];
}

Json Life::PickSome(std::string_view resource) {
  Json ids = Json::array();
  for (size_t n = Below(4); n > 0; --n) ids.push_back(Pick(resource));
  return ids;
}

void Life::AddCertification(Json& request) {
  if (Chance(90)) request["organization_member_id"] = Pick("member");
  request["certification_type_id"] = Pick("certification_type");
  if (Chance(40)) request["external_id"] = Word("external-", 12);
  if (Chance(20)) request["external_source"] = Word("source-", 2);
  if (Chance(60)) request["issued_on"] = Date();
  if (Chance(40)) request["expires_on"] = Date();
  if (Chance(50)) request["serial_number"] = Word("serial-", 5);
  if (Chance(10)) request["source"] = Chance(50) ? "import" : "hearsay";
}

// What a create gives, or an update of it changes.
void Life::AddFields(std::string_view resource, bool creates, Json& request) {
  if (resource == "certification") {
    if (creates) return AddCertification(request);
    request[Chance(50) ? "serial_number" : "issuer_name"] = Word("changed-", 5);
    if (Chance(20)) request["certification_type_id"] = Pick("certification_type");
    if (Chance(20)) request["external_id"] = Word("external-", 12);
    if (Chance(20)) request["expires_on"] = Date();
  } else if (resource == "member") {
    if (creates || Chance(50)) request["display_name"] = Word("Member ", 100);
    if (Chance(30)) request["external_id"] = Word("member-", 20);
    if (Chance(30)) request["email"] = Word("m", 20) + "@example.org";
    if (Chance(30)) request["user_id"] = User(first_user_ + static_cast<int>(Below(3)));
    if (Chance(10)) request["status"] = Chance(50) ? "inactive" : "invited";
    if (Chance(20)) request["is_primary"] = Chance(50);
  } else if (resource == "organization") {
    request["name"] = Word("Organization ", 100);
  } else {
    if (creates) request["slug"] = Word("slug-", 30);
    if (creates || Chance(50)) request["title"] = Word("Title ", 100);
    if (resource == "certification_type") {
      if (Chance(40)) request["validity_period"] = {{"unit", Chance(50) ? "month" : "year"}, {"count", 1 + Below(6)}};
      if (Chance(30)) request["grace_days"] = Below(60);
    } else if (resource == "qualification") {
      if (creates || Chance(50)) request["certification_type_ids"] = PickSome("certification_type");
    } else if (creates || Chance(50)) {
      request["qualification_ids"] = PickSome("qualification");
    }
  }
}

void Life::AddVerdict(std::string_view verb, Json& request) {
  if (verb == "verify") {
    static constexpr std::array<std::string_view, 3> kOutcomes = {"pending", "verified", "rejected"};
    request["outcome"] = kOutcomes[Below(3)];
    request["method"] = "registry";
    if (Chance(30)) request["verified_until"] = Date();
  } else if (verb == "supersede") {
    request["replacement_id"] = Pick("certification");
  }
  if (verb == "renew") {
    if (Chance(50)) request["issued_on"] = Date();
  } else if (verb != "restore" || Chance(50)) {
    request["reason"] = Word("reason-", 5);
  }
  if (Chance(20)) request["if_revision"] = 1 + Below(4);
}

void Life::AddFilter(std::string_view operation, Json& request) {
  const auto [resource, verb] = Parts(operation);
  if (resource == "history") {
    if (verb == "list" && Chance(50)) request["after_sequence"] = Below(100);
  } else if (resource == "qualification_result") {
    if (verb == "explain" || Chance(50)) request["organization_member_id"] = Pick("member");
    if (verb == "explain" || Chance(50)) request["qualification_id"] = Pick("qualification");
    if (verb == "timeline") request.update({{"starts_on", "2026-01-01"}, {"ends_on", "2026-12-31"}});
  } else if (resource == "certification" && Chance(40)) {
    request["organization_member_id"] = Pick("member");
  } else if (resource == "certification" && Chance(20)) {
    request["lifecycle_status"] = "active";
  } else if (resource == "job_role_assignment" && Chance(40)) {
    request["job_role_id"] = Pick("job_role");
  }
  if (verb == "list") request["limit"] = 1 + Below(6);
}

Json Life::WhatIf() {
  Json changes = Json::array();
  for (size_t n = Below(4); n > 0; --n) {
    const std::string operation(kWrites[Below(kWrites.size())]);
    changes.push_back({{"operation", operation}, {"request", RequestOf(operation)}});
  }
  const std::string question(kReads[Below(kReads.size())]);
  return {{"changes", changes}, {"question", {{"operation", question}, {"request", RequestOf(question)}}}};
}

Json Life::RequestOf(std::string_view operation) {
  const auto [resource, verb] = Parts(operation);
  Json request = Json::object();
  if (resource == "organization") {
    if (verb != "list") request["id"] = Chance(90) ? organization_ : Pick(resource);
    if (verb == "update") AddFields(resource, false, request);
  } else if (verb == "create") {
    AddFields(resource, true, request);
  } else if (verb == "put") {
    request = {{"organization_member_id", Pick("member")}, {"job_role_id", Pick("job_role")}};
    if (Chance(50)) request["is_primary"] = Chance(50);
  } else if (verb == "get" || verb == "history" || verb == "evidence") {
    request["id"] = Pick(resource);
  } else if (verb == "update") {
    request["id"] = Pick(resource);
    AddFields(resource, false, request);
  } else if (verb == "list" || verb == "count" || resource == "history" || resource == "qualification_result") {
    AddFilter(operation, request);
  } else {
    request["id"] = Pick(resource);
    AddVerdict(verb, request);
  }
  return request;
}

Step Life::Draw(int64_t now) {
  Step step;
  step.how.now = now;
  const bool writes = Chance(60);
  if (!writes && Chance(6)) {
    step.operation = "what_if.ask";
    step.request = WhatIf();
    return step;
  }
  step.principal = Below(kPrincipals);
  step.operation = writes ? kWrites[Below(kWrites.size())] : kReads[Below(kReads.size())];
  step.request = RequestOf(step.operation);
  if (writes && Chance(50)) step.how.key = Word("key-", 20);
  if (step.operation == "certification.get" && Chance(30)) step.how.known_at = now - static_cast<int64_t>(Below(200));
  if (const auto next = next_pages_.find(step.operation); next != next_pages_.end() && Chance(50)) {
    step.request = next->second;
  }
  if (step.operation.starts_with("organization.")) {
    if (step.principal == kTheSystem) step.principal = 0;
  } else if (step.principal == kTheSystem || Chance(10)) {
    step.request["organization_id"] = organization_;
  }
  if (step.principal == kTheSystem && step.how.key) *step.how.key += organization_;  // its keys stand in one scope
  return step;
}

void Life::Learn(const Step& step, const Answer& answer) {
  if (answer.outcome == CERTLITE_CREATED) {
    known_[std::string(Parts(step.operation).first)].push_back(rig::TextIn(answer.text, "id"));
  }
  if (!answer.ok() || !step.operation.ends_with(".list")) return;
  const std::string cursor = rig::TextIn(answer.text, "next_cursor");
  next_pages_.erase(step.operation);
  if (cursor.empty()) return;
  Json next = step.request;
  next["cursor"] = cursor;
  next_pages_.emplace(step.operation, std::move(next));
}

}  // namespace certlite::host
