#include "tests/rigs/power/story.h"

#include <algorithm>
#include <sstream>
#include <utility>

namespace certlite::rig {

using host::Json;

Deed Story::Next(std::mt19937_64& random) {
  Deed deed;
  deed.now = host::kNow + static_cast<int64_t>(deeds.size()) * 1000;
  if (!Has("certification")) {
    deed.requests = {First(random)};
    return deed;
  }
  if (const size_t lines = std::exchange(first_import_lines, 0); lines > 0) {
    deed.kind = Deed::Kind::kImport;
    deed.requests = {Lines(lines, random)};
    return deed;
  }
  const auto chance = random() % 100;
  if (chance < 24) {
    deed.requests = {Create(random)};
  } else if (chance < 34) {
    for (auto n = 2 + random() % 4; n > 0; --n) deed.requests.push_back(Create(random));
  } else if (chance < 46) {
    deed.requests = {Change(random)};
  } else if (chance < 58) {
    deed.requests = {Step(random)};
  } else if (chance < 66) {
    deed.requests = {MakeOther(random)};
  } else if (chance < 74) {
    deed.requests = {is_modern ? Role(random) : Change(random)};
  } else if (chance < 79) {
    deed.requests = {is_modern ? Erase(random) : Create(random)};
  } else if (chance < 84) {
    deed.requests = {Replay(random)};
  } else if (chance < 91) {
    deed.kind = Deed::Kind::kImport;
    deed.requests = {Lines(2 + random() % 7, random)};
  } else if (chance < 97) {
    static constexpr const char* kHows[] = {"PASSIVE", "FULL", "RESTART", "TRUNCATE"};
    deed.kind = Deed::Kind::kCheckpoint;
    deed.checkpoint = kHows[random() % 4];
  } else if (chance < 98) {
    deed.kind = Deed::Kind::kCompact;
  } else {
    deed.kind = Deed::Kind::kReopen;
  }
  return deed;
}

// A store begins with these; what follows needs them.
Request Story::First(std::mt19937_64& random) {
  const size_t place = deeds.size();
  if (place == 0) return Keyed("organization.create", {{"name", "Works"}});
  const std::string& organization = ids_.at("organization").front();
  if (place == 1) {
    return Keyed("member.create",
                 {{"organization_id", organization}, {"display_name", NewName("Ada ")}, {"external_id", "HR"}});
  }
  if (place == 2) {
    return Keyed("certification_type.create",
                 {{"organization_id", organization}, {"slug", "heights"}, {"title", "Working at heights"}});
  }
  return Create(random);
}

Json Story::NewCard(std::mt19937_64& random) {
  const std::string name = NewName("card-");
  Json card = {{"organization_member_id", Pick("member", random)},
               {"certification_type_id", Pick("certification_type", random)},
               {"serial_number", name}};
  // Long ones make pages split.
  if (random() % 2 == 0) card["issuer_name"] = std::string(random() % 255, 'i');
  if (random() % 2 == 0) card["issued_on"] = host::DateOf(static_cast<int32_t>(20'000 + random() % 500));
  return card;
}

Request Story::Keyed(const std::string& operation, const Json& body) {
  return {operation, body.dump(), NewName("key-")};
}

// With a key, an external id, or both: either settles it.
Request Story::Create(std::mt19937_64& random) {
  Json card = NewCard(random);
  const auto by = random() % 3;
  if (by > 0) card["external_id"] = NewName("external-");
  return by < 2 ? Keyed("certification.create", card) : Request{"certification.create", card.dump()};
}

Request Story::Change(std::mt19937_64& random) {
  if (random() % 4 == 0) return Keyed("member.update", {{"id", Pick("member", random)}, {"role", NewName("role-")}});
  return Keyed("certification.update", {{"id", Pick("certification", random)},
                                        {"serial_number", NewName("serial-") + std::string(random() % 200, 's')}});
}

// Where the lifecycle has no such step it is refused, and then nothing of it may be found.
Request Story::Step(std::mt19937_64& random) {
  static constexpr const char* kVerbs[] = {"suspend", "reinstate", "revoke", "archive", "restore", "verify", "renew"};
  const std::string verb = kVerbs[random() % std::size(kVerbs)];
  Json body = {{"id", Pick("certification", random)}};
  body[verb == "renew" ? "serial_number" : "reason"] = NewName("step-");
  if (verb == "verify") {
    body["outcome"] = "verified";
    body["method"] = "registry";
  }
  return Keyed("certification." + verb, body);
}

Request Story::MakeOther(std::mt19937_64& random) {
  const std::string& organization = ids_.at("organization").front();
  switch (random() % 4) {
    case 0:
      return Keyed("organization.create", {{"name", NewName("Works ")}});
    case 1:
      return Keyed("member.create", {{"organization_id", organization}, {"display_name", NewName("Ada ")}});
    case 2:
      return Keyed("certification_type.create", {{"slug", NewName("type-")}, {"title", "x"}, {"scope", "standard"}});
    default:
      return Keyed("certification_type.create",
                   {{"organization_id", organization}, {"slug", NewName("type-")}, {"title", "x"}});
  }
}

// A primary role takes that from the one before: two versions in one transaction.
Request Story::Role(std::mt19937_64& random) {
  const std::string& organization = ids_.at("organization").front();
  if (!Has("qualification")) {
    return Keyed("qualification.create",
                 {{"organization_id", organization},
                  {"slug", NewName("qualification-")},
                  {"title", "x"},
                  {"certification_type_ids", Json::array({Pick("certification_type", random)})}});
  }
  if (!Has("job_role") || random() % 3 == 0) {
    return Keyed("job_role.create", {{"organization_id", organization},
                                     {"slug", NewName("role-")},
                                     {"title", "x"},
                                     {"qualification_ids", Json::array({Pick("qualification", random)})}});
  }
  return Keyed("job_role_assignment.put", {{"organization_member_id", Pick("member", random)},
                                           {"job_role_id", Pick("job_role", random)},
                                           {"is_primary", random() % 3 > 0}});
}

// One of each stays for what follows.
Request Story::Erase(std::mt19937_64& random) {
  const std::string resource = ids_.at("member").size() > 1 && random() % 3 == 0 ? "member" : "certification";
  if (ids_.at(resource).size() == 1) return Change(random);
  return Keyed(resource + ".erase", {{"id", Pick(resource, random)}, {"reason", "asked for"}});
}

Request Story::Replay(std::mt19937_64& random) const {
  for (;;) {
    const Deed& deed = deeds[random() % deeds.size()];
    if (deed.kind != Deed::Kind::kCalls) continue;
    const Request& again = deed.requests[random() % deed.requests.size()];
    if (again.key) return {again.operation, again.body, again.key};
  }
}

Request Story::Lines(size_t count, std::mt19937_64& random) {
  std::string lines;
  for (size_t n = 0; n < count; ++n) {
    Json line = NewCard(random);
    const auto by = random() % 3;
    if (by == 0) line["external_id"] = NewName("external-");
    if (by == 1) line["idempotency_key"] = NewName("key-");
    lines += line.dump() + "\n";
  }
  return {"certification.import", lines};
}

const std::string& Story::Pick(const std::string& resource, std::mt19937_64& random) const {
  const std::vector<std::string>& ids = ids_.at(resource);
  return ids[random() % ids.size()];
}

void Story::Add(Deed deed, Content content) {
  for (const Request& request : deed.requests) {
    if (request.answer.ok()) Learn(request);
  }
  deeds.push_back(std::move(deed));
  contents.push_back(std::move(content));
}

void Story::Learn(const Request& request) {
  if (request.operation == "certification.import") {
    std::istringstream ids(request.answer.text);
    std::istringstream lines(request.body);
    for (std::string id, line; std::getline(ids, id) && std::getline(lines, line);) {
      ids_["certification"].push_back(id);
      LearnText(id, Json::parse(line));
    }
    return;
  }
  const std::string resource = request.operation.substr(0, request.operation.find('.'));
  std::vector<std::string>& ids = ids_[resource];
  const std::string id = request.answer.id();
  if (request.operation.ends_with(".erase")) {
    std::erase(ids, id);
    erased_by_.emplace(id, deeds.size() + 1);
  } else if (!erased_by_.contains(id)) {
    if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
    LearnText(id, Json::parse(request.body));
  }
}

void Story::LearnText(const std::string& id, const Json& body) {
  for (const char* name : {"serial_number", "display_name", "role"}) {
    if (body.contains(name)) texts_[id].push_back(body.at(name));
  }
}

std::vector<std::string> Story::ErasedTexts(size_t first_deeds) const {
  std::vector<std::string> texts;
  for (const auto& [id, deed] : erased_by_) {
    const auto found = texts_.find(id);
    if (deed <= first_deeds && found != texts_.end())
      texts.insert(texts.end(), found->second.begin(), found->second.end());
  }
  return texts;
}

bool Story::IsErased(const Request& request, size_t first_deeds) const {
  if (request.operation.ends_with(".erase")) return false;  // it replays
  const auto found = erased_by_.find(request.answer.id());
  return found != erased_by_.end() && found->second <= first_deeds;
}

std::string Story::Names(size_t from, size_t to) const {
  std::string text;
  for (size_t n = from; n < std::min(to, deeds.size()); ++n) {
    for (const Request& request : deeds[n].requests) {
      text.append(text.empty() ? "" : ", ").append(request.operation);
      if (request.key) text.append(" ").append(*request.key);
    }
  }
  return text;
}

}  // namespace certlite::rig
