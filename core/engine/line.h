// One line of an import: the request in it, what it brings besides, and what it is known by.
#ifndef CERTLITE_CORE_ENGINE_LINE_H_
#define CERTLITE_CORE_ENGINE_LINE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/arena.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/uuid.h"
#include "core/model/draft.h"
#include "core/model/operation.h"
#include "core/model/request.h"

namespace certlite {

// Lifetime: the texts are those of the documents that it was read from.
struct Line {
  Draft request;
  std::optional<std::string_view> key;
};

// The line's request, with the members of `defaults` (at `position` of it; 0: there are none) that it lacks.
// Errors: kInvalid if its key is no text.
Result<Line> ReadLine(const Draft& parsed, const Draft& defaults, size_t position);

// Cuts the first line off `lines`, without its end and the spaces around it.
std::string_view CutLine(std::string_view& lines);

// How many lines there are that aren't blank.
size_t CountLines(std::string_view lines);

// Writes the dates of `request` as a request does, so that a line says the same in whichever format its dates stand,
// and something else where that makes other days of them. `checked` is what was read there. Lifetime: the texts are
// `arena`'s.
void WriteDates(Draft& request, const Operation& operation, const Request& checked, Arena& arena);

// The key of the n-th line of a batch (from 1) that has this fingerprint, and of that subject if the line means its
// subject.
std::string DeriveKey(Sha256& sha256, const Digest& fingerprint, uint32_t n, const std::optional<Uuid>& subject);

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_LINE_H_
