#include "core/base/json_text.h"

#include <simdjson.h>

#include <algorithm>

#include "core/base/room.h"

namespace certlite {
namespace {

char* PutEscape(char* at, char c) {
  static constexpr char kHex[] = "0123456789abcdef";
  switch (c) {
    case '"':
      return PutText(at, "\\\"");
    case '\\':
      return PutText(at, "\\\\");
    case '\b':
      return PutText(at, "\\b");
    case '\t':
      return PutText(at, "\\t");
    case '\n':
      return PutText(at, "\\n");
    case '\f':
      return PutText(at, "\\f");
    case '\r':
      return PutText(at, "\\r");
    default:
      at = PutText(at, "\\u00");
      *at++ = kHex[(c >> 4) & 15];
      *at++ = kHex[c & 15];
      return at;
  }
}

bool NeedsEscape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

}  // namespace

std::string OnlyAscii(std::string_view text) {
  std::string ascii(text);
  std::ranges::replace_if(
      ascii, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?');
  return ascii;
}

bool IsUtf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

char* PutJsonString(char* at, std::string_view text) {
  *at++ = '"';
  for (const char c : text) {
    if (NeedsEscape(c)) {
      at = PutEscape(at, c);
    } else {
      *at++ = c;
    }
  }
  *at++ = '"';
  return at;
}

void AppendJsonString(std::string& out, std::string_view text) {
  AppendInRoom(out, JsonStringRoom(text), [text](char* at) { return PutJsonString(at, text); });
}

std::string JsonString(std::string_view text) {
  std::string out;
  AppendJsonString(out, text);
  return out;
}

void AppendPointerToken(std::string& out, std::string_view token) {
  out += '/';
  for (const char c : token) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
}

std::string PointerTo(std::string_view member) {
  std::string pointer;
  AppendPointerToken(pointer, member);
  return pointer;
}

}  // namespace certlite
