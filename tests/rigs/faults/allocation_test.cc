// Memory runs out: whichever allocation an operation makes, its own, C++'s, SQLite's or OpenSSL's, fails, once or for
// ever from there, the operation is done, refused with nothing of it left, or its outcome is unknown until the same
// call settles it; and nothing that was allocated is forgotten.
#include <openssl/err.h>
#include <sqlite3.h>

#include <iostream>

#include "tests/rigs/faults/allocations.h"
#include "tests/rigs/faults/script.h"
#include "tests/rigs/faults/trial.h"
#include "tests/rigs/rig.h"
#include "tests/store/fault_vfs.h"

namespace certlite::rig {
namespace {

class MemoryTrap : public Trap {
 public:
  explicit MemoryTrap(bool for_ever) : for_ever_(for_ever) {}

  void Arm(size_t nth) override { RefuseAllocations(nth, for_ever_); }
  bool Disarm() override { return AllowAllocations(); }
  void Enter() override { EnterLibrary(); }
  void Leave() override { LeaveLibrary(); }
  void HoldCommits(bool hold) override { faults_->log_write = hold ? SQLITE_BUSY : SQLITE_OK; }
  int64_t Held() const override {
    EnterLibrary();
    ERR_clear_error();  // OpenSSL remembers errors for whoever asks for them
    LeaveLibrary();
    return AllocationsSoFar().live;
  }

 private:
  FaultVfs faults_;
  const bool for_ever_;
};

class AllocationFaults : public testing::TestWithParam<bool> {
 protected:
  // Small pieces and pages, of which SQLite keeps some at hand, are asked for one by one.
  static void SetUpTestSuite() {
    ASSERT_EQ(SQLITE_OK, sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0));
    ASSERT_EQ(SQLITE_OK, sqlite3_config(SQLITE_CONFIG_PAGECACHE, nullptr, 0, 0));
  }
};

INSTANTIATE_TEST_SUITE_P(Each, AllocationFaults, testing::Bool(),
                         [](const auto& test) { return test.param ? "ForEver" : "Once"; });

TEST_P(AllocationFaults, LoseNothingLeaveNothingAndLeakNothing) {
  const uint64_t seed = Seed();
  const Script script(seed);
  MemoryTrap trap(GetParam());
  Trials trials(script, trap, {.seed = seed, .allowed = {CERTLITE_E_OUT_OF_MEMORY}, .retries = false});
  for (const Deed& deed : script.deeds()) trials.Run(deed);
  std::cout << trials.tally();
  for (size_t asker = 0; asker < kAskerNames.size(); ++asker) {
    const size_t failed = AllocationsSoFar().failed[asker];
    std::cout << "  " << kAskerNames[asker] << " " << failed << "\n";
    EXPECT_LT(0U, failed) << "allocations don't come through this program";
  }
}

}  // namespace
}  // namespace certlite::rig
