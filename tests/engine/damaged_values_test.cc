// Values that no field can have, as damage leaves them in a file that SQLite finds in order: the record that holds one
// is told to be damaged by whoever reads it, and history.verify knows its newest version.
#include <sqlite3.h>

#include "tests/engine/file.h"
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

struct Value {
  std::string table;
  std::string column;
  std::string value;
};

void PrintTo(const Value& value, std::ostream* out) {
  *out << value.table << "." << value.column << " = " << value.value;
}

// As another program does.
void Alter(const std::string& path, const std::string& sql) {
  sqlite3* file = nullptr;
  ASSERT_EQ(SQLITE_OK, sqlite3_open(path.c_str(), &file));
  ASSERT_EQ(SQLITE_OK, sqlite3_exec(file, sql.c_str(), nullptr, nullptr, nullptr));
  sqlite3_close(file);
}

class DamagedSchemaTest : public EngineTest {};

class DamagedKeysTest : public EngineTest {
 protected:
  // What a call answers when it is made again after the file was altered.
  Answer Again(const std::string& sql) {
    const Json body = {{"organization_id", organization_}, {"display_name", "x"}};
    Reopen();
    EXPECT_TRUE(system().Call("member.create", body, {.key = "k"}).ok());
    Close();
    Alter(Path(), sql);
    Open();
    return system().Call("member.create", body, {.key = "k"});
  }

  const std::string organization_ = NewOrganization();
};

class DamagedValuesTest : public EngineTest, public testing::WithParamInterface<Value> {};

TEST_P(DamagedValuesTest, AreNotAnswered) {
  const std::string organization = NewOrganization();
  const std::string member = NewMember(organization);
  const std::string type = NewType(organization);
  const std::string card = NewCard(member, type, {{"issued_on", "2026-01-15"}});
  Close();
  Alter(Path(), "UPDATE " + GetParam().table + " SET " + GetParam().column + " = " + GetParam().value);
  Open();
  const bool of_member = GetParam().table == "member";
  const Json asked = {{"id", of_member ? member : card}};
  EXPECT_REFUSED("corrupt", system().Call(of_member ? "member.get" : "certification.get", asked));
  EXPECT_REFUSED("corrupt",
                 system().Call(of_member ? "member.list" : "certification.list", {{"organization_id", organization}}));
  EXPECT_REFUSED("history_broken", system().Call("history.verify", {{"organization_id", organization}}),
                 {"history.whole", ""});
}

TEST_F(DamagedKeysTest, OfAnotherKindOfFingerprintNoPayloadIsTheSame) {
  EXPECT_REFUSED("idempotency_key_reused", Again("UPDATE idempotency_key SET fingerprint_version = 2"),
                 {"idempotency_key.payload", ""});
}

TEST_F(DamagedKeysTest, WithoutTheirAnswerReplayNothing) {
  EXPECT_REFUSED("corrupt", Again("UPDATE history SET answer_bytes = 0"));
}

TEST_F(DamagedKeysTest, OfAnEntryTooShortForItReplayNothing) {
  EXPECT_REFUSED("corrupt", Again("UPDATE history SET payload = 'short'"));
}

TEST_F(DamagedKeysTest, WithoutTheirEntryReplayNothing) {
  EXPECT_REFUSED("corrupt", Again("DELETE FROM history WHERE operation = 'member.create'"));
}

// Rows that are gone, or lead where nothing is: whoever needs them says so.
class DamagedRowsTest : public EngineTest {
 protected:
  Answer CallAfter(const std::string& sql, const Json& principal, const std::string& operation, const Json& request,
                   const How& how = {}) {
    Close();
    if (whole_.empty()) whole_ = ReadBytes(Path());
    WriteBytes(whole_, Path());
    Alter(Path(), sql);
    Open();
    return As(principal).Call(operation, request, how);
  }

  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_, {{"user_id", User(1)}});
  const std::string type_ = NewType(organization_);
  const std::string card_ = NewCard(member_, type_, {{"issued_on", "2026-01-15"}});
  const std::string qualification_ = NewQualification(organization_, {type_});

 private:
  std::string whole_;
};

TEST_F(DamagedRowsTest, AreMissed) {
  const Json card = {{"id", card_}};
  EXPECT_REFUSED("corrupt", CallAfter("DELETE FROM certification_type", kSystem, "qualification_result.explain",
                                      {{"organization_member_id", member_}, {"qualification_id", qualification_}}));
  EXPECT_REFUSED("corrupt",
                 CallAfter("DELETE FROM organization", SelfOf(User(1)), "certification.list", Json::object()));
  const How then = {.known_at = kNow};
  EXPECT_REFUSED("corrupt", CallAfter("DELETE FROM history", kSystem, "certification.get", card, then));
  EXPECT_REFUSED("corrupt", CallAfter("UPDATE history SET previous_sequence = 1000, instant = 9000000000000", kSystem,
                                      "certification.get", card, then));
  EXPECT_REFUSED("corrupt",
                 CallAfter("UPDATE history SET payload = 'short'", kSystem, "certification.get", card, then));
  EXPECT_DID(CERTLITE_READ, CallAfter("SELECT 1", kSystem, "certification.get", card, then));
}

// The payload still reads as one, but isn't what was written.
TEST_F(DamagedRowsTest, AreNotToldAsHistory) {
  ASSERT_TRUE(
      system().Call("certification.verify", {{"id", card_}, {"outcome", "verified"}, {"method", "registry"}}).ok());
  const std::string altered = "UPDATE history SET payload = replace(payload, 'registry', 'document')";
  for (const char* operation : {"certification.history", "certification.evidence"}) {
    EXPECT_REFUSED("corrupt", CallAfter(altered, kSystem, operation, {{"id", card_}}));
    EXPECT_DID(CERTLITE_READ, CallAfter("SELECT 1", kSystem, operation, {{"id", card_}}));
  }
  const Json all = {{"organization_id", organization_}};
  const Answer refused = CallAfter(altered, kSystem, "history.list", all);
  EXPECT_REFUSED("corrupt", refused);
  EXPECT_THAT(refused.text, testing::HasSubstr("Entry 6 of the history"));
  EXPECT_REFUSED("corrupt", CallAfter(altered, kSystem, "certification.get", {{"id", card_}}, {.known_at = kNow}));
  EXPECT_DID(CERTLITE_READ,
             CallAfter("UPDATE history SET operation = CAST(x'FF' AS TEXT)", kSystem, "history.list", all));
}

TEST_F(DamagedRowsTest, AreNotCounted) {
  for (const char* days : {"issued_on = 2000000000", "expires_on = -2000000000"}) {
    EXPECT_REFUSED("corrupt", CallAfter(std::string("UPDATE certification SET ") + days, kSystem, "certification.count",
                                        {{"organization_id", organization_}}));
  }
}

// SQLite quotes the schema that it can't read; the answer is JSON all the same.
TEST_F(DamagedSchemaTest, IsToldInPlainWords) {
  Close();
  Alter(Path(),
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'BLOB', CAST(x'FF' AS TEXT)) "
        "WHERE name = 'qualification'");
  EXPECT_REFUSED("corrupt", Engine(Path()).opened());
}

INSTANTIATE_TEST_SUITE_P(
    Table, DamagedValuesTest,
    testing::Values(Value{"certification", "lifecycle_status", "5"}, Value{"certification", "lifecycle_status", "-1"},
                    Value{"certification", "source", "9223372036854775807"},
                    Value{"certification", "issued_on", "2147483648"}, Value{"certification", "created_at", "-1"},
                    Value{"certification", "updated_at", "9223372036854775807"},
                    Value{"certification", "revision", "9223372036854775807"},
                    Value{"certification_type", "status", "2"}, Value{"certification_type", "grace_days", "-1"},
                    Value{"certification_type", "expiring_soon_days", "-1"}, Value{"member", "status", "4"},
                    Value{"certification", "issuer_name", "CAST(x'41FF' AS TEXT)"},
                    Value{"member", "display_name", "CAST(x'C3' AS TEXT)"}));

}  // namespace
}  // namespace certlite::host
