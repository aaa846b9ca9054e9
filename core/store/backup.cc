#include "core/store/backup.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "core/base/json_text.h"
#include "core/model/rule.h"
#include "core/store/opening.h"
#include "core/store/system_error.h"

namespace certlite {
namespace {

constexpr int kPagesAStep = 256;
constexpr const char* kOwnSuffixes[] = {"", "-wal", "-shm", "-journal", "-lock"};
constexpr const char* kLogSuffixes[] = {"-wal", "-shm", "-journal"};

struct Free {
  void operator()(char* text) const { std::free(text); }
};

// The path taken apart.
struct Named {
  std::string folder;  // absolute, links resolved; ends in '/'
  std::string name;
};

Error Unfit(std::string detail) {
  return MakeError(ErrorCode::kInvalid, rule::kBackupPlace, PointerTo("path"), std::move(detail));
}

Error Taken(const std::string& path) {
  return MakeError(ErrorCode::kConflict, rule::kBackupFree, PointerTo("path"),
                   absl::StrCat(path, " exists already, and is left as it is."));
}

Result<Named> TakeApart(const std::string& path) {
  const size_t begin = path.rfind('/') + 1;  // 0 if there is no slash
  Named place{begin == 0 ? "./" : path.substr(0, begin), path.substr(begin)};
  if (path == kMemoryPath || place.name.empty() || place.name == "." || place.name == "..") {
    return Unfit("A backup needs the name of a file.");
  }
  const std::unique_ptr<char, Free> folder(realpath(place.folder.c_str(), nullptr));
  if (folder == nullptr) return SystemError(errno, "looking for the backup's folder");
  place.folder = folder.get();
  if (!IsUtf8(place.folder)) return Unfit("The backup's folder has a name that isn't UTF-8; name another.");
  if (!place.folder.ends_with('/')) place.folder += '/';
  return place;
}

// By whatever name the folder is known, and whether or not its file system tells cases apart.
bool IsOfStore(const Named& place, const std::string& store_path) {
  if (store_path == kMemoryPath) return false;
  const size_t begin = store_path.rfind('/') + 1;
  struct stat folder {};
  struct stat store_folder {};
  if (stat(place.folder.c_str(), &folder) != 0 || stat(store_path.substr(0, begin).c_str(), &store_folder) != 0 ||
      folder.st_dev != store_folder.st_dev || folder.st_ino != store_folder.st_ino) {
    return false;
  }
  for (const char* suffix : kOwnSuffixes) {
    if (strcasecmp(place.name.c_str(), (store_path.substr(begin) + suffix).c_str()) == 0) return true;
  }
  return false;
}

bool Exists(const std::string& path) {
  struct stat found {};
  return lstat(path.c_str(), &found) == 0;
}

bool IsFile(const std::string& path) {
  struct stat found {};
  return lstat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode);
}

Error CancelledBackup() { return MakeError(ErrorCode::kCancelled, "Cancelled while backing up."); }

// The path as a URI that tells SQLite that nobody writes to the file, so that it leaves no log beside it.
std::string ImmutableUri(const std::string& path) {
  std::string uri = "file:";
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/';
    if (plain) {
      uri += c;
    } else {
      std::array<char, 4> escaped{};
      std::snprintf(escaped.data(), escaped.size(), "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
      uri += escaped.data();
    }
  }
  return uri + "?immutable=1";
}

// Why SQLite couldn't read a page of what it checked, which it tells in the text of what it found and nowhere else;
// SQLITE_OK if it could.
int WhyUnread(std::string_view found) {
  constexpr std::string_view kReason = "unable to get the page. error code=";
  const size_t at = found.find(kReason);
  int rc = SQLITE_OK;
  if (at != std::string_view::npos)
    std::from_chars(found.data() + at + kReason.size(), found.data() + found.size(), rc);
  return rc;
}

// Its bits for the group are worth something only where the copy has the same group.
mode_t ModeLike(const struct stat& store, int copy) {
  struct stat made {};
  const bool same = fstat(copy, &made) == 0 && made.st_gid == store.st_gid;
  const bool is_groups = same || fchown(copy, static_cast<uid_t>(-1), store.st_gid) == 0;
  return store.st_mode & (is_groups ? 0666 : 0606);
}

// Zero or errno.
int MoveReplacing(const std::string& from, const std::string& to) {
  return rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

// Zero or errno; EEXIST if the new name is taken.
int MoveWithoutReplacing(const std::string& from, const std::string& to) {
#ifdef RENAME_NOREPLACE
  if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
#endif
  if (link(from.c_str(), to.c_str()) != 0) return errno;
  unlink(from.c_str());
  return 0;
}

// Zero or errno.
int SyncFolder(const std::string& path) {
  const int folder = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return errno;
  const int error = fsync(folder) == 0 ? 0 : errno;
  close(folder);
  return error;
}

}  // namespace

Result<BackupFile> BackupFile::Make(const BackupPlace& place, const std::string& store_path) {
  Result<Named> named = TakeApart(place.path);
  if (!named.ok()) return std::move(named.error());
  if (IsOfStore(*named, store_path)) return Unfit("This is a file of the store itself.");
  BackupFile file;
  file.folder_ = std::move(named->folder);
  file.path_ = file.folder_ + named->name;
  file.replaces_ = place.replaces;
  if (Exists(file.path_) && !(place.replaces && IsFile(file.path_))) return Taken(file.path_);
  // SQLite would take it for this file's; and a store that is in use has one.
  for (const char* suffix : kLogSuffixes) {
    if (Exists(file.path_ + suffix)) return Taken(file.path_ + suffix);
  }
  std::string temporary = file.path_ + ".partial-XXXXXX";
  const int made = mkostemp(temporary.data(), O_CLOEXEC);
  if (made < 0) return SystemError(errno, "making the backup's file");
  file.temporary_ = std::move(temporary);
  struct stat store {};
  // Who may read the store may read its backup.
  const bool like_store = stat(store_path.c_str(), &store) == 0;
  if (like_store && fchmod(made, ModeLike(store, made)) != 0) {
    const int error = errno;
    close(made);
    return SystemError(error, "making the backup's file");
  }
  close(made);
  return file;
}

BackupFile::BackupFile(BackupFile&& other) noexcept { *this = std::move(other); }

BackupFile& BackupFile::operator=(BackupFile&& other) noexcept {
  std::swap(folder_, other.folder_);
  std::swap(path_, other.path_);
  std::swap(temporary_, other.temporary_);
  std::swap(replaces_, other.replaces_);
  std::swap(pages_, other.pages_);
  return *this;
}

BackupFile::~BackupFile() {
  if (!temporary_.empty()) unlink(temporary_.c_str());
}

Result<void> BackupFile::Fill(Database& source, const std::atomic<bool>* cancelled) {
  Database copy;
  const absl::Cleanup close_copy = [&copy] { sqlite3_close(copy.handle); };
  constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
  int rc = sqlite3_open_v2(temporary_.c_str(), &copy.handle, kFlags, nullptr);
  if (rc != SQLITE_OK) return copy.Fail(rc, "opening the backup's file");
  // Half of it is worth nothing, so there is no journal; all of it is synced once.
  constexpr const char* kSettings =
      "PRAGMA journal_mode = OFF; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA cache_size = -2048;";
  rc = sqlite3_exec(copy.handle, kSettings, nullptr, nullptr, nullptr);
  if (rc != SQLITE_OK) return copy.Fail(rc, "opening the backup's file");
  sqlite3_backup* const backup = sqlite3_backup_init(copy.handle, "main", source.handle, "main");
  if (backup == nullptr) return copy.Fail(sqlite3_errcode(copy.handle), "beginning the backup");
  while (rc == SQLITE_OK && !IsSet(cancelled)) rc = sqlite3_backup_step(backup, kPagesAStep);
  pages_ = sqlite3_backup_pagecount(backup);
  const int finished = sqlite3_backup_finish(backup);
  if (rc == SQLITE_OK) return CancelledBackup();
  if (rc == SQLITE_DONE) rc = finished;
  if (rc != SQLITE_OK) return copy.Fail(rc, "copying the store");
  return {};
}

Result<void> BackupFile::Check(const std::atomic<bool>* cancelled) {
  Database copy;
  const absl::Cleanup close_copy = [&copy] { sqlite3_close(copy.handle); };
  constexpr int kFlags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
  const int rc = sqlite3_open_v2(ImmutableUri(temporary_).c_str(), &copy.handle, kFlags, nullptr);
  if (rc != SQLITE_OK) return copy.Fail(rc, "reading the backup back");
  copy.HeedCancel(cancelled);
  Result<Statement> statement = Statement::Prepare(copy, "PRAGMA quick_check(1)");
  if (!statement.ok()) return Result<void>(statement.TakeError());
  Query query(*statement);
  Result<bool> row = query.Step();
  if (!row.ok()) return Result<void>(row.TakeError());
  const std::string found = OnlyAscii(query.Text(0));
  if (found == "ok") return {};
  const int unread = WhyUnread(found);
  if (unread != SQLITE_OK && unread != SQLITE_CORRUPT) return SqliteError(nullptr, unread, "reading the backup back");
  return MakeError(ErrorCode::kCorrupt, absl::StrCat("The copy is not sound, as the store may not be: ", found,
                                                     ". A check of the store tells more."));
}

Result<BackupFacts> BackupFile::Facts() const {
  struct stat copied {};
  if (stat(temporary_.c_str(), &copied) != 0) return SystemError(errno, "reading the backup back");
  return BackupFacts{path_, pages_, copied.st_size};
}

Result<void> BackupFile::Name() {
  std::string named = replaces_ ? "" : path_;  // goes yet, unless its name is durable; what it has replaced is gone
  int error = replaces_ ? MoveReplacing(temporary_, path_) : MoveWithoutReplacing(temporary_, path_);
  if (error == EEXIST) return Taken(path_);
  if (error != 0) return SystemError(error, "naming the backup");
  temporary_.swap(named);
  error = SyncFolder(folder_);
  if (error != 0 && error != EINVAL) return SystemError(error, "making the backup's name durable");
  temporary_.clear();
  return {};
}

}  // namespace certlite
