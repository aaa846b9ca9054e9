// Calls of one engine that come while another is writing share its transaction: each is answered as if it were alone,
// once all of them are durable.
#include <atomic>

#include "tests/engine/file.h"
#include "tests/engine/fixture.h"
#include "tests/store/fault_vfs.h"
#include "tests/store/line.h"

namespace certlite::host {
namespace {

constexpr uint32_t kPatientMs = 120'000;  // longer than any test takes

// A base of its own, so that the file system outlives the store.
struct Disk {
  FaultVfs faults;
};

class GroupTest : protected Disk, public EngineTest {
 protected:
  GroupTest() {
    Reopen({.busy_timeout_ms = kPatientMs});
    NewMember(organization_);  // the first write after opening syncs the log's header, too
  }

  Json Body(const Json& more = Json::object()) const {
    Json body = {{"organization_member_id", member_}, {"certification_type_id", type_}};
    body.update(more);
    return body;
  }

  Answer Create(const Json& more, const How& how = {}) const {
    return system().Call("certification.create", Body(more), how);
  }

  // Makes a create whose transaction has just begun when `queue` brings others into the line.
  Answer CreateWhile(const std::function<void()>& queue, const Json& more = Json::object(), const How& how = {}) {
    faults->at_step = [&queue, called = false](FaultVfs::Step step, int) mutable {
      if (step == FaultVfs::Step::kBegun && !std::exchange(called, true)) queue();
      return SQLITE_OK;
    };
    Answer answer = Create(more, how);
    line_.Join();
    faults->at_step = nullptr;
    return answer;
  }

  int64_t Cards() const { return Count(Path(), "certification"); }

  void ExpectWhole() const {
    EXPECT_TRUE(FileIsWhole(Path()));
    EXPECT_TRUE(ChainsHold(ReadHistory(Path())));
  }

  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_);
  const std::string type_ = NewType(organization_);
  Line line_;
};

TEST_F(GroupTest, OneKeyFromManyThreadsIsOneRecordAndOneCommit) {
  const int log_syncs = faults->log_syncs;
  std::atomic<int> replayed = 0;
  std::vector<std::string> told(15);
  const Answer first = CreateWhile(
      [&] {
        for (std::string& text : told) {
          line_.Add([&] {
            const Answer answer = Create(Json::object(), {.key = "k"});
            replayed += answer.outcome == CERTLITE_REPLAYED ? 1 : 0;
            text = answer.text;
          });
        }
      },
      Json::object(), {.key = "k"});
  ASSERT_DID(CERTLITE_CREATED, first);
  EXPECT_EQ(15, replayed);
  EXPECT_THAT(told, testing::Each(first.text));
  EXPECT_EQ(log_syncs + 1, faults->log_syncs);
  EXPECT_EQ(1, Cards());
  ExpectWhole();
}

TEST_F(GroupTest, EachIsDecidedOnWhatItsNeighboursHaveDoneAndRefusedAlone) {
  const std::string archived = NewType(organization_, {{"status", "archived"}});
  const int64_t before = Cards();
  const int log_syncs = faults->log_syncs;
  Answer exists;
  const Answer first = CreateWhile(
      [&] {
        line_.Add([&] { EXPECT_DID(CERTLITE_CREATED, Create({{"external_id", "b"}}, {.key = "b"})); });
        line_.Add([&] {
          EXPECT_REFUSED("not_found", Create({{"organization_member_id", kNowhere}}),
                         {"member.exists", "/organization_member_id"});
        });
        line_.Add([&] {
          EXPECT_REFUSED("archived", Create({{"certification_type_id", archived}}, {.key = "c"}),
                         {"certification_type.active", "/certification_type_id"});
        });
        line_.Add([&] { exists = Create({{"external_id", "a"}}); });
        line_.Add([&] {
          EXPECT_EQ(CERTLITE_E_EXTERNAL_ID_CONFLICT, Create({{"external_id", "b"}, {"serial_number", "2"}}).status);
        });
        line_.Add([&] {
          EXPECT_REFUSED("idempotency_key_reused", Create({{"external_id", "d"}}, {.key = "b"}),
                         {"idempotency_key.payload", ""});
        });
        line_.Add([&] {
          EXPECT_DID(CERTLITE_UPDATED, system().Call("member.update", {{"id", member_}, {"role", "x"}}));
        });
        line_.Add([&] { EXPECT_DID(CERTLITE_CREATED, Create(Json::object(), {.key = "c"})); });
      },
      {{"external_id", "a"}});
  ASSERT_DID(CERTLITE_CREATED, first);
  ASSERT_DID(CERTLITE_EXISTS, exists);
  EXPECT_EQ(first.text, exists.text);
  EXPECT_EQ(log_syncs + 1, faults->log_syncs);
  EXPECT_EQ(before + 3, Cards());
  ExpectWhole();
}

TEST_F(GroupTest, EachHasItsOwnInstantAndItsPlaceInTheHistory) {
  std::vector<Answer> made(3);
  CreateWhile([&] {
    for (size_t i = 0; i < made.size(); ++i) {
      line_.Add([&, i] { made[i] = Create(Json::object(), {.now = kNow - static_cast<int64_t>(i) * kDayMs}); });
    }
  });
  const std::vector<HistoryEntry> entries = ReadHistory(Path());
  for (size_t i = 0; i < made.size(); ++i) {
    ASSERT_DID(CERTLITE_CREATED, made[i]);
    const HistoryEntry& entry = entries[entries.size() - made.size() + i];
    EXPECT_EQ(made[i].id(), UuidText(entry.resource_id));
    EXPECT_EQ(kNow - static_cast<int64_t>(i) * kDayMs, entry.instant);
  }
  ExpectWhole();
}

TEST_F(GroupTest, AFailedCommitIsUnknownToAllAndTheirKeysSettleIt) {
  const int64_t before = Cards();
  const auto key = [](int i) { return "k" + std::to_string(i); };
  const Answer first = CreateWhile(
      [&] {
        for (int i = 1; i < 8; ++i) {
          line_.Add([&, i] {
            EXPECT_REFUSED("outcome_unknown", Create({{"serial_number", key(i)}}, {.key = key(i)}));
          });
        }
        faults->log_sync = SQLITE_IOERR_FSYNC;
      },
      {{"serial_number", key(0)}}, {.key = key(0)});
  faults->log_sync = SQLITE_OK;
  EXPECT_REFUSED("outcome_unknown", first);
  EXPECT_REFUSED("reopen_required", Create(Json::object()));
  Reopen();
  int created = 0;
  for (int i = 0; i < 8; ++i) {
    const Answer settled = Create({{"serial_number", key(i)}}, {.key = key(i)});
    ASSERT_TRUE(settled.ok()) << settled.text;
    created += settled.outcome == CERTLITE_CREATED ? 1 : 0;
  }
  EXPECT_TRUE(created == 0 || created == 8) << "the transaction was kept whole or not at all";
  EXPECT_EQ(before + 8, Cards());
  ExpectWhole();
}

TEST_F(GroupTest, WhoIsCancelledInLineHasWrittenNothingAndItsKeyIsFree) {
  certlite_cancel* cancel = nullptr;
  ASSERT_EQ(CERTLITE_OK, certlite_cancel_new(&cancel));
  CreateWhile([&] {
    std::thread leaver([&] { EXPECT_REFUSED("cancelled", Create(Json::object(), {.key = "k", .cancel = cancel})); });
    line_.Add([&] { EXPECT_DID(CERTLITE_CREATED, Create(Json::object())); });
    certlite_cancel_trigger(cancel);
    leaver.join();
  });
  certlite_cancel_free(cancel);
  EXPECT_EQ(2, Cards());
  EXPECT_DID(CERTLITE_CREATED, Create(Json::object(), {.key = "k"}));
  ExpectWhole();
}

// The archived type stands against new ones only, and what the undone transaction has told of it is forgotten.
TEST_F(GroupTest, WhoIsToBeDoneAgainAndLooksMeanwhileRemembersNothingOfTheFirstTime) {
  const std::string old = NewType(organization_);
  const Json body = {{"certification_type_id", old}, {"external_id", "a"}};
  const Answer made = Create(body);
  ASSERT_DID(CERTLITE_UPDATED, system().Call("certification_type.archive", {{"id", old}}));
  EXPECT_DID(CERTLITE_READ, system().Call("me.get", Json::object()));  // the file system is told of a reader by now
  Answer exists;
  std::atomic<bool> has_ended = false;
  std::atomic<int> begun = 0;
  faults->at_step = [&](FaultVfs::Step step, int) {
    if (step == FaultVfs::Step::kLogWrite && begun == 1) return SQLITE_BUSY;
    if (step != FaultVfs::Step::kBegun) return SQLITE_OK;
    if (++begun == 1) {
      line_.Add([&] {
        exists = Create(body, {.key = "k"});
        has_ended = true;
      });
      line_.Add([&] {
        const Json question = {{"operation", "me.get"}, {"request", Json::object()}};
        const Json change = {{"operation", "certification.create"}, {"request", Body()}};
        EXPECT_DID(CERTLITE_READ,
                   system().Call("what_if.ask", {{"changes", Json::array({change})}, {"question", question}}));
      });
    } else if (begun == 2) {  // the trial: it is not shared, so who is to be done again looks
      for (int i = 0; i < 50 && !has_ended; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return SQLITE_OK;
  };
  EXPECT_REFUSED("busy", Create(Json::object()));
  line_.Join();
  faults->at_step = nullptr;
  ASSERT_DID(CERTLITE_EXISTS, exists);
  EXPECT_EQ(made.id(), exists.id());
  ExpectWhole();
}

TEST_F(GroupTest, AnEngineThatIsClosedMeanwhileAnswersThemAll) {
  Engine other(Path(), {.busy_timeout_ms = kPatientMs});
  const Session session = other.As(kSystem);
  faults->at_step = [&, called = false](FaultVfs::Step step, int) mutable {
    if (step == FaultVfs::Step::kBegun && !std::exchange(called, true)) {
      for (int i = 0; i < 3; ++i) {
        line_.Add([&] { EXPECT_DID(CERTLITE_CREATED, session.Call("certification.create", Body())); });
      }
      other.Close();
    }
    return SQLITE_OK;
  };
  EXPECT_DID(CERTLITE_CREATED, session.Call("certification.create", Body()));
  line_.Join();
  faults->at_step = nullptr;
  EXPECT_EQ(4, Cards());
  ExpectWhole();
}

// Imports, what-ifs and erasures have a transaction of their own, in their turn.
TEST_F(GroupTest, OthersHaveTheirTurn) {
  const std::string card = NewCard(member_, type_);
  CreateWhile([&] {
    line_.Add([&] { EXPECT_DID(CERTLITE_CREATED, Create(Json::object())); });
    line_.Add([&] {
      EXPECT_DID(CERTLITE_READ,
                 system().Call("what_if.ask",
                               {{"changes", {{{"operation", "certification.create"}, {"request", Body()}}}},
                                {"question", {{"operation", "certification.list"}, {"request", Json::object()}}}}));
    });
    line_.Add([&] {
      EXPECT_DID(CERTLITE_UPDATED, system().Call("certification.erase", {{"id", card}, {"reason", "r"}}));
    });
    line_.Add([&] { EXPECT_DID(CERTLITE_CREATED, Create(Json::object())); });
  });
  EXPECT_EQ(4, Cards());
  EXPECT_REFUSED("gone", system().Call("certification.suspend", {{"id", card}, {"reason", "r"}}),
                 {"record.erased", "/id"});
  ExpectWhole();
}

}  // namespace
}  // namespace certlite::host
