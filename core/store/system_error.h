// The operating system's refusals as errors, for what isn't done through SQLite.
#ifndef CERTLITE_CORE_STORE_SYSTEM_ERROR_H_
#define CERTLITE_CORE_STORE_SYSTEM_ERROR_H_

#include "core/base/error.h"

namespace certlite {

// `error` is an errno; `doing` says in words what was tried.
Error SystemError(int error, const char* doing);

}  // namespace certlite

#endif  // CERTLITE_CORE_STORE_SYSTEM_ERROR_H_
