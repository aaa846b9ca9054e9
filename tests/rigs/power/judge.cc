#include "tests/rigs/power/judge.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "tests/rigs/power/doer.h"

namespace certlite::rig {
namespace {

constexpr const char* kSuffixes[] = {"", "-wal", "-journal"};
constexpr const char* kIndexSuffix = "-shm";

// One state of so many is looked at with the dearer checks, too.
constexpr size_t kSettledOf = 4;
constexpr size_t kReplayedOf = 4;
constexpr size_t kVerifiedOf = 16;

void PutFile(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

[[noreturn]] void Fail(const std::string& text) { throw std::runtime_error(text); }

void Demand(const std::string& fault, const char* what) {
  if (!fault.empty()) Fail(what + fault);
}

// Any request of before that has a key: it answers what it answered, unless what it made was erased since.
void Replay(const Doer& doer, const Story& story, size_t done, std::mt19937_64& random) {
  const Deed& deed = story.deeds[random() % done];
  for (const Request& request : deed.requests) {
    if (!request.key || !request.answer.ok()) continue;
    const host::Answer again = doer.Call(request, deed.now + host::kDayMs);
    if (story.IsErased(request, done)) {
      if (again.status != CERTLITE_E_GONE) Fail("a key of what was erased answers " + again.text);
    } else {
      if (again.ok() && again.outcome != CERTLITE_REPLAYED) Fail("not replayed: " + again.text);
      Demand(DifferenceOf(request, again), "a replay differs: ");
    }
  }
}

// The transaction in flight, done again: as if nothing had come between.
void Settle(Doer& doer, const std::string& path, const Story& story, size_t acknowledged) {
  const Deed& deed = story.deeds[acknowledged];
  const std::vector<host::Answer> answers = doer.Do(deed);
  for (size_t i = 0; i < answers.size(); ++i) {
    Demand(DifferenceOf(deed.requests[i], answers[i]), "what was in flight is not settled by a retry: ");
  }
  const Finding finding = Examine(path);
  Demand(finding.fault, "after a retry: ");
  Demand(DifferenceOf(story.contents[acknowledged + 1], finding.content), "after a retry the store");
}

}  // namespace

MemoryDirectory::MemoryDirectory() {
  const bool has_memory = std::filesystem::is_directory("/dev/shm");
  directory_ = has_memory ? "/dev/shm/certlite-XXXXXX" : "/tmp/certlite-XXXXXX";
  if (mkdtemp(directory_.data()) == nullptr) Fail("no directory");
}

MemoryDirectory::~MemoryDirectory() { std::filesystem::remove_all(directory_); }

void Lay(const Image& image, const std::string& path) {
  std::filesystem::remove(path + kIndexSuffix);
  for (const char* suffix : kSuffixes) {
    if (!image.contains(suffix)) std::filesystem::remove(path + suffix);
  }
  for (const auto& [suffix, bytes] : image) PutFile(path + suffix, bytes);
}

Image Lift(const std::string& path) {
  Image image;
  for (const char* suffix : kSuffixes) {
    std::ifstream file(path + suffix, std::ios::binary);
    if (file) image[suffix] = {std::istreambuf_iterator<char>(file), {}};
  }
  return image;
}

size_t DeedsIn(const Content& content, const Story& story, size_t acknowledged) {
  if (content == story.contents[acknowledged]) return acknowledged;
  const bool has_next = acknowledged + 1 < story.contents.size();
  if (has_next && content == story.contents[acknowledged + 1]) return acknowledged + 1;
  const auto earlier = std::ranges::find(story.contents, content);
  if (earlier != story.contents.end()) {
    const auto kept = static_cast<size_t>(earlier - story.contents.begin());
    if (kept > acknowledged) Fail("more is there than was called");
    Fail("acknowledged and lost: " + story.Names(kept, acknowledged));
  }
  std::string text = "after " + std::to_string(acknowledged) + " acknowledged deeds the store" +
                     DifferenceOf(story.contents[acknowledged], content);
  if (has_next) {
    text += "\nand after the one in flight, " + story.Names(acknowledged, acknowledged + 1) + ", it" +
            DifferenceOf(story.contents[acknowledged + 1], content);
  }
  Fail(text);
}

std::string Judge::Try(const Story& story, const Image& image, size_t acknowledged, std::mt19937_64& random) {
  try {
    Lay(image, path_);
    // What lies in the index's file is nobody's.
    if (random() % 16 == 0) PutFile(path_ + kIndexSuffix, std::string(32'768, static_cast<char>(random())));
    Doer doer(path_);
    if (!doer.opened().ok()) Fail("it can't be opened: " + doer.opened().text);
    const Finding finding = Examine(path_);
    Demand(finding.fault, "it is corrupt: ");
    const size_t done = DeedsIn(finding.content, story, acknowledged);
    const bool is_in_flight = acknowledged < story.deeds.size() && !story.deeds[acknowledged].requests.empty();
    ++tally_.states;
    if (done > acknowledged) ++tally_.kept_in_flight;
    if (done > 0 && random() % kReplayedOf == 0) {
      Replay(doer, story, done, random);
      ++tally_.replayed;
    }
    if (is_in_flight && random() % kSettledOf == 0) {
      Settle(doer, path_, story, acknowledged);
      ++tally_.settled;
    }
    if (random() % kVerifiedOf == 0) {
      Demand(doer.VerifyHistory(story), "its history does not hold: ");
      ++tally_.verified;
    }
    return "";
  } catch (const std::exception& fault) {
    return fault.what();
  }
}

}  // namespace certlite::rig
