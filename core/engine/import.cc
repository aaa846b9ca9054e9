// Imports: many requests of one operation in one transaction, each with an answer of its own.
#include <absl/strings/str_cat.h>

#include <array>
#include <cstring>
#include <utility>

#include "core/engine/admission.h"
#include "core/engine/decide.h"
#include "core/engine/engine.h"
#include "core/engine/idempotency.h"
#include "core/engine/identity.h"
#include "core/engine/line.h"
#include "core/engine/prepare_certification.h"
#include "core/model/rule.h"
#include "core/render/render.h"
#include "core/store/store.h"
#include "core/validate/validate.h"

namespace certlite {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Error CannotImport(std::string pointer, std::string detail) {
  return MakeError(ErrorCode::kInvalid, rule::kCallUnsupported, std::move(pointer), std::move(detail));
}

Result<void> CheckSize(std::string_view lines) {
  const bool small = lines.size() <= kImportBytesMax;
  const size_t count = small ? CountLines(lines) : 0;
  if (small && count <= kImportLinesMax) return {};
  return MakeError(
      ErrorCode::kTooLarge, rule::kImportSize, "",
      small ? absl::StrCat("There are ", count, " lines; a call takes at most ", kImportLinesMax, ".")
            : absl::StrCat("The lines have ", lines.size(), " bytes; a call takes at most ", kImportBytesMax, "."));
}

Result<void> CheckImport(const Operation& operation, const ImportOptions& options, const Batch& batch) {
  if (!operation.importable()) {
    return CannotImport("", std::string(operation.name) + " can't be run on the lines of an import.");
  }
  if (options.on_duplicate == OnDuplicate::kUpdate && operation.verb != Verb::kImport) {
    return CannotImport("/on_duplicate",
                        std::string(operation.name) + " takes no on_duplicate; certification.import does.");
  }
  if (options.batch_id && batch.lines > 0 && *options.batch_id != batch.id) {
    return CannotImport("/batch_id", "The batch has begun under another id.");
  }
  return {};
}

// One call of an import on its way.
class Importer {
 public:
  Importer(const Operation& operation, const Principal& principal, const CallOptions& options,
           const ImportOptions& import_options, const Draft& defaults, Entropy& entropy, Tools& tools, Batch& batch)
      : operation_(operation),
        principal_(principal),
        options_(options),
        import_options_(import_options),
        defaults_(defaults),
        entropy_(entropy),
        tools_(tools),
        batch_(batch),
        lines_(batch.lines) {}

  ~Importer() {
    for (const uint64_t counted : counted_) --batch_.occurrences[counted];
  }
  Importer(const Importer&) = delete;
  Importer& operator=(const Importer&) = delete;

  // Carries out every line in the connection's transaction. Errors: those that are no line's own.
  Result<void> Run(std::string_view lines, Connection& connection) {
    connection_ = &connection;
    auto identified = IdentifyBatch();
    if (!identified.ok()) return identified;
    if (batch_.lines == 0 && lines.starts_with(kByteOrderMark)) lines.remove_prefix(kByteOrderMark.size());
    while (!lines.empty()) {
      if (options_.cancelled != nullptr && options_.cancelled->load()) {
        return MakeError(ErrorCode::kCancelled, "The import was cancelled; nothing of the call was written.");
      }
      ++lines_;
      const std::string_view line = CutLine(lines);
      if (line.empty()) continue;
      auto taken = TakeLine(line);
      if (!taken.ok()) return taken;
    }
    if (!keeps()) Withhold();
    return {};
  }

  // Whether there is something to commit, and it is to be.
  bool keeps() const { return changed_ && stands() && !import_options_.dry_run; }

  // Hands the results to the batch, which goes on from here. Doesn't fail.
  void Settle() {
    counted_.clear();
    batch_.id = batch_id_;
    batch_.lines = lines_;
    batch_.results.swap(results_);
    batch_.problems.swap(problems_);
  }

 private:
  Result<void> IdentifyBatch() {
    batch_id_ = import_options_.batch_id.value_or(batch_.id);
    if (batch_id_ != Uuid{}) return {};
    const int64_t now_ms = NowOf(options_);
    std::array<uint8_t, 10> random;
    auto filled = entropy_.Fill(EntropyPurpose::kBatchId, 0, now_ms, random);
    if (filled.ok()) batch_id_ = MakeUuidV7(now_ms, random);
    return filled;
  }

  Result<void> TakeLine(std::string_view text) {
    LineResult result;
    result.line = lines_;
    auto decided = Decide(text);
    if (decided.ok()) {
      result.outcome = decided->answer.outcome;
      result.id = decided->answer.id;
      result.changed = decided->changed;
      changed_ = changed_ || decided->changed;
    } else if (Error& error = decided.error(); IsRefusal(error.code)) {  // the line's own: its neighbours go on
      result.refused = error.code;
      result.problem = problems_.size();
      LineProblem problem{"", {}, RenderProblem(error)};
      if (!error.violations.empty()) {
        problem.rule = error.violations.front().rule;
        problem.pointer = std::move(error.violations.front().pointer);
      }
      problems_.push_back(std::move(problem));
    } else {
      return Result<void>(decided.TakeError());
    }
    results_.push_back(result);
    return {};
  }

  Result<Decided> Decide(std::string_view text) {
    auto parsed = tools_.parser.Parse(text);
    if (!parsed.ok()) return std::move(parsed.error());
    auto line = ReadLine(**parsed, defaults_, import_options_.defaults);
    if (!line.ok()) return std::move(line.error());
    if (auto key = CheckKey(operation_, line->key); !key.ok()) return std::move(key.error());

    Call call{operation_, principal_, line->request, entropy_, tools_, line->key};
    TakeOptions(call, options_);
    call.connection = connection_;
    call.imported_from = {batch_id_, lines_};
    CheckedRequest checked =
        CheckRequest(operation_, line->request,
                     {.lenient = options_.lenient, .date_format = import_options_.date_format}, call.arena);
    call.request = checked.request;
    call.violations = std::move(checked.violations);
    if (import_options_.date_format != DateFormat::kIso) {
      WriteDates(line->request, operation_, call.request, call.arena);
    }
    Value& on_duplicate = call.request.parameters[parameter::kOnDuplicate];
    if (!on_duplicate.given()) on_duplicate = Value::Of(static_cast<int64_t>(import_options_.on_duplicate));
    return DecideCall(call);
  }

  Result<Decided> DecideCall(Call& call) {
    Digest fingerprint{};
    std::string derived;
    if (call.key || !NamesIdentity(call)) fingerprint = FingerprintOf(call);
    if (!call.key && !NamesIdentity(call)) {
      std::optional<Uuid> subject;
      if (MeansSubject(call)) subject = principal_.user_id;
      derived = DeriveKey(call.tools.sha256(), fingerprint, Count(fingerprint), subject);
      call.key = derived;
    }
    ReuseReach(call);
    auto decided = call.violations.empty() ? DecideAndWrite(call, fingerprint) : RefuseShape(call, fingerprint);
    KeepReach(call);
    return decided;
  }

  static Result<Decided> RefuseShape(Call& call, const Digest& fingerprint) {
    auto looked = Look(call, fingerprint);
    if (!looked.ok()) return std::move(looked.error());
    return Decided{std::move(looked->value()), false};  // a replay: its payload was in order once
  }

  // Which line of its fingerprint in the batch this is.
  uint32_t Count(const Digest& fingerprint) {
    uint64_t first_bytes = 0;
    std::memcpy(&first_bytes, fingerprint.data(), sizeof first_bytes);
    uint32_t& times = batch_.occurrences[first_bytes];
    counted_.push_back(first_bytes);  // before it is counted: what is counted back was
    return ++times;
  }

  // No certification changes how far the principal reaches, so the lines that mean one organization share it.
  void ReuseReach(Call& call) {
    if (!reach_ || reach_of_ != call.parameter(parameter::kOrganizationId)) return;
    call.reach = std::move(*reach_);
    call.reach_known = true;
    reach_.reset();
  }

  void KeepReach(Call& call) {
    if (!call.reach_known || &call.resource() != &kCertificationResource) return;
    reach_ = std::move(call.reach);
    reach_of_ = call.parameter(parameter::kOrganizationId);
  }

  bool stands() const { return import_options_.mode == ImportMode::kBestEffort || problems_.empty(); }

  // Nothing of the call is written: what was to be made is not there.
  void Withhold() {
    for (LineResult& result : results_) {
      if (result.outcome == Outcome::kCreated) result.id = {};
      if (result.changed && !stands()) result.outcome = Outcome::kWithheld;
    }
  }

  const Operation& operation_;
  const Principal& principal_;
  const CallOptions& options_;
  const ImportOptions& import_options_;
  const Draft& defaults_;
  Entropy& entropy_;
  Tools& tools_;
  Connection* connection_ = nullptr;
  Batch& batch_;
  Uuid batch_id_ = {};
  int64_t lines_;                  // taken so far
  std::vector<uint64_t> counted_;  // in batch_.occurrences by this call; counted back unless it is settled
  std::optional<Reach> reach_;     // of the line before, for the organization that it named
  Value reach_of_ = {};
  bool changed_ = false;
  std::vector<LineResult> results_;
  std::vector<LineProblem> problems_;
};

}  // namespace

Result<void> Engine::Import(const Principal& principal, std::string_view operation_name, std::string_view lines,
                            std::string_view import_options, const CallOptions& options, Batch& batch) {
  const Operation* const operation = FindOperation(operation_name);
  if (operation == nullptr) return UnknownOperation();
  if (auto permitted = CheckPermission(principal, *operation); !permitted.ok()) return permitted;
  if (auto checked = CheckOptions(*operation, options); !checked.ok()) return checked;
  if (auto fits = CheckSize(lines); !fits.ok()) return fits;
  const ToolLease options_tools(tools_);
  auto draft = options_tools->parser.Parse(import_options.empty() ? std::string_view("{}") : import_options);
  if (!draft.ok()) return std::move(draft.error());
  auto read = CheckImportOptions(**draft);
  if (!read.ok()) return std::move(read.error());
  if (auto checked = CheckImport(*operation, *read, batch); !checked.ok()) return checked;

  const ToolLease line_tools(tools_);
  Importer importer(*operation, principal, options, *read, **draft, entropy_, *line_tools, batch);
  auto transaction = store_->BeginWrite(options.cancelled);
  if (!transaction.ok()) return std::move(transaction.error());
  if (auto run = importer.Run(lines, transaction->connection()); !run.ok()) return run;
  if (importer.keeps()) {
    if (auto committed = transaction->Commit(); !committed.ok()) return committed;
  }
  importer.Settle();
  return {};
}

}  // namespace certlite
