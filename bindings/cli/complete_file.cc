#include "bindings/cli/complete_file.h"

#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <system_error>

namespace certlite::cli {
namespace {

std::string PartialOf(const std::string& path) { return path + ".partial"; }

[[noreturn]] void FailToWrite(const std::string& path) {
  throw std::runtime_error("'" + path + "' can't be written: " + std::generic_category().message(errno));
}

// Whether the two are one file, now or once they are made.
bool IsSame(const std::string& one, const std::string& other) {
  namespace fs = std::filesystem;
  std::error_code unknown;
  // Of what isn't there yet weakly_canonical leaves a relative path relative.
  const auto whole = [&unknown](const std::string& path) { return fs::weakly_canonical(fs::absolute(path), unknown); };
  return fs::equivalent(one, other, unknown) || whole(one) == whole(other);
}

}  // namespace

CompleteFile::CompleteFile(const std::string& path)
    : path_(path), partial_(PartialOf(path)), file_(nullptr, &std::fclose) {
  std::remove(partial_.c_str());  // of a run that was killed
  file_.reset(std::fopen(partial_.c_str(), "wbx"));
  if (file_ == nullptr) FailToWrite(path_);
}

CompleteFile::~CompleteFile() {
  if (file_ != nullptr) std::remove(partial_.c_str());
}

void CompleteFile::Write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) FailToWrite(path_);
}

void CompleteFile::Finish() {
  std::FILE* const file = file_.get();
  if (std::fflush(file) != 0 || fsync(fileno(file)) != 0 || std::rename(partial_.c_str(), path_.c_str()) != 0) {
    FailToWrite(path_);
  }
  file_.reset();
}

bool Replaces(const std::string& path, const std::string& other) {
  return IsSame(path, other) || IsSame(PartialOf(path), other);
}

std::string HindranceAt(const std::string& path, const std::string& db) {
  for (const char* suffix : {"", "-wal", "-shm", "-journal", "-lock"}) {
    if (Replaces(path, db + suffix)) return "it is the store";
  }
  for (const std::string& place : {path, PartialOf(path)}) {
    std::error_code unknown;
    const std::filesystem::file_status status = std::filesystem::status(place, unknown);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) return "it is no ordinary file";
  }
  return "";
}

}  // namespace certlite::cli
