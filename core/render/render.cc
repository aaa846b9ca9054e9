#include "core/render/render.h"

#include <absl/strings/str_cat.h>

#include "core/base/date.h"
#include "core/base/instant.h"
#include "core/base/json_text.h"

namespace certlite {
namespace {

void AppendKey(std::string& out, std::string_view name) {
  out += '"';
  out += name;
  out += "\":";
}

// The fields of `record` with all the uses of `place` as one object. Fields of a nested object stand side by side in
// the table.
void AppendObject(std::string& out, const Record& record, uint32_t place) {
  const auto fields = record.resource->fields;
  out += '{';
  std::string_view object;  // the nested object that is open
  bool skipped = false;     // it is null, so its fields are not printed
  for (size_t i = 0; i < fields.size(); ++i) {
    const Field& field = fields[i];
    if (!field.HasAll(place)) continue;
    if (field.object != object) {
      if (!object.empty() && !skipped) out += '}';
      object = field.object;
      skipped = !object.empty() && !record[i].has_value();
      if (!object.empty()) {
        if (out.back() != '{') out += ',';
        AppendKey(out, object);
        out += skipped ? "null" : "{";
      }
    }
    if (!object.empty() && skipped) continue;
    if (out.back() != '{') out += ',';
    AppendKey(out, field.name);
    AppendValue(out, field, record[i]);
  }
  if (!object.empty() && !skipped) out += '}';
  out += '}';
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
  if (!value.has_value()) {
    out += "null";
    return;
  }
  switch (field.type) {
    case FieldType::kBoolean:
      out += value.integer != 0 ? "true" : "false";
      return;
    case FieldType::kInteger:
      absl::StrAppend(&out, value.integer);
      return;
    case FieldType::kJson:
    case FieldType::kRows:
    case FieldType::kAny:
      out += value.text;
      return;
    default:
      AppendJsonString(out, value.text);
      return;
    case FieldType::kChoice:
      AppendJsonString(out, field.choices[static_cast<size_t>(value.integer)]);
      return;
    case FieldType::kUuids:
      out += '[';
      value.ForEachUuid([&out](const Uuid& uuid) {
        out += out.back() == '[' ? "\"" : ",\"";
        AppendUuid(out, uuid);
        out += '"';
      });
      out += ']';
      return;
    case FieldType::kUuid:
      out += '"';
      AppendUuid(out, value.uuid);
      break;
    case FieldType::kDate:
      out += '"';
      AppendDate(out, static_cast<int32_t>(value.integer));
      break;
    case FieldType::kInstant:
      out += '"';
      AppendInstant(out, value.integer);
      break;
  }
  out += '"';
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
    AppendKey(out, name);
    out += json;
  }
  out += '}';
  return out;
}

}  // namespace certlite
