// Eight processes that write to one file as fast as they can: a key or an external id that all of them use makes one
// record, and nobody waits for more than the turns of the others. How long the calls took is printed; nothing depends
// on it.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <span>
#include <stdexcept>

#include "tests/engine/file.h"
#include "tests/engine/fixture.h"
#include "tests/rigs/rig.h"

namespace certlite::host {
namespace {

constexpr int kProcesses = 8;
constexpr uint32_t kPatienceMs = 120'000;  // longer than the race: that somebody waits too long is seen in turns

// A create as a process was answered.
struct Told {
  std::string key;   // or external id
  int64_t head = 0;  // the history's newest sequence right before the call, where it was asked for
  int32_t outcome = 0;
  double ms = 0;
  std::string text;
};

struct Pipe {
  int ends[2] = {-1, -1};

  Pipe() {
    if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  }
  ~Pipe() {
    Close(0);
    Close(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  void Close(int end) {
    if (ends[end] >= 0) close(ends[end]);
    ends[end] = -1;
  }
};

// This process only forks and reads what the others leave: no engine and no thread is ever in it.
class RaceTest : public testing::Test {
 protected:
  RaceTest() {
    const pid_t child = fork();
    if (child == 0) {
      MakeStore();
      _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(0, status);
    std::ifstream(scratch_.Path("ids")) >> organization_ >> member_ >> type_;
  }

  // Each process calls `work(session, n)`, which answers what it was told, all at once. Answers it process by process.
  template <typename Work>
  std::vector<std::vector<Told>> Race(Work work) const {
    Pipe ready;
    Pipe go;
    std::vector<pid_t> children;
    for (int n = 0; n < kProcesses; ++n) {
      children.push_back(fork());
      if (children.back() != 0) continue;
      go.Close(1);
      const Engine engine(Path(), {.id_seed = 0, .busy_timeout_ms = kPatienceMs});
      const Session session = engine.As(kSystem);
      char byte = 0;
      if (!session.opened().ok() || write(ready.ends[1], "!", 1) != 1) _exit(2);
      if (read(go.ends[0], &byte, 1) != 0) _exit(3);  // its other end is closed when all are ready
      Leave(n, work(session, n));
      _exit(0);
    }
    ready.Close(1);
    char byte = 0;
    for (int n = 0; n < kProcesses; ++n) EXPECT_EQ(1, read(ready.ends[0], &byte, 1));
    go.Close(1);
    std::vector<std::vector<Told>> told;
    for (const pid_t child : children) {
      int status = 0;
      waitpid(child, &status, 0);
      EXPECT_EQ(0, status);
      told.push_back(Left(static_cast<int>(told.size())));
    }
    return told;
  }

  enum class By { kKey, kExternalId };

  Told Create(const Session& session, const std::string& name, By by) const {
    Json body = {{"organization_member_id", member_}, {"certification_type_id", type_}, {"serial_number", name}};
    How how;
    if (by == By::kKey) {
      how.key = name;
    } else {
      body["external_id"] = name;
    }
    const auto begin = std::chrono::steady_clock::now();
    const Answer answer = session.Call("certification.create", body, how);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    return {name, 0, answer.outcome, took.count(), answer.text};
  }

  int64_t Head(const Session& session) const {
    const Answer head = session.Call("history.head", {{"organization_id", organization_}});
    return std::stoll(head.data().at("head").get<std::string>());
  }

  std::string Path() const { return scratch_.Path(); }

 private:
  void MakeStore() const {
    const Engine engine(Path(), {.id_seed = 0});
    const Session system = engine.As(kSystem);
    const std::string organization = system.Call("organization.create", {{"name", "x"}}).id();
    const Json member = {{"organization_id", organization}, {"display_name", "x"}};
    const Json type = {{"organization_id", organization}, {"slug", "x"}, {"title", "x"}};
    std::ofstream(scratch_.Path("ids")) << organization << " " << system.Call("member.create", member).id() << " "
                                        << system.Call("certification_type.create", type).id();
  }

  std::string Report(int n) const { return scratch_.Path("told-" + std::to_string(n)); }

  void Leave(int n, const std::vector<Told>& told) const {
    std::ofstream file(Report(n));
    for (const Told& one : told) {
      file << one.key << " " << one.head << " " << one.outcome << " " << one.ms << " " << one.text << "\n";
    }
  }

  std::vector<Told> Left(int n) const {
    std::ifstream file(Report(n));
    std::vector<Told> told;
    for (Told one; file >> one.key >> one.head >> one.outcome >> one.ms && std::getline(file >> std::ws, one.text);) {
      told.push_back(one);
    }
    return told;
  }

  const Scratch scratch_;
  std::string organization_;
  std::string member_;
  std::string type_;
};

// What at least `share` of 100 values are no greater than.
template <typename T>
T Percentile(std::vector<T> values, size_t share) {
  std::ranges::sort(values);
  return values.at((values.size() - 1) * share / 100);
}

void PrintTimes(const std::vector<std::vector<Told>>& told) {
  std::cout << "ms a call: median, 99 of 100, slowest\n" << std::fixed << std::setprecision(2);
  for (const std::vector<Told>& mine : told) {
    std::vector<double> times(mine.size());
    std::ranges::transform(mine, times.begin(), &Told::ms);
    for (const size_t share : {size_t{50}, size_t{99}, size_t{100}})
      std::cout << std::setw(9) << Percentile(times, share);
    std::cout << "\n";
  }
}

// Each process calls twice for each name, all in about the same order, so that they often meet at one. Every other name
// is an external id, which has no key beside it.
TEST_F(RaceTest, SharedKeysAndExternalIdsAreCreatedOnce) {
  constexpr size_t kMeeting = 16;  // names that each process goes through in an order of its own
  const uint64_t seed = rig::Seed();
  const size_t names = rig::Figure(10'000, 1'000'000) / (2 * kProcesses);
  const auto told = Race([&](const Session& session, int n) {
    std::vector<size_t> order(2 * names);
    for (size_t i = 0; i < order.size(); ++i) order[i] = i / 2;
    std::mt19937_64 random(seed * kProcesses + static_cast<uint64_t>(n));
    for (auto rest = std::span(order); !rest.empty(); rest = rest.subspan(std::min(rest.size(), kMeeting))) {
      std::ranges::shuffle(rest.first(std::min(rest.size(), kMeeting)), random);
    }
    std::vector<Told> mine;
    mine.reserve(order.size());
    for (const size_t name : order) {
      mine.push_back(Create(session, "name-" + std::to_string(name), name % 2 == 0 ? By::kKey : By::kExternalId));
    }
    return mine;
  });
  PrintTimes(told);
  std::map<int32_t, size_t> outcomes;
  std::map<std::string, int> created;
  std::map<std::string, std::set<std::string>> answers;
  for (const std::vector<Told>& mine : told) {
    for (const Told& one : mine) {
      ++outcomes[one.outcome];
      created[one.key] += one.outcome == CERTLITE_CREATED ? 1 : 0;
      answers[one.key].insert(one.text);
    }
  }
  const size_t keys = (names + 1) / 2;
  const size_t again = 2 * kProcesses - 1;  // calls for a name that is taken
  const std::map<int32_t, size_t> expected = {
      {CERTLITE_CREATED, names}, {CERTLITE_REPLAYED, keys * again}, {CERTLITE_EXISTS, (names - keys) * again}};
  EXPECT_EQ(expected, outcomes);
  EXPECT_EQ(names, answers.size());
  for (const auto& [key, times] : created) EXPECT_EQ(1, times) << key;
  for (const auto& [key, texts] : answers) EXPECT_EQ(1U, texts.size()) << key << testing::PrintToString(texts);
  EXPECT_EQ(names, static_cast<size_t>(Count(Path(), "certification")));
  EXPECT_EQ(keys, static_cast<size_t>(Count(Path(), "idempotency_key")));
  EXPECT_EQ(names + 3, static_cast<size_t>(Count(Path(), "history")));
  EXPECT_TRUE(FileIsWhole(Path()));
  std::cout << names * (again + 1) << " calls of " << kProcesses << " processes, " << keys << " keys and "
            << names - keys << " external ids\n";
}

// Who queues waits for each of the seven others once. Before it queues, the system may stop a process for as long as it
// likes, and the others go on; so three turns of each are allowed, and more to one call in a hundred. Without a queue,
// where whoever looks first gets the lock, one in a hundred waited for 30 (a look each 50 us) to 100 others (5 ms).
TEST_F(RaceTest, NobodyIsOvertakenAgainAndAgain) {
  constexpr int kCreates = 250;
  constexpr int64_t kTurnsMax = int64_t{3} * (kProcesses - 1);
  const auto told = Race([&](const Session& session, int n) {
    std::vector<Told> mine;
    for (int i = 0; i < kCreates; ++i) {
      const int64_t head = Head(session);
      mine.push_back(Create(session, std::to_string(n) + "-" + std::to_string(i), By::kKey));
      mine.back().head = head;
    }
    return mine;
  });
  PrintTimes(told);
  EXPECT_TRUE(FileIsWhole(Path()));
  std::map<std::string, int64_t> sequences;
  for (const HistoryEntry& entry : ReadHistory(Path())) sequences[UuidText(entry.resource_id)] = entry.sequence;
  std::vector<int64_t> waits;
  for (const std::vector<Told>& mine : told) {
    EXPECT_EQ(static_cast<size_t>(kCreates), mine.size());
    for (const Told& one : mine) {
      ASSERT_EQ(CERTLITE_CREATED, one.outcome) << one.text;
      waits.push_back(sequences.at(Json::parse(one.text).at("data").at("id")) - one.head - 1);
    }
  }
  std::cout << "the others' creates meanwhile: median " << Percentile(waits, 50) << ", 99 of 100 "
            << Percentile(waits, 99) << ", most " << Percentile(waits, 100) << "\n";
  EXPECT_LT(0, Percentile(waits, 50)) << "they didn't race";
  EXPECT_GE(kTurnsMax, Percentile(waits, 99));
}

}  // namespace
}  // namespace certlite::host
