// One engine in many threads, many engines on one file, many processes: no key makes two records, nothing is lost.
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <climits>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "tests/engine/file.h"
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

constexpr int kThreads = 8;
constexpr int kKeys = 25;

// What one caller was answered under a key.
struct Told {
  std::string key;
  int32_t outcome;
  std::string text;
};

// Calls `work(i)` on `n` threads at once.
template <typename Work>
void OnThreads(int n, Work work) {
  std::atomic<int> ready = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < n; ++i) {
    threads.emplace_back([&, i] {
      for (++ready; ready < n;) std::this_thread::yield();
      work(i);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

// Each key was created once, and everybody else was answered the same bytes. Answers how many keys there were.
size_t ExpectOneCreatedForEachKey(const std::vector<Told>& told) {
  std::map<std::string, std::pair<int, std::set<std::string>>> keys;
  for (const Told& one : told) {
    EXPECT_TRUE(one.outcome == CERTLITE_CREATED || one.outcome == CERTLITE_REPLAYED) << one.outcome << one.text;
    keys[one.key].first += one.outcome == CERTLITE_CREATED ? 1 : 0;
    keys[one.key].second.insert(one.text);
  }
  for (const auto& [key, answers] : keys) {
    EXPECT_EQ(1, answers.first) << key;
    EXPECT_EQ(1U, answers.second.size()) << key;
  }
  return keys.size();
}

class ThreadsTest : public EngineTest {
 protected:
  Json Body() const { return {{"organization_member_id", member_}, {"certification_type_id", type_}}; }

  // Creates under every key, beginning somewhere else in each turn.
  std::vector<Told> CreateAll(const Session& session, int turn) const {
    std::vector<Told> told;
    for (int i = 0; i < kKeys; ++i) {
      const std::string key = "key-" + std::to_string((i + turn * 3) % kKeys);
      Json body = Body();
      body["serial_number"] = key;
      const Answer answer = session.Call("certification.create", body, {.key = key});
      told.push_back({key, answer.outcome, answer.text});
    }
    return told;
  }

  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_, {{"user_id", User(1)}});
  const std::string type_ = NewType(organization_);
};

TEST_F(ThreadsTest, ManyThreadsOnOneSessionCreateEachKeyOnce) {
  std::mutex mutex;
  std::vector<Told> told;
  OnThreads(kThreads, [&](int turn) {
    const std::vector<Told> mine = CreateAll(system(), turn);
    const std::lock_guard lock(mutex);
    told.insert(told.end(), mine.begin(), mine.end());
  });
  EXPECT_EQ(static_cast<size_t>(kThreads * kKeys), told.size());
  EXPECT_EQ(static_cast<size_t>(kKeys), ExpectOneCreatedForEachKey(told));
  EXPECT_EQ(kKeys, Count(Path(), "certification"));
  EXPECT_EQ(kKeys, Count(Path(), "idempotency_key"));
  EXPECT_TRUE(FileIsWhole(Path()));
}

TEST_F(ThreadsTest, WritersAndReadersMixed) {
  std::atomic<int> created = 0;
  OnThreads(kThreads, [&](int turn) {
    const Session session = engine().As(turn % 2 == 0 ? kSystem : SelfOf(User(1)));
    for (int i = 0; i < 20; ++i) {
      if (turn % 2 == 0) {
        const Answer made = session.Call("certification.create", Body());
        created += made.ok() ? 1 : 0;
        EXPECT_DID(CERTLITE_READ, session.Call("certification.get", {{"id", made.id()}}));  // one reads one's writes
        EXPECT_TRUE(session.Call("member.update", {{"id", member_}, {"role", std::to_string(i)}}).ok());
      } else {
        const Answer page = session.Call("certification.list", {{"limit", 200}});
        EXPECT_DID(CERTLITE_READ, page);
        EXPECT_EQ(page.json().at("data").size(), page.json().at("meta").size());
        EXPECT_DID(CERTLITE_READ, session.Call("me.get", Json::object()));
        EXPECT_EQ(CERTLITE_E_INVALID, session.Call("certification.create", {{"source", "?"}}).status);
      }
    }
  });
  EXPECT_EQ(kThreads / 2 * 20, created);
  EXPECT_EQ(created, Count(Path(), "certification"));
  EXPECT_TRUE(FileIsWhole(Path()));
}

// Two writers of one record: each change that says which revision it saw is taken once.
TEST_F(ThreadsTest, RevisionsLetNoChangeBeLost) {
  std::atomic<int> updated = 0;
  OnThreads(4, [&](int turn) {
    for (int done = 0; done < 10;) {
      const Answer seen = system().Call("member.get", {{"id", member_}});
      const Answer answer = system().Call("member.update", {{"id", member_},
                                                            {"role", std::to_string(turn) + "." + std::to_string(done)},
                                                            {"if_revision", seen.json().at("meta").at("revision")}});
      if (answer.ok()) {
        ++updated;
        ++done;
      } else {
        EXPECT_EQ(CERTLITE_E_REVISION_CONFLICT, answer.status) << answer.text;
      }
    }
  });
  EXPECT_EQ(40, updated);
  EXPECT_EQ(41, system().Call("member.get", {{"id", member_}}).json().at("meta").at("revision"));
}

// Of two decisions that have seen the same revision one is taken, whichever engines and threads they come from.
TEST_F(ThreadsTest, OfTwoWritersWithOneRevisionExactlyOneWins) {
  const Engine other(Path());
  const Session theirs = other.As(kSystem);
  for (int round = 0; round < 50; ++round) {
    const std::string card = NewCard(member_, type_);
    std::atomic<int> won = 0;
    std::atomic<int> lost = 0;
    OnThreads(2, [&](int turn) {
      const Session& session = turn == 0 ? system() : theirs;
      const Answer answer = session.Call(turn == 0 ? "certification.suspend" : "certification.revoke",
                                         {{"id", card}, {"reason", "r"}, {"if_revision", 1}});
      won += answer.ok() ? 1 : 0;
      lost += answer.status == CERTLITE_E_REVISION_CONFLICT ? 1 : 0;
    });
    EXPECT_EQ(1, won);
    EXPECT_EQ(1, lost);
    EXPECT_EQ(2, system().Call("certification.get", {{"id", card}}).json().at("meta").at("revision"));
  }
  EXPECT_TRUE(FileIsWhole(Path()));
}

TEST_F(ThreadsTest, TheSameExternalIdFromManyThreadsIsOneRecord) {
  std::atomic<int> created = 0;
  std::atomic<int> existed = 0;
  OnThreads(kThreads, [&](int) {
    for (int i = 0; i < 10; ++i) {
      Json body = Body();
      body["external_id"] = "e" + std::to_string(i);
      const Answer answer = system().Call("certification.create", body);
      created += answer.outcome == CERTLITE_CREATED ? 1 : 0;
      existed += answer.outcome == CERTLITE_EXISTS ? 1 : 0;
    }
  });
  EXPECT_EQ(10, created);
  EXPECT_EQ(kThreads * 10 - 10, existed);
  EXPECT_EQ(10, Count(Path(), "certification"));
}

TEST(ThreadsInMemoryTest, ManyThreadsOnOneStoreInMemory) {
  const Engine engine(":memory:");
  const Session system = engine.As(kSystem);
  std::mutex mutex;
  std::vector<Told> told;
  OnThreads(kThreads, [&](int) {
    for (int i = 0; i < 50; ++i) {
      const std::string key = "k" + std::to_string(i);
      const Answer answer = system.Call("organization.create", {{"name", key}}, {.key = key});
      const std::lock_guard lock(mutex);
      told.push_back({key, answer.outcome, answer.text});
    }
  });
  EXPECT_EQ(50U, ExpectOneCreatedForEachKey(told));
  EXPECT_EQ(50U, system.Call("organization.list", {{"limit", 200}}).data().size());
}

TEST_F(ThreadsTest, SessionsOutliveTheEnginesHandle) {
  auto other = std::make_unique<Engine>(Path());
  const Session first = other->As(kSystem);
  const Session second = other->As(SelfOf(User(1)));
  other.reset();
  OnThreads(2, [&](int turn) {
    const Session& session = turn == 0 ? first : second;
    for (int i = 0; i < 10; ++i) EXPECT_DID(CERTLITE_CREATED, session.Call("certification.create", Body()));
  });
  EXPECT_EQ(20, Count(Path(), "certification"));
}

TEST_F(ThreadsTest, TwoEnginesOnOneFileInOneProcess) {
  const Engine other(Path());
  const Session theirs = other.As(kSystem);
  std::mutex mutex;
  std::vector<Told> told;
  OnThreads(4, [&](int turn) {
    const std::vector<Told> mine = CreateAll(turn % 2 == 0 ? system() : theirs, turn);
    const std::lock_guard lock(mutex);
    told.insert(told.end(), mine.begin(), mine.end());
  });
  EXPECT_EQ(static_cast<size_t>(kKeys), ExpectOneCreatedForEachKey(told));
  // What one has written the other reads at once.
  const Answer made = theirs.Call("certification.create", Body());
  EXPECT_EQ(made.text, system().Call("certification.get", {{"id", made.id()}}).text);
  EXPECT_TRUE(FileIsWhole(Path()));
}

TEST_F(ThreadsTest, OpeningAndClosingWhileOthersWrite) {
  OnThreads(4, [&](int turn) {
    for (int i = 0; i < 8; ++i) {
      const Engine engine(Path());
      ASSERT_TRUE(engine.opened().ok()) << engine.opened().text;
      const Session session = engine.As(kSystem);
      EXPECT_DID(CERTLITE_CREATED,
                 session.Call("certification.create", Body(), {.key = std::to_string(turn) + "-" + std::to_string(i)}));
    }
  });
  EXPECT_EQ(32, Count(Path(), "certification"));
  EXPECT_TRUE(FileIsWhole(Path()));
}

// An exclusive engine owns the file: another one is kept out, for as long as it is ready to wait, and let in
// afterwards.
TEST_F(ThreadsTest, AnExclusiveEngineKeepsOthersOut) {
  const std::string path = Path() + ".exclusive";
  auto owner = std::make_unique<Engine>(path, OpenOptions{.flags = CERTLITE_OPEN_EXCLUSIVE});
  ASSERT_TRUE(owner->opened().ok()) << owner->opened().text;
  EXPECT_REFUSED("busy", Engine(path, {.busy_timeout_ms = 20}).opened());
  const Session session = owner->As(kSystem);
  owner.reset();
  EXPECT_REFUSED("busy", Engine(path, {.busy_timeout_ms = 20}).opened());  // the session keeps the store open
  EXPECT_DID(CERTLITE_CREATED, session.Call("organization.create", {{"name", "x"}}));
}

// Writes `told` where the parent reads it: a line each, short enough for the pipe not to mix it with another's.
void Report(int file, const std::vector<Told>& told) {
  for (const Told& one : told) {
    const std::string line = Json({{"key", one.key}, {"outcome", one.outcome}, {"text", one.text}}).dump() + "\n";
    if (line.size() > PIPE_BUF || write(file, line.data(), line.size()) != static_cast<ssize_t>(line.size())) _exit(3);
  }
}

std::vector<Told> ReadReports(int file) {
  std::string lines;
  char chunk[65536];
  for (ssize_t n = read(file, chunk, sizeof chunk); n > 0; n = read(file, chunk, sizeof chunk)) {
    lines.append(chunk, static_cast<size_t>(n));
  }
  std::vector<Told> told;
  for (size_t at = 0; at < lines.size();) {
    const size_t end = lines.find('\n', at);
    const Json one = Json::parse(lines.substr(at, end - at));
    told.push_back({one.at("key"), one.at("outcome"), one.at("text")});
    at = end + 1;
  }
  return told;
}

// Four processes that are forked before the store is opened here, and each open it for themselves.
TEST(ProcessesTest, ManyProcessesCreateEachKeyOnce) {
  const Scratch scratch;
  int ids[2];
  int reports[2];
  ASSERT_EQ(0, pipe(ids));
  ASSERT_EQ(0, pipe(reports));
  std::vector<pid_t> children;
  for (int turn = 0; turn < 4; ++turn) {
    children.push_back(fork());
    if (children.back() != 0) continue;
    char member_and_type[72];
    for (size_t got = 0; got < sizeof member_and_type;) {  // waits until the store is there
      const ssize_t n = read(ids[0], member_and_type + got, sizeof member_and_type - got);
      if (n <= 0) _exit(2);
      got += static_cast<size_t>(n);
    }
    std::vector<Told> told;
    const Engine engine(scratch.Path());
    const Session system = engine.As(kSystem);
    for (int i = 0; i < kKeys; ++i) {
      const std::string key = "key-" + std::to_string((i + turn * 3) % kKeys);
      const Json body = {{"organization_member_id", std::string(member_and_type, 36)},
                         {"certification_type_id", std::string(member_and_type + 36, 36)}};
      const Answer answer = system.Call("certification.create", body, {.key = key});
      told.push_back({key, answer.outcome, answer.text});
    }
    Report(reports[1], told);
    _exit(0);
  }
  close(reports[1]);
  const Engine engine(scratch.Path());
  const Session system = engine.As(kSystem);
  const std::string organization = system.Call("organization.create", {{"name", "x"}}).id();
  const std::string member =
      system.Call("member.create", {{"organization_id", organization}, {"display_name", "x"}}).id();
  const std::string type =
      system.Call("certification_type.create", {{"organization_id", organization}, {"slug", "x"}, {"title", "x"}}).id();
  for (size_t i = 0; i < children.size(); ++i) ASSERT_EQ(72, write(ids[1], (member + type).data(), 72));
  const std::vector<Told> told = ReadReports(reports[0]);
  for (const pid_t child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(0, status);
  }
  EXPECT_EQ(static_cast<size_t>(kKeys), ExpectOneCreatedForEachKey(told));
  EXPECT_EQ(kKeys, Count(scratch.Path(), "certification"));
  EXPECT_TRUE(FileIsWhole(scratch.Path()));
}

}  // namespace
}  // namespace certlite::host
