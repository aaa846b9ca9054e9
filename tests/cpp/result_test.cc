// Result, Error and the throwing layer.
#include <memory>
#include <string>

#include "tests/cpp/no_exceptions.h"
#include "tests/cpp/store.h"

namespace certlite {
namespace {

Result<int> Four() { return 4; }
Result<int> Nothing() { return Error(CERTLITE_E_NOT_FOUND); }
Result<void> Done() { return {}; }
Result<void> Undone() { return Error(CERTLITE_E_BUSY); }

TEST(Result, IsAValueOrAnError) {
  Result<int> four = Four();
  ASSERT_TRUE(four.ok());
  EXPECT_TRUE(four);
  EXPECT_EQ(4, *four);
  four.value() = 5;
  EXPECT_EQ(5, four.value());
  const Result<int> nothing = Nothing();
  ASSERT_FALSE(nothing.ok());
  EXPECT_FALSE(nothing);
  EXPECT_EQ(CERTLITE_E_NOT_FOUND, nothing.error().status());
  EXPECT_TRUE(Done().ok());
  EXPECT_EQ(CERTLITE_E_BUSY, Undone().error().status());
}

TEST(Result, HandsOverWhatCannotBeCopied) {
  Result<std::unique_ptr<int>> owner = std::make_unique<int>(4);
  EXPECT_EQ(4, **owner);
  const std::unique_ptr<int> taken = *std::move(owner);
  EXPECT_EQ(4, *taken);
}

TEST(Result, ChainsWhatFollows) {
  EXPECT_EQ("44", *Four().map([](int n) { return std::to_string(n * 11); }));
  EXPECT_EQ(4, *Four().and_then([](int) { return Four(); }));
  EXPECT_EQ(CERTLITE_E_NOT_FOUND, Four().and_then([](int) { return Nothing(); }).error().status());
  const auto never = [](int n) {
    ADD_FAILURE() << "called without a value";
    return n;
  };
  EXPECT_EQ(CERTLITE_E_NOT_FOUND, Nothing().map(never).error().status());
  EXPECT_EQ(CERTLITE_E_NOT_FOUND, Nothing().and_then([&](int n) -> Result<int> { return never(n); }).error().status());
}

TEST(Error, BelongsToTheClassOfItsCodeThoughItBeUnknown) {
  EXPECT_EQ(ErrorClass::kCaller, Error(CERTLITE_E_INVALID_HANDLE).kind());
  EXPECT_EQ(ErrorClass::kRequest, Error(-299).kind());
  EXPECT_EQ(ErrorClass::kState, Error(CERTLITE_E_GONE).kind());
  EXPECT_EQ(ErrorClass::kEnvironment, Error(CERTLITE_E_BUSY).kind());
  EXPECT_EQ(ErrorClass::kLibrary, Error(CERTLITE_E_INTERNAL).kind());
}

TEST(Error, CopiesShareTheProblem) {
  const Error copy = [] {
    const auto refused = Engine::open("");
    return refused.error();
  }();
  EXPECT_EQ("invalid_argument", copy.code());
}

TEST(Throwing, ThrowsTheErrorAndNothingElse) {
  EXPECT_EQ(4, value_or_throw(Four()));
  EXPECT_NO_THROW(value_or_throw(Done()));
  EXPECT_THROW(value_or_throw(Undone()), Exception);
  Result<int> kept = Four();
  value_or_throw(kept) = 5;
  EXPECT_EQ(5, *kept);
  const Result<int> looked_at = Four();
  EXPECT_EQ(looked_at.operator->(), &value_or_throw(looked_at));
  const Result<void> done = Done();
  EXPECT_NO_THROW(value_or_throw(done));
  Result<int> nothing = Nothing();
  EXPECT_THROW(value_or_throw(nothing), Exception);
  try {
    value_or_throw(Engine::open(""));
    ADD_FAILURE() << "not thrown";
  } catch (const std::exception& exception) {
    EXPECT_THAT(exception.what(), testing::HasSubstr(R"("code":"invalid_argument")"));
    EXPECT_EQ(CERTLITE_E_INVALID_ARGUMENT, dynamic_cast<const Exception&>(exception).error().status());
  }
  try {
    value_or_throw(Nothing());
    ADD_FAILURE() << "not thrown";
  } catch (const Exception& exception) {
    EXPECT_STREQ("Certlite refused the call and told only its status", exception.what());
  }
}

TEST(NoExceptions, AreNeeded) {
  EXPECT_EQ("0", CountOrganizationsWithoutExceptions(0));
  EXPECT_EQ("5", CountOrganizationsWithoutExceptions(5));
}

}  // namespace
}  // namespace certlite
