// The decision table of idempotency: what a write comes to, by its key and by the identity that it names. Nothing is
// looked up or written here. Source: docs/idempotency.md, whose rows are cited.
#ifndef CERTLITE_CORE_ENGINE_DECISION_TABLE_H_
#define CERTLITE_CORE_ENGINE_DECISION_TABLE_H_

#include <cstdint>

#include "core/model/import.h"

namespace certlite {

// What is known of a call's key when it is looked up, in the key's scope. An attempt that was refused, failed or died
// before its commit has bound nothing, and another scope's binding is invisible: both are kFree.
enum class KeyFinding : uint8_t { kNone, kFree, kSamePayload, kOtherPayload, kErased };

// What is to be done about it; a write that goes on is validated, and then decided by its identity.
enum class KeyDecision : uint8_t { kGoOn, kReplay, kRefuseReuse, kRefuseUnreached, kRefuseGone };

// `reached`: the record that the key is bound to is within the principal's reach now.
KeyDecision DecideByKey(KeyFinding finding, bool reached);

// What the ids that a record names, its own or external_id with external_source, lead to. Content is compared with that
// of version 1.
enum class IdentityFinding : uint8_t { kNone, kFree, kSameContent, kOtherContent, kOtherRecord, kErased };

enum class IdentityDecision : uint8_t { kCreate, kAnswerExisting, kUpdateExisting, kRefuseConflict, kRefuseGone };

IdentityDecision DecideByIdentity(IdentityFinding finding, OnDuplicate on_duplicate);

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_DECISION_TABLE_H_
