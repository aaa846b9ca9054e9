// The history: append-only, one chain per organization.
#ifndef CERTLITE_CORE_STORE_HISTORY_H_
#define CERTLITE_CORE_STORE_HISTORY_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/uuid.h"
#include "core/store/connection.h"

namespace certlite {

// The newest entry of a chain: sequence 0 and a hash of zeros before the first.
struct HistoryHead {
  int64_t sequence = 0;
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
  std::string_view payload;
  Digest payload_key{};
  Digest commitment{};
  Digest hash{};
};

Result<HistoryHead> ReadHistoryHead(Connection& connection, int64_t organization_key);
Result<void> AppendHistory(Connection& connection, const HistoryEntry& entry);

// `answer_bytes` of the payload from `answer_offset` on, of the entry `history_key`. Errors: kCorrupt if it isn't
// there.
Result<std::string> ReadHistoryAnswer(Connection& connection, int64_t history_key, size_t answer_offset);

// The answer of the first version of the record whose newest one is `last_sequence`. Errors: kCorrupt.
Result<std::string> ReadFirstAnswer(Connection& connection, int64_t organization_key, int64_t last_sequence,
                                    size_t answer_offset);

}  // namespace certlite

#endif  // CERTLITE_CORE_STORE_HISTORY_H_
