// What a principal reaches, in the terms of the store. Everything that a call reads or writes goes through it.
#ifndef CERTLITE_CORE_ENGINE_REACH_H_
#define CERTLITE_CORE_ENGINE_REACH_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/error.h"
#include "core/base/uuid.h"
#include "core/model/record.h"
#include "core/store/records.h"

namespace certlite {

struct Call;

// One organization, and which of its members.
struct ReachPart {
  OrganizationRow organization;
  bool every_member = false;
  std::vector<int64_t> member_keys;  // unless every_member

  bool Includes(int64_t member_key) const {
    return every_member || std::ranges::find(member_keys, member_key) != member_keys.end();
  }
  // What is no member's is for everybody.
  bool Includes(const Record& record) const { return record.member_key == 0 || Includes(record.member_key); }
};

struct Reach {
  std::vector<ReachPart> parts;
  std::vector<MembershipRow> memberships;  // the subject's own, within the parts

  bool Includes(int64_t organization_key, int64_t member_key) const {
    return std::ranges::any_of(parts, [&](const ReachPart& part) {
      return part.organization.key == organization_key && part.Includes(member_key);
    });
  }
};

// Fills call.reach: the principal's, narrowed to the organization that the request names.
// Errors: kNotFound if that one is out of reach.
Result<void> ResolveReach(Call& call);

// The record of that id within reach, whichever organization's it is.
Result<std::optional<Record>> FindWithinReach(Call& call, const Resource& resource, const Uuid& id);

// Whether a record that a key is bound to is still within reach.
Result<bool> IsWithinReach(Call& call, int64_t organization_key, const Uuid& id);

// The organizations' keys in which types are looked for: those within reach, and the standard catalogue.
std::vector<int64_t> TypeOrganizations(const Reach& reach);

// Whose records a question is about, of the part's members: of the one that it names, or of all whom the principal
// reaches there. Nullopt: of every member. `named`: the member's id, absent if none is named.
Result<std::optional<std::vector<int64_t>>> MembersAsked(Call& call, const ReachPart& part, const Value& named);

// The type of that id: the organization's own or a standard one.
Result<std::optional<Record>> FindTypeFor(Call& call, int64_t organization_key, const Uuid& id);

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_REACH_H_
