// Where the system refuses what is needed beside SQLite: a backup is whole under its name, or not there at all; without
// the lock nothing is written.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "core/store/writer_lock.h"
#include "tests/instead.h"
#include "tests/store/backup_fixture.h"

namespace {

// Of our own calls; SQLite's go through.
std::map<std::string, int> refused;       // errno by function
bool in_another_group = false;            // is what is made, whatever it is in
bool is_anothers = false;                 // likewise
std::set<std::pair<uid_t, gid_t>> given;  // by fchown

bool IsOurs(const void* caller) { return certlite::OwnerOf(caller) == certlite::OwnerOf(&refused); }

template <typename Function, typename... Arguments>
int CallOr(const void* caller, Function* own, const char* name, Arguments... arguments) {
  const auto original = certlite::Original(own, name);
  const auto found = refused.find(name);
  if (found == refused.end() || !IsOurs(caller)) return original(arguments...);
  errno = found->second;
  return -1;
}

}  // namespace

#define CERTLITE_CALLER __builtin_return_address(0)

CERTLITE_INSTEAD int fchmod(int file, mode_t mode) noexcept {
  return CallOr(CERTLITE_CALLER, &fchmod, "fchmod", file, mode);
}
CERTLITE_INSTEAD int fchown(int file, uid_t owner, gid_t group) noexcept {
  if (IsOurs(CERTLITE_CALLER)) given.emplace(owner, group);
  return CallOr(CERTLITE_CALLER, &fchown, "fchown", file, owner, group);
}
CERTLITE_INSTEAD int fcntl(int file, int command, ...) {
  va_list more;
  va_start(more, command);
  void* const argument = va_arg(more, void*);
  va_end(more);
  return CallOr(CERTLITE_CALLER, &fcntl, "fcntl64", file, command, argument);
}
CERTLITE_INSTEAD int fstat(int file, struct stat* found) noexcept {
  const int answer = certlite::Original(&fstat, "fstat64")(file, found);
  if (in_another_group && IsOurs(CERTLITE_CALLER)) ++found->st_gid;
  if (is_anothers && IsOurs(CERTLITE_CALLER)) ++found->st_uid;
  return answer;
}
CERTLITE_INSTEAD int fsync(int file) { return CallOr(CERTLITE_CALLER, &fsync, "fsync", file); }
CERTLITE_INSTEAD int link(const char* from, const char* to) noexcept {
  return CallOr(CERTLITE_CALLER, &link, "link", from, to);
}
CERTLITE_INSTEAD int rename(const char* from, const char* to) noexcept {
  return CallOr(CERTLITE_CALLER, &rename, "rename", from, to);
}
CERTLITE_INSTEAD int renameat2(int from_folder, const char* from, int to_folder, const char* to,
                               unsigned flags) noexcept {
  return CallOr(CERTLITE_CALLER, &renameat2, "renameat2", from_folder, from, to_folder, to, flags);
}

namespace certlite {
namespace {

class FailingSystemTest : public BackupPlaceTest {
 protected:
  ~FailingSystemTest() override {
    refused.clear();
    in_another_group = is_anothers = false;
  }

  Result<void> BackUpWhile(std::map<std::string, int> what, bool replaces = false) {
    refused = std::move(what);
    auto made = Named(store_->BackUp({Place(), replaces}, LookAtNothing, nullptr));
    refused.clear();
    return made;
  }

  std::unique_ptr<Store> store_ = Opened({Path()});
};

TEST_F(FailingSystemTest, WithoutItsRightsOrItsNameThereIsNoBackup) {
  for (const std::map<std::string, int>& what : {std::map<std::string, int>{{"fchmod", EIO}},
                                                 {{"renameat2", EIO}},
                                                 {{"renameat2", ENOSYS}, {"link", EIO}},
                                                 {{"renameat2", EINVAL}, {"link", EIO}},
                                                 {{"fsync", EIO}}}) {
    EXPECT_CODE(ErrorCode::kStorageIo, BackUpWhile(what)) << what.begin()->first;
    EXPECT_TRUE(Names().empty()) << what.begin()->first;
  }
  ASSERT_OK(BackUpWhile({}));
  EXPECT_EQ(std::set<std::string>{"backup.db"}, Names());
}

TEST_F(FailingSystemTest, AFileSystemThatCannotRenameSoLinks) {
  for (const int error : {ENOSYS, EINVAL}) {
    ASSERT_OK(BackUpWhile({{"renameat2", error}}));
    EXPECT_EQ(std::set<std::string>{"backup.db"}, Names());
    std::filesystem::remove(Place());
  }
}

TEST_F(FailingSystemTest, AFolderThatCannotBeSyncedNeedNotBe) {
  ASSERT_OK(BackUpWhile({{"fsync", EINVAL}}));
  EXPECT_EQ(std::set<std::string>{"backup.db"}, Names());
}

TEST_F(FailingSystemTest, WhatWasToBeReplacedStays) {
  ASSERT_OK(BackUpWhile({}));
  const std::string before = Bytes(Place());
  ASSERT_OK(PutAndCommit(*store_, 2));
  EXPECT_CODE(ErrorCode::kStorageIo, BackUpWhile({{"rename", EIO}}, true));
  EXPECT_EQ(std::set<std::string>{"backup.db"}, Names());
  EXPECT_EQ(before, Bytes(Place()));
  // Once it has the name, the old one is gone.
  EXPECT_CODE(ErrorCode::kStorageIo, BackUpWhile({{"fsync", EIO}}, true));
  EXPECT_EQ(std::set<std::string>{"backup.db"}, Names());
  EXPECT_NE(before, Bytes(Place()));
}

TEST_F(FailingSystemTest, WithoutTheLockNothingIsWritten) {
  refused = {{"fcntl64", ENOLCK}};
  EXPECT_CODE(ErrorCode::kStorageIo, PutAndCommit(*store_, 2));
  refused.clear();
  EXPECT_EQ(1, Count(*store_));
  EXPECT_OK(PutAndCommit(*store_, 2));
}

// Root may have made it; its owner is to open the store afterwards.
TEST_F(FailingSystemTest, TheLockFileGetsTheStoresOwnerAndGroup) {
  struct stat store {};
  ASSERT_EQ(0, stat(Path().c_str(), &store));
  in_another_group = is_anothers = true;
  given.clear();
  WriterLock lock;
  ASSERT_OK(lock.Open(Path()));
  constexpr auto kSame = static_cast<uid_t>(-1);
  EXPECT_EQ((std::set<std::pair<uid_t, gid_t>>{{store.st_uid, kSame}, {kSame, store.st_gid}}), given);
  refused = {{"fchown", EPERM}};
  EXPECT_OK(WriterLock().Open(Path()));
}

TEST_F(FailingSystemTest, WhatMayBeAnotherFileIsGivenToNobody) {
  const std::string lock = Path("test.db-lock");
  const auto mode_after_opening = [&] {
    EXPECT_EQ(0, chmod(lock.c_str(), 0600));
    in_another_group = is_anothers = true;
    given.clear();
    EXPECT_OK(WriterLock().Open(Path()));
    EXPECT_TRUE(given.empty());
    return std::filesystem::status(lock).permissions();
  };
  ASSERT_EQ(0, chmod(Path().c_str(), 0664));
  std::filesystem::create_hard_link(lock, Path("another-name"));
  EXPECT_EQ(std::filesystem::perms(0600), mode_after_opening());
  std::filesystem::remove(Path("another-name"));
  std::ofstream(lock) << "something";
  EXPECT_EQ(std::filesystem::perms(0600), mode_after_opening());
}

// Whoever is no member of the store's group can't give the backup to it.
TEST_F(FailingSystemTest, InAnotherGroupNothingIsOpenToTheGroup) {
  in_another_group = true;
  ASSERT_EQ(0, chmod(Path().c_str(), 0664));
  ASSERT_OK(BackUpWhile({{"fchown", EPERM}}));
  struct stat made {};
  ASSERT_EQ(0, stat(Place().c_str(), &made));
  EXPECT_EQ(0604U, made.st_mode & 0777);
  ASSERT_OK(BackUpWhile({}, true));
  ASSERT_EQ(0, stat(Place().c_str(), &made));
  EXPECT_EQ(0664U, made.st_mode & 0777);
}

}  // namespace
}  // namespace certlite
