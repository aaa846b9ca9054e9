// The disk fails: whichever call an operation makes of the file system, once or for ever from there, an operation is
// done, refused with nothing of it left, or its outcome is unknown until the same call settles it.
#include <sqlite3.h>

#include <iostream>
#include <string_view>
#include <tuple>

#include "tests/rigs/faults/script.h"
#include "tests/rigs/faults/trial.h"
#include "tests/rigs/rig.h"
#include "tests/store/fault_vfs.h"

namespace certlite::rig {
namespace {

// A file system is busy where it locks. From elsewhere SQLite doesn't expect it: it takes the answer for a lock of
// somebody else's, and a checkpoint whose write is busy for a checkpoint that is done.
bool CanBeBusy(std::string_view method) {
  return method == "xLock" || method == "xCheckReservedLock" || method == "xShmMap" || method == "xShmLock";
}

class DiskTrap : public Trap {
 public:
  DiskTrap(int answer, bool for_ever) : answer_(answer), for_ever_(for_ever) {
    faults_->at_sleep = [] {};
  }

  void Arm(size_t nth) override {
    nth_ = nth;
    calls_ = 0;
    faults_->at_call = [this](const char* method) {
      if (answer_ == SQLITE_BUSY && !CanBeBusy(method)) return SQLITE_OK;
      ++calls_;
      if (calls_ < nth_ || (calls_ > nth_ && !for_ever_)) return SQLITE_OK;
      if (calls_ == nth_) ++failed_[method];
      return answer_;
    };
  }
  bool Disarm() override {
    faults_->at_call = nullptr;
    return calls_ >= nth_;
  }

  // How many calls of each method of SQLite's failed, not counting those that did as they followed.
  const std::map<std::string_view, size_t>& failed() const { return failed_; }

 private:
  FaultVfs faults_;
  const int answer_;
  const bool for_ever_;
  size_t nth_ = 0;
  size_t calls_ = 0;
  std::map<std::string_view, size_t> failed_;
};

struct Kind {
  const char* name;
  int answer;
};

class IoFaults : public testing::TestWithParam<std::tuple<Kind, bool>> {};

constexpr Kind kKinds[] = {
    {"IoErr", SQLITE_IOERR}, {"Full", SQLITE_FULL}, {"Busy", SQLITE_BUSY}, {"CantOpen", SQLITE_CANTOPEN}};

std::string NameOf(const testing::TestParamInfo<IoFaults::ParamType>& info) {
  return std::get<0>(info.param).name + std::string(std::get<1>(info.param) ? "ForEver" : "Once");
}

INSTANTIATE_TEST_SUITE_P(Each, IoFaults, testing::Combine(testing::ValuesIn(kKinds), testing::Bool()), NameOf);

TEST_P(IoFaults, LoseNothingAndLeaveNothing) {
  const auto& [kind, for_ever] = GetParam();
  const std::set<certlite_status> allowed = {CERTLITE_E_BUSY, CERTLITE_E_STORAGE_FULL, CERTLITE_E_STORAGE_IO,
                                             CERTLITE_E_CANNOT_OPEN};
  const uint64_t seed = Seed();
  for (size_t round = 0; round < Figure(1, 10) && !HasFailure(); ++round) {
    const Script script(seed + round);
    DiskTrap trap(kind.answer, for_ever);
    Trials trials(script, trap, {.seed = seed, .allowed = allowed});
    for (const Deed& deed : script.deeds()) trials.Run(deed);
    std::cout << trials.tally();
    for (const auto& [method, calls] : trap.failed()) std::cout << "  " << method << " " << calls << "\n";
  }
}

}  // namespace
}  // namespace certlite::rig
