// The bounds on what is accepted.
#ifndef CERTLITE_CORE_MODEL_LIMITS_H_
#define CERTLITE_CORE_MODEL_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace certlite {

inline constexpr size_t kRequestBytesMax = 65'536;
inline constexpr size_t kImportBytesMax = 16'777'216;  // the lines of one call
inline constexpr size_t kImportLinesMax = 131'072;
inline constexpr size_t kDepthMax = 32;                   // nested containers in a request
inline constexpr int64_t kIntegerMax = 9007199254740991;  // 2^53 - 1, I-JSON's bound (RFC 7493)
inline constexpr size_t kIdempotencyKeyBytesMax = 255;
inline constexpr size_t kCursorBytesMax = 256;
inline constexpr int64_t kSequenceMax = (int64_t{1} << 40) - 1;  // of a chain
inline constexpr int64_t kChainHeadBytesMax = 13 + 1 + 64;       // of SEQUENCE:HASH
inline constexpr int64_t kReasonBytesMax = 1024;
inline constexpr int64_t kPathBytesMax = 4096;
inline constexpr int64_t kPageMax = 200;
inline constexpr int64_t kPageDefault = 50;
inline constexpr int64_t kOperationBytesMax = 64;  // of an operation's name
inline constexpr int64_t kChangesMax = 100;        // of one what-if
inline constexpr size_t kViolationsMax = 100;      // reported of one request

}  // namespace certlite

#endif  // CERTLITE_CORE_MODEL_LIMITS_H_
