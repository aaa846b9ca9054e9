// Files that the tool makes for people: in their place whole or not at all.
#ifndef CERTLITE_BINDINGS_CLI_COMPLETE_FILE_H_
#define CERTLITE_BINDINGS_CLI_COMPLETE_FILE_H_

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace certlite::cli {

// A file that is written beside its place and moved there when it is complete, so that nobody meets half of it; until
// then what stands there stays. Errors: every member throws std::runtime_error if it can't be written.
class CompleteFile {
 public:
  explicit CompleteFile(const std::string& path);
  CompleteFile(const CompleteFile&) = delete;
  CompleteFile& operator=(const CompleteFile&) = delete;
  ~CompleteFile();

  void Write(std::string_view text);

  // Puts it in its place, on the disk.
  void Finish();

 private:
  const std::string path_;
  const std::string partial_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

// Whether a complete file at `path`, or its making, would replace the file `other`, be it there already or not.
bool Replaces(const std::string& path, const std::string& other);

// Why no complete file may be made at `path`: it would replace the store `db`, or what is no ordinary file. "" if it
// may.
std::string HindranceAt(const std::string& path, const std::string& db);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_COMPLETE_FILE_H_
