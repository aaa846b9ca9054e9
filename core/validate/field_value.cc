#include "core/validate/field_value.h"

#include <absl/strings/str_cat.h>
#include <absl/strings/str_join.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "core/base/date.h"
#include "core/base/instant.h"
#include "core/base/json_text.h"
#include "core/base/uuid.h"
#include "core/model/rule.h"

namespace certlite {
namespace {

constexpr Field kMemberOfSet{"", FieldType::kUuid, 0, ""};

// What is wrong with a value; the pointer is the caller's to know.
struct Fault {
  std::string_view rule;
  std::string detail;
};

using Checked = std::pair<Value, std::optional<Fault>>;

Checked Fail(std::string_view rule, std::string detail) { return {Value{}, Fault{rule, std::move(detail)}}; }

// The text as it may be quoted in a message.
std::string Quote(std::string_view text) {
  constexpr size_t kShown = 40;
  if (text.size() <= kShown) return JsonString(text);
  size_t end = kShown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // not inside a character
  return JsonString(absl::StrCat(std::string(text.substr(0, end)), "..."));
}

bool IsSlug(std::string_view text) {
  bool word = false;  // inside a word
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!letter && (c != '-' || !word)) return false;
    word = letter;
  }
  return word;
}

bool IsEmail(std::string_view text) {
  const size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string_view::npos &&
         std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) <= ' '; });
}

// As far as tells a URI from what isn't one: scheme, colon, something without spaces (RFC 3986).
bool IsUri(std::string_view text) {
  const size_t colon = text.find(':');
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (colon == std::string_view::npos || colon + 1 == text.size() || !letter(text.front())) return false;
  const auto scheme = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.'; };
  return std::ranges::all_of(text.substr(0, colon), scheme) &&
         std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7F; });
}

// type/subtype, each a restricted name of RFC 6838.
bool IsMediaType(std::string_view text) {
  const auto is_name = [](std::string_view name) {
    constexpr std::string_view kMarks = "!#$&-^_.+";
    const auto plain = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    return !name.empty() && plain(name.front()) &&
           std::ranges::all_of(name, [&](char c) { return plain(c) || kMarks.find(c) != std::string_view::npos; });
  };
  const size_t slash = text.find('/');
  return slash != std::string_view::npos && is_name(text.substr(0, slash)) && is_name(text.substr(slash + 1));
}

bool IsSha256(std::string_view text) {
  return text.size() == 64 &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool IsChainHead(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos || !IsSha256(text.substr(colon + 1))) return false;
  const std::string_view sequence = text.substr(0, colon);
  const bool digits = std::ranges::all_of(sequence, [](char c) { return c >= '0' && c <= '9'; });
  return !sequence.empty() && digits && (sequence.front() != '0' || sequence.size() == 1);
}

Checked CheckDate(std::string_view text, DateFormat format) {
  const ParsedDate date = ParseDate(text, format);
  if (!date.fault) return {Value::Of(int64_t{date.day}), std::nullopt};
  if (*date.fault == DateFault::kNoSuchDay) {
    return Fail(rule::kDateExists, absl::StrCat(Quote(text), " is not a day of the calendar."));
  }
  return Fail(rule::kDateFormat, absl::StrCat(Quote(text), " is not a date; write it as ",
                                              std::string(kDateFormats[static_cast<size_t>(format)]), "."));
}

Checked CheckChoice(const Field& field, std::string_view text) {
  const auto found = std::ranges::find(field.choices, text);
  if (found != field.choices.end()) {
    return {Value::Of(int64_t{found - field.choices.begin()}), std::nullopt};
  }
  return Fail(rule::kChoiceUnknown, absl::StrCat(Quote(text), " is not one of: ", ListOf(field.choices), "."));
}

Checked CheckUuid(std::string_view text) {
  if (const auto uuid = ParseUuid(text)) return {Value::Of(*uuid), std::nullopt};
  return Fail(rule::kUuidFormat, absl::StrCat(Quote(text), " is not a UUID of 36 characters."));
}

Checked CheckText(const Field& field, std::string_view text) {
  const auto bytes = static_cast<int64_t>(text.size());
  if (bytes < field.min || bytes > field.max) {
    return Fail(rule::kTextLength,
                absl::StrCat("The text has ", bytes, " bytes; ", field.min, " to ", field.max, " are accepted."));
  }
  if (field.type == FieldType::kSlug && !IsSlug(text)) {
    return Fail(rule::kSlugFormat,
                absl::StrCat(Quote(text), " is not a slug; join words of a-z and 0-9 by single hyphens."));
  }
  if (field.type == FieldType::kEmail && !IsEmail(text)) {
    return Fail(rule::kEmailFormat, absl::StrCat(Quote(text), " is not an e-mail address."));
  }
  if (field.type == FieldType::kSha256 && !IsSha256(text)) {
    return Fail(rule::kSha256Format, absl::StrCat(Quote(text), " is not a SHA-256 of 64 lower-case hex digits."));
  }
  if (field.type == FieldType::kChainHead && !IsChainHead(text)) {
    return Fail(rule::kHeadFormat,
                absl::StrCat(Quote(text), " is not a head, SEQUENCE:HASH, as history.head tells it."));
  }
  if (field.type == FieldType::kUri && !IsUri(text)) {
    return Fail(rule::kUriFormat, absl::StrCat(Quote(text), " is not a URI, such as https://example.org/card.pdf."));
  }
  if (field.type == FieldType::kMediaType && !IsMediaType(text)) {
    return Fail(rule::kMediaTypeFormat, absl::StrCat(Quote(text), " is not a media type, such as application/pdf."));
  }
  return {Value::Of(text), std::nullopt};
}

Checked CheckInteger(const Field& field, int64_t integer) {
  const bool bounded = field.max != 0;  // what only answers hold is not
  if (!bounded || (integer >= field.min && integer <= field.max)) return {Value::Of(integer), std::nullopt};
  return Fail(rule::kIntegerRange,
              absl::StrCat(integer, " is out of range; ", field.min, " to ", field.max, " are accepted."));
}

std::string_view KindName(JsonNode::Kind kind) {
  switch (kind) {
    case JsonNode::Kind::kNull:
      return "null";
    case JsonNode::Kind::kBoolean:
      return "a boolean";
    case JsonNode::Kind::kInteger:
    case JsonNode::Kind::kDouble:
      return "a number";
    case JsonNode::Kind::kString:
      return "a string";
    case JsonNode::Kind::kArray:
      return "an array";
    case JsonNode::Kind::kObject:
      return "an object";
  }
  return "something else";
}

JsonNode::Kind KindOf(FieldType type) {
  switch (type) {
    case FieldType::kBoolean:
      return JsonNode::Kind::kBoolean;
    case FieldType::kInteger:
      return JsonNode::Kind::kInteger;
    case FieldType::kUuids:
    case FieldType::kRows:
      return JsonNode::Kind::kArray;
    case FieldType::kJson:
      return JsonNode::Kind::kObject;
    default:
      return JsonNode::Kind::kString;
  }
}

Checked CheckOf(const Field& field, const JsonNode& node, DateFormat date_format) {
  if (node.kind == JsonNode::Kind::kNull) {
    if (field.Has(kNullable)) return {Value::Null(), std::nullopt};
    return Fail(rule::kFieldNull, "It can't be null; leave it out, or give it a value.");
  }
  const JsonNode::Kind expected = KindOf(field.type);
  if (node.kind != expected) {
    const std::string_view wanted = expected == JsonNode::Kind::kInteger ? "a whole number" : KindName(expected);
    return Fail(rule::kFieldType,
                absl::StrCat("It is ", std::string(KindName(node.kind)), "; ", std::string(wanted), " is expected."));
  }
  switch (field.type) {
    case FieldType::kBoolean:
      return {Value::Of(int64_t{node.boolean}), std::nullopt};
    case FieldType::kInteger:
      return CheckInteger(field, node.integer);
    case FieldType::kUuid:
      return CheckUuid(node.text);
    case FieldType::kDate:
      return CheckDate(node.text, date_format);
    case FieldType::kChoice:
      return CheckChoice(field, node.text);
    case FieldType::kInstant:
      if (const auto instant = ParseInstant(node.text)) return {Value::Of(*instant), std::nullopt};
      return Fail(rule::kInstantFormat,
                  absl::StrCat(Quote(node.text), " is not an instant; write it as 2026-01-31T08:00:00.000Z."));
    case FieldType::kUuids:  // an array's members are looked at one by one
    case FieldType::kJson:
    case FieldType::kRows:
    case FieldType::kAny:
      break;
    default:
      return CheckText(field, node.text);
  }
  return Fail(rule::kFieldType, "It can't be given.");
}

Value CheckUuids(const Field& field, const Draft& draft, size_t position, Pointer pointer, Arena& arena,
                 std::vector<Violation>& violations) {
  const size_t known = violations.size();
  std::vector<Uuid> uuids;
  int64_t count = 0;
  draft.ForEachMember(position, [&](size_t, const JsonNode& node) {
    const int64_t place = count++;
    auto [value, fault] = CheckOf(kMemberOfSet, node, DateFormat::kIso);
    if (!fault && std::ranges::find(uuids, value.uuid) != uuids.end()) {
      fault = Fault{rule::kSetRepetition, absl::StrCat(Quote(node.text), " is there already.")};
    }
    if (fault) {
      violations.push_back({fault->rule, absl::StrCat(pointer(), "/", place), std::move(fault->detail)});
    } else {
      uuids.push_back(value.uuid);
    }
  });
  if (count < field.min || count > field.max) {
    violations.push_back({rule::kSetSize, pointer(), SizeFault(field, count)});
  }
  if (violations.size() > known) return {};
  std::ranges::sort(uuids);
  return Value::OfUuids(uuids, arena);
}

}  // namespace

Value CheckValue(const Field& field, const Draft& draft, size_t position, Pointer pointer, Arena& arena,
                 std::vector<Violation>& violations, DateFormat date_format) {
  const JsonNode& node = draft.nodes[position];
  if (field.type == FieldType::kUuids && node.kind == JsonNode::Kind::kArray) {
    return CheckUuids(field, draft, position, pointer, arena, violations);
  }
  if (field.type == FieldType::kJson && node.kind == JsonNode::Kind::kObject) {
    return Value::Of(static_cast<int64_t>(position));
  }
  auto [value, fault] = CheckOf(field, node, date_format);
  if (fault) violations.push_back({fault->rule, pointer(), std::move(fault->detail)});
  return value;
}

std::string SizeFault(const Field& field, int64_t count) {
  return absl::StrCat("There are ", count, " members; ", field.min, " to ", field.max, " are accepted.");
}

std::string ListOf(std::span<const std::string_view> choices) {
  return absl::StrJoin(choices, ", ", [](std::string* out, std::string_view choice) { out->append(choice); });
}

}  // namespace certlite
