// Seeded ids: two stores with one seed and the same calls answer the same bytes, reopened between calls or not.
#include "tests/engine/file.h"
#include "tests/engine/fixture.h"

namespace certlite::host {
namespace {

// A day in the life of a store. Answers everything that it was told.
std::vector<std::string> Live(const std::string& path, const OpenOptions& options, bool reopen) {
  std::vector<std::string> told;
  auto engine = std::make_unique<Engine>(path, options);
  int64_t now = kNow;
  const auto call = [&](const Json& principal, const std::string& operation, const Json& request,
                        const std::optional<std::string>& key = std::nullopt) {
    if (reopen) {
      engine.reset();
      engine = std::make_unique<Engine>(path, options);
    }
    const Answer answer = engine->As(principal).Call(operation, request, {.key = key, .now = now += 17});
    told.push_back(std::to_string(answer.outcome) + answer.text);
    return answer;
  };
  for (int i = 0; i < 3; ++i) {
    const std::string organization =
        call(kSystem, "organization.create", {{"name", "x"}}, "o" + std::to_string(i)).id();
    const std::string member =
        call(kSystem, "member.create", {{"organization_id", organization}, {"display_name", "x"}, {"user_id", User(i)}})
            .id();
    const Json principal = OrganizationOf(User(i), organization);
    const std::string type = call(principal, "certification_type.create", {{"slug", "x"}, {"title", "x"}}).id();
    call(principal, "certification_type.create", {{"slug", "x"}, {"title", "refused"}});
    for (int card = 0; card < 3; ++card) {
      const Json body = {{"certification_type_id", type}, {"external_id", std::to_string(card)}};
      call(SelfOf(User(i)), "certification.create", body, "k" + std::to_string(card));
      call(SelfOf(User(i)), "certification.create", body);
    }
    call(principal, "member.update", {{"id", member}, {"role", "x"}});
    call(kSystem, "certification_type.create",
         {{"slug", "standard-" + std::to_string(i)}, {"title", "x"}, {"scope", "standard"}});
    const Answer page = call(kSystem, "certification.list", {{"limit", 2}});
    call(kSystem, "certification.list", {{"limit", 2}, {"cursor", page.json().at("page").at("next_cursor")}});
  }
  return told;
}

TEST(ReproducibleTest, OneSeedIsOneStory) {
  const Scratch scratch;
  const std::vector<std::string> first = Live(scratch.Path("1.db"), {.id_seed = 7}, false);
  EXPECT_EQ(42U, first.size());
  EXPECT_EQ(first, Live(scratch.Path("2.db"), {.id_seed = 7}, false));
  EXPECT_EQ(first, Live(scratch.Path("3.db"), {.id_seed = 7}, true));
  EXPECT_EQ(first, Live(":memory:", {.id_seed = 7}, false));
  EXPECT_EQ(first, Live(scratch.Path("4.db"), {.id_seed = 7, .flags = CERTLITE_OPEN_EXCLUSIVE}, true));
  // The files say the same, too: keys of payloads and the chains included.
  EXPECT_EQ(DumpOf(scratch.Path("1.db")), DumpOf(scratch.Path("3.db")));
  EXPECT_NE(first, Live(scratch.Path("5.db"), {.id_seed = 8}, false));
  EXPECT_NE(first, Live(scratch.Path("6.db"), {.id_seed = 0}, false));
}

}  // namespace
}  // namespace certlite::host
