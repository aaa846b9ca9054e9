// The options of an import's call: defaults, each option, and everything that is wrong at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "core/model/rule.h"
#include "core/validate/validate.h"
#include "tests/parse/parsed.h"
#include "tests/validate/violations.h"

namespace certlite {
namespace {

TEST(CheckImportOptions, TakesTheDefaultsOfWhatIsLeftOut) {
  const Parsed parsed("{}");
  auto options = CheckImportOptions(parsed.draft());
  ASSERT_TRUE(options.ok());
  EXPECT_EQ(ImportMode::kBestEffort, options->mode);
  EXPECT_EQ(OnDuplicate::kReject, options->on_duplicate);
  EXPECT_FALSE(options->dry_run);
  EXPECT_EQ(DateFormat::kIso, options->date_format);
  EXPECT_FALSE(options->batch_id);
  EXPECT_EQ(0U, options->defaults);
}

TEST(CheckImportOptions, TakesEachOption) {
  const Parsed parsed(R"({"mode":"atomic","on_duplicate":"update","dry_run":true,"date_format":"DD.MM.YYYY",)"
                      R"("batch_id":"018f4e9a-0000-7000-8000-000000000001","defaults":{"source":"api"}})");
  auto options = CheckImportOptions(parsed.draft());
  ASSERT_TRUE(options.ok()) << options.error().detail;
  EXPECT_EQ(ImportMode::kAtomic, options->mode);
  EXPECT_EQ(OnDuplicate::kUpdate, options->on_duplicate);
  EXPECT_TRUE(options->dry_run);
  EXPECT_EQ("DD.MM.YYYY", kDateFormats[static_cast<size_t>(options->date_format)]);
  EXPECT_EQ(ParseUuid("018f4e9a-0000-7000-8000-000000000001"), options->batch_id);
  EXPECT_EQ("defaults", parsed.draft().nodes[options->defaults].name);
}

TEST(CheckImportOptions, ReportsEverythingThatIsWrong) {
  const Parsed parsed(
      R"({"mode":"fast","on_duplicate":null,"dry_run":1,"date_format":"dd/mm/yyyy","batch_id":"7","defaults":[],)"
      R"("speed":1})");
  auto options = CheckImportOptions(parsed.draft());
  ASSERT_FALSE(options.ok());
  EXPECT_EQ(ErrorCode::kInvalid, options.error().code);
  EXPECT_THAT(
      RulesAt(options.error().violations),
      testing::UnorderedElementsAre(RuleAt(rule::kChoiceUnknown, "/mode"), RuleAt(rule::kFieldNull, "/on_duplicate"),
                                    RuleAt(rule::kFieldType, "/dry_run"), RuleAt(rule::kChoiceUnknown, "/date_format"),
                                    RuleAt(rule::kUuidFormat, "/batch_id"), RuleAt(rule::kFieldType, "/defaults"),
                                    RuleAt(rule::kFieldUnknown, "/speed")));
}

}  // namespace
}  // namespace certlite
