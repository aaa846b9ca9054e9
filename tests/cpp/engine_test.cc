// Engine, Session, Response and CancelToken: what they pass on, who owns what, and what is left of a handle.
#include <filesystem>
#include <thread>
#include <type_traits>

#include "tests/cpp/store.h"

namespace certlite {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

template <typename Handle>
constexpr bool kOnlyMoves = std::is_nothrow_move_constructible_v<Handle>&& std::is_nothrow_move_assignable_v<Handle> &&
                            !std::is_copy_constructible_v<Handle> && !std::is_copy_assignable_v<Handle>;
static_assert(kOnlyMoves<Engine> && kOnlyMoves<Session> && kOnlyMoves<Response> && kOnlyMoves<CancelToken> &&
              kOnlyMoves<Batch>);

class EngineTest : public CppTest {};

TEST_F(EngineTest, TellsWhatTheLibraryIs) {
  EXPECT_EQ(certlite_version(), version());
  EXPECT_THAT(describe(), StartsWith("{"));
  EXPECT_THAT(describe(), HasSubstr("\"certification.create\""));
}

TEST_F(EngineTest, AnswersAndTellsWhatItDid) {
  const auto created = session_.execute("organization.create", kWind, AtNow("first"));
  ASSERT_TRUE(created.ok());
  EXPECT_EQ(Outcome::kCreated, created->outcome());
  EXPECT_THAT(created->json(), HasSubstr("\"North Sea Wind\""));
  EXPECT_EQ('\0', created->json().data()[created->json().size()]);
  const auto replayed = session_.execute("organization.create", kWind, AtNow("first"));
  ASSERT_TRUE(replayed.ok());
  EXPECT_EQ(Outcome::kReplayed, replayed->outcome());
  EXPECT_EQ(created->json(), replayed->json());
  EXPECT_EQ(Outcome::kRead, session_.execute("organization.list", "{}")->outcome());
}

TEST_F(EngineTest, TellsWhyItRefused) {
  const auto refused = session_.execute("organization.create", "{}");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(CERTLITE_E_INVALID, refused.error().status());
  EXPECT_EQ(ErrorClass::kRequest, refused.error().kind());
  EXPECT_EQ("invalid", refused.error().code());
  EXPECT_THAT(refused.error().problem(), HasSubstr(R"("rule":"field.required","pointer":"/name")"));
  EXPECT_EQ('\0', refused.error().problem().data()[refused.error().problem().size()]);
  EXPECT_EQ("unknown_operation", session_.execute("organization.dissolve", "{}").error().code());
  EXPECT_EQ("malformed", engine_.session("system").error().code());
}

TEST_F(EngineTest, AnEmptyKeyIsAKeyAndRefused) {
  EXPECT_EQ("idempotency_key_invalid", session_.execute("organization.create", kWind, AtNow("")).error().code());
  EXPECT_EQ("idempotency_key_invalid",
            session_.execute("organization.create", kWind, AtNow(std::string_view())).error().code());
}

TEST_F(EngineTest, EveryCallOptionArrives) {
  Call call = AtNow();
  const auto made = session_.execute("organization.create", kWind, call);
  ASSERT_TRUE(made.ok());
  EXPECT_THAT(made->json(), HasSubstr(R"("created_at":"2026-01-15T08:00:00.000Z")"));

  constexpr std::string_view kMore = R"({"name":"Wind","colour":"blue"})";
  EXPECT_EQ("invalid", session_.execute("organization.create", kMore, call).error().code());
  call.lenient = true;
  EXPECT_TRUE(session_.execute("organization.create", kMore, call).ok());
}

TEST_F(EngineTest, ADayAndAnInstantAreAskedAbout) {
  const std::string ours = Make("organization.create", std::string(kWind));
  const std::string member =
      Make("member.create", R"({"display_name":"Ada","is_primary":true,"organization_id":")" + ours + "\"}");
  const std::string type =
      Make("certification_type.create", R"({"slug":"heights","title":"Heights","organization_id":")" + ours + "\"}");
  const std::string card = Make("certification.create", R"({"issued_on":"2025-03-01","expires_on":"2027-03-01",)"
                                                        R"("organization_member_id":")" +
                                                            member + R"(","certification_type_id":")" + type + "\"}");
  const std::string request = R"({"id":")" + card + "\"}";
  Call call = AtNow();
  call.as_of = civil_day(2027, 2, 20);
  auto soon = session_.execute("certification.get", request, call);
  ASSERT_TRUE(soon.ok());
  EXPECT_THAT(soon->json(), HasSubstr(R"("validity_status":"expiring_soon")"));
  call.as_of = civil_day(2027, 2, 29);
  EXPECT_THAT(session_.execute("certification.get", request, call).error().problem(), HasSubstr("call.range"));

  Call later = AtNow();
  *later.now += std::chrono::hours(1);
  ASSERT_TRUE(session_.execute("certification.suspend", R"({"reason":"fell","id":")" + card + "\"}", later).ok());
  EXPECT_THAT(session_.execute("certification.get", request, later)->json(), HasSubstr(R"("suspended")"));
  later.known_at = kNow + std::chrono::minutes(1);
  EXPECT_THAT(session_.execute("certification.get", request, later)->json(),
              HasSubstr(R"("lifecycle_status":"active")"));
}

TEST_F(EngineTest, ATokenCancelsEveryCallThatCarriesIt) {
  const CancelToken token = value_or_throw(CancelToken::create());
  Call call = AtNow();
  call.cancel = &token;
  EXPECT_TRUE(session_.execute("organization.create", kWind, call).ok());
  std::thread([&token] { token.trigger(); }).join();
  EXPECT_EQ("cancelled", session_.execute("organization.create", kWind, call).error().code());
  EXPECT_EQ(ErrorClass::kEnvironment, session_.execute("organization.list", "{}", call).error().kind());
}

TEST_F(EngineTest, ATokenThatWasClosedIsNotTakenForNone) {
  CancelToken token = value_or_throw(CancelToken::create());
  token.close();
  token.trigger();
  Call call = AtNow();
  call.cancel = &token;
  Batch batch;
  EXPECT_EQ(CERTLITE_E_INVALID_HANDLE, session_.execute("organization.create", kWind, call).error().status());
  EXPECT_EQ(CERTLITE_E_INVALID_HANDLE,
            session_.import_lines(batch, "organization.create", kWind, "", call).error().status());
}

TEST_F(EngineTest, OpenOptionsArrive) {
  const std::filesystem::path path = std::filesystem::temp_directory_path() / "certlite_cpp_engine_test.db";
  std::filesystem::remove(path);
  OpenOptions options;
  options.must_exist = true;
  const auto missing = Engine::open(path.string(), options);
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(CERTLITE_E_CANNOT_OPEN, missing.error().status());
  options.must_exist = false;
  options.exclusive = true;
  options.id_seed = 7;
  Engine owner = value_or_throw(Engine::open(path.string(), options));
  OpenOptions hasty;
  hasty.busy_timeout = std::chrono::duration<std::uint32_t, std::milli>(1);
  EXPECT_EQ(CERTLITE_E_BUSY, Engine::open(path.string(), hasty).error().status());
  owner.close();
  EXPECT_TRUE(Engine::open(path.string(), hasty).ok());
  std::filesystem::remove(path);

  options.exclusive = false;
  std::string answers[2];
  for (std::string& answer : answers) {
    engine_ = value_or_throw(Engine::open(":memory:", options));
    session_ = value_or_throw(engine_.session(kSystem));
    answer = value_or_throw(session_.execute("organization.create", kWind, AtNow())).json();
  }
  EXPECT_EQ(answers[0], answers[1]);
}

TEST_F(EngineTest, TellsTheSystemsOwnCode) {
  EXPECT_NE(0, Engine::open("/no/such/folder/certs.db").error().system());
  EXPECT_EQ(0, Engine::open("").error().system());
}

TEST_F(EngineTest, ASessionKeepsItsEngineAlive) {
  engine_.close();
  EXPECT_TRUE(session_.execute("organization.create", kWind).ok());
}

TEST_F(EngineTest, WhatWasMovedFromOrClosedIsEmptyAndRefused) {
  Engine engine = std::move(engine_);
  EXPECT_TRUE(engine);
  EXPECT_FALSE(engine_);
  EXPECT_EQ(CERTLITE_E_INVALID_HANDLE, engine_.session(kSystem).error().status());
  Session session = std::move(session_);
  EXPECT_FALSE(session_);
  EXPECT_EQ(CERTLITE_E_INVALID_HANDLE, session_.execute("organization.list", "{}").error().status());
  for (int i = 0; i < 2; ++i) {
    session.close();
    engine.close();
  }
  EXPECT_EQ("invalid_handle", session.execute("organization.list", "{}").error().code());
  EXPECT_EQ("invalid_handle", engine.session(kSystem).error().code());
}

TEST_F(EngineTest, AResponseTakesItsBytesAlong) {
  Response first = value_or_throw(session_.execute("organization.create", kWind));
  const char* const bytes = first.json().data();
  Response second = std::move(first);
  EXPECT_EQ(bytes, second.json().data());
  EXPECT_EQ("", first.json());
  Response third = value_or_throw(session_.execute("organization.list", "{}"));
  third = std::move(second);
  EXPECT_EQ(bytes, third.json().data());
  EXPECT_EQ(Outcome::kCreated, third.outcome());
  for (int i = 0; i < 2; ++i) third.close();
  EXPECT_EQ("", third.json());
}

}  // namespace
}  // namespace certlite
