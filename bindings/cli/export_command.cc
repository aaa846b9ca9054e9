#include "bindings/cli/export_command.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "bindings/cli/engine_call.h"
#include "bindings/cli/exit_codes.h"
#include "bindings/cli/problem.h"
#include "bindings/cli/progress.h"
#include "bindings/cli/request.h"
#include "bindings/cli/rfc4180.h"
#include "bindings/cli/schema.h"
#include "bindings/cli/terminal.h"

namespace certlite::cli {
namespace {

constexpr int kPage = 200;

void Write(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size()) return;
  throw std::runtime_error("the records can't be written: " + std::generic_category().message(errno));
}

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
  Answer answer = store.opened();
  Progress progress("records");
  uint64_t records = 0;
  uint64_t inactive = 0;
  if (csv && answer.status == CERTLITE_OK) Write(CsvLine(std::vector<Cell>(fields.begin(), fields.end())));
  std::string filters = RequestOf(invocation);
  filters.pop_back();
  filters += (invocation.given.empty() ? "" : ",") + std::string("\"limit\":") + std::to_string(kPage);
  std::string cursor;
  while (answer.status == CERTLITE_OK) {
    answer = store.Execute(invocation.operation->name,
                           filters + (cursor.empty() ? "}" : ",\"cursor\":" + QuotedJson(cursor) + "}"));
    if (answer.status != CERTLITE_OK) break;
    const Json page = Json::parse(answer.response);
    for (const Json& record : page.at("data")) {
      Write(csv ? CsvLine(record, fields) : JsonLine(record, fields));
      inactive += TextOf(record, "lifecycle_status") == "active" ? 0 : 1;
      ++records;
    }
    progress.Reach(records, 0, 0);
    cursor = TextOf(MemberOf(page, "page"), "next_cursor");
    if (cursor.empty()) break;
  }
  progress.Clear();
  if (std::fflush(stdout) != 0) Write("\0");
  if (answer.status != CERTLITE_OK) {
    std::fputs(
        (invocation.flags.json ? answer.problem + "\n" : ProblemText(answer.problem, catalog, StyleOf(STDERR_FILENO)))
            .c_str(),
        stderr);
    return ExitCodeOf(answer.status);
  }
  std::string told = std::to_string(records) + " exported";
  if (inactive > 0) {
    told += "; " + std::to_string(inactive) +
            " of them are not active: an export holds neither what was decided nor what was verified";
  }
  std::fputs((told + "\n").c_str(), stderr);
  return kExitOk;
}

}  // namespace certlite::cli
