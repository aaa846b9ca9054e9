// Random bytes for ids and commitments: the system's, or reproducible ones for tests and golden vectors.
#ifndef CERTLITE_CORE_ENGINE_ENTROPY_H_
#define CERTLITE_CORE_ENGINE_ENTROPY_H_

#include <cstdint>
#include <span>

#include "core/base/error.h"

namespace certlite {

// What the bytes are for: two purposes never share them.
enum class EntropyPurpose : uint8_t { kId = 1, kPayloadKey = 2, kBatchId = 3 };

// Thread-safety: any.
class Entropy {
 public:
  // `seed` 0: the system's randomness. Else the bytes follow from the seed and from the history entry that they are
  // for, so that reopening the store changes nothing.
  explicit Entropy(uint64_t seed) : seed_(seed) {}

  // At most 32 bytes. Errors: kInternal if the system has no randomness to give.
  Result<void> Fill(EntropyPurpose purpose, int64_t organization_key, int64_t sequence, std::span<uint8_t> out) const;

 private:
  uint64_t seed_;
};

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_ENTROPY_H_
