// UTF-8 by hand, because the C library's notion of width and printability depends on the locale.
#include "bindings/cli/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

namespace certlite::cli {
namespace {

constexpr uint32_t kInvalid = 0xFFFFFFFF;

struct Range {
  uint32_t first;
  uint32_t last;
};

constexpr std::array kZeroWidth = {Range{0x0300, 0x036F}, Range{0x0483, 0x0489}, Range{0x0591, 0x05BD},
                                   Range{0x0610, 0x061A}, Range{0x064B, 0x065F}, Range{0x0E34, 0x0E3A},
                                   Range{0x1AB0, 0x1AFF}, Range{0x1DC0, 0x1DFF}, Range{0x200B, 0x200D},
                                   Range{0x20D0, 0x20FF}, Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F}};

constexpr std::array kDoubleWidth = {Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},  Range{0x3041, 0xA4CF},
                                     Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},  Range{0xFE30, 0xFE4F},
                                     Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},  Range{0x1F300, 0x1F64F},
                                     Range{0x1F900, 0x1F9FF}, Range{0x20000, 0x3FFFD}};

// Line and paragraph separators, direction marks, overrides and isolates.
constexpr std::array kSteering = {Range{0x0000, 0x001F}, Range{0x007F, 0x009F}, Range{0x061C, 0x061C},
                                  Range{0x200E, 0x200F}, Range{0x2028, 0x202E}, Range{0x2066, 0x2069},
                                  Range{0xFEFF, 0xFEFF}};

template <size_t n>
bool Contains(const std::array<Range, n>& ranges, uint32_t code) {
  return std::ranges::any_of(ranges, [code](Range range) { return code >= range.first && code <= range.last; });
}

// The code point at `position`, which moves past it; kInvalid for a byte that begins none.
uint32_t Next(std::string_view text, size_t* position) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte((*position)++);
  if (lead < 0x80) return lead;
  const size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  if (lead < 0xC2 || lead > 0xF4 || *position + more > text.size()) return kInvalid;
  uint32_t code = lead & (0x3Fu >> more);
  for (size_t i = 0; i < more; ++i) {
    if ((byte(*position + i) & 0xC0) != 0x80) return kInvalid;
    code = code << 6 | (byte(*position + i) & 0x3Fu);
  }
  constexpr std::array<uint32_t, 4> kSmallest = {0, 0x80, 0x800, 0x10000};
  if (code < kSmallest[more] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return kInvalid;
  *position += more;
  return code;
}

size_t WidthOf(uint32_t code) {
  if (code < 0x0300) return 1;
  if (Contains(kZeroWidth, code)) return 0;
  return Contains(kDoubleWidth, code) ? 2 : 1;
}

}  // namespace

std::string Printable(std::string_view raw) {
  std::string out;
  for (size_t position = 0; position < raw.size();) {
    const size_t begin = position;
    const uint32_t code = Next(raw, &position);
    if (code == kInvalid) {
      out += "\xEF\xBF\xBD";
    } else if (Contains(kSteering, code)) {
      std::array<char, 16> escaped{};
      std::snprintf(escaped.data(), escaped.size(), "\\u%04x", code);
      out += escaped.data();
    } else {
      out += raw.substr(begin, position - begin);
    }
  }
  return out;
}

size_t DisplayWidth(std::string_view printable) {
  size_t width = 0;
  for (size_t position = 0; position < printable.size();) width += WidthOf(Next(printable, &position));
  return width;
}

std::string Elide(std::string_view printable, size_t columns) {
  if (DisplayWidth(printable) <= columns) return std::string(printable);
  if (columns == 0) return "";
  size_t width = 0;
  size_t kept = 0;
  for (size_t position = 0; position < printable.size();) {
    width += WidthOf(Next(printable, &position));
    if (width > columns - 1) break;
    kept = position;
  }
  return std::string(printable.substr(0, kept)) + "…";
}

std::string Pad(std::string_view printable, size_t columns) {
  const size_t width = DisplayWidth(printable);
  return std::string(printable) + std::string(width < columns ? columns - width : 0, ' ');
}

std::string Wrap(std::string_view text, size_t columns, size_t indent) {
  std::string out;
  size_t width = indent;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find(' ', begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    const size_t word_width = DisplayWidth(word);
    if (width > indent && width + 1 + word_width > columns) {
      out += '\n' + std::string(indent, ' ');
      width = indent;
    } else if (width > indent) {
      out += ' ';
      ++width;
    }
    out += word;
    width += word_width;
    begin = end + 1;
  }
  return out;
}

std::string Counted(size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string ShellQuoted(std::string_view text) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@%+=,";
  if (!text.empty() && text.find_first_not_of(kPlain) == std::string_view::npos) return std::string(text);
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace certlite::cli
