#include "core/compute/difference.h"

#include <algorithm>
#include <utility>

#include "core/base/json_text.h"

namespace certlite {
namespace {

class Comparison {
 public:
  Comparison(const Draft& before, const Draft& after) : before_(before), after_(after) {}

  std::vector<Difference> Run() {
    Compare(0, 0, "");
    return std::move(differences_);
  }

 private:
  static bool SameValue(const JsonNode& a, const JsonNode& b) {
    return a.kind == b.kind && a.boolean == b.boolean && a.integer == b.integer && a.number == b.number &&
           a.text == b.text;
  }

  // Whether what stands at `i` and at `j` is the same, members in the same order.
  bool Same(size_t i, size_t j) const {
    const size_t count = before_.nodes[i].end - i;
    if (after_.nodes[j].end - j != count) return false;
    for (size_t n = 0; n < count; ++n) {
      const JsonNode& a = before_.nodes[i + n];
      const JsonNode& b = after_.nodes[j + n];
      if (!SameValue(a, b) || a.end - i != b.end - j || (n > 0 && a.name != b.name)) return false;
    }
    return true;
  }

  void Compare(size_t i, size_t j, const std::string& pointer) {
    if (Same(i, j)) return;
    const JsonNode::Kind kind = before_.nodes[i].kind;
    const bool alike = kind == after_.nodes[j].kind;
    if (alike && kind == JsonNode::Kind::kObject) {
      CompareObjects(i, j, pointer);
    } else if (alike && kind == JsonNode::Kind::kArray) {
      CompareArrays(i, j, pointer);
    } else {
      differences_.push_back({pointer, i, j});
    }
  }

  void CompareObjects(size_t i, size_t j, const std::string& pointer) {
    const std::vector<size_t> ours = before_.MembersOf(i);
    std::vector<size_t> theirs = after_.MembersOf(j);
    for (const size_t member : ours) {
      const std::string_view name = before_.nodes[member].name;
      const auto same_name = [&](size_t other) { return after_.nodes[other].name == name; };
      const auto found = std::ranges::find_if(theirs, same_name);
      if (found == theirs.end()) {
        differences_.push_back({PointerBelow(pointer, name), member, std::nullopt});
      } else {
        Compare(member, *found, PointerBelow(pointer, name));
        theirs.erase(found);
      }
    }
    for (const size_t member : theirs) {
      differences_.push_back({PointerBelow(pointer, after_.nodes[member].name), std::nullopt, member});
    }
  }

  void CompareArrays(size_t i, size_t j, const std::string& pointer) {
    const std::vector<size_t> ours = before_.MembersOf(i);
    const std::vector<size_t> theirs = after_.MembersOf(j);
    const size_t shorter = std::min(ours.size(), theirs.size());
    size_t head = 0;
    while (head < shorter && Same(ours[head], theirs[head])) ++head;
    size_t tail = 0;
    while (tail < shorter - head && Same(ours[ours.size() - 1 - tail], theirs[theirs.size() - 1 - tail])) ++tail;
    const size_t our_end = ours.size() - tail;
    const size_t their_end = theirs.size() - tail;
    for (size_t n = head; n < std::max(our_end, their_end); ++n) {
      const std::string item = PointerBelow(pointer, std::to_string(n));
      if (n >= their_end) {
        differences_.push_back({item, ours[n], std::nullopt});
      } else if (n >= our_end) {
        differences_.push_back({item, std::nullopt, theirs[n]});
      } else {
        Compare(ours[n], theirs[n], item);
      }
    }
  }

  static std::string PointerBelow(std::string pointer, std::string_view name) {
    AppendPointerToken(pointer, name);
    return pointer;
  }

  const Draft& before_;
  const Draft& after_;
  std::vector<Difference> differences_;
};

}  // namespace

std::vector<Difference> ComputeDifferences(const Draft& before, const Draft& after) {
  return Comparison(before, after).Run();
}

}  // namespace certlite
