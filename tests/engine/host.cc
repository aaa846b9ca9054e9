#include "tests/engine/host.h"

#include <chrono>
#include <cstdio>
#include <utility>

namespace certlite::host {
namespace {

// What the library told of a failure.
Answer Problem(certlite_status status, certlite_error* error) {
  Answer answer{status, 0, ""};
  if (error != nullptr) {
    certlite_str text;
    certlite_error_json(error, &text);
    answer.text.assign(text.data, text.size);
    certlite_error_free(error);
  }
  return answer;
}

}  // namespace

int32_t Day(std::string_view date) {
  using namespace std::chrono;
  const int y = std::stoi(std::string(date.substr(0, 4)));
  const auto m = static_cast<unsigned>(std::stoi(std::string(date.substr(5, 2))));
  const auto d = static_cast<unsigned>(std::stoi(std::string(date.substr(8, 2))));
  return static_cast<int32_t>(sys_days(year(y) / month(m) / day(d)).time_since_epoch().count());
}

std::string DateOf(int32_t day) {
  using namespace std::chrono;
  const year_month_day date{sys_days(days(day))};
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()));
  return text;
}

std::string Answer::id() const {
  const Json answer = json();
  return answer.at(answer.at("data").contains("id") ? "data" : "meta").at("id");
}

std::vector<std::string> IdsOf(const Answer& list) {
  const Json page = list.json();
  std::vector<std::string> ids;
  for (size_t i = 0; i < page.at("data").size(); ++i) {
    ids.push_back(page.at(page.at("data").at(i).contains("id") ? "data" : "meta").at(i).at("id"));
  }
  return ids;
}

Session::Session(certlite_engine* engine, std::string_view principal) {
  certlite_session* session = nullptr;
  certlite_error* error = nullptr;
  const certlite_status status = certlite_session_open(engine, principal.data(), principal.size(), &session, &error);
  handle_.reset(session);
  opened_ = Problem(status, error);
}

Answer Session::Call(std::string_view operation, const Json& request, const How& how) const {
  return CallText(operation, request.dump(), how);
}

Answer Session::CallText(std::string_view operation, std::string_view text, const How& how) const {
  if (calls_) return calls_(operation, text, how);
  certlite_call call{};
  call.struct_size = sizeof call;
  if (how.now) call.flags |= CERTLITE_CALL_NOW;
  if (how.as_of) call.flags |= CERTLITE_CALL_AS_OF;
  if (how.known_at) call.flags |= CERTLITE_CALL_KNOWN_AT;
  if (how.lenient) call.flags |= CERTLITE_CALL_LENIENT;
  call.now_unix_ms = how.now.value_or(0);
  call.as_of_day = how.as_of.value_or(0);
  call.known_at_unix_ms = how.known_at.value_or(0);
  call.cancel = how.cancel;
  Answer answer;
  certlite_buf response;
  certlite_error* error = nullptr;
  const certlite_status status = certlite_execute(
      handle_.get(), operation.data(), operation.size(), text.data(), text.size(), how.key ? how.key->data() : nullptr,
      how.key ? how.key->size() : 0, &call, &answer.outcome, &response, &error);
  if (status != CERTLITE_OK) return Problem(status, error);
  answer.text.assign(response.data, response.size);
  certlite_buf_free(&response);
  return answer;
}

Engine::Engine(const std::string& path, const OpenOptions& options) {
  certlite_open_options open{};
  open.struct_size = sizeof open;
  open.flags = options.flags;
  open.busy_timeout_ms = options.busy_timeout_ms;
  open.id_seed = options.id_seed;
  certlite_engine* engine = nullptr;
  certlite_error* error = nullptr;
  const certlite_status status = certlite_open(path.data(), path.size(), &open, &engine, &error);
  handle_.reset(engine);
  opened_ = Problem(status, error);
}

std::string User(int n) {
  char text[40];
  std::snprintf(text, sizeof text, "00000000-0000-4000-8000-%012d", n);
  return text;
}

Json AllScopes() { return AllScopesBut(""); }

Json AllScopesBut(std::string_view scope) {
  Json scopes = Json::array();
  for (const char* noun : {"certification_records", "certification_types", "job_roles", "organization_members",
                           "organizations", "qualifications"}) {
    for (const char* verb : {":read", ":write"}) {
      if (const std::string each = std::string(noun) + verb; each != scope) scopes.push_back(each);
    }
  }
  return scopes;
}

Json SelfOf(const std::string& user_id, const Json& scopes) {
  return {{"user_id", user_id}, {"scopes", scopes}, {"reach", "self"}};
}

Json OrganizationOf(const std::string& user_id, const std::string& organization_id, const Json& scopes) {
  return {{"user_id", user_id}, {"scopes", scopes}, {"reach", "organization"}, {"organization_id", organization_id}};
}

}  // namespace certlite::host
