#include "core/engine/decision_table.h"

#include <array>

namespace certlite {
namespace {

// In the order of KeyFinding. Rows 20, 22 and 23 never come so far: they are refused before anything is looked up.
constexpr std::array kByKey = {
    KeyDecision::kGoOn,         // kNone: rows 1 to 4, 16 and 17
    KeyDecision::kGoOn,         // kFree: rows 5 to 7, 12 to 14 and 21; row 15, where nothing came to be
    KeyDecision::kReplay,       // kSamePayload: rows 8, 10 and 18; row 15, where the commit was kept
    KeyDecision::kRefuseReuse,  // kOtherPayload: rows 9 and 19
    KeyDecision::kRefuseGone,   // kErased: row 11
};

// In the order of IdentityFinding.
constexpr std::array kByIdentity = {
    IdentityDecision::kCreate,          // kNone: rows 1 and 5
    IdentityDecision::kCreate,          // kFree: rows 2 and 5
    IdentityDecision::kAnswerExisting,  // kSameContent: rows 3 and 6; row 16, where the commit was kept
    IdentityDecision::kRefuseConflict,  // kOtherContent: rows 4 and 7
    IdentityDecision::kRefuseConflict,  // kOtherRecord: rows 4 and 7, where two ids lead to two records
    IdentityDecision::kRefuseGone,      // kErased: row 24
};

}  // namespace

KeyDecision DecideByKey(KeyFinding finding, bool reached) {
  const KeyDecision decision = kByKey[static_cast<size_t>(finding)];
  const bool tells = decision == KeyDecision::kReplay || decision == KeyDecision::kRefuseGone;
  return tells && !reached ? KeyDecision::kRefuseUnreached : decision;
}

IdentityDecision DecideByIdentity(IdentityFinding finding, OnDuplicate on_duplicate) {
  if (finding == IdentityFinding::kOtherContent && on_duplicate == OnDuplicate::kUpdate) {
    return IdentityDecision::kUpdateExisting;
  }
  return kByIdentity[static_cast<size_t>(finding)];
}

}  // namespace certlite
