#include "tests/engine/fixture.h"

#include <stdlib.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "tests/engine/file.h"

namespace certlite::host {
namespace {

// What the header and RFC 9457's `status` say of a code. Written down here once more, so that a change is seen.
struct Code {
  std::string_view name;
  certlite_status status;
  int http;
};

constexpr std::array kCodes = {
    Code{"invalid_argument", CERTLITE_E_INVALID_ARGUMENT, 500},
    Code{"invalid_handle", CERTLITE_E_INVALID_HANDLE, 500},
    Code{"unsupported_option", CERTLITE_E_UNSUPPORTED_OPTION, 500},
    Code{"unknown_operation", CERTLITE_E_UNKNOWN_OPERATION, 404},
    Code{"forked_handle", CERTLITE_E_FORKED_HANDLE, 500},
    Code{"malformed", CERTLITE_E_MALFORMED, 400},
    Code{"invalid", CERTLITE_E_INVALID, 422},
    Code{"too_large", CERTLITE_E_TOO_LARGE, 413},
    Code{"idempotency_key_invalid", CERTLITE_E_IDEMPOTENCY_KEY_INVALID, 400},
    Code{"cursor_invalid", CERTLITE_E_CURSOR_INVALID, 400},
    Code{"forbidden", CERTLITE_E_FORBIDDEN, 403},
    Code{"not_found", CERTLITE_E_NOT_FOUND, 404},
    Code{"conflict", CERTLITE_E_CONFLICT, 409},
    Code{"external_id_conflict", CERTLITE_E_EXTERNAL_ID_CONFLICT, 409},
    Code{"idempotency_key_reused", CERTLITE_E_IDEMPOTENCY_KEY_REUSED, 422},
    Code{"archived", CERTLITE_E_ARCHIVED, 409},
    Code{"revision_conflict", CERTLITE_E_REVISION_CONFLICT, 412},
    Code{"gone", CERTLITE_E_GONE, 410},
    Code{"history_broken", CERTLITE_E_HISTORY_BROKEN, 409},
    Code{"busy", CERTLITE_E_BUSY, 503},
    Code{"outcome_unknown", CERTLITE_E_OUTCOME_UNKNOWN, 503},
    Code{"reopen_required", CERTLITE_E_REOPEN_REQUIRED, 503},
    Code{"cannot_open", CERTLITE_E_CANNOT_OPEN, 503},
    Code{"cancelled", CERTLITE_E_CANCELLED, 499},
};

const Code& CodeNamed(std::string_view name) {
  const auto* const found = std::ranges::find(kCodes, name, &Code::name);
  if (found == kCodes.end()) throw std::out_of_range("no code " + std::string(name));
  return *found;
}

std::string Unique(std::string_view prefix, int n) { return std::string(prefix) + std::to_string(n); }

}  // namespace

Scratch::Scratch(const std::string& in) {
  directory_ = in + "certlite-engine-XXXXXX";
  if (mkdtemp(directory_.data()) == nullptr) ADD_FAILURE() << "no scratch directory";
}

Scratch::~Scratch() { std::filesystem::remove_all(directory_); }

testing::AssertionResult Did(int32_t outcome, const Answer& answer) {
  if (!answer.ok()) return testing::AssertionFailure() << "refused (" << answer.status << "): " << answer.text;
  if (answer.outcome == outcome) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "outcome " << answer.outcome << " instead of " << outcome << ": "
                                     << answer.text.substr(0, 300);
}

testing::AssertionResult Refused(std::string_view code, const std::vector<Fault>& faults, const Answer& answer) {
  if (answer.ok()) return testing::AssertionFailure() << "it succeeded: " << answer.text.substr(0, 300);
  const Code& expected = CodeNamed(code);
  const Json problem = answer.json();
  std::vector<Fault> found;
  for (const Json& violation : problem.at("violations")) {
    if (violation.at("detail").get<std::string>().empty()) return testing::AssertionFailure() << "no detail";
    found.emplace_back(violation.at("rule"), violation.at("pointer"));
  }
  const bool same = answer.status == expected.status && problem.at("code") == code &&
                    problem.at("status") == expected.http &&
                    problem.at("type") == "urn:certlite:problem:" + std::string(code) && found == faults &&
                    !problem.at("title").get<std::string>().empty() && !problem.at("detail").get<std::string>().empty();
  if (same) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "instead of " << code << " " << testing::PrintToString(faults) << ": status "
                                     << answer.status << ", " << answer.text;
}

certlite_status StatusOf(std::string_view code) { return CodeNamed(code).status; }

EngineTest::EngineTest(SessionOpener elsewhere) : elsewhere_(std::move(elsewhere)) {
  if (elsewhere_) {
    system_ = As(kSystem);
  } else {
    Open();
  }
}

Session EngineTest::As(const Json& principal) const {
  Session session = elsewhere_ ? elsewhere_(Path(), principal) : engine_.As(principal);
  EXPECT_TRUE(session.opened().ok()) << session.opened().text;
  return session;
}

void EngineTest::Open(const OpenOptions& options) {
  engine_ = Engine(Path(), options);
  ASSERT_TRUE(engine_.opened().ok()) << engine_.opened().text;
  system_ = As(kSystem);
}

void EngineTest::Close() {
  system_ = Session();
  engine_.Close();
}

void EngineTest::Reopen(const OpenOptions& options) {
  Close();
  Open(options);
}

std::string EngineTest::Made(std::string_view operation, Json request, const Json& more) {
  request.update(more);
  const Answer answer = system_.Call(operation, request);
  EXPECT_DID(CERTLITE_CREATED, answer);
  return answer.ok() ? answer.id() : std::string();
}

std::string EngineTest::NewOrganization(const Json& more) {
  return Made("organization.create", {{"name", Unique("Organization ", ++made_)}}, more);
}

std::string EngineTest::NewMember(const std::string& organization_id, const Json& more) {
  return Made("member.create", {{"organization_id", organization_id}, {"display_name", Unique("Member ", ++made_)}},
              more);
}

std::string EngineTest::NewType(const std::string& organization_id, const Json& more) {
  return Made("certification_type.create",
              {{"organization_id", organization_id}, {"slug", Unique("type-", ++made_)}, {"title", "A type"}}, more);
}

std::string EngineTest::NewStandardType(const Json& more) {
  return Made("certification_type.create",
              {{"slug", Unique("standard-", ++made_)}, {"title", "A standard type"}, {"scope", "standard"}}, more);
}

std::string EngineTest::NewQualification(const std::string& organization_id, const Json& type_ids, const Json& more) {
  return Made("qualification.create",
              {{"organization_id", organization_id},
               {"slug", Unique("qualification-", ++made_)},
               {"title", "A qualification"},
               {"certification_type_ids", type_ids}},
              more);
}

std::string EngineTest::NewJobRole(const std::string& organization_id, const Json& qualification_ids,
                                   const Json& more) {
  return Made("job_role.create",
              {{"organization_id", organization_id},
               {"slug", Unique("role-", ++made_)},
               {"title", "A job role"},
               {"qualification_ids", qualification_ids}},
              more);
}

std::string EngineTest::NewAssignment(const std::string& member_id, const std::string& job_role_id, const Json& more) {
  return Made("job_role_assignment.put", {{"organization_member_id", member_id}, {"job_role_id", job_role_id}}, more);
}

std::string EngineTest::NewCard(const std::string& member_id, const std::string& type_id, const Json& more) {
  return Made("certification.create", {{"organization_member_id", member_id}, {"certification_type_id", type_id}},
              more);
}

std::string EngineTest::Dump() const { return DumpOf(Path()); }

}  // namespace certlite::host
