// History: one entry for every change, chained by the published layout, with the principal and the answer.
#include <map>
#include <set>

#include "tests/engine/file.h"
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

class HistoryTest : public EngineTest {
 protected:
  // The entry that a call appended; fails if it was not exactly one.
  HistoryEntry Appended(const Answer& answer) {
    const std::vector<HistoryEntry> entries = ReadHistory(Path());
    EXPECT_EQ(seen_ + 1, entries.size()) << answer.text;
    seen_ = entries.size();
    EXPECT_TRUE(ChainsHold(entries));
    for (const HistoryEntry& entry : entries) {
      if (answer.ok() && entry.answer() == answer.text) return entry;
    }
    ADD_FAILURE() << "no entry holds the answer " << answer.text;
    return {};
  }

  void ExpectNothingAppended() { EXPECT_EQ(seen_, ReadHistory(Path()).size()); }

  size_t seen_ = 0;
};

TEST_F(HistoryTest, EveryChangeAppendsOneEntryWithItsAnswer) {
  const auto change = [&](const Session& session, const std::string& operation, const Json& request, int64_t revision,
                          const std::string& principal) {
    const testing::ScopedTrace trace(__FILE__, __LINE__, operation);
    const Answer answer = session.Call(operation, request, {.now = kNow + static_cast<int64_t>(seen_)});
    EXPECT_TRUE(answer.ok()) << answer.text;
    const int64_t now = kNow + static_cast<int64_t>(seen_);
    const HistoryEntry entry = Appended(answer);
    EXPECT_EQ(operation, entry.operation);
    EXPECT_EQ(answer.id(), UuidText(entry.resource_id));
    EXPECT_EQ(revision, entry.revision);
    EXPECT_EQ(now, entry.instant);
    EXPECT_EQ(R"({"answer":)" + answer.text + R"(,"principal":)" + principal + R"(,"reason":null})", entry.payload);
    return answer;
  };
  const std::string by_system = R"({"system":true})";
  const std::string by_user = R"({"user_id":"00000000-0000-4000-8000-000000000001"})";
  const std::string organization = change(system(), "organization.create", {{"name", "x"}}, 1, by_system).id();
  change(system(), "organization.update", {{"id", organization}, {"name", "y"}}, 2, by_system);
  const std::string member =
      change(system(), "member.create",
             {{"organization_id", organization}, {"display_name", "x"}, {"user_id", User(1)}}, 1, by_system)
          .id();
  const Session ours = As(OrganizationOf(User(1), organization));
  const std::string type = change(ours, "certification_type.create", {{"slug", "x"}, {"title", "x"}}, 1, by_user).id();
  change(ours, "certification_type.update", {{"id", type}, {"title", "y"}}, 2, by_user);
  change(ours, "certification_type.update", {{"id", type}, {"title", "z"}}, 3, by_user);
  const Session self = As(SelfOf(User(1)));
  change(self, "certification.create", {{"certification_type_id", type}, {"issuer_name", "\xC3\xA9\""}}, 1, by_user);
  change(self, "member.update", {{"id", member}, {"role", "x"}}, 2, by_user);
  change(system(), "certification_type.create", {{"slug", "x"}, {"title", "x"}, {"scope", "standard"}}, 1, by_system);
}

TEST_F(HistoryTest, WhatChangesNothingAppendsNothing) {
  const std::string organization = NewOrganization({{"name", "x"}});
  const std::string member = NewMember(organization);
  const std::string type = NewType(organization);
  const Json card = {{"organization_member_id", member}, {"certification_type_id", type}, {"external_id", "x"}};
  ASSERT_DID(CERTLITE_CREATED, system().Call("certification.create", card, {.key = "k"}));
  seen_ = ReadHistory(Path()).size();
  EXPECT_DID(CERTLITE_REPLAYED, system().Call("certification.create", card, {.key = "k"}));
  EXPECT_DID(CERTLITE_EXISTS, system().Call("certification.create", card));
  EXPECT_DID(CERTLITE_EXISTS, system().Call("certification.create", card, {.key = "another"}));
  EXPECT_DID(CERTLITE_UNCHANGED, system().Call("organization.update", {{"id", organization}, {"name", "x"}}));
  EXPECT_DID(CERTLITE_UNCHANGED, system().Call("organization.update", {{"id", organization}}, {.key = "k"}));
  EXPECT_EQ(CERTLITE_E_INVALID, system().Call("certification.create", Json::object()).status);
  EXPECT_DID(CERTLITE_READ, system().Call("certification.list", Json::object()));
  ExpectNothingAppended();
}

// Each organization has a chain of its own, and the standard catalogue has one: without gaps, whoever writes between.
TEST_F(HistoryTest, ChainsOfOrganizationsDoNotMix) {
  const std::string ours = NewOrganization();
  const std::string theirs = NewOrganization();
  for (int i = 0; i < 10; ++i) {
    NewMember(ours);
    NewStandardType();
    NewMember(theirs);
    if (i % 3 == 0) Reopen();
  }
  const std::vector<HistoryEntry> entries = ReadHistory(Path());
  EXPECT_TRUE(ChainsHold(entries));
  std::map<std::string, int64_t> last;
  for (const HistoryEntry& entry : entries) last[UuidText(entry.organization_id)] = entry.sequence;
  const std::map<std::string, int64_t> expected = {{std::string(kCatalogueId), 10}, {ours, 11}, {theirs, 11}};
  EXPECT_EQ(expected, last);
}

// The chain breaks for whoever changes anything: what verifies it here can fail.
TEST_F(HistoryTest, TamperingBreaksTheChain) {
  const std::string organization = NewOrganization();
  for (int i = 0; i < 4; ++i) NewMember(organization);
  const std::vector<HistoryEntry> whole = ReadHistory(Path());
  ASSERT_TRUE(ChainsHold(whole));
  ASSERT_EQ(5U, whole.size());
  const auto tampered = [&](auto tamper) {
    std::vector<HistoryEntry> entries = whole;
    tamper(entries);
    return ChainsHold(entries);
  };
  EXPECT_FALSE(tampered([](auto& entries) { entries[2].payload[20] ^= 1; }));
  EXPECT_FALSE(tampered([](auto& entries) { entries[2].payload_key[0] ^= 1; }));
  EXPECT_FALSE(tampered([](auto& entries) { entries[2].instant += 1; }));
  EXPECT_FALSE(tampered([](auto& entries) { entries[2].revision += 1; }));
  EXPECT_FALSE(tampered([](auto& entries) { entries[2].operation = "member.update"; }));
  EXPECT_FALSE(tampered([](auto& entries) { entries[2].resource_id[15] ^= 1; }));
  EXPECT_FALSE(tampered([](auto& entries) { entries[2].organization_id[15] ^= 1; }));
  EXPECT_FALSE(tampered([](auto& entries) { entries.erase(entries.begin() + 2); }));
  EXPECT_FALSE(tampered([](auto& entries) { std::swap(entries[2], entries[3]); }));
}

// Neither a payload's key nor its commitment is ever used twice.
TEST_F(HistoryTest, PayloadKeysAreFresh) {
  const std::string organization = NewOrganization();
  for (int i = 0; i < 20; ++i) NewMember(organization);
  std::set<std::string> keys;
  for (const HistoryEntry& entry : ReadHistory(Path())) keys.insert(entry.payload_key);
  EXPECT_EQ(21U, keys.size());
}

}  // namespace
}  // namespace certlite::host
