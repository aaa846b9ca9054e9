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

Draft Draft::WithoutMembers(std::span<const std::string_view> names) const {
  Draft rest;
  rest.nodes.push_back(root());
  ForEachMember(0, [&](size_t position, const JsonNode& node) {
    if (std::ranges::find(names, node.name) == names.end()) rest.AddMember(*this, position);
  });
  rest.nodes.front().end = rest.nodes.size();
  return rest;
}

Draft Draft::Part(size_t position) const {
  Draft part;
  part.nodes.push_back(nodes[position]);
  part.nodes.front().name = {};
  part.nodes.front().end = 1;
  ForEachMember(position, [&](size_t member, const JsonNode&) { part.AddMember(*this, member); });
  return part;
}

}  // namespace certlite
