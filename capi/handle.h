// What is behind the opaque handles, and the one guard through which every entry goes.
#ifndef CERTLITE_CAPI_HANDLE_H_
#define CERTLITE_CAPI_HANDLE_H_

#include <atomic>
#include <cstdint>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "capi/certlite.h"
#include "core/engine/engine.h"

// A handle begins with a tag that tells its kind; a closed one has none.
enum class HandleTag : uint32_t {
  kClosed = 0xDEADC105,
  kEngine = 0xCE571101,
  kSession = 0xCE571102,
  kCancel = 0xCE571103,
  kError = 0xCE571104,
  kBatch = 0xCE571105,
};

struct certlite_engine {
  std::atomic<HandleTag> tag = HandleTag::kEngine;
  std::shared_ptr<certlite::Engine> engine;
};

struct certlite_session {
  std::atomic<HandleTag> tag = HandleTag::kSession;
  std::shared_ptr<certlite::Engine> engine;
  certlite::Principal principal;
};

struct certlite_cancel {
  std::atomic<HandleTag> tag = HandleTag::kCancel;
  std::atomic<bool> cancelled = false;
};

struct certlite_batch {
  std::atomic<HandleTag> tag = HandleTag::kBatch;
  certlite::Batch batch;
  std::string id;
  std::vector<certlite_result> results;  // of batch.results, as C sees them
};

struct certlite_error {
  std::atomic<HandleTag> tag = HandleTag::kError;
  certlite_status status = CERTLITE_E_INTERNAL;
  int32_t system_code = 0;
  bool is_static = false;  // a BareError, never freed
  std::string json;
};

namespace certlite::capi {

// The error of a code that needs no memory, and tells no more than the code's title.
certlite_error* BareError(ErrorCode code) noexcept;

// Hands `error` to the caller, if it wants it, and answers its status.
certlite_status HandOver(const Error& error, certlite_error** err) noexcept;

// Runs `body`, which answers a Result<void>, so that nothing but a status comes out.
template <typename Body>
certlite_status Guard(certlite_error** err, Body body) noexcept {
  if (err != nullptr) *err = nullptr;
  try {
    Result<void> result = body();
    return result.ok() ? CERTLITE_OK : HandOver(result.error(), err);
  } catch (const std::bad_alloc&) {
    if (err != nullptr) *err = BareError(ErrorCode::kOutOfMemory);
    return CERTLITE_E_OUT_OF_MEMORY;
  } catch (const std::exception& exception) {
    return HandOver(Error{.detail = exception.what(), .violations = {}, .facts = {}}, err);
  } catch (...) {
    return HandOver(Error{.detail = "Something unknown was thrown.", .violations = {}, .facts = {}}, err);
  }
}

// Whether `handle` is one of its kind, as far as that can be told.
template <typename Handle>
bool IsLive(const Handle* handle, HandleTag tag) noexcept {
  return handle != nullptr && handle->tag.load(std::memory_order_relaxed) == tag;
}

// Marks the handle as closed and frees it; anything else than a live handle is left alone.
template <typename Handle>
void Close(Handle* handle, HandleTag tag) noexcept {
  if (handle == nullptr) return;
  HandleTag expected = tag;
  if (handle->tag.compare_exchange_strong(expected, HandleTag::kClosed)) delete handle;
}

}  // namespace certlite::capi

#endif  // CERTLITE_CAPI_HANDLE_H_
