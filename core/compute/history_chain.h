// Compute: the hash that chains one history entry to the one before.
#ifndef CERTLITE_CORE_COMPUTE_HISTORY_CHAIN_H_
#define CERTLITE_CORE_COMPUTE_HISTORY_CHAIN_H_

#include <cstdint>
#include <string_view>

#include "core/base/hash.h"
#include "core/base/uuid.h"

namespace certlite {

// What a chain's hash covers. The layout is published and never changes: docs/history.md.
struct ChainLink {
  Uuid organization_id;  // nil for what belongs to none
  int64_t sequence = 0;  // from 1
  int64_t instant = 0;   // Unit: milliseconds of Unix time
  std::string_view operation;
  Uuid resource_id;
  int64_t revision = 0;
  Digest commitment{};
  Digest previous_hash{};
};

Digest ChainHash(Sha256& sha256, const ChainLink& link);

}  // namespace certlite

#endif  // CERTLITE_CORE_COMPUTE_HISTORY_CHAIN_H_
