// The lines of a file as they stand there, one at a time and never more of one than fits.
#ifndef CERTLITE_BINDINGS_CLI_FILE_LINES_H_
#define CERTLITE_BINDINGS_CLI_FILE_LINES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace certlite::cli {

// Of a line, and of a record that goes over several. No request may be near it.
inline constexpr size_t kLineBytesMax = size_t{256} << 10;

class FileLines {
 public:
  // Opens the file, "-": standard input. Each byte of `breaks` ends a line, and "\r\n" is one end.
  // Errors: throws UsageError if it can't be opened.
  FileLines(const std::string& name, std::string_view breaks);
  FileLines(const FileLines&) = delete;
  FileLines& operator=(const FileLines&) = delete;
  ~FileLines() = default;

  // The next line with its end; false if there is none. Of one that is longer than kLineBytesMax *line receives the
  // first kLineBytesMax + 1 bytes. A byte order mark is skipped.
  // Errors: throws std::runtime_error if the file can't be read, Interrupted if a signal comes while it waits.
  bool Next(std::string* line);

  // For progress. Unit: bytes; a size of 0 isn't known.
  uint64_t bytes_read() const { return bytes_read_; }
  uint64_t bytes_in_all() const { return bytes_in_all_; }

 private:
  bool Has();  // whether there is a next byte
  bool ReadLine(std::string* line);

  const std::string_view breaks_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
  std::array<char, 65536> piece_{};
  std::string_view rest_;  // of the piece
  uint64_t bytes_read_ = 0;
  uint64_t bytes_in_all_ = 0;
  bool begun_ = false;
  bool ended_ = false;  // a terminal would go on after its end
};

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_FILE_LINES_H_
