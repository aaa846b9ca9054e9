// Where a member stands in a JSON object, and the request for a list's next page. No parser: it finds values, and
// leaves them as they are written.
#ifndef CERTLITE_JSON_MEMBER_HPP_
#define CERTLITE_JSON_MEMBER_HPP_

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace certlite {
inline namespace v0 {
namespace detail {

// Takes one JSON value off the front of `rest`; empty if none is complete there.
inline std::string_view take_value(std::string_view& rest) noexcept {
  std::size_t depth = 0;
  std::size_t at = 0;
  for (bool done = false; !done && at < rest.size(); ++at) {
    const char mark = rest[at];
    if (mark == '"') {
      for (++at; at < rest.size() && rest[at] != '"'; ++at) {
        if (rest[at] == '\\') ++at;
      }
      if (at >= rest.size()) return {};
      done = depth == 0;
    } else if (mark == '{' || mark == '[') {
      ++depth;
    } else if (depth == 0) {
      if (std::string_view(",:]} \t\r\n").find(mark) != std::string_view::npos) break;
    } else if (mark == '}' || mark == ']') {
      done = --depth == 0;
    }
  }
  if (depth != 0) return {};
  const std::string_view value = rest.substr(0, at);
  rest.remove_prefix(at);
  return value;
}

// Takes `mark` and the white space around it off the front.
inline bool take(std::string_view& rest, char mark) noexcept {
  constexpr std::string_view kSpace = " \t\r\n";
  rest.remove_prefix((std::min)(rest.find_first_not_of(kSpace), rest.size()));
  if (rest.empty() || rest.front() != mark) return false;
  rest.remove_prefix(1);
  rest.remove_prefix((std::min)(rest.find_first_not_of(kSpace), rest.size()));
  return true;
}

// The value of the member `name`, as it is written; empty if `object` is no JSON object or has none. It reads what the
// library has written or accepted, where no name stands twice and names of ours have no escapes.
inline std::string_view member(std::string_view object, std::string_view name) noexcept {
  if (!take(object, '{')) return {};
  do {
    const std::string_view key = take_value(object);
    if (key.size() < 2 || key.front() != '"' || !take(object, ':')) return {};
    const std::string_view value = take_value(object);
    if (key.substr(1, key.size() - 2) == name) return value;
    if (value.empty()) return {};
  } while (take(object, ','));
  return {};
}

// A list's request for the page after `cursor`, which is JSON text.
inline std::string with_cursor(std::string_view request, std::string_view cursor) {
  std::string next(request);
  if (const std::string_view old = member(request, "cursor"); !old.empty()) {
    next.replace(static_cast<std::size_t>(old.data() - request.data()), old.size(), cursor);
    return next;
  }
  std::string_view members = request;
  take(members, '{');
  const bool alone = take(members, '}');
  return next.insert(request.find('{') + 1, "\"cursor\":" + std::string(cursor) + (alone ? "" : ","));
}

}  // namespace detail
}  // namespace v0
}  // namespace certlite

#endif  // CERTLITE_JSON_MEMBER_HPP_
