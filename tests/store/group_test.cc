// Writes that share a transaction: who joins, what a neighbour's failure costs, and what each is told of the commit.
#include "core/store/group.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <new>

#include "tests/store/fault_vfs.h"
#include "tests/store/line.h"
#include "tests/store/store_fixture.h"

namespace certlite {
namespace {

using testing::ElementsAre;

constexpr size_t kSmall = 100;  // bytes

class GroupTest : public StoreTest, public testing::WithParamInterface<bool> {
 protected:
  using Write = std::function<Result<bool>(Connection&)>;

  GroupTest() { Open({GetParam() ? std::string(kMemoryPath) : Path(), kLongMs}); }

  void Open(const StoreOptions& options) {
    store_.reset();
    store_ = Opened(options);
  }

  Result<void> Do(const Write& write, const std::atomic<bool>* cancelled = nullptr, size_t bytes = kSmall) {
    return store_->Write({write, bytes}, cancelled);
  }

  // Puts the note and keeps in mind that it came so far.
  Write Puts(int64_t id) {
    return [this, id](Connection& connection) -> Result<bool> {
      put_.push_back(id);
      auto put = Put(connection, id);
      if (!put.ok()) return Result<bool>(put.TakeError());
      return true;
    };
  }

  // The first writer: it is inside while `queue` brings others into the line.
  Write PutsOnce(int64_t id, std::function<void()> queue) {
    return [this, id, queue = std::move(queue), called = false](Connection& connection) mutable {
      if (!std::exchange(called, true)) queue();
      return Puts(id)(connection);
    };
  }

  std::vector<int64_t> Notes() {
    Result<ReadTransaction> transaction = store_->BeginRead(nullptr);
    EXPECT_OK(transaction);
    std::vector<int64_t> ids;
    Query query(transaction->connection().Prepared("SELECT id FROM note ORDER BY id"));
    for (Result<bool> row = query.Step(); row.ok() && *row; row = query.Step()) ids.push_back(query.Integer(0));
    return ids;
  }

  FaultVfs faults_;
  std::unique_ptr<Store> store_;
  std::vector<int64_t> put_;  // by whoever was inside, so in the order of the writes
};

INSTANTIATE_TEST_SUITE_P(OnDiskAndInMemory, GroupTest, testing::Bool(),
                         [](const auto& kind) { return kind.param ? "Memory" : "Disk"; });

TEST_P(GroupTest, ThoseInLineShareOneCommitInTheOrderInWhichTheyCame) {
  Line line;
  const int log_syncs = faults_->log_syncs;
  EXPECT_OK(Do(PutsOnce(2, [&] {
    for (const int64_t id : {7, 5, 6}) line.Add([this, id] { EXPECT_OK(Do(Puts(id))); });
  })));
  line.Join();
  EXPECT_THAT(put_, ElementsAre(2, 7, 5, 6));
  EXPECT_THAT(Notes(), ElementsAre(1, 2, 5, 6, 7));
  if (!GetParam()) {
    EXPECT_EQ(log_syncs + 1, faults_->log_syncs);
  }
}

TEST_P(GroupTest, AnErrandThatFailsTakesBackOnlyItsOwn) {
  Line line;
  const auto fails = [this](Connection& connection) -> Result<bool> {
    EXPECT_OK(Puts(5)(connection));
    return MakeError(ErrorCode::kConflict, "refused");
  };
  const auto breaks_a_rule = [this](Connection& connection) -> Result<bool> {
    EXPECT_OK(Puts(6)(connection));
    auto inserted = Query(connection.Prepared("INSERT INTO note VALUES(1, 'again')")).Run();
    EXPECT_EQ(Health::kFailed, connection.health());
    return Result<bool>(inserted.TakeError());
  };
  const auto throws = [this](Connection& connection) -> Result<bool> {
    EXPECT_OK(Puts(7)(connection));
    throw std::bad_alloc();
  };
  EXPECT_OK(Do(PutsOnce(2, [&] {
    line.Add([&] { EXPECT_OK(Do(Puts(3))); });
    line.Add([&] { EXPECT_CODE(ErrorCode::kConflict, Do(fails)); });
    line.Add([&] { EXPECT_CODE(ErrorCode::kInternal, Do(breaks_a_rule)); });
    line.Add([&] { EXPECT_THROW(static_cast<void>(Do(throws)), std::bad_alloc); });
    line.Add([&] { EXPECT_OK(Do(Puts(4))); });
  })));
  line.Join();
  EXPECT_THAT(put_, ElementsAre(2, 3, 5, 6, 7, 4)) << "nobody had to come again";
  EXPECT_THAT(Notes(), ElementsAre(1, 2, 3, 4));
  // What was rolled back has left no kept statement astray.
  EXPECT_OK(Do(Puts(5)));
  EXPECT_THAT(Notes(), ElementsAre(1, 2, 3, 4, 5));
}

TEST_P(GroupTest, WhoeverIsFirstFailsAloneAndTheNextGoesOn) {
  const auto queue = [this](Line& line) {
    line.Add([this] { EXPECT_OK(Do(Puts(3))); });
    line.Add([this] { EXPECT_OK(Do(Puts(4))); });
  };
  Line refused;
  EXPECT_CODE(ErrorCode::kConflict, Do([&](Connection& connection) -> Result<bool> {
                queue(refused);
                EXPECT_OK(Puts(2)(connection));
                return MakeError(ErrorCode::kConflict, "refused");
              }));
  refused.Join();
  Line thrown;
  EXPECT_THROW(static_cast<void>(Do([&](Connection& connection) -> Result<bool> {
                 queue(thrown);
                 EXPECT_OK(Puts(2)(connection));
                 throw std::bad_alloc();
               })),
               std::bad_alloc);
  thrown.Join();
  EXPECT_THAT(Notes(), ElementsAre(1, 3, 4));
}

TEST_P(GroupTest, WhoHasNothingToCommitWaitsForNobodysCommit) {
  Line line;
  const int log_syncs = faults_->log_syncs;
  EXPECT_OK(Do([&](Connection&) -> Result<bool> {
    line.Add([this] { EXPECT_OK(Do(Puts(3))); });
    return false;
  }));
  line.Join();
  EXPECT_THAT(Notes(), ElementsAre(1, 3));
  if (!GetParam()) {
    EXPECT_EQ(log_syncs + 1, faults_->log_syncs);
  }
}

TEST_P(GroupTest, AReplayOfANeighbourSeesWhatIsNotCommittedYet) {
  Line line;
  EXPECT_OK(Do(PutsOnce(2, [&] {
    line.Add([&] {
      EXPECT_OK(Do([](Connection& connection) -> Result<bool> {
        EXPECT_EQ(2, Count(connection));
        return false;
      }));
    });
  })));
}

TEST_P(GroupTest, WhoWantsATransactionOfItsOwnIsNeitherOvertakenNorJoined) {
  Line line;
  const int log_syncs = faults_->log_syncs;
  EXPECT_OK(Do(PutsOnce(2, [&] {
    line.Add([&] { EXPECT_OK(Do(Puts(3))); });
    line.Add([&] {
      Result<WriteTransaction> own = store_->BeginWrite(nullptr);
      ASSERT_OK(own);
      EXPECT_OK(Puts(4)(own->connection()));
      EXPECT_OK(own->Commit());
    });
    line.Add([&] { EXPECT_OK(Do(Puts(5))); });
  })));
  line.Join();
  EXPECT_THAT(put_, ElementsAre(2, 3, 4, 5));
  if (!GetParam()) {
    EXPECT_EQ(log_syncs + 3, faults_->log_syncs);
  }
}

TEST_P(GroupTest, AGroupIsBounded) {
  constexpr size_t kLarge = 1 << 20;
  Line line;
  int log_syncs = faults_->log_syncs;
  EXPECT_OK(Do(PutsOnce(2, [&] {
    for (const int64_t id : {3, 4, 5}) line.Add([this, id] { EXPECT_OK(Do(Puts(id), nullptr, kLarge)); });
  })));
  line.Join();
  if (!GetParam()) {
    EXPECT_EQ(log_syncs + 3, faults_->log_syncs) << "the first joins what is small yet";
  }
  log_syncs = faults_->log_syncs;
  EXPECT_OK(Do(PutsOnce(6, [&] {
    for (int64_t id = 100; id < 228; ++id) line.Add([this, id] { EXPECT_OK(Do(Puts(id))); });
  })));
  line.Join();
  if (!GetParam()) {
    EXPECT_EQ(log_syncs + 2, faults_->log_syncs) << "128 at most";
  }
  EXPECT_EQ(6U + 128U, Notes().size());
}

TEST_P(GroupTest, WhoIsStillInLineCanBeCancelledAndHasWrittenNothing) {
  Line line;
  std::atomic<bool> cancelled = false;
  EXPECT_OK(Do(PutsOnce(2, [&] {
    line.Add([&] { EXPECT_OK(Do(Puts(3))); });
    std::thread leaver([&] { EXPECT_CODE(ErrorCode::kCancelled, Do(Puts(4), &cancelled)); });
    line.Add([&] { EXPECT_OK(Do(Puts(5))); });
    cancelled = true;
    leaver.join();
  })));
  line.Join();
  EXPECT_THAT(Notes(), ElementsAre(1, 2, 3, 5));
}

TEST_P(GroupTest, WhoIsStillInLineIsBusyInTimeAndHasWrittenNothing) {
  Open({GetParam() ? std::string(kMemoryPath) : Path(), 20});
  std::atomic<int> busy = 0;
  EXPECT_OK(Do(PutsOnce(2, [&] {
    for (const int64_t id : {3, 4}) {
      std::thread([&, id] { busy += FailsWith(ErrorCode::kBusy, Do(Puts(id))) ? 1 : 0; }).join();
    }
  })));
  EXPECT_EQ(2, busy);
  EXPECT_THAT(Notes(), ElementsAre(1, 2));
}

TEST_P(GroupTest, WhatHasBegunAmongOthersIsCancelledNoMore) {
  Line line;
  std::atomic<bool> cancelled = false;
  EXPECT_OK(Do(PutsOnce(2,
                        [&] {
                          line.Add([&] {
                            EXPECT_OK(Do(
                                [&](Connection& connection) -> Result<bool> {
                                  cancelled = true;
                                  Query longish(connection.Prepared(
                                      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT "
                                      "100000) INSERT INTO note SELECT i + 10, 'n' FROM n"));
                                  EXPECT_OK(longish.Run());
                                  return true;
                                },
                                &cancelled));
                          });
                        }),
               &cancelled))
      << "nor is the first one interrupted by then";
  line.Join();
  EXPECT_EQ(2U + 100'000U, Notes().size());
}

class GroupOnDiskTest : public GroupTest {};

INSTANTIATE_TEST_SUITE_P(OnDisk, GroupOnDiskTest, testing::Values(false), [](const auto&) { return "Disk"; });

// Also of the one that was refused: on what, may not be true.
TEST_P(GroupOnDiskTest, ACommitThatFailsIsUnknownToAllInItAndNothingIsDoubled) {
  for (std::atomic<int>* const fault : {&faults_->log_sync, &faults_->log_write}) {
    Line line;
    const auto expect_unknown = [&](const Write& write) {
      const Result<void> done = Do(write);
      ASSERT_CODE(ErrorCode::kOutcomeUnknown, done);
      EXPECT_EQ(SQLITE_IOERR_FSYNC, done.error().system_code);
    };
    expect_unknown([&, queued = false](Connection& connection) mutable {
      if (!std::exchange(queued, true)) {
        line.Add([&] { expect_unknown(Puts(3)); });
        line.Add([&] {
          expect_unknown([](Connection&) -> Result<bool> { return MakeError(ErrorCode::kConflict, "refused"); });
        });
        line.Add([&] {
          expect_unknown([&](Connection& last) {
            *fault = SQLITE_IOERR_FSYNC;
            return Puts(4)(last);
          });
        });
      }
      return Puts(2)(connection);
    });
    line.Join();
    *fault = SQLITE_OK;
    EXPECT_CODE(ErrorCode::kReopenRequired, Do(Puts(2)));
    Open({Path(), kLongMs});
    for (const int64_t id : {2, 3, 4}) EXPECT_OK(Do(Puts(id)));
    EXPECT_THAT(Notes(), ElementsAre(1, 2, 3, 4));
    EXPECT_OK(Do([](Connection& connection) -> Result<bool> {
      EXPECT_OK(Query(connection.Prepared("DELETE FROM note WHERE id > 1")).Run());
      return true;
    }));
  }
}

// SQLite has undone the whole transaction, or it can't be trusted any more: its cause is told, and the others go again.
TEST_P(GroupOnDiskTest, AFailureThatCostsTheTransactionIsToldOnlyToItsCause) {
  for (const auto& [rc, code] :
       {std::pair(SQLITE_IOERR_WRITE, ErrorCode::kStorageIo), std::pair(SQLITE_FULL, ErrorCode::kStorageFull)}) {
    put_.clear();
    const std::string page(4000, 'x');
    const auto outgrows_the_cache = [&, rc = rc](Connection& connection) -> Result<bool> {
      faults_->log_write = rc;
      Result<void> put;
      for (int id = 1000; put.ok(); ++id) put = Put(connection, id, page);
      faults_->log_write = SQLITE_OK;
      return Result<bool>(put.TakeError());
    };
    Line line;
    EXPECT_OK(Do(PutsOnce(2, [&, code = code] {
      line.Add([&] { EXPECT_OK(Do(Puts(3))); });
      line.Add([&, code] { EXPECT_CODE(code, Do(outgrows_the_cache)); });
      line.Add([&] { EXPECT_OK(Do(Puts(4))); });
    })));
    line.Join();
    EXPECT_THAT(put_, testing::UnorderedElementsAre(2, 3, 2, 3, 4));
    EXPECT_THAT(Notes(), ElementsAre(1, 2, 3, 4));
  }
}

}  // namespace
}  // namespace certlite
