// What is on the other end of the output streams. Read for looks only, never for meaning.
#ifndef CERTLITE_BINDINGS_CLI_TERMINAL_H_
#define CERTLITE_BINDINGS_CLI_TERMINAL_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace certlite::cli {

// How to write for people on one stream.
struct Style {
  size_t columns = 100;  // how wide lines may be
  bool colour = false;   // whether escape sequences are welcome
};

// Whether a person reads file descriptor `fd` on a terminal.
bool IsTerminal(int fd);

// The style for `fd`: a terminal's own width, and colour unless NO_COLOR is set or TERM is "dumb" or missing.
Style StyleOf(int fd);

// `text` in the colour that goes with a status word such as "expired"; unchanged for other words or without colour.
std::string StatusColoured(std::string_view word, std::string_view text, const Style& style);

// `text` faint, or unchanged without colour.
std::string Faint(std::string_view text, const Style& style);

// `text` bold, or unchanged without colour.
std::string Bold(std::string_view text, const Style& style);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_TERMINAL_H_
