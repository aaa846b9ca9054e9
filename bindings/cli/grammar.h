// The shape of the command line, made from the catalog: which words and flags there are, and where.
#ifndef CERTLITE_BINDINGS_CLI_GRAMMAR_H_
#define CERTLITE_BINDINGS_CLI_GRAMMAR_H_

#include <CLI/CLI.hpp>
#include <map>
#include <string>
#include <vector>

#include "bindings/cli/catalog.h"

namespace certlite::cli {

// One RESOURCE VERB of the command line. The pointers live as long as the grammar.
struct Verb {
  const Operation* operation = nullptr;  // Lifetime: the catalog's
  CLI::App* app = nullptr;
  CLI::Option* file = nullptr;
  CLI::Option* nulls = nullptr;
  std::vector<CLI::Option*> fields;  // in the order of operation->fields
};

// A command of one word, such as `import`. The pointers live as long as the grammar.
struct Transfer {
  CLI::App* app = nullptr;
  CLI::Option* words = nullptr;  // RESOURCE and FILE, the kind of report, or a file
  std::map<std::string, CLI::Option*> flags;
  const Operation* operation = nullptr;  // of export: the list; Lifetime: the catalog's
  std::vector<CLI::Option*> fields;      // of export: in the order of operation->fields
};

// A CLI11 parser for one catalog. It collects values as text and judges nothing but arity; what is left over stays in
// app.remaining().
struct Grammar {
  explicit Grammar(const Catalog& catalog);

  CLI::App app{"", "certlite"};
  std::map<std::string, CLI::Option*> globals;  // by flag, without its hyphens: "as-of"
  std::vector<Verb> verbs;
  CLI::App* describe = nullptr;
  CLI::Option* described = nullptr;
  Transfer import_lines;
  Transfer export_lines;
  Transfer report;
  std::map<std::string, Transfer> upkeep;  // by word, which is the verb of an operation on the engine

 private:
  void AddTransfers(const Catalog& catalog);
  void AddOperation(const Operation& operation, CLI::App* resource);
};

// `arguments` as CLI11 wants them: last first, and "--flag=" as an empty value rather than as the next word.
std::vector<std::string> ForCli11(const std::vector<std::string>& arguments);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_GRAMMAR_H_
