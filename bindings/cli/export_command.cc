#include "bindings/cli/export_command.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "bindings/cli/engine_call.h"
#include "bindings/cli/exit_codes.h"
#include "bindings/cli/output.h"
#include "bindings/cli/progress.h"
#include "bindings/cli/request.h"
#include "bindings/cli/rfc4180.h"
#include "bindings/cli/schema.h"

namespace certlite::cli {
namespace {

// What an answer shows and an import takes: the id, and what a create is told.
std::vector<std::string> FieldsOf(const Invocation& invocation, const Catalog& catalog) {
  const Operation& import = *FindOperation(catalog, invocation.transfer.resource + ".import");
  const Json& response = MemberOf(*invocation.operation->document, "response");
  const Json& data = Resolved(MemberOf(MemberOf(Resolved(response, response), "properties"), "data"), response);
  std::vector<std::string> fields;
  for (const auto& [name, schema] : MemberOf(Resolved(MemberOf(data, "items"), response), "properties").items()) {
    const auto takes = [&name = name](const Field& field) { return field.name == name; };
    const bool names_place = name == "organization_id";  // follows from the member
    if (!names_place && std::ranges::any_of(import.fields, takes)) fields.push_back(name);
  }
  return fields;
}

std::string JsonLine(const Json& record, const std::vector<std::string>& fields) {
  Json line = Json::object();
  for (const std::string& field : fields) line[field] = MemberOf(record, field);
  return line.dump() + "\n";
}

std::string CsvLine(const std::vector<Cell>& cells) {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) line += (i == 0 ? "" : ",") + CsvText(cells[i]);
  return line + "\r\n";
}

std::string CsvLine(const Json& record, const std::vector<std::string>& fields) {
  std::vector<Cell> cells;
  for (const std::string& field : fields) {
    const Json& value = MemberOf(record, field);
    if (value.is_null()) {
      cells.emplace_back();
    } else {
      cells.emplace_back(value.is_string() ? value.get<std::string>() : value.dump());
    }
  }
  return CsvLine(cells);
}

}  // namespace

int RunExport(const Invocation& invocation, const Catalog& catalog) {
  const bool csv = invocation.transfer.csv;
  const std::vector<std::string> fields = FieldsOf(invocation, catalog);
  OpenStore store(invocation);
  if (store.opened().status != CERTLITE_OK) return TellFailure(store.opened(), invocation.flags, catalog);
  Progress progress("records");
  uint64_t records = 0;
  uint64_t inactive = 0;
  std::string filters = RequestOf(invocation);
  filters.pop_back();
  filters += (invocation.given.empty() ? "" : ",") + std::string("\"limit\":") + std::to_string(kRecordsAPage);
  std::string text = csv ? CsvLine(std::vector<Cell>(fields.begin(), fields.end())) : "";
  std::string cursor;
  do {
    const Answer answer = store.Execute(invocation.operation->name,
                                        filters + (cursor.empty() ? "}" : ",\"cursor\":" + QuotedJson(cursor) + "}"));
    if (answer.status != CERTLITE_OK) {
      progress.Clear();
      return TellFailure(answer, invocation.flags, catalog);
    }
    const Json page = Json::parse(answer.response);
    for (const Json& record : page.at("data")) {
      text += csv ? CsvLine(record, fields) : JsonLine(record, fields);
      inactive += TextOf(record, "lifecycle_status") == "active" ? 0 : 1;
      ++records;
    }
    if (const int code = Say(text); code != kExitOk) return code;
    text.clear();
    progress.Reach(records, 0, 0);
    cursor = TextOf(MemberOf(page, "page"), "next_cursor");
  } while (!cursor.empty());
  progress.Clear();
  std::string told = std::to_string(records) + " exported";
  if (inactive > 0) {
    told += "; " + std::to_string(inactive) +
            " of them are not active: an export holds neither what was decided nor what was verified";
  }
  Complain(told + "\n");
  return kExitOk;
}

}  // namespace certlite::cli
