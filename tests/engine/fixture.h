// What the end-to-end tests share: a store in a scratch directory, its first records, and assertions on answers.
#ifndef CERTLITE_TESTS_ENGINE_FIXTURE_H_
#define CERTLITE_TESTS_ENGINE_FIXTURE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/engine/host.h"

namespace certlite::host {

// A directory that goes with the test.
class Scratch {
 public:
  explicit Scratch(const std::string& in = testing::TempDir());
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string Path(const std::string& name = "test.db") const { return directory_ + "/" + name; }

 private:
  std::string directory_;
};

// Whether it succeeded with that outcome.
testing::AssertionResult Did(int32_t outcome, const Answer& answer);

// A rule and the pointer to what broke it.
using Fault = std::pair<std::string, std::string>;

// Whether it was refused with that code (and the status and HTTP status that belong to it) for exactly these faults.
testing::AssertionResult Refused(std::string_view code, const std::vector<Fault>& faults, const Answer& answer);

// The status that the header gives to a code.
certlite_status StatusOf(std::string_view code);

#define EXPECT_DID(outcome, answer) EXPECT_TRUE(Did(outcome, answer))
#define ASSERT_DID(outcome, answer) ASSERT_TRUE(Did(outcome, answer))
#define EXPECT_REFUSED(code, answer, ...) EXPECT_TRUE(Refused(code, {__VA_ARGS__}, answer))

// One open store. Each maker below creates a record as the system, fails the test if it is refused, and answers its id.
class EngineTest : public testing::Test {
 protected:
  // Opens the sessions of a store that is open elsewhere.
  using SessionOpener = std::function<Session(const std::string& path, const Json& principal)>;

  EngineTest() : EngineTest(nullptr) {}
  // With an opener no engine is opened here: every call is made where its sessions are.
  explicit EngineTest(SessionOpener elsewhere);

  std::string Path() const { return scratch_.Path(); }
  const Engine& engine() const { return engine_; }
  const Session& system() const { return system_; }
  Session As(const Json& principal) const;

  void Open(const OpenOptions& options = {});
  void Close();
  // Closes the store and opens it again.
  void Reopen(const OpenOptions& options = {});

  std::string NewOrganization(const Json& more = Json::object());
  std::string NewMember(const std::string& organization_id, const Json& more = Json::object());
  std::string NewType(const std::string& organization_id, const Json& more = Json::object());
  std::string NewStandardType(const Json& more = Json::object());
  std::string NewQualification(const std::string& organization_id, const Json& type_ids,
                               const Json& more = Json::object());
  std::string NewJobRole(const std::string& organization_id, const Json& qualification_ids,
                         const Json& more = Json::object());
  std::string NewAssignment(const std::string& member_id, const std::string& job_role_id,
                            const Json& more = Json::object());
  std::string NewCard(const std::string& member_id, const std::string& type_id, const Json& more = Json::object());

  // Every row of every table, as text.
  std::string Dump() const;

 private:
  std::string Made(std::string_view operation, Json request, const Json& more);

  Scratch scratch_;
  SessionOpener elsewhere_;
  Engine engine_;
  Session system_;
  int made_ = 0;
};

}  // namespace certlite::host

#endif  // CERTLITE_TESTS_ENGINE_FIXTURE_H_
