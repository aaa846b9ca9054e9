// What is rendered, parsed.
#ifndef CERTLITE_TESTS_RENDER_JSON_H_
#define CERTLITE_TESTS_RENDER_JSON_H_

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace certlite {

using Json = nlohmann::ordered_json;

inline std::vector<std::string> KeysOf(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

inline bool Holds(const Json& array, const Json& value) {
  return std::find(array.begin(), array.end(), value) != array.end();
}

}  // namespace certlite

#endif  // CERTLITE_TESTS_RENDER_JSON_H_
