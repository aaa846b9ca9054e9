// Who asks: a principal that the host has authenticated.
#ifndef CERTLITE_CORE_MODEL_PRINCIPAL_H_
#define CERTLITE_CORE_MODEL_PRINCIPAL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/uuid.h"

namespace certlite {

// The published scopes.
inline constexpr std::array<std::string_view, 12> kScopes = {"certification_records:read",
                                                             "certification_records:write",
                                                             "certification_types:read",
                                                             "certification_types:write",
                                                             "job_roles:read",
                                                             "job_roles:write",
                                                             "organization_members:read",
                                                             "organization_members:write",
                                                             "organizations:read",
                                                             "organizations:write",
                                                             "qualifications:read",
                                                             "qualifications:write"};

// How far a principal reaches, the least first: its own memberships, every member of one organization, everything.
enum class ReachKind : uint8_t { kSelf, kOrganization, kSystem };
inline constexpr std::array<std::string_view, 3> kReachKinds = {"self", "organization", "system"};

struct Principal {
  ReachKind reach = ReachKind::kSelf;
  Uuid user_id;          // unless kSystem
  Uuid organization_id;  // if kOrganization
  uint32_t scopes = 0;   // bit i: kScopes[i]

  bool Grants(std::string_view scope) const {
    if (scope.empty() || reach == ReachKind::kSystem) return true;
    for (size_t i = 0; i < kScopes.size(); ++i) {
      if (kScopes[i] == scope) return (scopes >> i & 1U) != 0;
    }
    return false;
  }
};

}  // namespace certlite

#endif  // CERTLITE_CORE_MODEL_PRINCIPAL_H_
