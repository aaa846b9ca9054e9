// What the library says that it can do, as certlite_describe tells it. The tool knows no operation of its own.
#ifndef CERTLITE_BINDINGS_CLI_CATALOG_H_
#define CERTLITE_BINDINGS_CLI_CATALOG_H_

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace certlite::cli {

using Json = nlohmann::ordered_json;  // keeps members in the documented order

// One member of an operation's request. Pointers into the document live as long as the catalog.
struct Field {
  std::string name;  // in the request: "issued_on"
  std::string flag;  // as typed: "issued-on"
  bool required = false;
  const Json* schema = nullptr;  // its JSON Schema, references resolved
};

// One operation, named RESOURCE.VERB.
struct Operation {
  std::string name;      // "certification_type.create"
  std::string resource;  // as typed: "certification-type"
  std::string verb;      // as typed: "create"
  std::string summary;
  std::string scope;  // "" where none is needed
  bool writes = false;
  bool takes_as_of = false;
  bool takes_known_at = false;
  std::vector<Field> fields;
  const Json* document = nullptr;  // all that describe says of it
};

// Everything that certlite_describe says.
struct Catalog {
  std::shared_ptr<const Json> document;
  std::vector<Operation> operations;
};

// Reads the text of certlite_describe.
// Errors: throws std::runtime_error if it is not what certlite_describe promises.
Catalog ReadCatalog(std::string_view describe);

// The resources as typed, each once, in the catalog's order.
std::vector<std::string> ResourcesOf(const Catalog& catalog);

// The operations of one resource, in the catalog's order. Lifetime: the catalog's.
std::vector<const Operation*> OperationsOf(const Catalog& catalog, std::string_view resource);

// The operation of that name; '-', '_', '.' and ' ' between words count as equal. Null if there is none.
const Operation* FindOperation(const Catalog& catalog, std::string_view name);

// What to do about the error `code` ("not_found"), or "".
std::string AdviceOf(const Catalog& catalog, std::string_view code);

// The library's bound of that name ("request_bytes_max"), or 0 if it tells none.
uint64_t LimitOf(const Catalog& catalog, std::string_view name);

// What one call of an import takes: "16 MiB and 131072 lines".
std::string ImportLimitsOf(const Catalog& catalog);

// The text member `name` of `object`, or "" if it is absent or no text.
std::string TextOf(const Json& object, std::string_view name);

// The member `name` of `object`, or null if there is none.
const Json& MemberOf(const Json& object, std::string_view name);

// `schema` with a local "$ref" into `root` followed.
const Json& Resolved(const Json& schema, const Json& root);

// `name` as people type it: "issued_on" is "issued-on".
std::string Typed(std::string_view name);

// Whether `field` says which page of a list is asked for, rather than what the list is of.
bool IsPaging(const Field& field);

// Whether `flag` belongs to the tool itself, so that no request's member may have it.
bool IsReservedFlag(std::string_view flag);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_CATALOG_H_
