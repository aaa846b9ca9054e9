// Writers and looping checkpointers in several processes. SQLite 3.7.0 to 3.51.2 can corrupt a file in WAL mode when
// two connections write or checkpoint at the same moment: one resets the log while another still copies it. The
// writers' lock lets that never be.
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <thread>

#include "tests/engine/file.h"
#include "tests/engine/fixture.h"
#include "tests/rigs/rig.h"
#include "tests/store/fault_vfs.h"

namespace certlite::host {
namespace {

using std::chrono::steady_clock;

constexpr int kWriters = 2;
constexpr int kCheckpointers = 2;
constexpr uint32_t kPatienceMs = 60'000;
constexpr auto kRound = std::chrono::seconds(3);

// Until the round ends.
class Round {
 public:
  bool lasts() const { return steady_clock::now() < end_; }

 private:
  const steady_clock::time_point end_ = steady_clock::now() + kRound;
};

// One file, used by processes until the round ends. This process opens it when all of them are gone.
class Contest {
 public:
  Contest() {
    const Engine engine(Path());
    const Session system = engine.As(kSystem);
    const std::string organization = system.Call("organization.create", {{"name", "x"}}).id();
    const Json in = {{"organization_id", organization}, {"display_name", "x"}};
    body_["organization_member_id"] = system.Call("member.create", in).id();
    const Json type = {{"organization_id", organization}, {"slug", "x"}, {"title", "x"}};
    body_["certification_type_id"] = system.Call("certification_type.create", type).id();
    erased_ = system.Call("certification.create", body_).id();
    EXPECT_DID(CERTLITE_UPDATED, system.Call("certification.erase", {{"id", erased_}, {"reason", "x"}}));
  }

  // Runs `life` in a process of its own; what fails there is told.
  void Start(const std::function<void(const Round&, int n)>& life) {
    const auto n = static_cast<int>(children_.size());
    children_.push_back(fork());
    if (children_.back() != 0) return;
    life(round_, n);
    _exit(0);
  }

  Engine Open(uint32_t flags = 0) const {
    Engine engine(Path(), {.id_seed = 0, .flags = flags, .busy_timeout_ms = kPatienceMs});
    if (!engine.opened().ok()) Give(engine.opened());
    return engine;
  }

  // Creates a card and writes down that it was acknowledged.
  void Create(const Engine& engine, int n, int nth) const {
    const std::string name = std::to_string(n) + "-" + std::to_string(nth);
    Json body = body_;
    body["serial_number"] = name;
    const Answer answer = engine.As(kSystem).Call("certification.create", body, {.key = name});
    if (answer.outcome != CERTLITE_CREATED) Give(answer);
    std::ofstream(Acknowledged(n), std::ios::app) << name << "\n";
  }

  // An erasure that is done again has nothing to write, and copies and empties the log all the same.
  void Checkpoint(const Engine& engine) const {
    const Answer answer = engine.As(kSystem).Call("certification.erase", {{"id", erased_}, {"reason", "x"}});
    if (answer.outcome != CERTLITE_UNCHANGED) Give(answer);
  }

  // Waits for all. Empty if nothing is wrong with them and the file; else what is.
  std::string Verdict() {
    std::string wrong;
    for (const pid_t child : children_) {
      int status = 0;
      waitpid(child, &status, 0);
      if (status == 0) continue;
      std::ifstream given(Gave());
      wrong.append("a process was refused: ").append(std::istreambuf_iterator<char>(given), {});
    }
    if (access(Path().c_str(), F_OK) != 0) throw std::runtime_error("the file was taken away");  // that proves nothing
    try {
      if (const auto whole = FileIsWhole(Path()); !whole) return wrong + whole.message();
      const std::vector<std::string> kept = Column(Path(), "SELECT serial_number FROM certification");
      std::multiset<std::string> missing = Told();
      told_ = missing.size();
      for (const std::string& name : kept) missing.erase(name);
      if (!missing.empty()) wrong += std::to_string(missing.size()) + " acknowledged and not kept";
    } catch (const std::runtime_error& failure) {
      wrong += failure.what();
    }
    return wrong;
  }

  size_t told() const { return told_; }
  std::string Path() const { return scratch_.Path(); }

 private:
  std::string Acknowledged(int n) const { return scratch_.Path("acknowledged-" + std::to_string(n)); }
  std::string Gave() const { return scratch_.Path("gave-up"); }

  [[noreturn]] void Give(const Answer& answer) const {
    std::ofstream(Gave(), std::ios::app) << answer.text << "\n" << std::flush;
    _exit(2);
  }

  std::multiset<std::string> Told() const {
    std::multiset<std::string> told;
    for (size_t n = 0; n < children_.size(); ++n) {
      std::ifstream file(Acknowledged(static_cast<int>(n)));
      for (std::string name; std::getline(file, name);) told.insert(name);
    }
    return told;
  }

  const Scratch scratch_;
  Json body_;
  std::string erased_;
  size_t told_ = 0;
  const Round round_;
  std::vector<pid_t> children_;
};

void StartWriters(Contest& contest, int writers) {
  for (int i = 0; i < writers; ++i) {
    contest.Start([&](const Round& round, int n) {
      const Engine engine = contest.Open();
      for (int nth = 0; round.lasts(); ++nth) contest.Create(engine, n, nth);
    });
  }
}

// Who opens and closes again and again, so that closing copies and removes the log when nobody else has the file open;
// and who holds the lock for as long as it is open.
void StartVisitors(Contest& contest) {
  for (const uint32_t flags : {0U, CERTLITE_OPEN_EXCLUSIVE}) {
    contest.Start([&contest, flags](const Round& round, int n) {
      for (int nth = 0; round.lasts();) {
        const Engine engine = contest.Open(flags);
        for (int i = 0; i < 5; ++i) contest.Create(engine, n, nth++);
      }
    });
  }
}

// The faster all of them are, the more often they meet.
class WalResetTest : public testing::Test {
 protected:
  WalResetTest() { rig::KeepFilesInMemory(); }
};

TEST_F(WalResetTest, WithTheLockNothingIsLost) {
  const auto seconds = std::chrono::seconds(rig::Figure(15, 3'600));
  const auto begin = steady_clock::now();
  size_t rounds = 0;
  size_t acknowledged = 0;
  for (; steady_clock::now() - begin < seconds; ++rounds) {
    Contest contest;
    StartWriters(contest, kWriters);
    StartVisitors(contest);
    for (int i = 0; i < kCheckpointers; ++i) {
      contest.Start([&](const Round& round, int /*n*/) {
        const Engine engine = contest.Open();
        while (round.lasts()) contest.Checkpoint(engine);
      });
    }
    ASSERT_EQ("", contest.Verdict()) << "round " << rounds;
    EXPECT_LT(20U, contest.told()) << "hardly anything was written";
    acknowledged += contest.told();
  }
  std::cout << rounds << " rounds, " << acknowledged << " acknowledged, SQLite " << sqlite3_libversion() << "\n";
}

// As a program of SQLite's uses a file: without the lock.
class Plain {
 public:
  explicit Plain(const std::string& path) {
    if (sqlite3_open(path.c_str(), &database_) != SQLITE_OK) throw std::runtime_error("no database");
    Do("PRAGMA journal_mode = WAL");
    Do("PRAGMA wal_autocheckpoint = 0");
  }
  ~Plain() { sqlite3_close(database_); }
  Plain(const Plain&) = delete;
  Plain& operator=(const Plain&) = delete;

  void Do(const std::string& sql) {
    EXPECT_EQ(SQLITE_OK, sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr));
  }

 private:
  sqlite3* database_ = nullptr;
};

bool SqliteHasTheRace() {
  const int version = sqlite3_libversion_number();
  const int series = version / 1000;
  return version < 3'051'003 && !(series == 3'050 && version >= 3'050'007) &&
         !(series == 3'044 && version >= 3'044'006);
}

// What processes without the lock meet by chance, step by step: a checkpoint reads how long the log is, and before it
// goes on a writer begins the log anew. Then what is written up to that length is taken to be in the file already.
TEST_F(WalResetTest, WithoutTheLockAcknowledgedWritesAreLost) {
  FaultVfs vfs;
  const Scratch scratch;
  constexpr int kRows = 100;  // each on a page of its own
  int written = 0;
  {
    Plain writer(scratch.Path());
    Plain checkpointer(scratch.Path());
    Plain late_checkpointer(scratch.Path());
    const auto write = [&] { writer.Do("UPDATE t SET n = n + 1 WHERE id = " + std::to_string(written++ % kRows)); };
    writer.Do("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, filling BLOB)");
    for (int id = 0; id < kRows; ++id) {
      writer.Do("INSERT INTO t VALUES (" + std::to_string(id) + ", 0, zeroblob(3000))");
    }
    checkpointer.Do("PRAGMA wal_checkpoint(PASSIVE)");
    int begun = 0;
    vfs->at_checkpoint_begun = [&] {
      if (++begun == 1) write();
    };
    late_checkpointer.Do("PRAGMA wal_checkpoint(PASSIVE)");
    vfs->at_checkpoint_begun = nullptr;
    ASSERT_EQ(1, begun);
    while (written < 4 * kRows) write();
  }
  const std::string kept = Column(scratch.Path(), "SELECT sum(n) FROM t").at(0);
  std::cout << "without the lock " << kept << " of " << written << " writes are kept, SQLite " << sqlite3_libversion()
            << "\n";
  EXPECT_EQ(SqliteHasTheRace(), kept != std::to_string(written));
}

TEST_F(WalResetTest, NobodyWritesWhileTheLogIsCopied) {
  FaultVfs vfs;
  const Contest contest;
  const Engine engine = contest.Open();
  const Engine other(contest.Path(), {.id_seed = 0, .flags = 0, .busy_timeout_ms = 1});
  int copied = 0;
  certlite_status meanwhile = CERTLITE_OK;
  vfs->at_main_write = [&] {
    if (++copied == 1) meanwhile = other.As(kSystem).Call("organization.create", {{"name", "x"}}).status;
  };
  int nth = 0;
  while (copied == 0) contest.Create(engine, 0, nth++);
  vfs->at_main_write = nullptr;
  EXPECT_EQ(CERTLITE_E_BUSY, meanwhile);
  EXPECT_DID(CERTLITE_CREATED, other.As(kSystem).Call("organization.create", {{"name", "x"}}));
}

}  // namespace
}  // namespace certlite::host
