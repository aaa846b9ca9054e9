#include "tests/rigs/plans/draw.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace certlite::host {
namespace {

constexpr size_t kRemembered = 60;

struct Weight {
  std::string_view operation;
  size_t weight;
};

constexpr std::array kWeights = {
    Weight{"certification.create", 24},
    Weight{"certification.get", 8},
    Weight{"certification.update", 10},
    Weight{"certification.list", 4},
    Weight{"certification.suspend", 4},
    Weight{"certification.count", 4},
    Weight{"certification.reinstate", 3},
    Weight{"certification.revoke", 2},
    Weight{"certification.supersede", 4},
    Weight{"certification.archive", 3},
    Weight{"certification.restore", 3},
    Weight{"certification.renew", 5},
    Weight{"certification.verify", 5},
    Weight{"certification.erase", 2},
    Weight{"member.create", 4},
    Weight{"member.update", 4},
    Weight{"member.archive", 1},
    Weight{"member.restore", 2},
    Weight{"member.erase", 1},
    Weight{"member.get", 2},
    Weight{"certification_type.create", 3},
    Weight{"certification_type.update", 2},
    Weight{"certification_type.archive", 1},
    Weight{"certification_type.restore", 2},
    Weight{"certification_type.get", 1},
    Weight{"organization.update", 2},
    Weight{"history.head", 2},
    Weight{"idempotency.purge", 1},
};

constexpr size_t kWeightOfAll = [] {
  size_t sum = 0;
  for (const Weight& weight : kWeights) sum += weight.weight;
  return sum;
}();

bool Reads(std::string_view operation) {
  return operation.ends_with(".get") || operation.ends_with(".list") || operation.ends_with(".count") ||
         operation.ends_with(".head");
}

}  // namespace

Who Draw::AnyWho(std::string_view operation) {
  const bool is_for_users = operation == "certification.create" || operation == "certification.update" ||
                            operation == "certification.renew" || operation == "member.update" || Reads(operation);
  if (Chance(is_for_users ? 30 : 3)) return {Who::Is::kOneUser, static_cast<int>(Below(kUsers)), true};
  return {Who::Is::kOneOrganization, static_cast<int>(Below(kOrganizations)), !Chance(4)};
}

std::string Draw::Date() { return DateOf(Day("2025-06-01") + static_cast<int32_t>(Below(500))); }

// Mostly the organization's own, where there is one; the later ones more often.
template <typename Facts>
std::string Draw::IdOf(const std::vector<Facts>& all, const Who& who) {
  if (all.empty() || Chance(2)) return std::string(kNowhere);
  const bool own = who.kind == Who::Is::kOneOrganization && Chance(90);
  for (int tries = 0; tries < 20; ++tries) {
    const size_t last = all.size() - 1;
    const Facts& facts = all[last - std::min(Below(all.size()), Below(all.size()))];
    if (!own || facts.organization == who.number || facts.organization == kCatalogue) return facts.id;
  }
  return all.back().id;
}

void Draw::AddMember(bool creates, Json& request) {
  if (creates || Chance(50)) request["display_name"] = Word("Member ", 100);
  if (Chance(30)) request["external_id"] = Word("member-", 40);
  if (Chance(40)) request["user_id"] = User(static_cast<int>(Below(kUsers)));
  if (Chance(20)) request["is_primary"] = Chance(50);
  if (!creates && Chance(10)) request["user_id"] = nullptr;
  if (Chance(10)) request["status"] = Chance(50) ? "inactive" : "invited";
  if (!creates && Chance(10)) request["status"] = Chance(30) ? "archived" : "active";
}

void Draw::AddType(bool creates, Json& request) {
  if (creates) request["slug"] = Word("slug-", 25);
  if (creates || Chance(50)) request["title"] = Word("Title ", 100);
  if (Chance(40)) request["validity_period"] = {{"unit", "day"}, {"count", 30 + Below(400)}};
  if (Chance(30)) request["grace_days"] = Below(60);
}

void Draw::AddCard(const Who& who, Json& request) {
  if (who.kind != Who::Is::kOneUser || Chance(20)) request["organization_member_id"] = IdOf(model_.members, who);
  request["certification_type_id"] = IdOf(model_.types, who);
  if (Chance(40)) request["external_id"] = Word("external-", 25);
  if (Chance(20)) request["external_source"] = Word("source-", 2);
  if (Chance(15)) request["source"] = "import";
  if (Chance(60)) request["issued_on"] = Date();
  if (Chance(50)) request["serial_number"] = Word("serial-", 5);
  if (Chance(40)) {
    request["expires_on"] = Date();
  } else if (Chance(3)) {
    request["issued_on"] = "2026-02-30";
  }
}

void Draw::AddEdit(const Who& who, Json& request) {
  if (Chance(60)) request["serial_number"] = Word("serial-", 3);
  if (Chance(30)) request["issuer_name"] = Word("Issuer ", 3);
  if (Chance(20)) request["expires_on"] = Date();
  if (Chance(10)) request["expires_on"] = nullptr;
  if (Chance(20)) request["external_id"] = Word("external-", 25);
  if (Chance(15)) request["certification_type_id"] = IdOf(model_.types, who);
}

void Draw::AddDecision(std::string_view verb, const Who& who, Json& request) {
  if (verb == "supersede") request["replacement_id"] = IdOf(model_.cards, who);
  if (verb == "verify") {
    static constexpr std::array<std::string_view, 3> kOutcomes = {"pending", "verified", "rejected"};
    request["outcome"] = kOutcomes[Chance(60) ? 1 : Below(3)];
    request["method"] = "registry";
    if (Chance(20)) request["verified_until"] = Date();
  }
  if (verb == "renew") {
    if (Chance(50)) request["issued_on"] = Date();
    if (Chance(30)) request["serial_number"] = Word("serial-", 3);
  } else if (!Chance(4)) {
    request["reason"] = Word("reason ", 5);
  }
}

Json Draw::RequestOf(std::string_view operation, const Who& who) {
  const std::string_view resource = operation.substr(0, operation.find('.'));
  const std::string_view verb = operation.substr(resource.size() + 1);
  Json request = Json::object();
  if (resource == "history") return request;
  if (resource == "idempotency") {
    char instant[32];
    std::snprintf(instant, sizeof instant, "2026-01-15T08:00:00.%03zuZ", Below(400));
    return {{"bound_before", instant}};
  }
  if (resource == "organization") {
    const size_t one = Chance(95) ? static_cast<size_t>(who.number) % kOrganizations : Below(kOrganizations);
    request["id"] = model_.organizations[one].id;
    if (Chance(70)) request["name"] = Word("Organization ", 20);
    if (Chance(30)) request["status"] = Chance(30) ? "archived" : "active";
    return request;
  }
  if (verb == "list" || verb == "count") {
    if (verb == "list") request["limit"] = 200;
    if (verb == "list" || Chance(50)) request["organization_member_id"] = IdOf(model_.members, who);
    return request;
  }
  const bool creates = verb == "create";
  if (!creates) {
    request["id"] = resource == "member"               ? IdOf(model_.members, who)
                    : resource == "certification_type" ? IdOf(model_.types, who)
                                                       : IdOf(model_.cards, who);
  }
  if (creates || verb == "update") {
    if (resource == "member") AddMember(creates, request);
    if (resource == "certification_type") AddType(creates, request);
    if (resource == "certification") creates ? AddCard(who, request) : AddEdit(who, request);
  } else if (verb != "get") {
    AddDecision(verb, who, request);
  }
  if (!creates && verb != "get" && Chance(15)) request["if_revision"] = 1 + Below(3);
  return request;
}

Step Draw::New(int64_t now) {
  size_t drawn = Below(kWeightOfAll);
  const Weight* weight = kWeights.data();
  for (; drawn >= weight->weight; ++weight) drawn -= weight->weight;
  Step step;
  step.now = now;
  step.operation = weight->operation;
  step.who = step.operation == "idempotency.purge" ? Who{Who::Is::kTheSystem, 0, true} : AnyWho(step.operation);
  step.request = RequestOf(step.operation, step.who);
  if (Reads(step.operation) || step.who.kind == Who::Is::kTheSystem) return step;
  if (Chance(60)) step.key = Word("key-", 400);
  if (Chance(2)) step.request["nonsense"] = 1;
  return step;
}

Step Draw::Next(int64_t now) {
  if (!latest_.empty() && Chance(15)) {
    Step again = latest_[Below(latest_.size())];
    again.now = now;
    if (Chance(15)) again.request[again.request.contains("serial_number") ? "serial_number" : "nonsense"] = "another";
    return again;
  }
  Step step = New(now);
  if (!step.key) return step;
  if (latest_.size() == kRemembered) latest_.erase(latest_.begin());
  latest_.push_back(step);
  return step;
}

}  // namespace certlite::host
