// The versions of a record, out of the history: what was known of it at an instant.
#ifndef CERTLITE_CORE_ENGINE_VERSIONS_H_
#define CERTLITE_CORE_ENGINE_VERSIONS_H_

#include <absl/functional/function_ref.h>

#include <cstdint>
#include <optional>

#include "core/base/error.h"
#include "core/engine/call.h"
#include "core/model/record.h"
#include "core/store/history.h"

namespace certlite {

// Calls `visit` with the entries of a record's versions from `sequence` back to the first, until it answers false.
// Errors: kCorrupt if one is missing. Lifetime: an entry's texts are the call's.
Result<void> ForEachVersion(Call& call, int64_t organization_key, int64_t sequence,
                            absl::FunctionRef<bool(const HistoryEntry&)> visit);

// kCorrupt if the entry has a payload, and it isn't what the entry commits to.
std::optional<Error> PayloadFault(Call& call, const HistoryEntry& entry);

// The answer that stands in the entry's payload. Errors: kCorrupt if there is none.
Result<std::string_view> AnswerIn(const HistoryEntry& entry);

// The version that the entry made of a record like `current`: its own fields, and the keys of `current`.
// Errors: kGone if it was erased, kCorrupt. Lifetime: its texts are the call's.
Result<Record> VersionOf(Call& call, const Record& current, const HistoryEntry& entry);

// The newest version of `current` that was made at `known_at_ms` or earlier, by the clocks of those who made it.
// Errors: kGone if it was erased.
Result<std::optional<Record>> VersionKnownAt(Call& call, const Record& current, int64_t known_at_ms);

// The version with which the record began. Errors: kGone if it was erased.
Result<Record> FirstVersion(Call& call, const Record& current);

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_VERSIONS_H_
