// The history: append-only, one chain per organization. Erasing takes payloads out of it and nothing else.
#ifndef CERTLITE_CORE_STORE_HISTORY_H_
#define CERTLITE_CORE_STORE_HISTORY_H_

#include <absl/functional/function_ref.h>

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/arena.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/uuid.h"
#include "core/store/connection.h"

namespace certlite {

// The newest entry of a chain: sequence 0 and a hash of zeros before the first.
struct HistoryHead {
  int64_t sequence = 0;
  int64_t instant = 0;
  Digest hash{};
};

struct HistoryEntry {
  int64_t organization_key = 0;
  int64_t sequence = 0;
  int64_t instant = 0;
  std::string_view operation;
  Uuid resource_id;
  int64_t revision = 0;
  int64_t previous_sequence = 0;  // of the same record's version before, 0 for the first
  int64_t answer_bytes = 0;       // the answer stands in the payload from kAnswerOffset on
  bool forgotten = false;         // erasing took payload and key
  std::string_view payload;
  Digest payload_key{};
  Digest commitment{};
  Digest hash{};
};

Result<HistoryHead> ReadHistoryHead(Connection& connection, int64_t organization_key);
Result<void> AppendHistory(Connection& connection, const HistoryEntry& entry);

// The entry, if it is there. Lifetime: its texts are the arena's.
Result<std::optional<HistoryEntry>> FindEntry(Connection& connection, int64_t organization_key, int64_t sequence,
                                              Arena& arena);

// Calls `visit` with each entry of the chain from `from_sequence` on until it answers false. Lifetime: an entry's texts
// live until `visit` returns.
Result<void> ForEachEntry(Connection& connection, int64_t organization_key, int64_t from_sequence,
                          absl::FunctionRef<bool(const HistoryEntry&)> visit);

// Takes payload and key out of the entry.
Result<void> ForgetPayload(Connection& connection, int64_t organization_key, int64_t sequence);

}  // namespace certlite

#endif  // CERTLITE_CORE_STORE_HISTORY_H_
