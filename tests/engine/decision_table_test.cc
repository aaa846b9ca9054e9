// The decision table of idempotency, row by row, where the second call is made. What failed or died on its way to the
// disk is in decision_table_failures_test.cc, what is on its way meanwhile in decision_table_in_flight_test.cc.
#include "tests/engine/decision_table.h"

#include "tests/engine/file.h"

namespace certlite::host {
namespace {

INSTANTIATE_TEST_SUITE_P(Everywhere, DecisionTable, Everywhere(), NameOf);

TEST_P(DecisionTable, Row1WithoutKeyAndExternalIdEveryCallIsNew) {
  const Answer first = First(Body());
  const Answer second = Then(Body(), {});
  ASSERT_DID(CERTLITE_CREATED, second);
  EXPECT_NE(first.id(), second.id());
  EXPECT_EQ(2, Cards());
}

TEST_P(DecisionTable, Row2AFreeExternalIdIsNew) {
  First(Body({{"external_id", "a"}}));
  EXPECT_DID(CERTLITE_CREATED, Then(Body({{"external_id", "b"}}), {}));
  EXPECT_EQ(2, Cards());
}

TEST_P(DecisionTable, Row3ATakenExternalIdWithTheSameContentIsTheExistingRecord) {
  const Answer first = First(Body({{"external_id", "a"}, {"issued_on", "2025-01-01"}}));
  const std::string before = Dump();
  // The content is compared after defaults and derivation.
  const Answer second = Then(
      Body({{"external_id", "a"}, {"issued_on", "2025-01-01"}, {"source", "manual"}, {"expires_on", "2027-01-01"}}),
      {});
  ASSERT_DID(CERTLITE_EXISTS, second);
  EXPECT_EQ(first.text, second.text);
  EXPECT_EQ(before, Dump());
}

TEST_P(DecisionTable, Row4ATakenExternalIdWithOtherContentIsAConflict) {
  const Answer first = First(Body({{"external_id", "a"}, {"issued_on", "2025-01-01"}}));
  const std::string before = Dump();
  const Answer second = Then(Body({{"external_id", "a"}, {"issued_on", "2025-01-02"}, {"serial_number", "7"}}), {});
  EXPECT_REFUSED("external_id_conflict", second, {"external_id.content", "/external_id"});
  EXPECT_EQ(first.id(), second.json().at("existing_id"));
  EXPECT_EQ(Json::parse(R"(["issued_on","expires_on","serial_number"])"), second.json().at("differing_fields"));
  EXPECT_EQ(before, Dump());
}

TEST_P(DecisionTable, Row5AnUnseenKeyIsBoundToANewRecord) {
  First(Body(), {.key = "other"});
  EXPECT_DID(CERTLITE_CREATED, Then(Body(), {.key = "k"}));
  EXPECT_EQ(2, Cards());
  EXPECT_EQ(2, Count(Path(), "idempotency_key"));
}

TEST_P(DecisionTable, Row6AnUnseenKeyIsBoundToTheExistingRecord) {
  const Answer first = First(Body({{"external_id", "a"}}));
  const Answer exists = Then(Body({{"external_id", "a"}}), {.key = "k", .as_of = Day("2020-01-01")});
  ASSERT_DID(CERTLITE_EXISTS, exists);
  EXPECT_EQ(first.id(), exists.id());
  const Answer replayed = Then(Body({{"external_id", "a"}}), later_);
  ASSERT_DID(CERTLITE_REPLAYED, replayed);
  EXPECT_EQ(exists.text, replayed.text);
  EXPECT_REFUSED("idempotency_key_reused", Then(Body({{"external_id", "b"}}), later_), {"idempotency_key.payload", ""});
  EXPECT_EQ(1, Cards());
}

TEST_P(DecisionTable, Row7AConflictLeavesTheKeyFree) {
  First(Body({{"external_id", "a"}}));
  const std::string before = Dump();
  EXPECT_REFUSED("external_id_conflict", Then(Body({{"external_id", "a"}, {"source", "api"}}), {.key = "k"}),
                 {"external_id.content", "/external_id"});
  EXPECT_EQ(before, Dump());
  EXPECT_DID(CERTLITE_CREATED, Then(Body({{"external_id", "b"}}), {.key = "k"}));
}

TEST_P(DecisionTable, Row8TheSamePayloadReplaysTheSameBytes) {
  const Answer first = First(Body({{"issued_on", "2025-01-01"}}), {.key = "k"});
  const std::string before = Dump();
  const Answer replayed = Then(Body({{"issued_on", "2025-01-01"}}), {.key = "k", .now = later_.now, .as_of = 0});
  ASSERT_DID(CERTLITE_REPLAYED, replayed);
  EXPECT_EQ(first.text, replayed.text);
  EXPECT_EQ(before, Dump());
}

TEST_P(DecisionTable, Row9AnotherPayloadIsRefusedEvenIfItIsInvalidToo) {
  First(Body(), {.key = "k"});
  const std::string before = Dump();
  for (const char* text : {R"({"organization_member_id":7,"nonsense":true})", "{}"}) {
    EXPECT_REFUSED("idempotency_key_reused", ThenText(kSystem, text, later_), {"idempotency_key.payload", ""});
  }
  EXPECT_REFUSED("idempotency_key_reused", Then(Body({{"source", "api"}}), later_), {"idempotency_key.payload", ""});
  // Absent and null are two payloads, though they would make the same record.
  EXPECT_REFUSED("idempotency_key_reused", Then(Body({{"issuer_name", nullptr}}), later_),
                 {"idempotency_key.payload", ""});
  EXPECT_EQ(before, Dump());
}

TEST_P(DecisionTable, Row10ReplaysWhateverHasChangedSince) {
  const Answer first = First(Body({{"issued_on", "2025-01-01"}}), {.key = "k"});
  EXPECT_DID(CERTLITE_UPDATED, system().Call("certification_type.update", {{"id", type_},
                                                                           {"title", "Another title"},
                                                                           {"grace_days", 90},
                                                                           {"expiring_soon_days", 365},
                                                                           {"validity_period", nullptr},
                                                                           {"status", "archived"}}));
  EXPECT_DID(CERTLITE_UPDATED,
             system().Call("member.update", {{"id", member_}, {"user_id", User(2)}, {"status", "archived"}}));
  EXPECT_DID(CERTLITE_UPDATED,
             system().Call("organization.update", {{"id", organization_}, {"name", "x"}, {"status", "archived"}}));
  const Answer replayed = Then(Body({{"issued_on", "2025-01-01"}}), later_);
  ASSERT_DID(CERTLITE_REPLAYED, replayed);
  EXPECT_EQ(first.text, replayed.text);
  EXPECT_NE(first.text, system().Call("certification.get", {{"id", first.id()}}).text);
}

TEST_P(DecisionTable, Row11OfAnErasedRecordTheKeySaysThatItIsGone) {
  const Answer first = First(Body({{"issuer_name", "I"}}), {.key = "k"});
  ASSERT_DID(CERTLITE_UPDATED, system().Call("certification.erase", {{"id", first.id()}, {"reason", "r"}}));
  const std::string before = Dump();
  for (const Json& payload : {Body({{"issuer_name", "I"}}), Body(), Body({{"source", "?"}})}) {
    EXPECT_REFUSED("gone", Then(payload, later_), {"record.erased", ""});
  }
  EXPECT_EQ(before, Dump());
}

TEST_P(DecisionTable, Row12AfterAnInvalidAttemptACorrectedPayloadMayUseTheKey) {
  EXPECT_REFUSED("invalid", system().Call("certification.create", Body({{"source", "?"}}), {.key = "k"}),
                 {"choice.unknown", "/source"});
  EXPECT_DID(CERTLITE_CREATED, Then(Body({{"source", "api"}}), {.key = "k"}));
}

TEST_P(DecisionTable, Row13AfterAFailureOfStateTheSamePayloadMayUseTheKey) {
  EXPECT_DID(CERTLITE_UPDATED, system().Call("certification_type.update", {{"id", type_}, {"status", "archived"}}));
  EXPECT_REFUSED("archived", system().Call("certification.create", Body(), {.key = "k"}),
                 {"certification_type.active", "/certification_type_id"});
  EXPECT_DID(CERTLITE_UPDATED, system().Call("certification_type.update", {{"id", type_}, {"status", "active"}}));
  EXPECT_DID(CERTLITE_CREATED, Then(Body(), {.key = "k"}));
  EXPECT_EQ(1, Cards());
}

TEST_P(DecisionTable, Row14AfterACancelledAttemptTheKeyIsFree) {
  certlite_cancel* cancel = nullptr;
  ASSERT_EQ(CERTLITE_OK, certlite_cancel_new(&cancel));
  certlite_cancel_trigger(cancel);
  EXPECT_REFUSED("cancelled", system().Call("certification.create", Body(), {.key = "k", .cancel = cancel}));
  certlite_cancel_free(cancel);
  EXPECT_EQ(0, Cards());
  EXPECT_DID(CERTLITE_CREATED, Then(Body(), {.key = "k"}));
}

TEST_P(DecisionTable, Row17WithoutKeyAndExternalIdARetryIsASecondRecord) {
  First(Body({{"serial_number", "S-1"}}));  // a serial number is no identity
  EXPECT_DID(CERTLITE_CREATED, Then(Body({{"serial_number", "S-1"}}), {}));
  EXPECT_EQ(2, Cards());
}

TEST_P(DecisionTable, Row21AKeyOfAnotherScopeIsInvisible) {
  const std::string second = NewMember(organization_, {{"user_id", User(2)}});
  const Json alone = {{"certification_type_id", type_}, {"source", "api"}};
  const std::vector<Json> scopes = {SelfOf(User(1)), SelfOf(User(2)), OrganizationOf(User(1), organization_)};
  std::vector<Answer> firsts;
  for (const Json& principal : scopes) {
    firsts.push_back(ThenAs(principal, alone, {.key = "k"}));
    ASSERT_DID(CERTLITE_CREATED, firsts.back());
  }
  Json of_system = alone;
  of_system["organization_member_id"] = member_;
  ASSERT_DID(CERTLITE_CREATED, Then(of_system, {.key = "k"}));
  EXPECT_EQ(4, Cards());
  EXPECT_EQ(member_, firsts[0].data().at("organization_member_id"));
  EXPECT_EQ(second, firsts[1].data().at("organization_member_id"));
  for (size_t i = 0; i < scopes.size(); ++i) {
    const Answer again = ThenAs(scopes[i], alone, later_);
    ASSERT_DID(CERTLITE_REPLAYED, again);
    EXPECT_EQ(firsts[i].text, again.text);
  }
  // The organization's keys are shared by whoever acts for it.
  EXPECT_DID(CERTLITE_REPLAYED, ThenAs(OrganizationOf(User(7), organization_), alone, later_));
}

TEST_P(DecisionTable, Row22AMalformedKeyIsRefusedBeforeItIsLookedUp) {
  First(Body(), {.key = "k"});
  EXPECT_REFUSED("idempotency_key_invalid", Then(Body(), {.key = "k "}), {"idempotency_key.format", ""});
  EXPECT_REFUSED("idempotency_key_invalid", Then(Body({{"source", 7}}), {.key = ""}), {"idempotency_key.format", ""});
}

TEST_P(DecisionTable, Row23AKeyIsNoWayRoundALostPermission) {
  const Json alone = {{"certification_type_id", type_}};
  ASSERT_DID(CERTLITE_CREATED, As(SelfOf(User(1))).Call("certification.create", alone, {.key = "k"}));
  const Json lesser = SelfOf(User(1), AllScopesBut("certification_records:write"));
  EXPECT_REFUSED("forbidden", ThenAs(lesser, alone, later_), {"principal.scope", ""});
}

TEST_P(DecisionTable, Row24TheExternalIdOfAnErasedRecordStaysTaken) {
  const Answer first = First(Body({{"external_id", "a"}}));
  ASSERT_DID(CERTLITE_UPDATED, system().Call("certification.erase", {{"id", first.id()}, {"reason", "r"}}));
  const std::string before = Dump();
  for (const How& how : {How{}, How{.key = "k"}}) {
    const Answer gone = Then(Body({{"external_id", "a"}}), how);
    EXPECT_REFUSED("gone", gone, {"record.erased", "/external_id"});
    EXPECT_EQ(first.id(), gone.json().at("existing_id"));
  }
  EXPECT_EQ(before, Dump());
  EXPECT_DID(CERTLITE_CREATED, Then(Body({{"external_id", "a"}, {"external_source", "s"}}), {.key = "k"}));
}

TEST_P(DecisionTable, AReplayOutOfReachIsNotFound) {
  const Json alone = {{"certification_type_id", type_}};
  ASSERT_DID(CERTLITE_CREATED, As(SelfOf(User(1))).Call("certification.create", alone, {.key = "k"}));
  EXPECT_DID(CERTLITE_UPDATED, system().Call("member.update", {{"id", member_}, {"user_id", User(2)}}));
  EXPECT_REFUSED("not_found", ThenAs(SelfOf(User(1)), alone, later_), {"record.exists", ""});
  // For the member's new user the key is unseen.
  EXPECT_DID(CERTLITE_CREATED, ThenAs(SelfOf(User(2)), alone, later_));
}

}  // namespace
}  // namespace certlite::host
