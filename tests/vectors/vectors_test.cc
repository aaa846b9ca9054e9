// Replays the golden vectors through the C ABI, byte for byte: on one engine, and reopened before every step.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/engine/host.h"

namespace certlite::host {
namespace {

const std::filesystem::path kFolder = "tests/vectors";  // tests run in the source directory

Json Load(const std::filesystem::path& path) { return Json::parse(std::ifstream(path)); }

std::vector<std::filesystem::path> VectorFiles() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".json" && entry.path().filename() != "manifest.json") files.push_back(entry);
  }
  std::ranges::sort(files);
  return files;
}

// Unix milliseconds of YYYY-MM-DDTHH:MM:SS.mmmZ.
int64_t InstantOf(const std::string& text) {
  const auto number = [&text](size_t at, size_t digits) { return std::stoll(text.substr(at, digits)); };
  const int64_t seconds = (number(11, 2) * 60 + number(14, 2)) * 60 + number(17, 2);
  return Day(text.substr(0, 10)) * kDayMs + seconds * 1000 + number(20, 3);
}

// A member that this runner doesn't know would be a promise that nobody keeps.
void ExpectKnown(const Json& object, const std::vector<std::string>& known) {
  for (const auto& [name, value] : object.items()) {
    EXPECT_TRUE(std::ranges::find(known, name) != known.end()) << "unknown member " << name;
  }
}

How HowOf(const Json& step) {
  How how;
  if (step.contains("key")) how.key = step["key"].get<std::string>();
  how.now = InstantOf(step.at("now"));
  if (step.contains("as_of")) how.as_of = Day(step["as_of"].get<std::string>());
  if (step.contains("known_at")) how.known_at = InstantOf(step["known_at"]);
  return how;
}

const char* OutcomeName(int32_t outcome) {
  constexpr const char* kNames[] = {"none", "created", "replayed", "exists", "updated", "unchanged", "read"};
  return outcome >= 0 && outcome <= CERTLITE_READ ? kNames[outcome] : "unknown";
}

void Replay(const Engine& engine, const Json& step) {
  const std::string text =
      step.contains("request_text") ? step["request_text"].get<std::string>() : step.at("request").dump();
  const Session session = engine.As(step.at("principal"));
  const Answer answer = session.opened().ok()
                            ? session.CallText(step.at("operation").get<std::string>(), text, HowOf(step))
                            : session.opened();
  const Json& expect = step.at("expect");
  ExpectKnown(step, {"operation", "principal", "request", "request_text", "key", "now", "as_of", "known_at", "expect"});
  ExpectKnown(expect, {"status", "outcome", "response", "problem"});
  if (expect.at("status") == "ok") {
    EXPECT_EQ(expect.at("response").get<std::string>(), answer.text);
    EXPECT_EQ(expect.at("outcome").get<std::string>(), OutcomeName(answer.outcome));
  } else {
    EXPECT_EQ(expect.at("problem").get<std::string>(), answer.text);
    EXPECT_EQ(expect.at("status"), answer.ok() ? Json("ok") : answer.json().at("code"));
  }
}

// Replays every vector; `reopen`: with an engine of its own for every step. Answers what ran.
Json ReplayAll(bool reopen) {
  size_t vectors = 0;
  size_t steps = 0;
  for (const auto& file : VectorFiles()) {
    const Json vector = Load(file);
    std::string folder = (std::filesystem::temp_directory_path() / "certlite-vectors-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) return {};
    const std::string path = folder + "/vector.db";
    const OpenOptions options{.id_seed = vector.at("id_seed")};
    Engine engine(path, options);
    for (const Json& step : vector.at("steps")) {
      SCOPED_TRACE(file.filename().string() + " step " + std::to_string(++steps));
      if (reopen) {
        engine.Close();
        engine = Engine(path, options);
      }
      Replay(engine, step);
    }
    ++vectors;
    engine.Close();
    std::filesystem::remove_all(folder);
  }
  return {{"vectors", vectors}, {"steps", steps}};
}

TEST(GoldenVectors, AnswerByteForByteOnOneEngine) { EXPECT_EQ(Load(kFolder / "manifest.json"), ReplayAll(false)); }

TEST(GoldenVectors, AnswerByteForByteReopenedBeforeEveryStep) {
  EXPECT_EQ(Load(kFolder / "manifest.json"), ReplayAll(true));
}

}  // namespace
}  // namespace certlite::host
