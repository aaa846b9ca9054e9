#include "core/engine/engine.h"

#include <future>
#include <utility>

#include "core/compute/validity.h"
#include "core/engine/admission.h"
#include "core/engine/count.h"
#include "core/engine/decide.h"
#include "core/engine/idempotency.h"
#include "core/engine/operations.h"
#include "core/engine/upkeep.h"
#include "core/engine/what_if.h"
#include "core/render/describe.h"
#include "core/render/render.h"
#include "core/store/schema.h"
#include "core/store/store.h"
#include "core/validate/validate.h"

namespace certlite {
namespace {

std::string ErasedOnly(std::string_view reason) {
  return "The record is erased, but the file still holds what it was (" + std::string(reason) +
         "). Call again until it succeeds.";
}

Result<void> Clean(WriteTransaction& transaction, const Remnants& remnants) {
  auto cleaned = transaction.Clean(remnants);
  if (!cleaned.ok()) cleaned.error().detail = ErasedOnly(cleaned.error().detail);
  return cleaned;
}

// Commits, cleans what was erased out of the file and hands the answer out.
Result<Answer> FinishErasing(Call& call, WriteTransaction& transaction, Answer answer) {
  const Uuid& id = call.parameter(parameter::kId).uuid;
  call.remnants.ids.emplace_back(id.bytes.begin(), id.bytes.end());
  // Of an erase that comes again nobody knows the texts, nor whether the file was cleaned of them.
  call.remnants.all_known = answer.outcome == Outcome::kUpdated;
  // Made beforehand: want of memory must not hide what COMMIT has said. The task keeps an exception to itself.
  Result<void> cleaned = MakeError(ErrorCode::kOutOfMemory, ErasedOnly("memory ran out"));
  std::packaged_task<void()> cleaning([&] { cleaned = Clean(transaction, call.remnants); });
  if (auto committed = transaction.Commit(); !committed.ok()) return Result<Answer>(committed.TakeError());
  cleaning();
  if (!cleaned.ok()) return Result<Answer>(cleaned.TakeError());
  return answer;
}

}  // namespace

Engine::Engine(uint64_t id_seed) : entropy_(id_seed) {}
Engine::~Engine() = default;

Result<std::unique_ptr<Engine>> Engine::Open(const EngineOptions& options) {
  std::unique_ptr<Engine> engine(new Engine(options.id_seed));
  auto store =
      Store::Open({options.path, options.busy_timeout_ms, options.exclusive, options.must_exist}, Migrations());
  if (!store.ok()) return std::move(store.error());
  engine->store_ = std::move(*store);
  return engine;
}

Result<Principal> Engine::ReadPrincipal(std::string_view text) {
  const ToolLease tools(tools_);
  auto draft = tools->parser.Parse(text);
  if (!draft.ok()) return std::move(draft.error());
  return CheckPrincipal(**draft);
}

Result<Answer> Engine::Execute(const Principal& principal, std::string_view operation_name, std::string_view request,
                               std::optional<std::string_view> idempotency_key, const CallOptions& options) {
  const Operation* const operation = FindOperation(operation_name);
  if (operation == nullptr) return UnknownOperation();
  const ToolLease tools(tools_);
  auto draft = tools->parser.Parse(request);
  if (!draft.ok()) return std::move(draft.error());
  if (auto permitted = CheckPermission(principal, *operation); !permitted.ok()) return std::move(permitted.error());
  if (auto key = CheckKey(*operation, idempotency_key); !key.ok()) return std::move(key.error());
  if (auto checked = CheckOptions(*operation, options); !checked.ok()) return std::move(checked.error());

  Call call{*operation, principal, **draft, entropy_, *tools, idempotency_key};
  TakeOptions(call, options);
  CheckedRequest checked = CheckRequest(*operation, **draft, {.lenient = options.lenient}, call.arena);
  call.request = checked.request;
  call.violations = std::move(checked.violations);
  if (operation->writes()) return Write(call, options, request.size());
  if (!call.violations.empty()) return Refusal(std::move(call.violations));
  if (operation->keeps_store()) return Keep(call, options);
  return operation->verb == Verb::kAsk ? Try(call, options) : Read(call, options);
}

Result<Answer> Engine::Read(Call& call, const CallOptions& options) {
  ColumnCache::Turn turn;
  if (CountsByColumns(call)) {
    if (auto usable = store_->CheckUsable(); !usable.ok()) return std::move(usable.error());
    auto taken = columns_.TakeTurn(options.cancelled);
    if (!taken.ok()) return std::move(taken.error());
    turn = std::move(*taken);
    call.columns = &columns_;
  }
  auto transaction = store_->BeginRead(options.cancelled);
  if (!transaction.ok()) return std::move(transaction.error());
  call.connection = &transaction->connection();
  return AnswerQuestion(call);
}

// What is about the store as a file.
Result<Answer> Engine::Keep(Call& call, const CallOptions& options) {
  if (call.operation.verb == Verb::kBackup) return BackUpStore(call, *store_, options.cancelled);
  if (call.operation.verb == Verb::kCompact) return CompactStore(call, *store_, options.cancelled);
  ReadTransaction transaction;
  return CheckStore(call, [&]() -> Result<void> {
    transaction = ReadTransaction();
    auto begun = store_->BeginRead(options.cancelled);
    if (!begun.ok()) return Result<void>(begun.TakeError());
    transaction = std::move(*begun);
    call.connection = &transaction.connection();
    return {};
  });
}

Result<Answer> Engine::Try(Call& call, const CallOptions& options) {
  auto transaction = store_->BeginTrial(options.cancelled);
  if (!transaction.ok()) return std::move(transaction.error());
  call.connection = &transaction->connection();
  return AskWhatIf(call, options);
}

// What is answered without a writer's turn: a replay, and a refusal that needs no more than a look.
Result<std::optional<Answer>> Engine::LookBeforeWriting(Call& call, const CallOptions& options,
                                                        const Digest& fingerprint) {
  auto transaction = store_->BeginRead(options.cancelled);
  if (!transaction.ok()) return std::move(transaction.error());
  call.connection = &transaction->connection();
  auto looked = Look(call, fingerprint);
  if (call.key && looked.ok()) expects_replay_ = looked->has_value();
  return looked;
}

// A write that nobody stands in the way of is decided where it is written. It is worth a look before that if something
// is wrong already, if a replay is likely, or if it had to wait.
Result<Answer> Engine::Write(Call& call, const CallOptions& options, size_t request_bytes) {
  const Digest fingerprint = call.key ? FingerprintOf(call) : Digest{};
  const bool erases = call.operation.verb == Verb::kErase;  // even done again it cleans the file
  bool may_look = call.key.has_value();
  if (!call.violations.empty() || (may_look && (erases || expects_replay_))) {
    may_look = false;
    auto looked = LookBeforeWriting(call, options, fingerprint);
    if (!looked.ok()) return std::move(looked.error());
    if (looked->has_value() && !erases) return std::move(**looked);
  }
  if (erases) return Erase(call, options, fingerprint);
  Answer answer;
  const auto forget = [&call] {  // what was another transaction's
    call.reach_known = false;
    call.violations.clear();
  };
  const auto write = [&](Connection& connection) -> Result<bool> {
    call.connection = &connection;
    forget();
    auto decided = DecideAndWrite(call, fingerprint);
    if (!decided.ok()) return Result<bool>(decided.TakeError());
    answer = std::move(decided->answer);
    return decided->changed;
  };
  const auto look = [&]() -> Result<bool> {
    forget();  // a write of which nothing has stayed may have come before
    auto looked = LookBeforeWriting(call, options, fingerprint);
    if (!looked.ok()) return Result<bool>(looked.TakeError());
    if (looked->has_value()) answer = std::move(**looked);
    return looked->has_value();
  };
  const absl::FunctionRef<Result<bool>()> look_once = look;
  // Once this has answered nothing is allocated: want of memory must not hide what COMMIT has said.
  auto written = store_->Write({write, request_bytes, may_look ? &look_once : nullptr}, options.cancelled);
  if (!written.ok()) return Result<Answer>(written.TakeError());
  if (answer.outcome == Outcome::kReplayed) expects_replay_ = true;
  return answer;
}

// In a transaction of its own, since the file is cleaned before the writers' lock goes.
Result<Answer> Engine::Erase(Call& call, const CallOptions& options, const Digest& fingerprint) {
  auto transaction = store_->BeginWrite(options.cancelled);
  if (!transaction.ok()) return std::move(transaction.error());
  call.connection = &transaction->connection();
  call.reach_known = false;  // it was another transaction's
  auto decided = DecideAndWrite(call, fingerprint);
  if (!decided.ok()) return Result<Answer>(decided.TakeError());
  return FinishErasing(call, *transaction, std::move(decided->answer));
}

bool JudgeValidity(ValidityBlock& block, size_t n, int32_t as_of) { return JudgeBlock(block, n, as_of); }

bool JudgeStatuses(const FactColumns& facts, size_t n, int32_t as_of, uint8_t* status) {
  return JudgeColumns(facts, n, as_of, status);
}

std::string Describe() {
  return RenderDescription({kLibraryVersion, kAbiVersion, SqliteVersion(), static_cast<int>(Migrations().size())});
}

std::string ProblemOf(const Error& error) { return RenderProblem(error); }

}  // namespace certlite
