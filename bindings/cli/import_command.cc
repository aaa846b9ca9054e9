#include "bindings/cli/import_command.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <stdexcept>
#include <utility>
#include <vector>

#include "bindings/cli/engine_call.h"
#include "bindings/cli/exit_codes.h"
#include "bindings/cli/interrupt.h"
#include "bindings/cli/line_source.h"
#include "bindings/cli/output.h"
#include "bindings/cli/progress.h"
#include "bindings/cli/rejected_lines.h"
#include "bindings/cli/schema.h"
#include "bindings/cli/suggest.h"
#include "bindings/cli/text.h"

namespace certlite::cli {
namespace {

// Small enough that other writers get their turn, large enough that a commit costs little.
constexpr size_t kCallBytes = size_t{256} << 10;
constexpr int kBusyTriesMax = 10;
constexpr size_t kShownMax = 10;

constexpr std::array<std::string_view, 7> kRows = {"created",  "updated",  "unchanged", "exists",
                                                   "replayed", "withheld", "refused"};

// The lines of one call, by their number.
class LinesOfCall {
 public:
  LinesOfCall(std::string_view lines, uint64_t first) : rest_(lines), next_(first) {}

  // The numbers that are asked for grow.
  std::string_view At(uint64_t number) {
    std::string_view line;
    while (next_ <= number) {
      const size_t end = std::min(rest_.find('\n'), rest_.size());
      line = rest_.substr(0, end);
      rest_.remove_prefix(std::min(end + 1, rest_.size()));
      ++next_;
    }
    return line.substr(0, line.find_last_not_of('\r') + 1);
  }

 private:
  std::string_view rest_;
  uint64_t next_;
};

std::string DefaultsOf(const Invocation& invocation) {
  std::string members;
  for (const std::string& set : invocation.transfer.sets) {
    const size_t equals = set.find('=');
    if (equals == std::string::npos) throw UsageError{"--set takes FIELD=VALUE, not '" + set + "'", "import"};
    const std::string name = set.substr(0, equals);
    std::vector<std::string> names;
    std::optional<std::string> member;
    for (const Field& field : invocation.operation->fields) {
      names.push_back(field.name);
      if (field.name != name && field.flag != name) continue;
      member = JsonOf(KindOf(*field.schema), set.substr(equals + 1));
      if (!member) throw UsageError{"--set: '" + set.substr(equals + 1) + "' is no value of " + field.name, "import"};
      member = QuotedJson(field.name) + ":" + *member;
    }
    if (!member) throw UsageError{"--set: there is no field '" + name + "'" + DidYouMean(name, names), "import"};
    members += (members.empty() ? "" : ",") + *member;
  }
  return "{" + members + "}";
}

std::string OptionsOf(const Invocation& invocation) {
  const TransferFlags& flags = invocation.transfer;
  std::string options = "{\"defaults\":" + DefaultsOf(invocation);
  if (flags.atomic) options += R"(,"mode":"atomic")";
  if (flags.dry_run) options += R"(,"dry_run":true)";
  if (!flags.on_duplicate.empty()) options += ",\"on_duplicate\":" + QuotedJson(flags.on_duplicate);
  if (!flags.date_format.empty()) options += ",\"date_format\":" + QuotedJson(flags.date_format);
  return options + "}";
}

// What one call may take: all that fits where it is one whole, atomic or a dry run, in which a line meets those before
// it.
CallLimits CallLimitsOf(const TransferFlags& flags, const Catalog& catalog) {
  const bool whole = flags.atomic || flags.dry_run;
  return {whole ? LimitOf(catalog, "import_bytes_max") : kCallBytes, LimitOf(catalog, "import_lines_max")};
}

// `refusal` as the library tells its own.
Json ProblemOf(const Refusal& refusal) {
  return {{"violations", Json::array({{{"rule", refusal.rule}, {"detail", refusal.detail}}})}};
}

// One import on its way.
class Import {
 public:
  Import(const Invocation& invocation, const Catalog& catalog)
      : invocation_(invocation),
        flags_(invocation.transfer),
        catalog_(catalog),
        options_(OptionsOf(invocation)),
        limits_(CallLimitsOf(flags_, catalog)),
        source_(OpenLines(invocation)),
        rejected_(invocation) {
    if (flags_.atomic) HoldWhole();
  }

  int Run(std::string* summary) {
    OpenStore store(invocation_);
    if (store.opened().status != CERTLITE_OK) return TellFailure(store.opened(), invocation_.flags, catalog_);
    Answer failure;
    std::string trouble;
    try {
      const Interruptible interruptible(&store);
      failure = TakeLines(store);
    } catch (const Interrupted&) {
      failure.status = CERTLITE_E_CANCELLED;
    } catch (const std::runtime_error& error) {
      trouble = error.what();
    }
    progress_.Clear();
    if (Count("refused") > kShownMax) Complain("and " + std::to_string(Count("refused") - kShownMax) + " more\n");
    if (failure.status != CERTLITE_OK || !trouble.empty()) return GiveUp(failure, trouble);
    const std::optional<std::string> path = flags_.dry_run ? std::nullopt : rejected_.Finish();
    *summary = invocation_.flags.json ? SummaryJson(store.BatchId(), path) : SummaryText(store.BatchId(), path);
    return Count("refused") > 0 ? kExitRefused : kExitOk;
  }

  // The signal that has cut it short, or 0.
  int ended_by() const { return ended_by_; }

 private:
  uint64_t& Count(std::string_view row) {
    return counts_.at(static_cast<size_t>(std::ranges::find(kRows, row) - kRows.begin()));
  }

  // The lines of the one call that there may be.
  void HoldWhole() {
    whole_ = source_->Next(limits_);
    if (source_->Next(limits_).count == 0) return;
    throw UsageError{
        "--atomic is one call to the library, which takes at most " + ImportLimitsOf(catalog_) + "; split the file",
        "import"};
  }

  // What is in stays in, and the next run finds it there.
  int GiveUp(const Answer& failure, const std::string& trouble) {
    int code = kExitEnvironment;
    if (failure.status == CERTLITE_E_CANCELLED) {
      ended_by_ = SignalThatCame();
      Complain("certlite: the import was interrupted\n");
    } else if (!trouble.empty()) {
      Complain("certlite: " + Printable(trouble) + "\n");
    } else {
      code = TellFailure(failure, invocation_.flags, catalog_);
    }
    if (code == kExitEnvironment && !flags_.dry_run && !flags_.atomic) {
      Complain(std::to_string(taken_) +
               " lines were taken before that. Run the same import again: it goes on from there.\n");
    }
    return code;
  }

  Answer TakeLines(OpenStore& store) {
    std::vector<LineAnswer> answers;
    CallLines lines = flags_.atomic ? std::move(whole_) : source_->Next(limits_);
    // Even of an empty file the library says what it thinks of the options.
    for (bool begun = false; !begun || lines.count > 0; begun = true, lines = source_->Next(limits_)) {
      Answer answer = store.Import(invocation_.operation->name, lines.text, options_, &answers);
      for (int tries = 1; answer.status == CERTLITE_E_BUSY && tries < kBusyTriesMax; ++tries) {
        answer = store.Import(invocation_.operation->name, lines.text, options_, &answers);
      }
      if (answer.status != CERTLITE_OK) return answer;
      LinesOfCall texts(lines.text, next_);
      for (const LineAnswer& line : answers) Tell(line, lines, texts);
      next_ += lines.count;
      taken_ += answers.size();
      progress_.Reach(taken_, source_->file().bytes_read(), source_->file().bytes_in_all());
    }
    return {};
  }

  void Tell(const LineAnswer& line, const CallLines& call, LinesOfCall& texts) {
    if (line.status == CERTLITE_OK) {
      ++Count(line.outcome);
      return;
    }
    const bool shown = ++Count("refused") <= kShownMax;
    if (!shown && flags_.dry_run) return;
    const std::string name = source_->NameOf(line.line);
    const auto own = call.refusals.find(line.line);
    const Json problem = own != call.refusals.end() ? ProblemOf(own->second)
                                                    : Json::parse(line.problem, nullptr, /*allow_exceptions=*/false);
    if (!flags_.dry_run) rejected_.Add(texts.At(line.line), name, problem);
    if (shown) Show(name, problem);
  }

  void Show(const std::string& name, const Json& problem) {
    progress_.Clear();
    const Json& violations = MemberOf(problem, "violations");
    for (const Json& violation : violations) {
      const std::string pointer = TextOf(violation, "pointer");
      std::string text = name + ": ";
      if (!pointer.empty()) text += pointer + ": ";
      text += TextOf(violation, "detail") + " (" + TextOf(violation, "rule") + ")";
      Complain(Printable(text) + "\n");
    }
    if (violations.empty()) Complain(Printable(name + ": " + TextOf(problem, "detail")) + "\n");
  }

  std::string SummaryText(const std::string& batch_id, const std::optional<std::string>& path) {
    std::string text = flags_.dry_run ? "A dry run: nothing was written.\n" : "";
    if (flags_.atomic && Count("refused") > 0) text = "Nothing was written, because lines were refused.\n";
    constexpr size_t kNameColumns = 11;
    for (const std::string_view row : kRows) {
      if (Count(row) > 0) text += Pad(row, kNameColumns) + std::to_string(Count(row)) + "\n";
    }
    text += Pad("in all", kNameColumns) + std::to_string(taken_) + " in " + DurationText(progress_.seconds()) + "\n";
    text += Pad("batch", kNameColumns) + batch_id + "\n";
    if (!path) return text;
    text += "Refused lines, with their reasons: " + *path + "\n";
    return text + (flags_.atomic ? "Mend them in what was imported, and import it again.\n"
                                 : "Mend them there, and import that file.\n");
  }

  std::string SummaryJson(const std::string& batch_id, const std::optional<std::string>& path) {
    Json summary = {{"batch_id", batch_id}, {"dry_run", flags_.dry_run}, {"lines", taken_}};
    for (const std::string_view row : kRows) summary[std::string(row)] = Count(row);
    summary["rejected_file"] = path ? Json(*path) : Json();
    return summary.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  }

  const Invocation& invocation_;
  const TransferFlags& flags_;
  const Catalog& catalog_;
  const std::string options_;
  const CallLimits limits_;
  std::unique_ptr<LineSource> source_;
  RejectedLines rejected_;
  Progress progress_{"lines"};
  std::array<uint64_t, kRows.size()> counts_{};
  uint64_t next_ = 1;   // the number of the next call's first line
  uint64_t taken_ = 0;  // without blank ones
  CallLines whole_;     // of an atomic import: all
  int ended_by_ = 0;
};

}  // namespace

int RunImport(const Invocation& invocation, const Catalog& catalog, std::string* summary) {
  int signal = 0;
  int code = kExitOk;
  {
    Import import(invocation, catalog);
    code = import.Run(summary);
    signal = import.ended_by();
  }
  if (signal != 0) std::raise(signal);  // so that a shell knows
  return code;
}

}  // namespace certlite::cli
