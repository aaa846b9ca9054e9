// JSON Schemas (2020-12) of requests and answers, made from the tables of fields.
#ifndef CERTLITE_CORE_RENDER_JSON_SCHEMA_H_
#define CERTLITE_CORE_RENDER_JSON_SCHEMA_H_

#include <string>

#include "core/model/operation.h"

namespace certlite {

void AppendRequestSchema(std::string& out, const Operation& operation);
void AppendResponseSchema(std::string& out, const Operation& operation);

// The schema of the options of an import's call.
void AppendImportOptionsSchema(std::string& out);

}  // namespace certlite

#endif  // CERTLITE_CORE_RENDER_JSON_SCHEMA_H_
