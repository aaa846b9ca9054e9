#include "core/render/render.h"

#include <absl/strings/str_cat.h>

#include <charconv>

#include "core/base/date.h"
#include "core/base/instant.h"
#include "core/base/json_text.h"
#include "core/base/room.h"

namespace certlite {
namespace {

// What `value` takes at most, as JSON.
size_t RoomFor(const Field& field, const Value& value) {
  constexpr size_t kSmallRoom = 40;  // for anything without letters of its own: a UUID's, with quotes and a comma
  switch (field.type) {
    case FieldType::kJson:
    case FieldType::kRows:
    case FieldType::kAny:
      return kSmallRoom + value.text.size();
    case FieldType::kUuids:
      return kSmallRoom * (1 + value.text.size() / sizeof(Uuid));
    case FieldType::kChoice:
      return kSmallRoom +
             (value.has_value() ? JsonStringRoom(field.choices[static_cast<size_t>(value.integer)]) : size_t{0});
    default:
      return kSmallRoom + JsonStringRoom(value.text);
  }
}

char* PutValue(char* at, const Field& field, const Value& value) {
  if (!value.has_value()) return PutText(at, "null");
  switch (field.type) {
    case FieldType::kBoolean:
      return PutText(at, value.integer != 0 ? "true" : "false");
    case FieldType::kInteger:
      return std::to_chars(at, at + 20, value.integer).ptr;
    case FieldType::kJson:
    case FieldType::kRows:
    case FieldType::kAny:
      return PutText(at, value.text);
    default:
      return PutJsonString(at, value.text);
    case FieldType::kChoice:
      return PutJsonString(at, field.choices[static_cast<size_t>(value.integer)]);
    case FieldType::kUuids:
      *at++ = '[';
      value.ForEachUuid([&at](const Uuid& uuid) {
        if (at[-1] != '[') *at++ = ',';
        *at++ = '"';
        at = PutUuid(at, uuid);
        *at++ = '"';
      });
      *at++ = ']';
      return at;
    case FieldType::kUuid:
      *at++ = '"';
      at = PutUuid(at, value.uuid);
      break;
    case FieldType::kDate:
      *at++ = '"';
      at = PutDate(at, static_cast<int32_t>(value.integer));
      break;
    case FieldType::kInstant:
      *at++ = '"';
      at = PutInstant(at, value.integer);
      break;
  }
  *at++ = '"';
  return at;
}

// The member's name, behind a comma unless it is its object's first.
char* PutName(char* at, std::string_view name) {
  if (at[-1] != '{') *at++ = ',';
  *at++ = '"';
  at = PutText(at, name);
  return PutText(at, "\":");
}

// The fields of `record` with all the uses of `place` as one object. Fields of a nested object stand side by side in
// the table.
char* PutObject(char* at, const Record& record, uint32_t place) {
  const auto fields = record.resource->fields;
  *at++ = '{';
  std::string_view object;  // the nested object that is open
  bool skipped = false;     // it is null, so its fields are not printed
  for (size_t i = 0; i < fields.size(); ++i) {
    const Field& field = fields[i];
    if (!field.HasAll(place)) continue;
    if (field.object != object) {
      if (!object.empty() && !skipped) *at++ = '}';
      object = field.object;
      skipped = !object.empty() && !record[i].has_value();
      if (!object.empty()) {
        at = PutName(at, object);
        at = PutText(at, skipped ? "null" : "{");
      }
    }
    if (!object.empty() && skipped) continue;
    at = PutName(at, field.name);
    at = PutValue(at, field, record[i]);
  }
  if (!object.empty() && !skipped) *at++ = '}';
  *at++ = '}';
  return at;
}

void AppendObject(std::string& out, const Record& record, uint32_t place) {
  size_t room = 2;
  for (size_t i = 0; i < record.resource->fields.size(); ++i) {
    const Field& field = record.resource->fields[i];
    constexpr size_t kPunctuation = 16;  // of the field and of its nested object, with "null" for a missing one
    room += field.object.size() + field.name.size() + RoomFor(field, record[i]) + kPunctuation;
  }
  AppendInRoom(out, room, [&](char* at) { return PutObject(at, record, place); });
}

void AppendPrincipal(std::string& out, const Principal& principal) {
  if (principal.reach == ReachKind::kSystem) {
    out += "{\"system\":true}";
    return;
  }
  out += "{\"user_id\":\"";
  AppendUuid(out, principal.user_id);
  out += "\"}";
}

void AppendText(std::string& out, const Value& value) {
  if (value.has_value()) {
    AppendJsonString(out, value.text);
  } else {
    out += "null";
  }
}

}  // namespace

void AppendValue(std::string& out, const Field& field, const Value& value) {
  AppendInRoom(out, RoomFor(field, value), [&](char* at) { return PutValue(at, field, value); });
}

std::string RenderAnswer(const Record& record, const AnswerShape& shape) {
  std::string out;
  out.reserve(1280);
  out += "{\"data\":";
  AppendObject(out, record, shape.data);
  out += ",\"meta\":";
  AppendObject(out, record, shape.meta);
  out += '}';
  return out;
}

std::string RenderPage(std::span<const Record> records, std::string_view next_cursor) {
  std::string out;
  out.reserve(64 + records.size() * 1280);
  out += "{\"data\":[";
  for (const Record& record : records) {
    if (out.back() != '[') out += ',';
    AppendObject(out, record, kInData);
  }
  out += "],\"page\":{\"next_cursor\":";
  AppendText(out, next_cursor.empty() ? Value::Null() : Value::Of(next_cursor));
  out += ",\"has_more\":";
  out += next_cursor.empty() ? "false" : "true";
  out += "},\"meta\":[";
  for (const Record& record : records) {
    if (out.back() != '[') out += ',';
    AppendObject(out, record, kInMeta);
  }
  out += "]}";
  return out;
}

std::string RenderRows(std::span<const Record> rows) {
  std::string out = "[";
  for (const Record& row : rows) {
    if (out.back() != '[') out += ',';
    AppendObject(out, row, kInData);
  }
  return out + ']';
}

std::string RenderMe(const Principal& principal, const Value& email, const Value& display_name) {
  std::string out = "{\"user\":";
  if (principal.reach == ReachKind::kSystem) {
    out += "null";
  } else {
    out += "{\"id\":\"";
    AppendUuid(out, principal.user_id);
    out += "\",\"email\":";
    AppendText(out, email);
    out += ",\"display_name\":";
    AppendText(out, display_name);
    out += '}';
  }
  out += ",\"scopes\":[";
  for (const std::string_view scope : kScopes) {
    if (!principal.Grants(scope)) continue;
    if (out.back() != '[') out += ',';
    AppendJsonString(out, scope);
  }
  out += "]}";
  return out;
}

std::string RenderHistoryPayload(std::string_view answer, const Principal& principal, const Value& reason,
                                 const Record* verification, const ImportedFrom* import) {
  std::string out;
  out.reserve(answer.size() + 128);
  out += "{\"answer\":";
  out += answer;
  out += kAfterAnswer;
  AppendPrincipal(out, principal);
  out += ",\"reason\":";
  AppendText(out, reason);
  if (verification != nullptr) {
    out += ",\"verification\":";
    AppendObject(out, *verification, kInData);
  }
  if (import != nullptr) {
    out += ",\"import\":{\"batch_id\":\"";
    AppendUuid(out, import->batch_id);
    absl::StrAppend(&out, "\",\"line\":", import->line, "}");
  }
  out += '}';
  return out;
}

std::string RenderProblem(const Error& error) {
  const ErrorCodeInfo& info = InfoOf(error.code);
  std::string out = "{\"type\":";
  AppendJsonString(out, "urn:certlite:problem:" + std::string(info.name));
  out += ",\"title\":";
  AppendJsonString(out, info.title);
  absl::StrAppend(&out, ",\"status\":", info.http_status, ",\"code\":");
  AppendJsonString(out, info.name);
  out += ",\"detail\":";
  AppendJsonString(out, error.detail);
  out += ",\"violations\":[";
  for (const Violation& violation : error.violations) {
    if (out.back() != '[') out += ',';
    out += "{\"rule\":";
    AppendJsonString(out, violation.rule);
    out += ",\"pointer\":";
    AppendJsonString(out, violation.pointer);
    out += ",\"detail\":";
    AppendJsonString(out, violation.detail);
    out += '}';
  }
  out += ']';
  for (const auto& [name, json] : error.facts) {
    out += ',';
    AppendJsonString(out, name);
    out += ':';
    out += json;
  }
  out += '}';
  return out;
}

}  // namespace certlite
