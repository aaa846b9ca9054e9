// Markup for the pages that the tool writes.
#ifndef CERTLITE_BINDINGS_CLI_HTML_H_
#define CERTLITE_BINDINGS_CLI_HTML_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace certlite::cli {

// HTML or SVG. Stored text becomes it through Text() alone, so that no name is ever taken for markup.
struct Html {
  std::string markup;

  Html& operator+=(const Html& more) {
    markup += more.markup;
    return *this;
  }
};

inline Html operator+(Html before, const Html& after) { return before += after; }

// `raw` as it is shown, whatever it holds.
Html Text(std::string_view raw);
Html Number(int64_t number);

// `content` in an element; `tag` is its name with its attributes: "td class=n".
Html Element(std::string_view tag, const Html& content);
Html Element(std::string_view tag, std::string_view raw);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_HTML_H_
