// External ids: (organization, source, id) belongs to one certification, compared bytewise.
#include <sqlite3.h>

#include "tests/engine/file.h"
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

class ExternalIdTest : public EngineTest {
 protected:
  Json Body(const Json& more = Json::object()) const {
    Json body = {{"organization_member_id", member_},
                 {"certification_type_id", type_},
                 {"external_id", "X"},
                 {"external_source", "hr"},
                 {"source", "import"},
                 {"issued_on", "2025-01-01"},
                 {"expires_on", "2026-01-01"},
                 {"issuer_name", "I"},
                 {"serial_number", "S"}};
    body.update(more);
    return body;
  }
  Answer Create(const Json& body, const How& how = {}) const {
    return system().Call("certification.create", body, how);
  }

  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_, {{"user_id", User(1)}});
  const std::string other_member_ = NewMember(organization_, {{"user_id", User(2)}});
  const std::string type_ = NewType(organization_);
  const std::string other_type_ = NewType(organization_, {{"expiring_soon_days", 0}});
};

TEST_F(ExternalIdTest, EachDifferingFieldIsNamed) {
  const Answer first = Create(Body());
  ASSERT_DID(CERTLITE_CREATED, first);
  const std::vector<std::pair<std::string, Json>> changes = {{"organization_member_id", other_member_},
                                                             {"certification_type_id", other_type_},
                                                             {"source", "api"},
                                                             {"issued_on", "2025-01-02"},
                                                             {"issued_on", nullptr},
                                                             {"expires_on", "2026-01-02"},
                                                             {"expires_on", nullptr},
                                                             {"issuer_name", "i"},
                                                             {"issuer_name", ""},
                                                             {"issuer_name", nullptr},
                                                             {"serial_number", "S "}};
  const std::string before = Dump();
  for (const auto& [name, value] : changes) {
    const Answer answer = Create(Body({{name, value}}));
    EXPECT_REFUSED("external_id_conflict", answer, {"external_id.content", "/external_id"});
    EXPECT_EQ(first.id(), answer.json().at("existing_id"));
    EXPECT_EQ(Json::array({name}), answer.json().at("differing_fields")) << value;
  }
  EXPECT_EQ(before, Dump());
}

TEST_F(ExternalIdTest, ASourceIsANamespaceAndSoIsNone) {
  const std::vector<Json> spaces = {"hr", "HR", "hr ", nullptr, "null"};
  std::vector<std::string> ids;
  for (const Json& source : spaces) {
    const Answer answer = Create(Body({{"external_source", source}}));
    ASSERT_DID(CERTLITE_CREATED, answer);
    ids.push_back(answer.id());
  }
  for (size_t i = 0; i < spaces.size(); ++i) {
    const Answer answer = Create(Body({{"external_source", spaces[i]}}));
    ASSERT_DID(CERTLITE_EXISTS, answer);
    EXPECT_EQ(ids[i], answer.id());
  }
  // Left out is null.
  Json without = Body();
  without.erase("external_source");
  const Answer answer = Create(without);
  ASSERT_DID(CERTLITE_EXISTS, answer);
  EXPECT_EQ(ids[3], answer.id());
}

TEST_F(ExternalIdTest, IdsAreComparedBytewise) {
  for (const char* id : {"x", "X", "X ", "caf\xC3\xA9", "cafe\xCC\x81", "1", "01", "%"}) {
    EXPECT_DID(CERTLITE_CREATED, Create(Body({{"external_id", id}})));
  }
  EXPECT_EQ(8, Count(Path(), "certification"));
}

TEST_F(ExternalIdTest, AnotherOrganizationHasItsOwn) {
  const std::string elsewhere = NewOrganization();
  const std::string member = NewMember(elsewhere);
  const std::string type = NewType(elsewhere);
  ASSERT_DID(CERTLITE_CREATED, Create(Body()));
  EXPECT_DID(CERTLITE_CREATED, Create(Body({{"organization_member_id", member}, {"certification_type_id", type}})));
}

TEST_F(ExternalIdTest, ASourceAloneIdentifiesNothing) {
  EXPECT_DID(CERTLITE_CREATED, Create(Body({{"external_id", nullptr}})));
  EXPECT_DID(CERTLITE_CREATED, Create(Body({{"external_id", nullptr}})));
}

// After defaults and derivation: what was derived for the first is what the second says itself, and the reverse.
TEST_F(ExternalIdTest, ContentIsComparedAsItWasStored) {
  const std::string timed = NewType(organization_, {{"validity_period", {{"unit", "year"}, {"count", 1}}}});
  const Json bare = {{"organization_member_id", member_},
                     {"certification_type_id", timed},
                     {"external_id", "X"},
                     {"issued_on", "2025-01-01"}};
  ASSERT_DID(CERTLITE_CREATED, Create(bare));
  Json full = bare;
  full.update(
      {{"expires_on", "2026-01-01"}, {"source", "manual"}, {"issuer_name", nullptr}, {"external_source", nullptr}});
  EXPECT_DID(CERTLITE_EXISTS, Create(full));
  // Never is not left out.
  full["expires_on"] = nullptr;
  EXPECT_REFUSED("external_id_conflict", Create(full), {"external_id.content", "/external_id"});
}

// What exists is answered as it is today.
TEST_F(ExternalIdTest, TheExistingRecordIsAnsweredForTheCallsDay) {
  const Answer first = Create(Body());
  ASSERT_DID(CERTLITE_UPDATED, system().Call("certification_type.update", {{"id", type_}, {"title", "New"}}));
  const Answer exists = Create(Body(), {.as_of = Day("2024-01-01")});
  ASSERT_DID(CERTLITE_EXISTS, exists);
  EXPECT_EQ("not_yet_valid", exists.data().at("validity_status"));
  EXPECT_EQ("New", exists.data().at("certification_type").at("title"));
  EXPECT_EQ(system().Call("certification.get", {{"id", first.id()}}, {.as_of = Day("2024-01-01")}).text, exists.text);
}

TEST_F(ExternalIdTest, ARecordOutOfReachIsNotTold) {
  const Answer first = Create(Body());
  ASSERT_DID(CERTLITE_CREATED, first);
  Json own = Body();
  own.erase("organization_member_id");
  const Answer stranger = As(SelfOf(User(2))).Call("certification.create", own);
  EXPECT_REFUSED("external_id_conflict", stranger, {"external_id.content", "/external_id"});
  EXPECT_FALSE(stranger.json().contains("existing_id"));
  EXPECT_FALSE(stranger.json().contains("differing_fields"));
  EXPECT_EQ(std::string::npos, stranger.text.find(first.id()));
  EXPECT_EQ(std::string::npos, stranger.text.find(member_));
  // Its owner and the organization are told.
  own["issuer_name"] = "another";
  for (const Json& principal : {SelfOf(User(1)), OrganizationOf(User(1), organization_)}) {
    const Answer told = As(principal).Call("certification.create", own);
    EXPECT_REFUSED("external_id_conflict", told, {"external_id.content", "/external_id"});
    EXPECT_EQ(first.id(), told.json().at("existing_id"));
  }
}

TEST_F(ExternalIdTest, ARecordThatWasMovedIsNotToldToItsFirstMember) {
  const Answer first = As(SelfOf(User(1))).Call("certification.create", Body());
  ASSERT_DID(CERTLITE_CREATED, first);
  ASSERT_DID(CERTLITE_EXISTS, As(SelfOf(User(1))).Call("certification.create", Body()));
  ASSERT_DID(CERTLITE_UPDATED,
             system().Call("certification.update", {{"id", first.id()}, {"organization_member_id", other_member_}}));
  const Answer again = As(SelfOf(User(1))).Call("certification.create", Body());
  EXPECT_REFUSED("external_id_conflict", again, {"external_id.content", "/external_id"});
  EXPECT_EQ(std::string::npos, again.text.find(first.id()));
  EXPECT_DID(CERTLITE_EXISTS, Create(Body())) << "of the whole organization";
}

// Validation comes before the external id.
TEST_F(ExternalIdTest, AnArchivedTypeRefusesOnlyWhatIsNew) {
  ASSERT_DID(CERTLITE_CREATED, Create(Body()));
  ASSERT_DID(CERTLITE_UPDATED, system().Call("certification_type.update", {{"id", type_}, {"status", "archived"}}));
  EXPECT_DID(CERTLITE_EXISTS, Create(Body()));
  EXPECT_REFUSED("external_id_conflict", Create(Body({{"source", "api"}})), {"external_id.content", "/external_id"});
  EXPECT_REFUSED("archived", Create(Body({{"external_id", "another"}})),
                 {"certification_type.active", "/certification_type_id"});
}

// The engine looks before it writes; whatever else may write, the file has no place for a twin.
TEST_F(ExternalIdTest, TheFileItselfRefusesATwin) {
  ASSERT_DID(CERTLITE_CREATED, Create(Body()));
  ASSERT_DID(CERTLITE_CREATED, Create(Body({{"external_id", "Y"}})));
  Close();
  sqlite3* file = nullptr;
  ASSERT_EQ(SQLITE_OK, sqlite3_open(Path().c_str(), &file));
  EXPECT_EQ(SQLITE_CONSTRAINT,
            sqlite3_exec(file, "UPDATE certification SET external_id = 'X'", nullptr, nullptr, nullptr));
  EXPECT_EQ(SQLITE_CONSTRAINT_UNIQUE, sqlite3_extended_errcode(file));
  sqlite3_close(file);
}

}  // namespace
}  // namespace certlite::host
