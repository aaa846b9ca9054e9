// What the tests of backups share: a folder for them, and a backup that gets its name at once.
#ifndef CERTLITE_TESTS_STORE_BACKUP_FIXTURE_H_
#define CERTLITE_TESTS_STORE_BACKUP_FIXTURE_H_

#include <filesystem>
#include <set>
#include <string>

#include "tests/folder.h"
#include "tests/store/store_fixture.h"

namespace certlite {

class BackupPlaceTest : public StoreTest {
 protected:
  BackupPlaceTest() { std::filesystem::create_directory(Path("backups")); }

  std::string Place() const { return Path("backups/backup.db"); }
  std::set<std::string> Names() const { return NamesIn(Path("backups")); }

  static Result<void> LookAtNothing(Connection& /*connection*/) { return {}; }

  static Result<void> Named(Result<BackupFile> file) {
    return file.ok() ? file->Name() : Result<void>(file.TakeError());
  }
};

}  // namespace certlite

#endif  // CERTLITE_TESTS_STORE_BACKUP_FIXTURE_H_
