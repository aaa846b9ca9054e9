// engine.compact: the file becomes as small as what is in it, and nothing else changes.
#include <sqlite3.h>

#include <filesystem>
#include <thread>

#include "tests/engine/file.h"
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

// A store in which many pages are used by nothing.
class CompactTest : public EngineTest {
 protected:
  CompactTest() {
    for (int i = 0; i < 400; ++i) {
      const Json request = {{"organization_member_id", member_}, {"certification_type_id", type_}};
      const Answer made =
          system().Call("certification.create", request, {.key = std::to_string(i) + std::string(200, 'k')});
      EXPECT_TRUE(made.ok()) << made.text;
    }
    EXPECT_TRUE(system().Call("idempotency.purge", {{"bound_before", "2030-01-01T00:00:00.000Z"}}).ok());
  }

  Answer Compact(const How& how = {}) const { return system().Call("engine.compact", Json::object(), how); }

  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_);
  const std::string type_ = NewType(organization_);
};

TEST_F(CompactTest, TheFileIsSmallerAndHoldsTheSame) {
  const std::string before = Dump();
  const Answer answer = Compact();
  ASSERT_DID(CERTLITE_READ, answer);
  const Json data = answer.data();
  EXPECT_LT(data.at("bytes_after").get<int64_t>(), data.at("bytes_before").get<int64_t>());
  EXPECT_EQ(std::filesystem::file_size(Path()), data.at("bytes_after"));
  EXPECT_EQ(0U, std::filesystem::file_size(Path() + "-wal"));
  EXPECT_EQ(before, Dump());
  EXPECT_EQ(std::vector<std::string>{"0"}, Column(Path(), "PRAGMA freelist_count"));
  EXPECT_EQ(Json(true), system().Call("engine.check", {{"depth", "full"}}).data().at("is_sound"));
  EXPECT_EQ(data.at("bytes_after"), Compact().data().at("bytes_after"));
  NewMember(organization_);
}

TEST_F(CompactTest, OtherEnginesGoOn) {
  const Engine other(Path());
  const Session session = other.As(kSystem);
  ASSERT_TRUE(session.Call("member.get", {{"id", member_}}).ok());
  ASSERT_DID(CERTLITE_READ, Compact());
  EXPECT_TRUE(session.Call("member.get", {{"id", member_}}).ok());
  EXPECT_TRUE(session.Call("member.update", {{"id", member_}, {"display_name", "M"}}).ok());
  EXPECT_EQ(400, session.Call("certification.count", Json::object()).data().at("total"));
}

TEST_F(CompactTest, ItIsBusyWhileAReaderHoldsTheLog) {
  Reopen({.busy_timeout_ms = 1});
  sqlite3* reader = nullptr;
  ASSERT_EQ(SQLITE_OK, sqlite3_open(Path().c_str(), &reader));
  ASSERT_EQ(SQLITE_OK, sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM member", nullptr, nullptr, nullptr));
  NewMember(organization_);
  const std::string before = Dump();
  EXPECT_REFUSED("busy", Compact());
  EXPECT_EQ(before, Dump());
  sqlite3_close(reader);
  EXPECT_DID(CERTLITE_READ, Compact());
  EXPECT_EQ(before, Dump());
}

TEST_F(CompactTest, ACancelIsHeardWhileReadersAreWaitedFor) {
  Reopen({.busy_timeout_ms = 60'000});
  sqlite3* reader = nullptr;
  ASSERT_EQ(SQLITE_OK, sqlite3_open(Path().c_str(), &reader));
  ASSERT_EQ(SQLITE_OK, sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM member", nullptr, nullptr, nullptr));
  NewMember(organization_);
  certlite_cancel* cancel = nullptr;
  ASSERT_EQ(CERTLITE_OK, certlite_cancel_new(&cancel));
  Answer compacted;
  std::thread compacting([&] { compacted = Compact({.cancel = cancel}); });
  const Engine other(Path());
  const Session session = other.As(kSystem);
  const auto write = [&] { return session.Call("member.update", {{"id", member_}, {"display_name", "M"}}); };
  while (write().status != CERTLITE_E_BUSY) std::this_thread::yield();
  certlite_cancel_trigger(cancel);
  compacting.join();
  EXPECT_REFUSED("cancelled", compacted);
  sqlite3_close(reader);
  certlite_cancel_free(cancel);
  EXPECT_TRUE(write().ok());
  EXPECT_DID(CERTLITE_READ, Compact());
}

TEST_F(CompactTest, InMemoryThereIsNothingToGain) {
  const Engine engine(":memory:");
  const Session session = engine.As(kSystem);
  const std::string id = session.Call("organization.create", {{"name", "O"}}).id();
  const Json data = session.Call("engine.compact", Json::object()).data();
  EXPECT_EQ(data.at("bytes_before"), data.at("bytes_after"));
  EXPECT_LT(0, data.at("bytes_after"));
  EXPECT_TRUE(session.Call("organization.get", {{"id", id}}).ok());
}

TEST_F(CompactTest, ItIsTheSystemsAlone) {
  EXPECT_REFUSED("forbidden", As(OrganizationOf(User(1), organization_)).Call("engine.compact", Json::object()),
                 {"principal.reach", ""});
  certlite_cancel* cancel = nullptr;
  ASSERT_EQ(CERTLITE_OK, certlite_cancel_new(&cancel));
  certlite_cancel_trigger(cancel);
  EXPECT_REFUSED("cancelled", Compact({.cancel = cancel}));
  certlite_cancel_free(cancel);
}

}  // namespace
}  // namespace certlite::host
