// Reads the few words of JSON Schema that matter for typing a value and for explaining it.
#include "bindings/cli/schema.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>
#include <vector>

namespace certlite::cli {
namespace {

void AddTypes(const Json& schema, std::vector<std::string>* types) {
  const Json& type = MemberOf(schema, "type");
  if (type.is_string()) types->push_back(type.get<std::string>());
  if (type.is_array()) {
    for (const Json& one : type) {
      if (one.is_string()) types->push_back(one.get<std::string>());
    }
  }
  if (type.is_null()) {
    for (const Json& value : MemberOf(schema, "enum")) types->emplace_back(value.type_name());
  }
  for (const char* choice : {"anyOf", "oneOf"}) {
    for (const Json& one : MemberOf(schema, choice)) AddTypes(one, types);
  }
}

bool HasType(const Json& schema, std::string_view type) {
  std::vector<std::string> types;
  AddTypes(schema, &types);
  return std::ranges::find(types, type) != types.end();
}

// `value` as people read it: text without quotes.
std::string Shown(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

std::string EnumOf(const Json& schema) {
  std::string words;
  for (const Json& value : MemberOf(schema, "enum")) {
    if (value.is_null()) continue;
    words += words.empty() ? "" : ", ";
    words += Shown(value);
  }
  return words;
}

// "1 to 200", "at least 1", "at most 200" or "".
std::string RangeOf(const Json& schema, std::string_view low, std::string_view high) {
  const Json& minimum = MemberOf(schema, low);
  const Json& maximum = MemberOf(schema, high);
  if (minimum == 0 && maximum.is_number()) return "at most " + maximum.dump();
  if (minimum.is_number() && maximum.is_number()) return minimum.dump() + " to " + maximum.dump();
  if (minimum.is_number()) return "at least " + minimum.dump();
  return maximum.is_number() ? "at most " + maximum.dump() : "";
}

std::string Capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

// {"unit": day|month|year, "count": integer}, for what takes an object.
std::string ShapeOf(const Json& schema) {
  std::string shape;
  for (const auto& [name, member] : MemberOf(schema, "properties").items()) {
    std::string words = EnumOf(member);
    std::ranges::replace(words, ',', '|');
    std::erase(words, ' ');
    if (words.empty()) words = HasType(member, "integer") ? "integer" : PlaceholderOf(member);
    const std::string range = RangeOf(member, "minimum", "maximum");
    shape.append(shape.empty() ? "\"" : ", \"").append(name).append("\": ").append(words);
    if (!range.empty()) shape.append(" ").append(range);
  }
  return shape.empty() ? "" : "{" + shape + "}";
}

// An example of the object that `schema` wants, as JSON text.
std::string ObjectSampleOf(const Json& schema) {
  std::string sample;
  for (const auto& [name, member] : MemberOf(schema, "properties").items()) {
    const Json& words = MemberOf(member, "enum");
    std::string value = HasType(member, "integer") ? "1" : HasType(member, "object") ? "{}" : "\"...\"";
    if (words.is_array() && !words.empty()) value = words[0].dump();
    sample.append(sample.empty() ? "\"" : ",\"").append(name).append("\":").append(value);
  }
  return "{" + sample + "}";
}

std::string Upper(std::string_view text) {
  std::string upper(text);
  std::ranges::transform(upper, upper.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return upper;
}

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool IsBreak(char c) { return c == '\n' || c == '\r'; }

bool IsDigits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Whether `text` is one JSON number, and a whole one if `whole`.
bool IsNumber(std::string_view text, bool whole) {
  const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
  if (whole && (!IsDigits(digits) || (digits.size() > 1 && digits[0] == '0'))) return false;
  return !digits.empty() && IsDigits(digits.substr(0, 1)) && IsDigits(text.substr(text.size() - 1)) &&
         Json::accept(text);
}

}  // namespace

ValueKind KindOf(const Json& schema) {
  if (HasType(schema, "string")) return ValueKind::kText;
  if (HasType(schema, "boolean")) return ValueKind::kBoolean;
  if (HasType(schema, "integer")) return ValueKind::kInteger;
  if (HasType(schema, "number")) return ValueKind::kNumber;
  return HasType(schema, "array") ? ValueKind::kList : ValueKind::kJson;
}

bool AllowsNull(const Json& schema) { return HasType(schema, "null"); }

std::string PlaceholderOf(const Json& schema) {
  switch (KindOf(schema)) {
    case ValueKind::kInteger:
    case ValueKind::kNumber:
      return "NUMBER";
    case ValueKind::kBoolean:
      return "[true|false]";
    case ValueKind::kList:
      return PlaceholderOf(MemberOf(schema, "items")) + "...";
    case ValueKind::kJson:
      return "JSON";
    case ValueKind::kText:
      break;
  }
  const std::string format = TextOf(schema, "format");
  if (format == "date") return "DATE";
  if (format == "date-time") return "INSTANT";
  if (format == "uuid") return "ID";
  return EnumOf(schema).empty() ? "TEXT" : "WORD";
}

std::string LimitsOf(const Json& schema) {
  std::vector<std::string> sentences;
  const std::string words = EnumOf(schema);
  if (!words.empty()) sentences.push_back("One of: " + words);
  if (TextOf(schema, "format") == "date") sentences.emplace_back("A real day, YYYY-MM-DD");
  const std::string range = RangeOf(schema, "minimum", "maximum");
  if (!range.empty()) sentences.push_back(Capitalised(range));
  const std::string length = RangeOf(schema, "minLength", "maxLength");
  if (!length.empty() && words.empty()) sentences.push_back("Length: " + length);
  const std::string items = RangeOf(schema, "minItems", "maxItems");
  if (!items.empty()) sentences.push_back(Capitalised(items) + " items");
  const std::string shape = ShapeOf(schema);
  if (!shape.empty()) sentences.push_back("As JSON: " + shape);
  const std::string pattern = TextOf(schema, "pattern");
  if (!pattern.empty() && TextOf(schema, "format").empty()) sentences.push_back("Matches " + pattern);
  const Json& standard = MemberOf(schema, "default");
  if (!standard.is_null()) sentences.push_back("Default: " + Shown(standard));
  std::string text;
  for (const std::string& sentence : sentences) text += (text.empty() ? "" : " ") + sentence + ".";
  return text;
}

std::string SampleOf(const Field& field) {
  const Json& schema = *field.schema;
  const Json& examples = MemberOf(schema, "examples");
  if (examples.is_array() && !examples.empty()) return Shown(examples[0]);
  const Json& standard = MemberOf(schema, "default");
  if (!standard.is_null()) return Shown(standard);
  const Json& words = MemberOf(schema, "enum");
  if (words.is_array() && !words.empty()) return Shown(words.back());
  const std::string placeholder = PlaceholderOf(schema);
  if (placeholder == "DATE") return "2026-01-31";
  if (placeholder == "INSTANT") return "2026-01-31T08:00:00.000Z";
  if (placeholder == "NUMBER") return "1";
  if (placeholder == "ID") return "ID";
  if (placeholder == "JSON") return ObjectSampleOf(schema);
  const Json& items = MemberOf(schema, "items");
  if (KindOf(schema) == ValueKind::kList && KindOf(items) == ValueKind::kJson) return ObjectSampleOf(items);
  if (KindOf(schema) == ValueKind::kBoolean) return "true";
  return Upper(field.name);
}

std::string QuotedJson(std::string_view raw) {
  std::string quoted = "\"";
  for (const char c : raw) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      std::array<char, 16> escaped{};
      std::snprintf(escaped.data(), escaped.size(), "\\u%04x", static_cast<unsigned>(c));
      quoted += escaped.data();
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

std::optional<std::string> JsonOf(ValueKind kind, std::string text) {
  bool fits = true;
  switch (kind) {
    case ValueKind::kText:
      return QuotedJson(text);
    case ValueKind::kBoolean:
      std::ranges::transform(text, text.begin(), Lower);  // spreadsheets write TRUE
      fits = text == "true" || text == "false";
      break;
    case ValueKind::kInteger:
      fits = IsNumber(text, true);
      break;
    case ValueKind::kNumber:
      fits = IsNumber(text, false);
      break;
    case ValueKind::kList:
    case ValueKind::kJson:
      fits = Json::accept(text);
      std::ranges::replace_if(text, IsBreak, ' ');  // none is inside a string
      break;
  }
  return fits ? std::optional(std::move(text)) : std::nullopt;
}

}  // namespace certlite::cli
