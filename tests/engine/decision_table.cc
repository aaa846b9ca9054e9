#include "tests/engine/decision_table.h"

#include <filesystem>
#include <thread>

#include "tests/engine/file.h"

namespace certlite::host {

std::string NameOf(const testing::TestParamInfo<Where>& where) {
  static constexpr const char* kNames[] = {"SameHandle",     "OtherThread",  "OtherEngine",
                                           "AfterReopening", "OtherProcess", "AfterKill"};
  return kNames[static_cast<size_t>(where.param)];
}

DecisionTable::DecisionTable()
    : EngineTest(IsAfterKill()
                     ? [this](const std::string& path, const Json& principal) { return host.As(path, principal); }
                     : SessionOpener()) {}

Answer DecisionTable::ThenText(const Json& principal, const std::string& text, const How& how) {
  Answer answer;
  switch (GetParam()) {
    case Where::kSameHandle:
      return As(principal).CallText("certification.create", text, how);
    case Where::kOtherThread:
      std::thread([&] { answer = engine().As(principal).CallText("certification.create", text, how); }).join();
      return answer;
    case Where::kOtherEngine:
      return Engine(Path()).As(principal).CallText("certification.create", text, how);
    case Where::kAfterReopening:
      Reopen();
      return As(principal).CallText("certification.create", text, how);
    case Where::kOtherProcess:
      return peer.As(Path(), principal).CallText("certification.create", text, how);
    case Where::kAfterKill:
      KillAll();
      host.Restart();
      return host.As(Path(), principal).CallText("certification.create", text, how);
  }
  return answer;
}

void DecisionTable::ExpectReplayed(const Answer& first, const Json& request) {
  const Answer again = Then(request, later_);
  ASSERT_DID(CERTLITE_REPLAYED, again);
  EXPECT_EQ(first.text, again.text);
}

Answer DecisionTable::First(const Json& request, const How& how) {
  const Answer answer = system().Call("certification.create", request, how);
  EXPECT_TRUE(answer.ok()) << answer.text;
  return answer;
}

// Whoever closes last would have removed the log.
void DecisionTable::KillAll() {
  host.Kill();
  peer.Kill();
  EXPECT_TRUE(std::filesystem::exists(Path() + "-wal"));
}

Json DecisionTable::Body(const Json& more) const {
  Json body = {{"organization_member_id", member_}, {"certification_type_id", type_}};
  body.update(more);
  return body;
}

int64_t DecisionTable::Cards() const { return Count(Path(), "certification"); }

}  // namespace certlite::host
