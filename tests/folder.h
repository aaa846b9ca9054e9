// What is in a folder.
#ifndef CERTLITE_TESTS_FOLDER_H_
#define CERTLITE_TESTS_FOLDER_H_

#include <filesystem>
#include <set>
#include <string>

namespace certlite {

inline std::set<std::string> NamesIn(const std::filesystem::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) names.insert(entry.path().filename().string());
  return names;
}

}  // namespace certlite

#endif  // CERTLITE_TESTS_FOLDER_H_
