// The tool `certlite`: a host of the C ABI for people and shell scripts. Answers go to standard output, everything else
// to standard error.
#include <certlite.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/cli/catalog.h"
#include "bindings/cli/command_line.h"
#include "bindings/cli/engine_call.h"
#include "bindings/cli/exit_codes.h"
#include "bindings/cli/export_command.h"
#include "bindings/cli/help.h"
#include "bindings/cli/import_command.h"
#include "bindings/cli/output.h"
#include "bindings/cli/report_command.h"
#include "bindings/cli/request.h"
#include "bindings/cli/table.h"
#include "bindings/cli/terminal.h"
#include "bindings/cli/text.h"
#include "bindings/cli/upkeep_command.h"

namespace certlite::cli {
namespace {

std::string VersionText(const Catalog& catalog) {
  const Json& library = MemberOf(*catalog.document, "library");
  std::string text = "certlite " + std::string(certlite_version());
  text += " (ABI " + std::to_string(certlite_abi_version());
  const std::string sqlite = TextOf(library, "sqlite_version");
  if (!sqlite.empty()) text += ", SQLite " + sqlite;
  return text + ")\n";
}

int Help(const Invocation& invocation, const Catalog& catalog) {
  const Style style = StyleOf(STDOUT_FILENO);
  if (invocation.resource == "import") return Say(ImportHelp(catalog, invocation.operation, style));
  if (invocation.operation != nullptr) return Say(OperationHelp(catalog, *invocation.operation, style));
  if (invocation.resource == "describe") return Say(DescribeHelp(style));
  if (invocation.resource == "export") return Say(ExportHelp(catalog, style));
  if (invocation.resource == "report") return Say(ReportHelp(catalog, style));
  for (const char* command : {"backup", "check", "compact"}) {
    if (invocation.resource == command) return Say(UpkeepHelp(catalog, command, style));
  }
  if (!invocation.resource.empty()) return Say(ResourceHelp(catalog, invocation.resource, style));
  return Say(ToolHelp(catalog, style));
}

int Describe(const Invocation& invocation, const Catalog& catalog, std::string_view describe) {
  const Operation* operation = invocation.operation;
  if (!invocation.flags.table && (invocation.flags.json || !IsTerminal(STDOUT_FILENO))) {
    return Say((operation == nullptr ? std::string(describe) : operation->document->dump()) + "\n");
  }
  const Style style = StyleOf(STDOUT_FILENO);
  if (operation == nullptr) return Say(ToolHelp(catalog, style));
  return Say(OperationHelp(catalog, *operation, style) + OperationFacts(catalog, *operation, style));
}

int RunOperation(const Invocation& invocation, const Catalog& catalog) {
  const CallFlags& flags = invocation.flags;
  const Answer answer = Execute(invocation, RequestOf(invocation));
  if (answer.status != CERTLITE_OK) return TellFailure(answer, flags, catalog);
  const bool table = flags.table || (!flags.json && IsTerminal(STDOUT_FILENO));
  const int code =
      Say(table ? TableText(answer.response, *invocation.operation, StyleOf(STDOUT_FILENO)) : answer.response + "\n");
  if (invocation.operation->writes && IsTerminal(STDERR_FILENO)) Complain(std::string(answer.outcome) + "\n");
  return code;
}

int ImportFile(const Invocation& invocation, const Catalog& catalog) {
  std::string summary;
  const int code = RunImport(invocation, catalog, &summary);
  const int said = Say(summary);
  return said == kExitOk ? code : said;
}

int Run(const std::vector<std::string>& arguments) {
  if (certlite_abi_supports(CERTLITE_ABI_VERSION) == 0) {
    Complain("certlite: the library that was loaded has another ABI; install the tool and the library together\n");
    return kExitEnvironment;
  }
  certlite_str describe{};
  certlite_describe(&describe);
  const std::string_view described(describe.data, describe.size);
  const Catalog catalog = ReadCatalog(described);
  try {
    const Invocation invocation = ParseCommandLine(arguments, catalog);
    switch (invocation.command) {
      case Command::kHelp:
        return Help(invocation, catalog);
      case Command::kVersion:
        return Say(VersionText(catalog));
      case Command::kDescribe:
        return Describe(invocation, catalog, described);
      case Command::kOperation:
        return RunOperation(invocation, catalog);
      case Command::kImport:
        return ImportFile(invocation, catalog);
      case Command::kExport:
        return RunExport(invocation, catalog);
      case Command::kReport:
        return RunReport(invocation, catalog);
      case Command::kUpkeep:
        return RunUpkeep(invocation, catalog);
    }
  } catch (const UsageError& error) {
    const std::string help = "certlite " + error.command + (error.command.empty() ? "" : " ") + "--help";
    Complain("certlite: " + Printable(error.message) + "\nTry: " + help + "\n");
    return kExitUsage;
  }
  return kExitEnvironment;
}

}  // namespace
}  // namespace certlite::cli

int main(int argc, char** argv) {
  try {
    return certlite::cli::Run(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "certlite: %s\n", error.what());
    return certlite::cli::kExitEnvironment;
  }
}
