// The power fails at every point of random stories, in every way in which a disk may forget what was not synced: what
// was acknowledged is there, with its key and its history, and of what was in flight all or nothing. The same while a
// crashed store is being recovered, and while stores of earlier schemas are brought up to date.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <iostream>
#include <optional>
#include <stdexcept>

#include "tests/engine/fixture.h"
#include "tests/rigs/power/judge.h"
#include "tests/rigs/power/old_store.h"
#include "tests/rigs/power/recording.h"
#include "tests/rigs/rig.h"

namespace certlite::rig {
namespace {

// SQLite counts its memory under a lock, which costs a tenth of the time.
const bool is_uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK;

constexpr size_t kDeeds = 14;       // of a story
constexpr size_t kOldDeeds = 8;     // done before a store's schema is brought up to date
constexpr size_t kDeedsOfOld = 11;  // all of them
constexpr int kOldSchemas = 4;      // as many as there are before the newest

class PowerTest : public testing::Test {
 protected:
  PowerTest() { EXPECT_TRUE(is_uncounted); }

  Recording RecordNew(Story& story) { return Record(story, Written(), {}, 0, kDeeds, random_); }

  // Of a store of one of the earlier schemas, which take turns.
  Recording RecordOld(Story& story, size_t turn) {
    const auto schema = static_cast<int>(1 + turn % kOldSchemas);
    const Image image = MakeOldStore(story, Written(), schema, kOldDeeds, random_);
    return Record(story, Written(), image, kOldDeeds, kDeedsOfOld, random_);
  }

  // Tries every crash of the recording, or one in so many.
  void TryAll(const Story& story, const Recording& recording, size_t one_in = 1) {
    Judge judge(story, directory_.Path("crashed.db"), tally_);
    ForEachCrash(recording, one_in, random_, [&](const Crash& crash) {
      const std::string fault = judge.Try(crash, random_);
      if (!fault.empty()) throw std::runtime_error(crash.place + ": " + fault);
    });
  }

  // About `figure` of the crashes of a long recording.
  void TrySome(const Story& story, const Recording& recording, size_t figure) {
    TryAll(story, recording, std::max<size_t>(1, recording.events.size() * kWaysToCrash / figure));
  }

  void Report(const std::string& what) const {
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begun_;
    std::cout << tally_.states << " states of " << what << " in " << seconds.count() << " s, recovered to "
              << tally_.examined << " files; " << tally_.kept_in_flight << " kept what was in flight, "
              << tally_.settled << " settled it by a retry, " << tally_.replayed << " replayed a call, "
              << tally_.verified << " verified the history; 0 lost\n";
  }

  std::string Written() const { return directory_.Path("written.db"); }

  const host::Scratch directory_{FolderInMemory()};
  std::mt19937_64 random_{Seed()};
  Tally tally_;
  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

TEST_F(PowerTest, NothingAcknowledgedIsLost) {
  size_t stories = 0;
  for (const size_t figure = Figure(30'000, 600'000); tally_.states < figure; ++stories) {
    Story story;
    TryAll(story, RecordNew(story));
  }
  Report(std::to_string(stories) + " stories");
}

TEST_F(PowerTest, NothingIsLostWhileTheSchemaChanges) {
  size_t stories = 0;
  for (const size_t figure = Figure(20'000, 400'000); tally_.states < figure; ++stories) {
    Story story;
    TryAll(story, RecordOld(story, stories));
  }
  Report(std::to_string(stories) + " stores of earlier schemas");
}

// The power fails again while a store that it has crashed is opened, what was in flight is tried again, and closed;
// every other store is of an earlier schema.
TEST_F(PowerTest, NothingIsLostWhileACrashedStoreRecovers) {
  constexpr size_t kRecoveriesOfStory = 30;
  constexpr size_t kTriedOf = 8;
  size_t recoveries = 0;
  size_t stories = 0;
  for (const size_t figure = Figure(10'000, 200'000); tally_.states < figure; ++stories) {
    Story story;
    const Recording whole = stories % 2 == 0 ? RecordNew(story) : RecordOld(story, stories / 2);
    ForEachCrash(whole, whole.events.size() * kWaysToCrash / kRecoveriesOfStory, random_, [&](const Crash& crash) {
      const size_t deeds = std::min(crash.acknowledged + 2, story.deeds.size());
      const Recording recovery = Record(story, Written(), crash.image, crash.acknowledged, deeds, random_);
      TryAll(story, recovery, kTriedOf);
      ++recoveries;
    });
  }
  Report(std::to_string(recoveries) + " recoveries");
}

// The engine copies its log into the file once it has grown by 4,000 pages: after the commit, and when it finds such a
// one at opening.
TEST_F(PowerTest, NothingIsLostWhileALongLogIsCopied) {
  constexpr size_t kLines = 9'000;
  constexpr size_t kLongLogBytes = size_t{4'000} * 4'120;
  const size_t figure = Figure(20, 1'000);
  Story story;
  story.first_import_lines = kLines;
  const Recording whole = Record(story, Written(), {}, 0, 5, random_);
  TrySome(story, whole, figure);
  Disk disk;
  size_t acknowledged = 0;
  for (size_t n = 0; acknowledged < story.deeds.size(); ++n) {
    disk.Happen(whole.events[n]);
    if (whole.events[n].kind == Event::Kind::kAcknowledge) ++acknowledged;
  }
  const Image image = disk.Crash(Loss::kNone, random_);
  ASSERT_LE(kLongLogBytes, image.at("-wal").size());
  TrySome(story, Record(story, Written(), image, acknowledged, acknowledged, random_), figure);
  Report("a long log");
}

// That the judge sees loss: on a disk that says it has synced and hasn't, acknowledged calls go, and it tells which.
TEST_F(PowerTest, ADiskThatLiesIsCaught) {
  Story story;
  const Recording recording = Record(story, Written(), {}, 0, kDeeds, random_, false);
  Judge judge(story, directory_.Path("crashed.db"), tally_);
  size_t lost = 0;
  ForEachCrash(recording, 8, random_, [&](const Crash& crash) {
    const std::string fault = judge.Try(crash, random_);
    if (fault.starts_with("acknowledged and lost: organization.create key-")) ++lost;
  });
  EXPECT_LT(0U, lost) << "of the first call nothing may be left";
  std::cout << lost << " states in which the first call is seen to be lost\n";
}

}  // namespace
}  // namespace certlite::rig
