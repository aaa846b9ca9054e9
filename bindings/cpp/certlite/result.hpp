// Result<T>, a value or the Error that stands in its place, and the throwing layer over it.
#ifndef CERTLITE_RESULT_HPP_
#define CERTLITE_RESULT_HPP_

#include <certlite.h>

#include <cassert>
#include <certlite/json_member.hpp>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace certlite {
inline namespace v0 {

namespace detail {

template <auto Free>
struct Releaser {
  template <typename Handle>
  void operator()(Handle* handle) const noexcept {
    Free(handle);
  }
};

inline std::string_view view(certlite_str text) noexcept { return {text.data, text.size}; }

}  // namespace detail

// Who can mend an error. A code that you don't know belongs to its class.
enum class ErrorClass : std::int32_t { kCaller = 1, kRequest = 2, kState = 3, kEnvironment = 4, kLibrary = 5 };

// Why a call failed. Copies share what the library told.
class Error {
 public:
  explicit Error(certlite_status status, certlite_error* owned = nullptr)
      : status_(status), told_(owned, detail::Releaser<certlite_error_free>()) {}

  // CERTLITE_E_*
  certlite_status status() const noexcept { return status_; }
  ErrorClass kind() const noexcept { return static_cast<ErrorClass>(-status_ / 100); }

  // RFC 9457 problem details. Lifetime: the error's and its copies'. Empty where the C ABI tells no more than a status:
  // of validity() and CancelToken::create(), and of what this header refuses.
  std::string_view problem() const noexcept {
    certlite_str text;
    certlite_error_json(told_.get(), &text);
    return detail::view(text);
  }

  // The code's name as the problem has it, such as "not_found"; empty without a problem.
  std::string_view code() const noexcept {
    const std::string_view name = detail::member(problem(), "code");
    return name.size() < 2 ? std::string_view() : name.substr(1, name.size() - 2);
  }

  // The system's own code (errno, or SQLite's extended result code), 0 if there is none.
  std::int32_t system() const noexcept { return certlite_error_system(told_.get()); }

 private:
  certlite_status status_;
  std::shared_ptr<certlite_error> told_;
};

// A value or the Error that stands in its place. As with std::expected, ask before you take: value() and error() of
// what isn't there are the caller's error.
template <typename T>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  // NOLINTNEXTLINE(google-explicit-constructor): as std::expected has it
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  // NOLINTNEXTLINE(google-explicit-constructor): shorter than std::unexpected, and as clear
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return ok(); }

  T& value() & noexcept { return *get<0>(state_); }
  const T& value() const& noexcept { return *get<0>(state_); }
  T&& value() && noexcept { return std::move(*get<0>(state_)); }
  const Error& error() const noexcept { return *get<1>(state_); }

  T& operator*() & noexcept { return value(); }
  const T& operator*() const& noexcept { return value(); }
  T&& operator*() && noexcept { return std::move(*this).value(); }
  T* operator->() noexcept { return &value(); }
  const T* operator->() const noexcept { return &value(); }

  // What `function` makes of the value, or the error.
  template <typename Function>
  auto map(Function&& function) && -> Result<std::invoke_result_t<Function, T&&>> {
    if (!ok()) return error();
    return std::forward<Function>(function)(std::move(*this).value());
  }

  // Likewise, of a function that may fail itself and answers a Result.
  template <typename Function>
  auto and_then(Function&& function) && -> std::invoke_result_t<Function, T&&> {
    if (!ok()) return error();
    return std::forward<Function>(function)(std::move(*this).value());
  }

 private:
  template <std::size_t Index, typename State>
  static auto get(State& state) noexcept {
    assert(state.index() == Index);
    return std::get_if<Index>(&state);
  }

  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  using value_type = void;

  Result() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): as above
  Result(Error error) : error_(std::move(error)) {}

  bool ok() const noexcept { return !error_.has_value(); }
  explicit operator bool() const noexcept { return ok(); }
  void value() const noexcept { assert(ok()); }
  const Error& error() const noexcept {
    assert(!ok());
    return *error_;
  }

 private:
  std::optional<Error> error_;
};

// The throwing layer. It only adds to what stands above, so files with and without it may be linked together.
#if (defined(__cpp_exceptions) || defined(_CPPUNWIND)) && !defined(CERTLITE_NO_EXCEPTIONS)
// An Error, thrown; what() is its problem document.
class Exception : public std::exception {
 public:
  explicit Exception(Error error) noexcept : error_(std::move(error)) {}

  const char* what() const noexcept override {
    const std::string_view problem = error_.problem();
    return problem.empty() ? "Certlite refused the call and told only its status" : problem.data();
  }
  const Error& error() const noexcept { return error_; }

 private:
  Error error_;
};

// The value, by itself: auto engine = value_or_throw(Engine::open("certs.db"));
template <typename T>
T value_or_throw(Result<T>&& result) {
  if (!result.ok()) throw Exception(result.error());
  if constexpr (!std::is_void_v<T>) return std::move(result).value();
}

// The value where it is, of a result that you keep, such as a page.
template <typename T>
decltype(auto) value_or_throw(Result<T>& result) {
  if (!result.ok()) throw Exception(result.error());
  return result.value();
}
template <typename T>
decltype(auto) value_or_throw(const Result<T>& result) {
  if (!result.ok()) throw Exception(result.error());
  return result.value();
}
#endif

}  // namespace v0
}  // namespace certlite

#endif  // CERTLITE_RESULT_HPP_
