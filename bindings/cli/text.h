// Text for people: made safe to print, measured in columns, padded, shortened and wrapped.
#ifndef CERTLITE_BINDINGS_CLI_TEXT_H_
#define CERTLITE_BINDINGS_CLI_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace certlite::cli {

// `raw` with everything that could steer a terminal or reorder a line (control characters, direction marks) written as
// \u00XX, and bytes that are not UTF-8 as U+FFFD, so that stored text can't play tricks on who reads it.
std::string Printable(std::string_view raw);

// Between the columns of a table. Unit: as of DisplayWidth.
inline constexpr size_t kColumnGap = 2;

// How many columns `printable` fills. Unit: terminal columns; combining marks fill none, wide characters two.
size_t DisplayWidth(std::string_view printable);

// `printable`, cut to `columns` with an ellipsis if it is wider.
std::string Elide(std::string_view printable, size_t columns);

// `printable` followed by spaces up to `columns`.
std::string Pad(std::string_view printable, size_t columns);

// `text` broken at spaces so that lines fill at most `columns`; every line but the first begins with `indent` spaces,
// and the first is taken to begin there already.
std::string Wrap(std::string_view text, size_t columns, size_t indent);

// "1 member", "2 members".
std::string Counted(size_t count, std::string_view noun);

// `text` as one word of a POSIX shell, quoted where that is needed.
std::string ShellQuoted(std::string_view text);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_TEXT_H_
