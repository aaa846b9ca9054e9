#include "core/compute/history_chain.h"

namespace certlite {

Digest ChainHash(Sha256& sha256, const ChainLink& link) {
  constexpr std::string_view kDomain("certlite-history-1\0", 19);
  return sha256.Update(kDomain)
      .Update(link.organization_id.bytes)
      .UpdateU64(static_cast<uint64_t>(link.sequence))
      .UpdateU64(static_cast<uint64_t>(link.instant))
      .UpdateU32(static_cast<uint32_t>(link.operation.size()))
      .Update(link.operation)
      .Update(link.resource_id.bytes)
      .UpdateU64(static_cast<uint64_t>(link.revision))
      .Update(link.commitment)
      .Update(link.previous_hash)
      .Finish();
}

}  // namespace certlite
