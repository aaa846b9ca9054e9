// What both halves of the model read from a step's request, and how a member stands in an answer.
#ifndef CERTLITE_TESTS_RIGS_PLANS_REQUEST_H_
#define CERTLITE_TESTS_RIGS_PLANS_REQUEST_H_

#include <string>
#include <string_view>
#include <vector>

#include "tests/rigs/plans/model.h"

namespace certlite::host {

// The member's text; nothing if it is null or left out.
inline Text TextOf(const Json& request, const char* name) {
  const auto found = request.find(name);
  return found == request.end() || found->is_null() ? Text() : Text(found->get<std::string>());
}

inline void TakeText(const Json& request, const char* name, Text& text) {
  if (request.contains(name)) text = TextOf(request, name);
}

inline void TakeText(const Json& request, const char* name, std::string& text) {
  if (request.contains(name)) text = request.at(name).get<std::string>();
}

inline std::string Part(std::string_view name, const Text& value) {
  std::string part = "\"" + std::string(name) + "\":";
  return value ? part + "\"" + *value + "\"" : part + "null";
}

inline std::string Part(std::string_view name, int64_t value) {
  return "\"" + std::string(name) + "\":" + std::to_string(value);
}

inline Expected Refused(std::vector<std::string> rules) { return {std::move(rules), 0, {}, {}, {}}; }

inline Expected Told(std::vector<std::string> parts) { return {{}, CERTLITE_READ, {}, std::move(parts), {}}; }

// The rule that a write about a record breaks before it is looked at more closely: it is erased, or has moved on.
template <typename Facts>
std::string Obstacle(const Step& step, const Facts& facts) {
  if (facts.erased && !step.operation.ends_with(".erase")) return "record.erased";
  const auto if_revision = step.request.find("if_revision");
  const bool stale = if_revision != step.request.end() && if_revision->template get<int64_t>() != facts.revision;
  return stale ? "revision.current" : "";
}

// Archiving and restoring of what has no lifecycle; `restored` is what it comes back as.
inline void Archive(std::string_view verb, const std::string& restored, std::string& status,
                    std::vector<std::string>& rules) {
  if (verb != "archive" && verb != "restore") return;
  if ((verb == "archive") == (status == "archived")) return rules.push_back("archive.transition");
  status = verb == "archive" ? "archived" : restored;
}

}  // namespace certlite::host

#endif  // CERTLITE_TESTS_RIGS_PLANS_REQUEST_H_
