// What is told of the history: history.list as a feed of events, a certification's versions and the evidence of its
// checks, and to whom.
#include <functional>
#include <map>

#include "tests/engine/file.h"
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

std::string Hex(const std::string& bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    text += kDigits[static_cast<unsigned char>(c) >> 4];
    text += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

std::string Unhex(const std::string& text) {
  std::string bytes;
  for (size_t i = 0; i < text.size(); i += 2) bytes += static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16));
  return bytes;
}

std::string NextCursor(const Answer& page) {
  const Json cursor = page.json().at("page").at("next_cursor");
  EXPECT_EQ(cursor.is_string(), page.json().at("page").at("has_more").get<bool>()) << page.text;
  return cursor.is_string() ? cursor.get<std::string>() : std::string();
}

// The sequences of a page's entries or checks.
std::vector<int64_t> Sequences(const Answer& page) {
  EXPECT_DID(CERTLITE_READ, page);
  const Json told = page.json();
  std::vector<int64_t> sequences;
  for (const Json& meta : told.at("meta")) sequences.push_back(meta.at("sequence"));
  return sequences;
}

std::vector<int64_t> Range(int64_t first, int64_t last) {
  std::vector<int64_t> range;
  for (int64_t i = first; i <= last; ++i) range.push_back(i);
  return range;
}

class HistoryFeedTest : public EngineTest {
 protected:
  Answer List(Json more = Json::object(), const How& how = {}) const {
    if (!more.contains("organization_id")) more["organization_id"] = organization_;
    return system().Call("history.list", more, how);
  }

  // Of the card, unless `more` names another.
  Answer Versions(Json more = Json::object(), const How& how = {}) const {
    if (!more.contains("id")) more["id"] = card_;
    return system().Call("certification.history", more, how);
  }

  Answer Evidence(Json more = Json::object()) const {
    if (!more.contains("id")) more["id"] = card_;
    return system().Call("certification.evidence", more);
  }

  Answer Change(const std::string& operation, const std::string& id, Json request, const How& how = {}) const {
    request["id"] = id;
    Answer answer = system().Call(operation, request, how);
    EXPECT_DID(CERTLITE_UPDATED, answer);
    return answer;
  }

  Answer Rename(int i) const { return Change("organization.update", organization_, {{"name", std::to_string(i)}}); }

  // The sequences of the whole list, page by page.
  static std::vector<int64_t> ReadAll(const std::function<Answer(const Json&)>& list, int64_t limit) {
    std::vector<int64_t> sequences;
    Json request = {{"limit", limit}};
    while (true) {
      const Answer page = list(request);
      for (const int64_t sequence : Sequences(page)) sequences.push_back(sequence);
      const std::string cursor = page.ok() ? NextCursor(page) : std::string();
      if (cursor.empty()) return sequences;
      request["cursor"] = cursor;
    }
  }

  const std::string organization_ = NewOrganization({{"name", "Nordsee"}});
  const std::string member_ = NewMember(organization_, {{"user_id", User(1)}});
  const std::string other_member_ = NewMember(organization_, {{"user_id", User(2)}});
  const std::string type_ = NewType(organization_);
  const std::string card_ = NewCard(member_, type_, {{"issuer_name", "Academy"}});              // 5
  const std::string other_card_ = NewCard(other_member_, type_, {{"issuer_name", "Academy"}});  // 6
};

TEST_F(HistoryFeedTest, EntriesAreCloudEventsInOrder) {
  const Session ours = As(OrganizationOf(User(1), organization_));
  const Answer changed =
      ours.Call("certification.suspend", {{"id", card_}, {"reason", "Lost \"it\""}}, {.now = kNow + 1234});
  ASSERT_DID(CERTLITE_UPDATED, changed);
  const Answer list = List();
  EXPECT_EQ(Range(1, 7), Sequences(list));
  EXPECT_EQ("", NextCursor(list));
  const HistoryEntry entry = ReadHistory(Path()).back();
  const Json event = {
      {"specversion", "1.0"},
      {"id", "7"},
      {"source", "urn:certlite:organization:" + organization_},
      {"type", "certification.suspend"},
      {"subject", card_},
      {"time", "2026-01-15T08:00:01.234Z"},
      {"datacontenttype", "application/json"},
      {"data", {{"answer", changed.json()}, {"principal", {{"user_id", User(1)}}}, {"reason", "Lost \"it\""}}}};
  EXPECT_EQ(event.dump(), list.data().back().dump());
  const Json meta = {{"sequence", 7},
                     {"revision", 2},
                     {"before", list.json().at("meta").at(4).at("after")},
                     {"after", Hex(entry.commitment)},
                     {"commitment_key", Hex(entry.payload_key)},
                     {"hash", Hex(entry.hash)}};
  EXPECT_EQ(meta.dump(), list.json().at("meta").back().dump());
}

TEST_F(HistoryFeedTest, TheCataloguesFeedIsTheNilOrganizations) {
  EXPECT_EQ(R"({"data":[],"page":{"next_cursor":null,"has_more":false},"meta":[]})",
            List({{"organization_id", kCatalogueId}}).text);
  const std::string standard = NewStandardType();
  const Json event = List({{"organization_id", kCatalogueId}}).data().at(0);
  EXPECT_EQ("urn:certlite:organization:" + std::string(kCatalogueId), event.at("source"));
  EXPECT_EQ(standard, event.at("subject"));
}

// Who keeps `data` as it was received, in the order of its members, can check it without the file.
TEST_F(HistoryFeedTest, DataIsWhatWasCommittedTo) {
  const Json texts = {{"issuer_name",
                       "\xC3\x89"
                       "cole \"\\/\"\x7F \xF0\x9F\x94\xA7"},
                      {"serial_number", "a,\"principal\":"}};
  NewCard(member_, type_, texts);
  Json check = {{"outcome", "verified"}, {"method", "registry"}, {"verified_until", "2027-01-01"}};
  check["evidence"] = {{"uri", "https://example.org/1"}, {"media_type", "image/png"}, {"sha256", std::string(64, 'a')}};
  Change("certification.verify", card_, check);
  Change("certification.suspend", card_, {{"reason", "\t\r\n\b\f\x01\x1F"}});
  const Answer list = List();
  const std::vector<HistoryEntry> entries = ReadHistory(Path());
  ASSERT_TRUE(ChainsHold(entries));
  ASSERT_EQ(entries.size(), list.data().size());
  for (size_t i = 0; i < entries.size(); ++i) {
    const std::string data = list.data().at(i).at("data").dump();
    const Json meta = list.json().at("meta").at(i);
    EXPECT_EQ(entries[i].payload, data);
    EXPECT_EQ(meta.at("after"), Hex(HmacOf(Unhex(meta.at("commitment_key")), data)));
    EXPECT_EQ(meta.at("after"), Hex(entries[i].commitment));
    EXPECT_EQ(meta.at("hash"), Hex(entries[i].hash));
  }
}

TEST_F(HistoryFeedTest, PagesGoOnWhereTheLastEndedWhateverIsAppended) {
  for (const int limit : {1, 2, 3, 7}) {
    std::vector<int64_t> by_cursor;
    std::vector<int64_t> by_sequence;
    std::string cursor;
    for (int page = 0; page < 6; ++page) {
      Json next = {{"limit", limit}};
      if (!cursor.empty()) next["cursor"] = cursor;
      const Answer one = List(next);
      for (const int64_t sequence : Sequences(one)) by_cursor.push_back(sequence);
      cursor = NextCursor(one);
      const int64_t last = by_sequence.empty() ? 0 : by_sequence.back();
      for (const int64_t sequence : Sequences(List({{"limit", limit}, {"after_sequence", last}}))) {
        by_sequence.push_back(sequence);
      }
      ASSERT_FALSE(cursor.empty());
      for (int i = 0; i <= limit; ++i) Rename(limit * 1000 + page * 100 + i);
    }
    EXPECT_EQ(Range(1, 6 * limit), by_cursor);
    EXPECT_EQ(Range(1, 6 * limit), by_sequence);
  }
}

TEST_F(HistoryFeedTest, TheFeedEndsAtItsHeadAndBeginsAfterASequence) {
  for (int64_t after = 0; after <= 8; ++after) {
    for (const int64_t limit : {1, 2, 200}) {
      const auto list = [&](Json request) {
        request["after_sequence"] = after;
        return List(std::move(request));
      };
      EXPECT_EQ(Range(after + 1, 6), ReadAll(list, limit));
    }
  }
  EXPECT_EQ(Range(1, 6), Sequences(List({{"limit", 6}})));
  EXPECT_EQ("", NextCursor(List({{"limit", 6}})));
  EXPECT_TRUE(Sequences(List({{"after_sequence", 1099511627775}})).empty());
  EXPECT_REFUSED("invalid", List({{"after_sequence", -1}}), {"integer.range", "/after_sequence"});
  EXPECT_REFUSED("invalid", List({{"limit", 0}}), {"integer.range", "/limit"});
  EXPECT_REFUSED("invalid", List({{"limit", 201}}), {"integer.range", "/limit"});
}

// Instants need not be in the order of the chain: the clock is the caller's.
TEST_F(HistoryFeedTest, KnownAtLeavesOutWhatWasMadeLater) {
  const std::vector<int64_t> offsets = {10, -10, 20, 0};
  for (size_t i = 0; i < offsets.size(); ++i) {
    Change("certification.update", card_, {{"issuer_name", std::to_string(i)}}, {.now = kNow + offsets[i]});
  }
  const std::vector<std::pair<int64_t, std::vector<int64_t>>> table = {
      {-11, {}},          {-10, {8}}, {-1, {8}}, {0, {1, 2, 3, 4, 5, 6, 8, 10}}, {10, {1, 2, 3, 4, 5, 6, 7, 8, 10}},
      {20, Range(1, 10)},
  };
  for (const auto& [offset, sequences] : table) {
    const How how = {.known_at = kNow + offset};
    const auto list = [&](const Json& request) { return List(request, how); };
    EXPECT_EQ(sequences, ReadAll(list, 2)) << offset;
    std::vector<int64_t> versions;
    for (const int64_t sequence : sequences) {
      if (sequence == 5 || sequence > 6) versions.insert(versions.begin(), sequence);
    }
    const auto of_card = [&](const Json& request) { return Versions(request, how); };
    EXPECT_EQ(versions, ReadAll(of_card, 1)) << offset;
  }
  EXPECT_REFUSED("invalid", system().Call("certification.evidence", {{"id", card_}}, {.known_at = kNow}),
                 {"call.unsupported", ""});
}

TEST_F(HistoryFeedTest, BeforeIsWhatTheRecordsVersionBeforeCommittedTo) {
  Rename(1);
  Change("certification.update", card_, {{"issuer_name", "Other"}});
  ASSERT_DID(CERTLITE_CREATED, system().Call("certification.renew", {{"id", card_}}));
  Change("certification.archive", other_card_, {});
  Change("certification.erase", card_, {{"reason", "x"}});
  Rename(2);
  std::map<std::string, Json> last;  // of each record
  const Json list = List({{"limit", 200}}).json();
  for (size_t i = 0; i < list.at("data").size(); ++i) {
    Json& before = last[list.at("data").at(i).at("subject")];
    EXPECT_EQ(before, list.at("meta").at(i).at("before")) << i;
    before = list.at("meta").at(i).at("after");
    EXPECT_EQ(64U, before.get<std::string>().size());
  }
}

TEST_F(HistoryFeedTest, WhatIsErasedIsNoLongerTold) {
  const Json before = List().json();
  Change("certification.update", card_, {{"issuer_name", "Other academy"}});
  Change("certification.erase", card_, {{"reason", "Asked to"}});
  const Json after = List().json();
  for (size_t i = 0; i < 6; ++i) {
    Json event = before.at("data").at(i);
    Json meta = before.at("meta").at(i);
    if (event.at("subject") == card_) event["data"] = meta["commitment_key"] = nullptr;
    EXPECT_EQ(event, after.at("data").at(i));
    EXPECT_EQ(meta, after.at("meta").at(i));
  }
  EXPECT_EQ(nullptr, after.at("data").at(6).at("data"));
  const Json& tombstone = after.at("data").at(7);
  EXPECT_EQ("certification.erase", tombstone.at("type"));
  EXPECT_EQ("Asked to", tombstone.at("data").at("reason"));
  EXPECT_EQ(card_, tombstone.at("data").at("answer").at("data").at("id"));
  EXPECT_FALSE(tombstone.at("data").at("answer").at("data").contains("issuer_name"));
  // As the versions of the certification.
  const Json versions = Versions().json();
  EXPECT_EQ((std::vector<int64_t>{8, 7, 5}), Sequences(Versions()));
  for (size_t i = 0; i < 3; ++i) {
    const size_t entry = versions.at("meta").at(i).at("sequence").get<size_t>() - 1;
    EXPECT_EQ(after.at("data").at(entry), versions.at("data").at(i));
    EXPECT_EQ(after.at("meta").at(entry), versions.at("meta").at(i));
  }
}

TEST_F(HistoryFeedTest, VersionsOfACertificationAreItsEntriesTheNewestFirst) {
  Rename(1);
  const Answer updated = Change("certification.update", card_, {{"issuer_name", "Other"}});    // 8
  Change("certification.archive", other_card_, {});                                            // 9
  Change("certification.verify", card_, {{"outcome", "pending"}, {"method", "attestation"}});  // 10
  for (const int64_t limit : {1, 2, 3, 50}) {
    EXPECT_EQ((std::vector<int64_t>{10, 8, 5}), ReadAll([&](const Json& page) { return Versions(page); }, limit));
  }
  const Json feed = List().json();
  const Json versions = Versions().json();
  for (size_t i = 0; i < 3; ++i) {
    const size_t entry = versions.at("meta").at(i).at("sequence").get<size_t>() - 1;
    EXPECT_EQ(feed.at("data").at(entry).dump(), versions.at("data").at(i).dump());
    EXPECT_EQ(feed.at("meta").at(entry).dump(), versions.at("meta").at(i).dump());
    EXPECT_EQ(3 - i, versions.at("meta").at(i).at("revision"));
  }
  EXPECT_EQ(updated.json(), versions.at("data").at(1).at("data").at("answer"));
}

// The last three bytes of a cursor tell where its page ended, in the last four characters.
std::string CursorTo(std::string cursor, int64_t sequence) {
  static constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (size_t i = 1; i <= 4; ++i, sequence >>= 6) cursor[cursor.size() - i] = kDigits[sequence & 63];
  return cursor;
}

TEST_F(HistoryFeedTest, ACursorLeadsIntoNoOtherRecord) {
  Change("certification.update", card_, {{"issuer_name", "Other"}});        // 7
  Change("certification.update", other_card_, {{"issuer_name", "Other"}});  // 8
  Change("certification.update", card_, {{"issuer_name", "Third"}});        // 9
  Change("certification.update", other_card_, {{"issuer_name", "Third"}});  // 10
  const std::string ours = NextCursor(Versions({{"limit", 1}}));
  ASSERT_EQ(ours, CursorTo(ours, 9));
  const std::string other = NextCursor(Versions({{"id", other_card_}, {"limit", 1}}));
  EXPECT_REFUSED("cursor_invalid", Versions({{"cursor", other}}), {"cursor.filter", "/cursor"});
  const std::map<int64_t, std::vector<int64_t>> after = {{0, {9, 7, 5}}, {9, {7, 5}}, {7, {5}}};
  for (int64_t sequence = 0; sequence <= 12; ++sequence) {
    const Answer page = Versions({{"cursor", CursorTo(ours, sequence)}});
    const auto expected = after.find(sequence);
    EXPECT_EQ(expected == after.end() ? std::vector<int64_t>() : expected->second, Sequences(page)) << sequence;
  }
}

TEST_F(HistoryFeedTest, ACursorBelongsToItsListAndItsReader) {
  const std::string theirs = NewOrganization();
  NewMember(theirs);
  for (int i = 0; i < 3; ++i) NewCard(member_, type_);
  Change("certification.update", card_, {{"issuer_name", "Other"}});
  const Session ours = As(OrganizationOf(User(1), organization_));
  const std::string feed = NextCursor(List({{"limit", 1}}));
  const std::string cards = NextCursor(system().Call("certification.list", {{"limit", 1}}));
  const std::vector<std::pair<Json, std::string>> table = {
      {{{"organization_id", theirs}}, feed},
      {{{"organization_id", kCatalogueId}}, feed},
      {{{"after_sequence", 1}}, feed},
      {Json::object(), NextCursor(List({{"after_sequence", 1}, {"limit", 1}}))},
      {Json::object(), NextCursor(List({{"organization_id", theirs}, {"limit", 1}}))},
      {Json::object(), NextCursor(ours.Call("history.list", {{"organization_id", organization_}, {"limit", 1}}))},
      {Json::object(), NextCursor(Versions({{"limit", 1}}))},
      {Json::object(), cards},
  };
  for (const auto& [request, cursor] : table) {
    Json next = request;
    next["cursor"] = cursor;
    EXPECT_REFUSED("cursor_invalid", List(next), {"cursor.filter", "/cursor"});
  }
  EXPECT_REFUSED("cursor_invalid", List({{"cursor", "x"}}), {"cursor.format", "/cursor"});
  EXPECT_REFUSED("cursor_invalid", Versions({{"cursor", feed}}), {"cursor.filter", "/cursor"});
  EXPECT_REFUSED("cursor_invalid", Evidence({{"cursor", NextCursor(Versions({{"limit", 1}}))}}),
                 {"cursor.filter", "/cursor"});
  EXPECT_REFUSED("cursor_invalid", system().Call("certification.list", {{"cursor", feed}}),
                 {"cursor.filter", "/cursor"});
}

TEST_F(HistoryFeedTest, EvidenceIsThatOfEveryCheckTheNewestFirst) {
  const Json evidence = {
      {"uri", "https://example.org/1.pdf"}, {"media_type", "application/pdf"}, {"sha256", std::string(64, 'b')}};
  Change("certification.verify", card_, {{"outcome", "pending"}, {"method", "document_review"}});  // 7
  Change("certification.update", card_, {{"issuer_name", "Other"}});                               // 8
  Change("certification.verify", other_card_, {{"outcome", "rejected"}, {"method", "registry"}});  // 9
  Change("certification.verify", card_,                                                            // 10
         {{"outcome", "verified"},
          {"method", "registry"},
          {"verifier", "M. Holm"},
          {"verified_until", "2027-01-01"},
          {"evidence", evidence}},
         {.now = kNow + 1});
  Change("certification.suspend", card_, {{"reason", "x"}});                                      // 11
  Change("certification.verify", card_, {{"outcome", "rejected"}, {"method", "issuer_portal"}});  // 12
  for (const int64_t limit : {1, 2, 3, 50}) {
    EXPECT_EQ((std::vector<int64_t>{12, 10, 7}), ReadAll([&](const Json& page) { return Evidence(page); }, limit));
  }
  const Json list = Evidence().json();
  const Json full = {{"outcome", "verified"},
                     {"method", "registry"},
                     {"verifier", "M. Holm"},
                     {"verified_until", "2027-01-01"},
                     {"evidence", evidence}};
  const Json bare = {{"outcome", "pending"},
                     {"method", "document_review"},
                     {"verifier", nullptr},
                     {"verified_until", nullptr},
                     {"evidence", nullptr}};
  EXPECT_EQ(full.dump(), list.at("data").at(1).dump());
  EXPECT_EQ(bare.dump(), list.at("data").at(2).dump());
  const Json meta = {{"recorded_at", "2026-01-15T08:00:00.001Z"}, {"sequence", 10}, {"revision", 4}};
  EXPECT_EQ(meta.dump(), list.at("meta").at(1).dump());
  // The version that made the check tells it too.
  EXPECT_EQ(full, Versions().data().at(2).at("data").at("verification"));
  Change("certification.erase", card_, {{"reason", "x"}});
  EXPECT_TRUE(Sequences(Evidence()).empty());
  EXPECT_EQ(1U, Sequences(Evidence({{"id", other_card_}})).size());
}

struct Refusal {
  Json principal;
  Json request;
  std::string code;
  Fault fault;
};

TEST_F(HistoryFeedTest, AChainIsToldToItsOrganizationAndTheSystem) {
  const std::string theirs = NewOrganization();
  const Json ours = OrganizationOf(User(1), organization_);
  const Json scoped = OrganizationOf(User(1), organization_, Json{"certification_records:read"});
  const Json unscoped = OrganizationOf(User(1), organization_, AllScopesBut("certification_records:read"));
  const Fault absent = {"organization.exists", "/organization_id"};
  const std::vector<Refusal> refusals = {
      {kSystem, Json::object(), "invalid", {"organization.required", "/organization_id"}},
      {kSystem, {{"organization_id", kNowhere}}, "not_found", absent},
      {ours, {{"organization_id", theirs}}, "not_found", absent},
      {ours, {{"organization_id", kNowhere}}, "not_found", absent},
      {ours, {{"organization_id", kCatalogueId}}, "not_found", absent},
      {unscoped, Json::object(), "forbidden", {"principal.scope", ""}},
      {SelfOf(User(1)), Json::object(), "forbidden", {"principal.reach", ""}},
      {SelfOf(User(1)), {{"organization_id", organization_}}, "forbidden", {"principal.reach", ""}},
  };
  for (const char* operation : {"history.list", "history.head", "history.verify"}) {
    for (const Refusal& row : refusals) {
      EXPECT_REFUSED(row.code, As(row.principal).Call(operation, row.request), row.fault);
    }
    const Answer expected = system().Call(operation, {{"organization_id", organization_}});
    ASSERT_DID(CERTLITE_READ, expected);
    for (const Json& principal : {ours, scoped}) {
      EXPECT_EQ(expected.text, As(principal).Call(operation, Json::object()).text);
      EXPECT_EQ(expected.text, As(principal).Call(operation, {{"organization_id", organization_}}).text);
    }
    EXPECT_NE(expected.text, system().Call(operation, {{"organization_id", theirs}}).text);
    EXPECT_REFUSED("idempotency_key_invalid", system().Call(operation, {{"organization_id", theirs}}, {.key = "k"}),
                   {"idempotency_key.on_read", ""});
  }
}

TEST_F(HistoryFeedTest, ACertificationsHistoryIsToldToWhoeverMayReadIt) {
  const std::string theirs = NewOrganization();
  const std::string their_card = NewCard(NewMember(theirs), NewType(theirs));
  const Json holder = SelfOf(User(1));
  const Json ours = OrganizationOf(User(9), organization_);
  const Fault absent = {"record.exists", "/id"};
  const Fault elsewhere = {"organization.exists", "/organization_id"};
  const std::vector<Refusal> refusals = {
      {holder, {{"id", other_card_}}, "not_found", absent},
      {holder, {{"id", their_card}}, "not_found", absent},
      {holder, {{"id", card_}, {"organization_id", theirs}}, "not_found", elsewhere},
      {ours, {{"id", their_card}}, "not_found", absent},
      {ours, {{"id", card_}, {"organization_id", theirs}}, "not_found", elsewhere},
      {kSystem, {{"id", kNowhere}}, "not_found", absent},
      {kSystem, {{"id", member_}}, "not_found", absent},
      {kSystem, {{"id", card_}, {"organization_id", theirs}}, "not_found", absent},
      {kSystem, {{"id", card_}, {"organization_id", kCatalogueId}}, "not_found", elsewhere},
      {kSystem, Json::object(), "invalid", {"field.required", "/id"}},
      {SelfOf(User(1), AllScopesBut("certification_records:read")),
       {{"id", card_}},
       "forbidden",
       {"principal.scope", ""}},
  };
  Change("certification.verify", card_, {{"outcome", "pending"}, {"method", "registry"}});
  for (const char* operation : {"certification.history", "certification.evidence"}) {
    for (const Refusal& row : refusals) {
      EXPECT_REFUSED(row.code, As(row.principal).Call(operation, row.request), row.fault);
    }
    const Answer expected = system().Call(operation, {{"id", card_}});
    EXPECT_FALSE(Sequences(expected).empty());
    for (const Json& principal : {holder, ours, OrganizationOf(User(1), organization_)}) {
      EXPECT_EQ(expected.text, As(principal).Call(operation, {{"id", card_}}).text);
      EXPECT_EQ(expected.text, As(principal).Call(operation, {{"id", card_}, {"organization_id", organization_}}).text);
    }
  }
}

}  // namespace
}  // namespace certlite::host
