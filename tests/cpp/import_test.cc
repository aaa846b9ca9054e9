// Batch: lines in, a result for each of them out, call after call.
#include <vector>

#include "tests/cpp/store.h"

namespace certlite {
namespace {

class ImportTest : public CppTest {
 protected:
  Batch batch_;
};

TEST_F(ImportTest, BeginsEmpty) {
  EXPECT_TRUE(batch_.results().empty());
  EXPECT_EQ(batch_.results().begin(), batch_.results().end());
  EXPECT_EQ("", batch_.id());
}

TEST_F(ImportTest, TellsOfEveryLine) {
  ASSERT_TRUE(session_.import_lines(batch_, "organization.create", "{\"name\":\"A\"}\n\n{}\n{\"name\":\"B\"}\n").ok());
  std::vector<LineResult> lines;
  for (const LineResult& line : batch_.results()) lines.push_back(line);
  ASSERT_EQ(3U, lines.size());
  EXPECT_EQ(1U, lines[0].line);
  EXPECT_TRUE(lines[0].ok());
  EXPECT_EQ(Outcome::kCreated, lines[0].outcome);
  EXPECT_EQ(36U, lines[0].id.size());
  EXPECT_EQ("", lines[0].problem);
  EXPECT_EQ(3U, lines[1].line);
  EXPECT_EQ(CERTLITE_E_INVALID, lines[1].status);
  EXPECT_EQ(Outcome::kRefused, lines[1].outcome);
  EXPECT_EQ("", lines[1].id);
  EXPECT_EQ("field.required", lines[1].rule);
  EXPECT_EQ("/name", lines[1].pointer);
  EXPECT_THAT(lines[1].problem, testing::HasSubstr(R"("code":"invalid")"));
  EXPECT_EQ(4U, batch_.results()[2].line);
  EXPECT_EQ(36U, batch_.id().size());
}

TEST_F(ImportTest, GoesOnWithAnotherSession) {
  ASSERT_TRUE(session_.import_lines(batch_, "organization.create", kWind).ok());
  const std::string id(batch_.id());
  session_.close();
  session_ = value_or_throw(engine_.session(kSystem));
  ASSERT_TRUE(session_.import_lines(batch_, "organization.create", kWind).ok());
  EXPECT_EQ(id, batch_.id());
  ASSERT_EQ(1U, batch_.results().size());
  EXPECT_EQ(2U, batch_.results()[0].line);
}

TEST_F(ImportTest, ACallThatFailsLeavesTheBatchAsItWas) {
  EXPECT_EQ("unknown_operation", session_.import_lines(batch_, "organization.dissolve", kWind).error().code());
  EXPECT_EQ("", batch_.id());
  ASSERT_TRUE(session_.import_lines(batch_, "organization.create", kWind).ok());
  const std::string id(batch_.id());
  EXPECT_FALSE(session_.import_lines(batch_, "organization.create", kWind, "{\"mode\":\"hasty\"}").ok());
  EXPECT_EQ(id, batch_.id());
  EXPECT_EQ(1U, batch_.results().size());
}

TEST_F(ImportTest, OptionsAndCallArrive) {
  ASSERT_TRUE(
      session_.import_lines(batch_, "organization.create", "{\"name\":\"A\"}\n{}\n", "{\"mode\":\"atomic\"}").ok());
  EXPECT_EQ(Outcome::kWithheld, batch_.results()[0].outcome);
  Call call = AtNow();
  call.lenient = true;
  ASSERT_TRUE(session_.import_lines(batch_, "organization.create", R"({"name":"A","colour":"blue"})", "", call).ok());
  EXPECT_TRUE(batch_.results()[0].ok());
}

TEST_F(ImportTest, IsEmptyOnceClosedOrMovedFrom) {
  ASSERT_TRUE(session_.import_lines(batch_, "organization.create", kWind).ok());
  Batch moved = std::move(batch_);
  EXPECT_TRUE(batch_.results().empty());
  EXPECT_EQ(1U, moved.results().size());
  for (int i = 0; i < 2; ++i) moved.close();
  EXPECT_TRUE(moved.results().empty());
  EXPECT_EQ("", moved.id());
  ASSERT_TRUE(session_.import_lines(moved, "organization.create", kWind).ok());
  EXPECT_EQ(1U, moved.results()[0].line);
}

}  // namespace
}  // namespace certlite
