#include "tests/rigs/power/judge.h"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "tests/engine/file.h"

namespace certlite::rig {
namespace {

constexpr const char* kSuffixes[] = {"", "-wal", "-journal"};
constexpr const char* kIndexSuffix = "-shm";

// One state of so many is gone on with, which costs several times as much as looking.
constexpr size_t kGoneOnWithOf = 10;

[[noreturn]] void Fail(const std::string& text) { throw std::runtime_error(text); }

void Demand(const std::string& fault, const char* what) {
  if (!fault.empty()) Fail(what + fault);
}

}  // namespace

void Lay(const Image& image, const std::string& path) {
  std::filesystem::remove(path + kIndexSuffix);
  for (const char* suffix : kSuffixes) {
    if (!image.contains(suffix)) std::filesystem::remove(path + suffix);
  }
  for (const auto& [suffix, bytes] : image) host::WriteBytes(bytes, path + suffix);
}

Image Lift(const std::string& path) {
  Image image;
  for (const char* suffix : kSuffixes) {
    if (std::filesystem::exists(path + suffix)) image[suffix] = host::ReadBytes(path + suffix);
  }
  return image;
}

size_t DeedsIn(const Content& content, const Story& story, size_t stored) {
  if (content == story.contents[stored]) return stored;
  const bool has_next = stored + 1 < story.contents.size();
  if (has_next && content == story.contents[stored + 1]) return stored + 1;
  const auto earlier = std::ranges::find(story.contents, content);
  if (earlier != story.contents.end()) {
    const auto kept = static_cast<size_t>(earlier - story.contents.begin());
    if (kept > stored) Fail("more is there than was called");
    Fail("acknowledged and lost: " + story.Names(kept, stored));
  }
  std::string text = "a transaction in pieces: after " + std::to_string(stored) + " deeds the store" +
                     DifferenceOf(story.contents[stored], content);
  if (has_next) {
    text += "\nand after the one in flight, " + story.Names(stored, stored + 1) + ", it" +
            DifferenceOf(story.contents[stored + 1], content);
  }
  Fail(text);
}

std::string Judge::Try(const Crash& crash, std::mt19937_64& random) {
  try {
    LookForErased(crash.image, crash.acknowledged);
    const size_t done = Recover(crash, random);
    ++tally_.states;
    if (done > crash.acknowledged) ++tally_.kept_in_flight;
    if (random() % kGoneOnWithOf == 0) GoOn(crash, done, random);
    return "";
  } catch (const std::exception& fault) {
    return fault.what();
  }
}

// An erasure that was acknowledged has left nothing in any file.
void Judge::LookForErased(const Image& image, size_t acknowledged) const {
  for (const std::string& text : story_.ErasedTexts(acknowledged)) {
    for (const auto& [suffix, bytes] : image) {
      if (bytes.find(text) != std::string::npos) Fail("erased, and still in the file \"" + suffix + "\": " + text);
    }
  }
}

// Opens and closes the store, and looks at what this has made of it. Very different crashes are recovered to the same
// bytes, which are looked at once.
size_t Judge::Recover(const Crash& crash, std::mt19937_64& random) {
  Lay(crash.image, path_);
  // What lies in the index's file is nobody's.
  if (random() % 16 == 0) host::WriteBytes(std::string(32'768, static_cast<char>(random())), path_ + kIndexSuffix);
  Doer doer(path_);
  if (!doer.opened().ok()) Fail("it can't be opened: " + doer.opened().text);
  doer.Close();
  const Image recovered = Lift(path_);
  if (recovered.size() != 1) Fail("closing it has left a log");
  const auto [found, is_new] = examined_.try_emplace(std::hash<std::string>()(recovered.at("")));
  if (is_new) {
    ++tally_.examined;
    Finding finding = Examine(path_);
    Demand(finding.fault, "it is corrupt: ");
    found->second = std::move(finding.content);
  }
  return DeedsIn(found->second, story_, crash.stored);
}

// Opens the store once more as the crash has left it, and does what a host does then.
void Judge::GoOn(const Crash& crash, size_t done, std::mt19937_64& random) {
  Lay(crash.image, path_);
  Doer doer(path_);
  if (!doer.opened().ok()) Fail("it can't be opened once more: " + doer.opened().text);
  if (random() % 4 == 0) {
    Demand(doer.VerifyHistory(story_), "its history does not hold: ");
    ++tally_.verified;
  }
  if (done > 0) Replay(doer, done, random);
  if (crash.acknowledged == story_.deeds.size() || story_.deeds[crash.acknowledged].requests.empty()) return;
  Settle(doer, crash.acknowledged);
  LookForErased(Lift(path_), crash.acknowledged + 1);
}

// A request of before that has a key answers what it answered, unless what it made was erased since.
void Judge::Replay(const Doer& doer, size_t done, std::mt19937_64& random) {
  const Deed& deed = story_.deeds[random() % done];
  for (const Request& request : deed.requests) {
    if (!request.key || !request.answer.ok()) continue;
    const host::Answer again = doer.Call(request, deed.now + host::kDayMs);
    if (story_.IsErased(request, done)) {
      if (again.status != CERTLITE_E_GONE) Fail("a key of what was erased answers " + again.text);
    } else {
      if (again.ok() && again.outcome != CERTLITE_REPLAYED) Fail("not replayed: " + again.text);
      Demand(DifferenceOf(request, again), "a replay differs: ");
    }
    ++tally_.replayed;
  }
}

// The transaction in flight, done again: as if nothing had come between.
void Judge::Settle(Doer& doer, size_t acknowledged) {
  const Deed& deed = story_.deeds[acknowledged];
  const std::vector<host::Answer> answers = doer.Do(deed);
  for (size_t i = 0; i < answers.size(); ++i) {
    Demand(DifferenceOf(deed.requests[i], answers[i]), "what was in flight is not settled by a retry: ");
  }
  const Finding finding = Examine(path_);
  Demand(finding.fault, "after a retry: ");
  Demand(DifferenceOf(story_.contents[acknowledged + 1], finding.content), "after a retry the store");
  ++tally_.settled;
}

}  // namespace certlite::rig
