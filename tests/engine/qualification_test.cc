// Qualifications: what an organization asks for, kept as any record is.
#include "tests/engine/file.h"
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

class QualificationTest : public EngineTest {
 protected:
  Json Body(const Json& more = Json::object()) const {
    Json body = {{"organization_id", organization_},
                 {"slug", "climber"},
                 {"title", "Climber"},
                 {"certification_type_ids", {type_, standard_}}};
    body.update(more);
    return body;
  }

  const std::string organization_ = NewOrganization();
  const std::string type_ = NewType(organization_);
  const std::string standard_ = NewStandardType();
};

TEST_F(QualificationTest, IsAnsweredWithItsTypesInOrder) {
  Json ids = {type_, standard_};
  std::sort(ids.begin(), ids.end());
  for (const Json& given : {Json{type_, standard_}, Json{standard_, type_}}) {
    const Answer made =
        system().Call("qualification.create",
                      Body({{"slug", "s-" + std::to_string(given[0] == type_)}, {"certification_type_ids", given}}));
    ASSERT_DID(CERTLITE_CREATED, made);
    EXPECT_EQ(ids, made.data().at("certification_type_ids"));
    EXPECT_EQ("any", made.data().at("verification_policy"));
    EXPECT_EQ(false, made.data().at("accepts_in_grace"));
    EXPECT_EQ(made.text, system().Call("qualification.get", {{"id", made.id()}}).text);
  }
  const Answer none = system().Call("qualification.create", Body({{"certification_type_ids", Json::array()}}));
  EXPECT_EQ(Json::array(), none.data().at("certification_type_ids"));
}

TEST_F(QualificationTest, AsksForTypesThatThereAre) {
  const std::string foreign = NewType(NewOrganization());
  const Answer refused = system().Call("qualification.create", Body({{"certification_type_ids", {type_, foreign}}}));
  EXPECT_REFUSED("not_found", refused, {"certification_type.exists", "/certification_type_ids/1"});
  const std::string id = NewQualification(organization_, {type_});
  EXPECT_REFUSED("not_found",
                 system().Call("qualification.update", {{"id", id}, {"certification_type_ids", {foreign}}}),
                 {"certification_type.exists", "/certification_type_ids/0"});
  // What is archived is still asked for.
  ASSERT_DID(CERTLITE_UPDATED, system().Call("certification_type.archive", {{"id", type_}}));
  EXPECT_DID(CERTLITE_CREATED, system().Call("qualification.create", Body()));
}

TEST_F(QualificationTest, HasASlugOfItsOwn) {
  ASSERT_DID(CERTLITE_CREATED, system().Call("qualification.create", Body()));
  EXPECT_REFUSED("conflict", system().Call("qualification.create", Body()), {"slug.unique", "/slug"});
  EXPECT_DID(CERTLITE_CREATED, system().Call("qualification.create", Body({{"organization_id", NewOrganization()},
                                                                           {"certification_type_ids", {standard_}}})));
}

TEST_F(QualificationTest, IsChangedAndPutAway) {
  const std::string id = NewQualification(organization_, {type_});
  const Answer changed = system().Call("qualification.update", {{"id", id},
                                                                {"certification_type_ids", Json::array()},
                                                                {"verification_policy", "verified"},
                                                                {"accepts_in_grace", true}});
  ASSERT_DID(CERTLITE_UPDATED, changed);
  EXPECT_EQ(Json::array(), changed.data().at("certification_type_ids"));
  EXPECT_EQ("verified", changed.data().at("verification_policy"));
  EXPECT_EQ(2, changed.json().at("meta").at("revision"));
  ASSERT_DID(CERTLITE_UPDATED, system().Call("qualification.archive", {{"id", id}}));
  EXPECT_REFUSED("conflict", system().Call("qualification.archive", {{"id", id}}), {"archive.transition", "/id"});
  EXPECT_EQ((std::vector<std::string>{id}), IdsOf(system().Call("qualification.list", {{"status", "archived"}})));
  EXPECT_EQ("active", system().Call("qualification.restore", {{"id", id}}).data().at("status"));
  ASSERT_DID(CERTLITE_UPDATED, system().Call("organization.update", {{"id", organization_}, {"status", "archived"}}));
  EXPECT_REFUSED("archived", system().Call("qualification.create", Body()),
                 {"organization.active", "/organization_id"});
}

TEST_F(QualificationTest, StandsInTheHistory) {
  const std::string id = NewQualification(organization_, {type_, standard_});
  ASSERT_DID(CERTLITE_UPDATED,
             system().Call("qualification.update", {{"id", id}, {"certification_type_ids", {type_}}}));
  const Json report = system().Call("history.verify", {{"organization_id", organization_}}).data();
  EXPECT_EQ(4, report.at("entry_count")) << "organization, type, and two versions";
  EXPECT_EQ(3, report.at("record_count"));
  EXPECT_TRUE(FileIsWhole(Path()));
}

}  // namespace
}  // namespace certlite::host
