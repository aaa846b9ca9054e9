// A file system that passes everything on to SQLite's own and writes down what is done to the files of one store.
#ifndef CERTLITE_TESTS_RIGS_POWER_RECORDER_H_
#define CERTLITE_TESTS_RIGS_POWER_RECORDER_H_

#include <sqlite3.h>

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "tests/rigs/power/disk.h"

namespace certlite::rig {

// While one lives, every database that is opened by default goes through it. There is one at a time.
class Recorder {
 public:
  // Begins with the image, all of which is durable and lies at `path` already. With `syncs_count` false, what is synced
  // is taken to be as easily lost as what isn't.
  Recorder(std::string path, const Image& image, bool syncs_count = true);
  ~Recorder();
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  // The call that was made has been answered.
  void Acknowledge() { Add({}); }

  const std::vector<Event>& events() const { return events_; }

  // Called once, when a connection has begun to write. To be set while nobody writes.
  std::function<void()> at_begun;

 private:
  // Lies behind SQLite's own file.
  struct Place {
    const sqlite3_io_methods* original;
    int file;
  };
  static Place& PlaceOf(sqlite3_file* file);

  static int Open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* flags_out);
  static int Delete(sqlite3_vfs* vfs, const char* name, int sync_directory);
  static int OpenDirectory(const char* name, int* file);
  static int Write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset);
  static int Truncate(sqlite3_file* file, sqlite3_int64 size);
  static int Sync(sqlite3_file* file, int flags);
  static int LockIndex(sqlite3_file* file, int first, int count, int flags);

  void Add(Event event);
  int FileNamed(const std::string& suffix);

  const std::string path_;
  const bool syncs_count_;
  sqlite3_vfs own_;
  std::mutex mutex_;
  std::vector<Event> events_;
  std::map<std::string, int> names_;
  int files_ = 0;
};

}  // namespace certlite::rig

#endif  // CERTLITE_TESTS_RIGS_POWER_RECORDER_H_
