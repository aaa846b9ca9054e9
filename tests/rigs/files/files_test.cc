// Stores whose files were damaged, 10,000 times: opening one and asking it everything never crashes or hangs, answers
// what is documented, and whatever the damage has changed is noticed, at opening, by an answer, by history.verify or by
// SQLite's own check. An engine with a sound store beside it is not touched.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <map>
#include <random>
#include <sstream>

#include "tests/engine/file.h"
#include "tests/engine/fixture.h"
#include "tests/rigs/files/damage.h"
#include "tests/rigs/files/inspection.h"
#include "tests/rigs/rig.h"

namespace certlite::rig {
namespace {

constexpr size_t kOften = 10'000;
constexpr size_t kSoak = 1'000'000;
constexpr size_t kChoicesBytes = 64;
constexpr unsigned kHangSeconds = 60;

// Tables that no chain proves: what a key has answered is in the history, which key that was is not.
constexpr std::array<std::string_view, 2> kUnproven = {"idempotency_key", "key_scope"};

// Tables whose rows have a local key in the first column: another one, to which nothing refers, is the same content.
constexpr std::array<std::string_view, 6> kKeyed = {"member",        "certification_type", "certification",
                                                    "qualification", "job_role",           "job_role_assignment"};

// What the proofs vouch for of a dump, as lines: the rows. The schema's text is SQLite's to judge, for which letters of
// either case are the same.
std::vector<std::string> ProvenPartOf(const std::string& dump) {
  std::vector<std::string> proven;
  std::istringstream lines(dump);
  for (std::string line; std::getline(lines, line);) {
    std::string table = line.substr(0, line.find(' '));
    std::ranges::transform(table, table.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const bool is_row = !table.empty() && std::islower(static_cast<unsigned char>(table[0])) && !table.ends_with(':');
    if (!is_row || std::ranges::find(kUnproven, table) != kUnproven.end()) continue;
    const bool keyed = std::ranges::find(kKeyed, table) != kKeyed.end();
    proven.push_back(table + line.substr(line.find(keyed ? ',' : ' ')));
  }
  std::ranges::sort(proven);
  return proven;
}

std::string RandomBytes(uint64_t seed, size_t size) {
  std::mt19937_64 random(seed);
  std::string bytes;
  while (bytes.size() < size) bytes += static_cast<char>(random() & 0xFF);
  return bytes;
}

// The lines that only one of them has.
std::string DifferenceOf(const std::vector<std::string>& before, const std::vector<std::string>& after) {
  std::vector<std::string> differences;
  std::ranges::set_symmetric_difference(before, after, std::back_inserter(differences));
  return testing::PrintToString(differences);
}

// What became of damage of one kind.
struct Tally {
  std::array<size_t, 5> noticed = {};  // by whom
  size_t harmless = 0;                 // of what nobody noticed: in space that holds nothing
  size_t unproven = 0;                 // of what nobody noticed: only what keys answer
};

class FilesTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { KeepFilesInMemory(); }

  FilesTest() {
    const host::Engine engine(scratch_.Path("sound.db"));
    filled_ = Fill(engine);
    const Files crashed = ReadFiles(scratch_.Path("sound.db"));  // all of it is in the log
    sound_ = {Checkpointed(crashed), crashed};
    columns_ = ColumnsOf(scratch_.Path("sound.db"));
    dump_ = host::DumpOf(scratch_.Path("sound.db"));
  }

  // The same store once its log was copied into it.
  Files Checkpointed(const Files& files) const {
    WriteFiles(files, Damaged());
    host::Engine(Damaged()).Close();
    return ReadFiles(Damaged());
  }

  std::string Damaged() const { return scratch_.Path("damaged.db"); }

  Inspection InspectDamaged(Damage damage, Choices choices, size_t turn) const {
    Files files = damage == Damage::kLog || damage == Damage::kIndex ? sound_[1] : sound_[0];
    Spoil(files, damage, choices);
    WriteFiles(files, Damaged());
    if (damage == Damage::kValue) SetValue(columns_, choices, Damaged());
    return Inspect(Damaged(), filled_, turn, Lookers::kEngineAndSqlite);
  }

  const host::Scratch scratch_;
  FilledStore filled_;
  std::array<Files, 2> sound_;  // closed well; as after a crash
  std::vector<Column> columns_;
  std::string dump_;
};

TEST_F(FilesTest, DamageIsNoticedAndHarmsNothingElse) {
  const uint64_t seed = Seed();
  const size_t figure = Figure(kOften, kSoak);
  const host::Engine beside(scratch_.Path("sound.db"));
  std::array<Tally, kDamages.size()> tallies;
  std::map<std::string, size_t> codes;
  for (size_t n = 0; n < figure; ++n) {
    const testing::ScopedTrace trace(__FILE__, __LINE__, "CERTLITE_FIGURE=1 CERTLITE_SEED=" + std::to_string(seed + n));
    const std::string bytes = RandomBytes(seed + n, kChoicesBytes);
    const auto damage = static_cast<Damage>((seed + n) % kDamages.size());
    alarm(kHangSeconds);
    const Inspection seen = InspectDamaged(damage, Choices(bytes), (seed + n) / kDamages.size());
    alarm(0);
    ASSERT_EQ("", seen.strange) << kDamages[static_cast<size_t>(damage)];
    for (const std::string& code : seen.codes) ++codes[code];
    Tally& tally = tallies[static_cast<size_t>(damage)];
    ++tally.noticed[static_cast<size_t>(seen.noticed)];
    if (seen.noticed != Noticed::kByNobody) continue;
    if (seen.dump == dump_) {
      ++tally.harmless;
      continue;
    }
    ++tally.unproven;
    EXPECT_EQ("{}", DifferenceOf(ProvenPartOf(dump_), ProvenPartOf(seen.dump)))
        << kDamages[static_cast<size_t>(damage)] << " went unnoticed";
  }
  ASSERT_EQ(dump_, host::DumpOf(scratch_.Path("sound.db")));
  std::cout << figure
            << " damaged files\nkind: at opening, by answers, by proof, by SQLite; unnoticed: harmless, keys\n";
  for (size_t i = 0; i < kDamages.size(); ++i) {
    const Tally& t = tallies[i];
    std::cout << kDamages[i] << ": " << t.noticed[0] << ", " << t.noticed[1] << ", " << t.noticed[2] << ", "
              << t.noticed[3] << "; " << t.harmless << ", " << t.unproven << "\n";
  }
  for (const auto& [code, count] : codes) std::cout << code << " " << count << "\n";
}

}  // namespace
}  // namespace certlite::rig
