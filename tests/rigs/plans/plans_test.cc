// Plans of operations by chance, in order or not, each answered as a model in memory says; handles are closed and
// opened again among them, files are taken up as a dead process left them, and writes are met by failing disks, of
// which a retry must make what the model says. The same number does a plan again: its seed is printed when it fails,
// and CERTLITE_SEED=N CERTLITE_FIGURE=M runs the first M operations of that plan.
#include <algorithm>
#include <deque>
#include <filesystem>
#include <iostream>
#include <tuple>

#include "tests/engine/file.h"
#include "tests/engine/fixture.h"
#include "tests/rigs/plans/draw.h"
#include "tests/rigs/plans/model.h"
#include "tests/rigs/rig.h"
#include "tests/store/fault_vfs.h"

namespace certlite::host {
namespace {

constexpr size_t kStepsOfPlan = 500;
constexpr size_t kPlansAFile = 8;  // of so many plans one is on disk; the others are in memory
constexpr size_t kTold = 12;       // steps, when a plan fails

struct Counts {
  size_t steps = 0;
  size_t written = 0;
  size_t refused = 0;
  size_t reopened = 0;
  size_t crashed = 0;
  size_t failed = 0;  // by a failing disk
  size_t kept = 0;    // of these, that were there after it
};

size_t Occurrences(const std::string& text, std::string_view part) {
  size_t n = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++n;
  return n;
}

std::vector<std::string> RulesIn(const std::string& problem) {
  static constexpr std::string_view kBegin = "\"rule\":\"";
  std::vector<std::string> rules;
  for (size_t at = problem.find(kBegin); at != std::string::npos; at = problem.find(kBegin, at)) {
    at += kBegin.size();
    rules.push_back(problem.substr(at, problem.find('"', at) - at));
  }
  std::ranges::sort(rules);
  return rules;
}

// What the answer has that the model doesn't say, or the other way round; empty if there is nothing.
std::string DifferenceBetween(const Step& step, const Expected& expected, const Answer& answer) {
  if (answer.status != expected.status()) return "status " + std::to_string(expected.status()) + " is expected";
  if (!answer.ok()) {
    std::vector<std::string> rules = expected.rules;
    std::ranges::sort(rules);
    return rules == RulesIn(answer.text) ? "" : "rules " + testing::PrintToString(rules) + " are expected";
  }
  if (answer.outcome != expected.outcome) return "outcome " + std::to_string(expected.outcome) + " is expected";
  if (!expected.exact.empty()) return answer.text == expected.exact ? "" : expected.exact + " is expected";
  for (const std::string& part : expected.parts) {
    if (answer.text.find(part) == std::string::npos) return part + " is expected";
  }
  const bool is_list = step.operation == "certification.list";
  if (is_list && Occurrences(answer.text, "\"lifecycle_status\":") != expected.parts.size()) return "others are listed";
  return "";
}

class Plan {
 public:
  Plan(uint64_t seed, bool on_disk, FaultVfs& faults, Counts& counts)
      : seed_(seed), on_disk_(on_disk), faults_(faults), counts_(counts), draw_(seed, model_) {
    Open(on_disk_ ? FileNamed(0) : ":memory:");
    BeginModel();
  }

  // Fails the test at the first step that is answered otherwise than the model says.
  void Run(size_t steps) {
    for (size_t i = 0; i < steps && !failed_; ++i, ++now_) {
      if (on_disk_ && draw_.Chance(1)) Reopen();
      if (on_disk_ && draw_.Chance(1)) Crash();
      const Step step = draw_.Next(now_);
      if (on_disk_ && step.key && draw_.Chance(8)) {
        Trouble(step);
      } else {
        Check(step);
      }
      ++counts_.steps;
    }
    if (!failed_) LookAtAll();
    if (on_disk_ && !failed_) LookAtFile();
  }

 private:
  std::string FileNamed(int n) const { return scratch_.Path("plan-" + std::to_string(n) + ".db"); }

  void Open(const std::string& path) {
    path_ = path;
    engine_ = Engine(path_, {.id_seed = seed_ | 1});
    if (!engine_.opened().ok()) Fail("opening: " + engine_.opened().text);
  }

  void BeginModel() {
    const Session system = engine_.As(kSystem);
    for (int i = 0; i < kOrganizations; ++i) {
      OrganizationFacts organization;
      organization.id = system.Call("organization.create", {{"name", "x"}}).id();
      organization.name = "x";
      model_.organizations.push_back(organization);
    }
    const Json standard = {{"slug", "standard"}, {"title", "x"}, {"scope", "standard"}};
    TypeFacts type;
    type.id = system.Call("certification_type.create", standard).id();
    type.slug = "standard";
    type.title = "x";
    model_.types.push_back(type);
    for (int i = 0; i < kOrganizations; ++i) {
      for (int n = 0; n < 4; ++n) {
        const std::string name = std::to_string(n);
        const Who who{Who::Is::kOneOrganization, i, true};
        Check({who, "member.create", {{"display_name", name}, {"user_id", User((i + n) % kUsers)}}, {}, now_});
        Check({who, "certification_type.create", {{"slug", name}, {"title", name}}, {}, now_});
      }
    }
  }

  Answer Call(const Step& step) {
    const auto who = std::tuple(step.who.kind, step.who.number, step.who.writes_cards);
    auto session = sessions_.find(who);
    if (session == sessions_.end()) {
      session = sessions_.emplace(who, engine_.As(model_.PrincipalOf(step.who))).first;
    }
    Answer answer = session->second.Call(step.operation, step.request, {.key = step.key, .now = step.now});
    told_.emplace_back(step, answer);
    if (told_.size() > kTold) told_.pop_front();
    return answer;
  }

  void Check(const Step& step) {
    const Expected expected = model_.Judge(step);
    const Answer answer = Call(step);
    counts_.refused += answer.ok() ? 0 : 1;
    Compare(step, expected, answer);
  }

  void Compare(const Step& step, const Expected& expected, const Answer& answer) {
    if (IsAsExpected(step, expected, answer)) Take(step, expected, answer);
  }

  bool IsAsExpected(const Step& step, const Expected& expected, const Answer& answer) {
    const std::string difference = DifferenceBetween(step, expected, answer);
    if (!difference.empty()) Fail(difference);
    return difference.empty();
  }

  void Take(const Step& step, const Expected& expected, const Answer& answer) {
    if (!answer.ok()) return;
    counts_.written += answer.outcome == CERTLITE_CREATED || answer.outcome == CERTLITE_UPDATED ? 1 : 0;
    model_.Take(step, expected, answer.text);
  }

  void Reopen() {
    Close();
    Open(path_);
    LookAtAll();
    ++counts_.reopened;
  }

  void Close() {
    sessions_.clear();
    engine_.Close();
  }

  // Goes on with a copy of the file and its log, as they are: nobody has closed them.
  void Crash() {
    namespace fs = std::filesystem;
    const std::string copy = FileNamed(++files_);
    fs::copy_file(path_, copy);
    if (fs::exists(path_ + "-wal")) fs::copy_file(path_ + "-wal", copy + "-wal");
    const std::string left = path_;
    Close();
    fs::remove(left);
    Open(copy);
    ++counts_.crashed;
  }

  // The disk fails in the middle of the step, and from then on; after the crash the same call settles it.
  void Trouble(const Step& step) {
    const FaultVfs::Step at = draw_.Chance(50) ? FaultVfs::Step::kLogSync : FaultVfs::Step::kLogWrite;
    const int nth = at == FaultVfs::Step::kLogSync ? 0 : static_cast<int>(draw_.Below(8));
    bool failing = false;
    faults_->at_step = [&](FaultVfs::Step now, int before) {
      failing = failing || (now == at && before == nth);
      return !failing ? SQLITE_OK : now == FaultVfs::Step::kLogSync ? SQLITE_IOERR_FSYNC : SQLITE_IOERR_WRITE;
    };
    const Expected expected = model_.Judge(step);
    const Answer answer = Call(step);
    faults_->at_step = nullptr;
    if (!failing) return Compare(step, expected, answer);
    ++counts_.failed;
    const bool unknown = answer.status == CERTLITE_E_OUTCOME_UNKNOWN;
    if (!unknown && answer.status != CERTLITE_E_STORAGE_IO) return Fail("an error of the disk is expected");
    Crash();
    if (failed_) return;
    const Answer again = Call(step);
    const bool may_be_kept = unknown || rig::HasErased(answer.text);
    if (may_be_kept && expected.rules.empty() && !again.ok()) return MovedAway(step, expected, again);
    const bool kept = may_be_kept && again.outcome == CERTLITE_REPLAYED;
    Expected settled = expected;
    if (kept) settled.outcome = CERTLITE_REPLAYED;
    counts_.kept += kept ? 1 : 0;
    if (IsAsExpected(step, settled, again)) Take(step, expected, again);  // what was done, not its replay
  }

  // What was kept has taken the record out of the caller's own reach, so no retry can tell them the answer.
  void MovedAway(const Step& step, const Expected& expected, const Answer& again) {
    model_.Take(step, expected, "");
    ++counts_.kept;
    Compare(step, model_.Judge(step), again);
  }

  // Every record, and every chain's head, as the model has them.
  void LookAtAll() {
    const auto look = [&](int organization, const char* operation, const std::string& id) {
      Step step{{Who::Is::kOneOrganization, organization, true}, operation, Json::object(), {}, now_};
      if (!id.empty()) step.request["id"] = id;
      if (!failed_) Check(step);
    };
    for (int i = 0; i < kOrganizations; ++i) look(i, "history.head", "");
    for (int i = 0; i < kOrganizations; ++i) look(i, "certification.count", "");
    for (const MemberFacts& member : model_.members) look(member.organization, "member.get", member.id);
    for (const TypeFacts& type : model_.types) {
      look(std::max(type.organization, 0), "certification_type.get", type.id);
    }
    for (const CardFactsKept& card : model_.cards) look(card.organization, "certification.get", card.id);
  }

  // And no more than that in the file.
  void LookAtFile() {
    const auto count = [&](const char* table, size_t expected) {
      if (Count(path_, table) != static_cast<int64_t>(expected)) Fail(std::string("others in ") + table);
    };
    count("certification", model_.cards.size());
    count("certification_type", model_.types.size());
    count("member", model_.members.size());
    count("idempotency_key", model_.keys.size());
    if (const auto whole = FileIsWhole(path_); !whole) Fail(whole.message());
  }

  void Fail(const std::string& what) {
    failed_ = true;
    std::string story;
    for (const auto& [step, answer] : told_) {
      story += std::string(step.who.kind == Who::Is::kOneUser ? "user " : "organization ") +
               std::to_string(step.who.number) + ": " + step.operation + " " + step.request.dump() + " " +
               step.key.value_or("without a key") + "\n  " + std::to_string(answer.status) + " " +
               std::to_string(answer.outcome) + " " + answer.text + "\n";
    }
    ADD_FAILURE() << story << what << "; CERTLITE_SEED=" << seed_ << " CERTLITE_FIGURE=" << now_ - kNow + 1
                  << " does it again";
  }

  const uint64_t seed_;
  const bool on_disk_;
  FaultVfs& faults_;
  Counts& counts_;
  const Scratch scratch_;
  std::string path_;
  int files_ = 0;
  Engine engine_;
  std::map<std::tuple<Who::Is, int, bool>, Session> sessions_;
  Model model_;
  Draw draw_;
  int64_t now_ = kNow;
  std::deque<std::pair<Step, Answer>> told_;
  bool failed_ = false;
};

TEST(PlansTest, AreAnsweredAsTheModelSays) {
  rig::KeepFilesInMemory();
  FaultVfs faults;
  Counts counts;
  const uint64_t seed = rig::Seed();
  const size_t figure = rig::Figure(200'000, 20'000'000);
  for (uint64_t plan = seed; counts.steps < figure && !HasFailure(); ++plan) {
    Plan(plan, plan % kPlansAFile == 0, faults, counts).Run(std::min(kStepsOfPlan, figure - counts.steps));
  }
  EXPECT_LT(counts.steps / 5, counts.written) << "hardly anything was written";
  std::cout << counts.steps << " operations, " << counts.written << " written, " << counts.refused << " refused; "
            << counts.reopened << " times reopened, " << counts.crashed << " crashed, " << counts.failed
            << " on a failing disk, " << counts.kept << " of them kept\n";
}

}  // namespace
}  // namespace certlite::host
