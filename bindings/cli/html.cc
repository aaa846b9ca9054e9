#include "bindings/cli/html.h"

#include "bindings/cli/text.h"

namespace certlite::cli {

Html Text(std::string_view raw) {
  Html html;
  for (const char c : Printable(raw)) {
    switch (c) {
      case '&':
        html.markup += "&amp;";
        break;
      case '<':
        html.markup += "&lt;";
        break;
      case '>':
        html.markup += "&gt;";
        break;
      case '"':
        html.markup += "&quot;";
        break;
      case '\'':
        html.markup += "&#39;";
        break;
      default:
        html.markup += c;
    }
  }
  return html;
}

Html Number(int64_t number) { return {std::to_string(number)}; }

Html Element(std::string_view tag, const Html& content) {
  const std::string_view name = tag.substr(0, tag.find(' '));
  Html html;
  html.markup.append("<").append(tag).append(">").append(content.markup);
  html.markup.append("</").append(name).append(">");
  return html;
}

Html Element(std::string_view tag, std::string_view raw) { return Element(tag, Text(raw)); }

}  // namespace certlite::cli
