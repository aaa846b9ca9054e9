// What can go wrong, as values: an Error says what was wrong, where, and what to do about it.
#ifndef CERTLITE_CORE_BASE_ERROR_H_
#define CERTLITE_CORE_BASE_ERROR_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace certlite {

// The machine-readable kind of a failure. The numbers are the ABI's, in classes of 100 by who can mend it: 1xx the
// caller's code, 2xx the record, 3xx the state of the store, 4xx the environment, 5xx the library.
enum class ErrorCode : int32_t {
  kInvalidArgument = -101,
  kInvalidHandle = -102,
  kUnsupportedOption = -103,
  kUnknownOperation = -104,
  kForkedHandle = -105,
  kMalformed = -201,
  kInvalid = -202,
  kTooLarge = -203,
  kIdempotencyKeyInvalid = -204,
  kCursorInvalid = -205,
  kForbidden = -301,
  kNotFound = -302,
  kConflict = -303,
  kExternalIdConflict = -304,
  kIdempotencyKeyReused = -305,
  kArchived = -306,
  kRevisionConflict = -307,
  kGone = -308,
  kHistoryBroken = -309,
  kBusy = -401,
  kOutcomeUnknown = -402,
  kReopenRequired = -403,
  kStorageFull = -404,
  kReadOnly = -405,
  kStorageIo = -406,
  kCannotOpen = -407,
  kCorrupt = -408,
  kNotADatabase = -409,
  kNewerDatabase = -410,
  kOutOfMemory = -411,
  kCancelled = -412,
  kInternal = -501,
};

// What the documents say of one error code.
struct ErrorCodeInfo {
  ErrorCode code;
  std::string_view name;    // as in problem details: "not_found"
  int http_status;          // what an HTTP host answers
  std::string_view title;   // one line for people
  std::string_view advice;  // what the caller should do
};

// Every error code, in the order of the numbers. Lifetime: static.
std::span<const ErrorCodeInfo> ErrorCodes();

// The table's row for `code`.
const ErrorCodeInfo& InfoOf(ErrorCode code);

// One broken rule of a request.
struct Violation {
  std::string_view rule;  // id from the rules table; static
  std::string pointer;    // RFC 6901, into the request; "" is the whole document
  std::string detail;     // for people: what was wrong and what is expected
};

// A failure: one code, a sentence, and the rules that were broken. `facts` are further members of the problem
// document, each a name and a JSON value that is already rendered.
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string detail;
  std::vector<Violation> violations;
  std::vector<std::pair<std::string_view, std::string>> facts;
  int32_t system_code = 0;  // errno or SQLite's extended code, 0 where there is none
};

// A T or the Error that stood in its way.
template <typename T>
class [[nodiscard]] Result {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): so that `return value` works
  Result(T value) : value_(std::move(value)) {}
  // NOLINTNEXTLINE(google-explicit-constructor): so that `return error` works
  Result(Error error) : error_(std::make_unique<Error>(std::move(error))) {}
  // The failure of another Result, without allocating.
  explicit Result(std::unique_ptr<Error> error) : error_(std::move(error)) {}

  bool ok() const { return error_ == nullptr; }
  T& value() { return value_; }
  const T& value() const { return value_; }
  T* operator->() { return &value_; }
  T& operator*() { return value_; }
  Error& error() { return *error_; }
  const Error& error() const { return *error_; }
  std::unique_ptr<Error> TakeError() { return std::move(error_); }

 private:
  T value_{};
  std::unique_ptr<Error> error_;
};

// Success or an Error, for what answers nothing.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): so that `return error` works
  Result(Error error) : error_(std::make_unique<Error>(std::move(error))) {}

  explicit Result(std::unique_ptr<Error> error) : error_(std::move(error)) {}

  bool ok() const { return error_ == nullptr; }
  Error& error() { return *error_; }
  const Error& error() const { return *error_; }
  std::unique_ptr<Error> TakeError() { return std::move(error_); }

 private:
  std::unique_ptr<Error> error_;
};

// An Error of `code` with a sentence and nothing more.
Error MakeError(ErrorCode code, std::string detail);

// An Error of `code` that names the one rule that was broken.
Error MakeError(ErrorCode code, std::string_view rule, std::string pointer, std::string detail);

}  // namespace certlite

#endif  // CERTLITE_CORE_BASE_ERROR_H_
