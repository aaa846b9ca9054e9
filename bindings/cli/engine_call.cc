// The only place that holds handles of the library.
#include "bindings/cli/engine_call.h"

#include <array>
#include <memory>

namespace certlite::cli {
namespace {

template <typename T, void (*release)(T*)>
struct Releaser {
  void operator()(T* handle) const { release(handle); }
};

using Engine = std::unique_ptr<certlite_engine, Releaser<certlite_engine, certlite_close>>;
using Session = std::unique_ptr<certlite_session, Releaser<certlite_session, certlite_session_close>>;
using Error = std::unique_ptr<certlite_error, Releaser<certlite_error, certlite_error_free>>;

Answer Failure(certlite_status status, certlite_error* error) {
  const Error owned(error);
  Answer answer;
  answer.status = status;
  certlite_str text{};
  certlite_error_json(error, &text);
  if (text.data != nullptr) answer.problem.assign(text.data, text.size);
  return answer;
}

std::string_view OutcomeName(int32_t outcome) {
  constexpr std::array<std::string_view, 7> kNames = {"",        "created",   "replayed", "exists",
                                                      "updated", "unchanged", "read"};
  return outcome > 0 && static_cast<size_t>(outcome) < kNames.size() ? kNames[static_cast<size_t>(outcome)]
                                                                     : std::string_view("done");
}

certlite_open_options OpenOptions(const Invocation& invocation) {
  certlite_open_options options{};
  options.struct_size = sizeof(options);
  const bool in_memory = *invocation.flags.db == ":memory:";
  options.flags = invocation.operation->writes || in_memory ? 0 : CERTLITE_OPEN_EXISTING;
  options.busy_timeout_ms = invocation.flags.busy_timeout_ms;
  options.id_seed = invocation.flags.id_seed;
  return options;
}

certlite_call CallOf(const CallFlags& flags) {
  certlite_call call{};
  call.struct_size = sizeof(call);
  if (flags.now_unix_ms) {
    call.flags |= CERTLITE_CALL_NOW;
    call.now_unix_ms = *flags.now_unix_ms;
  }
  if (flags.as_of_day) {
    call.flags |= CERTLITE_CALL_AS_OF;
    call.as_of_day = *flags.as_of_day;
  }
  if (flags.known_at_unix_ms) {
    call.flags |= CERTLITE_CALL_KNOWN_AT;
    call.known_at_unix_ms = *flags.known_at_unix_ms;
  }
  return call;
}

}  // namespace

Answer Execute(const Invocation& invocation, std::string_view request) {
  const CallFlags& flags = invocation.flags;
  const certlite_open_options options = OpenOptions(invocation);
  certlite_error* error = nullptr;
  certlite_engine* opened = nullptr;
  certlite_status status = certlite_open(flags.db->data(), flags.db->size(), &options, &opened, &error);
  const Engine engine(opened);
  if (status != CERTLITE_OK) return Failure(status, error);
  certlite_session* begun = nullptr;
  status = certlite_session_open(engine.get(), flags.principal.data(), flags.principal.size(), &begun, &error);
  const Session session(begun);
  if (status != CERTLITE_OK) return Failure(status, error);

  const certlite_call call = CallOf(flags);
  const std::string& operation = invocation.operation->name;
  const char* key = flags.key ? flags.key->c_str() : nullptr;  // an empty key is a key, and refused by the library
  const size_t key_size = flags.key ? flags.key->size() : 0;
  int32_t outcome = 0;
  certlite_buf response{};
  status = certlite_execute(session.get(), operation.data(), operation.size(), request.data(), request.size(), key,
                            key_size, &call, &outcome, &response, &error);
  if (status != CERTLITE_OK) return Failure(status, error);
  Answer answer;
  answer.outcome = OutcomeName(outcome);
  answer.response.assign(response.data, response.size);
  certlite_buf_free(&response);
  return answer;
}

}  // namespace certlite::cli
