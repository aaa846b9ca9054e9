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
using Batch = std::unique_ptr<certlite_batch, Releaser<certlite_batch, certlite_batch_free>>;
using CancelToken = std::unique_ptr<certlite_cancel, Releaser<certlite_cancel, certlite_cancel_free>>;
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
  constexpr std::array<std::string_view, 8> kOutcomes = {"",        "created",   "replayed", "exists",
                                                         "updated", "unchanged", "read",     "withheld"};
  return outcome > 0 && static_cast<size_t>(outcome) < kOutcomes.size() ? kOutcomes[static_cast<size_t>(outcome)]
                                                                        : std::string_view("done");
}

certlite_open_options OpenOptions(const Invocation& invocation) {
  certlite_open_options options{};
  options.struct_size = sizeof(options);
  const bool in_memory = *invocation.flags.db == ":memory:";
  const bool writes = invocation.operation->writes && !invocation.transfer.dry_run;
  options.flags = writes || in_memory ? 0 : CERTLITE_OPEN_EXISTING;
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

struct OpenStore::Handles {
  Engine engine;
  Session session;
  Batch batch;
  CancelToken cancel;
  CallFlags flags;
};

OpenStore::OpenStore(const Invocation& invocation) : handles_(std::make_unique<Handles>()) {
  handles_->flags = invocation.flags;
  const CallFlags& flags = handles_->flags;
  const certlite_open_options options = OpenOptions(invocation);
  certlite_error* error = nullptr;
  certlite_engine* engine = nullptr;
  certlite_status status = certlite_open(flags.db->data(), flags.db->size(), &options, &engine, &error);
  handles_->engine.reset(engine);
  if (status == CERTLITE_OK) {
    certlite_session* session = nullptr;
    status = certlite_session_open(engine, flags.principal.data(), flags.principal.size(), &session, &error);
    handles_->session.reset(session);
  }
  if (status == CERTLITE_OK) {
    certlite_cancel* cancel = nullptr;
    status = certlite_cancel_new(&cancel);
    handles_->cancel.reset(cancel);
  }
  if (status != CERTLITE_OK) opened_ = Failure(status, error);
}

OpenStore::~OpenStore() = default;

Answer OpenStore::Execute(std::string_view operation, std::string_view request) {
  const CallFlags& flags = handles_->flags;
  certlite_call call = CallOf(flags);
  call.cancel = handles_->cancel.get();
  const char* key = flags.key ? flags.key->c_str() : nullptr;  // an empty key is a key, and refused by the library
  const size_t key_size = flags.key ? flags.key->size() : 0;
  int32_t outcome = 0;
  certlite_buf response{};
  certlite_error* error = nullptr;
  const certlite_status status =
      certlite_execute(handles_->session.get(), operation.data(), operation.size(), request.data(), request.size(), key,
                       key_size, &call, &outcome, &response, &error);
  if (status != CERTLITE_OK) return Failure(status, error);
  Answer answer;
  answer.outcome = OutcomeName(outcome);
  answer.response.assign(response.data, response.size);
  certlite_buf_free(&response);
  return answer;
}

Answer OpenStore::Import(std::string_view operation, std::string_view lines, std::string_view options,
                         std::vector<LineAnswer>* answers) {
  certlite_call call = CallOf(handles_->flags);
  call.cancel = handles_->cancel.get();
  certlite_error* error = nullptr;
  certlite_batch* batch = handles_->batch.release();
  const certlite_status status =
      certlite_import(handles_->session.get(), operation.data(), operation.size(), lines.data(), lines.size(),
                      options.data(), options.size(), &call, &batch, &error);
  handles_->batch.reset(batch);
  answers->clear();
  if (status != CERTLITE_OK) return Failure(status, error);
  size_t n = 0;
  const certlite_result* const results = certlite_batch_results(batch, &n);
  for (size_t i = 0; i < n; ++i) {
    const certlite_result& result = results[i];
    answers->push_back({result.line, result.status, OutcomeName(result.outcome),
                        std::string_view(result.problem.data, result.problem.size)});
  }
  return {};
}

std::string OpenStore::BatchId() const {
  certlite_str id{};
  certlite_batch_id(handles_->batch.get(), &id);
  return {id.data, id.size};
}

void OpenStore::Cancel() { certlite_cancel_trigger(handles_->cancel.get()); }

Answer Execute(const Invocation& invocation, std::string_view request) {
  OpenStore store(invocation);
  return store.opened().status == CERTLITE_OK ? store.Execute(invocation.operation->name, request) : store.opened();
}

}  // namespace certlite::cli
