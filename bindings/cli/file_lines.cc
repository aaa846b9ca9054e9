#include "bindings/cli/file_lines.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <system_error>

#include "bindings/cli/command_line.h"
#include "bindings/cli/interrupt.h"

namespace certlite::cli {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

int LeaveOpen(std::FILE* /*file*/) { return 0; }

}  // namespace

FileLines::FileLines(const std::string& name, std::string_view breaks)
    : breaks_(breaks),
      file_(name == "-" ? stdin : std::fopen(name.c_str(), "rb"), name == "-" ? &LeaveOpen : &std::fclose) {
  struct stat status {};
  if (file_ != nullptr && fstat(fileno(file_.get()), &status) == 0) {
    if (S_ISREG(status.st_mode)) bytes_in_all_ = static_cast<uint64_t>(status.st_size);
    if (!S_ISDIR(status.st_mode)) return;
    errno = EISDIR;
  }
  throw UsageError{"can't read '" + name + "': " + std::generic_category().message(errno), "import"};
}

// Reads what is there and no more, because a full buffer may be long in coming through a pipe.
bool FileLines::Has() {
  if (!rest_.empty() || ended_) return !ended_;
  const int descriptor = fileno(file_.get());
  WaitForInput(descriptor);
  const ssize_t count = read(descriptor, piece_.data(), piece_.size());
  if (count < 0) throw std::runtime_error("the file can't be read: " + std::generic_category().message(errno));
  rest_ = std::string_view(piece_.data(), static_cast<size_t>(count));
  bytes_read_ += rest_.size();
  ended_ = count == 0;
  return !ended_;
}

bool FileLines::Next(std::string* line) {
  if (!ReadLine(line)) return false;
  if (!begun_ && line->starts_with(kByteOrderMark)) line->erase(0, kByteOrderMark.size());
  begun_ = true;
  return !line->empty() || ReadLine(line);
}

bool FileLines::ReadLine(std::string* line) {
  line->clear();
  while (Has()) {
    const size_t end = rest_.find_first_of(breaks_);
    const std::string_view part = rest_.substr(0, end == std::string_view::npos ? end : end + 1);
    line->append(part.substr(0, kLineBytesMax + 1 - std::min(line->size(), kLineBytesMax + 1)));
    const bool returns = part.back() == '\r';
    rest_.remove_prefix(part.size());
    if (end == std::string_view::npos) continue;
    if (returns && Has() && rest_.front() == '\n') {
      *line += '\n';
      rest_.remove_prefix(1);
    }
    return true;
  }
  return !line->empty();
}

}  // namespace certlite::cli
