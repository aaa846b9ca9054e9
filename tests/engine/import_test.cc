// Imports through the C ABI: what a line is known by, what the batch keeps, and what the history tells of it.
#include <memory>
#include <thread>

#include "tests/engine/file.h"
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

using testing::ElementsAre;

// A batch, and how its lines went: "created", or the rule that refused them.
class Batch {
 public:
  explicit Batch(const Json& options = Json::object()) : options_(options.dump()) {}
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;
  ~Batch() { certlite_batch_free(batch_); }

  std::vector<std::string> Import(certlite_engine* engine, const std::string& lines,
                                  std::string_view operation = "certification.import",
                                  const Json& principal = kSystem) {
    static constexpr const char* kOutcomes[] = {"",        "created",   "replayed", "exists",
                                                "updated", "unchanged", "read",     "withheld"};
    certlite_session* session = nullptr;
    const std::string who = principal.dump();
    EXPECT_EQ(CERTLITE_OK, certlite_session_open(engine, who.data(), who.size(), &session, nullptr));
    certlite_error* error = nullptr;
    const certlite_status status =
        certlite_import(session, operation.data(), operation.size(), lines.data(), lines.size(), options_.data(),
                        options_.size(), nullptr, &batch_, &error);
    certlite_session_close(session);
    certlite_str text = {"", 0};
    certlite_error_json(error, &text);
    problem = std::string(text.data, text.size);
    certlite_error_free(error);
    std::vector<std::string> told;
    if (status != CERTLITE_OK) return told;
    const certlite_result* const results = certlite_batch_results(batch_, &size);
    ids.clear();
    for (size_t i = 0; i < size; ++i) {
      told.emplace_back(results[i].status == CERTLITE_OK ? kOutcomes[results[i].outcome]
                                                         : std::string(results[i].rule.data, results[i].rule.size));
      ids.emplace_back(results[i].id);
      last_line = results[i].line;
      if (results[i].status != CERTLITE_OK) problem = std::string(results[i].problem.data, results[i].problem.size);
    }
    return told;
  }

  std::string id() const {
    certlite_str text;
    certlite_batch_id(batch_, &text);
    return {text.data, text.size};
  }

  const certlite_batch* handle() const { return batch_; }

  size_t size = 0;
  std::vector<std::string> ids;
  uint64_t last_line = 0;
  std::string problem;

 private:
  std::string options_;
  certlite_batch* batch_ = nullptr;
};

class ImportTest : public EngineTest {
 protected:
  Json Body(const Json& more = Json::object()) const {
    Json body = {{"organization_member_id", member_}, {"certification_type_id", type_}};
    body.update(more);
    return body;
  }
  std::string Line(const Json& more = Json::object()) const { return Body(more).dump() + "\n"; }
  int64_t Cards() const { return Count(Path(), "certification"); }

  const std::string organization_ = NewOrganization();
  const std::string member_ = NewMember(organization_, {{"user_id", User(1)}});
  const std::string type_ = NewType(organization_, {{"validity_period", {{"unit", "year"}, {"count", 2}}}});
};

TEST_F(ImportTest, ALinesOwnKeyIsThatOfASingleCall) {
  const Answer single = system().Call("certification.import", Body(), {.key = "k"});
  ASSERT_DID(CERTLITE_CREATED, single);
  Batch batch;
  EXPECT_THAT(batch.Import(engine().handle(), Line({{"idempotency_key", "k"}}) +
                                                  Line({{"idempotency_key", "k"}, {"source", "api"}}) +
                                                  Line({{"idempotency_key", "a b"}}) + Line({{"idempotency_key", 7}}) +
                                                  Line({{"idempotency_key", "k"}, {"source", "nonsense"}})),
              ElementsAre("replayed", "idempotency_key.payload", "idempotency_key.format", "field.type",
                          "idempotency_key.payload"));
  EXPECT_EQ(single.id(), batch.ids[0]);
  EXPECT_EQ(1, Cards());
}

TEST_F(ImportTest, ALineIsKnownByItsContentHoweverItIsWritten) {
  Batch first;
  EXPECT_THAT(first.Import(engine().handle(), Line({{"serial_number", "A"}})), ElementsAre("created"));
  Batch second;
  const std::string other = "\xEF\xBB\xBF { \"serial_number\":\"\\u0041\", \"certification_type_id\" : \"" + type_ +
                            "\",\"rejected\":[1],\"organization_member_id\":\"" + member_ + "\" } \r\n";
  EXPECT_THAT(second.Import(engine().handle(), other), ElementsAre("replayed"));
  EXPECT_EQ(first.ids, second.ids);
}

TEST_F(ImportTest, AMissingTypeIsFoundOnceAnotherEngineHasMadeIt) {
  Batch batch;
  const std::string line = Json{{"organization_member_id", member_}, {"certification_type_slug", "late"}}.dump() + "\n";
  EXPECT_THAT(batch.Import(engine().handle(), line + line),
              ElementsAre("certification_type.exists", "certification_type.exists"));
  const Engine another(Path());
  const Json type = {{"organization_id", organization_}, {"slug", "late"}, {"title", "Late"}};
  ASSERT_DID(CERTLITE_CREATED, another.As(kSystem).Call("certification_type.create", type));
  EXPECT_THAT(batch.Import(engine().handle(), line), ElementsAre("created"));
}

TEST_F(ImportTest, ABatchGoesOnAfterItsEngineWasClosed) {
  Batch batch;
  EXPECT_THAT(batch.Import(engine().handle(), Line() + "\n" + Line()), ElementsAre("created", "created"));
  const std::string id = batch.id();
  Reopen();
  EXPECT_THAT(batch.Import(engine().handle(), Line()), ElementsAre("created")) << "the third of its kind";
  EXPECT_EQ(4U, batch.last_line);
  EXPECT_EQ(id, batch.id());
  Batch again;
  EXPECT_THAT(again.Import(engine().handle(), Line() + Line() + Line() + Line()),
              ElementsAre("replayed", "replayed", "replayed", "created"));
}

TEST_F(ImportTest, TheHistoryTellsBatchAndLine) {
  constexpr std::string_view kBatch = "018f4e9a-0000-7000-8000-000000000001";
  Batch batch(Json{{"batch_id", kBatch}});
  EXPECT_THAT(batch.Import(engine().handle(), "\n" + Line({{"external_id", "a"}})), ElementsAre("created"));
  EXPECT_EQ(kBatch, batch.id());
  const Json events = system().Call("certification.history", {{"id", batch.ids[0]}}).json().at("data");
  EXPECT_EQ("certification.import", events.at(0).at("type"));
  EXPECT_EQ((Json{{"batch_id", kBatch}, {"line", 2}}), events.at(0).at("data").at("import"));
  EXPECT_TRUE(FileIsWhole(Path()));
  EXPECT_TRUE(system().Call("history.verify", {{"organization_id", organization_}}).ok());
}

TEST_F(ImportTest, AnUpdateTakesWhatTheLineGives) {
  Batch first;
  first.Import(engine().handle(), Line({{"external_id", "a"}, {"issued_on", "2025-01-01"}, {"serial_number", "7"}}));
  ASSERT_DID(CERTLITE_UPDATED, system().Call("certification.verify",
                                             {{"id", first.ids[0]}, {"outcome", "verified"}, {"method", "registry"}}));
  Batch update(Json{{"on_duplicate", "update"}});
  EXPECT_THAT(update.Import(engine().handle(), Line({{"external_id", "a"}, {"issued_on", "2025-02-01"}})),
              ElementsAre("updated"));
  EXPECT_EQ(first.ids, update.ids);
  const Json card = system().Call("certification.get", {{"id", first.ids[0]}}).data();
  EXPECT_EQ("7", card.at("serial_number"));
  EXPECT_EQ("2027-02-01", card.at("expires_on")) << "derived anew";
  EXPECT_EQ("unverified", card.at("verification_status")) << "a material edit";
  // Once it is so nothing changes, and what it was at first never comes back.
  EXPECT_THAT(update.Import(engine().handle(),
                            Line({{"external_id", "a"}, {"issued_on", "2025-02-01"}}) +
                                Line({{"external_id", "a"}, {"issued_on", "2025-01-01"}, {"serial_number", "7"}})),
              ElementsAre("unchanged", "exists"));
  EXPECT_THAT(Batch(Json{{"on_duplicate", "update"}}).Import(engine().handle(), Line(), "certification.create"),
              ElementsAre());
}

TEST_F(ImportTest, AnIdIsJudgedAsAnExternalIdIs) {
  constexpr const char* kId = "0190b000-0000-7000-8000-0000000000aa";
  Batch batch;
  EXPECT_THAT(batch.Import(engine().handle(),
                           Line({{"id", kId}}) + Line({{"id", kId}}) + Line({{"id", kId}, {"source", "api"}})),
              ElementsAre("created", "exists", "id.content"));
  EXPECT_EQ(Json::parse(R"(["source"])"), Json::parse(batch.problem).at("differing_fields"));
  batch.Import(engine().handle(), Line({{"external_id", "a"}}));
  EXPECT_THAT(
      batch.Import(engine().handle(), Line({{"external_id", "a"}, {"id", "0190b000-0000-7000-8000-0000000000ab"}})),
      ElementsAre("external_id.content"))
      << "two ids that lead to two records";
  EXPECT_EQ(Json::parse(R"(["id"])"), Json::parse(batch.problem).at("differing_fields"));
  ASSERT_DID(CERTLITE_UPDATED, system().Call("certification.erase", {{"id", kId}, {"reason", "r"}}));
  EXPECT_THAT(batch.Import(engine().handle(), Line({{"id", kId}})), ElementsAre("record.erased"));
}

TEST_F(ImportTest, AnErasedExternalIdIsGoneWhateverIdComesWithIt) {
  Batch batch;
  batch.Import(engine().handle(), Line({{"external_id", "a"}}));
  ASSERT_DID(CERTLITE_UPDATED, system().Call("certification.erase", {{"id", batch.ids[0]}, {"reason", "r"}}));
  constexpr const char* kId = "0190b000-0000-7000-8000-0000000000aa";
  EXPECT_THAT(batch.Import(engine().handle(), Line({{"external_id", "a"}, {"id", kId}})), ElementsAre("record.erased"));
  EXPECT_NE(std::string::npos, batch.problem.find("/external_id"));
}

TEST_F(ImportTest, ALinesOwnWordStandsBeforeTheBatchs) {
  Batch batch(Json{{"on_duplicate", "update"}, {"defaults", {{"issuer_name", "I"}, {"serial_number", "7"}}}});
  EXPECT_THAT(batch.Import(engine().handle(), Line({{"external_id", "a"}, {"issuer_name", "own"}})),
              ElementsAre("created"));
  const Json card = system().Call("certification.get", {{"id", batch.ids[0]}}).data();
  EXPECT_EQ("own", card.at("issuer_name"));
  EXPECT_EQ("7", card.at("serial_number"));
  EXPECT_THAT(batch.Import(engine().handle(),
                           Line({{"external_id", "a"}, {"on_duplicate", "reject"}}) + Line({{"external_id", "a"}})),
              ElementsAre("external_id.content", "updated"));
}

// What it was known by when it was in order.
TEST_F(ImportTest, ALineThatIsNotInOrderAnyMoreIsReplayed) {
  const Json body = Body({{"colour", "red"}});
  ASSERT_DID(CERTLITE_CREATED, system().Call("certification.import", body, {.key = "k", .lenient = true}));
  EXPECT_THAT(Batch().Import(engine().handle(), Line({{"colour", "red"}, {"idempotency_key", "k"}}) +
                                                    Line({{"colour", "red"}, {"idempotency_key", "l"}})),
              ElementsAre("replayed", "field.unknown"));
}

// Whatever is done to a record that it names, a line is known by its content.
TEST_F(ImportTest, ALineMayChangeARecord) {
  const std::string card = NewCard(member_, type_);
  const std::string line = Json{{"id", card}, {"reason", "r"}}.dump() + "\n";
  EXPECT_THAT(Batch().Import(engine().handle(), line, "certification.suspend"), ElementsAre("updated"));
  EXPECT_THAT(Batch().Import(engine().handle(), line, "certification.suspend"), ElementsAre("replayed"));
  EXPECT_EQ("suspended", system().Call("certification.get", {{"id", card}}).data().at("lifecycle_status"));
}

TEST_F(ImportTest, AnIdIsOnceInTheFile) {
  constexpr const char* kId = "0190b000-0000-7000-8000-0000000000aa";
  const std::string other = NewOrganization();
  const std::string there = NewMember(other, {{"user_id", User(2)}});
  const std::string type = NewType(other, {{"slug", "crane"}});
  const std::string line =
      Json{{"id", kId}, {"organization_member_id", there}, {"certification_type_id", type}}.dump() + "\n";
  Batch update(Json{{"on_duplicate", "update"}});
  EXPECT_THAT(update.Import(engine().handle(), Line({{"id", kId}}) + line), ElementsAre("created", "id.content"));
  EXPECT_EQ(Json::parse(R"(["organization_member_id","certification_type_id"])"),
            Json::parse(update.problem).at("differing_fields"));
  EXPECT_THAT(update.Import(engine().handle(), line, "certification.import", OrganizationOf(User(2), other)),
              ElementsAre("id.content"));
  EXPECT_FALSE(Json::parse(update.problem).contains("existing_id")) << "it is out of reach";
  ASSERT_DID(CERTLITE_UPDATED, system().Call("certification.erase", {{"id", kId}, {"reason", "r"}}));
  EXPECT_THAT(update.Import(engine().handle(), line), ElementsAre("record.erased"));
  EXPECT_TRUE(Json::parse(update.problem).contains("existing_id"));
  EXPECT_THAT(update.Import(engine().handle(), line, "certification.import", OrganizationOf(User(2), other)),
              ElementsAre("record.erased"));
  EXPECT_FALSE(Json::parse(update.problem).contains("existing_id")) << "it is out of reach";
  EXPECT_EQ(1, Cards());
}

TEST_F(ImportTest, AnUpdateThatNamesNoMemberLeavesTheCardToIts) {
  NewMember(organization_, {{"user_id", User(2)}, {"external_id", "importer"}});
  Batch batch;
  batch.Import(engine().handle(), Line({{"external_id", "a"}}));
  const Json body = {{"external_id", "a"}, {"certification_type_id", type_}, {"serial_number", "7"}};
  Batch update(Json{{"on_duplicate", "update"}});
  EXPECT_THAT(
      update.Import(engine().handle(), body.dump(), "certification.import", OrganizationOf(User(2), organization_)),
      ElementsAre("updated"));
  const Json card = system().Call("certification.get", {{"id", batch.ids[0]}}).data();
  EXPECT_EQ(member_, card.at("organization_member_id"));
  EXPECT_EQ("7", card.at("serial_number"));
}

TEST_F(ImportTest, WhatNamesNoMemberIsEachImportersOwn) {
  NewMember(organization_, {{"user_id", User(2)}, {"external_id", "second"}});
  const std::string line = Json{{"certification_type_id", type_}}.dump() + "\n";
  for (const int user : {1, 2}) {
    const Json principal = OrganizationOf(User(user), organization_);
    Batch batch;
    EXPECT_THAT(batch.Import(engine().handle(), line, "certification.import", principal), ElementsAre("created"));
    EXPECT_THAT(Batch().Import(engine().handle(), line, "certification.import", principal), ElementsAre("replayed"));
    const Json card = system().Call("certification.get", {{"id", batch.ids[0]}}).data();
    EXPECT_EQ(User(user), card.at("user_id"));
  }
  EXPECT_EQ(2, Cards());
}

TEST_F(ImportTest, ALineIsKnownByTheDaysItMeans) {
  const auto import = [&](std::string_view format, std::string_view day) {
    return Batch(Json{{"date_format", format}}).Import(engine().handle(), Line({{"issued_on", day}}));
  };
  EXPECT_THAT(import("MM/DD/YYYY", "04/03/2025"), ElementsAre("created"));
  EXPECT_THAT(import("DD.MM.YYYY", "03.04.2025"), ElementsAre("replayed")) << "the same day";
  EXPECT_THAT(import("YYYY-MM-DD", "2025-04-03"), ElementsAre("replayed"));
  EXPECT_THAT(import("DD/MM/YYYY", "04/03/2025"), ElementsAre("created")) << "the same text";
}

TEST_F(ImportTest, OfAnErasedRecordTheLineStaysKnown) {
  Batch batch;
  batch.Import(engine().handle(), Line({{"serial_number", "A"}}));
  ASSERT_DID(CERTLITE_UPDATED, system().Call("certification.erase", {{"id", batch.ids[0]}, {"reason", "r"}}));
  EXPECT_THAT(Batch().Import(engine().handle(), Line({{"serial_number", "A"}})), ElementsAre("record.erased"));
  EXPECT_EQ(1, Cards());
}

TEST_F(ImportTest, WithoutThePermissionNothingIsLookedAt) {
  Batch batch;
  const Json lesser = OrganizationOf(User(1), organization_, AllScopesBut("certification_records:write"));
  EXPECT_THAT(batch.Import(engine().handle(), Line(), "certification.import", lesser), ElementsAre());
  EXPECT_EQ("forbidden", Json::parse(batch.problem).at("code"));
  EXPECT_THAT(batch.Import(engine().handle(), Line(), "certification.erase"), ElementsAre());
  EXPECT_EQ("call.unsupported", Json::parse(batch.problem).at("violations").at(0).at("rule"));
  EXPECT_THAT(batch.Import(engine().handle(), Line(), "certification.import", OrganizationOf(User(1), organization_)),
              ElementsAre("created"));
}

TEST_F(ImportTest, ACallHasItsBounds) {
  Batch batch;
  EXPECT_THAT(batch.Import(engine().handle(), std::string(16'777'217, ' ')), ElementsAre());
  EXPECT_EQ("too_large", Json::parse(batch.problem).at("code"));
  std::string many;
  for (int i = 0; i <= 131'072; ++i) many += "x\n";
  EXPECT_THAT(batch.Import(engine().handle(), many), ElementsAre());
  EXPECT_EQ("import.size", Json::parse(batch.problem).at("violations").at(0).at("rule"));
  EXPECT_THAT(batch.Import(engine().handle(), std::string(70'000, 'x') + "\n" + Line()),
              ElementsAre("json.size", "created"));
  // What has been answered before stays.
  Batch kept;
  EXPECT_THAT(kept.Import(engine().handle(), Line({{"serial_number", "7"}})), ElementsAre("created"));
  const certlite_result* const results = certlite_batch_results(kept.handle(), nullptr);
  EXPECT_THAT(kept.Import(engine().handle(), many), ElementsAre());
  EXPECT_EQ(results, certlite_batch_results(kept.handle(), nullptr));
  EXPECT_EQ(CERTLITE_CREATED, results[0].outcome);
}

// Eight importers of one file: whoever comes first makes a line's record, and nobody makes it twice.
TEST_F(ImportTest, EightThreadsWithOneFileMakeItOnce) {
  constexpr int kLines = 60;
  constexpr int kTwins = 3;
  std::string lines;
  for (int i = 0; i < kLines; ++i) {
    for (int twin = 0; twin < kTwins; ++twin) lines += Line({{"serial_number", std::to_string(i)}});
  }
  std::vector<std::thread> threads;
  std::vector<std::vector<std::string>> told(8);
  for (size_t t = 0; t < told.size(); ++t) {
    threads.emplace_back([&, t] {
      Batch batch;
      told[t] = batch.Import(engine().handle(), lines);
    });
  }
  for (std::thread& thread : threads) thread.join();
  size_t created = 0;
  for (const auto& each : told) {
    ASSERT_EQ(static_cast<size_t>(kLines * kTwins), each.size());
    created += static_cast<size_t>(std::ranges::count(each, "created"));
    EXPECT_EQ(each.size(),
              static_cast<size_t>(std::ranges::count(each, "created") + std::ranges::count(each, "replayed")));
  }
  EXPECT_EQ(static_cast<size_t>(kLines * kTwins), created);
  EXPECT_EQ(kLines * kTwins, Cards());
}

}  // namespace
}  // namespace certlite::host
