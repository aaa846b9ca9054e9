// Builds the CLI11 parser. Every word and flag is known with hyphens and with underscores.
#include "bindings/cli/grammar.h"

#include <algorithm>
#include <utility>

#include "bindings/cli/schema.h"

namespace certlite::cli {
namespace {

std::string Underscored(std::string word) {
  std::ranges::replace(word, '-', '_');
  return word;
}

// A flag with one value. All values are kept, so that a repetition can be told and is not silently lost.
CLI::Option* AddFlag(CLI::App* app, const std::string& flag, const std::string& placeholder) {
  std::string names = "--" + flag;
  if (Underscored(flag) != flag) names += ",--" + Underscored(flag);
  return app->add_option(names)->type_name(placeholder)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

CLI::App* AddWord(CLI::App* app, const std::string& word) {
  CLI::App* child = app->add_subcommand(word);
  if (Underscored(word) != word) child->alias(Underscored(word));
  return child;
}

}  // namespace

Grammar::Grammar(const Catalog& catalog) {
  app.set_help_flag("-h,--help");
  app.allow_extras();
  app.fallthrough();
  app.require_subcommand(0, 1);
  const std::map<std::string, std::string> values = {
      {"db", "FILE"},          {"principal", "JSON"}, {"as-of", "DATE"},     {"now", "INSTANT"},
      {"known-at", "INSTANT"}, {"key", "KEY"},        {"id-seed", "NUMBER"}, {"busy-timeout-ms", "NUMBER"},
  };
  for (const auto& [flag, placeholder] : values) globals[flag] = AddFlag(&app, flag, placeholder);
  for (const char* flag : {"json", "table", "version"}) globals[flag] = app.add_flag(std::string("--") + flag);
  std::map<std::string, CLI::App*> resources;
  for (const Operation& operation : catalog.operations) {
    CLI::App*& resource = resources[operation.resource];
    if (resource == nullptr) resource = AddWord(&app, operation.resource);
    AddOperation(operation, resource);
  }
  describe = app.add_subcommand("describe");
  described = describe->add_option("OPERATION")->allow_extra_args();
  described->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  AddTransfers(catalog);
}

void Grammar::AddTransfers(const Catalog& catalog) {
  import_lines.app = app.add_subcommand("import");
  export_lines.app = app.add_subcommand("export");
  report.app = app.add_subcommand("report");
  for (const char* word : {"backup", "check", "compact"}) upkeep[word].app = app.add_subcommand(word);
  upkeep["check"].flags["full"] = upkeep["check"].app->add_flag("--full");
  upkeep["backup"].flags["replace"] = upkeep["backup"].app->add_flag("--replace");
  for (Transfer* transfer :
       {&import_lines, &export_lines, &report, &upkeep["backup"], &upkeep["check"], &upkeep["compact"]}) {
    transfer->words = transfer->app->add_option("WORD")->allow_extra_args();
    transfer->words->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  }
  for (const char* flag :
       {"format", "map", "set", "delimiter", "empty", "on-duplicate", "date-format", "rejected", "organization-id"}) {
    import_lines.flags[flag] = AddFlag(import_lines.app, flag, "VALUE");
  }
  for (const char* flag : {"no-header", "atomic", "dry-run"}) {
    import_lines.flags[flag] = import_lines.app->add_flag(std::string("--") + flag);
  }
  for (const char* flag : {"html", "organization-id"}) report.flags[flag] = AddFlag(report.app, flag, "VALUE");
  export_lines.flags["csv"] = export_lines.app->add_flag("--csv");
  export_lines.operation = FindOperation(catalog, "certification.list");
  if (export_lines.operation == nullptr) return;
  for (const Field& field : export_lines.operation->fields) {
    export_lines.fields.push_back(AddFlag(export_lines.app, field.flag, PlaceholderOf(*field.schema)));
  }
}

void Grammar::AddOperation(const Operation& operation, CLI::App* resource) {
  Verb verb;
  verb.operation = &operation;
  verb.app = AddWord(resource, operation.verb);
  verb.file = verb.app->add_option("FILE")->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  verb.nulls = AddFlag(verb.app, "null", "FIELD");
  for (const Field& field : operation.fields) {
    CLI::Option* option = AddFlag(verb.app, field.flag, PlaceholderOf(*field.schema));
    if (KindOf(*field.schema) == ValueKind::kBoolean) option->expected(0, 1)->default_str("true");
    verb.fields.push_back(option);
  }
  verbs.push_back(std::move(verb));
}

std::vector<std::string> ForCli11(const std::vector<std::string>& arguments) {
  std::vector<std::string> reversed;
  for (const std::string& argument : arguments) {
    const bool empty = argument.size() > 3 && argument.starts_with("--") && argument.find('=') == argument.size() - 1;
    reversed.push_back(empty ? argument.substr(0, argument.size() - 1) : argument);
    if (empty) reversed.emplace_back();
  }
  std::ranges::reverse(reversed);
  return reversed;
}

}  // namespace certlite::cli
