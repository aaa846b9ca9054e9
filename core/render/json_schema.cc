#include "core/render/json_schema.h"

#include <absl/functional/function_ref.h>
#include <absl/strings/str_cat.h>

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/json_text.h"
#include "core/render/render.h"

namespace certlite {
namespace {

constexpr std::string_view kDialect = "\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",";

std::string_view JsonTypeOf(FieldType type) {
  switch (type) {
    case FieldType::kBoolean:
      return "boolean";
    case FieldType::kInteger:
      return "integer";
    case FieldType::kUuids:
    case FieldType::kRows:
      return "array";
    case FieldType::kJson:
      return "object";
    default:
      return "string";
  }
}

std::string_view FormatOf(FieldType type) {
  switch (type) {
    case FieldType::kUuid:
      return "uuid";
    case FieldType::kDate:
      return "date";
    case FieldType::kInstant:
      return "date-time";
    case FieldType::kEmail:
      return "email";
    case FieldType::kUri:
      return "uri";
    default:
      return "";
  }
}

std::string_view PatternOf(FieldType type) {
  switch (type) {
    case FieldType::kSlug:
      return "^[a-z0-9]+(-[a-z0-9]+)*$";
    case FieldType::kMediaType:
      return "^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*$";
    case FieldType::kSha256:
      return "^[0-9a-f]{64}$";
    case FieldType::kChainHead:
      return "^(0|[1-9][0-9]*):[0-9a-f]{64}$";
    default:
      return "";
  }
}

void AppendType(std::string& out, std::string_view type, bool nullable) {
  out += nullable ? "\"type\":[" : "\"type\":";
  AppendJsonString(out, type);
  if (nullable) out += ",\"null\"]";
}

void AppendBounds(std::string& out, const Field& field) {
  if (field.type == FieldType::kInteger && field.max != 0) {
    absl::StrAppend(&out, ",\"minimum\":", field.min, ",\"maximum\":", field.max);
  }
  if (const std::string_view pattern = PatternOf(field.type); !pattern.empty()) {
    absl::StrAppend(&out, ",\"pattern\":\"", std::string(pattern), "\"");
  }
  if (field.type == FieldType::kUuids) {
    absl::StrAppend(&out, R"(,"items":{"type":"string","format":"uuid"},"uniqueItems":true,"minItems":)", field.min,
                    ",\"maxItems\":", field.max);
  }
  // Counted in characters here and in bytes by the engine: a schema can't say the latter.
  if (IsText(field.type)) absl::StrAppend(&out, ",\"minLength\":", field.min, ",\"maxLength\":", field.max);
}

std::string DataSchema(const Resource& resource, uint32_t place);

// Without a type anything is one.
void AppendField(std::string& out, const Field& field, bool with_initial) {
  const bool nullable = field.Has(kNullable) && field.object.empty();
  out += '{';
  if (field.type != FieldType::kAny) AppendType(out, JsonTypeOf(field.type), nullable);
  if (const std::string_view format = FormatOf(field.type); !format.empty()) {
    out += ",\"format\":";
    AppendJsonString(out, format);
  }
  AppendBounds(out, field);
  if (field.type == FieldType::kRows) {
    if (field.max != 0) absl::StrAppend(&out, ",\"minItems\":", field.min, ",\"maxItems\":", field.max);
    const bool is_parameter = field.uses == 0;
    out += ",\"items\":" + DataSchema(*field.rows, is_parameter ? kInCreate : kInData);
  }
  if (!field.choices.empty()) {
    out += ",\"enum\":[";
    for (const std::string_view choice : field.choices) {
      if (out.back() != '[') out += ',';
      AppendJsonString(out, choice);
    }
    out += nullable ? ",null]" : "]";
  }
  if (with_initial && field.initial != kNoInitial) {
    out += ",\"default\":";
    AppendValue(out, field, Value::Of(field.initial));
  }
  if (out.back() != '{') out += ',';
  out += "\"description\":";
  AppendJsonString(out, field.about);
  out += '}';
}

void AppendNames(std::string& out, const std::vector<std::string_view>& names) {
  out += '[';
  for (const std::string_view name : names) {
    if (out.back() != '[') out += ',';
    AppendJsonString(out, name);
  }
  out += ']';
}

using FieldList = std::vector<const Field*>;

FieldList FieldsWith(std::span<const Field> fields, uint32_t use) {
  FieldList list;
  for (const Field& field : fields) {
    if (field.HasAll(use)) list.push_back(&field);
  }
  return list;
}

// The properties of one object schema as they are gathered.
class ObjectSchema {
 public:
  // `with_initial`: what create takes when it is left out is told as the default.
  void Add(const Field& field, bool required, bool with_initial) {
    AddProperty(field.name, required);
    AppendField(properties_, field, with_initial);
  }

  // Everything that an answer holds is there.
  void AddAnswer(const FieldList& fields) {
    AddAll(
        fields, [](const Field&) { return true; }, false);
  }

  // The members of an object stand side by side and become one property, whose members are all required.
  void AddAll(const FieldList& fields, absl::FunctionRef<bool(const Field&)> required, bool with_initial) {
    for (size_t i = 0; i < fields.size(); ++i) {
      const Field& field = *fields[i];
      if (field.object.empty()) {
        Add(field, required(field), with_initial);
      } else if (i == 0 || fields[i - 1]->object != field.object) {
        AddObject(fields, field.object, required(field));
      }
    }
  }

  void AddRaw(std::string_view name, std::string_view schema, bool required) {
    AddProperty(name, required);
    properties_ += schema;
  }

  void AppendTo(std::string& out, bool dialect, bool nullable = false) const {
    out += '{';
    if (dialect) out += kDialect;
    AppendType(out, "object", nullable);
    absl::StrAppend(&out, ",\"properties\":{", properties_, "}");
    if (!required_.empty()) {
      out += ",\"required\":";
      AppendNames(out, required_);
    }
    out += ",\"additionalProperties\":false}";
  }

 private:
  void AddProperty(std::string_view name, bool required) {
    if (!properties_.empty()) properties_ += ',';
    AppendJsonString(properties_, name);
    properties_ += ':';
    if (required) required_.push_back(name);
  }

  void AddObject(const FieldList& fields, std::string_view object, bool required) {
    ObjectSchema nested;
    bool nullable = false;
    for (const Field* field : fields) {
      if (field->object != object) continue;
      nested.Add(*field, true, false);
      nullable = nullable || field->Has(kNullable);
    }
    AddProperty(object, required);
    nested.AppendTo(properties_, false, nullable);
  }

  std::string properties_;
  std::vector<std::string_view> required_;
};

std::string DataSchema(const Resource& resource, uint32_t place) {
  ObjectSchema schema;
  schema.AddAnswer(FieldsWith(resource.fields, place));
  std::string out;
  schema.AppendTo(out, false);
  return out;
}

std::string MeSchema() {
  return "{\"user\":{\"type\":[\"object\",\"null\"],\"properties\":{\"id\":{\"type\":\"string\",\"format\":\"uuid\"},"
         "\"email\":{\"type\":[\"string\",\"null\"]},\"display_name\":{\"type\":[\"string\",\"null\"]}},"
         "\"required\":[\"id\",\"email\",\"display_name\"],\"additionalProperties\":false},"
         "\"scopes\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}}";
}

}  // namespace

void AppendRequestSchema(std::string& out, const Operation& operation) {
  ObjectSchema schema;
  FieldList parameters;
  for (const size_t i : operation.parameters) parameters.push_back(&parameter::kFields[i]);
  const auto required = [&](const Field& field) {
    return std::ranges::any_of(operation.required, [&](size_t i) { return &parameter::kFields[i] == &field; });
  };
  schema.AddAll(parameters, required, true);
  if (operation.resource != nullptr && operation.field_use != 0) {
    // What is left out of a put may stay as it was.
    const bool creates = (operation.field_use & kInCreate) != 0;
    schema.AddAll(
        FieldsWith(operation.resource->fields, operation.field_use),
        [&](const Field& field) { return creates && field.object.empty() && field.Has(kRequired); },
        operation.verb == Verb::kCreate);
  }
  schema.AppendTo(out, true);
}

void AppendImportOptionsSchema(std::string& out) {
  ObjectSchema schema;
  for (const Field& field : import_options::kFields) schema.Add(field, false, true);
  schema.AddRaw(
      import_options::kDefaults,
      "{\"type\":\"object\",\"description\":\"Members of a request, which a line takes where it has none of the "
      "name.\"}",
      false);
  schema.AppendTo(out, true);
}

void AppendResponseSchema(std::string& out, const Operation& operation) {
  const AnswerShape shape = ShapeOf(operation);
  if (shape.of == nullptr) {
    absl::StrAppend(&out, "{", std::string(kDialect), "\"type\":\"object\",\"properties\":", MeSchema(),
                    ",\"required\":[\"user\",\"scopes\"],\"additionalProperties\":false}");
    return;
  }
  const std::string data = DataSchema(*shape.of, shape.data);
  const std::string meta = DataSchema(*shape.of, shape.meta);
  ObjectSchema schema;
  if (shape.page) {
    schema.AddRaw("data", absl::StrCat("{\"type\":\"array\",\"items\":", data, "}"), true);
    schema.AddRaw("page",
                  "{\"type\":\"object\",\"properties\":{\"next_cursor\":{\"type\":[\"string\",\"null\"]},\"has_more\":{"
                  "\"type\":\"boolean\"}},\"required\":[\"next_cursor\",\"has_more\"],\"additionalProperties\":false}",
                  true);
    schema.AddRaw("meta", absl::StrCat("{\"type\":\"array\",\"items\":", meta, "}"), true);
  } else {
    schema.AddRaw("data", data, true);
    schema.AddRaw("meta", meta, true);
  }
  schema.AppendTo(out, true);
}

}  // namespace certlite
