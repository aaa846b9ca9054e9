#include "core/engine/engine.h"

#include <iterator>
#include <utility>

#include "core/base/clock.h"
#include "core/base/date.h"
#include "core/base/instant.h"
#include "core/compute/validity.h"
#include "core/engine/idempotency.h"
#include "core/engine/operations.h"
#include "core/model/rule.h"
#include "core/parse/json_parser.h"
#include "core/render/describe.h"
#include "core/render/render.h"
#include "core/store/schema.h"
#include "core/store/store.h"
#include "core/validate/validate.h"

namespace certlite {
namespace {

constexpr size_t kIdleParsersMax = 8;

Result<void> CheckPermission(const Principal& principal, const Operation& operation) {
  if (!principal.Grants(operation.scope)) {
    return MakeError(ErrorCode::kForbidden, rule::kPrincipalScope, "",
                     "The scope " + std::string(operation.scope) + " was not granted.");
  }
  if (principal.reach < operation.reach_min) {
    return MakeError(ErrorCode::kForbidden, rule::kPrincipalReach, "",
                     std::string(operation.name) + " needs the reach " +
                         std::string(kReachKinds[static_cast<size_t>(operation.reach_min)]) + ".");
  }
  return {};
}

Result<void> CheckKey(const Operation& operation, std::optional<std::string_view> key) {
  if (!key) return {};
  if (!operation.writes()) {
    return MakeError(ErrorCode::kIdempotencyKeyInvalid, rule::kKeyOnRead, "",
                     std::string(operation.name) + " only reads and takes no idempotency key.");
  }
  return CheckIdempotencyKey(*key);
}

Result<void> CheckOptions(const Operation& operation, const CallOptions& options) {
  if (options.now_ms && (*options.now_ms < 0 || *options.now_ms > kInstantMax)) {
    return MakeError(ErrorCode::kInvalid, rule::kCallRange, "", "now is outside of the years 1970 to 9999.");
  }
  if (options.as_of && (*options.as_of < kDayMin || *options.as_of > kDayMax)) {
    return MakeError(ErrorCode::kInvalid, rule::kCallRange, "", "as_of is outside of the years 0001 to 9999.");
  }
  if (options.known_at_ms && !operation.takes_known_at()) {
    return MakeError(ErrorCode::kInvalid, rule::kCallUnsupported, "",
                     std::string(operation.name) + " takes no known_at.");
  }
  if (options.known_at_ms && (*options.known_at_ms < 0 || *options.known_at_ms > kInstantMax)) {
    return MakeError(ErrorCode::kInvalid, rule::kCallRange, "", "known_at is outside of the years 1970 to 9999.");
  }
  if (options.cancelled != nullptr && options.cancelled->load()) {
    return MakeError(ErrorCode::kCancelled, "The call was cancelled before it began.");
  }
  return {};
}

// What a write is made of: everything before the first byte is written, and the writing.
struct PreparedWrite {
  std::optional<Record> created;
  std::optional<Change> changed;
};

Result<PreparedWrite> Prepare(Call& call) {
  PreparedWrite prepared;
  if (call.operation.verb == Verb::kCreate || call.operation.verb == Verb::kRenew) {
    auto record = call.operation.verb == Verb::kCreate ? PrepareCreate(call) : PrepareRenewal(call);
    if (!record.ok()) return std::move(record.error());
    prepared.created = std::move(*record);
  } else {
    auto change = PrepareChange(call);
    if (!change.ok()) return std::move(change.error());
    prepared.changed = std::move(*change);
  }
  return prepared;
}

Result<Written> WritePrepared(Call& call, PreparedWrite prepared) {
  return prepared.created ? WriteCreate(call, std::move(*prepared.created))
                          : WriteChange(call, std::move(*prepared.changed));
}

// Commits and hands the answer out. What was erased is cleaned out of the file before.
Result<Answer> Finish(Call& call, WriteTransaction& transaction, Answer answer) {
  const bool erases = call.operation.verb == Verb::kErase;
  if (erases) {
    const Uuid& id = call.parameter(parameter::kId).uuid;
    call.remnants.ids.emplace_back(id.bytes.begin(), id.bytes.end());
  }
  // From here on nothing is allocated: want of memory must not hide what COMMIT has said.
  if (auto committed = transaction.Commit(); !committed.ok()) return Result<Answer>(committed.TakeError());
  if (!erases) return answer;
  auto cleaned = transaction.Clean(call.remnants);
  if (cleaned.ok()) return answer;
  cleaned.error().detail = "The record is erased, but the file still holds what it was (" + cleaned.error().detail +
                           "). Call again until it succeeds.";
  return Result<Answer>(cleaned.TakeError());
}

// What else stands against a request whose shape is refused already.
Error RefuseWhole(Call& call) {
  const auto take = [&call](Error& error) {
    call.violations.insert(call.violations.end(), std::make_move_iterator(error.violations.begin()),
                           std::make_move_iterator(error.violations.end()));
  };
  if (auto prepared = Prepare(call); !prepared.ok()) take(prepared.error());
  return Refusal(std::move(call.violations));
}

}  // namespace

// A parser for one call, given back when the call ends.
class Engine::ParserLease {
 public:
  explicit ParserLease(Engine& engine) : engine_(engine) {
    const std::lock_guard lock(engine_.parsers_mutex_);
    if (engine_.parsers_.empty()) return;
    parser_ = std::move(engine_.parsers_.back());
    engine_.parsers_.pop_back();
  }
  ~ParserLease() {
    const std::lock_guard lock(engine_.parsers_mutex_);
    if (parser_ != nullptr && engine_.parsers_.size() < kIdleParsersMax) {
      engine_.parsers_.push_back(std::move(parser_));
    }
  }
  ParserLease(const ParserLease&) = delete;
  ParserLease& operator=(const ParserLease&) = delete;

  Result<const Draft*> Parse(std::string_view text) {
    if (parser_ == nullptr) parser_ = std::make_unique<JsonParser>();
    return parser_->Parse(text);
  }

 private:
  Engine& engine_;
  std::unique_ptr<JsonParser> parser_;
};

Engine::Engine(uint64_t id_seed) : entropy_(id_seed) { parsers_.reserve(kIdleParsersMax); }
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
  ParserLease parser(*this);
  auto draft = parser.Parse(text);
  if (!draft.ok()) return std::move(draft.error());
  return CheckPrincipal(**draft);
}

Result<Answer> Engine::Execute(const Principal& principal, std::string_view operation_name, std::string_view request,
                               std::optional<std::string_view> idempotency_key, const CallOptions& options) {
  const Operation* const operation = FindOperation(operation_name);
  if (operation == nullptr) {
    return MakeError(ErrorCode::kUnknownOperation, "There is no such operation; describe lists those that there are.");
  }
  ParserLease parser(*this);
  auto draft = parser.Parse(request);
  if (!draft.ok()) return std::move(draft.error());
  if (auto permitted = CheckPermission(principal, *operation); !permitted.ok()) return std::move(permitted.error());
  if (auto key = CheckKey(*operation, idempotency_key); !key.ok()) return std::move(key.error());
  if (auto checked = CheckOptions(*operation, options); !checked.ok()) return std::move(checked.error());

  Call call{*operation, principal, **draft, entropy_, idempotency_key};
  call.now_ms = options.now_ms ? *options.now_ms : SystemNowMs();
  call.as_of_given = options.as_of;
  call.known_at_ms = options.known_at_ms;
  call.as_of = options.as_of ? *options.as_of : DayOf(call.now_ms);
  CheckedRequest checked = CheckRequest(*operation, **draft, options.lenient);
  call.request = checked.request;
  call.violations = std::move(checked.violations);
  return operation->writes() ? Write(call, options) : Read(call, options);
}

Result<Answer> Engine::Read(Call& call, const CallOptions& options) {
  if (!call.violations.empty()) return Refusal(std::move(call.violations));
  auto transaction = store_->BeginRead(options.cancelled);
  if (!transaction.ok()) return std::move(transaction.error());
  call.connection = &transaction->connection();
  if (auto reach = ResolveReach(call); !reach.ok()) return std::move(reach.error());
  switch (call.operation.verb) {
    case Verb::kGet:
      return Get(call);
    case Verb::kList:
      return &call.resource() == &kHistoryEntryResource ? ListHistory(call) : List(call);
    case Verb::kVersions:
      return ListVersions(call);
    case Verb::kEvidence:
      return ListEvidence(call);
    case Verb::kHead:
      return ReadHead(call);
    case Verb::kVerifyChain:
      return VerifyHistory(call);
    case Verb::kMe:
      return Me(call);
    default:
      break;
  }
  return MakeError(ErrorCode::kInternal, "An operation that writes was about to be read.");
}

// A replay, and a refusal that needs no more than a look, take no writer's turn.
Result<std::optional<Answer>> Engine::LookBeforeWriting(Call& call, const CallOptions& options,
                                                        const Digest& fingerprint) {
  auto transaction = store_->BeginRead(options.cancelled);
  if (!transaction.ok()) return std::move(transaction.error());
  call.connection = &transaction->connection();
  if (auto reach = ResolveReach(call); !reach.ok()) {
    if (call.violations.empty() || reach.error().violations.empty()) return std::move(reach.error());
    call.violations.push_back(std::move(reach.error().violations.front()));
    return Refusal(std::move(call.violations));
  }
  auto resolved = ResolveKey(call, fingerprint);
  if (!resolved.ok() || resolved->has_value() || call.violations.empty()) return resolved;
  return RefuseWhole(call);
}

Result<Answer> Engine::Write(Call& call, const CallOptions& options) {
  const Digest fingerprint = call.key ? FingerprintOf(call) : Digest{};
  const bool erases = call.operation.verb == Verb::kErase;  // even done again it cleans the file
  if (call.key || !call.violations.empty()) {
    auto looked = LookBeforeWriting(call, options, fingerprint);
    if (!looked.ok()) return std::move(looked.error());
    if (looked->has_value() && !erases) return std::move(**looked);
  }
  auto transaction = store_->BeginWrite(options.cancelled);
  if (!transaction.ok()) return std::move(transaction.error());
  call.connection = &transaction->connection();
  if (auto reach = ResolveReach(call); !reach.ok()) return std::move(reach.error());
  auto resolved = ResolveKey(call, fingerprint);
  if (!resolved.ok()) return std::move(resolved.error());
  if (resolved->has_value()) return erases ? Finish(call, *transaction, std::move(**resolved)) : std::move(**resolved);
  auto prepared = Prepare(call);
  if (!prepared.ok()) return std::move(prepared.error());
  if (!call.violations.empty()) return Refusal(std::move(call.violations));
  auto written = WritePrepared(call, std::move(*prepared));
  if (!written.ok()) return std::move(written.error());
  auto bound = BindCallKey(call, fingerprint, written->answer.outcome, written->record,
                           written->answer_is_in_history ? std::nullopt : std::optional(written->answer.body.view()));
  if (!bound.ok()) return std::move(bound.error());
  // Nothing was written and no key was bound: there is nothing to make durable.
  if (!written->answer_is_in_history && !call.key && !erases) return std::move(written->answer);
  return Finish(call, *transaction, std::move(written->answer));
}

Validity JudgeValidity(const ValidityFacts& facts, int32_t as_of) { return ComputeValidity(facts, as_of); }

std::string Describe() {
  return RenderDescription({kLibraryVersion, kAbiVersion, SqliteVersion(), static_cast<int>(Migrations().size())});
}

std::string ProblemOf(const Error& error) { return RenderProblem(error); }

}  // namespace certlite
