// The text side of JSON: escaped strings (RFC 8259, in RFC 8785's form) and pointers (RFC 6901).
#ifndef CERTLITE_CORE_BASE_JSON_TEXT_H_
#define CERTLITE_CORE_BASE_JSON_TEXT_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace certlite {

// `text` with '?' for every byte that is not ASCII: of what a damaged file has somebody say, which may not be UTF-8.
std::string OnlyAscii(std::string_view text);

bool IsUtf8(std::string_view text);

// Writes `text`, which is UTF-8, as a JSON string with quotes at `at`, where there is JsonStringRoom(text); answers the
// end. Only what must be escaped is.
char* PutJsonString(char* at, std::string_view text);

// What a JSON string takes at most: each byte may become \u00xx.
inline size_t JsonStringRoom(std::string_view text) { return 2 + 6 * text.size(); }

// Appends the same.
void AppendJsonString(std::string& out, std::string_view text);

// `text` as a JSON string.
std::string JsonString(std::string_view text);

// Appends one reference token of a JSON pointer, its slash included.
void AppendPointerToken(std::string& out, std::string_view token);

// The pointer of a member of the document's root.
std::string PointerTo(std::string_view member);

}  // namespace certlite

#endif  // CERTLITE_CORE_BASE_JSON_TEXT_H_
