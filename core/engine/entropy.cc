#include "core/engine/entropy.h"

#include <algorithm>

#include "core/base/hash.h"

namespace certlite {

Result<void> Entropy::Fill(EntropyPurpose purpose, int64_t organization_key, int64_t sequence, std::span<uint8_t> out) {
  if (seed_ == 0) {
    if (FillFromPool(out)) return {};
    return MakeError(ErrorCode::kInternal, "The system's random generator failed.");
  }
  Sha256 sha256;
  const Digest digest = sha256.Update("certlite-seed-1")
                            .UpdateU64(seed_)
                            .UpdateU32(static_cast<uint32_t>(purpose))
                            .UpdateU64(static_cast<uint64_t>(organization_key))
                            .UpdateU64(static_cast<uint64_t>(sequence))
                            .Finish();
  std::copy_n(digest.begin(), std::min(out.size(), digest.size()), out.begin());
  return {};
}

// A child of a fork would give out its parent's bytes once more, but no engine works there.
bool Entropy::FillFromPool(std::span<uint8_t> out) {
  const std::lock_guard lock(mutex_);
  if (left_ < out.size()) {
    left_ = 0;  // whatever is there if this fails, it is nothing to give out
    if (!FillRandom(pool_)) return false;
    left_ = pool_.size();
  }
  const std::span<uint8_t> taken = std::span(pool_).last(left_).first(out.size());
  std::ranges::copy(taken, out.begin());
  std::ranges::fill(taken, uint8_t{0});
  left_ -= out.size();
  return true;
}

}  // namespace certlite
