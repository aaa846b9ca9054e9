// A copy of a store in a file of its own, which has a name only when it is whole.
#ifndef CERTLITE_CORE_STORE_BACKUP_H_
#define CERTLITE_CORE_STORE_BACKUP_H_

#include <atomic>
#include <cstdint>
#include <string>

#include "core/base/error.h"
#include "core/store/statement.h"

namespace certlite {

// Where a backup goes.
struct BackupPlace {
  std::string path;
  bool replaces = false;  // a file that is there already, once the backup is whole
};

// What a backup has come to.
struct BackupFacts {
  std::string path;  // absolute, the links of its folder resolved
  int64_t pages = 0;
  int64_t bytes = 0;
};

// A file beside the backup's place, which goes unless it gets the backup's name.
class BackupFile {
 public:
  // Errors: kInvalid where a file of the store at `store_path` has its place; kConflict if something has the name
  // already that isn't to be replaced; kCannotOpen and other storage codes.
  static Result<BackupFile> Make(const BackupPlace& place, const std::string& store_path);

  BackupFile() = default;
  BackupFile(BackupFile&& other) noexcept;
  BackupFile& operator=(BackupFile&& other) noexcept;
  ~BackupFile();

  // Copies what `source` sees in one transaction, which it holds, and makes it durable. `cancelled` (may be null) is
  // heeded between steps. Errors: kCancelled; as SqliteError.
  Result<void> Fill(Database& source, const std::atomic<bool>* cancelled);

  // Reads the copy back. Errors: kCorrupt if it isn't sound; kCancelled; as SqliteError.
  Result<void> Check(const std::atomic<bool>* cancelled);

  // Errors: storage codes.
  Result<BackupFacts> Facts() const;

  // Gives it its name, for good: the last thing to do, as nothing that fails afterwards takes it back. Errors:
  // kConflict if something has it by now; storage codes.
  Result<void> Name();

 private:
  std::string folder_;     // the backup's
  std::string path_;       // the backup's
  std::string temporary_;  // its name until then; "": there is none
  bool replaces_ = false;
  int64_t pages_ = 0;
};

}  // namespace certlite

#endif  // CERTLITE_CORE_STORE_BACKUP_H_
