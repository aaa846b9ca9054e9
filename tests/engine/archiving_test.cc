// Members and types: put away and taken back, and what an archived one means for certifications.
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

class ArchivingTest : public EngineTest {
 protected:
  Answer Do(const std::string& operation, const std::string& id) const {
    return system().Call(operation, {{"id", id}});
  }
  Json StatusOf(const std::string& resource, const std::string& id) const {
    return Do(resource + ".get", id).data().at("status");
  }

  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_);
  const std::string type_ = NewType(organization_);
};

TEST_F(ArchivingTest, AMemberComesBackAsItWas) {
  for (const std::string status : {"active", "invited", "inactive"}) {
    for (const bool by_update : {false, true}) {
      const std::string id = NewMember(organization_, {{"status", status}});
      const Answer archived =
          by_update ? system().Call("member.update", {{"id", id}, {"status", "archived"}}) : Do("member.archive", id);
      ASSERT_DID(CERTLITE_UPDATED, archived);
      EXPECT_EQ("archived", archived.data().at("status"));
      EXPECT_EQ(status, archived.json().at("meta").at("archived_from"));
      Reopen();
      const Answer restored = Do("member.restore", id);
      ASSERT_DID(CERTLITE_UPDATED, restored);
      EXPECT_EQ(status, restored.data().at("status"));
      EXPECT_EQ(nullptr, restored.json().at("meta").at("archived_from"));
    }
  }
  const std::string never = NewMember(organization_, {{"status", "archived"}});
  EXPECT_EQ("active", Do("member.restore", never).data().at("status")) << "it was nothing else before";
}

TEST_F(ArchivingTest, IsRefusedWhereThereIsNothingToDo) {
  for (const auto& [resource, id] :
       {std::pair<std::string, std::string>("member", member_), {"certification_type", type_}}) {
    EXPECT_REFUSED("conflict", Do(resource + ".restore", id), {"archive.transition", "/id"});
    ASSERT_DID(CERTLITE_UPDATED, Do(resource + ".archive", id));
    const std::string before = Dump();
    EXPECT_REFUSED("conflict", Do(resource + ".archive", id), {"archive.transition", "/id"});
    EXPECT_REFUSED("revision_conflict", system().Call(resource + ".restore", {{"id", id}, {"if_revision", 1}}),
                   {"revision.current", "/if_revision"});
    EXPECT_EQ(before, Dump());
  }
}

TEST_F(ArchivingTest, WhatIsArchivedTakesNothingNewAndKeepsComputing) {
  const std::string card = NewCard(member_, type_, {{"expires_on", "2026-01-20"}});
  const Json body = {{"organization_member_id", member_}, {"certification_type_id", type_}};
  const struct {
    std::string resource;
    std::string id;
    std::string rule;
    std::string pointer;
  } kRows[] = {{"member", member_, "member.active", "/organization_member_id"},
               {"certification_type", type_, "certification_type.active", "/certification_type_id"}};
  for (const auto& row : kRows) {
    ASSERT_DID(CERTLITE_UPDATED, Do(row.resource + ".archive", row.id));
    EXPECT_REFUSED("archived", system().Call("certification.create", body), {row.rule, row.pointer});
    const Answer kept = system().Call("certification.get", {{"id", card}}, {.as_of = Day("2026-01-21")});
    EXPECT_EQ("expired", kept.data().at("validity_status"));
    EXPECT_DID(CERTLITE_UPDATED, Do("certification.archive", card));
    EXPECT_DID(CERTLITE_UPDATED, Do("certification.restore", card));
    ASSERT_DID(CERTLITE_UPDATED, Do(row.resource + ".restore", row.id));
    EXPECT_EQ("active", StatusOf(row.resource, row.id));
  }
  EXPECT_DID(CERTLITE_CREATED, system().Call("certification.create", body));
}

TEST_F(ArchivingTest, StandardTypesAreTheSystemsToPutAway) {
  const std::string standard = NewStandardType();
  const Session organization = As(OrganizationOf(User(1), organization_));
  EXPECT_REFUSED("forbidden", organization.Call("certification_type.archive", {{"id", standard}}),
                 {"certification_type.standard", "/id"});
  EXPECT_DID(CERTLITE_UPDATED, Do("certification_type.archive", standard));
}

}  // namespace
}  // namespace certlite::host
