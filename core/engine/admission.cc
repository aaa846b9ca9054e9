#include "core/engine/admission.h"

#include <utility>

#include "core/base/clock.h"
#include "core/base/date.h"
#include "core/base/instant.h"
#include "core/model/rule.h"
#include "core/validate/validate.h"

namespace certlite {

Error UnknownOperation() {
  return MakeError(ErrorCode::kUnknownOperation, "There is no such operation; describe lists those that there are.");
}

Result<void> CheckScope(const Principal& principal, std::string_view scope, std::string pointer) {
  if (principal.Grants(scope)) return {};
  return MakeError(ErrorCode::kForbidden, rule::kPrincipalScope, std::move(pointer),
                   "The scope " + std::string(scope) + " was not granted.");
}

Result<void> CheckPermission(const Principal& principal, const Operation& operation) {
  if (auto granted = CheckScope(principal, operation.scope, ""); !granted.ok()) return granted;
  if (principal.reach < operation.reach_min) {
    return MakeError(ErrorCode::kForbidden, rule::kPrincipalReach, "",
                     std::string(operation.name) + " needs the reach " +
                         std::string(kReachKinds[static_cast<size_t>(operation.reach_min)]) + ".");
  }
  return {};
}

Result<void> CheckKey(const Operation& operation, std::optional<std::string_view> key) {
  if (!key) return {};
  if (!operation.writes()) {
    return MakeError(ErrorCode::kIdempotencyKeyInvalid, rule::kKeyOnRead, "",
                     std::string(operation.name) + (operation.keeps_store() ? " changes no record" : " only reads") +
                         " and takes no idempotency key.");
  }
  return CheckIdempotencyKey(*key);
}

Result<void> CheckOptions(const Operation& operation, const CallOptions& options) {
  if (options.now_ms && (*options.now_ms < 0 || *options.now_ms > kInstantMax)) {
    return MakeError(ErrorCode::kInvalid, rule::kCallRange, "", "now is outside of the years 1970 to 9999.");
  }
  if (options.as_of && (*options.as_of < kDayMin || *options.as_of > kDayMax)) {
    return MakeError(ErrorCode::kInvalid, rule::kCallRange, "", "as_of is outside of the years 0001 to 9999.");
  }
  if (options.known_at_ms && !operation.takes_known_at()) {
    return MakeError(ErrorCode::kInvalid, rule::kCallUnsupported, "",
                     std::string(operation.name) + " takes no known_at.");
  }
  if (options.known_at_ms && (*options.known_at_ms < 0 || *options.known_at_ms > kInstantMax)) {
    return MakeError(ErrorCode::kInvalid, rule::kCallRange, "", "known_at is outside of the years 1970 to 9999.");
  }
  if (options.cancelled != nullptr && options.cancelled->load()) {
    return MakeError(ErrorCode::kCancelled, "The call was cancelled before it began.");
  }
  return {};
}

int64_t NowOf(const CallOptions& options) { return options.now_ms ? *options.now_ms : SystemNowMs(); }

void TakeOptions(Call& call, const CallOptions& options) {
  call.now_ms = NowOf(options);
  call.as_of_given = options.as_of;
  call.known_at_ms = options.known_at_ms;
  call.as_of = options.as_of ? *options.as_of : DayOf(call.now_ms);
}

}  // namespace certlite
