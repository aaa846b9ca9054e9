#include "tests/rigs/faults/script.h"

#include <cstdlib>
#include <utility>

#include "core/store/schema.h"
#include "core/store/store.h"
#include "tests/rigs/rig.h"

namespace certlite::rig {
namespace {

using host::How;
using host::Json;
using host::Session;

// Opening copies a log of so many pages, of which most may be of earlier transactions.
constexpr size_t kLongLogBytes = 4'000 * (24 + 4'096) + 32;

const Json kNothing = Json::object();

}  // namespace

Script::Script(uint64_t seed) : random_(seed) {
  const host::Scratch scratch(FolderInMemory());
  const std::string path = scratch.Path();
  {
    auto store = Store::Open({path}, Migrations().subspan(0, 1));
    EXPECT_TRUE(store.ok());
    store->reset();
    first_schema_ = StoreFiles::Of(path);
    StoreFiles().PutAt(path);
  }
  {
    const host::Engine engine(path);
    MakeStore(engine.As(host::kSystem));
  }
  closed_ = StoreFiles::Of(path);
  {
    const host::Engine engine(path);
    const Session system = engine.As(host::kSystem);
    for (const size_t card : {1U, 6U}) {
      Made(system, "certification.update", {{"id", cards_[card]}, {"serial_number", Words(20)}});
    }
    left_open_ = StoreFiles::Of(path);
  }
  AddOpenings();
  AddCreates();
  AddChanges();
  AddReads();
  AddUpkeep();
  // CERTLITE_DEED=NAME: only those whose names begin so.
  if (const char* const wanted = std::getenv("CERTLITE_DEED")) {
    std::erase_if(deeds_, [&](const Deed& deed) { return !deed.name.starts_with(wanted); });
  }
}

void Script::Prepare(const Deed& deed, const std::string& path) const {
  FilesOf(deed.found).PutAt(path, deed.found == Found::kLongLog ? kLongLogBytes : 0);
}

const StoreFiles& Script::FilesOf(Found found) const {
  static const StoreFiles nothing;
  switch (found) {
    case Found::kNothing:
      return nothing;
    case Found::kClosed:
      return closed_;
    case Found::kFirstSchema:
      return first_schema_;
    default:
      return left_open_;
  }
}

std::vector<StoreFiles> Script::StagesOf(const Deed& deed) const {
  const size_t done = deed.found == Found::kNothing ? 0 : deed.found == Found::kFirstSchema ? 1 : Migrations().size();
  std::vector<StoreFiles> stages = {FilesOf(deed.found)};
  for (size_t migrations = done + 1; migrations <= Migrations().size(); ++migrations) {
    const host::Scratch scratch(FolderInMemory());
    Prepare(deed, scratch.Path());
    EXPECT_TRUE(Store::Open({scratch.Path()}, Migrations().subspan(0, migrations)).ok());
    stages.push_back(StoreFiles::Of(scratch.Path()));
  }
  return stages;
}

std::string Script::Made(const Session& session, const std::string& operation, const Json& request, const How& how) {
  const host::Answer answer = session.Call(operation, request, how);
  EXPECT_TRUE(answer.ok()) << operation << ": " << answer.text;
  return answer.ok() ? answer.id() : std::string();
}

std::string Script::Words(size_t most) {
  const size_t size = 1 + random_() % most;
  std::string words;
  while (words.size() < size) words += static_cast<char>('a' + random_() % 26);
  return words;
}

void Script::MakeStore(const Session& system) {
  organization_ = Made(system, "organization.create", {{"name", Words(200)}});
  const Json in = {{"organization_id", organization_}};
  const auto made = [&](const std::string& operation, Json request) {
    request.update(in);
    return Made(system, operation, request);
  };
  member_ = made("member.create", {{"display_name", Words(200)}, {"user_id", host::User(1)}, {"email", "a@b.example"}});
  other_member_ = made("member.create", {{"display_name", Words(200)}, {"user_id", host::User(2)}});
  type_ = made("certification_type.create",
               {{"slug", "first"}, {"title", Words(200)}, {"validity_period", {{"unit", "year"}, {"count", 2}}}});
  other_type_ = made("certification_type.create", {{"slug", "second"}, {"title", Words(200)}});
  qualification_ = made("qualification.create",
                        {{"slug", "q"}, {"title", Words(200)}, {"certification_type_ids", {type_, other_type_}}});
  role_ = made("job_role.create", {{"slug", "r"}, {"title", Words(200)}, {"qualification_ids", {qualification_}}});
  other_role_ = made("job_role.create", {{"slug", "s"}, {"title", Words(200)}, {"qualification_ids", Json::array()}});
  Made(system, "job_role_assignment.put",
       {{"organization_member_id", member_}, {"job_role_id", role_}, {"is_primary", true}});
  const size_t cards = 8 + random_() % 8;
  for (size_t i = 0; i < cards; ++i) {
    cards_.push_back(Made(system, "certification.create",
                          {{"organization_member_id", i % 3 == 2 ? other_member_ : member_},
                           {"certification_type_id", i % 2 == 0 ? type_ : other_type_},
                           {"external_id", "card-" + std::to_string(i)},
                           {"issued_on", "2025-0" + std::to_string(1 + random_() % 9) + "-01"},
                           {"issuer_name", Words(200)},
                           {"serial_number", Words(100)}},
                          {.key = "made-" + std::to_string(i)}));
  }
  Made(system, "certification.verify",
       {{"id", cards_[0]}, {"outcome", "verified"}, {"method", Words(50)}, {"reason", Words(200)}});
}

void Script::Call(const std::string& operation, const Json& request, int32_t expected, const std::string& what) {
  Deed deed;
  deed.name = what.empty() ? operation : operation + ", " + what;
  deed.operation = operation;
  deed.text = request.dump();
  deed.expected = expected;
  deeds_.push_back(std::move(deed));
}

void Script::AddOpenings() {
  using enum Deed::Kind;
  deeds_.push_back({.name = "open, a new file", .kind = kOpen, .found = Found::kNothing});
  deeds_.push_back({.name = "open, a closed file", .kind = kOpen, .found = Found::kClosed});
  deeds_.push_back({.name = "open, a file left open", .kind = kOpen, .found = Found::kLeftOpen});
  deeds_.push_back({.name = "open, a file with a long log", .kind = kOpen, .found = Found::kLongLog});
  deeds_.push_back({.name = "open, a file of the first schema", .kind = kOpen, .found = Found::kFirstSchema});
  const Json user = host::OrganizationOf(host::User(2), organization_);
  deeds_.push_back({.name = "open a session", .kind = kOpenSession, .text = user.dump()});
  deeds_.push_back({.name = "close", .kind = kClose});
}

void Script::AddCreates() {
  const auto create = [this](const Json& request, int32_t expected, const std::string& what,
                             const std::optional<std::string>& key) {
    Call("certification.create", request, expected, what);
    deeds_.back().key = key;
  };
  const Json card = {{"organization_member_id", member_},
                     {"certification_type_id", type_},
                     {"issued_on", "2026-01-02"},
                     {"issuer_name", Words(200)},
                     {"serial_number", Words(100)}};
  const auto with = [&card](const Json& more) {
    Json request = card;
    request.update(more);
    return request;
  };
  create(card, CERTLITE_CREATED, "by a key", "new");
  create(card, CERTLITE_CREATED, "the first of an engine", "new");
  deeds_.back().is_first = true;
  create(with({{"external_id", "new"}}), CERTLITE_CREATED, "by an external id", std::nullopt);
  create(with({{"certification_type_id", std::string(host::kNowhere)}}), CERTLITE_E_NOT_FOUND, "refused", "new");
  create(with({{"certification_type_id", 7}}), CERTLITE_E_INVALID, "refused by its shape", "new");
  create(with({{"issued_on", "2026-01-03"}, {"external_id", "card-1"}}), CERTLITE_E_EXTERNAL_ID_CONFLICT,
         "with another's external id", "new");
  create(with({{"external_id", "x"}}), CERTLITE_E_IDEMPOTENCY_KEY_REUSED, "with another's key", "made-1");
  Call("certification.update", {{"id", cards_[1]}, {"issuer_name", Words(200)}}, CERTLITE_UPDATED);
  Call("organization.create", {{"name", Words(200)}}, CERTLITE_CREATED);
  const Json in = {{"organization_id", organization_}};
  const auto made = [&](const std::string& operation, Json request) {
    request.update(in);
    Call(operation, request, CERTLITE_CREATED);
  };
  made("member.create", {{"display_name", Words(200)}, {"external_id", "new"}});
  made("certification_type.create", {{"slug", "new"}, {"title", Words(200)}});
  made("qualification.create", {{"slug", "new"}, {"title", Words(200)}, {"certification_type_ids", {type_}}});
  made("job_role.create", {{"slug", "new"}, {"title", Words(200)}, {"qualification_ids", {qualification_}}});
  Call("job_role_assignment.put",
       {{"organization_member_id", member_}, {"job_role_id", other_role_}, {"is_primary", true}}, CERTLITE_CREATED);
}

void Script::AddChanges() {
  const auto change = [this](const std::string& verb, size_t card, const Json& more) {
    Json request = {{"id", cards_[card]}};
    request.update(more);
    Call("certification." + verb, request, verb == "renew" ? CERTLITE_CREATED : CERTLITE_UPDATED);
  };
  const Json why = {{"reason", Words(200)}};
  change("suspend", 2, why);
  change("revoke", 2, why);
  change("archive", 2, kNothing);
  change("supersede", 2, {{"replacement_id", cards_[5]}, {"reason", Words(200)}});
  change("renew", 3, {{"issued_on", "2026-01-02"}});
  change("verify", 4, {{"outcome", "verified"}, {"method", Words(50)}, {"reason", Words(200)}});
  change("erase", 0, why);
  Call("member.archive", {{"id", other_member_}}, CERTLITE_UPDATED);
  Call("member.erase", {{"id", other_member_}, {"reason", Words(200)}}, CERTLITE_UPDATED);
  Call("idempotency.purge", {{"bound_before", "2026-01-15T08:00:00.001Z"}}, CERTLITE_UPDATED);
  for (size_t i = 0; i < deeds_.size(); ++i) {
    if (deeds_[i].expected > 0 && !deeds_[i].key && deeds_[i].name.find("external") == std::string::npos) {
      deeds_[i].key = "new";
    }
  }
  const Json line = {{"organization_member_id", member_}, {"certification_type_id", other_type_}};
  const auto with = [&line](const Json& more) {
    Json request = line;
    request.update(more);
    return request.dump() + "\n";
  };
  Deed import;
  import.name = "import";
  import.kind = Deed::Kind::kImport;
  import.operation = "certification.import";
  import.text = with(
                    {{ "serial_number",
                       Words(200) }}) +
                with(
                    {{ "external_id",
                       "imported" }}) +
                with(
                    {{ "certification_type_id",
                       std::string(host::kNowhere) }}) +
                with({{"external_id", "card-1"},
                      {"on_duplicate", "update"},
                      { "issuer_name",
                        Words(200) }}) +
                "{\n";
  deeds_.push_back(std::move(import));
}

void Script::AddReads() {
  const auto read = [this](const std::string& operation, const Json& request) {
    Call(operation, request, CERTLITE_READ);
  };
  const auto first = [&](const std::string& operation, const Json& request) {
    Call(operation, request, CERTLITE_READ, "the first of an engine");
    deeds_.back().is_first = true;
  };
  const Json in = {{"organization_id", organization_}};
  const Json of = {{"id", cards_[0]}};
  Json question = {{"organization_member_id", member_}, {"qualification_id", qualification_}};
  first("certification.get", of);
  read("certification.get", of);
  read("certification.list", {{"organization_id", organization_}, {"limit", 5}});
  read("member.list", in);
  first("certification.count", in);
  read("certification.count", in);
  read("certification.history", of);
  read("certification.evidence", of);
  read("history.list", in);
  read("history.head", in);
  read("history.verify", in);
  read("qualification_result.list", in);
  read("qualification_result.explain", question);
  question["starts_on"] = "2025-01-01";
  question["ends_on"] = "2027-01-01";
  read("qualification_result.timeline", question);
  const Json change = {{"operation", "certification.revoke"}, {"request", {{"id", cards_[0]}, {"reason", "r"}}}};
  read("what_if.ask", {{"changes", Json::array({change})},
                       {"question", {{"operation", "qualification_result.list"}, {"request", in}}}});
  read("me.get", kNothing);
}

void Script::AddUpkeep() {
  for (const char* depth : {"quick", "full"}) Call("engine.check", {{"depth", depth}}, CERTLITE_READ, depth);
  deeds_.push_back({.name = "engine.backup", .kind = Deed::Kind::kBackUp, .expected = CERTLITE_READ});
  Call("engine.compact", kNothing, CERTLITE_READ);
}

}  // namespace certlite::rig
