// Lays out problem documents for people.
#include "bindings/cli/problem.h"

#include <algorithm>
#include <array>

#include "bindings/cli/text.h"

namespace certlite::cli {
namespace {

constexpr std::array<std::string_view, 6> kStandardMembers = {"type", "title",  "status",
                                                              "code", "detail", "violations"};

std::string PointerOf(const Json& violation) {
  const std::string pointer = TextOf(violation, "pointer");
  return pointer.empty() ? "(request)" : Printable(pointer);
}

std::string ViolationLines(const Json& violations) {
  size_t width = 0;
  for (const Json& violation : violations) width = std::max(width, DisplayWidth(PointerOf(violation)));
  std::string lines;
  for (const Json& violation : violations) {
    lines += "  " + Pad(PointerOf(violation), width) + "  " + Printable(TextOf(violation, "detail")) + "  [" +
             Printable(TextOf(violation, "rule")) + "]\n";
  }
  return lines;
}

}  // namespace

std::string ProblemText(std::string_view problem, const Catalog& catalog, const Style& style) {
  const Json document = Json::parse(problem, nullptr, /*allow_exceptions=*/false);
  if (!document.is_object()) return "certlite: " + (problem.empty() ? "memory ran out" : Printable(problem)) + "\n";
  const std::string code = TextOf(document, "code");
  const std::string detail = TextOf(document, "detail");
  const Json& violations = MemberOf(document, "violations");
  std::string text = "certlite: " + Bold(Printable(TextOf(document, "title")), style) + " (" + Printable(code) + ")\n";
  const bool said_below = violations.size() == 1 && TextOf(violations[0], "detail") == detail;
  if (!detail.empty() && !said_below) text += "  " + Printable(detail) + "\n";
  if (violations.is_array()) text += ViolationLines(violations);
  for (const auto& [name, value] : document.items()) {
    if (std::ranges::find(kStandardMembers, name) != kStandardMembers.end()) continue;
    const std::string shown = value.is_string() ? value.get<std::string>() : value.dump();
    text += "  " + Printable(name) + ": " + Printable(shown) + "\n";
  }
  const std::string advice = AdviceOf(catalog, code);
  if (!advice.empty()) text += "What to do: " + advice + "\n";
  return text;
}

}  // namespace certlite::cli
