// A disk as power loss sees it: what was done to the files of one store, what of it is durable by now, and what a crash
// at any moment may leave.
#ifndef CERTLITE_TESTS_RIGS_POWER_DISK_H_
#define CERTLITE_TESTS_RIGS_POWER_DISK_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace certlite::rig {

// The files of a store as they lie on a disk, each by what its name adds to the store's: "", "-wal", "-journal".
using Image = std::map<std::string, std::string>;

// One thing that happened. A file is known by its number, since a name may be given again.
struct Event {
  enum class Kind : uint8_t { kCreate, kUnlink, kWrite, kTruncate, kSync, kSyncDirectory, kAcknowledge };

  Kind kind = Kind::kAcknowledge;
  int file = 0;
  std::string name = {};   // kCreate, kUnlink
  int64_t offset = 0;      // kWrite; kTruncate: the size
  std::string bytes = {};  // kWrite
};

// Which of what was not durable yet a crash keeps.
enum class Loss : uint8_t {
  kAll,     // nothing
  kNone,    // everything
  kTail,    // a beginning, of which the last write is torn
  kSubset,  // any, in any order, with sectors that are missing or garbage
};

class Disk {
 public:
  void Happen(const Event& event);

  // What is there after a crash. As SQLite demands of disks, bytes that were not being written stay what they were.
  Image Crash(Loss loss, std::mt19937_64& random) const;

 private:
  struct Files {
    std::map<int, std::string> bytes;
    std::map<std::string, int> names;
  };

  static void Do(const Event& event, Files& files);
  static void DoInPart(const Event& event, Files& files, std::mt19937_64& random);

  Files durable_;
  std::vector<Event> pending_;  // what is not durable yet, in its order
};

}  // namespace certlite::rig

#endif  // CERTLITE_TESTS_RIGS_POWER_DISK_H_
