// Opens what a crash has left, and tells whether everything is there that was promised.
#ifndef CERTLITE_TESTS_RIGS_POWER_JUDGE_H_
#define CERTLITE_TESTS_RIGS_POWER_JUDGE_H_

#include <cstddef>
#include <random>
#include <string>

#include "tests/rigs/power/disk.h"
#include "tests/rigs/power/story.h"

namespace certlite::rig {

// A directory in memory, where syncing costs nothing.
class MemoryDirectory {
 public:
  MemoryDirectory();
  ~MemoryDirectory();
  MemoryDirectory(const MemoryDirectory&) = delete;
  MemoryDirectory& operator=(const MemoryDirectory&) = delete;

  std::string Path(const std::string& name) const { return directory_ + "/" + name; }

 private:
  std::string directory_;
};

// Puts the image's files in the place of whatever is at `path`; and takes them from there.
void Lay(const Image& image, const std::string& path);
Image Lift(const std::string& path);

struct Tally {
  size_t states = 0;
  size_t kept_in_flight = 0;  // the transaction in flight was there, whole
  size_t settled = 0;         // it was tried again
  size_t replayed = 0;
  size_t verified = 0;
};

class Judge {
 public:
  explicit Judge(std::string path) : path_(std::move(path)) {}

  // What is wrong with a crash after the first `acknowledged` deeds, in words; empty if nothing is.
  std::string Try(const Story& story, const Image& image, size_t acknowledged, std::mt19937_64& random);

  const Tally& tally() const { return tally_; }

 private:
  const std::string path_;
  Tally tally_;
};

// How many deeds have left the content, those that were acknowledged or one more; throws what is lost if it is neither.
size_t DeedsIn(const Content& content, const Story& story, size_t acknowledged);

}  // namespace certlite::rig

#endif  // CERTLITE_TESTS_RIGS_POWER_JUDGE_H_
