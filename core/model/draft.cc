#include "core/model/draft.h"

#include <algorithm>

namespace certlite {

void Draft::AddMember(const Draft& other, size_t position) {
  const size_t begin = nodes.size();
  for (size_t i = position; i < other.nodes[position].end; ++i) {
    nodes.push_back(other.nodes[i]);
    nodes.back().end = nodes.back().end - position + begin;
  }
  nodes.front().end = nodes.size();
}

Draft Draft::Part(size_t position, std::span<const std::string_view> without) const {
  Draft part;
  part.nodes.push_back(nodes[position]);
  part.nodes.front().name = {};
  part.nodes.front().end = 1;
  ForEachMember(position, [&](size_t member, const JsonNode& node) {
    if (std::ranges::find(without, node.name) == without.end()) part.AddMember(*this, member);
  });
  return part;
}

std::vector<size_t> Draft::MembersOf(size_t position) const {
  std::vector<size_t> members;
  ForEachMember(position, [&](size_t member, const JsonNode&) { members.push_back(member); });
  return members;
}

std::optional<size_t> Draft::FindMember(size_t position, std::string_view name) const {
  std::optional<size_t> found;
  ForEachMember(position, [&](size_t member, const JsonNode& node) {
    if (node.name == name) found = member;
  });
  return found;
}

}  // namespace certlite
