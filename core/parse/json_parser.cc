#include "core/parse/json_parser.h"

#include <absl/container/inlined_vector.h>
#include <simdjson.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "core/base/json_text.h"
#include "core/model/limits.h"
#include "core/model/rule.h"

namespace certlite {
namespace {

namespace dom = simdjson::dom;

Error Malformed(std::string_view rule, std::string detail) {
  return MakeError(ErrorCode::kMalformed, rule, "", std::move(detail));
}

Error TooDeep() { return Malformed(rule::kJsonDepth, "The request nests more than 32 arrays and objects."); }

Error OfSimdjson(simdjson::error_code code) {
  switch (code) {
    case simdjson::UTF8_ERROR:
      return Malformed(rule::kJsonUtf8, "The request is not valid UTF-8.");
    case simdjson::DEPTH_ERROR:
      return TooDeep();
    case simdjson::NUMBER_ERROR:
      return Malformed(rule::kJsonNumber, "The request holds a number that is not well-formed or is out of range.");
    case simdjson::EMPTY:
      return Malformed(rule::kJsonSyntax, "The request is empty; a JSON object is expected.");
    case simdjson::MEMALLOC:
      return MakeError(ErrorCode::kOutOfMemory, "Memory ran out while the request was parsed.");
    // The words are ours, so that they are the same with every simdjson.
    case simdjson::STRING_ERROR:
    case simdjson::UNESCAPED_CHARS:
    case simdjson::UNCLOSED_STRING:
      return Malformed(rule::kJsonSyntax,
                       "The request is not well-formed JSON: a text is not closed, or holds an escape or a control "
                       "character that is not allowed.");
    default:
      return Malformed(rule::kJsonSyntax,
                       "The request is not well-formed JSON: a comma, colon, bracket or value is missing, misspelt or "
                       "one too many.");
  }
}

// Copies simdjson's tree into a Draft and checks what simdjson leaves open.
class Copier {
 public:
  explicit Copier(Draft& draft) : draft_(draft) {}

  std::optional<Error> Copy(dom::element element, std::string_view name) {
    const size_t position = draft_.nodes.size();
    draft_.nodes.push_back({.name = name});
    // simdjson doesn't count the last level where it is empty.
    const bool is_container = element.is_array() || element.is_object();
    if (is_container && depth_ == kDepthMax) return TooDeep();
    depth_ += is_container ? 1 : 0;
    std::optional<Error> error = CopyValue(element, position);
    depth_ -= is_container ? 1 : 0;
    draft_.nodes[position].end = draft_.nodes.size();
    return error;
  }

 private:
  std::optional<Error> CopyValue(dom::element element, size_t position) {
    JsonNode& node = draft_.nodes[position];  // not to be used once members were added
    switch (element.type()) {
      case dom::element_type::NULL_VALUE:
        return std::nullopt;
      case dom::element_type::BOOL:
        node.kind = JsonNode::Kind::kBoolean;
        node.boolean = element.get_bool().value_unsafe();
        return std::nullopt;
      case dom::element_type::STRING:
        node.kind = JsonNode::Kind::kString;
        node.text = element.get_string().value_unsafe();
        return CheckText(node.text);
      case dom::element_type::INT64:
      case dom::element_type::UINT64:
      case dom::element_type::DOUBLE:
        return CopyNumber(element, node);
      case dom::element_type::ARRAY:
        node.kind = JsonNode::Kind::kArray;
        return CopyItems(element.get_array().value_unsafe());
      case dom::element_type::OBJECT:
        node.kind = JsonNode::Kind::kObject;
        return CopyMembers(element.get_object().value_unsafe());
    }
    return std::nullopt;
  }

  // A number that is whole is an integer however it is written: 1, 1.0 and 10e-1 are one value.
  static std::optional<Error> CopyNumber(dom::element element, JsonNode& node) {
    constexpr auto kMax = static_cast<double>(kIntegerMax);
    const double number = element.get_double().value_unsafe();
    if (element.type() != dom::element_type::DOUBLE) {
      if (number > kMax || number < -kMax) {
        return Malformed(rule::kJsonNumber, "The request holds an integer beyond 2^53 - 1; send it as text.");
      }
    } else if (number != std::floor(number) || std::abs(number) > kMax) {
      node.kind = JsonNode::Kind::kDouble;
      node.number = number;
      return std::nullopt;
    }
    node.kind = JsonNode::Kind::kInteger;
    node.integer = static_cast<int64_t>(number);
    return std::nullopt;
  }

  static std::optional<Error> CheckText(std::string_view text) {
    if (text.find('\0') == std::string_view::npos) return std::nullopt;
    return Malformed(rule::kJsonNul, "The request holds a text with U+0000.");
  }

  std::optional<Error> CopyItems(dom::array array) {
    for (const dom::element item : array) {
      if (auto error = Copy(item, {})) return error;
    }
    return std::nullopt;
  }

  // simdjson hands out a name that stands twice, twice.
  std::optional<Error> CopyMembers(dom::object object) {
    absl::InlinedVector<std::string_view, 32> names;
    for (const auto [name, value] : object) {
      if (auto error = CheckText(name)) return error;
      if (auto error = Copy(value, name)) return error;
      names.push_back(name);
    }
    std::ranges::sort(names);
    const auto* const twice = std::ranges::adjacent_find(names);
    if (twice == names.end()) return std::nullopt;
    return Malformed(rule::kJsonDuplicate, "An object names the member " + JsonString(*twice) + " twice.");
  }

  Draft& draft_;
  size_t depth_ = 0;
};

}  // namespace

struct JsonParser::State {
  explicit State(size_t most) : bytes_max(most) {}

  const size_t bytes_max;
  dom::parser parser{bytes_max};
  // simdjson counts the document itself as a level.
  simdjson::error_code allocated = parser.allocate(bytes_max, kDepthMax + 1);
  Draft draft;
};

JsonParser::JsonParser(size_t bytes_max) : state_(std::make_unique<State>(bytes_max)) {}
JsonParser::~JsonParser() = default;

Result<const Draft*> JsonParser::Parse(std::string_view text) {
  if (text.size() > state_->bytes_max) {
    return MakeError(ErrorCode::kTooLarge, rule::kJsonSize, "",
                     "The request has " + std::to_string(text.size()) + " bytes; at most " +
                         std::to_string(state_->bytes_max) + " are accepted.");
  }
  if (text.empty()) return OfSimdjson(simdjson::EMPTY);  // simdjson copies it even if there is no memory behind it
  if (state_->allocated != simdjson::SUCCESS) return OfSimdjson(state_->allocated);
  const auto parsed = state_->parser.parse(text.data(), text.size(), /*realloc_if_needed=*/true);
  if (parsed.error() != simdjson::SUCCESS) return OfSimdjson(parsed.error());
  state_->draft.nodes.clear();
  if (auto error = Copier(state_->draft).Copy(parsed.value_unsafe(), {})) return std::move(*error);
  if (state_->draft.root().kind != JsonNode::Kind::kObject) {
    return Malformed(rule::kJsonObject, "The request is not a JSON object.");
  }
  return static_cast<const Draft*>(&state_->draft);
}

}  // namespace certlite
