#include "core/engine/cursor.h"

#include <absl/strings/escaping.h>

#include <algorithm>
#include <cstring>

#include "core/base/date.h"
#include "core/base/json_text.h"
#include "core/model/rule.h"
#include "core/model/validity.h"
#include "core/render/render.h"

namespace certlite {
namespace {

constexpr uint8_t kVersion = 1;
constexpr size_t kBytes = 1 + 8 + 4 + 4 + 16;

void AppendInt32(std::string& out, int32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(static_cast<uint32_t>(value) >> shift);
}

int32_t Int32At(std::string_view bytes, size_t at) {
  uint32_t value = 0;
  for (size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return static_cast<int32_t>(value);
}

// Whether its days are days: it comes from outside, and validity is computed with them.
bool IsWithinCalendar(const Cursor& cursor) {
  const auto is_day = [](int32_t day) { return day >= kDayMin && day <= kDayMax; };
  return is_day(cursor.as_of) && (cursor.expires_on == kNoDay || is_day(cursor.expires_on));
}

Error NotACursor() {
  return MakeError(ErrorCode::kCursorInvalid, rule::kCursorFormat, PointerTo("cursor"),
                   "The cursor is not one that a list has answered.");
}

}  // namespace

size_t LimitOf(const Call& call) {
  const Value& limit = call.parameter(parameter::kLimit);
  return static_cast<size_t>(limit.has_value() ? limit.integer : kPageDefault);
}

std::array<uint8_t, 8> FilterMark(Call& call) {
  std::string text(call.operation.name);
  const auto add = [&text](const Field& field, const Value& value) {
    if (!value.given()) return;
    AppendPointerToken(text, field.name);
    AppendValue(text, field, value);
  };
  for (size_t i = 0; i < parameter::kFields.size(); ++i) {
    if (i != parameter::kCursor && i != parameter::kLimit) add(parameter::kFields[i], call.request.parameters[i]);
  }
  for (size_t i = 0; i < call.resource().fields.size(); ++i) add(call.resource().fields[i], call.request.fields[i]);
  const Digest digest = call.tools.sha256()
                            .Update(text)
                            .UpdateU32(static_cast<uint32_t>(call.principal.reach))
                            .Update(call.principal.user_id.bytes)
                            .Update(call.principal.organization_id.bytes)
                            .Finish();
  std::array<uint8_t, 8> mark;
  std::copy_n(digest.begin(), mark.size(), mark.begin());
  return mark;
}

std::string WriteCursor(const Cursor& cursor) {
  std::string bytes;
  bytes += static_cast<char>(kVersion);
  bytes.append(reinterpret_cast<const char*>(cursor.filter.data()), cursor.filter.size());
  AppendInt32(bytes, cursor.as_of);
  AppendInt32(bytes, cursor.expires_on);
  bytes.append(reinterpret_cast<const char*>(cursor.id.bytes.data()), cursor.id.bytes.size());
  if (cursor.within != Uuid{}) {
    bytes.append(reinterpret_cast<const char*>(cursor.within.bytes.data()), cursor.within.bytes.size());
  }
  return absl::WebSafeBase64Escape(bytes);
}

Result<Cursor> ReadCursor(std::string_view text, const std::array<uint8_t, 8>& filter) {
  std::string bytes;
  const bool readable = absl::WebSafeBase64Unescape(absl::string_view(text.data(), text.size()), &bytes);
  const bool two_ids = bytes.size() == kBytes + sizeof(Uuid);
  if (!readable || (bytes.size() != kBytes && !two_ids) || static_cast<uint8_t>(bytes[0]) != kVersion) {
    return NotACursor();
  }
  Cursor cursor;
  std::memcpy(cursor.filter.data(), bytes.data() + 1, cursor.filter.size());
  cursor.as_of = Int32At(bytes, 9);
  cursor.expires_on = Int32At(bytes, 13);
  std::memcpy(cursor.id.bytes.data(), bytes.data() + 17, cursor.id.bytes.size());
  if (two_ids) std::memcpy(cursor.within.bytes.data(), bytes.data() + kBytes, cursor.within.bytes.size());
  if (!IsWithinCalendar(cursor)) return NotACursor();
  if (cursor.filter != filter) {
    return MakeError(ErrorCode::kCursorInvalid, rule::kCursorFilter, PointerTo("cursor"),
                     "The cursor belongs to a list with other filters, or to another principal.");
  }
  return cursor;
}

}  // namespace certlite
