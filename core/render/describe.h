// What the library can do, as one JSON document made from the tables.
#ifndef CERTLITE_CORE_RENDER_DESCRIBE_H_
#define CERTLITE_CORE_RENDER_DESCRIBE_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace certlite {

struct LibraryFacts {
  std::string_view version;
  uint32_t abi_version;
  std::string_view sqlite_version;
  int schema_version;
};

std::string RenderDescription(const LibraryFacts& library);

}  // namespace certlite

#endif  // CERTLITE_CORE_RENDER_DESCRIBE_H_
