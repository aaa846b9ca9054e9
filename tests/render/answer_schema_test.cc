// The schema of each answer against what is rendered: the same members in the same order, and values of their types.
#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

#include "core/render/json_schema.h"
#include "core/render/render.h"
#include "tests/render/json.h"
#include "tests/render/records.h"

namespace certlite {
namespace {

Json AnswerSchema(const Operation& operation) {
  std::string text;
  AppendResponseSchema(text, operation);
  return Json::parse(text);
}

std::string TypeOf(const Json& value) {
  if (value.is_null()) return "null";
  if (value.is_boolean()) return "boolean";
  if (value.is_number_integer()) return "integer";
  if (value.is_string()) return "string";
  return value.is_array() ? "array" : "object";
}

void ExpectFormat(const std::string& format, const std::string& text, const std::string& where) {
  const char* pattern = ".*";
  if (format == "uuid") pattern = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  if (format == "date") pattern = "\\d{4}-\\d{2}-\\d{2}";
  if (format == "date-time") pattern = "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z";
  EXPECT_TRUE(std::regex_match(text, std::regex(pattern))) << where << ": " << text;
}

// The part of JSON Schema that the library's schemas use; members must stand in the schema's order, all of them.
void ExpectValid(const Json& schema, const Json& value, const std::string& where) {
  const Json types = schema["type"].is_array() ? schema["type"] : Json::array({schema["type"]});
  ASSERT_TRUE(Holds(types, TypeOf(value))) << where << ": " << value << " of " << types;
  if (schema.contains("enum")) {
    EXPECT_TRUE(Holds(schema["enum"], value)) << where << ": " << value;
  }
  if (value.is_string() && schema.contains("format")) ExpectFormat(schema["format"], value, where);
  if (value.is_number() && schema.contains("minimum")) {
    EXPECT_LE(schema["minimum"].get<int64_t>(), value.get<int64_t>()) << where;
    EXPECT_GE(schema["maximum"].get<int64_t>(), value.get<int64_t>()) << where;
  }
  if (value.is_array()) {
    for (const Json& item : value) ExpectValid(schema["items"], item, where + "[]");
  }
  if (value.is_object() && schema.contains("properties")) {  // a payload is told as it was stored
    EXPECT_EQ(false, schema["additionalProperties"]) << where;
    EXPECT_EQ(KeysOf(schema["properties"]), KeysOf(value)) << where;
    EXPECT_EQ(KeysOf(schema["properties"]), schema.value("required", Json::array()).get<std::vector<std::string>>())
        << where;
    for (const auto& [key, member] : value.items()) ExpectValid(schema["properties"][key], member, where + "/" + key);
  }
}

Value Any(const Field& field) {
  switch (field.type) {
    case FieldType::kUuid:
      return Id(1);
    case FieldType::kDate:
      return Day("2024-02-29");
    case FieldType::kJson:
    case FieldType::kAny:
      return Text("{}");
    case FieldType::kRows:
      return Text("[]");
    case FieldType::kChoice:
      return Number(static_cast<int64_t>(field.choices.size()) - 1);
    case FieldType::kBoolean:
    case FieldType::kInteger:
    case FieldType::kInstant:
      return Number(1);
    default:
      return Text("text");
  }
}

// With every field, or with those alone that are never null.
Record RecordOf(const Resource& resource, bool full) {
  Record record;
  record.resource = &resource;
  for (size_t i = 0; i < resource.fields.size(); ++i) {
    const Field& field = resource.fields[i];
    record[i] = full || !field.Has(kNullable) ? Any(field) : Value::Null();
  }
  return record;
}

TEST(ResponseSchema, DescribesEveryAnswer) {
  for (const Operation& operation : Operations()) {
    const Json schema = AnswerSchema(operation);
    EXPECT_EQ("https://json-schema.org/draft/2020-12/schema", schema["$schema"]);
    const AnswerShape shape = ShapeOf(operation);
    if (shape.of == nullptr) continue;
    const std::vector<Record> records = {RecordOf(*shape.of, true), RecordOf(*shape.of, false)};
    const std::string name(operation.name);
    if (shape.page) {
      ExpectValid(schema, Json::parse(RenderPage({}, "")), name);
      ExpectValid(schema, Json::parse(RenderPage(records, "")), name);
      ExpectValid(schema, Json::parse(RenderPage(records, "cursor")), name);
    } else {
      for (const Record& record : records) ExpectValid(schema, Json::parse(RenderAnswer(record, shape)), name);
    }
  }
}

TEST(ResponseSchema, DescribesWhoAsks) {
  const Json schema = AnswerSchema(*FindOperation("me.get"));
  Principal principal;
  principal.scopes = 5;
  ExpectValid(schema, Json::parse(RenderMe(principal, Value::Null(), Text("Ann"))), "me");
  principal.reach = ReachKind::kSystem;
  ExpectValid(schema, Json::parse(RenderMe(principal, Value::Null(), Value::Null())), "the system");
}

TEST(ResponseSchema, DescribesTheSameRecordWhateverTheVerb) {
  for (const Operation& operation : Operations()) {
    const AnswerShape shape = ShapeOf(operation);
    if (shape.of == nullptr || shape.of->id == kNoField || operation.verb == Verb::kErase) continue;
    const Json get = AnswerSchema(*FindOperation(std::string(operation.resource->name) + ".get"))["properties"];
    const Json own = AnswerSchema(operation)["properties"];
    const bool list = shape.page;
    EXPECT_EQ(get["data"], list ? own["data"]["items"] : own["data"]) << operation.name;
    EXPECT_EQ(get["meta"], list ? own["meta"]["items"] : own["meta"]) << operation.name;
  }
}

}  // namespace
}  // namespace certlite
