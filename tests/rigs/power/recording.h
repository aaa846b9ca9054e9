// A piece of a story with all that it did to the disk, and the crashes that may interrupt it.
#ifndef CERTLITE_TESTS_RIGS_POWER_RECORDING_H_
#define CERTLITE_TESTS_RIGS_POWER_RECORDING_H_

#include <cstddef>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "tests/rigs/power/disk.h"
#include "tests/rigs/power/judge.h"
#include "tests/rigs/power/story.h"

namespace certlite::rig {

inline constexpr size_t kWaysToCrash = 5;  // at each point

struct Recording {
  std::vector<Event> events;
  size_t begin = 0;         // how many of them only lay what was there before
  size_t acknowledged = 0;  // deeds, before it
  size_t stored = 0;        // deeds, before it: one more if a crash has kept what was in flight
};

// Opens what lies in the image at `path`, after the first `acknowledged` deeds and perhaps one more that was in flight,
// goes on from that one until `deeds` are done, telling new ones where the story ends, and closes. Throws what was
// found to be wrong.
Recording Record(Story& story, const std::string& path, const Image& image, size_t acknowledged, size_t deeds,
                 std::mt19937_64& random, bool syncs_count = true);

// Calls `visit` with each state that a crash may leave, once: at every point, in every way; with `one_in`, with one in
// so many, by chance.
void ForEachCrash(const Recording& recording, size_t one_in, std::mt19937_64& random,
                  const std::function<void(Crash)>& visit);

}  // namespace certlite::rig

#endif  // CERTLITE_TESTS_RIGS_POWER_RECORDING_H_
