#include "bench/host.h"

#include <stdexcept>

#include "bench/card.h"

namespace certlite::bench {
namespace {

constexpr std::string_view kSystem = R"({"system":true})";
constexpr size_t kTypes = 8;

void Check(certlite_status status, certlite_error* error, std::string_view what) {
  if (status == CERTLITE_OK) return;
  certlite_str problem = {nullptr, 0};
  certlite_error_json(error, &problem);
  std::string text = std::string(what) + ": " + std::string(problem.data, problem.size);
  certlite_error_free(error);
  throw std::runtime_error(text);
}

}  // namespace

Host::Host(const std::string& path) {
  certlite_error* error = nullptr;
  Check(certlite_open(path.data(), path.size(), nullptr, &engine_, &error), error, "certlite_open");
  OpenSession(std::string(kSystem));
}

Host::~Host() {
  certlite_batch_free(batch_);
  certlite_buf_free(&answer_);
  certlite_session_close(session_);
  certlite_close(engine_);
}

void Host::OpenSession(const std::string& principal) {
  certlite_session_close(session_);
  certlite_error* error = nullptr;
  Check(certlite_session_open(engine_, principal.data(), principal.size(), &session_, &error), error,
        "certlite_session_open");
}

void Host::ActFor(const std::string& organization_id) {
  OpenSession(R"({"user_id":"0192f0c1-2b6e-7a3d-9c41-5f0e7d21b8a6","reach":"organization","organization_id":")" +
              organization_id + R"(","scopes":["certification_records:read","certification_records:write"]})");
}

Directory Host::Populate(size_t members) {
  Directory directory;
  Execute("organization.create", R"({"name":"Nordsee Wind Service"})", {}, kFirstInstant);
  directory.organization_id = answered_id();
  const std::string start = R"({"organization_id":")" + directory.organization_id + R"(",)";
  for (size_t i = 0; i < members; ++i) {
    const std::string number = std::to_string(1000 + i);
    Execute("member.create",
            start + R"("display_name":"Member )" + number + R"(","email":"member.)" + number + R"(@example.com"})", {},
            kFirstInstant + static_cast<int64_t>(i));
    directory.member_ids.emplace_back(answered_id());
  }
  for (size_t i = 0; i < kTypes; ++i) {
    const std::string number = std::to_string(i);
    Execute(
        "certification_type.create",
        start + R"("slug":"gwo-module-)" + number + R"(","title":"GWO Module )" + number +
            R"(","scope":"organization","status":"active","validity_period":{"unit":"month","count":24},"grace_days":30})",
        {}, kFirstInstant + static_cast<int64_t>(i));
    directory.type_ids.emplace_back(answered_id());
  }
  ActFor(directory.organization_id);
  return directory;
}

int32_t Host::Execute(std::string_view operation, std::string_view request, std::string_view key, int64_t now_ms) {
  certlite_buf_free(&answer_);
  return ExecuteInto(answer_, operation, request, key, now_ms);
}

int32_t Host::ExecuteApart(std::string_view operation, std::string_view request, std::string_view key,
                           int64_t now_ms) const {
  certlite_buf answer = {nullptr, 0};
  const int32_t outcome = ExecuteInto(answer, operation, request, key, now_ms);
  certlite_buf_free(&answer);
  return outcome;
}

int32_t Host::ExecuteInto(certlite_buf& answer, std::string_view operation, std::string_view request,
                          std::string_view key, int64_t now_ms) const {
  certlite_call call = {};
  call.struct_size = sizeof(call);
  call.flags = now_ms != 0 ? CERTLITE_CALL_NOW : 0;
  call.now_unix_ms = now_ms;
  int32_t outcome = 0;
  certlite_error* error = nullptr;
  const certlite_status status =
      certlite_execute(session_, operation.data(), operation.size(), request.data(), request.size(),
                       key.empty() ? nullptr : key.data(), key.size(), &call, &outcome, &answer, &error);
  if (status != CERTLITE_OK) Check(status, error, operation);
  return outcome;
}

void Host::Import(std::string_view operation, std::string_view lines, int64_t now_ms) {
  certlite_call call = {};
  call.struct_size = sizeof(call);
  call.flags = CERTLITE_CALL_NOW;
  call.now_unix_ms = now_ms;
  certlite_error* error = nullptr;
  const certlite_status status = certlite_import(session_, operation.data(), operation.size(), lines.data(),
                                                 lines.size(), nullptr, 0, &call, &batch_, &error);
  if (status != CERTLITE_OK) Check(status, error, operation);
  size_t n = 0;
  const certlite_result* const results = certlite_batch_results(batch_, &n);
  for (size_t i = 0; i < n; ++i) {
    if (results[i].outcome != CERTLITE_CREATED) throw std::runtime_error("line " + std::to_string(results[i].line));
  }
}

std::string_view Host::answered_id() const {
  constexpr std::string_view kStart = R"({"data":{"id":")";
  if (!answer().starts_with(kStart)) throw std::runtime_error("the answer does not begin with a record's id");
  return answer().substr(kStart.size(), 36);
}

}  // namespace certlite::bench
