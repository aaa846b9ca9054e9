#include "tests/rigs/files/filled_store.h"

#include <map>
#include <stdexcept>

namespace certlite::rig {
namespace {

using host::Json;

// Fills a store as the system.
class Filler {
 public:
  explicit Filler(const host::Engine& engine) : system_(engine.As(host::kSystem)) {}

  FilledStore Run() {
    FilledStore filled;
    filled.organization = Make("organization", {{"name", "Harbour"}});
    const std::string other = Make("organization", {{"name", "Dock"}});
    Make("certification_type", {{"slug", "first-aid"}, {"title", "First aid"}, {"scope", "standard"}});
    organization_ = filled.organization;
    filled.type = Make("certification_type", {{"slug", "crane"},
                                              {"title", "Crane"},
                                              {"description", std::string(4'000, 'd')},  // beyond one page
                                              {"validity_period", {{"unit", "year"}, {"count", 2}}},
                                              {"grace_days", 30}});
    filled.member = Make("member", {{"display_name", "Ada"},
                                    {"email", "ada@example.org"},
                                    {"user_id", host::User(1)},
                                    {"external_id", "staff-1"}});
    FillCards(filled);
    FillRoles(filled);
    FillAside(filled);
    organization_ = other;
    const std::string stranger = Make("member", {{"display_name", "Grace"}});
    Make("certification",
         {{"organization_member_id", stranger}, {"certification_type_id", records_.at("certification_type").front()}});
    for (const std::string& chain : {filled.organization, other, std::string(host::kCatalogueId)}) AskOf(chain, filled);
    AskOfRecords(filled);
    return filled;
  }

 private:
  std::string Make(const std::string& resource, Json request, const std::string& key = {}) {
    const bool standard = request.value("scope", "") == "standard";
    if (!organization_.empty() && resource != "certification" && !standard) request["organization_id"] = organization_;
    const std::string id = Call(resource + (resource == "job_role_assignment" ? ".put" : ".create"), request, key).id();
    records_[resource].push_back(id);
    return id;
  }

  void Change(const std::string& operation, const std::string& id, Json more = Json::object()) {
    more["id"] = id;
    Call(operation, more);
  }

  host::Answer Call(const std::string& operation, const Json& request, const std::string& key = {}) {
    host::How how;
    if (!key.empty()) how.key = key;
    host::Answer answer = system_.Call(operation, request, how);
    if (!answer.ok()) throw std::runtime_error(operation + request.dump() + ": " + answer.text);
    return answer;
  }

  // A card of each kind and of each lifecycle.
  void FillCards(const FilledStore& filled) {
    std::vector<std::string> cards;
    for (int n = 0; n < 10; ++n) {
      const std::string number = std::to_string(n);
      Json card = {{"organization_member_id", filled.member},
                   {"certification_type_id", filled.type},
                   {"serial_number", "S-" + number}};
      if (n % 2 == 0) card["external_id"] = "card-" + number;
      if (n % 3 == 0) card["issued_on"] = "2024-0" + std::to_string(n % 9 + 1) + "-15";
      cards.push_back(Make("certification", card, "key-" + number));
      if (n == 0) Call("certification.create", card, "key-of-what-exists");
    }
    const Json why = {{"reason", "r"}};
    Change("certification.suspend", cards[1], why);
    Change("certification.revoke", cards[2], why);
    Change("certification.supersede", cards[3], {{"reason", "r"}, {"replacement_id", cards[4]}});
    Change("certification.archive", cards[5]);
    Change("certification.verify", cards[6],
           {{"outcome", "verified"},
            {"method", "registry"},
            {"evidence",
             {{"uri", "https://example.org/6"}, {"media_type", "application/pdf"}, {"sha256", std::string(64, 'a')}}}});
    Change("certification.renew", cards[6], {{"issued_on", "2026-01-15"}});
    Change("certification.update", cards[7], {{"issuer_name", "Academy"}});
    Change("certification.erase", cards[8], why);
  }

  void FillRoles(const FilledStore& filled) {
    const std::string qualification = Make(
        "qualification",
        {{"slug", "crane-driver"}, {"title", "Crane driver"}, {"certification_type_ids", Json::array({filled.type})}});
    const std::string role = Make(
        "job_role", {{"slug", "driver"}, {"title", "Driver"}, {"qualification_ids", Json::array({qualification})}});
    Make("job_role_assignment",
         {{"organization_member_id", filled.member}, {"job_role_id", role}, {"is_primary", true}});
  }

  // What was put away, and what is no more than erasing leaves.
  void FillAside(const FilledStore& filled) {
    Change("member.archive", Make("member", {{"display_name", "Bob"}, {"email", "bob@example.org"}}));
    Change("member.erase", Make("member", {{"display_name", "Eve"}, {"external_id", "staff-3"}}), {{"reason", "r"}});
    Change("certification_type.archive", Make("certification_type", {{"slug", "forklift"}, {"title", "Forklift"}}));
    Change("organization.update", filled.organization, {{"name", "The harbour"}});
  }

  void AskOf(const std::string& chain, FilledStore& filled) {
    const Json of = {{"organization_id", chain}};
    const std::string head = Call("history.head", of).data().at("head");
    filled.proofs.push_back({"history.verify", {{"organization_id", chain}, {"expected_head", head}}});
    filled.questions.push_back({"history.head", of});
    filled.questions.push_back({"history.list", of});
    if (chain == host::kCatalogueId) return;
    for (const char* operation :
         {"member.list", "certification_type.list", "certification.list", "certification.count", "qualification.list",
          "job_role.list", "job_role_assignment.list", "qualification_result.list"}) {
      filled.questions.push_back({operation, of});
    }
    filled.questions.push_back({"qualification_result.timeline",
                                {{"organization_id", chain}, {"starts_on", "2025-01-01"}, {"ends_on", "2027-01-01"}}});
    filled.questions.push_back(
        {"certification.list", {{"organization_id", chain}, {"order", "expires_on"}, {"limit", 2}}});
  }

  void AskOfRecords(FilledStore& filled) {
    filled.questions.push_back({"organization.list", Json::object()});
    filled.questions.push_back(
        {"what_if.ask",
         {{"changes", Json::array({{{"operation", "member.archive"}, {"request", {{"id", filled.member}}}}})},
          {"question",
           {{"operation", "certification.count"}, {"request", {{"organization_id", filled.organization}}}}}}});
    for (const auto& [resource, ids] : records_) {
      for (const std::string& id : ids) {
        const host::Answer answer = system_.Call(resource + ".get", {{"id", id}});
        if (answer.ok()) filled.questions.push_back({resource + ".get", {{"id", id}}});
        if (resource != "certification") continue;
        filled.questions.push_back({"certification.history", {{"id", id}}});
        filled.questions.push_back({"certification.evidence", {{"id", id}}});
      }
    }
  }

  const host::Session system_;
  std::string organization_;  // in which records are made
  std::map<std::string, std::vector<std::string>> records_;
};

}  // namespace

FilledStore Fill(const host::Engine& engine) { return Filler(engine).Run(); }

}  // namespace certlite::rig
