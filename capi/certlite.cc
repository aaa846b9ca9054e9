// The C ABI over the engine: handles, borrowed bytes, owned answers, errors as objects.
#include "capi/certlite.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "capi/handle.h"
#include "capi/options.h"
#include "core/base/date.h"
#include "core/engine/line.h"
#include "core/model/certification_type.h"
#include "core/model/limits.h"

namespace certlite::capi {
namespace {

constexpr size_t kUuidBytes = 36;

Error InvalidArgument(std::string_view what) { return MakeError(ErrorCode::kInvalidArgument, std::string(what)); }

Error InvalidHandle(std::string_view what) {
  return MakeError(ErrorCode::kInvalidHandle, "This is not a live " + std::string(what) + " handle.");
}

// Bytes borrowed from the caller: a null pointer only with a length of 0.
bool Readable(const char* data, size_t size) { return data != nullptr || size == 0; }

std::string_view View(const char* data, size_t size) {
  return size == 0 ? std::string_view("") : std::string_view(data, size);
}

// Judges at most a block of facts; false if one of them is out of its bounds.
bool Judge(const certlite_facts* facts, size_t n, int32_t as_of_day, certlite_validity_result* out) {
  ValidityBlock block;
  int32_t reserved = 0;
  for (size_t i = 0; i < n; ++i) {
    block.issued_on[i] = facts[i].issued_on_day;
    block.expires_on[i] = facts[i].expires_on_day;
    block.grace_days[i] = facts[i].grace_days;
    block.expiring_soon_days[i] = facts[i].expiring_soon_days;
    block.lifecycle_status[i] = facts[i].lifecycle_status;
    reserved |= facts[i].reserved;
  }
  if (reserved != 0 || !JudgeValidity(block, n, as_of_day)) return false;
  for (size_t i = 0; i < n; ++i) {
    const Validity verdict = block.verdict(i);
    out[i] = {static_cast<int32_t>(verdict.status), static_cast<int32_t>(verdict.reason), verdict.days_remaining,
              verdict.next_transition};
  }
  return true;
}

certlite_str ViewOf(std::string_view text) { return {text.data(), text.size()}; }

// One that is told without memory: the document stands in the error itself.
struct Bare : certlite_error {
  std::array<char, 512> document = {};
  size_t size = 0;
};

struct BareErrors {
  std::array<Bare, 64> rows;  // in the order of ErrorCodes()

  BareErrors() noexcept {
    for (size_t i = 0; i < ErrorCodes().size(); ++i) Describe(ErrorCodes()[i], rows[i]);
  }

  static void Describe(const ErrorCodeInfo& info, Bare& row) noexcept {
    row.is_static = true;
    row.status = static_cast<certlite_status>(info.code);
    const auto size = [](std::string_view text) { return static_cast<int>(text.size()); };
    row.size = static_cast<size_t>(
        std::snprintf(row.document.data(), row.document.size(),
                      R"({"type":"urn:certlite:problem:%.*s","title":"%.*s","status":%d,"code":"%.*s",)"
                      R"("detail":"%.*s.","violations":[]})",
                      size(info.name), info.name.data(), size(info.title), info.title.data(), info.http_status,
                      size(info.name), info.name.data(), size(info.title), info.title.data()));
  }
};

// `scratch` has room for a UUID: nothing is allocated.
certlite_result ResultOf(const Batch& batch, const LineResult& line, std::string& scratch) {
  certlite_result result{};
  result.line = static_cast<uint64_t>(line.line);
  result.rule = result.pointer = result.problem = {"", 0};
  if (line.id != Uuid{}) {
    scratch.clear();
    AppendUuid(scratch, line.id);
    scratch.copy(result.id, sizeof result.id - 1);
  }
  if (!line.refused) {
    result.outcome = static_cast<int32_t>(line.outcome);
    return result;
  }
  const LineProblem& problem = batch.problems[line.problem];
  result.status = static_cast<certlite_status>(*line.refused);
  result.rule = ViewOf(problem.rule);
  result.pointer = {problem.pointer.c_str(), problem.pointer.size()};
  result.problem = {problem.document.c_str(), problem.document.size()};
  return result;
}

}  // namespace

certlite_error* BareError(ErrorCode code) noexcept {
  static BareErrors errors;
  return &errors.rows[static_cast<size_t>(&InfoOf(code) - ErrorCodes().data())];
}

certlite_status HandOver(const Error& error, certlite_error** err) noexcept {
  const auto status = static_cast<certlite_status>(error.code);
  if (err == nullptr) return status;
  try {
    auto handed = std::make_unique<certlite_error>();
    handed->status = status;
    handed->system_code = error.system_code;
    handed->json = ProblemOf(error);
    *err = handed.release();
    return status;
  } catch (...) {
    *err = BareError(error.code);
    return status;
  }
}

}  // namespace certlite::capi

using certlite::Result;
using certlite::capi::Close;
using certlite::capi::Guard;
using certlite::capi::InvalidArgument;
using certlite::capi::InvalidHandle;
using certlite::capi::IsLive;
using certlite::capi::Readable;
using certlite::capi::View;

uint32_t certlite_abi_version(void) { return certlite::kAbiVersion; }

int32_t certlite_abi_supports(uint32_t version) { return version == certlite::kAbiVersion ? 1 : 0; }

const char* certlite_version(void) { return certlite::kLibraryVersion.data(); }

certlite_status certlite_open(const char* path, size_t path_size, const certlite_open_options* options,
                              certlite_engine** out, certlite_error** err) {
  if (out != nullptr) *out = nullptr;
  return Guard(err, [&]() -> Result<void> {
    if (out == nullptr) return InvalidArgument("out is NULL.");
    if (path == nullptr || path_size == 0) return InvalidArgument("path is empty.");
    if (View(path, path_size).find('\0') != std::string_view::npos) return InvalidArgument("path holds a NUL.");
    auto read = certlite::capi::ReadOpenOptions(options);
    if (!read.ok()) return std::move(read.error());
    read->path = std::string(path, path_size);
    auto opened = certlite::Engine::Open(*read);
    if (!opened.ok()) return std::move(opened.error());
    auto handle = std::make_unique<certlite_engine>();
    handle->engine = std::move(*opened);
    *out = handle.release();
    return {};
  });
}

void certlite_close(certlite_engine* engine) { Close(engine, HandleTag::kEngine); }

certlite_status certlite_session_open(certlite_engine* engine, const char* principal, size_t principal_size,
                                      certlite_session** out, certlite_error** err) {
  if (out != nullptr) *out = nullptr;
  return Guard(err, [&]() -> Result<void> {
    if (out == nullptr) return InvalidArgument("out is NULL.");
    if (!IsLive(engine, HandleTag::kEngine)) return InvalidHandle("engine");
    if (!Readable(principal, principal_size)) return InvalidArgument("principal is NULL.");
    auto read = engine->engine->ReadPrincipal(View(principal, principal_size));
    if (!read.ok()) return std::move(read.error());
    auto handle = std::make_unique<certlite_session>();
    handle->engine = engine->engine;
    handle->principal = *read;
    *out = handle.release();
    return {};
  });
}

void certlite_session_close(certlite_session* session) { Close(session, HandleTag::kSession); }

certlite_status certlite_execute(certlite_session* session, const char* operation, size_t operation_size,
                                 const char* request, size_t request_size, const char* idempotency_key,
                                 size_t idempotency_key_size, const certlite_call* call, int32_t* outcome,
                                 certlite_buf* response, certlite_error** err) {
  if (outcome != nullptr) *outcome = 0;
  if (response != nullptr) *response = {nullptr, 0};
  return Guard(err, [&]() -> Result<void> {
    if (outcome == nullptr || response == nullptr) return InvalidArgument("outcome or response is NULL.");
    if (!IsLive(session, HandleTag::kSession)) return InvalidHandle("session");
    if (!Readable(operation, operation_size)) return InvalidArgument("operation is NULL.");
    if (!Readable(request, request_size)) return InvalidArgument("request is NULL.");
    if (!Readable(idempotency_key, idempotency_key_size)) return InvalidArgument("idempotency_key is NULL.");
    auto options = certlite::capi::ReadCall(call);
    if (!options.ok()) return std::move(options.error());
    std::optional<std::string_view> key;
    if (idempotency_key != nullptr) key = View(idempotency_key, idempotency_key_size);
    auto answer = session->engine->Execute(session->principal, View(operation, operation_size),
                                           View(request, request_size), key, *options);
    if (!answer.ok()) return Result<void>(answer.TakeError());
    *outcome = static_cast<int32_t>(answer->outcome);
    response->size = answer->body.size();
    response->data = answer->body.Release();
    return {};
  });
}

certlite_status certlite_import(certlite_session* session, const char* operation, size_t operation_size,
                                const char* lines, size_t lines_size, const char* options, size_t options_size,
                                const certlite_call* call, certlite_batch** batch, certlite_error** err) {
  return Guard(err, [&]() -> Result<void> {
    if (batch == nullptr) return InvalidArgument("batch is NULL.");
    if (!IsLive(session, HandleTag::kSession)) return InvalidHandle("session");
    if (*batch != nullptr && !IsLive(*batch, HandleTag::kBatch)) return InvalidHandle("batch");
    if (!Readable(operation, operation_size)) return InvalidArgument("operation is NULL.");
    if (!Readable(lines, lines_size)) return InvalidArgument("lines is NULL.");
    if (!Readable(options, options_size)) return InvalidArgument("options is NULL.");
    auto read = certlite::capi::ReadCall(call);
    if (!read.ok()) return std::move(read.error());
    std::unique_ptr<certlite_batch> begun;
    certlite_batch* handle = *batch;
    if (handle == nullptr) {
      begun = std::make_unique<certlite_batch>();
      handle = begun.get();
    }
    // What the results need is there before anything is written: want of memory must not hide what was. More lines
    // than a call takes are refused.
    std::vector<certlite_result> results;
    results.reserve(std::min(certlite::CountLines(View(lines, lines_size)), certlite::kImportLinesMax));
    handle->id.reserve(certlite::capi::kUuidBytes);
    auto imported = session->engine->Import(session->principal, View(operation, operation_size),
                                            View(lines, lines_size), View(options, options_size), *read, handle->batch);
    if (!imported.ok()) return imported;
    for (const auto& line : handle->batch.results) {
      results.push_back(certlite::capi::ResultOf(handle->batch, line, handle->id));
    }
    handle->results.swap(results);
    handle->id.clear();
    certlite::AppendUuid(handle->id, handle->batch.id);
    if (begun != nullptr) *batch = begun.release();
    return {};
  });
}

const certlite_result* certlite_batch_results(const certlite_batch* batch, size_t* n) {
  const bool live = IsLive(batch, HandleTag::kBatch);
  if (n != nullptr) *n = live ? batch->results.size() : 0;
  return live ? batch->results.data() : nullptr;
}

void certlite_batch_id(const certlite_batch* batch, certlite_str* out) {
  if (out == nullptr) return;
  *out = {"", 0};
  if (IsLive(batch, HandleTag::kBatch)) *out = {batch->id.c_str(), batch->id.size()};
}

void certlite_batch_free(certlite_batch* batch) { Close(batch, HandleTag::kBatch); }

certlite_status certlite_validity(const certlite_facts* facts, size_t n, int32_t as_of_day,
                                  certlite_validity_result* out) {
  if ((facts == nullptr || out == nullptr) && n != 0) return CERTLITE_E_INVALID_ARGUMENT;
  if (as_of_day < certlite::kDayMin || as_of_day > certlite::kDayMax) return CERTLITE_E_INVALID_ARGUMENT;
  constexpr size_t kBlock = certlite::ValidityBlock::kSize;
  for (size_t done = 0; done < n; done += kBlock) {
    const size_t here = std::min(kBlock, n - done);
    if (!certlite::capi::Judge(facts + done, here, as_of_day, out + done)) return CERTLITE_E_INVALID_ARGUMENT;
  }
  return CERTLITE_OK;
}

certlite_status certlite_validity_statuses(const certlite_fact_columns* facts, size_t n, int32_t as_of_day,
                                           uint8_t* out) {
  if (as_of_day < certlite::kDayMin || as_of_day > certlite::kDayMax) return CERTLITE_E_INVALID_ARGUMENT;
  if (n == 0) return CERTLITE_OK;
  if (facts == nullptr || out == nullptr) return CERTLITE_E_INVALID_ARGUMENT;
  const certlite::FactColumns columns = {facts->issued_on_day, facts->expires_on_day, facts->grace_days,
                                         facts->expiring_soon_days, facts->lifecycle_status};
  if (columns.issued_on == nullptr || columns.expires_on == nullptr || columns.grace_days == nullptr ||
      columns.expiring_soon_days == nullptr || columns.lifecycle_status == nullptr) {
    return CERTLITE_E_INVALID_ARGUMENT;
  }
  return certlite::JudgeStatuses(columns, n, as_of_day, out) ? CERTLITE_OK : CERTLITE_E_INVALID_ARGUMENT;
}

void certlite_describe(certlite_str* out) {
  if (out == nullptr) return;
  *out = {"", 0};
  Guard(nullptr, [&]() -> Result<void> {
    static const std::string description = certlite::Describe();
    *out = {description.c_str(), description.size()};
    return {};
  });
}

certlite_status certlite_cancel_new(certlite_cancel** out) {
  if (out != nullptr) *out = nullptr;
  return Guard(nullptr, [&]() -> Result<void> {
    if (out == nullptr) return InvalidArgument("out is NULL.");
    *out = std::make_unique<certlite_cancel>().release();
    return {};
  });
}

void certlite_cancel_trigger(certlite_cancel* cancel) {
  if (IsLive(cancel, HandleTag::kCancel)) cancel->cancelled.store(true);
}

void certlite_cancel_free(certlite_cancel* cancel) { Close(cancel, HandleTag::kCancel); }

void certlite_buf_free(certlite_buf* buf) {
  if (buf == nullptr) return;
  std::free(buf->data);
  *buf = {nullptr, 0};
}

certlite_status certlite_error_status(const certlite_error* error) {
  return IsLive(error, HandleTag::kError) ? error->status : CERTLITE_E_INVALID_HANDLE;
}

void certlite_error_json(const certlite_error* error, certlite_str* out) {
  if (out == nullptr) return;
  *out = {"", 0};
  if (!IsLive(error, HandleTag::kError)) return;
  if (error->is_static) {
    const auto* const bare = static_cast<const certlite::capi::Bare*>(error);
    *out = {bare->document.data(), bare->size};
    return;
  }
  *out = {error->json.c_str(), error->json.size()};
}

int32_t certlite_error_system(const certlite_error* error) {
  return IsLive(error, HandleTag::kError) ? error->system_code : 0;
}

void certlite_error_free(certlite_error* error) {
  if (IsLive(error, HandleTag::kError) && error->is_static) return;
  Close(error, HandleTag::kError);
}
