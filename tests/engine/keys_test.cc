// Idempotency keys beyond the decision table: which spellings are one payload, and every operation that takes a key.
#include "tests/engine/file.h"
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

class KeysTest : public EngineTest {
 protected:
  std::string Filled(std::string text) const {
    for (const auto& [name, id] : {std::pair("$member", member_), std::pair("$type", type_)}) {
      for (size_t at = text.find(name); at != std::string::npos; at = text.find(name)) {
        text.replace(at, std::string_view(name).size(), id);
      }
    }
    return text;
  }

  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_, {{"user_id", User(1)}});
  const std::string type_ = NewType(organization_);
  const How later_ = {.key = "k", .now = kNow + 40 * kDayMs};
};

constexpr const char* kFirstSpelling =
    R"({"organization_member_id":"$member","certification_type_id":"$type","issuer_name":"A/é\"","serial_number":null})";

TEST_F(KeysTest, EverySpellingOfOnePayloadReplays) {
  const Answer first = system().CallText("certification.create", Filled(kFirstSpelling), {.key = "k"});
  ASSERT_DID(CERTLITE_CREATED, first);
  for (
      const char* spelling : {
          kFirstSpelling,
          // order
          R"({"serial_number":null,"issuer_name":"A/é\"","certification_type_id":"$type","organization_member_id":"$member"})",
          // spacing
          "\n{ \"organization_member_id\" "
          ":\t\"$member\",\r\n\"certification_type_id\":\"$type\",\"issuer_name\":\"A/é\\\"\" "
          ", \"serial_number\":null\n}\n",
          // escapes, in values and in names
          R"({"organization_member_id":"$member","certification_type_id":"$type","issuer_name":"\u0041\/\u00e9\u0022","serial_number":null})",
          R"({"organi\u007aation_member_id":"$member","certification_type_id":"$type","issuer_name":"A/\u00E9\"","serial_number":null})",
      }) {
    const Answer again = system().CallText("certification.create", Filled(spelling), later_);
    EXPECT_DID(CERTLITE_REPLAYED, again);
    EXPECT_EQ(first.text, again.text);
  }
}

TEST_F(KeysTest, AnotherPayloadIsNoSpelling) {
  ASSERT_DID(CERTLITE_CREATED, system().CallText("certification.create", Filled(kFirstSpelling), {.key = "k"}));
  const std::string before = Dump();
  for (
      const char* other : {
          // null and absent
          R"({"organization_member_id":"$member","certification_type_id":"$type","issuer_name":"A/é\""})",
          // the default, given
          R"({"organization_member_id":"$member","certification_type_id":"$type","issuer_name":"A/é\"","serial_number":null,"source":"manual"})",
          // the other normal form, another case, a space more
          "{\"organization_member_id\":\"$member\",\"certification_type_id\":\"$type\",\"issuer_name\":\"A/"
          "e\xCC\x81\\\"\",\"serial_number\":null}",
          R"({"organization_member_id":"$member","certification_type_id":"$type","issuer_name":"a/é\"","serial_number":null})",
          R"({"organization_member_id":"$member","certification_type_id":"$type","issuer_name":"A/é\" ","serial_number":null})",
      }) {
    EXPECT_REFUSED("idempotency_key_reused", system().CallText("certification.create", Filled(other), later_),
                   {"idempotency_key.payload", ""});
  }
  EXPECT_EQ(before, Dump());
}

TEST_F(KeysTest, OneNumberIsOnePayloadHoweverItIsWritten) {
  const auto create = [&](const std::string& days) {
    return system().CallText(
        "certification_type.create",
        R"({"organization_id":")" + organization_ + R"(","slug":"s","title":"t","grace_days":)" + days + "}",
        {.key = "k"});
  };
  ASSERT_DID(CERTLITE_CREATED, create("10"));
  for (const char* days : {"10.0", "1e1", "1.0E+1", "100e-1"}) EXPECT_DID(CERTLITE_REPLAYED, create(days));
  EXPECT_REFUSED("idempotency_key_reused", create("\"10\""), {"idempotency_key.payload", ""});
  EXPECT_REFUSED("idempotency_key_reused", create("10.5"), {"idempotency_key.payload", ""});
}

TEST_F(KeysTest, KeysAreComparedBytewise) {
  const Json body = {{"organization_member_id", member_}, {"certification_type_id", type_}};
  for (const std::string& key :
       {std::string("key"), std::string("Key"), std::string("ke"), std::string("key."), std::string("%"),
        std::string("_"), std::string("*"), std::string(254, 'k'), std::string(255, 'k')}) {
    EXPECT_DID(CERTLITE_CREATED, system().Call("certification.create", body, {.key = key}));
    EXPECT_DID(CERTLITE_REPLAYED, system().Call("certification.create", body, {.key = key}));
  }
}

TEST_F(KeysTest, OneKeyForTwoOperationsIsTwoKeys) {
  const Json name = {{"name", "x"}};
  ASSERT_DID(CERTLITE_CREATED, system().Call("organization.create", name, {.key = "k"}));
  EXPECT_DID(CERTLITE_CREATED,
             system().Call("member.create", {{"organization_id", organization_}, {"display_name", "x"}}, {.key = "k"}));
  EXPECT_DID(CERTLITE_REPLAYED, system().Call("organization.create", name, {.key = "k"}));
}

TEST_F(KeysTest, TwoUsersWithOneKeyAndOneBodyGetARecordEach) {
  NewMember(organization_, {{"user_id", User(2)}});
  const Json body = {{"certification_type_id", type_}};
  const Answer first = As(SelfOf(User(1))).Call("certification.create", body, {.key = "k"});
  const Answer second = As(SelfOf(User(2))).Call("certification.create", body, {.key = "k"});
  ASSERT_DID(CERTLITE_CREATED, first);
  ASSERT_DID(CERTLITE_CREATED, second);
  EXPECT_NE(first.id(), second.id());
  EXPECT_EQ(User(1), first.data().at("user_id"));
  EXPECT_EQ(User(2), second.data().at("user_id"));
}

// Every operation that writes, with a request and a change of it. The changed request is what happens after the first
// one, unless `since` names an operation on the same record.
struct Writing {
  std::string operation;
  Json request;
  Json other;
  int32_t outcome;
  std::string since = "";
};

class KeysOfEveryOperation : public KeysTest {
 protected:
  std::vector<Writing> Writings() {
    std::vector<Writing> writings = {
        {"organization.create", {{"name", "x"}}, {{"name", "y"}}, CERTLITE_CREATED},
        {"organization.update", {{"id", organization_}, {"name", "x"}}, {{"name", "y"}}, CERTLITE_UPDATED},
        {"member.create",
         {{"organization_id", organization_}, {"display_name", "x"}},
         {{"display_name", "y"}},
         CERTLITE_CREATED},
        {"member.update", {{"id", member_}, {"role", "x"}}, {{"role", "y"}}, CERTLITE_UPDATED},
        {"member.archive", {{"id", Member()}, {"reason", "x"}}, {{"reason", "y"}}, CERTLITE_UPDATED, "member.restore"},
        {"member.restore",
         {{"id", Member("archived")}, {"reason", "x"}},
         {{"reason", "y"}},
         CERTLITE_UPDATED,
         "member.archive"},
        {"member.erase", {{"id", Member()}, {"reason", "x"}}, {{"reason", "y"}}, CERTLITE_UPDATED},
        {"certification_type.archive",
         {{"id", Type()}, {"reason", "x"}},
         {{"reason", "y"}},
         CERTLITE_UPDATED,
         "certification_type.restore"},
        {"certification_type.restore",
         {{"id", Type("archived")}, {"reason", "x"}},
         {{"reason", "y"}},
         CERTLITE_UPDATED,
         "certification_type.archive"},
        {"certification.verify",
         {{"id", Card()}, {"outcome", "verified"}, {"method", "x"}},
         {{"method", "y"}},
         CERTLITE_UPDATED},
        {"certification.erase", {{"id", Card()}, {"reason", "x"}}, {{"reason", "y"}}, CERTLITE_UPDATED},
        {"certification_type.create",
         {{"organization_id", organization_}, {"slug", "x"}, {"title", "x"}},
         {{"slug", "y"}},
         CERTLITE_CREATED},
        {"certification_type.update", {{"id", type_}, {"title", "x"}}, {{"title", "y"}}, CERTLITE_UPDATED},
        {"certification.create",
         {{"organization_member_id", member_}, {"certification_type_id", type_}},
         {{"issuer_name", "y"}},
         CERTLITE_CREATED},
        {"certification.import",
         {{"organization_member_id", member_}, {"certification_type_id", type_}},
         {{"issuer_name", "y"}},
         CERTLITE_CREATED},
        {"idempotency.purge",
         {{"bound_before", "2026-01-01T00:00:00.000Z"}},
         {{"bound_before", "2026-01-02T00:00:00.000Z"}},
         CERTLITE_UNCHANGED},
        {"certification.update", {{"id", Card()}, {"issuer_name", "x"}}, {{"issuer_name", "y"}}, CERTLITE_UPDATED},
        Decision("suspend", Card(), "archive"),
        Decision("reinstate", Card("suspend"), "archive"),
        Decision("revoke", Card(), "archive"),
        {"certification.supersede",
         {{"id", Card()}, {"replacement_id", Card()}, {"reason", "x"}},
         {{"reason", "y"}},
         CERTLITE_UPDATED,
         "certification.archive"},
        Decision("archive", Card(), "restore"),
        Decision("restore", Card("archive"), "archive"),
        {"certification.renew",
         {{"id", Card()}, {"issued_on", "2026-02-01"}},
         {{"issued_on", "2026-02-02"}},
         CERTLITE_CREATED,
         "certification.archive"},
    };
    std::ranges::copy(OfQualifications(), std::back_inserter(writings));
    std::ranges::copy(OfJobRoles(), std::back_inserter(writings));
    return writings;
  }

  std::vector<Writing> OfQualifications() {
    return {
        {"qualification.create",
         {{"organization_id", organization_}, {"slug", "x"}, {"title", "x"}, {"certification_type_ids", {type_}}},
         {{"slug", "y"}},
         CERTLITE_CREATED},
        {"qualification.update", {{"id", Qualification()}, {"title", "x"}}, {{"title", "y"}}, CERTLITE_UPDATED},
        {"qualification.archive",
         {{"id", Qualification()}, {"reason", "x"}},
         {{"reason", "y"}},
         CERTLITE_UPDATED,
         "qualification.restore"},
        {"qualification.restore",
         {{"id", Qualification("archived")}, {"reason", "x"}},
         {{"reason", "y"}},
         CERTLITE_UPDATED,
         "qualification.archive"},
    };
  }

  std::vector<Writing> OfJobRoles() {
    return {
        {"job_role.create",
         {{"organization_id", organization_}, {"slug", "x"}, {"title", "x"}, {"qualification_ids", {Qualification()}}},
         {{"slug", "y"}},
         CERTLITE_CREATED},
        {"job_role.update", {{"id", JobRole()}, {"title", "x"}}, {{"title", "y"}}, CERTLITE_UPDATED},
        {"job_role.archive",
         {{"id", JobRole()}, {"reason", "x"}},
         {{"reason", "y"}},
         CERTLITE_UPDATED,
         "job_role.restore"},
        {"job_role.restore",
         {{"id", JobRole("archived")}, {"reason", "x"}},
         {{"reason", "y"}},
         CERTLITE_UPDATED,
         "job_role.archive"},
        {"job_role_assignment.put",
         {{"organization_member_id", member_}, {"job_role_id", JobRole()}},
         {{"is_primary", true}},
         CERTLITE_CREATED},
        {"job_role_assignment.archive",
         {{"id", Assignment()}, {"reason", "x"}},
         {{"reason", "y"}},
         CERTLITE_UPDATED,
         "job_role_assignment.restore"},
        {"job_role_assignment.restore",
         {{"id", Assignment("archive")}, {"reason", "x"}},
         {{"reason", "y"}},
         CERTLITE_UPDATED,
         "job_role_assignment.archive"},
    };
  }

  std::string JobRole(const std::string& status = "active") {
    return NewJobRole(organization_, Json::array(), {{"status", status}});
  }

  // A new assignment, to which that has happened.
  std::string Assignment(const std::string& verb = "") {
    const std::string id = NewAssignment(member_, JobRole());
    if (!verb.empty()) {
      EXPECT_DID(CERTLITE_UPDATED, system().Call("job_role_assignment." + verb, {{"id", id}}));
    }
    return id;
  }

  std::string Member(const std::string& status = "active") { return NewMember(organization_, {{"status", status}}); }
  std::string Type(const std::string& status = "active") { return NewType(organization_, {{"status", status}}); }

  std::string Qualification(const std::string& status = "active") {
    return NewQualification(organization_, {type_}, {{"status", status}});
  }

  // A new card, to which that has happened.
  std::string Card(const std::string& verb = "") {
    const std::string id = NewCard(member_, type_);
    if (!verb.empty()) {
      EXPECT_DID(CERTLITE_UPDATED, system().Call("certification." + verb, {{"id", id}, {"reason", "before"}}));
    }
    return id;
  }

  static Writing Decision(const std::string& verb, const std::string& id, const std::string& since) {
    return {"certification." + verb,
            {{"id", id}, {"reason", "x"}},
            {{"reason", "y"}},
            CERTLITE_UPDATED,
            "certification." + since};
  }
};

TEST_F(KeysOfEveryOperation, ReplaysAndRefuses) {
  for (const Writing& writing : Writings()) {
    const testing::ScopedTrace trace(__FILE__, __LINE__, writing.operation);
    const Answer first = system().Call(writing.operation, writing.request, {.key = "k"});
    ASSERT_DID(writing.outcome, first);
    Json other = writing.request;
    other.update(writing.other);
    const Answer changed = writing.since.empty() ? system().Call(writing.operation, other)
                                                 : system().Call(writing.since, {{"id", writing.request.at("id")}});
    ASSERT_TRUE(changed.ok()) << changed.text;
    Reopen();
    const std::string before = Dump();
    const Answer again = system().Call(writing.operation, writing.request, later_);
    ASSERT_DID(CERTLITE_REPLAYED, again);
    EXPECT_EQ(first.text, again.text);
    EXPECT_REFUSED("idempotency_key_reused", system().Call(writing.operation, other, later_),
                   {"idempotency_key.payload", ""});
    EXPECT_EQ(before, Dump());
  }
}

// What a what-if says of a change is what the call itself comes to then, and it leaves everything as it was.
TEST_F(KeysOfEveryOperation, AWhatIfComesToWhatTheCallDoes) {
  for (const Writing& writing : Writings()) {
    const testing::ScopedTrace trace(__FILE__, __LINE__, writing.operation);
    const std::string before = Dump();
    const Json change = {{"operation", writing.operation}, {"request", writing.request}};
    const Json question = {{"operation", "history.head"}, {"request", {{"organization_id", organization_}}}};
    const Answer tried = system().Call("what_if.ask", {{"changes", Json::array({change})}, {"question", question}});
    ASSERT_DID(CERTLITE_READ, tried);
    EXPECT_EQ(before, Dump());
    const Json told = tried.json();
    EXPECT_EQ(system().Call("history.head", question.at("request")).json(), told.at("data").at("before"));
    const Answer done = system().Call(writing.operation, writing.request);
    ASSERT_TRUE(done.ok()) << done.text;
    const Json& step = told.at("meta").at("changes").at(0);
    const std::map<std::string, int32_t> outcomes = {
        {"created", CERTLITE_CREATED}, {"updated", CERTLITE_UPDATED}, {"unchanged", CERTLITE_UNCHANGED}};
    EXPECT_EQ(done.outcome, outcomes.at(step.at("outcome")));
    EXPECT_EQ(done.data().value("id", done.json().at("meta").value("id", Json())), step.at("id"));
    // Even the hash is the same, for both were made of one seed.
    EXPECT_EQ(system().Call("history.head", question.at("request")).json(), told.at("data").at("after"));
  }
}

TEST_F(KeysOfEveryOperation, CoverWhatDescribeSaysWrites) {
  certlite_str text;
  certlite_describe(&text);
  std::vector<std::string> writes;
  const Json description = Json::parse(std::string_view(text.data, text.size));
  for (const Json& operation : description.at("operations")) {
    if (operation.at("writes").get<bool>()) writes.push_back(operation.at("name"));
  }
  std::vector<std::string> covered;
  for (const Writing& writing : Writings()) covered.push_back(writing.operation);
  EXPECT_THAT(covered, testing::UnorderedElementsAreArray(writes));
}

TEST_F(KeysTest, AnUpdateThatChangesNothingBindsItsKeyToWhatItAnswered) {
  const Json update = {{"id", member_}, {"status", "active"}};
  const Answer first = system().Call("member.update", update, {.key = "k"});
  ASSERT_DID(CERTLITE_UNCHANGED, first);
  EXPECT_EQ(1, first.json().at("meta").at("revision"));
  ASSERT_DID(CERTLITE_UPDATED, system().Call("member.update", {{"id", member_}, {"status", "inactive"}}));
  const Answer again = system().Call("member.update", update, later_);
  ASSERT_DID(CERTLITE_REPLAYED, again);
  EXPECT_EQ(first.text, again.text);
  EXPECT_EQ("inactive", system().Call("member.get", {{"id", member_}}).data().at("status"));
}

TEST_F(KeysTest, ARefusedUpdateLeavesItsKeyFree) {
  const Json stale = {{"id", member_}, {"role", "x"}, {"if_revision", 2}};
  EXPECT_REFUSED("revision_conflict", system().Call("member.update", stale, {.key = "k"}),
                 {"revision.current", "/if_revision"});
  ASSERT_DID(CERTLITE_UPDATED, system().Call("member.update", {{"id", member_}, {"role", "y"}}));
  // The same payload, and now it is the current revision.
  EXPECT_DID(CERTLITE_UPDATED, system().Call("member.update", stale, {.key = "k"}));
  EXPECT_DID(CERTLITE_REPLAYED, system().Call("member.update", stale, {.key = "k"}));
}

// A replayed update answers what it was, though if_revision is stale by now.
TEST_F(KeysTest, AReplayIsNotValidatedAgain) {
  const Json update = {{"id", member_}, {"role", "x"}, {"if_revision", 1}};
  const Answer first = system().Call("member.update", update, {.key = "k"});
  ASSERT_DID(CERTLITE_UPDATED, first);
  const Answer again = system().Call("member.update", update, later_);
  ASSERT_DID(CERTLITE_REPLAYED, again);
  EXPECT_EQ(first.text, again.text);
  EXPECT_REFUSED("revision_conflict", system().Call("member.update", update), {"revision.current", "/if_revision"});
}

TEST_F(KeysTest, APurgeForgetsTheKeysThatWereBoundBeforeIt) {
  const Json card = {{"organization_member_id", member_}, {"certification_type_id", type_}, {"external_id", "a"}};
  const Json other = {{"organization_member_id", member_}, {"certification_type_id", type_}};
  ASSERT_DID(CERTLITE_CREATED, system().Call("certification.create", card, {.key = "old"}));
  ASSERT_DID(CERTLITE_CREATED, system().Call("certification.create", other, {.key = "older", .now = kNow - kDayMs}));
  // Bound late to a record that was made early.
  ASSERT_DID(CERTLITE_EXISTS, system().Call("certification.create", card, {.key = "late", .now = kNow + 9 * kDayMs}));
  const Json purge = {{"bound_before", "2026-01-15T08:00:00.000Z"}};
  const Answer purged = system().Call("idempotency.purge", purge, {.now = kNow + 10 * kDayMs});
  ASSERT_DID(CERTLITE_UPDATED, purged);
  EXPECT_EQ(1, purged.data().at("purged_count")) << "the instant itself is not before it";
  EXPECT_DID(CERTLITE_REPLAYED, system().Call("certification.create", card, {.key = "old"}));
  EXPECT_DID(CERTLITE_CREATED, system().Call("certification.create", other, {.key = "older"}));
  const Json later = {{"bound_before", "2026-01-16T00:00:00.000Z"}};
  EXPECT_EQ(2, system().Call("idempotency.purge", later).data().at("purged_count"));
  EXPECT_DID(CERTLITE_REPLAYED, system().Call("certification.create", card, {.key = "late"}));
  EXPECT_DID(CERTLITE_EXISTS, system().Call("certification.create", card, {.key = "old"}));
  EXPECT_DID(CERTLITE_UNCHANGED, system().Call("idempotency.purge", {{"bound_before", "2026-01-01T00:00:00.000Z"}}));
}

}  // namespace
}  // namespace certlite::host
