// Drafts as JSON: in canonical form (RFC 8785), which is what fingerprints are taken of, or in their own order.
#include <absl/strings/str_cat.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <vector>

#include "core/base/json_text.h"
#include "core/render/render.h"

namespace certlite {
namespace {

// The next UTF-16 code unit order key of UTF-8 text at `i`: RFC 8785 sorts names by UTF-16 code units, which differs
// from the order of bytes only where U+E000..U+FFFF meets what lies beyond U+FFFF.
unsigned RankOf(std::string_view text, size_t i) {
  const auto byte = static_cast<unsigned char>(text[i]);
  if (byte >= 0xF0) return 0xEE00;  // a surrogate pair: before U+E000, whose first byte is 0xEE
  return byte >= 0xEE ? 0xEE01U + byte : unsigned{byte} << 8;
}

bool ComesBefore(std::string_view a, std::string_view b) {
  const auto [at_a, at_b] = std::ranges::mismatch(a, b);
  if (at_a == a.end() || at_b == b.end()) return a.size() < b.size();
  const auto i = static_cast<size_t>(at_a - a.begin());
  const unsigned rank_a = RankOf(a, i);
  const unsigned rank_b = RankOf(b, i);
  if (rank_a != rank_b) return rank_a < rank_b;
  return static_cast<unsigned char>(*at_a) < static_cast<unsigned char>(*at_b);
}

// A double as ECMAScript prints it (RFC 8785, 3.2.2.3): the shortest digits that read back, laid out by magnitude. What
// is whole, as 0 is, comes as an integer.
void AppendNumber(std::string& out, double number) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, number, std::chars_format::scientific).ptr;
  std::string_view rest(text, static_cast<size_t>(end - text));
  if (rest.front() == '-') {
    out += '-';
    rest.remove_prefix(1);
  }
  const size_t e = rest.find('e');
  int exponent = 0;
  const size_t sign = rest[e + 1] == '+' ? 2 : 1;
  std::from_chars(rest.data() + e + sign, rest.data() + rest.size(), exponent);
  std::string digits(rest.substr(0, e));
  std::erase(digits, '.');
  const int count = static_cast<int>(digits.size());
  const int point = exponent + 1;  // where the decimal point stands, counted from the first digit
  if (count <= point && point <= 21) {
    absl::StrAppend(&out, digits, std::string(static_cast<size_t>(point - count), '0'));
  } else if (0 < point && point <= 21) {
    absl::StrAppend(&out, digits.substr(0, static_cast<size_t>(point)), ".", digits.substr(static_cast<size_t>(point)));
  } else if (-6 < point && point <= 0) {
    absl::StrAppend(&out, "0.", std::string(static_cast<size_t>(-point), '0'), digits);
  } else {
    out += digits.front();
    if (count > 1) absl::StrAppend(&out, ".", digits.substr(1));
    absl::StrAppend(&out, "e", exponent < 0 ? "-" : "+", exponent < 0 ? -exponent : exponent);
  }
}

enum class MemberOrder : uint8_t { kOwn, kCanonical };

void AppendNode(std::string& out, const Draft& draft, size_t position, MemberOrder order);

void AppendMembers(std::string& out, const Draft& draft, size_t position, MemberOrder order) {
  std::vector<size_t> members = draft.MembersOf(position);
  if (order == MemberOrder::kCanonical) {
    std::ranges::sort(members,
                      [&](size_t a, size_t b) { return ComesBefore(draft.nodes[a].name, draft.nodes[b].name); });
  }
  out += '{';
  for (const size_t member : members) {
    if (member != members.front()) out += ',';
    AppendJsonString(out, draft.nodes[member].name);
    out += ':';
    AppendNode(out, draft, member, order);
  }
  out += '}';
}

void AppendItems(std::string& out, const Draft& draft, size_t position, MemberOrder order) {
  out += '[';
  draft.ForEachMember(position, [&](size_t item, const JsonNode&) {
    if (item != position + 1) out += ',';
    AppendNode(out, draft, item, order);
  });
  out += ']';
}

void AppendNode(std::string& out, const Draft& draft, size_t position, MemberOrder order) {
  const JsonNode& node = draft.nodes[position];
  switch (node.kind) {
    case JsonNode::Kind::kNull:
      out += "null";
      return;
    case JsonNode::Kind::kBoolean:
      out += node.boolean ? "true" : "false";
      return;
    case JsonNode::Kind::kInteger:
      absl::StrAppend(&out, node.integer);
      return;
    case JsonNode::Kind::kDouble:
      AppendNumber(out, node.number);
      return;
    case JsonNode::Kind::kString:
      AppendJsonString(out, node.text);
      return;
    case JsonNode::Kind::kArray:
      AppendItems(out, draft, position, order);
      return;
    case JsonNode::Kind::kObject:
      AppendMembers(out, draft, position, order);
      return;
  }
}

}  // namespace

std::string RenderCanonical(const Draft& draft) {
  std::string out;
  AppendNode(out, draft, 0, MemberOrder::kCanonical);
  return out;
}

std::string RenderPart(const Draft& draft, size_t position) {
  std::string out;
  AppendNode(out, draft, position, MemberOrder::kOwn);
  return out;
}

}  // namespace certlite
