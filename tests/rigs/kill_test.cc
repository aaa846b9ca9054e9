// A writer is killed over and over: while it opens the file, recovers it, creates, changes, erases, imports,
// checkpoints, compacts or closes, alone or with threads that share transactions. What was acknowledged is there, once
// and byte for byte; what was in flight is there whole or not at all, and a retry settles it.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iostream>
#include <memory>
#include <random>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "tests/engine/file.h"
#include "tests/engine/fixture.h"
#include "tests/rigs/rig.h"

namespace certlite::host {
namespace {

constexpr int kThreads = 8;
constexpr int kLines = 5;         // of an import
constexpr size_t kOfAFile = 250;  // kills, after which another file is begun
constexpr size_t kBetweenFullChecks = 60;

enum class Life { kByKey, kByExternalId, kByImport, kChanging, kReopening, kCompacting, kByThreads };
constexpr std::array kLives = {Life::kByKey,     Life::kByExternalId, Life::kByImport, Life::kChanging,
                               Life::kReopening, Life::kCompacting,   Life::kByThreads};

// What is done to one card, in this order, by a writer that changes.
constexpr std::array kChanges = {"certification.create", "certification.update", "certification.suspend",
                                 "certification.reinstate", "certification.erase"};

// One thread's requests: the n-th follows from the name, and from the answers to those before it.
struct Lane {
  std::string name;
  Life life = Life::kByKey;
  std::vector<std::string> told;  // the answers that it has acknowledged, in order
};

struct Request {
  std::string operation;
  Json body;
  How how;
  std::string lines;  // instead of all of that, an import of kLines

  int64_t cards() const { return lines.empty() ? int64_t{operation == "certification.create"} : kLines; }
  int64_t entries() const { return lines.empty() ? 1 : kLines; }
};

// When a child is killed.
struct Blow {
  size_t after = 0;  // so many acknowledgements
  int microseconds = 0;
};

// A process that has the file open, so that whoever else closes it leaves the log as it is, and it grows.
class Keeper {
 public:
  explicit Keeper(const std::string& path) {
    int ready[2];
    int go[2];
    if (pipe(ready) != 0 || pipe(go) != 0) throw std::runtime_error("no pipe");
    pid_ = fork();
    if (pid_ == 0) {
      close(go[1]);
      const Engine engine(path);
      char byte = 0;
      if (!engine.opened().ok() || write(ready[1], "!", 1) != 1) _exit(2);
      _exit(read(go[0], &byte, 1) == 0 ? 0 : 3);  // without closing
    }
    close(ready[1]);
    close(go[0]);
    char byte = 0;
    EXPECT_EQ(1, read(ready[0], &byte, 1));
    close(ready[0]);
    go_ = go[1];
  }
  ~Keeper() {
    close(go_);
    waitpid(pid_, nullptr, 0);
  }
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

 private:
  pid_t pid_ = 0;
  int go_ = -1;
};

Answer ImportLines(const Engine& engine, const std::string& lines) {
  const std::string principal = kSystem.dump();
  certlite_session* session = nullptr;
  certlite_batch* batch = nullptr;
  Answer answer;
  answer.status = certlite_session_open(engine.handle(), principal.data(), principal.size(), &session, nullptr);
  if (answer.ok()) {
    static constexpr std::string_view kOperation = "certification.import";
    answer.status = certlite_import(session, kOperation.data(), kOperation.size(), lines.data(), lines.size(), nullptr,
                                    0, nullptr, &batch, nullptr);
  }
  size_t n = 0;
  const certlite_result* const results = certlite_batch_results(batch, &n);
  for (size_t i = 0; i < n; ++i) {
    if (results[i].status != CERTLITE_OK) answer.status = results[i].status;
    if (i > 0 && results[i].outcome != answer.outcome) answer.status = CERTLITE_E_INTERNAL;  // lines of one transaction
    answer.outcome = results[i].outcome;
    answer.text += std::string(i == 0 ? "" : " ") + results[i].id;
  }
  certlite_batch_free(batch);
  certlite_session_close(session);
  return answer;
}

class KillTest : public testing::Test {
 protected:
  KillTest() { rig::KeepFilesInMemory(); }  // who dies by a signal leaves to the system what it has written

  Json Body(const std::string& name) const {
    return {{"organization_member_id", member_}, {"certification_type_id", type_}, {"serial_number", name}};
  }

  Request NthOf(const Lane& lane, size_t n) const {
    const std::string name = lane.name + "-" + std::to_string(n);
    Request request{"certification.create", Body(name), {}, {}};
    if (lane.life == Life::kByImport) {
      for (int line = 0; line < kLines; ++line) request.lines += Body(name + "." + std::to_string(line)).dump() + "\n";
    } else if (lane.life == Life::kByExternalId) {
      request.body["external_id"] = name;
    } else {
      request.how.key = name;
    }
    const size_t change = n % kChanges.size();
    if (lane.life != Life::kChanging || change == 0) return request;
    request.operation = kChanges[change];
    request.body = {{"id", rig::TextIn(lane.told.at(n - change), "id")}};
    if (request.operation == "certification.update") {
      request.body["issuer_name"] = name;
    } else {
      request.body["reason"] = name;
    }
    return request;
  }

  static Answer Call(const Engine& engine, const Session& system, const Request& request) {
    if (!request.lines.empty()) return ImportLines(engine, request.lines);
    return system.Call(request.operation, request.body, request.how);
  }

  // A child's life, which has no end of its own: each answer is acknowledged, a line each, after the call has answered.
  // Without lanes it opens and closes.
  [[noreturn]] void Write(std::vector<Lane>& lanes, int acknowledgements) const {
    while (lanes.empty()) Opened();
    std::vector<std::thread> others;
    Engine engine = Opened();
    for (size_t i = 1; i < lanes.size(); ++i) {
      others.emplace_back([&, i] { WriteLane(engine, lanes[i], i, acknowledgements); });
    }
    WriteLane(engine, lanes[0], 0, acknowledgements);
  }

  Engine Opened() const {
    Engine engine(scratch_->Path(), {.id_seed = 0});
    if (!engine.opened().ok()) _exit(2);
    return engine;
  }

  [[noreturn]] void WriteLane(Engine& engine, Lane& lane, size_t position, int acknowledgements) const {
    for (;;) {
      const Answer answer = Call(engine, engine.As(kSystem), NthOf(lane, lane.told.size()));
      if (answer.outcome != CERTLITE_CREATED && answer.outcome != CERTLITE_UPDATED) _exit(3);
      lane.told.push_back(answer.text);
      // Short enough to be written whole or not at all.
      const std::string line = std::to_string(position) + " " + answer.text + "\n";
      if (write(acknowledgements, line.data(), line.size()) != static_cast<ssize_t>(line.size())) _exit(4);
      if (lane.told.size() % 3 != 0) continue;
      if (lane.life == Life::kCompacting && !engine.As(kSystem).Call("engine.compact", Json::object()).ok()) _exit(5);
      if (lane.life != Life::kReopening) continue;
      engine.Close();
      engine = Opened();
    }
  }

  // Takes an acknowledgement.
  static void Take(std::vector<Lane>& lanes, const std::string& line) {
    const size_t space = line.find(' ');
    lanes.at(std::stoul(line.substr(0, space))).told.push_back(line.substr(space + 1));
  }

  // Lets a child write and kills it; its lanes then have what it has acknowledged.
  void WriteAndKill(std::vector<Lane>& lanes, const Blow& blow) const {
    int ends[2];
    ASSERT_EQ(0, pipe(ends));
    const pid_t child = fork();
    if (child == 0) {
      close(ends[0]);
      Write(lanes, ends[1]);
    }
    close(ends[1]);
    std::FILE* const lines = fdopen(ends[0], "r");
    size_t acknowledged = 0;
    std::string line;
    const auto strike = [&] {
      std::this_thread::sleep_for(std::chrono::microseconds(blow.microseconds));
      kill(child, SIGKILL);
    };
    if (blow.after == 0) strike();
    for (int c = std::fgetc(lines); c != EOF; c = std::fgetc(lines)) {
      if (c != '\n') {
        line += static_cast<char>(c);
        continue;
      }
      Take(lanes, line);
      line.clear();
      if (++acknowledged == blow.after) strike();
    }
    std::fclose(lines);
    EXPECT_TRUE(line.empty()) << "half an acknowledgement: " << line;
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "the child failed: " << status;
  }

  int64_t Head(const Session& system) const {
    return std::stoll(
        system.Call("history.head", {{"organization_id", organization_}}).data().at("head").get<std::string>());
  }

  // A new file, whose first openings are cut short.
  void BeginFile(std::mt19937_64& random) {
    keeper_.reset();
    scratch_ = std::make_unique<Scratch>();
    for (kills_of_file_ = 0; kills_of_file_ < 3; ++kills_of_file_) {
      std::vector<Lane> none;
      WriteAndKill(none, {0, static_cast<int>(random() % 12'000)});
    }
    kills_ += kills_of_file_;
    const Engine engine(scratch_->Path());
    ASSERT_TRUE(engine.opened().ok()) << engine.opened().text;
    const Session system = engine.As(kSystem);
    organization_ = system.Call("organization.create", {{"name", "x"}}).id();
    const Json in = {{"organization_id", organization_}, {"display_name", "x"}};
    member_ = system.Call("member.create", in).id();
    const Json type = {{"organization_id", organization_}, {"slug", "x"}, {"title", "x"}};
    type_ = system.Call("certification_type.create", type).id();
    cards_ = 0;
    head_ = Head(system);
  }

  // Children one after another, each of which finds the log that the one before has left.
  std::vector<Lane> KillSome(std::mt19937_64& random, size_t round) {
    std::vector<Lane> all;
    for (size_t children = 1 + random() % 3; children > 0; --children) {
      std::vector<Lane> lanes;
      Blow blow{0, static_cast<int>(random() % 12'000)};
      if (const size_t life = random() % (kLives.size() + 1); life < kLives.size()) {
        lanes.resize(kLives[life] == Life::kByThreads ? kThreads : 1);
        for (size_t i = 0; i < lanes.size(); ++i) {
          std::ostringstream name;
          name << round << "-" << children << "-" << i;
          lanes[i] = {name.str(), kLives[life], {}};
        }
        if (random() % 4 != 0) blow = {1 + random() % 20, static_cast<int>(random() % 1'000)};
      }
      WriteAndKill(lanes, blow);
      std::ranges::move(lanes, std::back_inserter(all));
      ++kills_;
      ++kills_of_file_;
    }
    return all;
  }

  // Whether erasing the card, later in the lane, has taken the answer.
  static bool IsErased(const Lane& lane, size_t n) {
    const size_t last = n - n % kChanges.size() + kChanges.size() - 1;
    return lane.life == Life::kChanging && n < last && last < lane.told.size();
  }

  // There is what was acknowledged, and of what was in flight what a retry finds; then a retry of all changes nothing.
  void Settle(std::vector<Lane> lanes) {
    const Engine engine(scratch_->Path(), {.id_seed = 0, .flags = CERTLITE_OPEN_EXISTING});
    ASSERT_TRUE(engine.opened().ok()) << engine.opened().text;
    const Session system = engine.As(kSystem);
    int64_t cards = Count(scratch_->Path(), "certification") - cards_;
    int64_t entries = Head(system) - head_;
    for (Lane& lane : lanes) {
      for (size_t n = 0; n <= lane.told.size(); ++n) {
        const Request request = NthOf(lane, n);
        cards_ += request.cards();
        head_ += request.entries();
        bool was_kept = n < lane.told.size();
        if (!was_kept) {
          const Answer settled = Call(engine, system, request);
          ASSERT_TRUE(settled.ok()) << settled.status << settled.text;
          was_kept = settled.outcome == CERTLITE_REPLAYED || settled.outcome == CERTLITE_EXISTS;
          in_flight_kept_ += was_kept ? 1 : 0;
          acknowledged_ += lane.told.size();
          lane.told.push_back(settled.text);
          n = lane.told.size();
        }
        cards -= was_kept ? request.cards() : 0;
        entries -= was_kept ? request.entries() : 0;
      }
    }
    ASSERT_EQ(0, cards) << "more or less than was acknowledged";
    ASSERT_EQ(0, entries) << "more or less than was acknowledged";
    for (const Lane& lane : lanes) {
      for (size_t n = 0; n < lane.told.size(); ++n) {
        const Answer again = Call(engine, system, NthOf(lane, n));
        if (IsErased(lane, n)) {
          ASSERT_EQ(CERTLITE_E_GONE, again.status) << again.text;
          continue;
        }
        ASSERT_DID(lane.life == Life::kByExternalId ? CERTLITE_EXISTS : CERTLITE_REPLAYED, again);
        ASSERT_EQ(lane.told[n], again.text);
      }
    }
    ASSERT_EQ(cards_, Count(scratch_->Path(), "certification"));
    ASSERT_EQ(head_, Head(system));
  }

  std::unique_ptr<Scratch> scratch_;
  std::unique_ptr<Keeper> keeper_;
  std::string organization_;
  std::string member_;
  std::string type_;
  size_t kills_ = 0;
  size_t kills_of_file_ = kOfAFile;
  size_t acknowledged_ = 0;
  int in_flight_kept_ = 0;
  int64_t cards_ = 0;  // in the file, as its head
  int64_t head_ = 0;
};

TEST_F(KillTest, NothingAcknowledgedIsMissingAndNothingIsDoubled) {
  std::mt19937_64 random(rig::Seed());
  const size_t figure = rig::Figure(1'000, 100'000);
  size_t files = 0;
  for (size_t round = 0; kills_ < figure; ++round) {
    SCOPED_TRACE("round " + std::to_string(round) + " of file " + std::to_string(files));
    if (kills_of_file_ >= kOfAFile) {
      BeginFile(random);
      if (++files % 2 == 0) keeper_ = std::make_unique<Keeper>(scratch_->Path());
    }
    const std::vector<Lane> lanes = KillSome(random, round);
    if (!HasFatalFailure()) Settle(lanes);
    if (HasFatalFailure()) return;
    if (round % kBetweenFullChecks != 0 && kills_of_file_ < kOfAFile) continue;
    ASSERT_TRUE(FileIsWhole(scratch_->Path()));
  }
  ASSERT_TRUE(FileIsWhole(scratch_->Path()));
  EXPECT_LT(2 * figure, acknowledged_) << "the children were killed too early to prove anything";
  EXPECT_LT(0, in_flight_kept_) << "and nobody was killed between a commit and its acknowledgement";
  std::cout << kills_ << " kills on " << files << " files, " << acknowledged_ << " acknowledged, " << in_flight_kept_
            << " kept unacknowledged\n";
}

// The killed writer's lock goes with it: the other writes on, and loses nothing.
TEST_F(KillTest, AKilledWriterDoesNotHinderTheOthers) {
  std::mt19937_64 random(rig::Seed());
  BeginFile(random);
  ASSERT_FALSE(HasFatalFailure());
  std::vector<Lane> all = {{"other", Life::kByKey, {}}};
  const std::string acknowledged = scratch_->Path("acknowledged");
  const pid_t other = fork();
  if (other == 0) Write(all, open(acknowledged.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600));
  for (size_t round = 0; round < 3; ++round) std::ranges::move(KillSome(random, round), std::back_inserter(all));
  kill(other, SIGKILL);
  waitpid(other, nullptr, 0);
  ASSERT_FALSE(HasFatalFailure());
  std::ifstream file(acknowledged);
  for (std::string line; std::getline(file, line);) Take(all, line);
  EXPECT_LT(3U, all.front().told.size()) << "the other stood still";
  Settle(all);
}

}  // namespace
}  // namespace certlite::host
