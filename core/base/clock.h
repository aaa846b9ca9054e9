// The one place that reads the system's clock; everything else takes the instant as an argument.
#ifndef CERTLITE_CORE_BASE_CLOCK_H_
#define CERTLITE_CORE_BASE_CLOCK_H_

#include <cstdint>

namespace certlite {

// Now, clamped to the instants that Certlite can write. Unit: milliseconds of Unix time. Thread-safety: any.
int64_t SystemNowMs();

}  // namespace certlite

#endif  // CERTLITE_CORE_BASE_CLOCK_H_
