// engine.check: what is whole is sound; whatever is damaged is found or refused, with what to do about it, and nothing
// is written.
#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <set>

#include "tests/engine/file.h"
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

constexpr size_t kPageBytes = 4096;

// A store with a record of each kind and one key, and what was erased, archived, renewed and superseded.
class CheckTest : public EngineTest {
 protected:
  CheckTest() {
    Do("certification.renew", {{"id", card_}});
    Do("certification.supersede", {{"id", other_card_}, {"replacement_id", third_card_}, {"reason", "a typo"}});
    Do("job_role_assignment.put", {{"organization_member_id", member_}, {"job_role_id", role_}, {"is_primary", true}});
    Do("job_role_assignment.put",
       {{"organization_member_id", member_}, {"job_role_id", other_role_}, {"is_primary", true}});
    Do("certification.create", {{"organization_member_id", other_member_}, {"certification_type_id", standard_type_}},
       "key-1");
    Do("certification_type.archive", {{"id", type_}, {"reason", "no more"}});
    Do("member.erase", {{"id", erased_member_}, {"reason", "asked for"}}, "key-2");
    Do("idempotency.purge", {{"bound_before", "2000-01-01T00:00:00.000Z"}}, "key-3");
  }

  void Do(const char* operation, const Json& request, std::optional<std::string> key = {}) {
    const Answer answer = system().Call(operation, request, {.key = std::move(key)});
    EXPECT_TRUE(answer.ok()) << operation << answer.text;
  }

  static Answer Check(const Session& session, const char* depth) {
    return session.Call("engine.check", {{"depth", depth}});
  }

  // What a check of a copy answers after another program has run `sql` on it; a check writes nothing.
  Answer CheckAfter(const std::string& sql, const char* depth = "quick") {
    const std::string path = Copy();
    sqlite3* file = nullptr;
    EXPECT_EQ(SQLITE_OK, sqlite3_open(path.c_str(), &file));
    EXPECT_EQ(SQLITE_OK, sqlite3_exec(file, sql.c_str(), nullptr, nullptr, nullptr)) << sql << sqlite3_errmsg(file);
    EXPECT_LT(0, sqlite3_total_changes(file)) << sql;
    sqlite3_close(file);
    return CheckFile(path, depth);
  }

  static Answer CheckFile(const std::string& path, const char* depth) {
    const std::string before = DumpOf(path);
    const Engine engine(path);
    Answer answer = Check(engine.As(kSystem), depth);
    EXPECT_EQ(before, DumpOf(path));
    return answer;
  }

  // A copy of the store, without a log.
  std::string Copy() {
    std::string path = Path() + ".copy";
    Close();
    Write(path, BytesOf(Path()));
    Open();
    return path;
  }

  static std::string BytesOf(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  static void Write(const std::string& path, const std::string& bytes) {
    for (const char* suffix : {"-wal", "-shm"}) std::filesystem::remove(path + suffix);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }

  // The parts in which something was found.
  static std::set<std::string> FoundIn(const Answer& answer) {
    std::set<std::string> parts;
    const Json data = answer.data();
    for (const Json& step : data.at("steps")) {
      if (step.at("finding_count") > 0) parts.insert(step.at("part"));
    }
    return parts;
  }

  void ExpectFinding(const Answer& answer, const std::string& part, const std::string& resource,
                     const std::string& detail) {
    ASSERT_DID(CERTLITE_READ, answer);
    EXPECT_EQ(Json(false), answer.data().at("is_sound"));
    bool found = false;
    const Json data = answer.data();
    for (const Json& finding : data.at("findings")) {
      EXPECT_FALSE(finding.at("advice").get<std::string>().empty());
      found = found || (finding.at("part") == part && finding.at("resource") == Json(resource) &&
                        finding.at("detail").get<std::string>().find(detail) != std::string::npos);
    }
    EXPECT_TRUE(found) << part << " " << resource << " " << detail << "\n" << answer.text;
  }

  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_);
  const std::string other_member_ = NewMember(organization_);
  const std::string erased_member_ = NewMember(organization_);
  const std::string type_ = NewType(organization_);
  const std::string standard_type_ = NewStandardType();
  const std::string qualification_ = NewQualification(organization_, {type_, standard_type_});
  const std::string role_ = NewJobRole(organization_, {qualification_});
  const std::string other_role_ = NewJobRole(organization_, Json::array());
  const std::string card_ = NewCard(member_, type_);
  const std::string other_card_ = NewCard(member_, type_);
  const std::string third_card_ = NewCard(member_, type_);
};

TEST_F(CheckTest, AWholeStoreIsSound) {
  for (const char* depth : {"quick", "full"}) {
    const std::string before = Dump();
    const Answer answer = Check(system(), depth);
    ASSERT_DID(CERTLITE_READ, answer);
    EXPECT_EQ(depth, answer.data().at("depth"));
    EXPECT_EQ(Json(true), answer.data().at("is_sound")) << answer.text;
    EXPECT_EQ(Json::array(), answer.data().at("findings"));
    EXPECT_EQ(before, Dump());
  }
  EXPECT_EQ("quick", system().Call("engine.check", Json::object()).data().at("depth"));
}

TEST_F(CheckTest, TellsHowMuchItHasLookedAt) {
  Json looked;
  const Json data = Check(system(), "full").data();
  for (const Json& step : data.at("steps")) looked[step.at("part")] = step.at("looked_at");
  int64_t records = 0;
  for (const char* table : {"organization", "member", "certification_type", "certification", "qualification",
                            "job_role", "job_role_assignment"}) {
    records += Count(Path(), table);
  }
  EXPECT_EQ(records, looked.at("references"));
  EXPECT_EQ(records, looked.at("versions"));
  EXPECT_EQ(3, looked.at("keys"));
  EXPECT_EQ(2, looked.at("primary_roles"));
  EXPECT_EQ(Count(Path(), "history"), looked.at("history"));
  EXPECT_EQ(Column(Path(), "PRAGMA page_count").at(0), looked.at("pages").dump());
}

TEST_F(CheckTest, AStoreInMemoryCanBeCheckedToo) {
  const Engine engine(":memory:");
  const Session session = engine.As(kSystem);
  ASSERT_TRUE(session.Call("organization.create", {{"name", "O"}}).ok());
  EXPECT_EQ(Json(true), Check(session, "full").data().at("is_sound"));
  EXPECT_TRUE(session.Call("organization.create", {{"name", "P"}}).ok());
}

TEST_F(CheckTest, EveryReferenceThatLeadsNowhereIsFound) {
  const char* const missing = "is missing";
  std::set<std::string> covered;
  const std::vector<std::pair<std::string, std::string>> references = {
      {"member", "organization_key"},        {"certification_type", "organization_key"},
      {"certification", "organization_key"}, {"certification", "member_key"},
      {"certification", "type_key"},         {"qualification", "organization_key"},
      {"job_role", "organization_key"},      {"job_role_assignment", "organization_key"},
      {"job_role_assignment", "member_key"}, {"job_role_assignment", "role_key"}};
  for (const auto& [table, column] : references) {
    std::string name = table;
    covered.insert(name.append(".").append(column));
    std::string change = "UPDATE ";
    change.append(table).append(" SET ").append(column).append(" = 77 WHERE key = (SELECT max(key) FROM ");
    change.append(table).append(" WHERE organization_key = 1)");
    ExpectFinding(CheckAfter(change), "references", table, missing);
  }
  for (const std::string& declared :
       Column(Path(),
              "SELECT m.name || '.' || f.\"from\" FROM sqlite_schema AS m, pragma_foreign_key_list(m.name) AS f "
              "WHERE m.type = 'table'")) {
    EXPECT_TRUE(covered.contains(declared)) << declared;
  }
  const std::string nowhere = "x'01890000000070008000000000000000'";
  for (const char* column : {"renews_id", "superseded_by_id"}) {
    ExpectFinding(CheckAfter("UPDATE certification SET " + std::string(column) + " = " + nowhere + " WHERE " + column +
                             " IS NOT NULL"),
                  "references", "certification", missing);
  }
  ExpectFinding(CheckAfter("UPDATE qualification SET certification_type_ids = CAST(certification_type_ids || " +
                           nowhere + " AS BLOB)"),
                "references", "qualification", missing);
  ExpectFinding(CheckAfter("UPDATE job_role SET qualification_ids = substr(qualification_ids, 1, 15) WHERE key = 1"),
                "references", "job_role", missing);
}

TEST_F(CheckTest, WhatIsOfAnotherOrganizationIsMissing) {
  NewType(NewOrganization());
  NewMember(NewOrganization());
  ExpectFinding(CheckAfter("UPDATE certification SET type_key = (SELECT max(key) FROM certification_type)"),
                "references", "certification", "certification type");
  ExpectFinding(CheckAfter("UPDATE certification SET member_key = (SELECT max(key) FROM member)"), "references",
                "certification", "member");
  ExpectFinding(CheckAfter("UPDATE job_role_assignment SET member_key = (SELECT max(key) FROM member) WHERE key = 1"),
                "references", "job_role_assignment", "member");
}

TEST_F(CheckTest, ARecordWhoseNewestVersionIsNotInTheHistoryIsFound) {
  for (const char* table : {"organization", "member", "certification_type", "certification", "qualification",
                            "job_role", "job_role_assignment"}) {
    for (const char* change :
         {"last_sequence = last_sequence + 1000", "last_sequence = 1, revision = 900", "revision = revision + 1"}) {
      ExpectFinding(CheckAfter("UPDATE " + std::string(table) + " SET " + change + " WHERE key = 1"), "versions", table,
                    "not in the history");
    }
  }
  ExpectFinding(CheckAfter("DELETE FROM history WHERE key = (SELECT max(key) FROM history)"), "versions", "member",
                "not in the history");
}

TEST_F(CheckTest, AChainWithoutItsOrganizationIsFound) {
  for (const char* key : {"key + (9 << 40)", "9223372036854775807", "-9223372036854775807"}) {
    ExpectFinding(CheckAfter("UPDATE history SET key = " + std::string(key) +
                             " WHERE key = (SELECT max(key) FROM history WHERE key < 2 << 40)"),
                  "versions", "organization", "belongs to no organization");
  }
}

TEST_F(CheckTest, AKeyThatLeadsToNoAnswerIsFound) {
  const std::string where = " WHERE idempotency_key = 'key-1'";
  ExpectFinding(CheckAfter("UPDATE idempotency_key SET history_key = history_key + 1000" + where), "keys",
                "idempotency", "leads to no answer");
  ExpectFinding(CheckAfter("UPDATE idempotency_key SET history_key = 1 << 40 | 1" + where), "keys", "idempotency",
                "leads to no answer");
  ExpectFinding(CheckAfter("UPDATE idempotency_key SET own_answer = NULL WHERE own_answer IS NOT NULL"), "keys",
                "idempotency", "leads to no answer");
  ExpectFinding(CheckAfter("DELETE FROM key_scope"), "keys", "idempotency", "belongs to nobody");
}

TEST_F(CheckTest, TwoPrimaryRolesOfOneMemberAreFoundWithoutTheIndexThatForbidsThem) {
  const Answer answer =
      CheckAfter("DROP INDEX job_role_assignment_by_primary; UPDATE job_role_assignment SET is_primary = 1");
  ExpectFinding(answer, "primary_roles", "job_role_assignment", "another primary");
}

TEST_F(CheckTest, AFlippedBitOfAPayloadIsFoundByAFullCheckWithItsSequence) {
  const std::string flip =
      "UPDATE history SET payload = replace(payload, 'active', 'bctive') WHERE key = (1 << 40 | 2)";
  EXPECT_EQ(Json(true), CheckAfter(flip).data().at("is_sound"));
  const Answer answer = CheckAfter(flip, "full");
  ExpectFinding(answer, "history", "history", "sequence 2");
  EXPECT_EQ(organization_, answer.data().at("findings").at(0).at("organization_id"));
  ExpectFinding(CheckAfter("UPDATE history SET instant = instant + 1 WHERE key = 1", "full"), "history", "history",
                "sequence 1");
}

TEST_F(CheckTest, AnIndexThatIsNotAsItsTableIsFoundByAFullCheck) {
  // The index is taken out of the schema while a row is changed, and put back as it was, or with a name that is no
  // text.
  for (const char* name : {"'member_by_id'", "CAST(x'ff' AS TEXT)"}) {
    const std::string path = Copy();
    sqlite3* file = nullptr;
    ASSERT_EQ(SQLITE_OK, sqlite3_open(path.c_str(), &file));
    const std::string sql =
        "PRAGMA writable_schema = ON; "
        "CREATE TEMP TABLE kept AS SELECT * FROM sqlite_schema WHERE name = 'member_by_id'; "
        "DELETE FROM sqlite_schema WHERE name = 'member_by_id'; PRAGMA writable_schema = RESET; "
        "UPDATE member SET id = zeroblob(16) WHERE key = 1; PRAGMA writable_schema = ON; "
        "INSERT INTO sqlite_schema SELECT type, " +
        std::string(name) + ", tbl_name, rootpage, replace(sql, 'member_by_id', " + name +
        ") FROM kept; PRAGMA writable_schema = RESET;";
    EXPECT_EQ(SQLITE_OK, sqlite3_exec(file, sql.c_str(), nullptr, nullptr, nullptr)) << sqlite3_errmsg(file);
    sqlite3_close(file);
    EXPECT_FALSE(FoundIn(CheckFile(path, "quick")).contains("pages"));
    EXPECT_TRUE(FoundIn(CheckFile(path, "full")).contains("pages"));
  }
}

TEST_F(CheckTest, OfMoreThanAHundredFindingsAllAreCountedAndSomeAreTold) {
  for (int i = 0; i < 120; ++i) NewMember(organization_);
  const Answer answer = CheckAfter("UPDATE member SET revision = revision + 1");
  ASSERT_DID(CERTLITE_READ, answer);
  EXPECT_EQ(100, answer.data().at("findings").size());
  EXPECT_EQ(Count(Path(), "member"), answer.data().at("steps").at(2).at("finding_count"));
}

// One file after another with a page that is garbage, or has become like the next one. A quick check takes an empty
// table in the place of another for what it seems to be; then the history knows better, except of keys, which it has
// none of.
TEST_F(CheckTest, WhicheverPageIsDamagedItIsFoundOrTheStoreIsRefused) {
  const std::string path = Copy();
  const std::string whole = BytesOf(path);
  const size_t pages = whole.size() / kPageBytes;
  size_t found = 0;
  for (size_t page = 0; page < pages; ++page) {
    const std::string next = whole.substr((page + 1) % pages * kPageBytes, kPageBytes);
    for (const bool is_garbage : {true, false}) {
      std::string damaged = whole;
      damaged.replace(page * kPageBytes, kPageBytes, is_garbage ? std::string(kPageBytes, 'Z') : next);
      if (damaged == whole) continue;
      Write(path, damaged);
      const Engine engine(path);
      if (!engine.opened().ok()) continue;
      const Session session = engine.As(kSystem);
      const Answer full = Check(session, "full");
      ASSERT_DID(CERTLITE_READ, full);
      const bool has_lost_keys = full.data().at("steps").at(3).at("looked_at") == 0;
      EXPECT_TRUE(full.data().at("is_sound") == Json(false) || (!is_garbage && has_lost_keys)) << page << full.text;
      const Answer quick = Check(session, "quick");
      ASSERT_DID(CERTLITE_READ, quick);
      EXPECT_TRUE(!is_garbage || quick.data().at("is_sound") == Json(false)) << page << quick.text;
      ++found;
    }
  }
  EXPECT_LT(pages, found);
}

// Seeded; whatever a mutant is, a check answers or the store is refused.
TEST_F(CheckTest, NoMutantOfTheFileStopsIt) {
  const std::string path = Copy();
  const std::string whole = BytesOf(path);
  std::mt19937 random(20);
  for (int i = 0; i < 200; ++i) {
    std::string mutant = whole;
    for (int change = 0; change < 1 + i % 8; ++change) mutant[random() % mutant.size()] = static_cast<char>(random());
    if (i % 10 == 9) mutant.resize(random() % mutant.size());
    Write(path, mutant);
    const Engine engine(path);
    if (!engine.opened().ok()) continue;
    const Answer answer = Check(engine.As(kSystem), "full");
    ASSERT_DID(CERTLITE_READ, answer) << "mutant " << i;
    EXPECT_TRUE(answer.data().contains("is_sound"));  // it is JSON, whatever is in the file
  }
}

TEST_F(CheckTest, ItIsTheSystemsAloneAndPartOfNoWhatIf) {
  EXPECT_REFUSED("forbidden", As(OrganizationOf(User(1), organization_)).Call("engine.check", Json::object()),
                 {"principal.reach", ""});
  const Json question = {{"operation", "engine.check"}, {"request", Json::object()}};
  EXPECT_REFUSED("invalid", system().Call("what_if.ask", {{"changes", Json::array()}, {"question", question}}),
                 {"what_if.question", "/question/operation"});
  EXPECT_REFUSED("idempotency_key_invalid", system().Call("engine.check", Json::object(), {.key = "k"}),
                 {"idempotency_key.on_read", ""});
}

TEST_F(CheckTest, ACancelledOneSaysSo) {
  certlite_cancel* cancel = nullptr;
  ASSERT_EQ(CERTLITE_OK, certlite_cancel_new(&cancel));
  certlite_cancel_trigger(cancel);
  EXPECT_REFUSED("cancelled", system().Call("engine.check", Json::object(), {.cancel = cancel}));
  certlite_cancel_free(cancel);
}

}  // namespace
}  // namespace certlite::host
