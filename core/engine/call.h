// One call on its way through the stages.
#ifndef CERTLITE_CORE_ENGINE_CALL_H_
#define CERTLITE_CORE_ENGINE_CALL_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/arena.h"
#include "core/base/error.h"
#include "core/base/owned_text.h"
#include "core/engine/entropy.h"
#include "core/engine/reach.h"
#include "core/engine/tools.h"
#include "core/model/draft.h"
#include "core/model/import.h"
#include "core/model/principal.h"
#include "core/model/request.h"
#include "core/parse/json_parser.h"
#include "core/store/connection.h"

namespace certlite {

class ColumnCache;

// What a caller may set for one call.
struct CallOptions {
  std::optional<int64_t> now_ms;  // Unit: milliseconds of Unix time
  std::optional<int32_t> as_of;   // Unit: days since 1970-01-01
  std::optional<int64_t> known_at_ms;
  bool lenient = false;                          // unknown members of the request are ignored
  const std::atomic<bool>* cancelled = nullptr;  // may be null
};

// A success: what was done, the answer's JSON, and the record that a write was about.
struct Answer {
  Outcome outcome = Outcome::kRead;
  OwnedText body = {};
  Uuid id = {};
};

// Lifetime: what is referred to outlives the call. Thread-safety: one thread.
struct Call {
  const Operation& operation;
  const Principal& principal;
  const Draft& draft;
  Entropy& entropy;
  Tools& tools;
  std::optional<std::string_view> key;
  int64_t now_ms = 0;
  std::optional<int32_t> as_of_given = {};
  std::optional<int64_t> known_at_ms = {};
  int32_t as_of = 0;  // as given, or the day of now
  std::optional<ImportedFrom> imported_from = {};

  Request request = {};
  std::vector<Violation> violations = {};

  // What holds within one transaction.
  Connection* connection = nullptr;
  ColumnCache* columns =
      nullptr;  // null unless they may be used: what is read is committed, and the turn is the call's
  Reach reach = {};
  bool reach_known = false;
  Arena arena = {};
  std::unique_ptr<JsonParser> stored_parser = {};  // for documents of our own; made when it is first needed
  Remnants remnants = {};                          // of what is erased: must not be found in the file afterwards

  const Resource& resource() const { return *operation.resource; }
  const Value& parameter(size_t position) const { return request.parameters[position]; }
  void Report(std::string_view rule, std::string pointer, std::string detail);

  // Parses what the engine has stored itself. Errors: kCorrupt. Lifetime: the draft's until the next one is parsed.
  Result<const Draft*> ParseStored(std::string_view text);
};

// Whether the error is about what was asked for, and not about the store.
bool IsRefusal(ErrorCode code);

// Whether the violation is one against taking something new, and not against what exists already.
bool StandsAgainstNew(const Violation& violation);

// The error for broken rules: of the request itself if there are any, else of the state that the first one met.
Error Refusal(std::vector<Violation> violations);

// The error for an id that leads nowhere within reach.
Error NoSuchRecord(const Call& call);

// The error for a history that doesn't hold what a record says it does.
Error DamagedHistory();

// The error for a record of which only its ids are left.
Error Erased(const Resource& resource);

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_CALL_H_
