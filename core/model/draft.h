// A request as it was parsed: well-formed JSON, and nothing else is known of it.
#ifndef CERTLITE_CORE_MODEL_DRAFT_H_
#define CERTLITE_CORE_MODEL_DRAFT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace certlite {

// One JSON value. A container's members follow it; `end` is where they stop.
struct JsonNode {
  enum class Kind : uint8_t { kNull, kBoolean, kInteger, kDouble, kString, kArray, kObject };

  Kind kind = Kind::kNull;
  bool boolean = false;
  int64_t integer = 0;
  double number = 0;
  std::string_view text = {};  // of a string
  std::string_view name = {};  // of an object's member
  size_t end = 0;              // position one past its last descendant
};

// A JSON document in document order, the root first. Only parse makes one.
// Lifetime: the texts live as long as the parser that made it, until its next document.
struct Draft {
  std::vector<JsonNode> nodes;

  const JsonNode& root() const { return nodes.front(); }

  // Calls `visit(position, node)` for each direct member of the container at `position`.
  template <typename Visit>
  void ForEachMember(size_t position, Visit visit) const {
    for (size_t i = position + 1; i < nodes[position].end; i = nodes[i].end) visit(i, nodes[i]);
  }

  // Adds a copy of what stands at `position` of `other` as the root's last member.
  void AddMember(const Draft& other, size_t position);

  // The object at `position` as a document of its own, without its members of those names.
  Draft Part(size_t position, std::span<const std::string_view> without = {}) const;

  // Where the direct members of the container at `position` stand.
  std::vector<size_t> MembersOf(size_t position) const;

  // Where the member of that name of the object at `position` stands.
  std::optional<size_t> FindMember(size_t position, std::string_view name) const;
  bool HasMember(size_t position, std::string_view name) const { return FindMember(position, name).has_value(); }
};

}  // namespace certlite

#endif  // CERTLITE_CORE_MODEL_DRAFT_H_
