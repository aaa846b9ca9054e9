// One checked value of a field, as plain data.
#ifndef CERTLITE_CORE_MODEL_VALUE_H_
#define CERTLITE_CORE_MODEL_VALUE_H_

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "core/base/arena.h"
#include "core/base/uuid.h"

namespace certlite {

// A value by its field's type: booleans, integers, days, instants and choices are `integer`, every kind of text is
// `text`, a UUID is `uuid`, and of a set of UUIDs `text` is their bytes side by side, ascending.
// Lifetime: `text` is a view into the request or into the call's arena.
struct Value {
  enum class Kind : uint8_t { kAbsent, kNull, kInteger, kText, kUuid, kUuids };

  Kind kind = Kind::kAbsent;
  int64_t integer = 0;
  std::string_view text = {};
  Uuid uuid = {};

  static Value Null() { return {.kind = Kind::kNull}; }
  static Value Of(int64_t integer) { return {.kind = Kind::kInteger, .integer = integer}; }
  static Value Of(std::string_view text) { return {.kind = Kind::kText, .text = text}; }
  static Value Of(const Uuid& uuid) { return {.kind = Kind::kUuid, .uuid = uuid}; }
  static Value OfUuids(std::string_view bytes) { return {.kind = Kind::kUuids, .text = bytes}; }
  static Value OfUuids(std::span<const Uuid> ascending, Arena& arena) {
    static_assert(sizeof(Uuid) == sizeof(Uuid::bytes));
    return OfUuids(arena.Copy({reinterpret_cast<const char*>(ascending.data()), ascending.size_bytes()}));
  }

  bool given() const { return kind != Kind::kAbsent; }
  bool null() const { return kind == Kind::kNull; }
  bool has_value() const { return kind > Kind::kNull; }

  // Calls `visit(uuid)` with each member of a set.
  template <typename Visit>
  void ForEachUuid(Visit visit) const {
    for (size_t i = 0; i + sizeof(Uuid) <= text.size(); i += sizeof(Uuid)) {
      Uuid member;
      std::memcpy(member.bytes.data(), text.data() + i, sizeof(Uuid));
      visit(member);
    }
  }

  // Whether it is a set with that member.
  bool Contains(const Uuid& id) const {
    bool found = false;
    ForEachUuid([&](const Uuid& member) { found = found || member == id; });
    return found;
  }

  friend bool operator==(const Value&, const Value&) = default;
};

}  // namespace certlite

#endif  // CERTLITE_CORE_MODEL_VALUE_H_
