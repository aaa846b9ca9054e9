// Whatever statement of SQLite's fails during a call, the first, the second or the last: the call says so, nothing of
// it is stored, and the same call made again comes through.
#include <sqlite3.h>

#include <atomic>
#include <limits>
#include <set>

#include "tests/engine/file.h"
#include "tests/engine/fixture.h"
#include "tests/instead.h"

namespace {

// What fails: the statement that is run, or prepared, or the file that is opened, after so many others. Nothing does
// while there is none.
constexpr int kNone = std::numeric_limits<int>::max();
std::atomic<int> runs_left = kNone;
std::atomic<int> prepares_left = kNone;
std::atomic<int> told = SQLITE_OK;  // SQLite's answer instead of doing it
std::atomic<int> failures = 0;

// SQLite's own statements, with which it reads the schema, run as ever: it must know how they went.
bool IsNext(std::atomic<int>& left, const void* caller) {
  static const void* const sqlite = certlite::OwnerOf(reinterpret_cast<const void*>(&sqlite3_libversion_number));
  if (left == kNone || certlite::OwnerOf(caller) == sqlite || left-- != 0) return false;
  left = kNone;
  ++failures;
  return true;
}

}  // namespace

CERTLITE_INSTEAD int sqlite3_step(sqlite3_stmt* statement) {
  static const auto original = certlite::Original(&sqlite3_step, "sqlite3_step");
  return IsNext(runs_left, __builtin_return_address(0)) ? told.load() : original(statement);
}

CERTLITE_INSTEAD int sqlite3_exec(sqlite3* database, const char* sql, int (*row)(void*, int, char**, char**),
                                  void* context, char** message) {
  static const auto original = certlite::Original(&sqlite3_exec, "sqlite3_exec");
  if (IsNext(runs_left, __builtin_return_address(0))) return told;
  return original(database, sql, row, context, message);
}

CERTLITE_INSTEAD int sqlite3_open_v2(const char* path, sqlite3** database, int flags, const char* vfs) {
  static const auto original = certlite::Original(&sqlite3_open_v2, "sqlite3_open_v2");
  if (IsNext(runs_left, __builtin_return_address(0))) return told;
  return original(path, database, flags, vfs);
}

CERTLITE_INSTEAD int sqlite3_prepare_v3(sqlite3* database, const char* sql, int bytes, unsigned flags,
                                        sqlite3_stmt** statement, const char** tail) {
  static const auto original = certlite::Original(&sqlite3_prepare_v3, "sqlite3_prepare_v3");
  if (IsNext(prepares_left, __builtin_return_address(0))) return told;
  return original(database, sql, bytes, flags, statement, tail);
}

namespace certlite::host {
namespace {

struct Failure {
  const char* name;
  std::atomic<int>* left;
  int rc;
  certlite_status status;
};

std::string NameOf(const testing::TestParamInfo<Failure>& failure) { return failure.param.name; }

class FailingStatements : public EngineTest, public testing::WithParamInterface<Failure> {
 protected:
  ~FailingStatements() override { EXPECT_LT(3, failures.exchange(0)) << "too few statements to prove anything"; }

  // Calls until no statement is left to fail, and answers what is answered then.
  Answer CallAs(const Json& principal, const std::string& operation, const Json& request, const How& how = {}) {
    return Try(operation, [&] { return As(principal).Call(operation, request, how); });
  }
  Answer Call(const std::string& operation, const Json& request, const How& how = {}) {
    return CallAs(kSystem, operation, request, how);
  }

  Answer Try(const std::string& about, const std::function<Answer()>& call) {
    const testing::ScopedTrace trace(__FILE__, __LINE__, about);
    const std::string before = Dump();
    std::set<std::pair<certlite_status, std::string>> others;
    for (int nth = 0;; ++nth) {
      const int failed = failures;
      FailAt(nth);
      Answer answer = call();
      FailAt(kNone);
      if (failures == failed) {
        // What is answered all the same is what is answered without a failure: only the end of reading may fail unseen.
        others.emplace(answer.status, answer.text);
        EXPECT_EQ(1U, others.size()) << testing::PrintToString(others);
        return answer;
      }
      const bool written = Dump() != before;
      if (answer.ok() && written) {  // what failed was the end of a look before it
        EXPECT_TRUE(FileIsWhole(Path()));
        return answer;
      }
      EXPECT_FALSE(written) << nth << " " << answer.status << " " << answer.text;
      const bool unknown = answer.status == CERTLITE_E_OUTCOME_UNKNOWN;
      if (unknown) Reopen();
      if (!unknown && answer.status != GetParam().status) others.emplace(answer.status, answer.text);
    }
  }

  // A batch, which goes with the call.
  Answer Import(const std::string& lines, const std::string& options) const {
    constexpr std::string_view kOperation = "certification.import";
    const std::string who = kSystem.dump();
    certlite_session* session = nullptr;
    EXPECT_EQ(CERTLITE_OK, certlite_session_open(engine().handle(), who.data(), who.size(), &session, nullptr));
    certlite_batch* batch = nullptr;
    certlite_error* error = nullptr;
    Answer answer;
    answer.status = certlite_import(session, kOperation.data(), kOperation.size(), lines.data(), lines.size(),
                                    options.data(), options.size(), nullptr, &batch, &error);
    certlite_str problem;
    certlite_error_json(error, &problem);
    answer.text = std::string(problem.data, problem.size);
    certlite_error_free(error);
    certlite_batch_free(batch);
    certlite_session_close(session);
    return answer;
  }

  static void FailAt(int nth) {
    told = GetParam().rc;
    *GetParam().left = nth;
  }

  std::string Made(const std::string& operation, const Json& request) {
    const Answer answer = Call(operation, request);
    EXPECT_DID(CERTLITE_CREATED, answer);
    return answer.id();
  }
  void Change(const std::string& operation, const Json& request) {
    EXPECT_DID(CERTLITE_UPDATED, Call(operation, request));
  }
  Answer Read(const std::string& operation, const Json& request = Json::object(), const How& how = {}) {
    Answer answer = Call(operation, request, how);
    EXPECT_DID(CERTLITE_READ, answer);
    return answer;
  }
  // By the one person who is a member, and by the organization.
  void ReadByAll(const std::string& operation, const Json& request = Json::object()) {
    Read(operation, request);
    EXPECT_DID(CERTLITE_READ, CallAs(self_, operation, request));
    EXPECT_DID(CERTLITE_READ, CallAs(ours_, operation, request));
  }

  Json Body(const Json& more = Json::object()) const {
    Json body = {{"organization_member_id", member_}, {"certification_type_id", type_}};
    body.update(more);
    return body;
  }

  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_, {{"user_id", User(1)}});
  const std::string type_ =
      NewType(organization_, {{"slug", "first-aid"}, {"validity_period", {{"unit", "year"}, {"count", 2}}}});
  const Json self_ = SelfOf(User(1));
  const Json ours_ = OrganizationOf(User(1), organization_);
};

TEST_P(FailingStatements, OfOrganizationsMembersAndTypes) {
  const std::string organization = Made("organization.create", {{"name", "x"}});
  Change("organization.update", {{"id", organization}, {"name", "y"}});
  const std::string member =
      Made("member.create", {{"organization_id", organization_}, {"display_name", "x"}, {"external_id", "M-1"}});
  Change("member.update", {{"id", member}, {"external_id", "M-2"}});
  Change("member.archive", {{"id", member}});
  Change("member.restore", {{"id", member}});
  NewCard(member, type_);
  Change("member.erase", {{"id", member}, {"reason", "r"}});
  const std::string type =
      Made("certification_type.create", {{"organization_id", organization_}, {"slug", "x"}, {"title", "x"}});
  Change("certification_type.update", {{"id", type}, {"title", "y"}});
  Change("certification_type.archive", {{"id", type}});
  Change("certification_type.restore", {{"id", type}});
  ReadByAll("organization.get", {{"id", organization_}});
  ReadByAll("organization.list");
  ReadByAll("member.get", {{"id", member_}});
  ReadByAll("member.list");
  ReadByAll("certification_type.get", {{"id", type_}});
  ReadByAll("certification_type.list", {{"limit", 1}});
}

TEST_P(FailingStatements, OfCertifications) {
  const std::string card = Made("certification.create", Body({{"issued_on", "2025-01-01"}}));
  Change("certification.update", {{"id", card}, {"issuer_name", "x"}, {"external_id", "C-1"}});
  Change("certification.suspend", {{"id", card}, {"reason", "r"}});
  Change("certification.reinstate", {{"id", card}});
  Change("certification.archive", {{"id", card}});
  Change("certification.restore", {{"id", card}});
  Change("certification.verify", {{"id", card}, {"outcome", "verified"}, {"method", "m"}});
  const Answer renewed = Call("certification.renew", {{"id", card}, {"issued_on", "2026-02-01"}});
  EXPECT_DID(CERTLITE_CREATED, renewed);
  const std::string other = NewCard(member_, type_);
  Change("certification.supersede", {{"id", renewed.id()}, {"replacement_id", other}, {"reason", "r"}});
  Change("certification.revoke", {{"id", other}, {"reason", "r"}});
  ReadByAll("certification.get", {{"id", card}});
  Read("certification.get", {{"id", card}}, {.known_at = kNow});
  ReadByAll("certification.list", {{"order", "expires_on"}, {"limit", 1}});
  Read("certification.list", {{"organization_member_id", member_}, {"certification_type_id", type_}});
  ReadByAll("certification.count");
  Read("certification.count", {{"organization_member_id", member_}});
  ReadByAll("certification.history", {{"id", card}});
  ReadByAll("certification.evidence", {{"id", card}});
  Change("certification.erase", {{"id", card}, {"reason", "r"}});
}

TEST_P(FailingStatements, OfKeysAndIdentities) {
  const Json named = Body({{"external_id", "C-1"}});
  const How key = {.key = "k"};
  const Answer first = Call("certification.create", named, key);
  ASSERT_DID(CERTLITE_CREATED, first);
  EXPECT_EQ(first.text, Call("certification.create", named, key).text);
  EXPECT_REFUSED("idempotency_key_reused", Call("certification.create", Body(), key), {"idempotency_key.payload", ""});
  for (const Json& principal : {self_, ours_}) {
    const Answer own = CallAs(principal, "certification.create", Body({{"serial_number", "s"}}), key);
    ASSERT_DID(CERTLITE_CREATED, own);
    EXPECT_EQ(own.text, CallAs(principal, "certification.create", Body({{"serial_number", "s"}}), key).text);
  }
  const Json named_member = {{"organization_id", organization_}, {"display_name", "x"}};
  ASSERT_DID(CERTLITE_CREATED, Call("member.create", named_member, {.key = "of-a-member"}));
  EXPECT_DID(CERTLITE_EXISTS, Call("certification.create", named));
  EXPECT_DID(CERTLITE_EXISTS, Call("certification.create", named, {.key = "another"}));
  EXPECT_DID(CERTLITE_REPLAYED, Call("certification.create", named, {.key = "another"}));
  EXPECT_REFUSED("external_id_conflict",
                 Call("certification.create", Body({{"external_id", "C-1"}, {"source", "api"}})),
                 {"external_id.content", "/external_id"});
  const Json again = {{"id", first.id()}, {"external_id", "C-1"}, {"source", "manual"}};
  EXPECT_DID(CERTLITE_EXISTS, Call("certification.import", Body(again)));
  const Json updated = {{"id", first.id()}, {"issuer_name", "x"}, {"on_duplicate", "update"}};
  EXPECT_DID(CERTLITE_UPDATED, Call("certification.import", Body(updated)));
  // Compared with what it was at first.
  EXPECT_DID(CERTLITE_EXISTS, Call("certification.import", Body(again)));
  EXPECT_DID(CERTLITE_EXISTS, Call("certification.create", named));
  EXPECT_DID(CERTLITE_UPDATED, Call("idempotency.purge", {{"bound_before", "2100-01-01T00:00:00.000Z"}}));
  ASSERT_DID(CERTLITE_CREATED, Call("certification.import", Body({{"serial_number", "t"}}), key));
  EXPECT_DID(CERTLITE_REPLAYED, Call("certification.import", Body({{"serial_number", "t"}}), key));
}

TEST_P(FailingStatements, OfQualificationsAndJobRoles) {
  NewCard(member_, type_, {{"issued_on", "2025-06-01"}});
  const std::string qualification =
      Made("qualification.create",
           {{"organization_id", organization_}, {"slug", "q"}, {"title", "q"}, {"certification_type_ids", {type_}}});
  Change("qualification.update", {{"id", qualification}, {"title", "x"}});
  Change("qualification.archive", {{"id", qualification}});
  Change("qualification.restore", {{"id", qualification}});
  const std::string role =
      Made("job_role.create",
           {{"organization_id", organization_}, {"slug", "r"}, {"title", "r"}, {"qualification_ids", {qualification}}});
  Change("job_role.update", {{"id", role}, {"title", "x"}});
  Change("job_role.archive", {{"id", role}});
  Change("job_role.restore", {{"id", role}});
  const Json put = {{"organization_member_id", member_}, {"job_role_id", role}};
  const std::string assignment = Made("job_role_assignment.put", put);
  Json primary = put;
  primary["is_primary"] = true;
  Change("job_role_assignment.put", primary);
  NewAssignment(member_, NewJobRole(organization_, {qualification}), {{"is_primary", true}});
  Change("job_role_assignment.put", primary);
  Change("job_role_assignment.archive", {{"id", assignment}});
  Change("job_role_assignment.restore", {{"id", assignment}});
  ReadByAll("qualification.get", {{"id", qualification}});
  ReadByAll("qualification.list");
  ReadByAll("job_role.get", {{"id", role}});
  ReadByAll("job_role.list");
  ReadByAll("job_role_assignment.get", {{"id", assignment}});
  ReadByAll("job_role_assignment.list");
  ReadByAll("qualification_result.list", {{"limit", 1}});
  Read("qualification_result.list", {{"job_role_id", role}});
  Read("qualification_result.list", {{"organization_member_id", member_}, {"qualification_id", qualification}});
  ReadByAll("qualification_result.explain", {{"organization_member_id", member_}, {"qualification_id", qualification}});
  ReadByAll("qualification_result.timeline", {{"starts_on", "2026-01-01"}, {"ends_on", "2028-01-01"}});
}

TEST_P(FailingStatements, OfTheHistoryAndOfTrials) {
  const std::string card = NewCard(member_, type_, {{"serial_number", "s"}});
  EXPECT_DID(CERTLITE_UPDATED,
             system().Call("certification.erase", {{"id", NewCard(member_, type_)}, {"reason", "r"}}));
  const Json whole = {{"organization_id", organization_}};
  const Json head = Read("history.head", whole).json();
  Read("history.list", whole);
  Read("history.verify", whole);
  ReadByAll("me.get");
  const Json suspend = {{"operation", "certification.suspend"}, {"request", {{"id", card}, {"reason", "r"}}}};
  const Json twice = Json::array({suspend, {{"operation", "certification.create"}, {"request", Body()}}});
  for (const char* question : {"certification.count", "certification.list", "qualification_result.list"}) {
    const Json asked = {{"operation", question}, {"request", Json::object()}};
    Read("what_if.ask", {{"changes", twice}, {"question", asked}});
  }
  EXPECT_EQ(head, system().Call("history.head", whole).json());
}

TEST_P(FailingStatements, OfImports) {
  int batches = 0;
  for (const std::string options :
       {"{}", R"({"mode":"atomic"})", R"({"dry_run":true})", R"({"on_duplicate":"update"})"}) {
    const std::string id = "L-" + std::to_string(++batches);
    const Json by_names = {
        {"organization_id", organization_}, {"member_external_id", "nobody"}, {"certification_type_slug", "first-aid"}};
    const std::string lines = Body({{"external_id", id}}).dump() + "\n" + by_names.dump() + "\n" + Body().dump();
    const Answer imported = Try(options, [&] { return Import(lines, options); });
    EXPECT_EQ(CERTLITE_OK, imported.status);
  }
}

// Nothing in the store is another for them. A check tells what it could not read, and goes on.
TEST_P(FailingStatements, OfUpkeep) {
  NewCard(member_, type_);
  const std::string before = Dump();
  const std::vector<std::pair<std::string, Json>> calls = {
      {"engine.backup", {{"path", Path() + ".backup"}, {"replace", true}}},
      {"engine.check", {{"depth", "full"}}},
      {"engine.compact", Json::object()}};
  for (const auto& [operation, request] : calls) {
    for (int nth = 0;; ++nth) {
      const testing::ScopedTrace trace(__FILE__, __LINE__, operation + " " + std::to_string(nth));
      const int failed = failures;
      FailAt(nth);
      const Answer answer = system().Call(operation, request);
      FailAt(kNone);
      EXPECT_EQ(before, Dump());
      EXPECT_TRUE(answer.ok() || answer.status == GetParam().status) << answer.text;
      if (failures == failed) {
        EXPECT_TRUE(answer.ok());
        break;
      }
    }
  }
  EXPECT_EQ(Json(true), system().Call("engine.check", {{"depth", "full"}}).data().at("is_sound"));
}

TEST_P(FailingStatements, OfOpening) {
  const std::string path = Path() + ".another";
  for (const char* const store : {"one that isn't there yet", "one that is"}) {
    const testing::ScopedTrace trace(__FILE__, __LINE__, store);
    for (int nth = 0;; ++nth) {
      const int failed = failures;
      FailAt(nth);
      const Answer opened = Engine(path).opened();
      FailAt(kNone);
      if (failures == failed) {
        EXPECT_TRUE(opened.ok()) << opened.text;
        break;
      }
      EXPECT_EQ(GetParam().status, opened.status) << nth;
    }
    EXPECT_TRUE(FileIsWhole(path));
  }
}

INSTANTIATE_TEST_SUITE_P(, FailingStatements,
                         testing::Values(Failure{"Breaks", &runs_left, SQLITE_IOERR, CERTLITE_E_STORAGE_IO},
                                         Failure{"Fails", &runs_left, SQLITE_NOMEM, CERTLITE_E_OUT_OF_MEMORY},
                                         Failure{"IsNotPrepared", &prepares_left, SQLITE_NOMEM,
                                                 CERTLITE_E_OUT_OF_MEMORY}),
                         NameOf);

}  // namespace
}  // namespace certlite::host
