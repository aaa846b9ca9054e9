// A store in memory with one organization, as the tests of the C++ binding begin.
#ifndef CERTLITE_TESTS_CPP_STORE_H_
#define CERTLITE_TESTS_CPP_STORE_H_

#include <gmock/gmock.h>

#include <certlite.hpp>
#include <string>
#include <string_view>

namespace certlite {

inline constexpr std::string_view kSystem = R"({"system":true})";
inline constexpr std::string_view kWind = R"({"name":"North Sea Wind"})";
inline constexpr Instant kNow{std::chrono::milliseconds(1768464000000)};  // 2026-01-15T08:00:00.000Z

class CppTest : public testing::Test {
 protected:
  // A call whose answers are the same in every run.
  static Call AtNow(std::optional<std::string_view> key = {}) {
    Call call;
    call.idempotency_key = key;
    call.now = kNow;
    return call;
  }

  // The id of the record that `operation` makes, a millisecond after the one before, so that ids are in order.
  std::string Make(std::string_view operation, const std::string& request) {
    Call call;
    call.now = last_made_ += std::chrono::milliseconds(1);
    const auto made = session_.execute(operation, request, call);
    if (!made) {
      ADD_FAILURE() << made.error().problem();
      return "";
    }
    const std::string_view id = detail::member(detail::member(made->json(), "data"), "id");
    return std::string(id.substr(1, id.size() - 2));
  }

  Engine engine_ = value_or_throw(Engine::open(":memory:"));
  Session session_ = value_or_throw(engine_.session(kSystem));

 private:
  Instant last_made_ = kNow;
};

}  // namespace certlite

#endif  // CERTLITE_TESTS_CPP_STORE_H_
