#include "tests/rigs/power/recording.h"

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "tests/rigs/power/doer.h"
#include "tests/rigs/power/judge.h"
#include "tests/rigs/power/recorder.h"

namespace certlite::rig {
namespace {

struct Way {
  Loss loss;
  const char* name;
};

// Chance has more to choose from in the last one.
constexpr Way kWays[kWaysToCrash] = {{Loss::kAll, "all that was not synced is lost"},
                                     {Loss::kNone, "nothing is lost"},
                                     {Loss::kTail, "the latest writes are lost, one of them in part"},
                                     {Loss::kSubset, "any writes are lost or torn"},
                                     {Loss::kSubset, "any writes are lost or torn"}};

Content Examined(const std::string& path) {
  Finding finding = Examine(path);
  if (!finding.fault.empty()) throw std::runtime_error("corrupt while it was written: " + finding.fault);
  return std::move(finding.content);
}

// Once more what the story tells already, whether or not it is stored: it must come to the same.
void Repeat(Doer& doer, const Story& story, size_t number) {
  const Deed& deed = story.deeds[number];
  const std::vector<host::Answer> answers = doer.Do(deed);
  for (size_t i = 0; i < answers.size(); ++i) {
    const std::string difference = DifferenceOf(deed.requests[i], answers[i]);
    if (!difference.empty()) throw std::runtime_error("done again, " + difference);
  }
}

size_t HashOf(const Image& image, size_t acknowledged) {
  size_t hash = acknowledged;
  for (const auto& [suffix, bytes] : image) {
    hash = hash * 31 + std::hash<std::string>()(suffix);
    hash = hash * 31 + std::hash<std::string>()(bytes);
  }
  return hash;
}

}  // namespace

Recording Record(Story& story, const std::string& path, const Image& image, size_t acknowledged, size_t deeds,
                 std::mt19937_64& random, bool syncs_count) {
  Lay(image, path);
  Recorder recorder(path, image, syncs_count);
  const size_t begin = recorder.events().size();
  Doer doer(path, &recorder);
  if (!doer.opened().ok()) throw std::runtime_error("it can't be opened: " + doer.opened().text);
  const Content found = Examined(path);
  if (story.contents.size() == acknowledged) story.contents.push_back(found);
  const size_t stored = DeedsIn(found, story, acknowledged);
  for (size_t n = acknowledged; n < deeds; ++n) {
    if (n == story.deeds.size()) {
      Deed deed = story.Next(random);
      const std::vector<host::Answer> answers = doer.Do(deed);
      for (size_t i = 0; i < answers.size(); ++i) deed.requests[i].answer = answers[i];
      story.Add(std::move(deed), Examined(path));
    } else {
      Repeat(doer, story, n);
      if (Examined(path) != story.contents[n + 1]) throw std::runtime_error("done again, it comes to something else");
    }
    recorder.Acknowledge();
  }
  doer.Close();
  return {recorder.events(), begin, acknowledged, stored};
}

void ForEachCrash(const Recording& recording, size_t one_in, std::mt19937_64& random,
                  const std::function<void(Crash)>& visit) {
  Disk disk;
  std::unordered_set<size_t> seen;
  size_t acknowledged = recording.acknowledged;
  for (size_t n = 0; n < recording.events.size(); ++n) {
    disk.Happen(recording.events[n]);
    if (recording.events[n].kind == Event::Kind::kAcknowledge) ++acknowledged;
    if (n + 1 < recording.begin) continue;
    for (const auto& [loss, name] : kWays) {
      if (random() % one_in != 0) continue;
      Image image = disk.Crash(loss, random);
      if (!seen.insert(HashOf(image, acknowledged)).second) continue;
      visit({std::move(image), acknowledged, std::max(acknowledged, recording.stored),
             "after event " + std::to_string(n + 1) + " of " + std::to_string(recording.events.size()) + ", " + name});
    }
  }
}

}  // namespace certlite::rig
