// The operating system's refusals as errors, for what isn't done through SQLite.
#ifndef CERTLITE_CORE_STORE_SYSTEM_ERROR_H_
#define CERTLITE_CORE_STORE_SYSTEM_ERROR_H_

#include <string>

#include "core/base/error.h"

namespace certlite {

// What the errno means; in ASCII, since it is in the language and encoding that the host has set.
std::string SystemText(int error);

// `error` is an errno; `doing` says in words what was tried.
Error SystemError(int error, const char* doing);

}  // namespace certlite

#endif  // CERTLITE_CORE_STORE_SYSTEM_ERROR_H_
