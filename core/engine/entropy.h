// Random bytes for ids and commitments: the system's, or reproducible ones for tests and golden vectors.
#ifndef CERTLITE_CORE_ENGINE_ENTROPY_H_
#define CERTLITE_CORE_ENGINE_ENTROPY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
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
  Result<void> Fill(EntropyPurpose purpose, int64_t organization_key, int64_t sequence, std::span<uint8_t> out);

 private:
  bool FillFromPool(std::span<uint8_t> out);

  const uint64_t seed_;
  std::mutex mutex_;
  std::array<uint8_t, 1024> pool_ = {};  // asking the system costs more for each time than for each byte
  size_t left_ = 0;                      // in the pool, at its end; what was given out is wiped
};

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_ENTROPY_H_
