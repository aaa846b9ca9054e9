// Answers, pages and histories, byte for byte.
#include "core/render/render.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/instant.h"
#include "tests/render/records.h"

namespace certlite {
namespace {

#define ID "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f"

constexpr int64_t kNow = 1'764'028'799'999;
#define NOW "2025-11-24T23:59:59.999Z"

std::string AnswerOf(const Record& record) { return RenderAnswer(record, {record.resource, kInData, kInMeta, false}); }

TEST(RenderAnswer, OfAnOrganization) {
  const Record record = RecordWith(kOrganizationResource, {{"id", Id(1)},
                                                           {"name", Text("A \"B\" & C\n")},
                                                           {"status", Number(1)},
                                                           {"created_at", Number(0)},
                                                           {"updated_at", Number(kNow)},
                                                           {"revision", Number(2)}});
  EXPECT_EQ(R"({"data":{"id":")" ID R"(01","name":"A \"B\" & C\n","status":"archived",)"
            R"("created_at":"1970-01-01T00:00:00.000Z","updated_at":")" NOW R"("},"meta":{"revision":2}})",
            AnswerOf(record));
}

// Texts of the most bytes, each of which becomes six, and the widest of everything else. The room for it is worked out
// before; what would run over it is for the sanitizers to see.
TEST(RenderAnswer, HasRoomForTheWidestValues) {
  constexpr size_t kMost = 4096;
  const std::string text(kMost, '\1');
  const std::string uuids(64 * sizeof(Uuid), '\xff');
  for (const Resource* resource : {&kOrganizationResource, &kMemberResource, &kCertificationTypeResource,
                                   &kCertificationResource, &kQualificationResource, &kJobRoleResource}) {
    Record record;
    record.resource = resource;
    size_t escaped = 0;
    size_t members = 0;
    for (size_t i = 0; i < resource->fields.size(); ++i) {
      const Field& field = resource->fields[i];
      const bool shown = field.HasAll(kInData) || field.HasAll(kInMeta);
      if (IsText(field.type)) {
        record[i] = Text(text);
        escaped += shown ? kMost : 0;
      } else if (field.type == FieldType::kUuids) {
        record[i] = Value::OfUuids(uuids);
        members += shown ? 64 : 0;
      } else if (field.type == FieldType::kUuid) {
        record[i] = Id(1);
      } else if (field.type == FieldType::kDate) {
        record[i] = Number(kDayMin);
      } else if (field.type == FieldType::kInstant) {
        record[i] = Number(kInstantMax);
      } else if (field.type == FieldType::kInteger) {
        record[i] = Number(std::numeric_limits<int64_t>::min());
      } else {
        record[i] = Number(0);
      }
    }
    const std::string answer = AnswerOf(record);
    const auto times = [&answer](std::string_view part) {
      size_t count = 0;
      for (size_t at = answer.find(part); at != answer.npos; at = answer.find(part, at + part.size())) ++count;
      return count;
    };
    EXPECT_EQ(escaped, times("\\u0001"));
    EXPECT_EQ(members, times("\"ffffffff-ffff-ffff-ffff-ffffffffffff\""));
    EXPECT_GE(answer.size(), 6 * escaped);
  }
}

TEST(RenderAnswer, OfAMember) {
  const Record full = RecordWith(kMemberResource, {{"id", Id(1)},
                                                   {"organization_id", Id(2)},
                                                   {"user_id", Id(3)},
                                                   {"email", Text("ann@example.org")},
                                                   {"display_name", Text("Ann \u00c9")},
                                                   {"first_name", Text("")},
                                                   {"last_name", Text("\u20ac")},
                                                   {"role", Text("welder")},
                                                   {"status", Number(2)},
                                                   {"is_primary", Number(1)},
                                                   {"external_id", Text("7")},
                                                   {"created_at", Number(kNow)},
                                                   {"updated_at", Number(kNow)},
                                                   {"revision", Number(1)},
                                                   {"archived_from", Number(1)}});
  EXPECT_EQ(R"({"data":{"id":")" ID R"(01","organization_id":")" ID R"(02","user_id":")" ID R"(03",)"
            R"("email":"ann@example.org","display_name":"Ann É","first_name":"","last_name":"€","role":"welder",)"
            R"("status":"inactive","is_primary":true,"external_id":"7","created_at":")" NOW R"(",)"
            R"("updated_at":")" NOW R"("},"meta":{"revision":1,"archived_from":"invited"}})",
            AnswerOf(full));
  const Record bare = RecordWith(kMemberResource, {{"id", Id(1)},
                                                   {"organization_id", Id(2)},
                                                   {"display_name", Text("Ann")},
                                                   {"status", Number(0)},
                                                   {"is_primary", Number(0)},
                                                   {"created_at", Number(kNow)},
                                                   {"updated_at", Number(kNow)},
                                                   {"revision", Number(1)}});
  EXPECT_EQ(R"({"data":{"id":")" ID R"(01","organization_id":")" ID R"(02","user_id":null,"email":null,)"
            R"("display_name":"Ann","first_name":null,"last_name":null,"role":null,"status":"active",)"
            R"("is_primary":false,"external_id":null,"created_at":")" NOW R"(","updated_at":")" NOW R"("},)"
            R"("meta":{"revision":1,"archived_from":null}})",
            AnswerOf(bare));
}

Values Type() {
  return {{"id", Id(1)},
          {"slug", Text("first-aid")},
          {"title", Text("First aid")},
          {"scope", Number(1)},
          {"status", Number(0)},
          {"organization_id", Id(2)},
          {"grace_days", Number(14)},
          {"expiring_soon_days", Number(30)},
          {"created_at", Number(kNow)},
          {"updated_at", Number(kNow)},
          {"revision", Number(3)}};
}

TEST(RenderAnswer, OfACertificationType) {
  Values values = Type();
  EXPECT_EQ(R"({"data":{"id":")" ID R"(01","slug":"first-aid","title":"First aid","description":null,)"
            R"("scope":"organization","status":"active","organization_id":")" ID R"(02","validity_period":null,)"
            R"("grace_days":14,"expiring_soon_days":30,"created_at":")" NOW R"(","updated_at":")" NOW R"("},)"
            R"("meta":{"revision":3}})",
            AnswerOf(RecordWith(kCertificationTypeResource, values)));
  values["validity_period.unit"] = Number(2);
  values["validity_period.count"] = Number(3);
  values["description"] = Text("\\");
  values["organization_id"] = Value::Null();
  values["scope"] = Number(0);
  EXPECT_EQ(R"({"data":{"id":")" ID R"(01","slug":"first-aid","title":"First aid","description":"\\",)"
            R"("scope":"standard","status":"active","organization_id":null,)"
            R"("validity_period":{"unit":"year","count":3},"grace_days":14,"expiring_soon_days":30,)"
            R"("created_at":")" NOW R"(","updated_at":")" NOW R"("},"meta":{"revision":3}})",
            AnswerOf(RecordWith(kCertificationTypeResource, values)));
}

Values Certification() {
  return {{"id", Id(1)},
          {"organization_id", Id(2)},
          {"organization_member_id", Id(3)},
          {"certification_type_id", Id(5)},
          {"lifecycle_status", Number(0)},
          {"source", Number(0)},
          {"verification_status", Number(0)},
          {"validity_status", Number(2)},
          {"created_at", Number(kNow)},
          {"updated_at", Number(kNow)},
          {"certification_type.id", Id(5)},
          {"certification_type.slug", Text("first-aid")},
          {"certification_type.title", Text("First aid")},
          {"certification_type.status", Number(0)},
          {"certification_type.grace_days", Number(14)},
          {"certification_type.expiring_soon_days", Number(30)},
          {"revision", Number(1)},
          {"validity_reason", Number(6)},
          {"reverify_due", Number(0)},
          {"is_latest", Number(1)}};
}

TEST(RenderAnswer, OfABareCertification) {
  EXPECT_EQ(R"({"data":{"id":")" ID R"(01","organization_id":")" ID R"(02","organization_member_id":")" ID R"(03",)"
            R"("user_id":null,"external_id":null,"external_source":null,"certification_type_id":")" ID R"(05",)"
            R"("lifecycle_status":"active","source":"manual","issued_on":null,"expires_on":null,"issuer_name":null,)"
            R"("serial_number":null,"verification_status":"unverified","validity_status":"valid",)"
            R"("verification_method":null,"last_verified_at":null,"created_at":")" NOW R"(","updated_at":")" NOW R"(",)"
            R"("certification_type":{"id":")" ID R"(05","slug":"first-aid","title":"First aid","status":"active"}},)"
            R"("meta":{"revision":1,"validity_reason":"no_expiry","days_remaining":null,"next_transition_on":null,)"
            R"("verified_until":null,"reverify_due":false,"renews_id":null,"is_latest":true,"superseded_by_id":null,)"
            R"("archived_from":null}})",
            AnswerOf(RecordWith(kCertificationResource, Certification())));
}

TEST(RenderAnswer, OfAFullCertification) {
  Values values = Certification();
  values["user_id"] = Id(4);
  values["external_id"] = Text("a/b");
  values["external_source"] = Text("hr");
  values["lifecycle_status"] = Number(2);
  values["source"] = Number(3);
  values["issued_on"] = Day("0001-01-01");
  values["expires_on"] = Day("9999-12-31");
  values["issuer_name"] = Text("Red \"Cross\"");
  values["serial_number"] = Text("");
  values["verification_status"] = Number(2);
  values["validity_status"] = Number(0);
  values["verification_method"] = Text("registry");
  values["last_verified_at"] = Number(0);
  values["certification_type.status"] = Number(1);
  values["revision"] = Number(9'007'199'254'740'991);
  values["validity_reason"] = Number(2);
  values["days_remaining"] = Number(-42);
  values["next_transition_on"] = Day("2024-02-29");
  values["verified_until"] = Day("1969-12-31");
  values["reverify_due"] = Number(1);
  values["renews_id"] = Id(6);
  values["is_latest"] = Number(0);
  values["superseded_by_id"] = Id(7);
  values["archived_from"] = Number(1);
  EXPECT_EQ(R"({"data":{"id":")" ID R"(01","organization_id":")" ID R"(02","organization_member_id":")" ID R"(03",)"
            R"("user_id":")" ID R"(04","external_id":"a/b","external_source":"hr","certification_type_id":")" ID
            R"(05","lifecycle_status":"revoked","source":"self-reported","issued_on":"0001-01-01",)"
            R"("expires_on":"9999-12-31","issuer_name":"Red \"Cross\"","serial_number":"",)"
            R"("verification_status":"verified","validity_status":"invalid","verification_method":"registry",)"
            R"("last_verified_at":"1970-01-01T00:00:00.000Z","created_at":")" NOW R"(","updated_at":")" NOW R"(",)"
            R"("certification_type":{"id":")" ID R"(05","slug":"first-aid","title":"First aid","status":"archived"}},)"
            R"("meta":{"revision":9007199254740991,"validity_reason":"revoked","days_remaining":-42,)"
            R"("next_transition_on":"2024-02-29","verified_until":"1969-12-31","reverify_due":true,)"
            R"("renews_id":")" ID R"(06","is_latest":false,"superseded_by_id":")" ID R"(07",)"
            R"("archived_from":"suspended"}})",
            AnswerOf(RecordWith(kCertificationResource, values)));
}

TEST(RenderAnswer, OfWhatErasingLeaves) {
  Values values = Certification();
  values["external_id"] = Text("a/b");
  values["issuer_name"] = Text("not to be told");
  EXPECT_EQ(R"({"data":{"id":")" ID R"(01","organization_id":")" ID R"(02","organization_member_id":")" ID R"(03",)"
            R"("external_id":"a/b","external_source":null,"certification_type_id":")" ID R"(05",)"
            R"("created_at":")" NOW R"(","updated_at":")" NOW R"("},"meta":{"revision":1}})",
            RenderAnswer(RecordWith(kCertificationResource, values), ShapeOf(*FindOperation("certification.erase"))));
}

Record Organization(uint8_t id, std::string_view name) {
  return RecordWith(kOrganizationResource, {{"id", Id(id)},
                                            {"name", Text(name)},
                                            {"status", Number(0)},
                                            {"created_at", Number(kNow)},
                                            {"updated_at", Number(kNow)},
                                            {"revision", Number(id)}});
}

TEST(RenderPage, KeepsMetaParallelToData) {
  const std::string times = R"("status":"active","created_at":")" NOW R"(","updated_at":")" NOW "\"";
  EXPECT_EQ(R"({"data":[],"page":{"next_cursor":null,"has_more":false},"meta":[]})", RenderPage({}, ""));
  const std::vector<Record> one = {Organization(1, "[")};
  EXPECT_EQ(R"({"data":[{"id":")" ID R"(01","name":"[",)" + times +
                R"(}],"page":{"next_cursor":null,"has_more":false},"meta":[{"revision":1}]})",
            RenderPage(one, ""));
  const std::vector<Record> two = {Organization(1, "A"), Organization(2, "B")};
  EXPECT_EQ(R"({"data":[{"id":")" ID R"(01","name":"A",)" + times + R"(},{"id":")" ID R"(02","name":"B",)" + times +
                R"(}],"page":{"next_cursor":"Zm9v","has_more":true},"meta":[{"revision":1},{"revision":2}]})",
            RenderPage(two, "Zm9v"));
}

TEST(RenderPage, PrintsEachRecordAsItsAnswerDoes) {
  Values values = Type();
  values["validity_period.unit"] = Number(1);
  values["validity_period.count"] = Number(12);
  for (const Record& record :
       {RecordWith(kCertificationTypeResource, values), RecordWith(kCertificationTypeResource, Type()),
        RecordWith(kCertificationResource, Certification())}) {
    const std::string answer = AnswerOf(record);
    const size_t meta = answer.rfind(",\"meta\":");
    const std::string data = answer.substr(8, meta - 8);
    const std::string expected = "{\"data\":[" + data +
                                 "],\"page\":{\"next_cursor\":null,\"has_more\":false},\"meta\":[" +
                                 answer.substr(meta + 8, answer.size() - meta - 9) + "]}";
    EXPECT_EQ(expected, RenderPage(std::array{record}, ""));
  }
}

TEST(RenderMe, TellsWhoAsksAndTheScopesInTheirOrder) {
  Principal principal;
  principal.user_id = Id(7).uuid;
  EXPECT_EQ(R"({"user":{"id":")" ID R"(07","email":null,"display_name":null},"scopes":[]})",
            RenderMe(principal, Value::Null(), Value::Null()));
  principal.scopes = 1U << 11 | 1U;
  principal.reach = ReachKind::kOrganization;
  EXPECT_EQ(R"({"user":{"id":")" ID R"(07","email":"a@b","display_name":"A \"B\""},)"
            R"("scopes":["certification_records:read","qualifications:write"]})",
            RenderMe(principal, Text("a@b"), Text("A \"B\"")));
}

TEST(RenderMe, TellsTheSystemThatItIsNobody) {
  Principal principal;
  principal.reach = ReachKind::kSystem;
  EXPECT_EQ(R"({"user":null,"scopes":["certification_records:read","certification_records:write",)"
            R"("certification_types:read","certification_types:write","job_roles:read","job_roles:write",)"
            R"("organization_members:read","organization_members:write","organizations:read","organizations:write",)"
            R"("qualifications:read","qualifications:write"]})",
            RenderMe(principal, Value::Null(), Value::Null()));
}

TEST(RenderHistoryPayload, HoldsTheAnswerByteForByte) {
  Principal user;
  user.user_id = Id(7).uuid;
  Principal system;
  system.reach = ReachKind::kSystem;
  const struct {
    std::string answer;
    const Principal& principal;
    Value reason;
    std::string after;
  } kCases[] = {
      {"{}", system, Value::Null(), R"(,"principal":{"system":true},"reason":null})"},
      {R"({"data":{"name":"\"é"}})", user, Value::Null(), R"(,"principal":{"user_id":")" ID R"(07"},"reason":null})"},
      {R"({"data":{}})", system, Text("lost\n\"card\""), R"(,"principal":{"system":true},"reason":"lost\n\"card\""})"},
      {std::string(5000, ' '), user, Text(""), R"(,"principal":{"user_id":")" ID R"(07"},"reason":""})"},
  };
  for (const auto& c : kCases) {
    const std::string payload = RenderHistoryPayload(c.answer, c.principal, c.reason, nullptr, nullptr);
    EXPECT_EQ("{\"answer\":" + c.answer + c.after, payload);
    EXPECT_EQ(c.answer, payload.substr(kAnswerOffset, c.answer.size()));
  }
  const Record check = RecordWith(kVerificationResource, {{"outcome", Number(1)},
                                                          {"method", Text("registry")},
                                                          {"evidence.uri", Text("s3://a")},
                                                          {"evidence.media_type", Text("a/b")},
                                                          {"evidence.sha256", Text("00")}});
  EXPECT_EQ(R"({"answer":{},"principal":{"system":true},"reason":null,"verification":{"outcome":"verified",)"
            R"("method":"registry","verifier":null,"verified_until":null,)"
            R"("evidence":{"uri":"s3://a","media_type":"a/b","sha256":"00"}}})",
            RenderHistoryPayload("{}", system, Value::Null(), &check, nullptr));
  const ImportedFrom line{{}, 7};
  EXPECT_EQ(R"({"answer":{},"principal":{"system":true},"reason":null,"import":{"batch_id":)"
            R"("00000000-0000-0000-0000-000000000000","line":7}})",
            RenderHistoryPayload("{}", system, Value::Null(), nullptr, &line));
  EXPECT_EQ(10U, kAnswerOffset) << "it is published: the answer stands from the payload's 11th byte on";
}

TEST(AppendValue, WritesEachTypeInOneWay) {
  static constexpr std::array<std::string_view, 2> kChoices = {"first", "self-reported"};
  const auto field = [&](FieldType type) {
    return Field{.name = "x", .type = type, .about = "", .choices = kChoices, .object = ""};
  };
  const struct {
    FieldType type;
    Value value;
    std::string_view json;
  } kCases[] = {
      {FieldType::kBoolean, Number(0), "false"},
      {FieldType::kBoolean, Number(1), "true"},
      {FieldType::kInteger, Number(0), "0"},
      {FieldType::kInteger, Number(-3'652'059), "-3652059"},
      {FieldType::kInteger, Number(std::numeric_limits<int64_t>::max()), "9223372036854775807"},
      {FieldType::kText, Text(""), R"("")"},
      {FieldType::kText, Text("\"\t\u20ac"), "\"\\\"\\t\u20ac\""},
      {FieldType::kSlug, Text("a-b"), R"("a-b")"},
      {FieldType::kEmail, Text("a@b"), R"("a@b")"},
      {FieldType::kUri, Text("s3://a\"b"), R"("s3://a\"b")"},
      {FieldType::kMediaType, Text("a/b"), R"("a/b")"},
      {FieldType::kSha256, Text("00ff"), R"("00ff")"},
      {FieldType::kChainHead, Text("1:00ff"), R"("1:00ff")"},
      {FieldType::kJson, Text(R"({"a":"b"})"), R"({"a":"b"})"},
      {FieldType::kUuid, Id(255), R"(")" ID R"(ff")"},
      {FieldType::kDate, Day("2024-02-29"), R"("2024-02-29")"},
      {FieldType::kInstant, Number(kInstantMax), R"("9999-12-31T23:59:59.999Z")"},
      {FieldType::kChoice, Number(1), R"("self-reported")"},
  };
  for (const auto& c : kCases) {
    std::string out = "-";
    AppendValue(out, field(c.type), c.value);
    EXPECT_EQ("-" + std::string(c.json), out);
    for (const Value& nothing : {Value(), Value::Null()}) {
      out.clear();
      AppendValue(out, field(c.type), nothing);
      EXPECT_EQ("null", out);
    }
  }
}

}  // namespace
}  // namespace certlite
