// The schema of each request against what validation does: neither accepts what the other refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "core/model/rule.h"
#include "core/render/json_schema.h"
#include "core/validate/validate.h"
#include "tests/parse/parsed.h"
#include "tests/render/json.h"

namespace certlite {
namespace {

constexpr std::string_view kSlugPattern = "^[a-z0-9]+(-[a-z0-9]+)*$";
constexpr std::string_view kId = "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a";

// The i-th of many ids.
std::string IdOf(size_t i) { return std::string(kId.substr(0, 32)) + std::to_string(1000 + i); }

Json RequestSchema(const Operation& operation) {
  std::string text;
  AppendRequestSchema(text, operation);
  return Json::parse(text);
}

// The violations of `request` at or below `pointer`, as "rule pointer".
std::vector<std::string> Violated(const Operation& operation, const Json& request, const std::string& pointer) {
  const Parsed parsed(request.dump());
  std::vector<std::string> found;
  Arena arena;
  for (const Violation& violation : CheckRequest(operation, parsed.draft(), {}, arena).violations) {
    if (violation.pointer == pointer || violation.pointer.starts_with(pointer + "/")) {
      found.push_back(std::string(violation.rule) + " " + violation.pointer);
    }
  }
  return found;
}

bool Takes(const Json& schema, std::string_view type) {
  const Json& types = schema["type"];
  return types == type || (types.is_array() && Holds(types, type));
}

std::vector<Json> Allowed(const Json& schema);

// The n-th of different items of an array.
Json ItemOf(const Json& schema, size_t n) {
  return Takes(schema["items"], "object") ? Allowed(schema["items"]).back() : Json(IdOf(n));
}

// Values that the schema allows: the shortest and the longest, the least and the most, each of a choice.
std::vector<Json> Allowed(const Json& schema) {
  std::vector<Json> values;
  if (Takes(schema, "null")) values.emplace_back(nullptr);
  if (schema.contains("enum")) {
    for (const Json& choice : schema["enum"]) values.push_back(choice);
  } else if (Takes(schema, "boolean")) {
    values = {true, false};
  } else if (Takes(schema, "integer")) {
    values = {schema["minimum"], schema["maximum"]};
  } else if (Takes(schema, "object")) {
    Json object = Json::object();
    const Json properties = schema.value("properties", Json::object());  // without any it is free
    for (const auto& [name, property] : properties.items()) object[name] = Allowed(property).back();
    values.push_back(object);
  } else if (Takes(schema, "array")) {
    for (const size_t size : {schema["minItems"].get<size_t>(), schema["maxItems"].get<size_t>()}) {
      Json set = Json::array();
      for (size_t i = 0; i < size; ++i) set.push_back(ItemOf(schema, i));
      values.push_back(set);
    }
  } else if (schema.value("format", "") == "uuid") {
    values.emplace_back(kId);
  } else if (schema.value("format", "") == "date") {
    values = {"0001-01-01", "9999-12-31"};
  } else if (schema.value("format", "") == "date-time") {
    values = {"1970-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"};
  } else if (schema.value("format", "") == "uri") {
    values = {"a:b", "s3://bucket/card.pdf", "a:" + std::string(schema["maxLength"].get<size_t>() - 2, 'b')};
  } else if (schema.contains("pattern") && schema["pattern"] != kSlugPattern) {
    const std::string hash(64, 'a');
    if (schema["maxLength"] == 64) values = {hash};
    if (schema["maxLength"] == 127) values = {"a/b", "application/vnd.example+json", "a/" + std::string(125, 'b')};
    if (schema["maxLength"] == 78) values = {"0:" + hash, "1:" + hash, "1099511627775:" + hash};
  } else {
    const bool email = schema.value("format", "") == "email";
    for (const size_t size : {schema["minLength"].get<size_t>(), schema["maxLength"].get<size_t>()}) {
      values.emplace_back(email ? std::string(size - 2, 'a') + "@b" : std::string(size, 'a'));
    }
  }
  return values;
}

struct Refused {
  Json value;
  std::string_view rule;
};

// Values that the schema doesn't allow, each with the rule that validation must name.
std::vector<Refused> NotAllowed(const Json& schema) {
  std::vector<Refused> values;
  if (Takes(schema, "array")) {
    Json many = Json::array();
    for (size_t i = 0; i <= schema["maxItems"]; ++i) many.push_back(ItemOf(schema, i));
    values = {{many, rule::kSetSize}};
  } else {
    values = {{Json::array(), rule::kFieldType}};
  }
  const bool is_text = Takes(schema, "string");
  if (!Takes(schema, "null")) values.push_back({nullptr, rule::kFieldNull});
  if (!is_text) values.push_back({"1", rule::kFieldType});
  if (!Takes(schema, "boolean")) values.push_back({true, rule::kFieldType});
  if (!Takes(schema, "object")) values.push_back({Json::object(), rule::kFieldType});
  if (!Takes(schema, "integer")) values.push_back({1, rule::kFieldType});
  if (Takes(schema, "integer")) {
    values.push_back({schema["minimum"].get<int64_t>() - 1, rule::kIntegerRange});
    values.push_back({0.5, rule::kFieldType});
    if (schema["maximum"] != 9'007'199'254'740'991) {
      values.push_back({schema["maximum"].get<int64_t>() + 1, rule::kIntegerRange});
    }
  }
  if (schema.contains("enum")) values.push_back({"no such choice", rule::kChoiceUnknown});
  if (schema.value("format", "") == "uuid") values.push_back({"7", rule::kUuidFormat});
  if (schema.value("format", "") == "date") values.push_back({"2023-02-29", rule::kDateExists});
  if (schema.value("format", "") == "date-time") values.push_back({"2023-02-28", rule::kInstantFormat});
  if (schema.value("format", "") == "email") values.push_back({"a@b@c", rule::kEmailFormat});
  if (schema.value("format", "") == "uri") values.push_back({"no uri", rule::kUriFormat});
  if (schema.contains("pattern")) {
    const std::string hash(63, 'a');
    if (schema["pattern"] == kSlugPattern) values.push_back({"No-Slug", rule::kSlugFormat});
    if (schema["maxLength"] == 64) values.push_back({hash + "A", rule::kSha256Format});
    if (schema["maxLength"] == 127) values.push_back({"a/b c", rule::kMediaTypeFormat});
    if (schema["maxLength"] == 78) values.push_back({"01:" + hash + "a", rule::kHeadFormat});
  }
  if (schema.contains("maxLength")) {
    values.push_back({std::string(schema["maxLength"].get<size_t>() + 1, 'a'), rule::kTextLength});
    const auto least = schema["minLength"].get<size_t>();
    if (least > 0) values.push_back({std::string(least - 1, 'a'), rule::kTextLength});
  }
  return values;
}

// Checks one property; `wrap` makes the request around a value of it.
template <typename Wrap>
void ExpectAgreement(const Operation& operation, const Json& schema, const std::string& pointer, Wrap wrap) {
  for (const Json& value : Allowed(schema)) {
    EXPECT_THAT(Violated(operation, wrap(value), pointer), testing::IsEmpty())
        << operation.name << " " << pointer << ": " << value.dump().substr(0, 80);
  }
  for (const Refused& refused : NotAllowed(schema)) {
    EXPECT_THAT(Violated(operation, wrap(refused.value), pointer),
                testing::ElementsAre(std::string(refused.rule) + " " + pointer))
        << operation.name << " " << pointer << ": " << refused.value.dump().substr(0, 80);
  }
}

TEST(RequestSchema, AgreesWithValidationOnEveryProperty) {
  size_t properties = 0;
  for (const Operation& operation : Operations()) {
    const Json schema = RequestSchema(operation);
    for (const auto& item : schema["properties"].items()) {
      const std::string& name = item.key();
      ++properties;
      ExpectAgreement(operation, item.value(), "/" + name, [&](const Json& value) { return Json{{name, value}}; });
    }
  }
  EXPECT_GE(properties, 90U);
}

TEST(RequestSchema, AgreesWithValidationInsideOfObjects) {
  size_t members = 0;
  for (const Operation& operation : Operations()) {
    const Json schema = RequestSchema(operation);
    for (const auto& outer : schema["properties"].items()) {
      if (!Takes(outer.value(), "object")) continue;
      const Json whole = Allowed(outer.value()).back();
      for (const auto& inner : outer.value()["properties"].items()) {
        ++members;
        ExpectAgreement(operation, inner.value(), "/" + outer.key() + "/" + inner.key(), [&](const Json& value) {
          Json object = whole;
          object[inner.key()] = value;
          return Json{{outer.key(), object}};
        });
        Json without = whole;
        without.erase(inner.key());
        const bool required = Holds(outer.value()["required"], inner.key());
        EXPECT_EQ(required, !Violated(operation, {{outer.key(), without}}, "/" + outer.key()).empty()) << inner.key();
      }
      Json more = whole;
      more["unknown"] = 1;
      EXPECT_EQ(false, outer.value()["additionalProperties"]);
      EXPECT_THAT(Violated(operation, {{outer.key(), more}}, "/" + outer.key()),
                  testing::ElementsAre("field.unknown /" + outer.key() + "/unknown"));
    }
  }
  EXPECT_EQ(9U, members) << "unit and count, to create and to update a type; uri, media_type and sha256 of evidence; "
                            "operation and request of a question";
}

TEST(RequestSchema, RequiresWhatValidationRequires) {
  for (const Operation& operation : Operations()) {
    const Json schema = RequestSchema(operation);
    std::set<std::string> required;
    for (const Json& name : schema.value("required", Json::array())) {
      required.insert("field.required /" + name.get<std::string>());
    }
    const auto violated = Violated(operation, Json::object(), "");
    EXPECT_EQ(required, std::set<std::string>(violated.begin(), violated.end())) << operation.name;
  }
}

TEST(RequestSchema, KnowsExactlyTheMembersThatValidationKnows) {
  std::set<std::string> names = {"unknown", "validity_status", "certification_type", "unit", "count", "created_at"};
  for (const Operation& operation : Operations()) {
    const Json schema = RequestSchema(operation);
    for (const auto& item : schema["properties"].items()) names.insert(item.key());
  }
  for (const Operation& operation : Operations()) {
    const Json schema = RequestSchema(operation);
    EXPECT_EQ(false, schema["additionalProperties"]) << operation.name;
    for (const std::string& name : names) {
      const auto violated = Violated(operation, {{name, nullptr}}, "/" + name);
      const bool unknown = std::ranges::find(violated, "field.unknown /" + name) != violated.end();
      EXPECT_EQ(!schema["properties"].contains(name), unknown) << operation.name << ": " << name;
    }
  }
}

TEST(RequestSchema, IsOfTheDialectAndTellsPeopleOfEachProperty) {
  for (const Operation& operation : Operations()) {
    const Json schema = RequestSchema(operation);
    EXPECT_EQ("https://json-schema.org/draft/2020-12/schema", schema["$schema"]) << operation.name;
    EXPECT_EQ("object", schema["type"]);
    for (const auto& item : schema["properties"].items()) {
      if (Takes(item.value(), "object")) continue;
      EXPECT_TRUE(item.value()["description"].get<std::string>().ends_with('.')) << operation.name << item.key();
    }
  }
}

TEST(RequestSchema, TellsWhatCreateTakesWhenItIsLeftOut) {
  const auto property = [](std::string_view operation, const std::string& name) {
    return RequestSchema(*FindOperation(operation))["properties"][name];
  };
  EXPECT_EQ("manual", property("certification.create", "source")["default"]);
  EXPECT_EQ(30, property("certification_type.create", "expiring_soon_days")["default"]);
  EXPECT_EQ(0, property("certification_type.create", "grace_days")["default"]);
  EXPECT_EQ(false, property("member.create", "is_primary")["default"]);
  EXPECT_EQ(50, property("certification.list", "limit")["default"]);
  EXPECT_EQ("id", property("certification.list", "order")["default"]);
  EXPECT_FALSE(property("certification_type.update", "grace_days").contains("default")) << "left out: unchanged";
  EXPECT_FALSE(property("member.list", "status").contains("default")) << "left out: any";
  EXPECT_FALSE(property("certification.create", "issued_on").contains("default"));
}

}  // namespace
}  // namespace certlite
