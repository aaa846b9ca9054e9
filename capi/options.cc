#include "capi/options.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "capi/handle.h"

namespace certlite::capi {
namespace {

constexpr uint32_t kOpenFlags = CERTLITE_OPEN_EXISTING | CERTLITE_OPEN_EXCLUSIVE;
constexpr uint32_t kCallFlags =
    CERTLITE_CALL_NOW | CERTLITE_CALL_AS_OF | CERTLITE_CALL_KNOWN_AT | CERTLITE_CALL_LENIENT;
constexpr uint32_t kStructBytesMax = 4096;  // larger than any struct will be: not a size

Error Unsupported(std::string_view what) {
  return MakeError(ErrorCode::kUnsupportedOption, std::string(what) + " is not known to this library.");
}

// Copies a struct of the caller's size: what is missing stays zero, what is beyond must be.
template <typename Struct>
Result<Struct> ReadStruct(const Struct* given, std::string_view name) {
  Struct read;
  std::memset(&read, 0, sizeof read);
  if (given == nullptr) return read;
  const uint32_t size = given->struct_size;
  if (size < sizeof given->struct_size || size > kStructBytesMax) {
    return MakeError(ErrorCode::kInvalidArgument, std::string(name) + ".struct_size is not the size of the struct.");
  }
  const auto* const bytes = reinterpret_cast<const unsigned char*>(given);
  const auto is_set = [](unsigned char byte) { return byte != 0; };
  if (size > sizeof read && std::any_of(bytes + sizeof read, bytes + size, is_set)) {
    return Unsupported(std::string(name) + "'s tail");
  }
  std::memcpy(&read, bytes, std::min<size_t>(size, sizeof read));
  return read;
}

}  // namespace

Result<EngineOptions> ReadOpenOptions(const certlite_open_options* options) {
  auto read = ReadStruct(options, "certlite_open_options");
  if (!read.ok()) return std::move(read.error());
  if ((read->flags & ~kOpenFlags) != 0) return Unsupported("A bit of certlite_open_options.flags");
  if (read->reserved != 0) return Unsupported("certlite_open_options.reserved");
  EngineOptions engine;
  if (read->busy_timeout_ms != 0) engine.busy_timeout_ms = read->busy_timeout_ms;
  engine.must_exist = (read->flags & CERTLITE_OPEN_EXISTING) != 0;
  engine.exclusive = (read->flags & CERTLITE_OPEN_EXCLUSIVE) != 0;
  engine.id_seed = read->id_seed;
  return engine;
}

Result<CallOptions> ReadCall(const certlite_call* call) {
  auto read = ReadStruct(call, "certlite_call");
  if (!read.ok()) return std::move(read.error());
  if ((read->flags & ~kCallFlags) != 0) return Unsupported("A bit of certlite_call.flags");
  if (read->reserved != 0 || read->reserved_pointer != nullptr) return Unsupported("A reserved word of certlite_call");
  if (read->cancel != nullptr && !IsLive(read->cancel, HandleTag::kCancel)) {
    return MakeError(ErrorCode::kInvalidHandle, "certlite_call.cancel is not a live cancel token.");
  }
  CallOptions options;
  if ((read->flags & CERTLITE_CALL_NOW) != 0) options.now_ms = read->now_unix_ms;
  if ((read->flags & CERTLITE_CALL_AS_OF) != 0) options.as_of = read->as_of_day;
  if ((read->flags & CERTLITE_CALL_KNOWN_AT) != 0) options.known_at_ms = read->known_at_unix_ms;
  options.lenient = (read->flags & CERTLITE_CALL_LENIENT) != 0;
  if (read->cancel != nullptr) options.cancelled = &read->cancel->cancelled;
  return options;
}

}  // namespace certlite::capi
