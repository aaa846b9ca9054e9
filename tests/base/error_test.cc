// Errors as values: the table of codes is complete and in its classes, and a Result is one or the other.
#include "core/base/error.h"

#include <gtest/gtest.h>

#include <cctype>
#include <fstream>
#include <iterator>
#include <memory>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace certlite {
namespace {

// The enumerators as the header lists them, by their names in the table: kNotFound is not_found.
std::vector<std::pair<std::string, int>> DeclaredCodes() {
  std::ifstream file("core/base/error.h");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  std::vector<std::pair<std::string, int>> codes;
  const std::regex kEnumerator(R"(\n  k(\w+) = (-\d+),)");
  for (std::sregex_iterator i(text.begin(), text.end(), kEnumerator), end; i != end; ++i) {
    std::string name;
    for (const char c : (*i)[1].str()) {
      if (std::isupper(c) != 0 && !name.empty()) name += '_';
      name += static_cast<char>(std::tolower(c));
    }
    codes.emplace_back(name, std::stoi((*i)[2].str()));
  }
  return codes;
}

TEST(ErrorCodes, AreTheEnumeratorsInTheirOrder) {
  std::vector<std::pair<std::string, int>> listed;
  for (const ErrorCodeInfo& info : ErrorCodes()) {
    listed.emplace_back(std::string(info.name), static_cast<int>(info.code));
  }
  EXPECT_EQ(DeclaredCodes(), listed);
  EXPECT_GE(listed.size(), 30U);
}

TEST(ErrorCodes, HaveUniqueNumbersAndNames) {
  std::set<int> numbers;
  std::set<std::string_view> names;
  for (const ErrorCodeInfo& info : ErrorCodes()) {
    EXPECT_TRUE(numbers.insert(static_cast<int>(info.code)).second) << info.name;
    EXPECT_TRUE(names.insert(info.name).second) << info.name;
    EXPECT_TRUE(std::regex_match(std::string(info.name), std::regex("[a-z]+(_[a-z]+)*"))) << info.name;
  }
}

TEST(ErrorCodes, StandInTheClassOfWhoCanMendThem) {
  int before = 0;
  for (const ErrorCodeInfo& info : ErrorCodes()) {
    const int number = static_cast<int>(info.code);
    EXPECT_LT(number, before) << info.name << " is out of order";
    before = number;
    const int kind = -number / 100;
    ASSERT_TRUE(kind >= 1 && kind <= 5 && -number % 100 != 0) << info.name;
    // What the record or the store's state causes is the client's matter; the environment and the library are not.
    const bool client = info.http_status >= 400 && info.http_status < 500;
    EXPECT_TRUE(client || kind == 1 || kind >= 4) << info.name;
    EXPECT_TRUE(kind != 5 || info.http_status == 500) << info.name;
    EXPECT_TRUE(client || (info.http_status >= 500 && info.http_status < 600)) << info.name;
  }
}

TEST(ErrorCodes, SayWhatHappenedAndWhatToDo) {
  for (const ErrorCodeInfo& info : ErrorCodes()) {
    EXPECT_FALSE(info.title.empty() || info.title.back() == '.') << info.name;
    EXPECT_FALSE(info.advice.empty()) << info.name;
    EXPECT_EQ('.', info.advice.back()) << info.name;
  }
}

TEST(InfoOf, AnswersEveryNumber) {
  for (const ErrorCodeInfo& info : ErrorCodes()) EXPECT_EQ(&info, &InfoOf(info.code));
  std::set<int> known;
  for (const ErrorCodeInfo& info : ErrorCodes()) known.insert(static_cast<int>(info.code));
  for (int number = -1000; number <= 1000; ++number) {
    const ErrorCodeInfo& info = InfoOf(static_cast<ErrorCode>(number));
    EXPECT_EQ(known.contains(number) ? number : static_cast<int>(ErrorCode::kInternal), static_cast<int>(info.code));
  }
}

TEST(MakeError, NamesTheRuleAndThePlace) {
  const Error error = MakeError(ErrorCode::kInvalid, "date.format", "/issued_on", "It is no date.");
  EXPECT_EQ(ErrorCode::kInvalid, error.code);
  EXPECT_EQ("It is no date.", error.detail);
  ASSERT_EQ(1U, error.violations.size());
  EXPECT_EQ("date.format", error.violations[0].rule);
  EXPECT_EQ("/issued_on", error.violations[0].pointer);
  EXPECT_EQ("It is no date.", error.violations[0].detail);
  EXPECT_TRUE(error.facts.empty());
  EXPECT_EQ(0, error.system_code);

  const Error bare = MakeError(ErrorCode::kBusy, "Wait.");
  EXPECT_EQ(ErrorCode::kBusy, bare.code);
  EXPECT_EQ("Wait.", bare.detail);
  EXPECT_TRUE(bare.violations.empty());
}

TEST(Error, IsInternalUntilSomebodySaysOtherwise) { EXPECT_EQ(ErrorCode::kInternal, Error().code); }

TEST(Result, HoldsAValueOrAnError) {
  Result<std::unique_ptr<int>> good = std::make_unique<int>(7);
  ASSERT_TRUE(good.ok());
  EXPECT_EQ(7, **good);
  const std::unique_ptr<int> taken = std::move(good.value());
  EXPECT_EQ(7, *taken);

  const Result<std::unique_ptr<int>> bad = MakeError(ErrorCode::kNotFound, "Gone.");
  ASSERT_FALSE(bad.ok());
  EXPECT_EQ(ErrorCode::kNotFound, bad.error().code);
  EXPECT_EQ("Gone.", bad.error().detail);

  Result<std::string> text = std::string("four");
  EXPECT_EQ(4U, text->size());
}

TEST(Result, OfNothingSucceedsOrFails) {
  EXPECT_TRUE(Result<void>().ok());
  const Result<void> bad = MakeError(ErrorCode::kBusy, "Wait.");
  ASSERT_FALSE(bad.ok());
  EXPECT_EQ(ErrorCode::kBusy, bad.error().code);
}

}  // namespace
}  // namespace certlite
