// An organization is made, and made again by mistake; one without a name is refused; then all of them are listed.
#include <certlite.hpp>
#include <iostream>

int main() try {
  using certlite::value_or_throw;
  const auto engine = value_or_throw(certlite::Engine::open(":memory:"));
  const auto session = value_or_throw(engine.session(R"({"system":true})"));

  certlite::Call once;
  once.idempotency_key = "first";
  for (int i = 0; i < 2; ++i) {
    const auto made = value_or_throw(session.execute("organization.create", R"({"name":"North Sea Wind"})", once));
    std::cout << made.json() << '\n';  // {"data":{"id":...,"name":"North Sea Wind",...},"meta":{"revision":1}}
  }

  // Or without exceptions: what may fail answers a value or an error.
  if (const auto refused = session.execute("organization.create", "{}"); !refused) {
    std::cout << refused.error().problem() << '\n';  // {"type":...,"violations":[{"rule":"field.required",...}]}
  }
  for (auto& page : session.pages("organization.list", R"({"limit":200})")) {
    std::cout << value_or_throw(page).json() << '\n';
  }
} catch (const certlite::Exception& exception) {
  std::cerr << exception.what() << '\n';
  return 1;
}
