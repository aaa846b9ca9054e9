// A writer is killed in the middle of 1,000 creates, twenty times on one file: what was acknowledged is there, once and
// byte for byte, and a retry settles what was not. The same with sixteen threads, whose creates share transactions.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <iostream>
#include <random>
#include <set>
#include <thread>

#include "tests/engine/file.h"
#include "tests/engine/fixture.h"
#include "tests/rigs/rig.h"

namespace certlite::host {
namespace {

constexpr int kRounds = 20;
constexpr int kCreates = 1'000;
constexpr int kThreads = 16;
constexpr int kCreatesOfThread = 200;
constexpr int kCreatesOfThreads = kThreads * kCreatesOfThread;

// The n-th create of a round: settled by its key in even rounds, by its external id in odd ones.
struct Create {
  Json body;
  How how;
};

class KillTest : public testing::Test {
 protected:
  // The store is closed again before anything is forked.
  KillTest() {
    const Engine engine(scratch_.Path());
    const Session system = engine.As(kSystem);
    const std::string organization = system.Call("organization.create", {{"name", "x"}}).id();
    member_ = system.Call("member.create", {{"organization_id", organization}, {"display_name", "x"}}).id();
    type_ = system.Call("certification_type.create", {{"organization_id", organization}, {"slug", "x"}, {"title", "x"}})
                .id();
  }

  Create NthOf(int round, int n) const {
    const std::string name = std::to_string(round) + "-" + std::to_string(n);
    Create create{{{"organization_member_id", member_}, {"certification_type_id", type_}, {"serial_number", name}}, {}};
    if (round % 2 == 0) {
      create.how.key = name;
    } else {
      create.body["external_id"] = name;
    }
    return create;
  }

  // The child's life: each answer is acknowledged, a line each, after the call has answered.
  void Write(int round, int creates, int acknowledgements) const {
    const Engine engine(scratch_.Path(), {.id_seed = 0});
    const Session system = engine.As(kSystem);
    WriteOn(system, round, 0, creates, acknowledgements);
  }

  // The same by threads of one session, each of which makes its own part of the creates.
  void WriteByThreads(int round, int acknowledgements) const {
    const Engine engine(scratch_.Path(), {.id_seed = 0});
    const Session system = engine.As(kSystem);
    std::vector<std::thread> threads;
    threads.reserve(kThreads);
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back(
          [&, t] { WriteOn(system, round, t * kCreatesOfThread, (t + 1) * kCreatesOfThread, acknowledgements); });
    }
    for (std::thread& thread : threads) thread.join();
  }

  void WriteOn(const Session& system, int round, int first, int end, int acknowledgements) const {
    for (int n = first; n < end; ++n) {
      const Create create = NthOf(round, n);
      const Answer answer = system.Call("certification.create", create.body, create.how);
      if (answer.outcome != CERTLITE_CREATED) _exit(2);
      const std::string line = answer.text + "\n";  // short enough to be written whole or not at all
      if (write(acknowledgements, line.data(), line.size()) != static_cast<ssize_t>(line.size())) _exit(3);
    }
  }

  // Lets a child write and kills it some microseconds after its `kill_after`-th acknowledgement. Answers all of them.
  std::vector<std::string> WriteAndKill(int round, int kill_after, int microseconds, bool by_threads = false) const {
    int ends[2];
    EXPECT_EQ(0, pipe(ends));
    const pid_t child = fork();
    if (child == 0) {
      by_threads ? WriteByThreads(round, ends[1]) : Write(round, kCreates, ends[1]);
      while (true) pause();  // a quick child is killed all the same
    }
    close(ends[1]);
    std::FILE* const lines = fdopen(ends[0], "r");
    std::vector<std::string> acknowledged;
    std::string line;
    const auto kill_child = [&] {
      std::this_thread::sleep_for(std::chrono::microseconds(microseconds));
      kill(child, SIGKILL);
    };
    if (kill_after == 0) kill_child();
    for (int c = std::fgetc(lines); c != EOF; c = std::fgetc(lines)) {
      if (c != '\n') {
        line += static_cast<char>(c);
        continue;
      }
      acknowledged.push_back(line);
      line.clear();
      if (static_cast<int>(acknowledged.size()) == kill_after) kill_child();
    }
    std::fclose(lines);
    EXPECT_TRUE(line.empty()) << "half an acknowledgement: " << line;
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "the child failed: " << status;
    return acknowledged;
  }

  std::string Path() const { return scratch_.Path(); }

  const Scratch scratch_;
  std::string member_;
  std::string type_;
};

TEST_F(KillTest, NothingAcknowledgedIsMissingAndNothingIsDoubled) {
  std::mt19937_64 random(rig::Seed());
  int64_t before = 0;
  size_t total = 0;
  int in_flight_kept = 0;
  for (int round = 0; round < kRounds; ++round) {
    const int kill_after = round == 0 ? 0 : static_cast<int>(random() % kCreates);
    const int microseconds = static_cast<int>(random() % 3'000);
    const testing::ScopedTrace trace(__FILE__, __LINE__,
                                     "round " + std::to_string(round) + ", killed " + std::to_string(microseconds) +
                                         " us after " + std::to_string(kill_after));
    const std::vector<std::string> acknowledged = WriteAndKill(round, kill_after, microseconds);
    const auto known = static_cast<int>(acknowledged.size());
    const Engine engine(Path(), {.id_seed = 0, .flags = CERTLITE_OPEN_EXISTING});
    ASSERT_TRUE(engine.opened().ok()) << engine.opened().text;
    const Session system = engine.As(kSystem);
    // What was acknowledged, and at most the one in flight, whole.
    const int64_t kept = Count(Path(), "certification") - before;
    ASSERT_TRUE(kept == known || kept == known + 1) << kept << " kept of " << known;
    in_flight_kept += static_cast<int>(kept) - known;
    ASSERT_TRUE(FileIsWhole(Path()));
    for (int n = 0; n < known; ++n) {
      const Create create = NthOf(round, n);
      const Answer again = system.Call("certification.create", create.body, create.how);
      ASSERT_DID(round % 2 == 0 ? CERTLITE_REPLAYED : CERTLITE_EXISTS, again);
      ASSERT_EQ(acknowledged[static_cast<size_t>(n)], again.text);
    }
    ASSERT_EQ(before + kept, Count(Path(), "certification"));
    const Create in_flight = NthOf(round, known);
    const Answer settled = system.Call("certification.create", in_flight.body, in_flight.how);
    ASSERT_DID(kept > known ? (round % 2 == 0 ? CERTLITE_REPLAYED : CERTLITE_EXISTS) : CERTLITE_CREATED, settled);
    before += known + 1;
    ASSERT_EQ(before, Count(Path(), "certification"));
    total += acknowledged.size();
  }
  ASSERT_TRUE(FileIsWhole(Path()));
  EXPECT_TRUE(Column(Path(), "SELECT serial_number FROM certification GROUP BY 1 HAVING count(*) > 1").empty());
  EXPECT_LT(static_cast<size_t>(kRounds * 100), total) << "the children were killed too early to prove anything";
  std::cout << kRounds << " rounds, " << total << " acknowledged, " << in_flight_kept << " kept unacknowledged\n";
}

// What was acknowledged to any thread is there, and no more than what each of them had in flight. Rounds are even: by
// key.
TEST_F(KillTest, NothingAcknowledgedToManyThreadsIsMissingAndNothingIsDoubled) {
  std::mt19937_64 random(rig::Seed());
  size_t total = 0;
  int64_t before = 0;
  for (int round = 0; round < 20; round += 2) {
    const int kill_after = 100 + static_cast<int>(random() % 2'000);
    const int microseconds = static_cast<int>(random() % 3'000);
    const testing::ScopedTrace trace(__FILE__, __LINE__,
                                     "round " + std::to_string(round) + ", killed " + std::to_string(microseconds) +
                                         " us after " + std::to_string(kill_after));
    const std::vector<std::string> acknowledged = WriteAndKill(round, kill_after, microseconds, true);
    const Engine engine(Path(), {.id_seed = 0, .flags = CERTLITE_OPEN_EXISTING});
    ASSERT_TRUE(engine.opened().ok()) << engine.opened().text;
    const Session system = engine.As(kSystem);
    const auto known = static_cast<int64_t>(acknowledged.size());
    const int64_t kept = Count(Path(), "certification") - before;
    ASSERT_TRUE(known <= kept && kept <= known + kThreads) << kept << " kept of " << known;
    ASSERT_TRUE(FileIsWhole(Path()));
    ASSERT_TRUE(ChainsHold(ReadHistory(Path())));
    std::set<std::string> told(acknowledged.begin(), acknowledged.end());
    ASSERT_EQ(acknowledged.size(), told.size());
    for (int n = 0; n < kCreatesOfThreads; ++n) {
      const Create create = NthOf(round, n);
      const Answer again = system.Call("certification.create", create.body, create.how);
      ASSERT_TRUE(again.ok()) << again.text;
      if (again.outcome == CERTLITE_REPLAYED) told.erase(again.text);
    }
    ASSERT_TRUE(told.empty()) << "acknowledged and not kept: " << *told.begin();
    before += kCreatesOfThreads;
    ASSERT_EQ(before, Count(Path(), "certification"));
    total += acknowledged.size();
  }
  ASSERT_TRUE(FileIsWhole(Path()));
  std::cout << "10 rounds, " << total << " acknowledged to " << kThreads << " threads\n";
}

// The killed writer's lock goes with it: the other writes on, and loses nothing.
TEST_F(KillTest, AKilledWriterDoesNotHinderTheOthers) {
  std::mt19937_64 random(rig::Seed());
  constexpr int kOthersCreates = 300;
  const int others_report = open("/dev/null", O_WRONLY | O_CLOEXEC);
  const pid_t other = fork();
  if (other == 0) {
    Write(100, kOthersCreates, others_report);
    _exit(0);
  }
  size_t acknowledged = 0;
  for (int round = 0; round < 6; round += 2) {
    acknowledged +=
        WriteAndKill(round, 20 + static_cast<int>(random() % 60), static_cast<int>(random() % 2'000)).size();
  }
  int status = 0;
  waitpid(other, &status, 0);
  EXPECT_EQ(0, status);
  close(others_report);
  EXPECT_TRUE(FileIsWhole(Path()));
  const auto kept = static_cast<size_t>(Count(Path(), "certification"));
  EXPECT_LE(kOthersCreates + acknowledged, kept);
  EXPECT_GE(kOthersCreates + acknowledged + 3, kept);
  const Engine engine(Path());
  const Session system = engine.As(kSystem);
  for (int n = 0; n < kOthersCreates; ++n) {
    const Create create = NthOf(100, n);
    ASSERT_DID(CERTLITE_REPLAYED, system.Call("certification.create", create.body, create.how));
  }
}

}  // namespace
}  // namespace certlite::host
