// Certifications: creates, edits, decisions, checks, renewals, erasures.
#include <algorithm>
#include <utility>

#include "tests/engine/validity_oracle.h"
#include "tests/rigs/plans/model.h"
#include "tests/rigs/plans/request.h"
#include "tests/rigs/rig.h"

namespace certlite::host {
namespace {

bool IsOpen(const CardFactsKept& card) { return card.status == "active" || card.status == "suspended"; }

bool Allows(std::string_view verb, const CardFactsKept& card) {
  if (verb == "suspend") return card.status == "active";
  if (verb == "reinstate") return card.status == "suspended";
  if (verb == "archive") return card.status != "archived";
  if (verb == "restore") return card.status == "archived";
  if (verb == "renew") return IsOpen(card) || card.status == "superseded";
  return verb == "erase" || IsOpen(card);
}

std::optional<int32_t> DayOf(const Text& date) { return date ? std::optional(Day(*date)) : std::nullopt; }

int32_t DayOfInstant(int64_t now) { return static_cast<int32_t>(now / kDayMs); }

bool IsDisordered(const Content& content) {
  return content.issued_on && content.expires_on && *content.expires_on < *content.issued_on;
}

bool IsMaterial(Content before, const Content& after) {
  before.external_id = after.external_id;
  before.external_source = after.external_source;
  before.source = after.source;
  return before != after;
}

}  // namespace

int Model::FindCard(const Who& who, const std::string& id) const {
  const auto found = std::ranges::find(cards, id, &CardFactsKept::id);
  if (found == cards.end()) return kNobody;
  const MemberFacts& member = members[static_cast<size_t>(found->now.member)];
  return ReachesMember(who, member) ? static_cast<int>(found - cards.begin()) : kNobody;
}

int Model::CardWith(int organization, const Text& external_id, const Text& external_source) const {
  if (!external_id) return kNobody;
  const auto found = std::ranges::find_if(cards, [&](const CardFactsKept& card) {
    return card.organization == organization && card.now.external_id == external_id &&
           card.now.external_source == external_source;
  });
  return found == cards.end() ? kNobody : static_cast<int>(found - cards.begin());
}

// The only membership, or the only primary one; archived ones don't count while there are others.
int Model::OwnMember(const Who& who) const {
  std::vector<int> own;
  for (size_t i = 0; i < members.size(); ++i) {
    if (who.kind == Who::Is::kOneUser && members[i].user == who.number) own.push_back(static_cast<int>(i));
  }
  const auto is_archived = [this](int i) { return members[static_cast<size_t>(i)].status == "archived"; };
  if (!std::ranges::all_of(own, is_archived)) std::erase_if(own, is_archived);
  if (own.size() > 1) std::erase_if(own, [this](int i) { return !members[static_cast<size_t>(i)].is_primary; });
  return own.size() == 1 ? own.front() : kNobody;
}

std::vector<int> Model::CardsOf(const Who& who, int member) const {
  std::vector<int> found;
  for (size_t i = 0; i < cards.size(); ++i) {
    if (cards[i].erased || !ReachesMember(who, members[static_cast<size_t>(cards[i].now.member)])) continue;
    if (member == kNobody || cards[i].now.member == member) found.push_back(static_cast<int>(i));
  }
  return found;
}

std::string Model::StatusOn(const CardFactsKept& card, int64_t now) const {
  if (card.status != "active") return "invalid";
  const CardFacts facts{DayOf(card.now.issued_on), DayOf(card.now.expires_on),
                        types[static_cast<size_t>(card.now.type)].grace_days, 30};
  return host::StatusOn(facts, DayOfInstant(now)).first;
}

std::vector<std::string> Model::PartsOfCard(const CardFactsKept& card, int64_t now) const {
  const MemberFacts& member = members[static_cast<size_t>(card.now.member)];
  std::vector<std::string> parts = {Part("id", card.id),
                                    Part("organization_member_id", member.id),
                                    Part("certification_type_id", types[static_cast<size_t>(card.now.type)].id),
                                    Part("external_id", card.now.external_id),
                                    Part("external_source", card.now.external_source),
                                    Part("revision", card.revision)};
  if (card.erased) return parts;
  for (const std::string& part : std::vector<std::string>{
           Part("user_id", member.user == kNobody ? Text() : Text(User(member.user))),
           Part("lifecycle_status", card.status), Part("source", card.now.source),
           Part("issued_on", card.now.issued_on), Part("expires_on", card.now.expires_on),
           Part("issuer_name", card.now.issuer_name), Part("serial_number", card.now.serial_number),
           Part("verification_status", card.verification), Part("validity_status", StatusOn(card, now)),
           Part("renews_id", card.renews), Part("superseded_by_id", card.superseded_by),
           Part("archived_from", card.archived_from)}) {
    parts.push_back(part);
  }
  return parts;
}

void Model::TakeMember(int member, const Content& content, Rules& rules) const {
  const MemberFacts& facts = members[static_cast<size_t>(member)];
  if (facts.erased) return rules.push_back("record.erased");
  if (facts.status == "archived" || (facts.status == "inactive" && content.source != "import")) {
    rules.emplace_back("member.active");
  }
  if (organizations[static_cast<size_t>(facts.organization)].status == "archived") {
    rules.emplace_back("organization.active");
  }
}

void Model::TakeType(const Who& who, const Step& step, bool derives, Content& content, Rules& rules) const {
  const int organization =
      content.member == kNobody ? kNobody : members[static_cast<size_t>(content.member)].organization;
  const std::string id = TextOf(step.request, "certification_type_id")
                             .value_or(types[static_cast<size_t>(content.type)].id);  // of a renewal
  content.type = FindType(who, id, organization);
  if (content.type == kNobody) return rules.push_back("certification_type.exists");
  const TypeFacts& type = types[static_cast<size_t>(content.type)];
  if (type.status == "archived") rules.emplace_back("certification_type.active");
  if (!derives || step.request.contains("expires_on") || !content.issued_on || type.period_days == 0) return;
  content.expires_on = DateOf(Day(*content.issued_on) + type.period_days);
}

Expected Model::Made(Content content, const Text& renews, int64_t now) const {
  CardFactsKept card;
  card.organization = members[static_cast<size_t>(content.member)].organization;
  card.now = card.first = std::move(content);
  card.renews = renews;
  std::vector<std::string> parts = PartsOfCard(card, now);
  parts.erase(parts.begin());  // its id isn't known yet
  return {{}, CERTLITE_CREATED, {}, std::move(parts), [card](Model& model, const std::string& answer) mutable {
            card.id = rig::TextIn(answer, "id");
            model.cards.push_back(card);
            ++model.organizations[static_cast<size_t>(card.organization)].head;
            return card.id;
          }};
}

Expected Model::NewCard(const Step& step, Rules rules) const {
  Content content;
  TakeText(step.request, "external_id", content.external_id);
  TakeText(step.request, "external_source", content.external_source);
  TakeText(step.request, "source", content.source);
  TakeText(step.request, "issued_on", content.issued_on);
  TakeText(step.request, "expires_on", content.expires_on);
  TakeText(step.request, "serial_number", content.serial_number);
  const bool misshapen = !rules.empty();
  if (content.issued_on == "2026-02-30") content.issued_on.reset();  // what can't be read is as if it weren't given
  const Text member = TextOf(step.request, "organization_member_id");
  content.member = member ? FindMember(step.who, *member) : OwnMember(step.who);
  if (content.member == kNobody) {
    rules.emplace_back(member ? "member.exists" : "member.of_subject");
  } else {
    TakeMember(content.member, content, rules);
  }
  TakeType(step.who, step, true, content, rules);
  if (IsDisordered(content)) rules.emplace_back("dates.order");
  const auto is_against_new = [](const std::string& rule) { return Refused({rule}).status() == CERTLITE_E_ARCHIVED; };
  if (misshapen || !std::ranges::all_of(rules, is_against_new)) return Refused(std::move(rules));
  const int organization = members[static_cast<size_t>(content.member)].organization;
  if (const int other = CardWith(organization, content.external_id, content.external_source); other != kNobody) {
    const CardFactsKept& card = cards[static_cast<size_t>(other)];
    if (card.erased) return Refused({"record.erased"});
    const bool reached = ReachesMember(step.who, members[static_cast<size_t>(card.now.member)]);
    if (card.first != content || !reached) return Refused({"external_id.content"});
    return {{}, CERTLITE_EXISTS, {}, PartsOfCard(card, step.now), [id = card.id](Model&, const std::string&) {
              return id;
            }};
  }
  if (!rules.empty()) return Refused(std::move(rules));
  return Made(std::move(content), {}, step.now);
}

Expected Model::Renewal(const Step& step, const CardFactsKept& card, Rules rules) const {
  const auto renews = [&](const CardFactsKept& other) {
    return other.organization == card.organization && other.renews == card.id && IsOpen(other);
  };
  if (std::ranges::any_of(cards, renews)) rules.emplace_back("renewal.once");
  Content content;
  content.member = card.now.member;
  content.type = card.now.type;
  content.issuer_name = card.now.issuer_name;
  content.serial_number = card.now.serial_number;
  content.issued_on = DateOf(DayOfInstant(step.now));
  TakeText(step.request, "serial_number", content.serial_number);
  TakeText(step.request, "issued_on", content.issued_on);
  TakeMember(content.member, content, rules);
  TakeType(step.who, step, true, content, rules);
  if (!rules.empty()) return Refused(std::move(rules));
  return Made(std::move(content), card.id, step.now);
}

void Model::EditCard(const Step& step, CardFactsKept& card, Rules& rules) const {
  const CardFactsKept before = card;
  TakeText(step.request, "external_id", card.now.external_id);
  TakeText(step.request, "issuer_name", card.now.issuer_name);
  TakeText(step.request, "serial_number", card.now.serial_number);
  TakeText(step.request, "expires_on", card.now.expires_on);
  const Text type = TextOf(step.request, "certification_type_id");
  if (type && *type != types[static_cast<size_t>(before.now.type)].id) {
    TakeType(step.who, step, false, card.now, rules);
  }
  if (IsDisordered(card.now)) rules.emplace_back("dates.order");
  const int other = CardWith(card.organization, card.now.external_id, card.now.external_source);
  const bool moves = card.now.external_id != before.now.external_id;
  if (moves && other != kNobody && cards[static_cast<size_t>(other)].id != card.id) {
    rules.emplace_back("external_id.unique");
  }
  if (card.verification == "verified" && IsMaterial(before.now, card.now)) card.verification = "unverified";
}

// `always`: even if it changes nothing.
Expected Model::Write(CardFactsKept card, int position, bool always, int64_t now) const {
  if (!always && card == cards[static_cast<size_t>(position)]) {
    return {
        {}, CERTLITE_UNCHANGED, {}, PartsOfCard(card, now), [id = card.id](Model&, const std::string&) { return id; }};
  }
  ++card.revision;
  std::vector<std::string> parts = PartsOfCard(card, now);
  return {{}, CERTLITE_UPDATED, {}, std::move(parts), [card, position](Model& model, const std::string&) {
            model.cards[static_cast<size_t>(position)] = card;
            ++model.organizations[static_cast<size_t>(card.organization)].head;
            return card.id;
          }};
}

Expected Model::Decision(const Step& step, std::string_view verb, int position, Rules rules) const {
  CardFactsKept card = cards[static_cast<size_t>(position)];
  if (verb == "supersede") {
    const int other = FindCard(step.who, step.request.at("replacement_id"));
    const bool exists = other != kNobody && other != position && !cards[static_cast<size_t>(other)].erased;
    if (!exists) {
      rules.emplace_back("replacement.exists");
    } else if (!IsOpen(cards[static_cast<size_t>(other)])) {
      rules.emplace_back("replacement.open");
    }
    card.superseded_by = TextOf(step.request, "replacement_id");
    card.status = "superseded";
  } else if (verb == "verify") {
    card.verification = step.request.at("outcome");
    if (step.request.contains("verified_until") && card.verification != "verified") {
      rules.emplace_back("verification.until");
    }
  } else if (verb == "update") {
    EditCard(step, card, rules);
  } else if (verb == "restore") {
    card.status = *std::exchange(card.archived_from, std::nullopt);
  } else if (verb == "archive") {
    card.archived_from = std::exchange(card.status, "archived");
  } else if (verb == "erase") {
    Content left;
    left.member = card.now.member;
    left.type = card.now.type;
    left.external_id = card.now.external_id;
    left.external_source = card.now.external_source;
    card = CardFactsKept{card.id, card.organization, left, card.first, "active", "unverified", {}, {}, {},
                         true,    card.revision};
  } else {
    card.status = verb == "suspend" ? "suspended" : verb == "revoke" ? "revoked" : "active";
  }
  if (!rules.empty()) return Refused(std::move(rules));
  return Write(std::move(card), position, verb == "verify", step.now);
}

Expected Model::OfCard(const Step& step, std::string_view verb, Rules rules) const {
  const int position = FindCard(step.who, step.request.at("id"));
  std::string obstacle = "record.exists";
  if (position != kNobody) obstacle = Obstacle(step, cards[static_cast<size_t>(position)]);
  if (position != kNobody && obstacle.empty() && verb == "get") {
    return Told(PartsOfCard(cards[static_cast<size_t>(position)], step.now));
  }
  if (position != kNobody && obstacle.empty() && !Allows(verb, cards[static_cast<size_t>(position)])) {
    obstacle = "lifecycle.transition";
  }
  if (!obstacle.empty()) {
    rules.push_back(obstacle);
    return Refused(std::move(rules));
  }
  if (verb == "renew") return Renewal(step, cards[static_cast<size_t>(position)], std::move(rules));
  return Decision(step, verb, position, std::move(rules));
}

Expected Model::CountOf(const Step& step) const {
  int member = kNobody;
  std::vector<int> found;
  if (const Text id = TextOf(step.request, "organization_member_id")) {
    member = FindMember(step.who, *id);
    if (member != kNobody) found = CardsOf(step.who, member);
  } else {
    found = CardsOf(step.who, kNobody);
  }
  std::vector<std::string> parts;
  if (step.operation == "certification.list") {
    for (const int card : found) parts.push_back(Part("id", cards[static_cast<size_t>(card)].id));
    return Told(std::move(parts));
  }
  std::map<std::string, int64_t> statuses;
  for (const char* status : {"invalid", "not_yet_valid", "valid", "expiring_soon", "in_grace", "expired"}) {
    statuses[status] = 0;
  }
  for (const int card : found) ++statuses[StatusOn(cards[static_cast<size_t>(card)], step.now)];
  parts.push_back(Part("total", static_cast<int64_t>(found.size())));
  for (const auto& [status, n] : statuses) parts.push_back(Part(status, n) + ",");
  return Told(std::move(parts));
}

}  // namespace certlite::host
