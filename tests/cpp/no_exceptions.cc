#include "tests/cpp/no_exceptions.h"

#include <certlite.hpp>

#if defined(__cpp_exceptions) || defined(__cpp_rtti)
#error "compile this without exceptions and RTTI"
#endif

namespace certlite {

std::string CountOrganizationsWithoutExceptions(int made) {
  auto engine = Engine::open(":memory:");
  if (!engine) return std::string(engine.error().problem());
  auto session = engine->session(R"({"system":true})");
  if (!session) return std::string(session.error().problem());
  for (int i = 0; i < made; ++i) {
    if (!session->execute("organization.create", R"({"name":"Wind"})")) return "refused";
  }
  int count = 0;
  for (const auto& page : session->pages("organization.list", R"({"limit":2})")) {
    if (!page) return std::string(page.error().code());
    for (std::size_t at = 0; (at = page->json().find("\"Wind\"", at)) != std::string_view::npos; ++at) ++count;
  }
  return std::to_string(count);
}

}  // namespace certlite
