#include "tests/rigs/power/recorder.h"

#include <stdexcept>
#include <string_view>
#include <utility>

namespace certlite::rig {
namespace {

sqlite3_vfs* stock = nullptr;
Recorder* live = nullptr;
sqlite3_io_methods main_methods, side_methods;

// SQLite syncs a directory after a new file's first sync and after some removals, and opens it for nothing else.
using DirectoryOpener = int (*)(const char*, int*);
DirectoryOpener open_directory = nullptr;
thread_local bool directory_was_opened = false;

}  // namespace

Recorder::Recorder(std::string path, const Image& image, bool syncs_count)
    : path_(std::move(path)), syncs_count_(syncs_count) {
  stock = sqlite3_vfs_find("unix");
  own_ = *stock;
  own_.pNext = nullptr;
  own_.zName = "certlite-recorder";
  own_.szOsFile += static_cast<int>(sizeof(Place));
  own_.xOpen = &Open;
  own_.xDelete = &Delete;
  open_directory = reinterpret_cast<DirectoryOpener>(stock->xGetSystemCall(stock, "openDirectory"));
  const auto ours = reinterpret_cast<sqlite3_syscall_ptr>(&OpenDirectory);
  if (open_directory == nullptr || stock->xSetSystemCall(stock, "openDirectory", ours) != SQLITE_OK) {
    throw std::runtime_error("This SQLite doesn't let its directories be watched.");
  }
  live = this;
  sqlite3_vfs_register(&own_, 1);
  for (const auto& [suffix, bytes] : image) {
    const int file = FileNamed(suffix);
    Add({Event::Kind::kWrite, file, "", 0, bytes});
    events_.push_back({Event::Kind::kSync, file});
  }
  events_.push_back({Event::Kind::kSyncDirectory});
}

Recorder::~Recorder() {
  sqlite3_vfs_unregister(&own_);
  sqlite3_vfs_register(stock, 1);
  stock->xSetSystemCall(stock, "openDirectory", nullptr);
  live = nullptr;
}

Recorder::Place& Recorder::PlaceOf(sqlite3_file* file) {
  return *reinterpret_cast<Place*>(reinterpret_cast<char*>(file) + stock->szOsFile);
}

// The file stays SQLite's own; only its table of methods is exchanged for a copy with ours in it.
int Recorder::Open(sqlite3_vfs* /*vfs*/, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  const int rc = stock->xOpen(stock, name, file, flags, flags_out);
  const bool is_main = (flags & SQLITE_OPEN_MAIN_DB) != 0;
  const bool is_kept = is_main || (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) != 0;
  if (rc != SQLITE_OK || !is_kept || !std::string_view(name).starts_with(live->path_)) return rc;
  PlaceOf(file) = {file->pMethods, live->FileNamed(name + live->path_.size())};
  sqlite3_io_methods& methods = is_main ? main_methods : side_methods;
  methods = *file->pMethods;
  methods.xWrite = &Write;
  methods.xTruncate = &Truncate;
  methods.xSync = &Sync;
  if (is_main) methods.xShmLock = &LockIndex;
  file->pMethods = &methods;
  return rc;
}

int Recorder::Delete(sqlite3_vfs* /*vfs*/, const char* name, int sync_directory) {
  directory_was_opened = false;
  const int rc = stock->xDelete(stock, name, sync_directory);
  if (rc != SQLITE_OK || !std::string_view(name).starts_with(live->path_)) return rc;
  const std::string suffix = name + live->path_.size();
  live->Add({Event::Kind::kUnlink, live->FileNamed(suffix), suffix});
  live->names_.erase(suffix);
  if (directory_was_opened) live->Add({Event::Kind::kSyncDirectory});
  return rc;
}

int Recorder::OpenDirectory(const char* name, int* file) {
  directory_was_opened = true;
  return open_directory(name, file);
}

int Recorder::Write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  const Place& place = PlaceOf(file);
  const int rc = place.original->xWrite(file, bytes, size, offset);
  const auto* const text = static_cast<const char*>(bytes);
  if (rc == SQLITE_OK) {
    live->Add({Event::Kind::kWrite, place.file, "", offset, std::string(text, static_cast<size_t>(size))});
  }
  return rc;
}

int Recorder::Truncate(sqlite3_file* file, sqlite3_int64 size) {
  const Place& place = PlaceOf(file);
  const int rc = place.original->xTruncate(file, size);
  if (rc == SQLITE_OK) live->Add({Event::Kind::kTruncate, place.file, "", size});
  return rc;
}

int Recorder::Sync(sqlite3_file* file, int flags) {
  directory_was_opened = false;
  const Place& place = PlaceOf(file);
  const int rc = place.original->xSync(file, flags);
  if (rc != SQLITE_OK) return rc;
  live->Add({Event::Kind::kSync, place.file});
  if (directory_was_opened) live->Add({Event::Kind::kSyncDirectory});
  return rc;
}

// The index's first lock is the writer's.
int Recorder::LockIndex(sqlite3_file* file, int first, int count, int flags) {
  const int rc = PlaceOf(file).original->xShmLock(file, first, count, flags);
  const bool has_begun = first == 0 && (flags & SQLITE_SHM_LOCK) != 0 && (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  if (rc == SQLITE_OK && has_begun && live->at_begun) std::exchange(live->at_begun, nullptr)();
  return rc;
}

void Recorder::Add(Event event) {
  const bool is_sync = event.kind == Event::Kind::kSync || event.kind == Event::Kind::kSyncDirectory;
  if (is_sync && !syncs_count_) return;
  const std::lock_guard<std::mutex> lock(mutex_);
  events_.push_back(std::move(event));
}

int Recorder::FileNamed(const std::string& suffix) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto [found, is_new] = names_.try_emplace(suffix, files_);
  if (is_new) events_.push_back({Event::Kind::kCreate, files_++, suffix});
  return found->second;
}

}  // namespace certlite::rig
