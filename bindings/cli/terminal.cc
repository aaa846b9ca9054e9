// Asks the operating system about the output streams, and holds the few escape sequences that the tool uses.
#include "bindings/cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace certlite::cli {
namespace {

constexpr size_t kColumnsMin = 40;
constexpr std::string_view kReset = "\x1b[0m";

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kStatusColours = {{
    {"valid", "\x1b[32m"},
    {"not_yet_valid", "\x1b[36m"},
    {"expiring_soon", "\x1b[33m"},
    {"in_grace", "\x1b[33m"},
    {"expired", "\x1b[31m"},
    {"invalid", "\x1b[31m"},
    {"qualified", "\x1b[32m"},
    {"partially_qualified", "\x1b[33m"},
    {"not_qualified", "\x1b[31m"},
}};

std::string Wrapped(std::string_view sequence, std::string_view text, const Style& style) {
  if (!style.colour) return std::string(text);
  return std::string(sequence) + std::string(text) + std::string(kReset);
}

}  // namespace

bool IsTerminal(int fd) { return isatty(fd) == 1; }

Style StyleOf(int fd) {
  Style style;
  if (!IsTerminal(fd)) return style;
  winsize size{};
  if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) style.columns = std::max<size_t>(size.ws_col, kColumnsMin);
  const char* no_color = std::getenv("NO_COLOR");  // NOLINT(concurrency-mt-unsafe): the tool has one thread
  const char* term = std::getenv("TERM");          // NOLINT(concurrency-mt-unsafe): the tool has one thread
  style.colour = (no_color == nullptr || *no_color == '\0') && term != nullptr && *term != '\0' &&
                 std::string_view(term) != "dumb";
  return style;
}

std::string StatusColoured(std::string_view word, std::string_view text, const Style& style) {
  const auto* row = std::ranges::find(kStatusColours, word, [](const auto& entry) { return entry.first; });
  return row == kStatusColours.end() ? std::string(text) : Wrapped(row->second, text, style);
}

std::string Faint(std::string_view text, const Style& style) { return Wrapped("\x1b[2m", text, style); }

std::string Bold(std::string_view text, const Style& style) { return Wrapped("\x1b[1m", text, style); }

}  // namespace certlite::cli
