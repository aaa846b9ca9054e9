// Erasing: nothing personal is left in the file, its log or its answers, and the history still holds.
#include <sqlite3.h>

#include <fstream>
#include <iterator>
#include <random>

#include "tests/engine/file.h"
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string BytesOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class ErasureTest : public EngineTest {
 protected:
  Answer Erase(const std::string& resource, const std::string& id, const How& how = {}) const {
    return system().Call(resource + ".erase", {{"id", id}, {"reason", "asked for"}}, how);
  }

  // The file and its log, as `strings` would look at them.
  std::string Bytes() const { return BytesOf(Path()) + BytesOf(Path() + "-wal"); }

  void ExpectWhole() const {
    EXPECT_TRUE(ChainsHold(ReadHistory(Path())));
    EXPECT_TRUE(FileIsWhole(Path()));
    EXPECT_DID(CERTLITE_READ, system().Call("history.verify", {{"organization_id", organization_}}));
  }

  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_, {{"user_id", User(1)}});
  const std::string type_ = NewType(organization_);
};

TEST_F(ErasureTest, LeavesNoPersonalTextOfACertification) {
  const Json body = {{"organization_member_id", member_},
                     {"certification_type_id", type_},
                     {"external_id", "KEPT-external-id"},
                     {"issuer_name", "GONE-issuer"},
                     {"serial_number", "GONE-serial"}};
  const Answer card = system().Call("certification.create", body, {.key = "KEPT-key"});
  ASSERT_DID(CERTLITE_CREATED, card);
  // A key with an answer of its own, versions with other texts, reasons, evidence.
  Json existing = body;
  ASSERT_DID(CERTLITE_EXISTS, system().Call("certification.create", existing, {.key = "KEPT-other-key"}));
  const auto change = [&](const std::string& verb, const Json& more) {
    Json request = {{"id", card.id()}};
    request.update(more);
    EXPECT_DID(CERTLITE_UPDATED, system().Call("certification." + verb, request));
  };
  change("update", {{"serial_number", "GONE-second-serial\n\"quoted\""}});
  change("verify",
         {{"outcome", "verified"},
          {"method", "GONE-method"},
          {"verifier", "GONE-verifier"},
          {"reason", "GONE-remark"},
          {"evidence",
           {{"uri", "s3://GONE-uri"}, {"media_type", "GONE/media-type"}, {"sha256", std::string(63, 'a') + "7"}}}});
  change("suspend", {{"reason", "GONE-reason"}});
  ASSERT_THAT(Bytes(), HasSubstr("GONE-"));
  const Answer erased = Erase("certification", card.id());
  ASSERT_DID(CERTLITE_UPDATED, erased);
  EXPECT_THAT(erased.text, Not(HasSubstr("GONE-")));
  EXPECT_EQ("KEPT-external-id", erased.data().at("external_id"));
  EXPECT_EQ(5, erased.json().at("meta").at("revision"));
  EXPECT_EQ(0U, BytesOf(Path() + "-wal").size());
  EXPECT_THAT(Bytes(), Not(HasSubstr("GONE-")));
  EXPECT_THAT(Bytes(), Not(HasSubstr(std::string(63, 'a') + "7")));
  for (const char* kept : {"KEPT-external-id", "KEPT-key", "KEPT-other-key", "asked for"}) {
    EXPECT_THAT(Bytes(), HasSubstr(kept));
  }
  const std::vector<std::string> fingerprints =
      Column(Path(), "SELECT hex(fingerprint) FROM idempotency_key WHERE own_answer IS NULL");
  EXPECT_EQ(std::vector<std::string>({"", ""}), fingerprints);
  ExpectWhole();
  Reopen();
  EXPECT_THAT(Bytes(), Not(HasSubstr("GONE-")));
  EXPECT_REFUSED("gone", system().Call("certification.create", body, {.key = "KEPT-other-key"}), {"record.erased", ""});
}

TEST_F(ErasureTest, LeavesNoNameOfAMemberAndItsCertificationsStay) {
  const std::string card = NewCard(member_, type_, {{"issuer_name", "Training Centre"}});
  ASSERT_DID(CERTLITE_UPDATED, system().Call("member.update", {{"id", member_},
                                                               {"email", "gone@example.org"},
                                                               {"display_name", "Ada Gonesson"},
                                                               {"first_name", "Ada-Gone"},
                                                               {"role", "gone-role"},
                                                               {"external_id", "HR-7"}}));
  EXPECT_EQ(card, As(SelfOf(User(1))).Call("certification.get", {{"id", card}}).id());
  ASSERT_DID(CERTLITE_UPDATED, Erase("member", member_));
  for (const char* gone : {"gone@example.org", "Gonesson", "Ada-Gone", "gone-role"}) {
    EXPECT_THAT(Bytes(), Not(HasSubstr(gone)));
  }
  const Answer kept = system().Call("certification.get", {{"id", card}});
  EXPECT_EQ("valid", kept.data().at("validity_status"));
  EXPECT_EQ(member_, kept.data().at("organization_member_id"));
  EXPECT_EQ(nullptr, kept.data().at("user_id"));
  EXPECT_REFUSED("not_found", As(SelfOf(User(1))).Call("certification.get", {{"id", card}}), {"record.exists", "/id"});
  for (const char* verb : {"get", "update", "archive", "restore"}) {
    EXPECT_REFUSED("gone", system().Call(std::string("member.") + verb, {{"id", member_}}), {"record.erased", "/id"});
  }
  EXPECT_REFUSED("gone", system().Call("certification.renew", {{"id", card}}), {"record.erased", "/id"});
  EXPECT_TRUE(system().Call("member.list", {{"organization_id", organization_}}).data().empty());
  EXPECT_DID(CERTLITE_UPDATED, system().Call("certification.update", {{"id", card}, {"serial_number", "7"}}));
  EXPECT_EQ(nullptr, system().Call("certification.get", {{"id", card}}, {.known_at = kNow}).data().at("user_id"));
  ExpectWhole();
}

// Pages are split and built anew on the way, which leaves copies that secure_delete doesn't see: this finds them.
TEST_F(ErasureTest, LeavesNothingOfManyLives) {
  std::mt19937 random(7);
  const auto pick = [&](size_t below) { return random() % below; };
  const std::string other = NewOrganization();
  const std::vector<std::pair<std::string, std::string>> places = {{member_, type_},
                                                                   {NewMember(other), NewType(other)}};
  std::vector<std::string> ids;
  const auto mark = [&](size_t i) { return "Marked" + std::to_string(100'000 + i) + "z"; };
  for (int step = 0; step < 900; ++step) {
    if (ids.size() < 4 || pick(3) == 0) {
      const auto& [member, type] = places[pick(2)];
      ids.push_back(NewCard(member, type, {{"issuer_name", mark(ids.size())}}));
    } else {
      const size_t i = pick(ids.size());
      ASSERT_TRUE(system()
                      .Call("certification.update", {{"id", ids[i]},
                                                     {"serial_number", mark(i) + std::string(pick(200), 'x')},
                                                     {"issuer_name", mark(i) + std::string(pick(200), 'y')}})
                      .ok());
    }
  }
  std::vector<bool> erased(ids.size());
  for (size_t i = 0; i < ids.size(); ++i) {
    if (pick(2) == 0) continue;
    erased[i] = true;
    ASSERT_DID(CERTLITE_UPDATED, Erase("certification", ids[i]));
  }
  const std::string bytes = Bytes();
  int left = 0;
  for (size_t i = 0; i < ids.size(); ++i) {
    EXPECT_EQ(erased[i], bytes.find(mark(i)) == std::string::npos) << i;
    left += erased[i] ? 0 : 1;
  }
  EXPECT_GT(left, 100);
  ExpectWhole();
  EXPECT_DID(CERTLITE_READ, system().Call("history.verify", {{"organization_id", other}}));
}

// A reader keeps the old pages alive. The record is erased all the same; the call says so, and done again it finishes.
TEST_F(ErasureTest, IsBusyWhileAReaderUsesTheLogAndFinishesWhenCalledAgain) {
  const std::string card = NewCard(member_, type_, {{"issuer_name", "GONE-issuer"}});
  const Engine hasty(Path(), {.busy_timeout_ms = 50});
  const Session session = hasty.As(kSystem);
  const Json request = {{"id", card}, {"reason", "asked for"}};
  sqlite3* reader = nullptr;
  ASSERT_EQ(SQLITE_OK, sqlite3_open_v2(Path().c_str(), &reader, SQLITE_OPEN_READONLY, nullptr));
  ASSERT_EQ(SQLITE_OK, sqlite3_exec(reader, "BEGIN; SELECT * FROM certification", nullptr, nullptr, nullptr));
  const Answer busy = session.Call("certification.erase", request, {.key = "k"});
  EXPECT_REFUSED("busy", busy);
  EXPECT_THAT(busy.json().at("detail").get<std::string>(), HasSubstr("The record is erased"));
  EXPECT_REFUSED("gone", session.Call("certification.get", {{"id", card}}), {"record.erased", "/id"});
  EXPECT_THAT(Bytes(), HasSubstr("GONE-issuer"));
  EXPECT_REFUSED("busy", session.Call("certification.erase", request));
  ASSERT_EQ(SQLITE_OK, sqlite3_close(reader));
  // Only the first call knew the texts to look for, so the others build the file anew, which counts its schema up.
  const auto schema = [this] { return Column(Path(), "PRAGMA schema_version"); };
  const auto before = schema();
  EXPECT_DID(CERTLITE_REPLAYED, session.Call("certification.erase", request, {.key = "k"}));
  EXPECT_NE(before, schema());
  EXPECT_THAT(Bytes(), Not(HasSubstr("GONE-issuer")));
  EXPECT_DID(CERTLITE_UNCHANGED, session.Call("certification.erase", request));
  EXPECT_EQ(2, Count(Path(), "history WHERE resource_id = (SELECT id FROM certification)")) << "once, not thrice";
}

TEST_F(ErasureTest, NoRenewalIsLeftOfAnErasedOne) {
  const std::string card = NewCard(member_, type_);
  const Answer renewal = system().Call("certification.renew", {{"id", card}});
  const auto is_latest = [&] {
    return system().Call("certification.get", {{"id", card}}).json().at("meta").at("is_latest");
  };
  EXPECT_EQ(false, is_latest());
  ASSERT_DID(CERTLITE_UPDATED, Erase("certification", renewal.id()));
  EXPECT_EQ(true, is_latest());
  EXPECT_DID(CERTLITE_CREATED, system().Call("certification.renew", {{"id", card}}));
}

TEST(ErasureInMemoryTest, ErasesToo) {
  const Engine engine(":memory:");
  const Session system = engine.As(kSystem);
  const std::string organization = system.Call("organization.create", {{"name", "x"}}).id();
  const std::string member =
      system.Call("member.create", {{"organization_id", organization}, {"display_name", "x"}}).id();
  EXPECT_DID(CERTLITE_UPDATED, system.Call("member.erase", {{"id", member}, {"reason", "r"}}));
  EXPECT_REFUSED("gone", system.Call("member.get", {{"id", member}}), {"record.erased", "/id"});
  EXPECT_DID(CERTLITE_READ, system.Call("history.verify", {{"organization_id", organization}}));
}

}  // namespace
}  // namespace certlite::host
