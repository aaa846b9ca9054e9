// Writes help. The only words of its own are about the tool; what is said of operations and fields is the library's.
#include "bindings/cli/help.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "bindings/cli/schema.h"
#include "bindings/cli/text.h"

namespace certlite::cli {
namespace {

constexpr size_t kTermColumnsMax = 30;  // a longer term has a line to itself

using Entry = std::pair<std::string, std::string>;  // a term and what it means

std::string Heading(std::string_view text, const Style& style) { return "\n" + Bold(text, style) + "\n"; }

// Terms on the left, meanings wrapped on the right.
std::string Glossary(const std::vector<Entry>& entries, const Style& style) {
  size_t width = 0;
  for (const auto& [term, meaning] : entries) {
    if (DisplayWidth(term) <= kTermColumnsMax) width = std::max(width, DisplayWidth(term));
  }
  const size_t indent = width + 4;
  std::string text;
  for (const auto& [term, meaning] : entries) {
    const bool fits = DisplayWidth(term) <= width;
    text += "  " + (fits ? Pad(term, width) + "  " : term + "\n" + std::string(indent, ' '));
    text += Wrap(Printable(meaning), style.columns, indent) + "\n";
  }
  return text;
}

std::string ExitCodes(const Style& style) {
  return Heading("Exit codes", style) +
         Glossary({{"0", "done; the answer is on standard output"},
                   {"2", "the command line is wrong; the store was not opened"},
                   {"3", "the request was refused: it breaks a rule, or is not acceptable JSON"},
                   {"4", "the stored state stands in the way: not found, conflict, forbidden, archived"},
                   {"5", "the environment or the library failed: disk, lock, file, defect"}},
                  style);
}

std::vector<Entry> CallFlagsOf(const Operation* operation) {
  std::vector<Entry> entries = {
      {"--db FILE", "The store. An operation that writes makes the file if there is none; \":memory:\" is forgotten."},
      {"--principal JSON",
       "On whose behalf, as JSON: {\"system\":true} is the host itself and the default; else {\"user_id\":ID, "
       "\"scopes\":[...], \"reach\":\"self\"} or \"reach\":\"organization\" with \"organization_id\"."}};
  if (operation == nullptr || operation->writes) {
    entries.emplace_back("--key KEY",
                         "Idempotency key: the same key with the same request answers the same bytes and writes "
                         "nothing more. 1 to 255 visible ASCII characters.");
  }
  if (operation == nullptr || operation->takes_as_of) {
    entries.emplace_back("--as-of DATE", "The day for which validity is computed. Default: the UTC day of --now.");
  }
  if (operation == nullptr || operation->takes_known_at) {
    entries.emplace_back("--known-at INSTANT",
                         "Which versions are asked: those known at that instant. Default: --now.");
  }
  entries.emplace_back("--now INSTANT", "The clock, such as 2026-01-31T08:00:00.000Z. Default: the system's clock.");
  entries.emplace_back("--json", "JSON even on a terminal, and problems as JSON (RFC 9457).");
  entries.emplace_back("--table", "Tables even when the output is no terminal.");
  entries.emplace_back("-h, --help", "Help on whatever stands before it.");
  return entries;
}

std::string GlobalFlags(const Operation* operation, const Style& style) {
  return Heading("Flags of every operation, before or after the verb", style) +
         Glossary(CallFlagsOf(operation), style) + Heading("Advanced", style) +
         Glossary({{"--busy-timeout-ms NUMBER", "How long to wait for other writers. Default: 5000."},
                   {"--id-seed NUMBER", "With --now, makes every id reproducible. For tests only."}},
                  style);
}

std::string CommandOf(const Operation& operation) {
  return "certlite --db certs.db " + operation.resource + " " + operation.verb;
}

const Field* FieldCalled(const Operation& operation, std::string_view name) {
  const auto found = std::ranges::find(operation.fields, name, &Field::name);
  return found == operation.fields.end() ? nullptr : &*found;
}

// Whether an example must say it: it is required, or it is of what the operation makes. The principal of an example is
// the system, which has no organization or membership of its own.
bool MustBeSaid(const Operation& operation, const Field& field) {
  const Field* const id = FieldCalled(operation, "id");
  if (field.required || !operation.writes || (id != nullptr && id->required)) return field.required;
  if (field.name == "organization_id") return FieldCalled(operation, "organization_member_id") == nullptr;
  return field.name == "organization_member_id" || field.name == "certification_type_id";
}

// The fields that an example shows: those that it must say, else the last choice of words, else the first.
std::vector<const Field*> ShownFields(const Operation& operation) {
  std::vector<const Field*> shown;
  const Field* choice = nullptr;
  for (const Field& field : operation.fields) {
    if (MustBeSaid(operation, field)) shown.push_back(&field);
    if (PlaceholderOf(*field.schema) == "WORD") choice = &field;
  }
  if (shown.empty() && choice != nullptr) shown.push_back(choice);
  if (shown.empty() && !operation.fields.empty()) shown.push_back(&operation.fields.front());
  return shown;
}

std::string ExamplesOf(const Operation& operation, const Style& style) {
  std::string line = CommandOf(operation);
  for (const Field* field : ShownFields(operation)) line += " --" + field->flag + " " + ShellQuoted(SampleOf(*field));
  std::string text = Heading("Examples", style) + "  " + line + "\n";
  if (operation.takes_as_of && !operation.writes) text += "  " + CommandOf(operation) + " --as-of 2026-01-31\n";
  if (operation.writes) text += "  " + CommandOf(operation) + " body.json --key 2026-01-31-0001\n";
  const bool needs_body = operation.writes || std::ranges::any_of(operation.fields, &Field::required);
  text += "  " + std::string(needs_body ? "cat body.json | " : "echo '{}' | ") + CommandOf(operation) + " -\n";
  return text;
}

// What a field is, and `if_null` if it may be that.
std::string MeaningOf(const Field& field, const std::string& if_null) {
  std::string description = TextOf(*field.schema, "description");
  if (!description.empty() && !description.ends_with('.')) description += '.';
  std::string meaning;
  for (const std::string& sentence : {std::string(field.required ? "Required." : ""), description,
                                      LimitsOf(*field.schema), AllowsNull(*field.schema) ? if_null : ""}) {
    if (!sentence.empty()) meaning.append(meaning.empty() ? "" : " ").append(sentence);
  }
  return meaning;
}

std::string FieldsOf(const Operation& operation, const Style& style) {
  if (operation.fields.empty()) return "";
  std::vector<Entry> entries;
  for (const Field& field : operation.fields) {
    entries.emplace_back("--" + field.flag + " " + PlaceholderOf(*field.schema),
                         MeaningOf(field, "May be null: --null " + field.flag + "."));
  }
  const auto nullable = [](const Field& field) { return AllowsNull(*field.schema); };
  if (std::ranges::any_of(operation.fields, nullable)) {
    entries.emplace_back("--null FIELD", "Send null for FIELD. May be repeated.");
  }
  return Heading("Fields", style) + Glossary(entries, style);
}

// What narrows an export: `list` has these fields, and goes from page to page by itself.
std::string FiltersOf(const Operation& list, const Style& style) {
  std::vector<Entry> entries;
  for (const Field& field : list.fields) {
    if (IsPaging(field)) continue;
    entries.emplace_back("--" + field.flag + " " + PlaceholderOf(*field.schema), MeaningOf(field, ""));
  }
  return Heading("Fields", style) + Glossary(entries, style);
}

// The members of a line, which a column of CSV may be called, too.
std::string LineFieldsOf(const Operation& operation, const Style& style) {
  std::vector<Entry> entries;
  for (const Field& field : operation.fields) {
    entries.emplace_back(field.name + " " + PlaceholderOf(*field.schema), MeaningOf(field, "May be null."));
    for (const auto& [member, schema] : MemberOf(*field.schema, "properties").items()) {
      entries.emplace_back(field.name + "." + member, "CSV: a column of its own. " + LimitsOf(schema));
    }
  }
  entries.emplace_back("idempotency_key TEXT", "Instead of the key that is made of the line.");
  entries.emplace_back("rejected", "JSON Lines: why it was refused before; ignored.");
  return Heading("Fields of a line", style) + Glossary(entries, style);
}

std::string UsageOf(std::string_view words) {
  return "Usage: certlite --db FILE " + std::string(words) + " [FILE|-] [--field value]...\n";
}

std::vector<Entry> Verbs(const Catalog& catalog, std::string_view resource) {
  std::vector<Entry> entries;
  for (const Operation* operation : OperationsOf(catalog, resource)) {
    entries.emplace_back(operation->resource + " " + operation->verb, operation->summary);
  }
  return entries;
}

}  // namespace

std::string ToolHelp(const Catalog& catalog, const Style& style) {
  std::string text = "certlite: the certifications that people hold, kept in one file on this device.\n\n";
  text += UsageOf("RESOURCE VERB") + "       certlite describe [OPERATION]\n       certlite --version\n";
  std::vector<Entry> entries;
  for (const std::string& resource : ResourcesOf(catalog))
    std::ranges::move(Verbs(catalog, resource), std::back_inserter(entries));
  text += Heading("Operations", style) + Glossary(entries, style);
  text +=
      Heading("Also", style) +
      Glossary(
          {{"import RESOURCES FILE", "Many records at once, from JSON Lines or CSV. Run again, it doubles nothing."},
           {"export certifications", "All records, in the form that import takes."},
           {"report expiries", "A page to print: what expires when, and who is qualified for what."},
           {"backup FILE", "A copy of the store in a file of its own, whole and checked, while others go on writing."},
           {"check [--full]", "What is wrong with the store, if anything, and what to do about it."},
           {"compact", "The store's file built anew, without the space that nothing uses."},
           {"describe [OPERATION]", "All that this library can do, or one operation, with every schema and rule."},
           {"RESOURCE VERB --help", "The fields of one operation, with examples."}},
          style);
  text += Heading("The request", style);
  text += "  " +
          Wrap(
              "One JSON object: FILE holds it, or '-' reads it from standard input. Each of its members can be a "
              "flag instead, and words are typed with hyphens or underscores alike. --null FIELD sends null.",
              style.columns, 2) +
          "\n";
  text += Heading("Examples", style);
  for (const std::string& resource : ResourcesOf(catalog)) {
    const Operation& operation = *OperationsOf(catalog, resource).front();
    std::string line = "  " + CommandOf(operation);
    for (const Field* field : ShownFields(operation)) line += " --" + field->flag + " " + ShellQuoted(SampleOf(*field));
    if (DisplayWidth(line) <= style.columns) text += line + "\n";
  }
  return text + GlobalFlags(nullptr, style) + ExitCodes(style);
}

std::string ResourceHelp(const Catalog& catalog, std::string_view resource, const Style& style) {
  std::string text = UsageOf(std::string(resource) + " VERB");
  text += Heading("Operations", style) + Glossary(Verbs(catalog, resource), style);
  text += Heading("Examples", style);
  for (const Operation* operation : OperationsOf(catalog, resource)) {
    text += "  " + CommandOf(*operation);
    for (const Field* field : ShownFields(*operation))
      text += " --" + field->flag + " " + ShellQuoted(SampleOf(*field));
    text += "\n";
  }
  text += "\nEach verb explains its fields: certlite " + std::string(resource) + " VERB --help\n";
  return text + GlobalFlags(nullptr, style) + ExitCodes(style);
}

std::string OperationHelp(const Catalog& catalog, const Operation& operation, const Style& style) {
  std::string text = operation.resource + " " + operation.verb + ": " + Printable(operation.summary) + "\n\n";
  text += UsageOf(operation.resource + " " + operation.verb);
  text += "  " +
          Wrap(
              "FILE holds the request as one JSON object; '-' reads it from standard input. Flags add members "
              "to it; without FILE they are the request.",
              style.columns, 2) +
          "\n";
  text += FieldsOf(operation, style);
  text += ExamplesOf(operation, style) + Heading("Needs", style);
  text += "  " + (operation.scope.empty() ? "no scope" : "the scope " + Printable(operation.scope));
  const std::string reach = TextOf(*operation.document, "reach");
  if (!reach.empty()) text += "; at least the reach '" + Printable(reach) + "'";
  const uint64_t bytes_max = LimitOf(catalog, "request_bytes_max");
  if (bytes_max > 0) text += "; a request of at most " + std::to_string(bytes_max) + " bytes";
  return text + "\n" + GlobalFlags(&operation, style) + ExitCodes(style);
}

std::string DescribeHelp(const Style& style) {
  return "Usage: certlite describe [OPERATION]\n  " +
         Wrap(
             "All that this library can do: every operation with its routes, scope, JSON Schemas and rules, every "
             "scope "
             "and every error code. JSON when piped or with --json, text on a terminal or with --table. No store is "
             "opened.",
             style.columns, 2) +
         "\n" + Heading("Examples", style) +
         "  certlite describe\n  certlite describe RESOURCE.VERB\n  certlite describe RESOURCE VERB --table\n" +
         ExitCodes(style);
}

std::string ImportHelp(const Catalog& catalog, const Operation* operation, const Style& style) {
  std::string text = "Usage: certlite --db FILE import RESOURCES FILE.jsonl|FILE.csv|- [--flag value]...\n  " +
                     Wrap(
                         "Runs RESOURCE.import, else RESOURCE.create or RESOURCE.put, on each line of JSON Lines, or "
                         "each row of CSV with a header. A refused line harms no other and goes to "
                         "FILE.rejected.jsonl, with its reasons; mend it there and import that file. An import that "
                         "was interrupted is simply run again: what is in is not made twice.",
                         style.columns, 2) +
                     "\n";
  text += operation != nullptr ? LineFieldsOf(*operation, style)
                               : "\nThe fields of a line: certlite import RESOURCES --help\n";
  text +=
      Heading("Flags", style) +
      Glossary(
          {{"--dry-run", "Say what would be done; write nothing, so the store must be there."},
           {"--atomic", "All lines or none, in one transaction; a file of at most " + ImportLimitsOf(catalog) + "."},
           {"--on-duplicate update",
            "Change the record that has a line's id or external_id already, instead "
            "of refusing the line."},
           {"--set FIELD=VALUE", "For lines that don't have the field. May be repeated."},
           {"--organization-id ID", "As --set organization_id=ID."},
           {"--date-format DD.MM.YYYY", "How the file writes dates; it is never guessed. Left out: YYYY-MM-DD."},
           {"--rejected FILE",
            "Where refused lines go, instead of FILE.rejected.jsonl. What is there is replaced when the import is "
            "complete, and goes if nothing is refused."},
           {"--format csv|jsonl", "Where the file's ending doesn't tell."},
           {"--map COLUMN=FIELD",
            "CSV: what a column is; nothing after the '=' leaves it out. May be "
            "repeated."},
           {"--no-header", "CSV: the first row is a record, and --map takes numbers of columns, from 1."},
           {"--delimiter ';'", "CSV: what stands between cells: one byte, or the word tab."},
           {"--empty null", "CSV: an empty cell is null; else the field is left out."}},
          style);
  text +=
      Heading("Examples", style) +
      "  certlite --db certs.db import members people.csv --organization-id ID\n"
      "  certlite --db certs.db import certifications cards.csv --map 'Staff no=organization_member_external_id' \\\n"
      "      --map Course=certification_type_slug --map Issued=issued_on --date-format DD/MM/YYYY --dry-run\n"
      "  certlite --db certs.db import certifications cards.csv.rejected.jsonl --date-format DD/MM/YYYY\n"
      "  certlite --db a.db export certifications | certlite --db b.db import certifications -\n";
  const Operation takes_no_key;
  return text + GlobalFlags(&takes_no_key, style) + ExitCodes(style);
}

std::string ExportHelp(const Catalog& catalog, const Style& style) {
  std::string text = "Usage: certlite --db FILE export certifications [--csv] [--field value]...\n  " +
                     Wrap(
                         "Writes the id and what a create is told of every certification to standard output, one a "
                         "line, in the order of the ids. Imported into the same store it is 'exists' throughout; into "
                         "another one that has the same members and types, it makes the same records. What was decided "
                         "and verified stays behind.",
                         style.columns, 2) +
                     "\n";
  const Operation* const list = FindOperation(catalog, "certification.list");
  if (list != nullptr) text += FiltersOf(*list, style);
  text += Heading("Examples", style) +
          "  certlite --db certs.db export certifications > cards.jsonl\n"
          "  certlite --db certs.db export certifications --csv --lifecycle-status active > cards.csv\n"
          "  certlite --db certs.db import certifications cards.csv --empty null\n";
  return text + GlobalFlags(list, style) + ExitCodes(style);
}

std::string ReportHelp(const Catalog& catalog, const Style& style) {
  std::string text = "Usage: certlite --db FILE report expiries --html FILE [--as-of DATE] [--organization-id ID]\n  " +
                     Wrap(
                         "Writes one HTML page that needs no network and no other file, to be read on a screen or "
                         "printed on A4: the certifications by validity status, a calendar of the twelve months from "
                         "the day on, what expires when, and which member is qualified for what, or what is missing. "
                         "FILE is replaced when the page is complete; until then, and if anything fails, it stays.",
                         style.columns, 2) +
                     "\n";
  text += Heading("Flags", style) +
          Glossary({{"--html FILE", "Required. Where the page goes; '-' is standard output."},
                    {"--organization-id ID", "That organization. Default: a part for each active one within reach."}},
                   style);
  text += Heading("Examples", style) +
          "  certlite --db certs.db report expiries --html expiries.html\n"
          "  certlite --db certs.db report expiries --html june.html --as-of 2026-06-01\n";
  std::string scopes;
  for (const char* list : {"organization.list", "member.list", "certification_type.list", "certification.list",
                           "qualification_result.list"}) {
    const Operation* const operation = FindOperation(catalog, list);
    if (operation != nullptr) scopes += (scopes.empty() ? "" : ", ") + Printable(operation->scope);
  }
  text += Heading("Needs", style) + "  " +
          Wrap("the scopes " + scopes + "; it tells of whom the principal reaches", style.columns, 2) + "\n";
  const Operation list = *FindOperation(catalog, "certification.list");
  return text + GlobalFlags(&list, style) + ExitCodes(style);
}

std::string UpkeepHelp(const Catalog& catalog, std::string_view command, const Style& style) {
  std::string text = "Usage: certlite --db FILE ";
  std::string example = "  certlite --db certs.db ";
  std::vector<Entry> codes = {{"0", "done; the answer is on standard output"},
                              {"2", "the command line is wrong; the store was not opened"}};
  if (command == "backup") {
    text +=
        "backup FILE [--replace]\n  " +
        Wrap(
            "Copies the store as it is at one instant into a file of its own, while others go on reading and writing, "
            "and checks the copy. FILE gets its name only when it is whole and safe on the disk. The answer tells the "
            "head of every organization's history in the copy: keep it elsewhere, and history verify --expected-head "
            "proves later that nothing before it was changed. To restore, close every program that has the store open, "
            "move its file and those beside it away, and copy the backup to its place.",
            style.columns, 2);
    text +=
        "\n" + Heading("Flags", style) +
        Glossary({{"--replace",
                   "If there is a file of that name, it gives way once the backup is whole. Without this it is left "
                   "as it is, and so is a store in use in any case."}},
                 style);
    example += "backup monday.db\n  certlite --db monday.db check --full\n" + example + "backup latest.db --replace\n";
    codes.emplace_back("3", "FILE is no place for a backup: it is one of the store's own files, or no file's name");
    codes.emplace_back("4", "something is in the way: FILE exists, or the principal is not the system");
    codes.emplace_back("5", "the disk is full or failed, the copy is damaged, or it was interrupted; nothing stays");
  } else if (command == "check") {
    text +=
        "check [--full]\n  " +
        Wrap(
            "Looks for what is wrong with the store and writes nothing into it: whether the file's pages hold "
            "together, everything that a record refers to is there, each record's newest version is in the history, "
            "keys lead to answers. Each finding says what to do about it.",
            style.columns, 2);
    text += "\n" + Heading("Flags", style) +
            Glossary({{"--full",
                       "Also whether indexes are as their tables, and every organization's history is whole. It "
                       "reads everything, some of it twice."}},
                     style);
    example += "check\n" + example + "check --full --table\n";
    codes[0] = {"0", "nothing is wrong"};
    codes.emplace_back("4",
                       "something is wrong: the findings are on standard output; or the principal is not the system");
    codes.emplace_back("5", "it could not be checked: the file can't be opened or read");
  } else {
    text +=
        "compact\n  " +
        Wrap(
            "Builds the store's file anew without the space that nothing uses, and empties its log. Others wait, or "
            "are told that it is busy; while somebody reads, it is busy itself. The disk needs room for up to twice "
            "the store meanwhile.",
            style.columns, 2);
    example += "compact\n";
    codes.emplace_back("4", "the principal is not the system");
    codes.emplace_back("5",
                       "somebody reads or writes for too long, the disk is full or failed; the store is as it was");
  }
  if (!text.ends_with('\n')) text += "\n";
  const Operation* const operation = FindOperation(catalog, "engine." + std::string(command));
  return text + Heading("Examples", style) + example + GlobalFlags(operation, style) + Heading("Exit codes", style) +
         Glossary(codes, style);
}

std::string OperationFacts(const Catalog& catalog, const Operation& operation, const Style& style) {
  const Json& document = *operation.document;
  std::string text = Heading("Routes of the HTTP API", style);
  for (const Json& route : MemberOf(document, "http")) {
    text += "  " + TextOf(route, "method") + " " + TextOf(route, "path") + "\n";
  }
  text += Heading("Outcomes", style) + " ";
  for (const Json& outcome : MemberOf(document, "outcomes")) text += " " + outcome.get<std::string>();
  text += "\n" + Heading("Rules", style);
  std::vector<Entry> entries;
  for (const Json& rule : MemberOf(document, "rules")) {
    for (const Json& row : MemberOf(*catalog.document, "rules")) {
      if (TextOf(row, "rule") == rule) entries.emplace_back(rule.get<std::string>(), TextOf(row, "title"));
    }
  }
  return text + Glossary(entries, style);
}

}  // namespace certlite::cli
