// The decision table's rows 18 to 20: another call is in the middle of its write transaction, held there until the test
// lets it go on, while the call that decides is made.
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <thread>

#include "tests/engine/decision_table.h"
#include "tests/engine/file.h"
#include "tests/store/line.h"

namespace certlite::host {
namespace {

using Step = FaultVfs::Step;

constexpr uint32_t kPatientMs = 120'000;  // longer than any test takes

// Whether another engine is in line for the writers' lock, on the ladder of eight bytes that is the line.
bool SomebodyIsInLine(const std::string& path) {
  const int file = open((path + "-lock").c_str(), O_RDWR | O_CLOEXEC);
  struct flock ladder {};
  ladder.l_type = F_WRLCK;
  ladder.l_whence = SEEK_SET;
  ladder.l_len = 8;
  EXPECT_EQ(0, fcntl(file, F_OFD_GETLK, &ladder));
  close(file);
  return ladder.l_type != F_UNLCK;
}

// Who decides while the other is in flight: on the same handle and in another thread, another thread of the same
// engine, with the same session and with its own; as another engine and in another process, one that was open before;
// after reopening, an engine that is opened meanwhile, which has to wait already for that. After a kill, the one in
// flight is killed where it is: it never goes on.
class DecisionTableInFlight : public DecisionTable {
 protected:
  ~DecisionTableInFlight() override {
    if (call_.valid()) EndFlight();
  }

  // Opens what the deciding call needs, ready to wait as long as that.
  void GetReady(uint32_t busy_timeout_ms) {
    options_.busy_timeout_ms = busy_timeout_ms;
    const bool in_peer = GetParam() == Where::kOtherProcess || IsAfterKill();
    if (GetParam() == Where::kSameHandle || GetParam() == Where::kOtherThread) Reopen(options_);
    if (GetParam() == Where::kOtherEngine) other_ = Engine(Path(), options_);
    if (in_peer) {
      EXPECT_DID(0, peer.Open(Path(), options_));
    }
  }

  // Makes a call that stops before a step of its write. Returns when it is there.
  void TakeOff(Step where, const Json& body, const How& how) {
    if (IsAfterKill()) {
      const Trouble trouble = {Trouble::Kind::kStops, where, 0};
      ASSERT_FALSE(host.CallInTrouble(Path(), trouble, "certification.create", body, how)) << "it did not stop";
      return;
    }
    faults->at_step = [this, where](Step step, int) {
      if (step == where && !has_stopped_.exchange(true)) {
        is_there_.set_value(true);
        go_on_.get_future().wait();
      }
      return SQLITE_OK;
    };
    call_ = std::async(std::launch::async, [=, this] {
      Answer answer = system().Call("certification.create", body, how);
      if (!has_stopped_) is_there_.set_value(false);
      return answer;
    });
    ASSERT_TRUE(is_there_.get_future().get()) << "it did not stop";
  }

  // Lets the call in flight go on, or kills it.
  void Release() {
    if (IsAfterKill()) {
      host.Kill();
    } else {
      go_on_.set_value();
    }
  }

  // The answer of the call in flight; an empty one if it was killed.
  Answer Landed() {
    if (IsAfterKill()) return {};
    Answer answer = call_.get();
    faults->at_step = nullptr;
    return answer;
  }

  // The call that decides, while the other is in flight.
  Answer Decide(const Json& body, const How& how) {
    Answer answer;
    switch (GetParam()) {
      case Where::kSameHandle:
        decider_ = gettid();
        return system().Call("certification.create", body, how);
      case Where::kOtherThread:
        std::thread([&] {
          decider_ = gettid();
          answer = As(kSystem).Call("certification.create", body, how);
        }).join();
        return answer;
      case Where::kOtherEngine:
        return other_.As(kSystem).Call("certification.create", body, how);
      case Where::kAfterReopening: {
        const Engine opened(Path(), options_);
        return opened.opened().ok() ? opened.As(kSystem).Call("certification.create", body, how) : opened.opened();
      }
      case Where::kOtherProcess:
      case Where::kAfterKill:
        return peer.As(Path(), kSystem).Call("certification.create", body, how);
    }
    return answer;
  }

  // The rows 18, 19 and 20, while the call in flight stands before `step`.
  void SamePayload(Step step);
  void AnotherPayload(Step step);
  void NotInTime(Step step);

  // The same; the call in flight is let go once this one waits for it, or has been answered.
  Answer DecideAndRelease(const Json& body, const How& how) {
    std::atomic<bool> decided = false;
    std::thread release([&] {
      while (!decided && !Waits()) std::this_thread::yield();
      Release();
    });
    Answer answer = Decide(body, how);
    decided = true;
    release.join();
    return answer;
  }

  bool Waits() const {
    const bool in_one_engine = GetParam() == Where::kSameHandle || GetParam() == Where::kOtherThread;
    return in_one_engine ? decider_ != 0 && Sleeps(decider_) : SomebodyIsInLine(Path());
  }

 private:
  void EndFlight() {
    Release();
    Landed();
  }

  OpenOptions options_;
  Engine other_;
  std::atomic<pid_t> decider_ = 0;
  std::atomic<bool> has_stopped_ = false;
  std::promise<bool> is_there_;
  std::promise<void> go_on_;
  std::future<Answer> call_;
};

INSTANTIATE_TEST_SUITE_P(Everywhere, DecisionTableInFlight, Everywhere(), NameOf);

void DecisionTableInFlight::SamePayload(Step step) {
  GetReady(kPatientMs);
  TakeOff(step, Body(), {.key = "k"});
  const Answer decided = DecideAndRelease(Body(), {.key = "k"});
  const Answer first = Landed();
  if (IsAfterKill()) {
    ASSERT_DID(CERTLITE_CREATED, decided);  // it died before it was committed, so its key is unseen
  } else {
    ASSERT_DID(CERTLITE_CREATED, first);
    ASSERT_DID(CERTLITE_REPLAYED, decided);
    EXPECT_EQ(first.text, decided.text);
  }
  ExpectReplayed(decided, Body());
  EXPECT_EQ(1, Cards());
}

void DecisionTableInFlight::AnotherPayload(Step step) {
  const Json other = Body({{"issuer_name", "Another"}});
  GetReady(kPatientMs);
  TakeOff(step, Body(), {.key = "k"});
  const Answer decided = DecideAndRelease(other, {.key = "k"});
  const Answer first = Landed();
  if (IsAfterKill()) {
    ASSERT_DID(CERTLITE_CREATED, decided);  // it died before it was committed, so its key is unseen
  } else {
    ASSERT_DID(CERTLITE_CREATED, first);
    EXPECT_REFUSED("idempotency_key_reused", decided, {"idempotency_key.payload", ""});
  }
  ExpectReplayed(IsAfterKill() ? decided : first, IsAfterKill() ? other : Body());
  EXPECT_REFUSED("idempotency_key_reused", Then(IsAfterKill() ? Body() : other, later_),
                 {"idempotency_key.payload", ""});
  EXPECT_EQ(1, Cards());
}

void DecisionTableInFlight::NotInTime(Step step) {
  const std::string before = Dump();
  const Json other = Body({{"issuer_name", "Another"}});
  GetReady(1);
  TakeOff(step, Body({{"external_id", "a"}}), {.key = "k"});
  EXPECT_REFUSED("busy", Decide(Body(), {}));
  EXPECT_REFUSED("busy", Decide(Body({{"external_id", "a"}}), {.key = "k"}));
  EXPECT_REFUSED("busy", Decide(other, {.key = "k"}));
  EXPECT_REFUSED("busy", Decide(other, {.key = "other"}));
  EXPECT_REFUSED("busy", Decide(Body({{"external_id", "a"}}), {}));
  EXPECT_EQ(before, Dump());
  Release();
  const Answer first = Landed();
  const Answer settled = Decide(Body({{"external_id", "a"}}), {.key = "k"});
  if (IsAfterKill()) {
    ASSERT_TRUE(settled.outcome == CERTLITE_CREATED || settled.outcome == CERTLITE_REPLAYED) << settled.text;
  } else {
    ASSERT_DID(CERTLITE_CREATED, first);
    ASSERT_DID(CERTLITE_REPLAYED, settled);
    EXPECT_EQ(first.text, settled.text);
  }
  EXPECT_DID(CERTLITE_CREATED, Decide(Body(), {}));
  EXPECT_EQ(2, Cards());
  ExpectReplayed(settled, Body({{"external_id", "a"}}));
  EXPECT_REFUSED("idempotency_key_reused", Then(other, later_), {"idempotency_key.payload", ""});
  EXPECT_DID(CERTLITE_EXISTS, Then(Body({{"external_id", "a"}}), {}));
  EXPECT_DID(CERTLITE_CREATED, Then(other, {.key = "other"}));
  EXPECT_EQ(3, Cards());
}

TEST_P(DecisionTableInFlight, Row18TheSamePayloadInFlightIsWaitedForAndReplayed) { SamePayload(Step::kLogSync); }

TEST_P(DecisionTableInFlight, Row18WhoComesBeforeItsFirstRowIsWrittenJoinsItAndIsReplayed) {
  SamePayload(Step::kBegun);
}

TEST_P(DecisionTableInFlight, Row19AnotherPayloadInFlightIsWaitedForAndTheKeyIsReused) {
  AnotherPayload(Step::kLogSync);
}

TEST_P(DecisionTableInFlight, Row19WhoComesBeforeItsFirstRowIsWrittenJoinsItAndTheKeyIsReused) {
  AnotherPayload(Step::kBegun);
}

TEST_P(DecisionTableInFlight, Row20WhoDoesNotGetTheLockInTimeIsBusyAndHasWrittenNothing) { NotInTime(Step::kLogSync); }

TEST_P(DecisionTableInFlight, Row20WhoIsNotJoinedInTimeIsBusyAndHasWrittenNothing) { NotInTime(Step::kBegun); }

TEST_P(DecisionTableInFlight, Row18WhatIsCommittedIsReplayedBeforeItsWriterHasAnswered) {
  GetReady(kPatientMs);
  TakeOff(Step::kEnding, Body(), {.key = "k"});
  const Answer decided = DecideAndRelease(Body(), {.key = "k"});
  const Answer first = Landed();
  ASSERT_DID(CERTLITE_REPLAYED, decided);
  if (!IsAfterKill()) {
    ASSERT_DID(CERTLITE_CREATED, first);
    EXPECT_EQ(first.text, decided.text);
  }
  ExpectReplayed(decided, Body());
  EXPECT_EQ(1, Cards());
}

// What fails in its transaction, on the state that it finds there, has rolled back by the time the other is let in.
TEST_P(DecisionTableInFlight, Row19WhenTheOneInFlightFailsItsKeyIsFree) {
  const std::string archived = NewType(organization_, {{"status", "archived"}});
  GetReady(kPatientMs);
  TakeOff(Step::kBegun, Body({{"certification_type_id", archived}}), {.key = "k"});
  const Answer decided = DecideAndRelease(Body(), {.key = "k"});
  const Answer first = Landed();
  if (!IsAfterKill()) {
    EXPECT_REFUSED("archived", first, {"certification_type.active", "/certification_type_id"});
  }
  ASSERT_DID(CERTLITE_CREATED, decided);
  ExpectReplayed(decided, Body());
  EXPECT_EQ(1, Cards());
}

}  // namespace
}  // namespace certlite::host
