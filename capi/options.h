// The structs that callers hand over, read by their own size.
#ifndef CERTLITE_CAPI_OPTIONS_H_
#define CERTLITE_CAPI_OPTIONS_H_

#include "capi/certlite.h"
#include "core/base/error.h"
#include "core/engine/engine.h"

namespace certlite::capi {

// `options` may be null. Errors: kInvalidArgument, kUnsupportedOption.
Result<EngineOptions> ReadOpenOptions(const certlite_open_options* options);

// `call` may be null. Errors: kInvalidArgument, kInvalidHandle, kUnsupportedOption.
Result<CallOptions> ReadCall(const certlite_call* call);

}  // namespace certlite::capi

#endif  // CERTLITE_CAPI_OPTIONS_H_
