// Reads what the grammar found, and refuses what it didn't expect with a sentence that helps.
#include "bindings/cli/command_line.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "bindings/cli/dates.h"
#include "bindings/cli/grammar.h"
#include "bindings/cli/schema.h"
#include "bindings/cli/suggest.h"

namespace certlite::cli {
namespace {

// One reading of one command line.
class Reader {
 public:
  explicit Reader(const Catalog& catalog) : catalog_(catalog), grammar_(catalog) {}

  Invocation Read(const std::vector<std::string>& arguments);

 private:
  [[noreturn]] void Fail(std::string message) const;
  void Locate();
  void RefuseLeftovers() const;
  [[noreturn]] void RefuseFlag(const std::string& flag) const;
  bool Has(const std::string& flag) const { return grammar_.globals.at(flag)->count() > 0; }
  std::string Once(const CLI::Option* option) const;
  std::optional<std::string> Global(const std::string& flag) const;
  std::optional<int64_t> Instant(const std::string& flag) const;
  template <typename T>
  T Unsigned(const std::string& flag) const;
  CallFlags ReadGlobalFlags() const;
  std::vector<std::string> Verbs() const;
  const Field& FieldCalled(const std::string& name) const;
  std::vector<GivenField> ReadFields() const;
  Invocation ReadDescribe() const;
  Invocation ReadOperation() const;

  const Catalog& catalog_;
  Grammar grammar_;
  std::string resource_;        // found, as help shows it
  const Verb* verb_ = nullptr;  // found
};

Invocation Reader::Read(const std::vector<std::string>& arguments) {
  bool help = false;
  try {
    grammar_.app.parse(ForCli11(arguments));
  } catch (const CLI::CallForHelp&) {
    help = true;
  } catch (const CLI::ParseError& error) {
    Locate();
    Fail(error.what());
  }
  Locate();
  RefuseLeftovers();
  if (!help && !Has("version")) return grammar_.describe->parsed() ? ReadDescribe() : ReadOperation();
  Invocation invocation;
  invocation.command = help ? Command::kHelp : Command::kVersion;
  invocation.resource = resource_;
  if (grammar_.describe->parsed()) invocation.resource = "describe";
  if (verb_ != nullptr) invocation.operation = verb_->operation;
  return invocation;
}

void Reader::Fail(std::string message) const {
  std::string command = resource_;
  if (verb_ != nullptr) command += " " + verb_->operation->verb;
  throw UsageError{std::move(message), std::move(command)};
}

void Reader::Locate() {
  for (const Verb& verb : grammar_.verbs) {
    if (verb.app->get_parent()->parsed()) resource_ = verb.operation->resource;
    if (verb.app->parsed()) verb_ = &verb;
  }
}

std::vector<std::string> Reader::Verbs() const {
  std::vector<std::string> verbs;
  for (const Operation* operation : OperationsOf(catalog_, resource_)) verbs.push_back(operation->verb);
  return verbs;
}

void Reader::RefuseLeftovers() const {
  const std::vector<std::string> leftovers = grammar_.app.remaining(/*recurse=*/true);
  if (leftovers.empty()) return;
  const std::string& first = leftovers.front();
  if (first.size() > 1 && first[0] == '-') RefuseFlag(first);
  if (resource_.empty()) {
    std::vector<std::string> words = ResourcesOf(catalog_);
    words.emplace_back("describe");
    Fail("there is no resource '" + first + "'" + DidYouMean(first, words));
  }
  if (verb_ == nullptr) Fail("'" + resource_ + "' has no verb '" + first + "'" + DidYouMean(first, Verbs()));
  Fail("one FILE is enough: '" + first + "' is too many");
}

void Reader::RefuseFlag(const std::string& flag) const {
  const std::string name = flag.substr(0, flag.find('='));
  std::vector<std::string> words = {"--help"};
  for (const auto& [global, option] : grammar_.globals) words.push_back("--" + global);
  if (verb_ != nullptr) {
    words.emplace_back("--null");
    for (const Field& field : verb_->operation->fields) {
      words.push_back("--" + field.flag);
      if (words.back() == Typed(name)) Fail(name + " belongs after the verb '" + verb_->operation->verb + "'");
    }
  }
  Fail("there is no flag " + name + (verb_ == nullptr ? " before the verb" : "") + DidYouMean(name, words));
}

std::string Reader::Once(const CLI::Option* option) const {
  if (option->results().size() > 1) Fail(option->get_name() + " is given more than once");
  return option->results().front();
}

std::optional<std::string> Reader::Global(const std::string& flag) const {
  if (!Has(flag)) return std::nullopt;
  return Once(grammar_.globals.at(flag));
}

std::optional<int64_t> Reader::Instant(const std::string& flag) const {
  const std::optional<std::string> text = Global(flag);
  if (!text) return std::nullopt;
  const std::optional<int64_t> unix_ms = ParseInstant(*text);
  if (!unix_ms) Fail("--" + flag + " takes an instant in UTC such as 2026-01-31T08:00:00.000Z, not '" + *text + "'");
  return unix_ms;
}

template <typename T>
T Reader::Unsigned(const std::string& flag) const {
  const std::optional<std::string> text = Global(flag);
  T value{};
  if (!text) return value;
  const char* end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, value);
  if (error != std::errc() || stop != end) Fail("--" + flag + " takes a whole number, not '" + *text + "'");
  return value;
}

CallFlags Reader::ReadGlobalFlags() const {
  CallFlags flags;
  flags.json = Has("json");
  flags.table = Has("table");
  if (flags.json && flags.table) Fail("--json and --table exclude each other");
  flags.db = Global("db");
  if (flags.db && flags.db->starts_with('-')) {
    Fail("--db wants a file, not '" + *flags.db + "'; a file of that name is ./" + *flags.db);
  }
  flags.principal = Global("principal").value_or(flags.principal);
  flags.key = Global("key");
  flags.now_unix_ms = Instant("now");
  flags.known_at_unix_ms = Instant("known-at");
  flags.id_seed = Unsigned<uint64_t>("id-seed");
  flags.busy_timeout_ms = Unsigned<uint32_t>("busy-timeout-ms");
  if (const std::optional<std::string> day = Global("as-of")) {
    flags.as_of_day = ParseDay(*day);
    if (!flags.as_of_day) Fail("--as-of takes a real day such as 2026-01-31, not '" + *day + "'");
  }
  return flags;
}

const Field& Reader::FieldCalled(const std::string& name) const {
  std::vector<std::string> words;
  for (const Field& field : verb_->operation->fields) {
    if (field.flag == Typed(name) || field.name == name) return field;
    words.push_back(field.flag);
  }
  Fail("--null: there is no field '" + name + "'" + DidYouMean(name, words));
}

std::vector<GivenField> Reader::ReadFields() const {
  std::vector<const Field*> nulls;
  for (const std::string& name : verb_->nulls->results()) nulls.push_back(&FieldCalled(name));
  std::vector<GivenField> given;
  for (size_t i = 0; i < verb_->fields.size(); ++i) {
    const Field& field = verb_->operation->fields[i];
    const CLI::Option* option = verb_->fields[i];
    const bool is_null = std::ranges::find(nulls, &field) != nulls.end();
    if (option->count() == 0 && !is_null) continue;
    if (option->count() > 0 && is_null) Fail("--" + field.flag + " and --null " + field.flag + " exclude each other");
    if (option->count() > 1 && KindOf(*field.schema) != ValueKind::kList) Once(option);
    given.push_back({&field, option->results(), is_null});
  }
  return given;
}

Invocation Reader::ReadDescribe() const {
  Invocation invocation;
  invocation.command = Command::kDescribe;
  invocation.flags.json = Has("json");
  invocation.flags.table = Has("table");
  std::string name;
  for (const std::string& word : grammar_.described->results()) name += (name.empty() ? "" : ".") + word;
  if (name.empty()) return invocation;
  invocation.operation = FindOperation(catalog_, name);
  if (invocation.operation == nullptr) {
    std::vector<std::string> words;
    for (const Operation& operation : catalog_.operations) words.push_back(operation.name);
    Fail("there is no operation '" + name + "'" + DidYouMean(name, words));
  }
  return invocation;
}

Invocation Reader::ReadOperation() const {
  if (resource_.empty()) Fail("nothing to do: name a resource and a verb");
  if (verb_ == nullptr) {
    std::string verbs;
    for (const std::string& verb : Verbs()) verbs += (verbs.empty() ? "" : ", ") + verb;
    Fail("'" + resource_ + "' wants a verb: " + verbs);
  }
  Invocation invocation;
  invocation.command = Command::kOperation;
  invocation.resource = resource_;
  invocation.operation = verb_->operation;
  invocation.flags = ReadGlobalFlags();
  if (verb_->file->count() > 0) invocation.body = verb_->file->results().front();
  invocation.given = ReadFields();
  if (!invocation.flags.db) Fail("which store? Name its file with --db, for example --db certs.db");
  return invocation;
}

}  // namespace

Invocation ParseCommandLine(const std::vector<std::string>& arguments, const Catalog& catalog) {
  return Reader(catalog).Read(arguments);
}

}  // namespace certlite::cli
