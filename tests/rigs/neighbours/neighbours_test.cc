// An organization's life is answered the same bytes whether another one lives in the file or not: the other has the
// same keys, external ids and slugs, and both ask for what is the other's. Ids and hashes follow from the seed, the
// organization and its own history, so nothing has to be taken out before comparing.
#include <iostream>

#include "tests/engine/fixture.h"
#include "tests/rigs/neighbours/life.h"
#include "tests/rigs/rig.h"

namespace certlite::host {
namespace {

constexpr int kSteps = 200;
constexpr int kStepsBefore = 25;  // of the neighbour, so that there is something to ask for

struct Trace {
  std::vector<Step> asked;
  std::vector<std::string> told;
  KnownIds strangers;  // the neighbour's, when the organization began
};

// A life and where it is led.
class Resident {
 public:
  Resident(const Engine& engine, uint64_t seed, const std::string& organization, int first_user,
           const KnownIds& strangers)
      : life_(seed, organization, first_user, strangers) {
    for (const Json& principal : life_.Principals()) sessions_.push_back(engine.As(principal));
  }

  // One step of it. Answers what it was told.
  std::string Live(int64_t now, Step& step) {
    step = life_.Draw(now);
    const Answer answer = sessions_[step.principal].Call(step.operation, step.request, step.how);
    life_.Learn(step, answer);
    return std::to_string(answer.status) + " " + std::to_string(answer.outcome) + " " + answer.text;
  }

  const KnownIds& known() const { return life_.known(); }

 private:
  Life life_;
  std::vector<Session> sessions_;
};

class NeighboursTest : public testing::Test {
 protected:
  static std::string NewOrganization(const Session& system) {
    return system.Call("organization.create", {{"name", "x"}}).id();
  }

  // The organization's trace, alone among `strangers` or with the neighbour whose ids they are.
  static Trace Live(uint64_t seed, bool with_neighbour, const KnownIds& strangers) {
    const Engine engine(":memory:");
    const Session system = engine.As(kSystem);
    EXPECT_DID(CERTLITE_CREATED,
               system.Call("certification_type.create", {{"slug", "standard"}, {"title", "x"}, {"scope", "standard"}}));
    const std::string organization = NewOrganization(system);
    Trace trace;
    int64_t now = kNow;
    Step asked;
    KnownIds neighbours_strangers;
    std::optional<Resident> neighbour;
    std::mt19937_64 turns(seed + 2);
    if (with_neighbour) {
      neighbours_strangers["organization"] = {organization};
      const std::string other = NewOrganization(system);
      neighbour.emplace(engine, seed + 1, other, 11, neighbours_strangers);
      for (int i = 0; i < kStepsBefore; ++i) neighbour->Live(now, asked);
      trace.strangers = neighbour->known();
      trace.strangers["organization"] = {other};
    } else {
      trace.strangers = strangers;
    }
    Resident resident(engine, seed, organization, 1, trace.strangers);
    for (int i = 0; i < kSteps; ++i) {
      ++now;
      trace.told.push_back(resident.Live(now, asked));
      trace.asked.push_back(asked);
      if (!neighbour) continue;
      if (i % 10 == 0) {
        for (const auto& [resource, ids] : resident.known()) neighbours_strangers[resource] = ids;
      }
      for (uint64_t n = turns() % 2; n > 0; --n) neighbour->Live(now, asked);
    }
    return trace;
  }
};

TEST_F(NeighboursTest, ALifeIsTheSameWithAndWithoutOthers) {
  const uint64_t seed = rig::Seed();
  const size_t traces = rig::Figure(300, 50'000);
  size_t succeeded = 0;
  for (size_t i = 0; i < traces; ++i) {
    const Trace with = Live(seed + 1'000 * i, true, {});
    const Trace without = Live(seed + 1'000 * i, false, with.strangers);
    for (size_t step = 0; step < with.told.size(); ++step) {
      const Step& asked = with.asked[step];
      ASSERT_EQ(without.told[step], with.told[step])
          << "trace " << i << ", step " << step << ": principal " << asked.principal << ", " << asked.operation << " "
          << asked.request << " " << asked.how.key.value_or("");
      succeeded += with.told[step].starts_with("0 ") ? 1 : 0;
    }
  }
  EXPECT_LT(traces * kSteps / 3, succeeded) << "most was refused, which proves little";
  std::cout << traces << " traces of " << kSteps << " operations, " << succeeded << " of them done\n";
}

}  // namespace
}  // namespace certlite::host
