#include "core/engine/call.h"

#include <algorithm>
#include <utility>

#include "core/base/json_text.h"
#include "core/model/rule.h"

namespace certlite {
namespace {

ErrorCode CodeOf(std::string_view rule) {
  const auto rules = Rules();
  const auto found = std::ranges::find(rules, rule, &Rule::id);
  return found == rules.end() ? ErrorCode::kInternal : found->code;
}

}  // namespace

void Call::Report(std::string_view rule, std::string pointer, std::string detail) {
  violations.push_back({rule, std::move(pointer), std::move(detail)});
}

Result<const Draft*> Call::ParseStored(std::string_view text) {
  if (stored_parser == nullptr) stored_parser = std::make_unique<JsonParser>();
  auto parsed = stored_parser->Parse(text);
  if (parsed.ok() || parsed.error().code == ErrorCode::kOutOfMemory) return parsed;
  return DamagedHistory();
}

bool IsRefusal(ErrorCode code) {
  const auto number = static_cast<int32_t>(code);
  return number <= -200 && number > -400 && code != ErrorCode::kHistoryBroken;
}

bool StandsAgainstNew(const Violation& violation) { return CodeOf(violation.rule) == ErrorCode::kArchived; }

Error Refusal(std::vector<Violation> violations) {
  const auto blames_request = [](const Violation& violation) { return CodeOf(violation.rule) == ErrorCode::kInvalid; };
  const auto first = std::ranges::find_if(violations, blames_request);
  const Violation& decisive = first == violations.end() ? violations.front() : *first;
  Error error;
  error.code = CodeOf(decisive.rule);
  error.detail = violations.size() == 1 ? decisive.detail
                                        : std::to_string(violations.size()) + " rules are broken; see violations.";
  error.violations = std::move(violations);
  return error;
}

Error NoSuchRecord(const Call& call) {
  return MakeError(ErrorCode::kNotFound, rule::kRecordExists, PointerTo("id"),
                   "There is no " + std::string(call.resource().title) + " with this id within reach.");
}

Error DamagedHistory() { return MakeError(ErrorCode::kCorrupt, "A version in the history is missing or damaged."); }

Error Erased(const Resource& resource) {
  return MakeError(ErrorCode::kGone, rule::kRecordErased, PointerTo("id"),
                   "The " + std::string(resource.title) + " was erased.");
}

}  // namespace certlite
