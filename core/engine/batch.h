// An import on its way: a file's lines, a call at a time.
#ifndef CERTLITE_CORE_ENGINE_BATCH_H_
#define CERTLITE_CORE_ENGINE_BATCH_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/error.h"
#include "core/base/uuid.h"
#include "core/model/operation.h"

namespace certlite {

// Why a line was refused.
struct LineProblem {
  std::string_view rule;  // of the first rule that it breaks; "" if the problem names none
  std::string pointer;    // into the line
  std::string document;   // problem details (RFC 9457)
};

// What became of one line.
struct LineResult {
  int64_t line = 0;                  // counted from 1 through the whole batch; blank lines count, and have no result
  std::optional<ErrorCode> refused;  // with `problem`; else `outcome` says what was done
  Outcome outcome = Outcome::kRead;
  Uuid id = {};          // the record's, nil if there is none
  size_t problem = 0;    // position in Batch::problems
  bool changed = false;  // something was written for it
};

// One file's import, from its first line on. Thread-safety: one thread.
struct Batch {
  Uuid id = {};
  int64_t lines = 0;  // that earlier calls have taken

  // How often a line has come, by the first bytes of its fingerprint: equal lines are told apart by their number. Takes
  // some 20 bytes for each line that names no id.
  std::unordered_map<uint64_t, uint32_t> occurrences = {};

  // Of the latest call that was answered.
  std::vector<LineResult> results = {};
  std::vector<LineProblem> problems = {};
};

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_BATCH_H_
