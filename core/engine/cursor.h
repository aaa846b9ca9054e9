// Where a list goes on: opaque to callers, bound to the list's filters.
#ifndef CERTLITE_CORE_ENGINE_CURSOR_H_
#define CERTLITE_CORE_ENGINE_CURSOR_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/uuid.h"
#include "core/engine/call.h"

namespace certlite {

struct Cursor {
  std::array<uint8_t, 8> filter{};  // of the operation, its filters and the principal's reach
  int32_t as_of = 0;                // the day of the first page, so that midnight doesn't change the list
  int32_t expires_on = 0;           // of the last record; kNoDay: it has none
  Uuid id;                          // of the last record
  Uuid within = {};                 // of the last result's qualification, where `id` is its member; else nil
};

// How many records a page of the call's holds at most.
size_t LimitOf(const Call& call);

// The mark of what the call lists, whichever page.
std::array<uint8_t, 8> FilterMark(Call& call);

std::string WriteCursor(const Cursor& cursor);

// Errors: kCursorInvalid, if it isn't one of ours or is another list's.
Result<Cursor> ReadCursor(std::string_view text, const std::array<uint8_t, 8>& filter);

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_CURSOR_H_
