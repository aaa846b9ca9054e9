// The engine as a host sees it: the C ABI in owning types, a call as one expression, answers as text and as JSON.
#ifndef CERTLITE_TESTS_ENGINE_HOST_H_
#define CERTLITE_TESTS_ENGINE_HOST_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "capi/certlite.h"

namespace certlite::host {

using Json = nlohmann::ordered_json;

inline constexpr int64_t kNow = 1768464000000;  // 2026-01-15T08:00:00.000Z
inline constexpr int64_t kDayMs = 86'400'000;

// Whose history has what belongs to no organization.
inline constexpr std::string_view kCatalogueId = "00000000-0000-0000-0000-000000000000";

// The day number of YYYY-MM-DD, and back.
int32_t Day(std::string_view date);
std::string DateOf(int32_t day);

// How a call is made.
struct How {
  std::optional<std::string> key = {};
  std::optional<int64_t> now = kNow;  // empty: the system's clock
  std::optional<int32_t> as_of = {};
  std::optional<int64_t> known_at = {};
  bool lenient = false;
  certlite_cancel* cancel = nullptr;
};

struct Answer {
  certlite_status status = CERTLITE_OK;
  int32_t outcome = 0;
  std::string text;  // the response, or the problem document

  bool ok() const { return status == CERTLITE_OK; }
  Json json() const { return Json::parse(text); }
  Json data() const { return json().at("data"); }
  std::string id() const;  // of the record, which may stand in `meta`
};

// The ids of a list's records.
std::vector<std::string> IdsOf(const Answer& list);

// A session, or the problem that stood in its way.
class Session {
 public:
  Session() = default;
  Session(certlite_engine* engine, std::string_view principal);

  // A session that is open elsewhere: `calls` makes its calls.
  using Calls = std::function<Answer(std::string_view operation, std::string_view text, const How& how)>;
  explicit Session(Calls calls) : calls_(std::move(calls)) {}

  Answer Call(std::string_view operation, const Json& request, const How& how = {}) const;
  Answer CallText(std::string_view operation, std::string_view text, const How& how = {}) const;

  // How opening went.
  const Answer& opened() const { return opened_; }

 private:
  struct Close {
    void operator()(certlite_session* session) const { certlite_session_close(session); }
  };
  std::unique_ptr<certlite_session, Close> handle_;
  Calls calls_;
  Answer opened_;
};

struct OpenOptions {
  uint64_t id_seed = 1;
  uint32_t flags = 0;
  uint32_t busy_timeout_ms = 0;
};

class Engine {
 public:
  Engine() = default;
  explicit Engine(const std::string& path, const OpenOptions& options = {});

  Session As(const Json& principal) const { return Session(handle_.get(), principal.dump()); }
  certlite_engine* handle() const { return handle_.get(); }
  void Close() { handle_.reset(); }

  // How opening went.
  const Answer& opened() const { return opened_; }

 private:
  struct CloseHandle {
    void operator()(certlite_engine* engine) const { certlite_close(engine); }
  };
  std::unique_ptr<certlite_engine, CloseHandle> handle_;
  Answer opened_;
};

// Principals.
inline const Json kSystem = {{"system", true}};
std::string User(int n);  // a user's id
Json AllScopes();
Json AllScopesBut(std::string_view scope);
Json SelfOf(const std::string& user_id, const Json& scopes = AllScopes());
Json OrganizationOf(const std::string& user_id, const std::string& organization_id, const Json& scopes = AllScopes());

// An id that no record has.
inline constexpr std::string_view kNowhere = "01890000-0000-7000-8000-000000000000";

}  // namespace certlite::host

#endif  // CERTLITE_TESTS_ENGINE_HOST_H_
