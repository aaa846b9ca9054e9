#include "tests/engine/bad_requests.h"

#include <algorithm>

namespace certlite::host {

BadRequestTest::BadRequestTest() {
  const std::string ours = ids_["organization"] = NewOrganization();
  const std::string theirs = ids_["foreign_organization"] = NewOrganization();
  const std::string closed = ids_["archived_organization"] = NewOrganization();
  ids_["member"] = NewMember(ours, {{"user_id", User(1)}, {"external_id", "M-1"}});
  ids_["other_member"] = NewMember(ours, {{"user_id", User(2)}});
  ids_["invited_member"] = NewMember(ours, {{"status", "invited"}});
  ids_["inactive_member"] = NewMember(ours, {{"status", "inactive"}, {"user_id", User(3)}});
  ids_["archived_member"] = NewMember(ours, {{"status", "archived"}, {"user_id", User(4)}});
  ids_["foreign_member"] = NewMember(theirs);
  ids_["closed_member"] = NewMember(closed);
  ids_["type"] = NewType(ours, {{"slug", "taken"}, {"validity_period", {{"unit", "month"}, {"count", 12}}}});
  ids_["archived_type"] = NewType(ours, {{"status", "archived"}});
  ids_["foreign_type"] = NewType(theirs);
  ids_["standard_type"] = NewStandardType({{"slug", "taken-standard"}});
  ids_["nowhere"] = std::string(kNowhere);
  EXPECT_DID(CERTLITE_UPDATED, system().Call("organization.update", {{"id", closed}, {"status", "archived"}}));
  ids_["card"] = NewCard(ids_["member"], ids_["type"], {{"external_id", "C-1"}, {"issued_on", "2025-01-01"}});
  ids_["foreign_card"] = NewCard(ids_["foreign_member"], ids_["foreign_type"]);

  const auto log_in = [this](const std::string& name, const Json& principal) {
    principals_.emplace(name, As(principal));
  };
  log_in("system", kSystem);
  log_in("organization", OrganizationOf(User(1), ours));
  log_in("stranger", OrganizationOf(User(9), ours));  // of no membership
  log_in("reader", OrganizationOf(User(1), ours, {"certification_records:read"}));
  log_in("lost", OrganizationOf(User(1), std::string(kNowhere)));
  log_in("self", SelfOf(User(1)));
  log_in("inactive", SelfOf(User(3)));
  log_in("archived", SelfOf(User(4)));
}

std::string BadRequestTest::Filled(std::string text) const {
  // The longest names first: $member_x is not $member.
  std::vector<std::pair<std::string, std::string>> names(ids_.begin(), ids_.end());
  std::ranges::sort(names, std::greater(), [](const auto& name) { return name.first.size(); });
  for (const auto& [name, id] : names) {
    for (size_t at = 0; (at = text.find("$" + name, at)) != std::string::npos; at += id.size()) {
      text.replace(at, name.size() + 1, id);
    }
  }
  return text;
}

size_t BadRequestTest::RefuseAll(const std::vector<BadRequest>& rows) {
  const std::string before = Dump();
  for (const BadRequest& row : rows) {
    const testing::ScopedTrace trace(__FILE__, __LINE__, row.name);
    const std::string body = Filled(row.body);
    EXPECT_TRUE(Refused(row.code, row.faults, Who(row.who).CallText(row.operation, body, row.how)));
    EXPECT_TRUE(Dump() == before) << "something was written";
    if (row.how.key || (!row.operation.ends_with(".create") && !row.operation.ends_with(".update"))) continue;
    How with_key = row.how;
    with_key.key = "a-key";
    EXPECT_TRUE(Refused(row.code, row.faults, Who(row.who).CallText(row.operation, body, with_key)));
    EXPECT_TRUE(Dump() == before) << "something was written, or a key was bound";
  }
  return rows.size();
}

}  // namespace certlite::host
