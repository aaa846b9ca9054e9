// Problem documents (RFC 9457), byte for byte.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "core/model/rule.h"
#include "core/render/render.h"

namespace certlite {
namespace {

TEST(RenderProblem, TellsTheCodeAndWhatToReadOfIt) {
  EXPECT_EQ(R"({"type":"urn:certlite:problem:not_found","title":"There is no such thing within reach","status":404,)"
            R"("code":"not_found","detail":"There is no \"certification\".","violations":[]})",
            RenderProblem(MakeError(ErrorCode::kNotFound, "There is no \"certification\".")));
}

TEST(RenderProblem, ListsEveryViolationInItsOrder) {
  Error error = MakeError(ErrorCode::kInvalid, rule::kDateExists, "/issued_on", "\"2023-02-29\" is no day.");
  error.violations.push_back({rule::kFieldUnknown, "/a~1b", "A\nB"});
  error.violations.push_back({rule::kJsonSyntax, "", ""});
  EXPECT_EQ(R"({"type":"urn:certlite:problem:invalid","title":"The request breaks a rule","status":422,)"
            R"("code":"invalid","detail":"\"2023-02-29\" is no day.","violations":[)"
            R"({"rule":"date.exists","pointer":"/issued_on","detail":"\"2023-02-29\" is no day."},)"
            R"({"rule":"field.unknown","pointer":"/a~1b","detail":"A\nB"},)"
            R"({"rule":"json.syntax","pointer":"","detail":""}]})",
            RenderProblem(error));
}

TEST(RenderProblem, AddsTheFactsAsFurtherMembers) {
  Error error = MakeError(ErrorCode::kExternalIdConflict, "Taken.");
  error.facts = {{"existing_id", "\"x\""}, {"differing_fields", "[\"issued_on\"]"}};
  EXPECT_EQ(R"({"type":"urn:certlite:problem:external_id_conflict",)"
            R"("title":"The external id belongs to a record with other content","status":409,)"
            R"("code":"external_id_conflict","detail":"Taken.","violations":[],"existing_id":"x",)"
            R"("differing_fields":["issued_on"]})",
            RenderProblem(error));
}

TEST(RenderProblem, IsJsonForEveryCode) {
  for (const ErrorCodeInfo& info : ErrorCodes()) {
    const auto problem = nlohmann::json::parse(RenderProblem(MakeError(info.code, "\x01\"\\")));
    EXPECT_EQ("urn:certlite:problem:" + std::string(info.name), problem["type"]);
    EXPECT_EQ(info.name, problem["code"]);
    EXPECT_EQ(info.title, problem["title"]);
    EXPECT_EQ(info.http_status, problem["status"]);
    EXPECT_EQ("\x01\"\\", problem["detail"]);
    EXPECT_EQ(6U, problem.size());
  }
}

TEST(RenderProblem, KeepsQuietAboutTheSystemsOwnCode) {
  Error error = MakeError(ErrorCode::kStorageIo, "Writing failed.");
  error.system_code = 4242;
  EXPECT_EQ(std::string::npos, RenderProblem(error).find("4242"));
}

}  // namespace
}  // namespace certlite
