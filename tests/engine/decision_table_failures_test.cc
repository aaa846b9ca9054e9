// The decision table's rows 15 and 16: a write whose outcome is unknown, because the disk failed while it was committed
// or because its process was killed, at every step of its way to the disk; and the retry that settles it.
#include "tests/engine/decision_table.h"
#include "tests/engine/file.h"

namespace certlite::host {
namespace {

using Step = FaultVfs::Step;

// A create, and how it is made again.
struct Attempt {
  Json body;
  How how;
};

// How many attempts a retry made and how many it found kept.
struct Settled {
  int created = 0;
  int kept = 0;
};

class DecisionTableFailures : public DecisionTable {
 protected:
  enum class By { kKey, kExternalId };

  Attempt NextBy(By by) {
    const std::string name = "k" + std::to_string(++attempts_);
    if (by == By::kKey) return {Body({{"serial_number", name}}), {.key = name}};
    return {Body({{"serial_number", name}, {"external_id", name}}), {}};
  }

  // The attempt, by whoever has the store open, while the disk fails from a step on.
  Answer CallWhileTheDiskFails(const Attempt& attempt, const Trouble& trouble) {
    if (IsAfterKill()) {
      return host.CallInTrouble(Path(), trouble, "certification.create", attempt.body, attempt.how).value();
    }
    faults->at_step = [&trouble, failed = false](Step step, int n) mutable {
      failed = failed || (step == trouble.step && n == trouble.nth);
      return failed ? SQLITE_IOERR : SQLITE_OK;
    };
    Answer answer = system().Call("certification.create", attempt.body, attempt.how);
    faults->at_step = nullptr;
    return answer;
  }

  // The attempt, by a process that stops before a step and is killed there; its answer if it never came to that step.
  // Except after a kill, the store is open here meanwhile.
  std::optional<Answer> CallAndKill(const Attempt& attempt, const Trouble& trouble) {
    if (!IsAfterKill()) {
      Close();
      host.Restart();
      Open();
    }
    auto answer = host.CallInTrouble(Path(), trouble, "certification.create", attempt.body, attempt.how);
    host.Kill();
    if (answer && IsAfterKill()) host.Restart();
    return answer;
  }

  // The same call again settles the attempt: one record, and what is answered is what is stored.
  void Settle(const Attempt& attempt, By by, Settled& settled) {
    const int32_t kept = by == By::kKey ? CERTLITE_REPLAYED : CERTLITE_EXISTS;
    const Answer answer = Then(attempt.body, attempt.how);
    ASSERT_TRUE(answer.outcome == CERTLITE_CREATED || answer.outcome == kept) << answer.status << answer.text;
    ++(answer.outcome == CERTLITE_CREATED ? settled.created : settled.kept);
    EXPECT_EQ(attempts_, Cards());
    EXPECT_EQ(std::vector<std::string>{answer.text}, StoredAnswers(answer.id()));
    EXPECT_TRUE(FileIsWhole(Path()));
    const Answer again = Then(attempt.body, attempt.how);
    EXPECT_DID(kept, again);
    EXPECT_EQ(answer.text, again.text);
    EXPECT_EQ(attempts_, Cards());
  }

  std::vector<std::string> StoredAnswers(const std::string& id) const {
    std::vector<std::string> answers;
    for (const HistoryEntry& entry : ReadHistory(Path())) {
      if (UuidText(entry.resource_id) == id) answers.push_back(entry.answer());
    }
    return answers;
  }

  // The broken engine refuses whatever comes, so wherever the next call is its own, it is opened again; another engine
  // and another process decide while it is still open.
  void ExpectRefusalsUntilReopened(const Attempt& attempt) {
    EXPECT_REFUSED("reopen_required", system().Call("certification.create", attempt.body, attempt.how));
    EXPECT_REFUSED("reopen_required", system().Call("member.get", {{"id", member_}}));
    if (GetParam() == Where::kSameHandle || GetParam() == Where::kOtherThread) Reopen();
  }

  Settled SettleWhatFailedAt(Step step, By by) {
    Settled settled;
    for (int nth = 0; !HasFailure(); ++nth) {
      const testing::ScopedTrace trace(__FILE__, __LINE__, "failing from number " + std::to_string(nth));
      const Attempt attempt = NextBy(by);
      const Answer answer = CallWhileTheDiskFails(attempt, {Trouble::Kind::kFails, step, nth});
      if (answer.ok()) break;  // there are no more such steps
      EXPECT_REFUSED("outcome_unknown", answer);
      ExpectRefusalsUntilReopened(attempt);
      Settle(attempt, by, settled);
      if (!IsAfterKill()) Reopen();
    }
    return settled;
  }

  Settled SettleWhatWasKilledAt(Step step, By by) {
    Settled settled;
    for (int nth = 0; !HasFailure(); ++nth) {
      const testing::ScopedTrace trace(
          __FILE__, __LINE__,
          "killed at step " + std::to_string(static_cast<int>(step)) + ", number " + std::to_string(nth));
      const Attempt attempt = NextBy(by);
      const auto answer = CallAndKill(attempt, {Trouble::Kind::kStops, step, nth});
      if (answer) {  // there are no more such steps
        EXPECT_DID(CERTLITE_CREATED, *answer);
        break;
      }
      Settle(attempt, by, settled);
    }
    return settled;
  }

  // What has not reached the log whole is not kept. What has reached it is kept, though it was not synced, by whoever
  // recovers the log: it isn't recovered where somebody else still has the store open.
  void SettleWhatFailed(By by) {
    const Settled unwritten = SettleWhatFailedAt(Step::kLogWrite, by);
    EXPECT_LT(4, unwritten.created);
    EXPECT_EQ(0, unwritten.kept);
    const Settled written = SettleWhatFailedAt(Step::kLogSync, by);
    EXPECT_LT(0, written.created + written.kept);
    const bool recovers = GetParam() != Where::kOtherEngine && GetParam() != Where::kOtherProcess;
    if (recovers) {
      EXPECT_LT(0, written.kept);
    }
  }

  void SettleWhatWasKilled(By by) {
    const Settled begun = SettleWhatWasKilledAt(Step::kBegun, by);
    EXPECT_EQ(1, begun.created);
    EXPECT_EQ(0, begun.kept);
    const Settled unwritten = SettleWhatWasKilledAt(Step::kLogWrite, by);
    EXPECT_LT(4, unwritten.created);
    EXPECT_EQ(0, unwritten.kept);
    const Settled written = SettleWhatWasKilledAt(Step::kLogSync, by);
    EXPECT_LT(0, written.created + written.kept);
    // What is synced is kept, whoever knows of it.
    EXPECT_EQ(1, SettleWhatWasKilledAt(Step::kIndexHalfWritten, by).kept);
    const Settled committed = SettleWhatWasKilledAt(Step::kEnding, by);
    EXPECT_EQ(0, committed.created);
    EXPECT_EQ(1, committed.kept);
  }

 private:
  int attempts_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Everywhere, DecisionTableFailures, Everywhere(), NameOf);

TEST_P(DecisionTableFailures, Row15WhatTheDiskFailedToCommitIsSettledByItsKey) { SettleWhatFailed(By::kKey); }

TEST_P(DecisionTableFailures, Row15WhatWasKilledWhileWritingIsSettledByItsKey) { SettleWhatWasKilled(By::kKey); }

TEST_P(DecisionTableFailures, Row16WhatTheDiskFailedToCommitIsSettledByItsExternalId) {
  SettleWhatFailed(By::kExternalId);
}

TEST_P(DecisionTableFailures, Row16WhatWasKilledWhileWritingIsSettledByItsExternalId) {
  SettleWhatWasKilled(By::kExternalId);
}

}  // namespace
}  // namespace certlite::host
