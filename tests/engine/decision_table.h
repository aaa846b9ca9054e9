// What the tests of the decision table share: a store, and the places where the call that decides is made.
#ifndef CERTLITE_TESTS_ENGINE_DECISION_TABLE_H_
#define CERTLITE_TESTS_ENGINE_DECISION_TABLE_H_

#include <string>

#include "tests/engine/fixture.h"
#include "tests/engine/peer.h"

namespace certlite::host {

enum class Where { kSameHandle, kOtherThread, kOtherEngine, kAfterReopening, kOtherProcess, kAfterKill };

std::string NameOf(const testing::TestParamInfo<Where>& where);

inline auto Everywhere() {
  return testing::Values(Where::kSameHandle, Where::kOtherThread, Where::kOtherEngine, Where::kAfterReopening,
                         Where::kOtherProcess, Where::kAfterKill);
}

// A base of its own, so that the processes start before the store is opened and the file system outlives it.
struct Processes {
  FaultVfs faults;
  Peer host{faults};  // the one that is killed
  Peer peer{faults};  // the other one
};

// After a kill nothing is called in this process: all is done by `host`, each call that decides by one that has taken
// the place of a killed one.
class DecisionTable : protected Processes, public EngineTest, public testing::WithParamInterface<Where> {
 protected:
  DecisionTable();

  static bool IsAfterKill() { return GetParam() == Where::kAfterKill; }

  // The call that decides, made where the setting says.
  Answer Then(const Json& request, const How& how) { return ThenAs(kSystem, request, how); }
  Answer ThenAs(const Json& principal, const Json& request, const How& how) {
    return ThenText(principal, request.dump(), how);
  }
  Answer ThenText(const Json& principal, const std::string& text, const How& how);

  // Made again where the setting says, long after, the request answers the same bytes.
  void ExpectReplayed(const Answer& first, const Json& request);

  Answer First(const Json& request, const How& how = {});

  // Kills whoever has the store open in another process. The log stays as it was.
  void KillAll();

  Json Body(const Json& more = Json::object()) const;
  int64_t Cards() const;

  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_, {{"user_id", User(1)}});
  const std::string type_ = NewType(organization_, {{"validity_period", {{"unit", "year"}, {"count", 2}}}});
  const How later_ = {.key = "k", .now = kNow + 400 * kDayMs};
};

}  // namespace certlite::host

#endif  // CERTLITE_TESTS_ENGINE_DECISION_TABLE_H_
