// Who may do what, keys, organizations, members and types.
#include "tests/rigs/plans/model.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "tests/engine/fixture.h"
#include "tests/rigs/plans/request.h"
#include "tests/rigs/rig.h"

namespace certlite::host {
namespace {

constexpr int kFirstOrganizationsUser = 90;

std::pair<std::string_view, std::string_view> PartsOfName(std::string_view operation) {
  const size_t dot = operation.find('.');
  return {operation.substr(0, dot), operation.substr(dot + 1)};
}

certlite_status CodeOfRule(const std::string& rule) {
  static const std::map<std::string, const char*> kCodes = {
      {"field.unknown", "invalid"},
      {"field.required", "invalid"},
      {"date.exists", "invalid"},
      {"dates.order", "invalid"},
      {"member.of_subject", "invalid"},
      {"verification.until", "invalid"},
      {"principal.scope", "forbidden"},
      {"principal.reach", "forbidden"},
      {"certification_type.standard", "forbidden"},
      {"idempotency_key.payload", "idempotency_key_reused"},
      {"record.exists", "not_found"},
      {"member.exists", "not_found"},
      {"certification_type.exists", "not_found"},
      {"replacement.exists", "not_found"},
      {"organization.active", "archived"},
      {"member.active", "archived"},
      {"certification_type.active", "archived"},
      {"slug.unique", "conflict"},
      {"member.external_id_unique", "conflict"},
      {"lifecycle.transition", "conflict"},
      {"archive.transition", "conflict"},
      {"replacement.open", "conflict"},
      {"renewal.once", "conflict"},
      {"external_id.content", "external_id_conflict"},
      {"external_id.unique", "external_id_conflict"},
      {"revision.current", "revision_conflict"},
      {"record.erased", "gone"},
  };
  return StatusOf(kCodes.at(rule));
}

// What is wrong with the request before the store is looked at.
std::vector<std::string> BreaksShape(const Step& step) {
  static const std::set<std::string_view> kWithReason = {"suspend", "revoke", "supersede", "erase"};
  std::vector<std::string> rules;
  if (step.request.contains("nonsense")) rules.emplace_back("field.unknown");
  if (TextOf(step.request, "issued_on") == "2026-02-30") rules.emplace_back("date.exists");
  if (kWithReason.contains(PartsOfName(step.operation).second) && !step.request.contains("reason")) {
    rules.emplace_back("field.required");
  }
  return rules;
}

std::string BreaksPermission(const Step& step) {
  static const std::set<std::string_view> kForSelf = {
      "certification.create", "certification.update", "certification.renew",
      "certification.get",    "certification.list",   "certification.count",
      "member.get",           "member.update",        "certification_type.get"};
  const auto [resource, verb] = PartsOfName(step.operation);
  const bool reads = verb == "get" || verb == "list" || verb == "count";
  if (resource == "certification" && !reads && !step.who.writes_cards) return "principal.scope";
  if (step.who.kind == Who::Is::kOneUser && !kForSelf.contains(step.operation)) return "principal.reach";
  return "";
}

std::string NameOfKey(const Step& step) {
  return std::to_string(static_cast<int>(step.who.kind)) + "/" + std::to_string(step.who.number) + " " +
         step.operation + " " + *step.key;
}

std::vector<std::string> PartsOf(const OrganizationFacts& facts) {
  return {Part("id", facts.id), Part("name", facts.name), Part("status", facts.status),
          Part("revision", facts.revision)};
}

std::vector<std::string> PartsOf(const MemberFacts& facts) {
  if (facts.erased) {
    return {Part("id", facts.id), Part("external_id", facts.external_id), Part("revision", facts.revision)};
  }
  return {Part("id", facts.id),
          Part("user_id", facts.user == kNobody ? Text() : Text(User(facts.user))),
          Part("display_name", facts.name),
          Part("status", facts.status),
          std::string("\"is_primary\":") + (facts.is_primary ? "true" : "false"),
          Part("external_id", facts.external_id),
          Part("revision", facts.revision),
          Part("archived_from", facts.archived_from)};
}

std::vector<std::string> PartsOf(const TypeFacts& facts) {
  return {Part("id", facts.id),
          Part("slug", facts.slug),
          Part("title", facts.title),
          Part("status", facts.status),
          Part("grace_days", facts.grace_days),
          Part("revision", facts.revision)};
}

// A change that was judged: without rules broken it is written, unless it changes nothing.
template <typename Facts>
Expected Changed(std::vector<Facts> Model::*all, const Facts& before, Facts after, int position,
                 std::vector<std::string> rules) {
  if (!rules.empty()) return Refused(std::move(rules));
  if (after == before) {
    return {{}, CERTLITE_UNCHANGED, {}, PartsOf(before), [id = before.id](Model&, const std::string&) { return id; }};
  }
  ++after.revision;
  std::vector<std::string> parts = PartsOf(after);
  return {{}, CERTLITE_UPDATED, {}, std::move(parts), [=](Model& model, const std::string&) {
            (model.*all)[static_cast<size_t>(position)] = after;
            if (after.organization >= 0) ++model.organizations[static_cast<size_t>(after.organization)].head;
            return after.id;
          }};
}

template <typename Facts>
Expected Created(std::vector<Facts> Model::*all, Facts made, std::vector<std::string> rules) {
  if (!rules.empty()) return Refused(std::move(rules));
  std::vector<std::string> parts = PartsOf(made);
  parts.erase(parts.begin());  // its id isn't known yet
  return {{}, CERTLITE_CREATED, {}, std::move(parts), [=](Model& model, const std::string& answer) mutable {
            made.id = rig::TextIn(answer, "id");
            (model.*all).push_back(made);
            ++model.organizations[static_cast<size_t>(made.organization)].head;
            return made.id;
          }};
}

}  // namespace

certlite_status Expected::status() const {
  if (rules.empty()) return CERTLITE_OK;
  const auto blames_request = [](const std::string& rule) { return CodeOfRule(rule) == CERTLITE_E_INVALID; };
  const auto first = std::ranges::find_if(rules, blames_request);
  return CodeOfRule(first == rules.end() ? rules.front() : *first);
}

Json Model::PrincipalOf(const Who& who) const {
  const Json scopes = who.writes_cards ? AllScopes() : AllScopesBut("certification_records:write");
  switch (who.kind) {
    case Who::Is::kOneOrganization:
      return OrganizationOf(User(kFirstOrganizationsUser + who.number),
                            organizations.at(static_cast<size_t>(who.number)).id, scopes);
    case Who::Is::kOneUser:
      return SelfOf(User(who.number), scopes);
    case Who::Is::kTheSystem:
      break;
  }
  return kSystem;
}

bool Model::Reaches(const Who& who, int organization) const {
  if (who.kind == Who::Is::kTheSystem || organization == kCatalogue) return true;
  if (who.kind == Who::Is::kOneOrganization) return who.number == organization;
  return std::ranges::any_of(members, [&](const MemberFacts& member) {
    return member.user == who.number && member.organization == organization;
  });
}

bool Model::ReachesMember(const Who& who, const MemberFacts& member) const {
  return who.kind == Who::Is::kOneUser ? member.user == who.number : Reaches(who, member.organization);
}

// Where a key has led: the operation says to what.
bool Model::ReachesRecord(const Who& who, const std::string& id) const {
  return who.kind != Who::Is::kOneUser || FindMember(who, id) != kNobody || FindCard(who, id) != kNobody;
}

int Model::FindMember(const Who& who, const std::string& id) const {
  const auto found = std::ranges::find(members, id, &MemberFacts::id);
  return found != members.end() && ReachesMember(who, *found) ? static_cast<int>(found - members.begin()) : kNobody;
}

// Of the organization, if it is known, else of any within reach; or a standard one.
int Model::FindType(const Who& who, const std::string& id, int organization) const {
  const auto found = std::ranges::find(types, id, &TypeFacts::id);
  if (found == types.end()) return kNobody;
  const bool fits = organization == kNobody ? Reaches(who, found->organization)
                                            : found->organization == organization || found->organization == kCatalogue;
  return fits ? static_cast<int>(found - types.begin()) : kNobody;
}

std::optional<Expected> Model::ByKey(const Step& step) const {
  const auto found = keys.find(NameOfKey(step));
  if (found == keys.end()) return std::nullopt;
  const Bound& bound = found->second;
  if (!bound.gone && bound.payload != step.request.dump()) return Refused({"idempotency_key.payload"});
  if (!ReachesRecord(step.who, bound.id)) return Refused({"record.exists"});
  if (bound.gone) return Refused({"record.erased"});
  return Expected{{}, CERTLITE_REPLAYED, bound.answer, {}, {}};
}

Expected Model::Judge(const Step& step) const {
  if (const std::string rule = BreaksPermission(step); !rule.empty()) return Refused({rule});
  Rules rules = BreaksShape(step);
  if (step.key) {
    if (auto known = ByKey(step)) return std::move(*known);
  }
  const auto [resource, verb] = PartsOfName(step.operation);
  if (resource == "organization") return OfOrganization(step, std::move(rules));
  if (resource == "idempotency") return Purge(step);
  if (resource == "history") {
    return Told({"\"head\":\"" + std::to_string(organizations[static_cast<size_t>(step.who.number)].head) + ":"});
  }
  if (resource == "member") {
    return verb == "create" ? NewMember(step, std::move(rules)) : OfMember(step, verb, std::move(rules));
  }
  if (resource == "certification_type") {
    return verb == "create" ? NewType(step, std::move(rules)) : OfType(step, verb, std::move(rules));
  }
  if (verb == "count" || verb == "list") return CountOf(step);
  return verb == "create" ? NewCard(step, std::move(rules)) : OfCard(step, verb, std::move(rules));
}

void Model::Take(const Step& step, const Expected& expected, const std::string& answer) {
  if (!expected.effect) return;
  const std::string id = expected.effect(*this, answer);
  if (expected.outcome == CERTLITE_UPDATED && step.operation.ends_with(".erase")) Forget(id);
  if (step.key) keys[NameOfKey(step)] = {step.request.dump(), answer, id, step.now, false};
}

void Model::Forget(const std::string& id) {
  for (auto& [name, bound] : keys) bound.gone = bound.gone || bound.id == id;
}

Expected Model::Purge(const Step& step) const {
  // Instants of one form, in the order of their texts.
  const int64_t before = kNow + std::stoll(step.request.at("bound_before").get<std::string>().substr(20, 3));
  const auto is_old = [before](const auto& key) { return key.second.at < before; };
  const auto n = std::ranges::count_if(keys, is_old);
  return {{},
          n > 0 ? CERTLITE_UPDATED : CERTLITE_UNCHANGED,
          {},
          {Part("purged_count", n)},
          [is_old](Model& model, const std::string&) {
            std::erase_if(model.keys, is_old);
            return std::string();
          }};
}

Expected Model::OfOrganization(const Step& step, Rules rules) const {
  const auto position = static_cast<size_t>(step.who.number);
  const OrganizationFacts& before = organizations[position];
  if (step.request.at("id") != before.id) {
    rules.emplace_back("record.exists");
    return Refused(std::move(rules));
  }
  if (!rules.empty()) return Refused(std::move(rules));
  OrganizationFacts after = before;
  TakeText(step.request, "name", after.name);
  TakeText(step.request, "status", after.status);
  if (after.name == before.name && after.status == before.status) {
    return {{}, CERTLITE_UNCHANGED, {}, PartsOf(before), [id = before.id](Model&, const std::string&) { return id; }};
  }
  ++after.revision;
  ++after.head;
  return {{}, CERTLITE_UPDATED, {}, PartsOf(after), [=](Model& model, const std::string&) {
            model.organizations[position] = after;
            return after.id;
          }};
}

namespace {

void TakeMemberFields(const Json& request, MemberFacts& member) {
  TakeText(request, "display_name", member.name);
  TakeText(request, "external_id", member.external_id);
  TakeText(request, "status", member.status);
  if (request.contains("is_primary")) member.is_primary = request.at("is_primary").get<bool>();
  if (!request.contains("user_id")) return;
  const Text user = TextOf(request, "user_id");
  member.user = user ? std::stoi(user->substr(24)) : kNobody;
}

bool HasTwin(const std::vector<MemberFacts>& members, const MemberFacts& member) {
  return member.external_id && std::ranges::any_of(members, [&](const MemberFacts& other) {
           return other.id != member.id && other.organization == member.organization &&
                  other.external_id == member.external_id;
         });
}

}  // namespace

Expected Model::NewMember(const Step& step, Rules rules) const {
  MemberFacts member;
  member.organization = step.who.number;
  TakeMemberFields(step.request, member);
  if (organizations[static_cast<size_t>(step.who.number)].status == "archived") {
    rules.emplace_back("organization.active");
  }
  if (HasTwin(members, member)) rules.emplace_back("member.external_id_unique");
  return Created(&Model::members, std::move(member), std::move(rules));
}

Expected Model::OfMember(const Step& step, std::string_view verb, Rules rules) const {
  const int position = FindMember(step.who, step.request.at("id"));
  if (position == kNobody) rules.emplace_back("record.exists");
  if (position == kNobody) return Refused(std::move(rules));
  const MemberFacts& before = members[static_cast<size_t>(position)];
  if (const std::string obstacle = Obstacle(step, before); !obstacle.empty()) {
    rules.push_back(obstacle);
    return Refused(std::move(rules));
  }
  if (verb == "get") return Told(PartsOf(before));
  MemberFacts after = before;
  if (verb == "erase") {
    after = MemberFacts{before.id, before.organization, "", kNobody, "active", before.external_id, false, {},
                        true,      before.revision};
    return Changed(&Model::members, before, std::move(after), position, std::move(rules));
  }
  TakeMemberFields(step.request, after);
  Archive(verb, after.archived_from.value_or("active"), after.status, rules);
  if (after.status != "archived") {
    after.archived_from.reset();
  } else if (before.status != "archived") {
    after.archived_from = before.status;
  }
  if (HasTwin(members, after)) rules.emplace_back("member.external_id_unique");
  return Changed(&Model::members, before, std::move(after), position, std::move(rules));
}

namespace {

void TakeTypeFields(const Json& request, TypeFacts& type) {
  TakeText(request, "title", type.title);
  TakeText(request, "status", type.status);
  if (request.contains("grace_days")) type.grace_days = request.at("grace_days").get<int>();
  if (request.contains("validity_period")) type.period_days = request.at("validity_period").at("count").get<int>();
}

}  // namespace

Expected Model::NewType(const Step& step, Rules rules) const {
  TypeFacts type;
  type.organization = step.who.number;
  TakeText(step.request, "slug", type.slug);
  TakeTypeFields(step.request, type);
  if (organizations[static_cast<size_t>(step.who.number)].status == "archived") {
    rules.emplace_back("organization.active");
  }
  const bool taken = std::ranges::any_of(types, [&](const TypeFacts& other) {
    return other.organization == type.organization && other.slug == type.slug;
  });
  if (taken) rules.emplace_back("slug.unique");
  return Created(&Model::types, std::move(type), std::move(rules));
}

Expected Model::OfType(const Step& step, std::string_view verb, Rules rules) const {
  const int position = FindType(step.who, step.request.at("id"), kNobody);
  if (position == kNobody) rules.emplace_back("record.exists");
  if (position == kNobody) return Refused(std::move(rules));
  const TypeFacts& before = types[static_cast<size_t>(position)];
  if (verb == "get") return Told(PartsOf(before));
  const auto if_revision = step.request.find("if_revision");
  if (if_revision != step.request.end() && *if_revision != before.revision) {
    rules.emplace_back("revision.current");
    return Refused(std::move(rules));
  }
  TypeFacts after = before;
  TakeTypeFields(step.request, after);
  Archive(verb, "active", after.status, rules);
  if (before.organization == kCatalogue) rules.emplace_back("certification_type.standard");
  return Changed(&Model::types, before, std::move(after), position, std::move(rules));
}

}  // namespace certlite::host
