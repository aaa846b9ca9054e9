#include "core/engine/idempotency.h"

#include <utility>

#include "core/engine/versions.h"
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

}  // namespace

Digest FingerprintOf(Call& call) { return call.sha256.Update(RenderCanonical(call.draft)).Finish(); }

Result<std::optional<Answer>> ResolveKey(Call& call, const Digest& fingerprint) {
  if (!call.key) return std::optional<Answer>();
  auto found = FindKey(*call.connection, ScopeOf(call), *call.key);
  if (!found.ok()) return std::move(found.error());
  if (!found->has_value()) return std::optional<Answer>();
  BoundKey& bound = **found;
  const bool erased = bound.fingerprint_version == kFingerprintForgotten;
  if (!erased && (bound.fingerprint_version != kFingerprintVersion || bound.fingerprint != fingerprint)) {
    return MakeError(ErrorCode::kIdempotencyKeyReused, rule::kKeyPayload, "",
                     "This idempotency key was used before with another payload; nothing was written.");
  }
  auto reached = IsWithinReach(call, OrganizationOf(bound.history_key), bound.resource_id);
  if (!reached.ok()) return std::move(reached.error());
  if (!*reached) {
    return MakeError(ErrorCode::kNotFound, rule::kRecordExists, "",
                     "What this idempotency key made is no longer within reach.");
  }
  if (erased) {
    return MakeError(ErrorCode::kGone, rule::kRecordErased, "", "What this idempotency key made was erased.");
  }
  if (bound.own_answer) return std::optional(Answer{Outcome::kReplayed, OwnedText(*bound.own_answer)});
  const int64_t organization_key = OrganizationOf(bound.history_key);
  auto entry =
      FindEntry(*call.connection, organization_key, bound.history_key - HistoryKey(organization_key, 0), call.arena);
  if (!entry.ok()) return std::move(entry.error());
  auto answer = AnswerIn(entry->value_or(HistoryEntry()));
  if (!answer.ok()) return std::move(answer.error());
  return std::optional(Answer{Outcome::kReplayed, OwnedText(*answer)});
}

Result<void> BindCallKey(Call& call, const Digest& fingerprint, Outcome outcome, const Record& record,
                         std::optional<std::string_view> own_answer) {
  if (!call.key) return {};
  BoundKey bound;
  bound.fingerprint_version = kFingerprintVersion;
  bound.fingerprint = fingerprint;
  bound.outcome = static_cast<int64_t>(outcome);
  bound.resource_id = record[record.resource->id].uuid;
  bound.history_key = HistoryKey(record.organization_key, record.last_sequence);
  if (own_answer) bound.own_answer = std::string(*own_answer);
  return BindKey(*call.connection, ScopeOf(call), *call.key, bound);
}

}  // namespace certlite
