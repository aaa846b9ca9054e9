#include "core/engine/idempotency.h"

#include <utility>

#include "core/engine/decision_table.h"
#include "core/engine/versions.h"
#include "core/model/key_purge.h"
#include "core/model/rule.h"
#include "core/render/render.h"
#include "core/store/history.h"
#include "core/store/idempotency_keys.h"
#include "core/store/schema.h"

namespace certlite {
namespace {

// Never the body's to say: two users with one key and one body are two requests.
KeyScope ScopeOf(const Call& call) {
  KeyScope scope{call.principal.reach, {}, call.operation.name};
  if (call.principal.reach == ReachKind::kOrganization) scope.subject = call.principal.organization_id;
  if (call.principal.reach == ReachKind::kSelf) scope.subject = call.principal.user_id;
  return scope;
}

KeyFinding FindingOf(const Call& call, const std::optional<BoundKey>& bound, const Digest& fingerprint) {
  if (!call.key) return KeyFinding::kNone;
  if (!bound) return KeyFinding::kFree;
  if (bound->fingerprint_version == kFingerprintForgotten) return KeyFinding::kErased;
  const bool same = bound->fingerprint_version == kFingerprintVersion && bound->fingerprint == fingerprint;
  return same ? KeyFinding::kSamePayload : KeyFinding::kOtherPayload;
}

// The bytes that were answered when the key was bound.
Result<std::optional<Answer>> FirstAnswer(Call& call, const BoundKey& bound) {
  const auto replay = [&bound](std::string_view text) {
    return std::optional(Answer{Outcome::kReplayed, OwnedText(text), bound.resource_id});
  };
  if (bound.own_answer) return replay(*bound.own_answer);
  const int64_t organization_key = OrganizationOf(bound.history_key);
  auto entry =
      FindEntry(*call.connection, organization_key, bound.history_key - HistoryKey(organization_key, 0), call.arena);
  if (!entry.ok()) return std::move(entry.error());
  auto answer = AnswerIn(entry->value_or(HistoryEntry()));
  if (!answer.ok()) return std::move(answer.error());
  return replay(*answer);
}

}  // namespace

Digest FingerprintOf(Call& call) { return call.tools.sha256().Update(RenderCanonical(call.draft)).Finish(); }

Result<std::optional<Answer>> ResolveKey(Call& call, const Digest& fingerprint) {
  std::optional<BoundKey> bound;
  if (call.key) {
    auto found = FindKey(*call.connection, ScopeOf(call), *call.key);
    if (!found.ok()) return std::move(found.error());
    bound = std::move(*found);
  }
  bool reached = true;
  if (bound) {
    auto within = IsWithinReach(call, OrganizationOf(bound->history_key), bound->resource_id);
    if (!within.ok()) return std::move(within.error());
    reached = *within;
  }
  switch (DecideByKey(FindingOf(call, bound, fingerprint), reached)) {
    case KeyDecision::kGoOn:
      return std::optional<Answer>();
    case KeyDecision::kReplay:
      return FirstAnswer(call, *bound);
    case KeyDecision::kRefuseReuse:
      return MakeError(ErrorCode::kIdempotencyKeyReused, rule::kKeyPayload, "",
                       "This idempotency key was used before with another payload; nothing was written.");
    case KeyDecision::kRefuseUnreached:
      return MakeError(ErrorCode::kNotFound, rule::kRecordExists, "",
                       "What this idempotency key made is no longer within reach.");
    case KeyDecision::kRefuseGone:
      break;
  }
  return MakeError(ErrorCode::kGone, rule::kRecordErased, "", "What this idempotency key made was erased.");
}

Result<void> BindCallKey(Call& call, const Digest& fingerprint, const Written& written) {
  if (!call.key) return {};
  BoundKey bound;
  bound.fingerprint_version = kFingerprintVersion;
  bound.fingerprint = fingerprint;
  bound.outcome = static_cast<int64_t>(written.answer.outcome);
  bound.resource_id = written.answer.id;
  bound.history_key = HistoryKey(written.record.organization_key, written.record.last_sequence);
  if (!written.answer_is_in_history) {
    bound.own_answer = std::string(written.answer.body.view());
    bound.bound_at = call.now_ms;
  }
  return BindKey(*call.connection, ScopeOf(call), *call.key, bound);
}

Result<Written> PurgeKeys(Call& call) {
  const Value& before = call.parameter(parameter::kBoundBefore);
  auto purged = DeleteKeysBoundBefore(*call.connection, before.integer);
  if (!purged.ok()) return std::move(purged.error());
  Record told;
  told.resource = &kKeyPurgeResource;
  told[key_purge::kBoundBefore] = before;
  told[key_purge::kPurgedCount] = Value::Of(*purged);
  const bool changed = *purged > 0;
  Answer answer{changed ? Outcome::kUpdated : Outcome::kUnchanged,
                OwnedText(RenderAnswer(told, ShapeOf(call.operation)))};
  return Written{std::move(answer), told, false, changed};
}

}  // namespace certlite
