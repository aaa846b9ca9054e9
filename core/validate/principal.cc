// The principal's own small document.
#include <absl/strings/str_cat.h>

#include <optional>
#include <string>

#include "core/base/json_text.h"
#include "core/model/limits.h"
#include "core/model/rule.h"
#include "core/validate/field_value.h"
#include "core/validate/validate.h"

namespace certlite {
namespace {

class PrincipalChecker {
 public:
  explicit PrincipalChecker(const Draft& draft) : draft_(draft) {}

  Result<Principal> Check() {
    draft_.ForEachMember(0, [this](size_t position, const JsonNode& node) { CheckMember(position, node); });
    if (system_) {
      if (members_ > 1) Report("/system", "The system has no other members.");
      principal_.reach = ReachKind::kSystem;
      principal_.scopes = (1U << kScopes.size()) - 1;
    } else {
      if (!user_) Report("/user_id", "The user's UUID is required, or {\"system\":true}.");
      if (!scopes_) Report("/scopes", "The granted scopes are required; [] is none.");
      if (!reach_) Report("/reach", "The reach is required: self or organization.");
      if (reach_known_ && (principal_.reach == ReachKind::kOrganization) != organization_) {
        Report("/organization_id", "Reach organization needs the organization's UUID, reach self has none.");
      }
    }
    if (violations_.empty()) return principal_;
    Error error = MakeError(ErrorCode::kInvalid, "The principal is not well-formed.");
    error.violations = std::move(violations_);
    return error;
  }

 private:
  void Report(std::string pointer, std::string detail) {
    if (violations_.size() < kViolationsMax) {
      violations_.push_back({rule::kPrincipalFormat, std::move(pointer), std::move(detail)});
    }
  }

  void CheckMember(size_t position, const JsonNode& node) {
    ++members_;
    const std::string pointer = PointerTo(node.name);
    if (node.name == "system") {
      system_ = node.kind == JsonNode::Kind::kBoolean && node.boolean;
      if (!system_) Report(pointer, "It is true or left out.");
    } else if (node.name == "user_id") {
      user_ = CheckId(node, pointer, principal_.user_id);
    } else if (node.name == "organization_id") {
      organization_ = CheckId(node, pointer, principal_.organization_id);
    } else if (node.name == "reach") {
      reach_ = true;
      CheckReach(node, pointer);
    } else if (node.name == "scopes") {
      scopes_ = true;
      CheckScopes(position, node, pointer);
    } else {
      Report(pointer, "A principal has no such member.");
    }
  }

  bool CheckId(const JsonNode& node, const std::string& pointer, Uuid& out) {
    if (node.kind == JsonNode::Kind::kString) {
      if (const auto uuid = ParseUuid(node.text)) {
        out = *uuid;
        return true;
      }
    }
    Report(pointer, "A UUID of 36 characters is expected.");
    return true;
  }

  void CheckReach(const JsonNode& node, const std::string& pointer) {
    reach_known_ = node.kind == JsonNode::Kind::kString && (node.text == "self" || node.text == "organization");
    if (!reach_known_) return Report(pointer, "It is self or organization.");
    principal_.reach = node.text == "self" ? ReachKind::kSelf : ReachKind::kOrganization;
  }

  void CheckScopes(size_t position, const JsonNode& node, const std::string& pointer) {
    if (node.kind != JsonNode::Kind::kArray) return Report(pointer, "An array of scopes is expected.");
    size_t index = 0;
    draft_.ForEachMember(position, [&](size_t, const JsonNode& item) {
      uint32_t bit = 0;
      for (size_t i = 0; i < kScopes.size(); ++i) {
        if (item.kind == JsonNode::Kind::kString && item.text == kScopes[i]) bit = 1U << i;
      }
      if (bit == 0) {
        Report(absl::StrCat(pointer, "/", index), absl::StrCat("It is not one of: ", ListOf(kScopes), "."));
      }
      principal_.scopes |= bit;
      ++index;
    });
  }

  const Draft& draft_;
  Principal principal_;
  std::vector<Violation> violations_;
  int members_ = 0;
  bool system_ = false;
  bool user_ = false;
  bool organization_ = false;
  bool scopes_ = false;
  bool reach_ = false;
  bool reach_known_ = false;
};

}  // namespace

Result<Principal> CheckPrincipal(const Draft& draft) { return PrincipalChecker(draft).Check(); }

}  // namespace certlite
