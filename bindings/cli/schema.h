// What a JSON Schema says of one field, in the words of help and as the kind of value that a flag takes.
#ifndef CERTLITE_BINDINGS_CLI_SCHEMA_H_
#define CERTLITE_BINDINGS_CLI_SCHEMA_H_

#include <optional>
#include <string>
#include <string_view>

#include "bindings/cli/catalog.h"

namespace certlite::cli {

// How the text that follows a flag becomes JSON.
enum class ValueKind {
  kText,     // the text itself, as a JSON string
  kInteger,  // decimal digits
  kNumber,   // a JSON number
  kBoolean,  // true or false, in capitals or not; the flag alone is true
  kList,     // JSON text of an array, or one item for each time that the flag is given
  kJson,     // JSON text
};

// The kind of value that `schema` wants.
ValueKind KindOf(const Json& schema);

// Whether `schema` allows null.
bool AllowsNull(const Json& schema);

// What stands for the value in a usage line: "DATE", "ID", "WORD", "TEXT"...
std::string PlaceholderOf(const Json& schema);

// Allowed words, default and limits in sentences: "One of: a, b. Default: a."
std::string LimitsOf(const Json& schema);

// A value for the example in help: the schema's own example where it has one.
std::string SampleOf(const Field& field);

// `text` as a value of that kind in JSON, on one line; nothing if it is none.
std::optional<std::string> JsonOf(ValueKind kind, std::string text);

// `raw` as a JSON string. Bytes are kept as they are, even if they are not UTF-8: the library judges them.
std::string QuotedJson(std::string_view raw);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_SCHEMA_H_
