// Opens what a crash has left, and tells whether everything is there that was promised.
#ifndef CERTLITE_TESTS_RIGS_POWER_JUDGE_H_
#define CERTLITE_TESTS_RIGS_POWER_JUDGE_H_

#include <cstddef>
#include <random>
#include <string>
#include <unordered_map>
#include <utility>

#include "tests/rigs/power/content.h"
#include "tests/rigs/power/disk.h"
#include "tests/rigs/power/doer.h"
#include "tests/rigs/power/story.h"

namespace certlite::rig {

// Puts the image's files in the place of whatever is at `path`; and takes them from there.
void Lay(const Image& image, const std::string& path);
Image Lift(const std::string& path);

struct Crash {
  Image image;
  size_t acknowledged = 0;  // deeds
  size_t stored = 0;        // deeds: the same, or one more that an earlier crash has kept
  std::string place;        // in words
};

struct Tally {
  size_t states = 0;
  size_t examined = 0;        // different files that they were recovered to
  size_t kept_in_flight = 0;  // the transaction in flight was there, whole
  size_t settled = 0;         // it was tried again
  size_t replayed = 0;
  size_t verified = 0;
};

// Of the crashes of one story. Lifetime: ends before story and tally do.
class Judge {
 public:
  Judge(const Story& story, std::string path, Tally& tally) : story_(story), path_(std::move(path)), tally_(tally) {}

  // What is wrong with what it has left, in words; empty if nothing is.
  std::string Try(const Crash& crash, std::mt19937_64& random);

 private:
  void LookForErased(const Image& image, size_t acknowledged) const;
  size_t Recover(const Crash& crash, std::mt19937_64& random);
  void GoOn(const Crash& crash, size_t done, std::mt19937_64& random);
  void Replay(const Doer& doer, size_t done, std::mt19937_64& random);
  void Settle(Doer& doer, size_t acknowledged);

  const Story& story_;
  const std::string path_;
  Tally& tally_;
  std::unordered_map<size_t, Content> examined_;  // what was found in a file, by its bytes
};

// How many deeds have left the content, those that were stored or one more; throws what is lost if it is neither.
size_t DeedsIn(const Content& content, const Story& story, size_t stored);

}  // namespace certlite::rig

#endif  // CERTLITE_TESTS_RIGS_POWER_JUDGE_H_
