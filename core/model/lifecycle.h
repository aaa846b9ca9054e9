// The lifecycle of a certification: one table, which the engine, describe, the docs and the tests read.
#ifndef CERTLITE_CORE_MODEL_LIFECYCLE_H_
#define CERTLITE_CORE_MODEL_LIFECYCLE_H_

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/model/operation.h"
#include "core/model/validity.h"

namespace certlite {

enum class LifecycleEffect : uint8_t { kStays, kGoes, kReturns, kErases };
inline constexpr std::array<std::string_view, 4> kLifecycleEffects = {"stays", "goes", "returns", "erases"};

// From which statuses an operation is allowed, and what becomes of the status.
struct LifecycleRule {
  Verb verb;
  uint32_t from;  // bit i: LifecycleStatus i
  LifecycleEffect effect;
  LifecycleStatus to = LifecycleStatus::kActive;  // of kGoes; kReturns: what it was before it was archived

  constexpr bool Allows(LifecycleStatus status) const { return (from >> static_cast<uint32_t>(status) & 1U) != 0; }
};

constexpr uint32_t LifecycleSet(std::span<const LifecycleStatus> statuses) {
  uint32_t set = 0;
  for (const LifecycleStatus status : statuses) set |= 1U << static_cast<uint32_t>(status);
  return set;
}

namespace lifecycle {

using enum LifecycleStatus;
inline constexpr uint32_t kOpen = LifecycleSet(std::array{kActive, kSuspended});
inline constexpr uint32_t kRenewable = LifecycleSet(std::array{kActive, kSuspended, kSuperseded});
inline constexpr uint32_t kAny = LifecycleSet(std::array{kActive, kSuspended, kRevoked, kSuperseded, kArchived});
inline constexpr uint32_t kNotArchived = LifecycleSet(std::array{kActive, kSuspended, kRevoked, kSuperseded});

}  // namespace lifecycle

// What is not here doesn't depend on the status. Source: docs/lifecycle.md.
inline constexpr std::array kLifecycleRules = {
    LifecycleRule{Verb::kUpdate, lifecycle::kOpen, LifecycleEffect::kStays},
    LifecycleRule{Verb::kVerify, lifecycle::kOpen, LifecycleEffect::kStays},
    LifecycleRule{Verb::kSuspend, LifecycleSet(std::array{LifecycleStatus::kActive}), LifecycleEffect::kGoes,
                  LifecycleStatus::kSuspended},
    LifecycleRule{Verb::kReinstate, LifecycleSet(std::array{LifecycleStatus::kSuspended}), LifecycleEffect::kGoes,
                  LifecycleStatus::kActive},
    LifecycleRule{Verb::kRevoke, lifecycle::kOpen, LifecycleEffect::kGoes, LifecycleStatus::kRevoked},
    LifecycleRule{Verb::kSupersede, lifecycle::kOpen, LifecycleEffect::kGoes, LifecycleStatus::kSuperseded},
    LifecycleRule{Verb::kArchive, lifecycle::kNotArchived, LifecycleEffect::kGoes, LifecycleStatus::kArchived},
    LifecycleRule{Verb::kRestore, LifecycleSet(std::array{LifecycleStatus::kArchived}), LifecycleEffect::kReturns},
    LifecycleRule{Verb::kRenew, lifecycle::kRenewable, LifecycleEffect::kStays},
    LifecycleRule{Verb::kErase, lifecycle::kAny, LifecycleEffect::kErases},
};

// The rule of a certification's operation, or null if it doesn't depend on the status.
constexpr const LifecycleRule* LifecycleRuleOf(Verb verb) {
  for (const LifecycleRule& rule : kLifecycleRules) {
    if (rule.verb == verb) return &rule;
  }
  return nullptr;
}

}  // namespace certlite

#endif  // CERTLITE_CORE_MODEL_LIFECYCLE_H_
