// Turns the library's description of itself into operations and fields. Unknown members are kept and ignored.
#include "bindings/cli/catalog.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace certlite::cli {
namespace {

// --request-NAME is how a member is typed whose name is taken by a flag of the tool.
constexpr std::string_view kReservedPrefix = "request-";

constexpr std::array<std::string_view, 13> kReservedFlags = {
    "db",    "principal", "as-of",           "now",  "key",  "known-at", "json",
    "table", "id-seed",   "busy-timeout-ms", "null", "help", "version"};

bool Lists(const Json& array, std::string_view word) {
  return array.is_array() && std::ranges::any_of(array, [&](const Json& item) { return item == word; });
}

std::vector<Field> FieldsOf(const Json& request) {
  std::vector<Field> fields;
  const Json& required = MemberOf(request, "required");
  for (const auto& [name, schema] : MemberOf(request, "properties").items()) {
    Field field;
    field.name = name;
    field.flag = Typed(name);
    if (IsReservedFlag(field.flag)) field.flag.insert(0, kReservedPrefix);
    field.required = Lists(required, name);
    field.schema = &Resolved(schema, request);
    fields.push_back(std::move(field));
  }
  return fields;
}

Operation OperationOf(const Json& document) {
  Operation operation;
  operation.name = TextOf(document, "name");
  const size_t dot = operation.name.find('.');
  if (dot == 0 || dot == std::string::npos || dot + 1 == operation.name.size()) {
    throw std::runtime_error("an operation is not named RESOURCE.VERB: '" + operation.name + "'");
  }
  operation.resource = Typed(operation.name.substr(0, dot));
  operation.verb = Typed(operation.name.substr(dot + 1));
  operation.summary = TextOf(document, "summary");
  operation.scope = TextOf(document, "scope");
  operation.writes = MemberOf(document, "writes") == true;
  operation.takes_as_of = Lists(MemberOf(document, "call"), "as_of");
  operation.takes_known_at = Lists(MemberOf(document, "call"), "known_at");
  operation.fields = FieldsOf(MemberOf(document, "request"));
  operation.document = &document;
  return operation;
}

std::string Folded(std::string_view name) {
  std::string folded(name);
  std::ranges::replace_if(
      folded, [](char c) { return c == '_' || c == '.' || c == ' '; }, '-');
  return folded;
}

}  // namespace

Catalog ReadCatalog(std::string_view describe) {
  Catalog catalog;
  catalog.document = std::make_shared<const Json>(Json::parse(describe, nullptr, /*allow_exceptions=*/false));
  const Json& operations = MemberOf(*catalog.document, "operations");
  if (!operations.is_array()) throw std::runtime_error("the library does not describe its operations");
  for (const Json& document : operations) catalog.operations.push_back(OperationOf(document));
  return catalog;
}

std::vector<std::string> ResourcesOf(const Catalog& catalog) {
  std::vector<std::string> resources;
  for (const Operation& operation : catalog.operations) {
    if (std::ranges::find(resources, operation.resource) == resources.end()) resources.push_back(operation.resource);
  }
  return resources;
}

std::vector<const Operation*> OperationsOf(const Catalog& catalog, std::string_view resource) {
  std::vector<const Operation*> operations;
  for (const Operation& operation : catalog.operations) {
    if (operation.resource == resource) operations.push_back(&operation);
  }
  return operations;
}

const Operation* FindOperation(const Catalog& catalog, std::string_view name) {
  const std::string folded = Folded(name);
  for (const Operation& operation : catalog.operations) {
    if (Folded(operation.name) == folded) return &operation;
  }
  return nullptr;
}

std::string AdviceOf(const Catalog& catalog, std::string_view code) {
  const Json& codes = MemberOf(*catalog.document, "codes");
  if (!codes.is_array()) return "";
  for (const Json& row : codes) {
    if (TextOf(row, "code") == code) return TextOf(row, "advice");
  }
  return "";
}

uint64_t LimitOf(const Catalog& catalog, std::string_view name) {
  const Json& limit = MemberOf(MemberOf(MemberOf(*catalog.document, "library"), "limits"), name);
  return limit.is_number_unsigned() ? limit.get<uint64_t>() : 0;
}

std::string ImportLimitsOf(const Catalog& catalog) {
  return std::to_string(LimitOf(catalog, "import_bytes_max") >> 20) + " MiB and " +
         std::to_string(LimitOf(catalog, "import_lines_max")) + " lines";
}

std::string TextOf(const Json& object, std::string_view name) {
  const Json& member = MemberOf(object, name);
  return member.is_string() ? member.get<std::string>() : "";
}

const Json& MemberOf(const Json& object, std::string_view name) {
  static const Json none;
  if (!object.is_object()) return none;
  const auto member = object.find(std::string(name));
  return member == object.end() ? none : *member;
}

const Json& Resolved(const Json& schema, const Json& root) {
  constexpr int kHopsMax = 8;  // a schema that refers to itself ends somewhere
  const Json* current = &schema;
  for (int hop = 0; hop < kHopsMax; ++hop) {
    const std::string reference = TextOf(*current, "$ref");
    if (!reference.starts_with("#/")) return *current;
    const Json::json_pointer pointer(reference.substr(1));
    if (!root.contains(pointer)) return *current;
    current = &root.at(pointer);
  }
  return *current;
}

std::string Typed(std::string_view name) {
  std::string typed(name);
  std::ranges::replace(typed, '_', '-');
  return typed;
}

bool IsPaging(const Field& field) {
  constexpr std::array<std::string_view, 3> kPaging = {"limit", "cursor", "order"};
  return std::ranges::find(kPaging, field.name) != kPaging.end();
}

bool IsReservedFlag(std::string_view flag) { return std::ranges::find(kReservedFlags, flag) != kReservedFlags.end(); }

}  // namespace certlite::cli
