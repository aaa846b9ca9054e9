// What is asked of a call before its request is looked at: permission, key, options.
#ifndef CERTLITE_CORE_ENGINE_ADMISSION_H_
#define CERTLITE_CORE_ENGINE_ADMISSION_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/error.h"
#include "core/engine/call.h"

namespace certlite {

Error UnknownOperation();

// Whether the scope is granted for what stands at `pointer` of the request. Errors: kForbidden, with the scope.
Result<void> CheckScope(const Principal& principal, std::string_view scope, std::string pointer);

// Errors: kForbidden, with the scope or the reach that is wanting.
Result<void> CheckPermission(const Principal& principal, const Operation& operation);

// Errors: kIdempotencyKeyInvalid.
Result<void> CheckKey(const Operation& operation, std::optional<std::string_view> key);

// Errors: kInvalid; kCancelled if the call is cancelled already.
Result<void> CheckOptions(const Operation& operation, const CallOptions& options);

// The instant that the caller gives, else the clock's. Unit: milliseconds of Unix time.
int64_t NowOf(const CallOptions& options);

// Gives the call its instant and days.
void TakeOptions(Call& call, const CallOptions& options);

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_ADMISSION_H_
