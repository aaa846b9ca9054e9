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
  std::string TransferFlag(const std::string& flag, const std::string& otherwise) const;
  std::string ResourceOf(const Transfer& transfer, bool for_export) const;
  const Operation* ImportOf(const std::string& resource) const;
  void RequireStore(const Invocation& invocation) const;
  Invocation ReadImport() const;
  Invocation ReadExport() const;
  Invocation ReadReport() const;
  Invocation ReadUpkeep(const Transfer& transfer) const;
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
  if (!help && !Has("version")) {
    if (grammar_.describe->parsed()) return ReadDescribe();
    if (grammar_.import_lines.app->parsed()) return ReadImport();
    if (grammar_.report.app->parsed()) return ReadReport();
    for (const auto& [word, transfer] : grammar_.upkeep) {
      if (transfer.app->parsed()) return ReadUpkeep(transfer);
    }
    return grammar_.export_lines.app->parsed() ? ReadExport() : ReadOperation();
  }
  Invocation invocation;
  invocation.command = help ? Command::kHelp : Command::kVersion;
  invocation.resource = resource_;
  if (grammar_.describe->parsed()) invocation.resource = "describe";
  if (verb_ != nullptr) invocation.operation = verb_->operation;
  if (resource_ == "import" && grammar_.import_lines.words->count() > 0) {
    invocation.operation = ImportOf(ResourceOf(grammar_.import_lines, false));
  }
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
  if (grammar_.import_lines.app->parsed()) resource_ = "import";
  if (grammar_.export_lines.app->parsed()) resource_ = "export";
  if (grammar_.report.app->parsed()) resource_ = "report";
  for (const auto& [word, transfer] : grammar_.upkeep) {
    if (transfer.app->parsed()) resource_ = word;
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
    for (const char* word : {"describe", "import", "export", "report", "backup", "check", "compact"})
      words.emplace_back(word);
    Fail("there is no resource '" + first + "'" + DidYouMean(first, words));
  }
  if (verb_ == nullptr) Fail("'" + resource_ + "' has no verb '" + first + "'" + DidYouMean(first, Verbs()));
  Fail("one FILE is enough: '" + first + "' is too many");
}

void Reader::RefuseFlag(const std::string& flag) const {
  const std::string name = flag.substr(0, flag.find('='));
  std::vector<std::string> words = {"--help"};
  for (const auto& [global, option] : grammar_.globals) words.push_back("--" + global);
  std::vector<const Transfer*> commands = {&grammar_.import_lines, &grammar_.export_lines, &grammar_.report};
  for (const auto& [word, transfer] : grammar_.upkeep) commands.push_back(&transfer);
  for (const Transfer* transfer : commands) {
    if (!transfer->app->parsed()) continue;
    for (const auto& [own, option] : transfer->flags) words.push_back("--" + own);
    Fail("there is no flag " + name + " of " + resource_ + DidYouMean(name, words));
  }
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

std::string Reader::TransferFlag(const std::string& flag, const std::string& otherwise) const {
  const CLI::Option* option = grammar_.import_lines.flags.at(flag);
  return option->count() > 0 ? Once(option) : otherwise;
}

// "certification", of "certifications": what can be imported, or imported and listed, is known by its plural.
std::string Reader::ResourceOf(const Transfer& transfer, bool for_export) const {
  std::vector<std::string> plurals;
  for (const std::string& resource : ResourcesOf(catalog_)) {
    const bool both = FindOperation(catalog_, resource + ".import") != nullptr;
    if (both || (!for_export && ImportOf(resource) != nullptr)) {
      plurals.push_back(resource + "s");
    }
  }
  std::string all;
  for (const std::string& plural : plurals) all += (all.empty() ? "" : ", ") + plural;
  if (transfer.words->count() == 0) Fail(resource_ + " wants to know what: " + all);
  const std::string word = Typed(transfer.words->results().front());
  if (std::ranges::find(plurals, word) == plurals.end()) {
    Fail("there is no '" + word + "' to " + resource_ + DidYouMean(word, plurals));
  }
  return word.substr(0, word.size() - 1);
}

// What runs on a line of an import.
const Operation* Reader::ImportOf(const std::string& resource) const {
  for (const char* verb : {".import", ".create", ".put"}) {
    if (const Operation* const found = FindOperation(catalog_, resource + verb)) return found;
  }
  return nullptr;
}

void Reader::RequireStore(const Invocation& invocation) const {
  if (!invocation.flags.db) Fail("which store? Name its file with --db, for example --db certs.db");
}

Invocation Reader::ReadImport() const {
  const Transfer& transfer = grammar_.import_lines;
  Invocation invocation;
  invocation.command = Command::kImport;
  invocation.flags = ReadGlobalFlags();
  TransferFlags& flags = invocation.transfer;
  flags.resource = ResourceOf(transfer, false);
  invocation.operation = ImportOf(flags.resource);
  const std::vector<std::string> words = transfer.words->results();
  if (words.size() < 2) Fail("which file? Name it after '" + words.front() + "', or '-' for standard input");
  if (words.size() > 2) Fail("one FILE is enough: '" + words[2] + "' is too many");
  flags.file = words[1];
  const std::string format = TransferFlag("format", flags.file.ends_with(".csv") ? "csv" : "jsonl");
  if (format != "csv" && format != "jsonl") Fail("--format takes csv or jsonl, not '" + format + "'");
  flags.csv = format == "csv";
  flags.maps = transfer.flags.at("map")->results();
  flags.sets = transfer.flags.at("set")->results();
  if (transfer.flags.at("organization-id")->count() > 0) {
    flags.sets.push_back("organization_id=" + TransferFlag("organization-id", ""));
  }
  flags.delimiter = TransferFlag("delimiter", ",");
  if (flags.delimiter == "tab") flags.delimiter = "\t";
  if (flags.delimiter.size() != 1) Fail("--delimiter takes one byte or the word tab, not '" + flags.delimiter + "'");
  flags.empty = TransferFlag("empty", "absent");
  if (flags.empty != "absent" && flags.empty != "null") Fail("--empty takes absent or null, not '" + flags.empty + "'");
  flags.on_duplicate = TransferFlag("on-duplicate", "");
  flags.date_format = TransferFlag("date-format", "");
  if (transfer.flags.at("rejected")->count() > 0) flags.rejected = TransferFlag("rejected", "");
  flags.has_header = transfer.flags.at("no-header")->count() == 0;
  flags.atomic = transfer.flags.at("atomic")->count() > 0;
  flags.dry_run = transfer.flags.at("dry-run")->count() > 0;
  if (!flags.csv && (!flags.maps.empty() || !flags.has_header)) Fail("--map and --no-header are for CSV");
  if (invocation.flags.key) Fail("--key is of one request; a line may have an idempotency_key of its own");
  RequireStore(invocation);
  return invocation;
}

Invocation Reader::ReadExport() const {
  const Transfer& transfer = grammar_.export_lines;
  Invocation invocation;
  invocation.command = Command::kExport;
  invocation.flags = ReadGlobalFlags();
  invocation.transfer.resource = ResourceOf(transfer, true);
  if (transfer.words->count() > 1)
    Fail("export writes to standard output: '" + transfer.words->results()[1] + "' is too many");
  invocation.transfer.csv = transfer.flags.at("csv")->count() > 0;
  invocation.operation = transfer.operation;
  for (size_t i = 0; i < transfer.fields.size(); ++i) {
    if (transfer.fields[i]->count() == 0) continue;
    const Field& field = transfer.operation->fields[i];
    if (IsPaging(field)) Fail("--" + field.flag + " is not for an export: it goes through all pages by id");
    invocation.given.push_back({&field, {Once(transfer.fields[i])}, false});
  }
  if (invocation.flags.key) Fail("--key is for what writes to the store");
  RequireStore(invocation);
  return invocation;
}

Invocation Reader::ReadReport() const {
  const Transfer& transfer = grammar_.report;
  Invocation invocation;
  invocation.command = Command::kReport;
  invocation.flags = ReadGlobalFlags();
  invocation.operation = FindOperation(catalog_, "certification.list");
  const std::vector<std::string> words = transfer.words->results();
  if (words.empty()) Fail("report wants to know what: expiries");
  if (words.front() != "expiries") {
    Fail("there is no report of '" + words.front() + "'" + DidYouMean(words.front(), {"expiries"}));
  }
  if (words.size() > 1) Fail("the page's file is named by --html: '" + words[1] + "' is too many");
  const CLI::Option* const html = transfer.flags.at("html");
  if (html->count() == 0) Fail("where to? Name the page's file, for example --html expiries.html");
  invocation.report.html = Once(html);
  const CLI::Option* const organization = transfer.flags.at("organization-id");
  if (organization->count() > 0) invocation.report.organization_id = Once(organization);
  if (invocation.flags.key) Fail("--key is for what writes to the store");
  RequireStore(invocation);
  return invocation;
}

// The operation as if its flags had been typed.
Invocation Reader::ReadUpkeep(const Transfer& transfer) const {
  Invocation invocation;
  invocation.command = Command::kUpkeep;
  invocation.flags = ReadGlobalFlags();
  invocation.operation = FindOperation(catalog_, "engine." + resource_);
  if (invocation.operation == nullptr) Fail("this library can't do that: it is older than the tool");
  const std::vector<std::string> words = transfer.words->results();
  const bool names_file = resource_ == "backup";
  if (names_file && words.empty()) Fail("where to? Name the backup's file, for example: backup monday.db");
  if (words.size() > (names_file ? 1 : 0)) Fail("'" + words.back() + "' is too many");
  const auto has = [&transfer](const char* flag) {
    const auto found = transfer.flags.find(flag);
    return found != transfer.flags.end() && found->second->count() > 0;
  };
  for (const Field& field : invocation.operation->fields) {
    if (field.name == "path") invocation.given.push_back({&field, words, false});
    if (field.name == "replace" && has("replace")) invocation.given.push_back({&field, {"true"}, false});
    if (field.name == "depth" && has("full")) invocation.given.push_back({&field, {"full"}, false});
  }
  if (invocation.flags.key) Fail("--key is for what writes records");
  RequireStore(invocation);
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
  invocation.command = resource_ == "engine" ? Command::kUpkeep : Command::kOperation;
  invocation.resource = resource_;
  invocation.operation = verb_->operation;
  invocation.flags = ReadGlobalFlags();
  if (verb_->file->count() > 0) invocation.body = verb_->file->results().front();
  invocation.given = ReadFields();
  RequireStore(invocation);
  return invocation;
}

}  // namespace

Invocation ParseCommandLine(const std::vector<std::string>& arguments, const Catalog& catalog) {
  return Reader(catalog).Read(arguments);
}

}  // namespace certlite::cli
