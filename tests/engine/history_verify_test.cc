// history.verify: what is whole is proven, and whatever is changed in the file is found, at its first sequence.
#include <sqlite3.h>

#include <filesystem>
#include <functional>
#include <map>
#include <regex>
#include <set>
#include <stdexcept>

#include "tests/engine/file.h"
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

const std::string kZeros(64, '0');

// The file in the hands of another program.
class Tamperer {
 public:
  explicit Tamperer(const std::string& path) {
    Check(sqlite3_open_v2(path.c_str(), &database_, SQLITE_OPEN_READWRITE, nullptr));
    Run("PRAGMA synchronous = OFF");
  }
  ~Tamperer() { sqlite3_close(database_); }
  Tamperer(const Tamperer&) = delete;
  Tamperer& operator=(const Tamperer&) = delete;

  void Run(const std::string& sql) { Check(sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr)); }

  // Flips the lowest bit of one byte of a text or blob; `place` is where it stands, from 0 (its beginning) to 1.
  void FlipByte(const std::string& column, int64_t key, double place) {
    sqlite3_blob* blob = nullptr;
    Check(sqlite3_blob_open(database_, "main", "history", column.c_str(), key, 1, &blob));
    const int offset = static_cast<int>(place * (sqlite3_blob_bytes(blob) - 1));
    unsigned char byte = 0;
    Check(sqlite3_blob_read(blob, &byte, 1, offset));
    byte ^= 1;
    Check(sqlite3_blob_write(blob, &byte, 1, offset));
    Check(sqlite3_blob_close(blob));
  }

 private:
  void Check(int rc) {
    if (rc != SQLITE_OK) throw std::runtime_error(std::string("sqlite: ") + sqlite3_errmsg(database_));
  }

  sqlite3* database_ = nullptr;
};

using Tamper = std::function<void(Tamperer&)>;

Tamper Sql(std::string sql) {
  return [sql = std::move(sql)](Tamperer& file) { file.Run(sql); };
}

// The key of an entry of the first organization, and the condition that means it.
int64_t KeyOf(int64_t sequence) { return int64_t{1} << 40 | sequence; }
std::string At(int64_t sequence) { return " WHERE key = " + std::to_string(KeyOf(sequence)); }

// Flips one bit of an integer.
std::string FlipBit(const std::string& column, int bit) {
  const std::string mask = "(1 << " + std::to_string(bit) + ")";
  return column + " = (" + column + " | " + mask + ") - (" + column + " & " + mask + ")";
}

// A store with thirteen entries in its first organization's chain. Every tampering is done to a copy.
class HistoryVerifyTest : public EngineTest {
 protected:
  HistoryVerifyTest() {
    Change("certification.update", card_, {{"issuer_name", "Another academy"}});
    Change("certification.verify", other_card_, {{"outcome", "verified"}, {"method", "registry"}});
    Change("certification.archive", card_, {});
    Change("organization.update", organization_, {{"name", "Another name"}});
    Change("member.update", member_, {{"email", "m@example.org"}});
    Change("certification_type.update", type_, {{"title", "Another title"}});
    Change("certification_type.update", type_, {{"grace_days", 30}});
  }

  void Change(const std::string& operation, const std::string& id, Json request) {
    request["id"] = id;
    EXPECT_DID(CERTLITE_UPDATED, system().Call(operation, request));
  }

  // Two erasures: entries 14 and 15.
  void Erase() {
    Change("certification.erase", other_card_, {{"reason", "x"}});
    Change("member.erase", other_member_, {{"reason", "x"}});
  }

  Answer Verify(Json request = Json::object()) const { return VerifyBy(system(), std::move(request)); }

  Answer VerifyBy(const Session& session, Json request) const {
    if (!request.contains("organization_id")) request["organization_id"] = organization_;
    return session.Call("history.verify", request);
  }

  std::string Head(std::string_view organization_id) const {
    return system().Call("history.head", {{"organization_id", organization_id}}).data().at("head");
  }

  // A copy of the store as it is now.
  std::string Copy(const std::string& name) const {
    std::string path = Path() + name;
    Tamperer(Path()).Run("VACUUM INTO '" + path + "'");
    Tamperer(path).Run("PRAGMA journal_mode = WAL");
    return path;
  }

  // What a copy's history.verify says after `tamper`; it writes nothing.
  Answer VerifyTampered(const Tamper& tamper, const Json& request = Json::object()) {
    if (copy_.empty()) copy_ = Copy(".copy");
    const std::string path = Path() + ".tampered";
    for (const char* suffix : {"", "-wal", "-shm", "-lock"}) std::filesystem::remove(path + suffix);
    std::filesystem::copy_file(copy_, path);
    {
      Tamperer file(path);
      tamper(file);
    }
    const Engine engine(path);
    const std::string before = DumpOf(path);
    const Answer answer = VerifyBy(engine.As(kSystem), request);
    EXPECT_EQ(before, DumpOf(path));
    return answer;
  }

  static void ExpectBroken(int64_t sequence, const Answer& answer) {
    EXPECT_REFUSED("history_broken", answer, {"history.whole", ""});
    const Json told = answer.ok() ? Json() : answer.json().value("first_bad_sequence", Json());
    EXPECT_EQ(Json(sequence), told) << answer.text;
  }

  void ExpectBrokenBy(int64_t sequence, const std::string& sql, const Json& request = Json::object()) {
    const testing::ScopedTrace trace(__FILE__, __LINE__, sql + request.dump());
    ExpectBroken(sequence, VerifyTampered(Sql(sql), request));
  }

  std::vector<std::string> ColumnsOf(const std::string& table, const std::string& types) const {
    return Column(Path(), "SELECT name FROM pragma_table_info('" + table + "') WHERE type IN (" + types + ")");
  }

  // The sequence of the newest version of a record.
  int64_t NewestOf(const std::string& table, const std::string& key) const {
    return std::stoll(Column(Path(), "SELECT last_sequence FROM " + table + " WHERE key = " + key).at(0));
  }

  void ExpectEveryColumnProven(const std::string& table, const std::string& where);

  const std::string organization_ = NewOrganization();                                                // 1, 10
  const std::string member_ = NewMember(organization_, {{"user_id", User(1)}});                       // 2, 11
  const std::string other_member_ = NewMember(organization_, {{"user_id", User(2)}, {"role", "x"}});  // 3
  const std::string type_ = NewType(organization_);                                                   // 4, 12, 13
  const std::string card_ = NewCard(member_, type_, {{"issuer_name", "Academy"}});                    // 5, 7, 9
  const std::string other_card_ = NewCard(other_member_, type_, {{"issuer_name", "Other academy"}});  // 6, 8
  static constexpr int64_t kEntries = 13;

 private:
  std::string copy_;
};

void ExpectReport(const Answer& answer, std::string_view organization_id, const std::string& head, int64_t from,
                  int64_t entries, int64_t records) {
  Json data = {{"organization_id", organization_id}, {"head", head}, {"from", from}};
  data.update({{"entry_count", entries}, {"record_count", records}});
  ASSERT_DID(CERTLITE_READ, answer);
  EXPECT_EQ(Json({{"data", data}, {"meta", Json::object()}}).dump(), answer.text);
}

TEST_F(HistoryVerifyTest, AWholeChainIsProven) {
  const Answer head = system().Call("history.head", {{"organization_id", organization_}});
  ASSERT_DID(CERTLITE_READ, head);
  const std::string hash = Column(Path(), "SELECT lower(hex(hash)) FROM history" + At(kEntries)).at(0);
  const Json expected = {{"organization_id", organization_},
                         {"head", std::to_string(kEntries) + ":" + hash},
                         {"time", "2026-01-15T08:00:00.000Z"}};
  EXPECT_EQ(expected.dump(), head.data().dump());
  ExpectReport(Verify(), organization_, expected.at("head"), 1, kEntries, 6);
  Reopen();
  ExpectReport(Verify(), organization_, expected.at("head"), 1, kEntries, 6);
}

TEST_F(HistoryVerifyTest, AChainIsWholeAfterErasing) {
  const std::string before = Head(organization_);
  Change("certification.erase", other_card_, {{"reason", "x"}});
  ExpectReport(Verify({{"expected_head", before}}), organization_, Head(organization_), 1, kEntries + 1, 6);
  Change("member.erase", other_member_, {{"reason", "x"}});
  ExpectReport(Verify({{"expected_head", before}}), organization_, Head(organization_), 1, kEntries + 2, 6);
  NewMember(organization_);
  ExpectReport(Verify({{"expected_head", before}}), organization_, Head(organization_), 1, kEntries + 3, 7);
  for (int64_t from = 1; from <= kEntries + 3; ++from) EXPECT_DID(CERTLITE_READ, Verify({{"from", from}})) << from;
}

TEST_F(HistoryVerifyTest, AnEmptyChainIsWhole) {
  const Json catalogue = {{"organization_id", kCatalogueId}};
  const std::string head = "0:" + kZeros;
  const Json expected = {{"organization_id", kCatalogueId}, {"head", head}, {"time", nullptr}};
  EXPECT_EQ(expected.dump(), system().Call("history.head", catalogue).data().dump());
  ExpectReport(Verify(catalogue), kCatalogueId, head, 1, 0, 0);
  ExpectReport(Verify({{"organization_id", kCatalogueId}, {"expected_head", head}}), kCatalogueId, head, 1, 0, 0);
  ExpectBroken(1, Verify({{"organization_id", kCatalogueId}, {"expected_head", "1:" + kZeros}}));
}

TEST_F(HistoryVerifyTest, TheStandardCatalogueHasAChainOfItsOwn) {
  const std::string standard = NewStandardType();
  NewStandardType();
  NewCard(member_, standard);
  Change("certification_type.update", standard, {{"title", "Another title"}});
  const Json catalogue = {{"organization_id", kCatalogueId}};
  ExpectReport(Verify(catalogue), kCatalogueId, Head(kCatalogueId), 1, 3, 2);
  EXPECT_THAT(Head(kCatalogueId), testing::StartsWith("3:"));
  const std::string retitled = "UPDATE certification_type SET title = 'x' WHERE organization_key = 0";
  ExpectBrokenBy(2, retitled, catalogue);  // the second type has but one version
  EXPECT_DID(CERTLITE_READ, VerifyTampered(Sql(retitled)));
  ExpectBrokenBy(1, "UPDATE history SET instant = instant + 1 WHERE key = 1", catalogue);
  ExpectBrokenBy(2, "DELETE FROM history WHERE key = 2", catalogue);
}

TEST_F(HistoryVerifyTest, EveryColumnOfEveryEntryIsProven) {
  for (const std::string& column : ColumnsOf("history", "'INTEGER'")) {
    const std::vector<int> bits = column == "key" ? std::vector{20, 42, 63} : std::vector{0, 20, 40, 63};
    for (int64_t sequence = 1; sequence <= kEntries; ++sequence) {
      for (const int bit : bits) ExpectBrokenBy(sequence, "UPDATE history SET " + FlipBit(column, bit) + At(sequence));
    }
  }
  for (const std::string& column : ColumnsOf("history", "'TEXT', 'BLOB'")) {
    for (int64_t sequence = 1; sequence <= kEntries; ++sequence) {
      for (const double place : {0.0, 0.5, 1.0}) {
        const testing::ScopedTrace trace(__FILE__, __LINE__, column + At(sequence) + " at " + std::to_string(place));
        const Tamper flip = [&](Tamperer& file) { file.FlipByte(column, KeyOf(sequence), place); };
        ExpectBroken(sequence, VerifyTampered(flip));
      }
    }
  }
}

// The numbers in the file are not trusted: they decide on no memory.
TEST_F(HistoryVerifyTest, AnEntryFarAwayIsNoVersion) {
  ExpectBrokenBy(5, "UPDATE history SET " + FlipBit("key", 39) + At(5));
  ExpectBrokenBy(kEntries, "UPDATE history SET " + FlipBit("key", 39) + At(kEntries));
}

TEST_F(HistoryVerifyTest, NoEntryCanBeDeletedOrLoseItsPayload) {
  for (int64_t sequence = 1; sequence <= kEntries; ++sequence) {
    ExpectBrokenBy(sequence, "DELETE FROM history" + At(sequence));
    const std::string take = "UPDATE history SET payload = NULL, payload_key = NULL";
    ExpectBrokenBy(sequence, take + ", answer_bytes = 0" + At(sequence));
    ExpectBrokenBy(sequence, take + At(sequence));
    ExpectBrokenBy(sequence, "UPDATE history SET payload = NULL" + At(sequence));
    ExpectBrokenBy(sequence, "UPDATE history SET payload_key = NULL" + At(sequence));
  }
}

TEST_F(HistoryVerifyTest, NoNeighboursCanBeSwapped) {
  for (int64_t sequence = 1; sequence < kEntries; ++sequence) {
    ExpectBrokenBy(sequence, "UPDATE history SET key = -1" + At(sequence) + "; UPDATE history SET key = key - 1" +
                                 At(sequence + 1) + "; UPDATE history SET key = " +
                                 std::to_string(KeyOf(sequence + 1)) + " WHERE key = -1");
  }
}

TEST_F(HistoryVerifyTest, TheEndCanNotBeCutOff) {
  for (int64_t sequence = 1; sequence <= kEntries; ++sequence) {
    ExpectBrokenBy(sequence, "DELETE FROM history WHERE key >= " + std::to_string(KeyOf(sequence)));
  }
}

TEST_F(HistoryVerifyTest, NothingCanBeInserted) {
  ExpectBrokenBy(kEntries + 1, "CREATE TEMP TABLE junk AS SELECT * FROM history" + At(kEntries) +
                                   "; UPDATE junk SET key = key + 1; INSERT INTO history SELECT * FROM junk");
  // What another copy of the store has written is well hashed, but no record here knows of it.
  const std::string other = Copy(".other");
  ASSERT_DID(CERTLITE_UPDATED, Engine(other).As(kSystem).Call("member.update", {{"id", member_}, {"role", "welder"}}));
  const std::string forged =
      "ATTACH '" + other + "' AS other; INSERT INTO history SELECT * FROM other.history" + At(kEntries + 1);
  ExpectBrokenBy(kEntries + 1, forged);
  ExpectBrokenBy(kEntries + 1, forged + "; UPDATE history SET payload = NULL, payload_key = NULL" + At(kEntries + 1));
}

// What a row says of itself; where it belongs and which version it is have tests of their own.
void HistoryVerifyTest::ExpectEveryColumnProven(const std::string& table, const std::string& where) {
  const std::set<std::string> others = {"key",      "organization_key", "id",           "member_key",
                                        "type_key", "role_key",         "last_sequence"};
  const std::map<std::string, std::string> values = {
      {"INTEGER", "iif(COLUMN = 0, 1, 0)"}, {"TEXT", "ifnull(COLUMN, '') || 'x'"}, {"BLOB", "zeroblob(16)"}};
  for (const std::string& key : Column(Path(), "SELECT key FROM " + table + " WHERE " + where)) {
    for (const auto& [type, value] : values) {
      for (const std::string& column : ColumnsOf(table, "'" + type + "'")) {
        if (others.contains(column)) continue;
        const std::string changed = std::regex_replace(value, std::regex("COLUMN"), column);
        ExpectBrokenBy(NewestOf(table, key),
                       "UPDATE " + table + " SET " + column + " = " + changed + " WHERE key = " + key);
      }
    }
  }
}

TEST_F(HistoryVerifyTest, EveryColumnOfARecordIsThatOfItsNewestVersion) {
  const std::string role = NewJobRole(organization_, {NewQualification(organization_, {type_})});
  NewAssignment(member_, role);
  ExpectEveryColumnProven("organization", "key = 1");
  ExpectEveryColumnProven("member", "organization_key = 1");
  ExpectEveryColumnProven("certification_type", "organization_key = 1");
  ExpectEveryColumnProven("certification", "organization_key = 1");
  ExpectEveryColumnProven("qualification", "organization_key = 1");
  ExpectEveryColumnProven("job_role", "organization_key = 1");
  ExpectEveryColumnProven("job_role_assignment", "organization_key = 1");
}

TEST_F(HistoryVerifyTest, WhatIsErasedStaysEmpty) {
  Erase();
  ExpectEveryColumnProven("member", "erased = 1");
  ExpectEveryColumnProven("certification", "erased = 1");
}

TEST_F(HistoryVerifyTest, ARecordCanBeNeitherMovedNorDeleted) {
  const std::vector<std::pair<int64_t, std::string>> table = {
      {9, "UPDATE certification SET member_key = 2 WHERE key = 1"},
      {5, "UPDATE certification SET member_key = 99 WHERE key = 1"},
      {5, "UPDATE certification SET type_key = 99 WHERE key = 1"},
      {5, "UPDATE certification SET organization_key = 99 WHERE key = 1"},
      {5, "UPDATE certification SET id = zeroblob(16) WHERE key = 1"},
      {2, "UPDATE member SET id = zeroblob(16) WHERE key = 1"},
      {5, "DELETE FROM certification WHERE key = 1"},
      {6, "DELETE FROM certification WHERE key = 2"},
      {5, "DELETE FROM certification"},
      {2, "DELETE FROM member WHERE key = 1"},
      {3, "DELETE FROM member WHERE key = 2"},
      {4, "DELETE FROM certification_type"},
      {5, "DELETE FROM certification WHERE key = 1; UPDATE organization SET name = 'x'"},
  };
  for (const auto& [sequence, sql] : table) ExpectBrokenBy(sequence, sql);
}

// Where a record says that its newest version is: that version contradicts it. Beyond the end one seems to be missing.
TEST_F(HistoryVerifyTest, ARecordCanNotPointElsewhere) {
  for (const std::string table : {"organization", "member", "certification_type", "certification"}) {
    for (const std::string& key : Column(Path(), "SELECT key FROM " + table)) {
      for (int64_t sequence = -1; sequence <= kEntries + 2; ++sequence) {
        if (sequence == NewestOf(table, key)) continue;
        ExpectBrokenBy(sequence > kEntries ? kEntries + 1 : NewestOf(table, key),
                       "UPDATE " + table + " SET last_sequence = " + std::to_string(sequence) + " WHERE key = " + key);
      }
    }
  }
}

// A record that nobody has created. Which entry is to blame is nobody's to say.
TEST_F(HistoryVerifyTest, ARecordWithoutAVersionIsFound) {
  for (const std::string table : {"member", "certification"}) {
    for (const std::string id : {"randomblob(16)", "zeroblob(16)", "zeroblob(0)"}) {
      for (int64_t sequence = -1; sequence <= kEntries + 1; ++sequence) {
        const std::string sql = "CREATE TEMP TABLE made AS SELECT * FROM " + table +
                                " WHERE key = 2; UPDATE made SET key = NULL, revision = 1, id = " + id +
                                ", last_sequence = " + std::to_string(sequence) + "; INSERT INTO " + table +
                                " SELECT * FROM made";
        const testing::ScopedTrace trace(__FILE__, __LINE__, sql);
        EXPECT_REFUSED("history_broken", VerifyTampered(Sql(sql)), {"history.whole", ""});
      }
    }
  }
}

TEST_F(HistoryVerifyTest, ARecordCanNotBePutBackToWhatItWas) {
  const std::string older = Copy(".older");
  Change("member.update", member_, {{"role", "welder"}});
  Change("certification.restore", card_, {});
  for (const auto& [sequence, table] : std::map<int64_t, std::string>{{14, "member"}, {15, "certification"}}) {
    ExpectBrokenBy(sequence, "ATTACH '" + older + "' AS older; REPLACE INTO " + table + " SELECT * FROM older." +
                                 table + " WHERE key = 1");
  }
}

// The store need not be closed for its file to be changed.
TEST_F(HistoryVerifyTest, AnOpenStoreIsProvenAsItsFileIsNow) {
  EXPECT_DID(CERTLITE_READ, Verify());
  Tamperer(Path()).Run("UPDATE organization SET name = 'x'");
  ExpectBroken(10, Verify());
  Reopen();
  ExpectBroken(10, Verify());
  Tamperer(Path()).Run("UPDATE organization SET name = 'Another name'");
  EXPECT_DID(CERTLITE_READ, Verify());
}

// An erasure explains what is missing before it, wherever else the chain is broken.
TEST_F(HistoryVerifyTest, AfterErasingTheFirstBadEntryIsTold) {
  Erase();
  const std::string take = "UPDATE history SET payload = NULL, payload_key = NULL, answer_bytes = 0";
  const std::vector<std::pair<int64_t, std::string>> table = {
      {4, "UPDATE history SET instant = instant + 1" + At(4)},
      {4, "DELETE FROM history" + At(4)},
      {7, "UPDATE history SET payload = payload || ' '" + At(7)},
      {7, take + At(7)},
      {10, "UPDATE organization SET name = 'x'"},
      {14, take + At(14)},
      {15, take + At(15)},
      {14, "UPDATE history SET hash = zeroblob(32)" + At(14)},
      {14, "UPDATE certification SET erased = 0 WHERE key = 2"},
      {6, "UPDATE history SET answer_bytes = 1" + At(6)},
      {6, "UPDATE history SET payload = '{}', payload_key = zeroblob(32)" + At(6)},
      {8, "UPDATE history SET payload = '{}'" + At(8)},
      {6, "DELETE FROM certification WHERE key = 2"},
      // Without the erasure nothing explains what is missing.
      {6, "DELETE FROM history" + At(14)},
      {3, "DELETE FROM history" + At(15)},
      {6, "UPDATE history SET operation = 'certification.renew'" + At(14)},
      {6, "UPDATE history SET resource_id = zeroblob(16)" + At(14)},
      {3, "UPDATE history SET operation = 'member.erasing'" + At(15)},
  };
  for (const auto& [sequence, sql] : table) ExpectBrokenBy(sequence, sql);
}

TEST_F(HistoryVerifyTest, WhatIsBeforeFromIsNotLookedAt) {
  // Newest versions: type 13, member 11, organization 10, card 9, other card 8, other member 3.
  int64_t from = 0;
  for (const int64_t records : {6, 6, 6, 5, 5, 5, 5, 5, 4, 3, 2, 1, 1, 0}) {
    ++from;
    ExpectReport(Verify({{"from", from}}), organization_, Head(organization_), from, kEntries + 1 - from, records);
  }
  ExpectBroken(kEntries + 1, Verify({{"from", kEntries + 2}}));
  const std::string payload = "UPDATE history SET payload = payload || ' '" + At(5);
  ExpectBrokenBy(5, payload);
  ExpectBrokenBy(5, payload, {{"from", 5}});
  EXPECT_DID(CERTLITE_READ, VerifyTampered(Sql(payload), {{"from", 6}}));
  const std::string hash = "UPDATE history SET hash = zeroblob(32)" + At(5);
  ExpectBrokenBy(5, hash, {{"from", 5}});
  ExpectBrokenBy(6, hash, {{"from", 6}});  // it follows on what it finds
  EXPECT_DID(CERTLITE_READ, VerifyTampered(Sql(hash), {{"from", 7}}));
  const std::string email = "UPDATE member SET email = 'x' WHERE key = 2";
  ExpectBrokenBy(3, email, {{"from", 3}});
  EXPECT_DID(CERTLITE_READ, VerifyTampered(Sql(email), {{"from", 4}}));
}

TEST_F(HistoryVerifyTest, AHeadThatWasKeptIsLookedFor) {
  std::vector<std::string> heads =
      Column(Path(), "SELECT (key & (1 << 40) - 1) || ':' || lower(hex(hash)) FROM history ORDER BY key");
  heads.insert(heads.begin(), "0:" + kZeros);
  EXPECT_EQ(Head(organization_), heads.back());
  for (size_t i = 0; i < heads.size(); ++i) {
    std::string wrong = heads[i];
    wrong.back() = wrong.back() == '0' ? '1' : '0';
    EXPECT_DID(CERTLITE_READ, Verify({{"expected_head", heads[i]}}));
    EXPECT_DID(CERTLITE_READ, Verify({{"expected_head", heads[i]}, {"from", kEntries}}));
    if (i != 0) ExpectBroken(static_cast<int64_t>(i), Verify({{"expected_head", wrong}}));
  }
  for (const char* beyond : {"14:", "15:", "1099511627775:", "9999999999999:"}) {
    ExpectBroken(kEntries + 1, Verify({{"expected_head", beyond + kZeros}}));
  }
  // The lowest of all that is wrong is told.
  ExpectBrokenBy(5, "UPDATE history SET instant = 0" + At(5), {{"expected_head", "9:" + kZeros}});
  ExpectBrokenBy(5, "UPDATE history SET instant = 0" + At(9), {{"expected_head", "5:" + kZeros}});
}

TEST_F(HistoryVerifyTest, AnOlderOrAnotherHistoryInItsPlaceIsFoundByAHead) {
  const std::string older = Copy(".older");
  Change("member.update", member_, {{"role", "welder"}});
  Change("member.update", member_, {{"role", "rigger"}});
  const std::string head = Head(organization_);
  Engine put_back(older);
  const Session session = put_back.As(kSystem);
  EXPECT_DID(CERTLITE_READ, VerifyBy(session, {}));
  ExpectBroken(kEntries + 1, VerifyBy(session, {{"expected_head", head}}));
  for (const char* role : {"boss", "owner"}) {
    ASSERT_DID(CERTLITE_UPDATED, session.Call("member.update", {{"id", member_}, {"role", role}}));
  }
  EXPECT_DID(CERTLITE_READ, VerifyBy(session, {}));
  ExpectBroken(kEntries + 2, VerifyBy(session, {{"expected_head", head}}));
}

TEST_F(HistoryVerifyTest, AHeadHasAForm) {
  const std::string& hash = kZeros;
  for (const std::string& malformed :
       {"01:" + hash, "-1:" + hash, "+1:" + hash, " 1:" + hash, "1 :" + hash, "x:" + hash, "1;" + hash, "::" + hash,
        "1:" + hash + "0", "1:" + hash.substr(1) + "g", "1:" + hash.substr(1) + "A", hash + ":1", hash + "00"}) {
    EXPECT_REFUSED("invalid", Verify({{"expected_head", malformed}}), {"head.format", "/expected_head"});
  }
  for (const std::string& size : {std::string(), ":" + hash, std::string(79, '1')}) {
    EXPECT_REFUSED("invalid", Verify({{"expected_head", size}}), {"text.length", "/expected_head"});
  }
  EXPECT_REFUSED("invalid", Verify({{"expected_head", nullptr}}), {"field.null", "/expected_head"});
  EXPECT_REFUSED("invalid", Verify({{"from", 0}}), {"integer.range", "/from"});
}

}  // namespace
}  // namespace certlite::host
