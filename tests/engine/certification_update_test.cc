// certification.update: a merge patch of the nine fields, judged as a create is where it changes something.
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

class CertificationUpdateTest : public EngineTest {
 protected:
  Answer Update(const Json& change, const How& how = {}) const {
    Json request = {{"id", card_}};
    request.update(change);
    return system().Call("certification.update", request, how);
  }
  Answer Get() const { return system().Call("certification.get", {{"id", card_}}); }

  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_, {{"user_id", User(1)}});
  const std::string colleague_ = NewMember(organization_, {{"user_id", User(2)}});
  const std::string type_ =
      NewType(organization_, {{"slug", "a"}, {"validity_period", {{"unit", "year"}, {"count", 2}}}});
  const std::string other_type_ = NewType(organization_, {{"slug", "b"}, {"title", "B"}, {"grace_days", 9}});
  const std::string card_ = NewCard(member_, type_,
                                    {{"external_id", "E"},
                                     {"external_source", "hr"},
                                     {"issued_on", "2025-01-01"},
                                     {"issuer_name", "I"},
                                     {"serial_number", "S"}});
};

TEST_F(CertificationUpdateTest, OneFieldChangesAndTheOthersStay) {
  const std::vector<std::pair<std::string, Json>> rows = {{"external_id", "e"},
                                                          {"external_source", "lms"},
                                                          {"external_source", nullptr},
                                                          {"external_id", nullptr},
                                                          {"source", "api"},
                                                          {"issued_on", "2025-02-28"},
                                                          {"issued_on", nullptr},
                                                          {"expires_on", "2026-12-31"},
                                                          {"expires_on", nullptr},
                                                          {"issuer_name", ""},
                                                          {"issuer_name", nullptr},
                                                          {"serial_number", "s"},
                                                          {"serial_number", nullptr}};
  Json expected = Get().data();
  int64_t later = kNow;
  for (const auto& [field, value] : rows) {
    later += 1000;
    const Answer answer = Update({{field, value}}, {.now = later});
    ASSERT_DID(CERTLITE_UPDATED, answer);
    Json data = answer.data();
    EXPECT_NE(expected["updated_at"], data["updated_at"]);
    expected[field] = value;
    for (const char* computed : {"updated_at", "validity_status"}) data[computed] = expected[computed];
    EXPECT_EQ(expected, data) << field;
  }
  EXPECT_EQ(1 + static_cast<int>(rows.size()), Get().json().at("meta").at("revision"));
}

TEST_F(CertificationUpdateTest, AnotherMemberOrTypeIsTakenWithAllThatItBrings) {
  const Answer moved = Update({{"organization_member_id", colleague_}, {"certification_type_id", other_type_}});
  ASSERT_DID(CERTLITE_UPDATED, moved);
  EXPECT_EQ(User(2), moved.data().at("user_id"));
  EXPECT_EQ((Json{{"id", other_type_}, {"slug", "b"}, {"title", "B"}, {"status", "active"}}),
            moved.data().at("certification_type"));
  EXPECT_EQ("2027-01-01", moved.data().at("expires_on")) << "what was derived once stays";
  EXPECT_EQ(moved.text, Get().text);
  EXPECT_EQ(
      "in_grace",
      system().Call("certification.get", {{"id", card_}}, {.as_of = Day("2027-01-10")}).data().at("validity_status"));
  EXPECT_REFUSED("not_found", As(SelfOf(User(1))).Call("certification.get", {{"id", card_}}), {"record.exists", "/id"});
}

TEST_F(CertificationUpdateTest, NothingNewIsUnchanged) {
  const std::string before = Dump();
  EXPECT_DID(CERTLITE_UNCHANGED, Update({{"serial_number", "S"}, {"organization_member_id", member_}}));
  EXPECT_DID(CERTLITE_UNCHANGED, Update(Json::object()));
  EXPECT_EQ(before, Dump());
}

TEST_F(CertificationUpdateTest, WhatIsWrongIsToldAtOnceAndNothingIsWritten) {
  const std::string elsewhere = NewOrganization();
  const std::string stranger = NewMember(elsewhere);
  const std::string foreign_type = NewType(elsewhere);
  const std::string archived_member = NewMember(organization_, {{"status", "archived"}});
  const std::string archived_type = NewType(organization_, {{"slug", "old"}, {"status", "archived"}});
  NewCard(colleague_, type_, {{"external_id", "taken"}, {"external_source", "hr"}});
  const std::string before = Dump();
  EXPECT_REFUSED("invalid", Update({{"issued_on", "2027-01-02"}}), {"dates.order", "/expires_on"});
  EXPECT_REFUSED("invalid", Update({{"expires_on", "2024-02-30"}, {"issuer_name", 1}, {"nonsense", 1}}),
                 {"date.exists", "/expires_on"}, {"field.type", "/issuer_name"}, {"field.unknown", "/nonsense"});
  EXPECT_REFUSED("invalid", Update({{"organization_member_id", nullptr}, {"certification_type_id", nullptr}}),
                 {"field.null", "/organization_member_id"}, {"field.null", "/certification_type_id"});
  EXPECT_REFUSED("not_found", Update({{"organization_member_id", stranger}, {"certification_type_id", foreign_type}}),
                 {"member.exists", "/organization_member_id"});
  EXPECT_REFUSED("not_found", Update({{"certification_type_id", foreign_type}}),
                 {"certification_type.exists", "/certification_type_id"});
  EXPECT_REFUSED("archived",
                 Update({{"organization_member_id", archived_member}, {"certification_type_id", archived_type}}),
                 {"member.active", "/organization_member_id"}, {"certification_type.active", "/certification_type_id"});
  EXPECT_REFUSED("external_id_conflict", Update({{"external_id", "taken"}}), {"external_id.unique", "/external_id"});
  EXPECT_EQ(before, Dump());
}

// What is archived since keeps its certifications, and they can still be corrected.
TEST_F(CertificationUpdateTest, AnArchivedMemberOrTypeStaysWhereItIs) {
  ASSERT_DID(CERTLITE_UPDATED, system().Call("member.update", {{"id", member_}, {"status", "archived"}}));
  ASSERT_DID(CERTLITE_UPDATED, system().Call("certification_type.update", {{"id", type_}, {"status", "archived"}}));
  EXPECT_DID(CERTLITE_UPDATED, Update({{"serial_number", "T"}, {"certification_type_id", type_}}));
}

// An old file that is imported again after an update still tells of what was created.
TEST_F(CertificationUpdateTest, AnExternalIdStandsForWhatWasCreated) {
  const Json body = {{"organization_member_id", member_},
                     {"certification_type_id", type_},
                     {"external_id", "E"},
                     {"external_source", "hr"},
                     {"issued_on", "2025-01-01"},
                     {"issuer_name", "I"},
                     {"serial_number", "S"}};
  ASSERT_DID(CERTLITE_UPDATED, Update({{"serial_number", "T"}}));
  ASSERT_DID(CERTLITE_UPDATED, Update({{"organization_member_id", colleague_}, {"issued_on", nullptr}}));
  Reopen();
  const std::string before = Dump();
  const Answer again = system().Call("certification.create", body);
  ASSERT_DID(CERTLITE_EXISTS, again);
  EXPECT_EQ(Get().text, again.text);
  Json updated = body;
  updated["serial_number"] = "T";
  const Answer other = system().Call("certification.create", updated);
  EXPECT_REFUSED("external_id_conflict", other, {"external_id.content", "/external_id"});
  EXPECT_EQ(Json::array({"serial_number"}), other.json().at("differing_fields"));
  EXPECT_EQ(before, Dump());
}

TEST_F(CertificationUpdateTest, AnExternalIdThatWasGivenUpIsFree) {
  ASSERT_DID(CERTLITE_UPDATED, Update({{"external_id", "F"}}));
  const Json body = {{"organization_member_id", member_},
                     {"certification_type_id", type_},
                     {"external_id", "E"},
                     {"external_source", "hr"}};
  EXPECT_DID(CERTLITE_CREATED, system().Call("certification.create", body));
  EXPECT_REFUSED("external_id_conflict", Update({{"external_id", "E"}}), {"external_id.unique", "/external_id"});
}

}  // namespace
}  // namespace certlite::host
