#include "tests/rigs/power/disk.h"

#include <algorithm>

namespace certlite::rig {
namespace {

constexpr size_t kSectorBytes = 512;

bool IsOfDirectory(const Event& event) {
  return event.kind == Event::Kind::kCreate || event.kind == Event::Kind::kUnlink;
}

void Put(std::string& file, size_t offset, std::string_view bytes) {
  if (file.size() < offset + bytes.size()) file.resize(offset + bytes.size());
  bytes.copy(file.data() + offset, bytes.size());
}

std::string Garbage(size_t size, std::mt19937_64& random) {
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

}  // namespace

void Disk::Happen(const Event& event) {
  if (event.kind == Event::Kind::kAcknowledge) return;
  if (event.kind != Event::Kind::kSync && event.kind != Event::Kind::kSyncDirectory) {
    pending_.push_back(event);
    return;
  }
  const bool of_directory = event.kind == Event::Kind::kSyncDirectory;
  std::erase_if(pending_, [&](const Event& done) {
    const bool settled = IsOfDirectory(done) ? of_directory : !of_directory && done.file == event.file;
    if (settled) Do(done, durable_);
    return settled;
  });
}

Image Disk::Crash(Loss loss, std::mt19937_64& random) const {
  Files files = durable_;
  if (loss == Loss::kNone) {
    for (const Event& event : pending_) Do(event, files);
  } else if (loss == Loss::kTail) {
    const size_t kept = random() % (pending_.size() + 1);
    for (size_t i = 0; i + 1 < kept; ++i) Do(pending_[i], files);
    if (kept > 0) {
      Event torn = pending_[kept - 1];
      if (torn.kind == Event::Kind::kWrite) torn.bytes.resize(random() % (torn.bytes.size() + 1));
      Do(torn, files);
    }
  } else if (loss == Loss::kSubset) {
    for (const Event& event : pending_) {
      const auto fate = random() % 5;
      if (fate == 0) DoInPart(event, files, random);
      if (fate > 2) Do(event, files);
    }
  }
  Image image;
  for (const auto& [name, file] : files.names) image[name] = std::move(files.bytes[file]);
  return image;
}

void Disk::Do(const Event& event, Files& files) {
  switch (event.kind) {
    case Event::Kind::kCreate:
      files.names[event.name] = event.file;
      break;
    case Event::Kind::kUnlink:
      if (files.names.contains(event.name) && files.names[event.name] == event.file) files.names.erase(event.name);
      files.bytes.erase(event.file);
      break;
    case Event::Kind::kWrite:
      Put(files.bytes[event.file], static_cast<size_t>(event.offset), event.bytes);
      break;
    case Event::Kind::kTruncate:
      files.bytes[event.file].resize(static_cast<size_t>(event.offset));
      break;
    default:
      break;
  }
}

// Each sector of a write is kept, missing or garbage; anything else is done or not.
void Disk::DoInPart(const Event& event, Files& files, std::mt19937_64& random) {
  if (event.kind != Event::Kind::kWrite) {
    if (random() % 2 == 0) Do(event, files);
    return;
  }
  std::string& file = files.bytes[event.file];
  const auto begin = static_cast<size_t>(event.offset);
  const size_t end = begin + event.bytes.size();
  for (size_t at = begin; at < end;) {
    const size_t next = std::min(end, (at / kSectorBytes + 1) * kSectorBytes);
    const auto fate = random() % 3;
    if (fate == 0) Put(file, at, std::string_view(event.bytes).substr(at - begin, next - at));
    if (fate == 1) Put(file, at, Garbage(next - at, random));
    at = next;
  }
}

}  // namespace certlite::rig
