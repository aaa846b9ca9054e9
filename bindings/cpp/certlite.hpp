// Certlite for C++17: the C ABI of certlite.h in owning types. It needs the standard library and nothing else.
//
//  - What may fail answers a Result<T>: a value or an Error. Nothing throws but value_or_throw (certlite/result.hpp),
//    which is there if exceptions are. Where memory runs out in here, the standard library decides what happens.
//  - Text in is std::string_view, borrowed for the call. Text out is std::string_view too: its comment says whose it
//  is.
//    It ends in a NUL that size() doesn't count; an owner that was moved from or closed has none.
//  - Engine, Session, Batch, Response and CancelToken are handles: moved, never copied, and empty once they were moved
//    from or closed; close() may be repeated. What needs the handle is then refused with CERTLITE_E_INVALID_HANDLE.
//  - As in certlite.h: const members may be called on any thread at any time, the others by one thread at a time for
//    each object. Close, move or destroy nothing that another thread is using. The order of closing is free.
#ifndef CERTLITE_HPP_
#define CERTLITE_HPP_

#include <certlite.h>

#include <certlite/json_member.hpp>
#include <certlite/result.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <ratio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace certlite {
inline namespace v0 {  // the ABI's, so that parts of a program that were made for two of them don't mix

static_assert(CERTLITE_ABI_VERSION == 1, "certlite.h and certlite.hpp are of different releases");

// The library's version, "MAJOR.MINOR.PATCH".
inline std::string_view version() noexcept { return certlite_version(); }

// What the library can do, as JSON; static. Empty when memory ran out.
inline std::string_view describe() noexcept {
  certlite_str text;
  certlite_describe(&text);
  return detail::view(text);
}

// Instants and civil days are time points of the standard library; std::chrono::sys_days of C++20 converts to a Day.
using Instant = std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>;
using Day = std::chrono::time_point<std::chrono::system_clock, std::chrono::duration<std::int32_t, std::ratio<86400>>>;

// The day of a date of the Gregorian calendar. A date that doesn't exist is Day::max(), which the library refuses.
constexpr Day civil_day(int year, int month, int day) noexcept {
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  constexpr int kLengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return (Day::max)();
  if (day > kLengths[month - 1] + (month == 2 && leap ? 1 : 0)) return (Day::max)();
  int before = (year - 1) * 365 + (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400 + day - 1;
  for (int earlier = 1; earlier < month; ++earlier) before += kLengths[earlier - 1] + (earlier == 2 && leap ? 1 : 0);
  constexpr int kFrom0001To1970 = 719162;
  return Day(Day::duration(before - kFrom0001To1970));
}

// The number by which structs of the C ABI know the day.
constexpr std::int32_t day_number(Day day) noexcept { return day.time_since_epoch().count(); }

// The validity of each of `n` records on a day, into `out`; not to be read if it is refused. Pure: no engine, no clock.
inline Result<void> validity(const certlite_facts* facts, std::size_t n, Day as_of, certlite_validity_result* out) {
  const certlite_status status = certlite_validity(facts, n, day_number(as_of), out);
  if (status != CERTLITE_OK) return Error(status);
  return {};
}

// Likewise of a vector, array or span.
template <typename Facts>
Result<std::vector<certlite_validity_result>> validity(const Facts& facts, Day as_of) {
  std::vector<certlite_validity_result> out(std::size(facts));
  if (auto judged = validity(std::data(facts), out.size(), as_of, out.data()); !judged) return judged.error();
  return out;
}

// The validity_status alone of each of `n` records, CERTLITE_VALIDITY_* in a byte, of facts that lie in columns.
inline Result<void> validity_statuses(const certlite_fact_columns& facts, std::size_t n, Day as_of, std::uint8_t* out) {
  const certlite_status status = certlite_validity_statuses(&facts, n, day_number(as_of), out);
  if (status != CERTLITE_OK) return Error(status);
  return {};
}

// What a successful call did.
enum class Outcome : std::int32_t {
  kRefused = 0,  // only of a line of an import
  kCreated = CERTLITE_CREATED,
  kReplayed = CERTLITE_REPLAYED,
  kExists = CERTLITE_EXISTS,
  kUpdated = CERTLITE_UPDATED,
  kUnchanged = CERTLITE_UNCHANGED,
  kRead = CERTLITE_READ,
  kWithheld = CERTLITE_WITHHELD,
};

// An answer and what was done for it.
class Response {
 public:
  Response(certlite_buf owned, Outcome outcome) noexcept : buffer_(owned), outcome_(outcome) {}
  Response(Response&& other) noexcept
      : buffer_(std::exchange(other.buffer_, certlite_buf{nullptr, 0})), outcome_(other.outcome_) {}
  Response& operator=(Response&& other) noexcept {
    std::swap(buffer_, other.buffer_);
    std::swap(outcome_, other.outcome_);
    other.close();
    return *this;
  }
  ~Response() { close(); }

  // Lifetime: the response's.
  std::string_view json() const noexcept { return {buffer_.data, buffer_.size}; }
  Outcome outcome() const noexcept { return outcome_; }
  void close() noexcept { certlite_buf_free(&buffer_); }

 private:
  certlite_buf buffer_;
  Outcome outcome_;
};

// Cancels the calls that carry it; it must outlive them. Cancelling a write before its commit leaves nothing stored.
class CancelToken {
 public:
  static Result<CancelToken> create() {
    certlite_cancel* handle = nullptr;
    const certlite_status status = certlite_cancel_new(&handle);
    if (status != CERTLITE_OK) return Error(status);
    return CancelToken(handle);
  }

  // Every call that carries the token, now and later.
  void trigger() const noexcept { certlite_cancel_trigger(handle_.get()); }

  certlite_cancel* get() const noexcept { return handle_.get(); }
  void close() noexcept { handle_.reset(); }

 private:
  explicit CancelToken(certlite_cancel* owned) noexcept : handle_(owned) {}

  std::unique_ptr<certlite_cancel, detail::Releaser<certlite_cancel_free>> handle_;
};

// How a call is made; what is left out is the library's default.
struct Call {
  std::optional<std::string_view> idempotency_key = {};
  std::optional<Instant> now = {};       // else the system's clock
  std::optional<Day> as_of = {};         // else the UTC day of now
  std::optional<Instant> known_at = {};  // else now
  bool lenient = false;                  // ignore unknown members of the request
  const CancelToken* cancel = nullptr;
};

namespace detail {

inline certlite_call c_call(const Call& call) noexcept {
  certlite_call c{};
  c.struct_size = sizeof c;
  if (call.now) {
    c.flags |= CERTLITE_CALL_NOW;
    c.now_unix_ms = call.now->time_since_epoch().count();
  }
  if (call.as_of) {
    c.flags |= CERTLITE_CALL_AS_OF;
    c.as_of_day = day_number(*call.as_of);
  }
  if (call.known_at) {
    c.flags |= CERTLITE_CALL_KNOWN_AT;
    c.known_at_unix_ms = call.known_at->time_since_epoch().count();
  }
  if (call.lenient) c.flags |= CERTLITE_CALL_LENIENT;
  if (call.cancel != nullptr) c.cancel = call.cancel->get();
  return c;
}

// A token that was closed cancels nothing, so the C ABI would take it for none.
inline bool has_dead_token(const Call& call) noexcept {
  return call.cancel != nullptr && call.cancel->get() == nullptr;
}

inline Result<Response> execute(certlite_session* session, std::string_view operation, std::string_view request,
                                const Call& call) {
  if (has_dead_token(call)) return Error(CERTLITE_E_INVALID_HANDLE);
  const certlite_call c = c_call(call);
  // An empty key is a key, and refused; only no key is NULL.
  std::string_view key = call.idempotency_key.value_or(std::string_view());
  if (call.idempotency_key && key.data() == nullptr) key = "";
  std::int32_t outcome = 0;
  certlite_buf response;
  certlite_error* error = nullptr;
  const certlite_status status =
      certlite_execute(session, operation.data(), operation.size(), request.data(), request.size(), key.data(),
                       key.size(), &c, &outcome, &response, &error);
  if (status != CERTLITE_OK) return Error(status, error);
  return Response(response, static_cast<Outcome>(outcome));
}

}  // namespace detail

// What became of one line of an import. The texts live until the batch is imported into again, closed or destroyed.
struct LineResult {
  std::uint64_t line;      // counted from 1 through the whole batch
  certlite_status status;  // CERTLITE_OK, or why it was refused
  Outcome outcome;
  std::string_view id;       // of the record, if there is one
  std::string_view rule;     // refused: the first rule that it breaks; else empty, as what follows
  std::string_view pointer;  // where in the line, RFC 6901
  std::string_view problem;  // RFC 9457 problem details

  bool ok() const noexcept { return status == CERTLITE_OK; }
};

// The results of a batch's latest call, one a line in order; blank lines have none.
class LineResults {
 public:
  class iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = LineResult;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = LineResult;

    iterator() = default;
    LineResult operator*() const noexcept {
      return {at_->line,
              at_->status,
              static_cast<Outcome>(at_->outcome),
              at_->id,
              detail::view(at_->rule),
              detail::view(at_->pointer),
              detail::view(at_->problem)};
    }
    iterator& operator++() noexcept {
      ++at_;
      return *this;
    }
    iterator operator++(int) noexcept { return iterator(at_++); }
    friend bool operator==(const iterator& a, const iterator& b) noexcept { return a.at_ == b.at_; }
    friend bool operator!=(const iterator& a, const iterator& b) noexcept { return !(a == b); }

   private:
    friend LineResults;
    explicit iterator(const certlite_result* at) noexcept : at_(at) {}
    const certlite_result* at_ = nullptr;
  };

  LineResults(const certlite_result* first, std::size_t size) noexcept : first_(first), size_(size) {}

  iterator begin() const noexcept { return iterator(first_); }
  iterator end() const noexcept { return iterator(first_ + size_); }
  std::size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }
  LineResult operator[](std::size_t at) const noexcept { return *iterator(first_ + at); }

 private:
  const certlite_result* first_;
  std::size_t size_;
};

// The calls that import one file. It begins empty, and may outlive the session and go on with another one.
class Batch {
 public:
  LineResults results() const noexcept {
    std::size_t size = 0;
    const certlite_result* const first = certlite_batch_results(handle_.get(), &size);
    return {first, size};
  }

  // The id under which the history knows the batch; empty before the first call. Lifetime: the batch's.
  std::string_view id() const noexcept {
    certlite_str text;
    certlite_batch_id(handle_.get(), &text);
    return detail::view(text);
  }

  void close() noexcept { handle_.reset(); }

 private:
  friend class Session;
  std::unique_ptr<certlite_batch, detail::Releaser<certlite_batch_free>> handle_;
};

// The pages of a list, one call each, made when the loop comes to it. The first one that fails is the last. An input
// range: it can be walked once. It must not outlive its session, nor what its Call points to.
class Pages {
 public:
  class iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Result<Response>;
    using difference_type = std::ptrdiff_t;
    using pointer = value_type*;
    using reference = value_type&;

    iterator() = default;
    reference operator*() const noexcept { return *pages_->page_; }
    pointer operator->() const noexcept { return &**this; }
    iterator& operator++() {
      pages_->read_next();
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const iterator& a, const iterator& b) noexcept { return a.is_end() == b.is_end(); }
    friend bool operator!=(const iterator& a, const iterator& b) noexcept { return !(a == b); }

   private:
    friend Pages;
    explicit iterator(Pages* pages) noexcept : pages_(pages) {}
    bool is_end() const noexcept { return pages_ == nullptr || !pages_->page_.has_value(); }
    Pages* pages_ = nullptr;
  };

  iterator begin() {
    if (!begun_) read_next();
    begun_ = true;
    return iterator(this);
  }
  iterator end() noexcept { return iterator(); }

 private:
  friend class Session;
  Pages(certlite_session* session, std::string_view operation, std::string_view request, const Call& call)
      : session_(session), operation_(operation), request_(request), call_(call) {}

  // The cursor is taken as it is written in the answer's page.next_cursor: a text, or null on the last page.
  void read_next() {
    page_.reset();
    if (!request_) return;
    page_.emplace(detail::execute(session_, operation_, *request_, call_));
    std::string_view cursor;
    if (page_->ok()) cursor = detail::member(detail::member(page_->value().json(), "page"), "next_cursor");
    if (!cursor.empty() && cursor.front() == '"') {
      request_ = detail::with_cursor(*request_, cursor);
    } else {
      request_.reset();
    }
  }

  certlite_session* session_;
  std::string operation_;
  std::optional<std::string> request_;  // of the next page, if there is one
  Call call_;
  std::optional<Result<Response>> page_;
  bool begun_ = false;
};

// The calls of one principal. It keeps its engine alive.
class Session {
 public:
  // Runs one operation, such as "certification.create", on a request that is one JSON object.
  Result<Response> execute(std::string_view operation, std::string_view request, const Call& call = {}) const {
    return detail::execute(handle_.get(), operation, request, call);
  }

  // The pages of a list operation. A cursor in the request is where they begin.
  Pages pages(std::string_view operation, std::string_view request = "{}", const Call& call = {}) const {
    return {handle_.get(), operation, request, call};
  }

  // Runs an operation that writes on each line of JSON Lines, in one transaction; `batch` then has a result for each.
  // Lines that follow go into the same batch. A call that fails has written nothing (CERTLITE_E_OUTCOME_UNKNOWN
  // excepted) and leaves the batch as it was. `options` is a JSON object; describe() tells what it may hold.
  Result<void> import_lines(Batch& batch, std::string_view operation, std::string_view lines,
                            std::string_view options = {}, const Call& call = {}) const {
    if (detail::has_dead_token(call)) return Error(CERTLITE_E_INVALID_HANDLE);
    const certlite_call c = detail::c_call(call);
    certlite_batch* handle = batch.handle_.get();
    certlite_error* error = nullptr;
    const certlite_status status = certlite_import(handle_.get(), operation.data(), operation.size(), lines.data(),
                                                   lines.size(), options.data(), options.size(), &c, &handle, &error);
    if (status != CERTLITE_OK) return Error(status, error);
    if (!batch.handle_) batch.handle_.reset(handle);
    return {};
  }

  certlite_session* get() const noexcept { return handle_.get(); }
  explicit operator bool() const noexcept { return handle_ != nullptr; }
  void close() noexcept { handle_.reset(); }

 private:
  friend class Engine;
  explicit Session(certlite_session* owned) noexcept : handle_(owned) {}

  std::unique_ptr<certlite_session, detail::Releaser<certlite_session_close>> handle_;
};

struct OpenOptions {
  bool must_exist = false;                                           // fail rather than make a new file
  bool exclusive = false;                                            // hold the writers' lock for the engine's life
  std::chrono::duration<std::uint32_t, std::milli> busy_timeout{0};  // 0: the library's default
  std::uint64_t id_seed = 0;                                         // 0: the system's randomness; else for tests only
};

// A store that is open.
class Engine {
 public:
  // The store at `path`, made if there is none; ":memory:" lives as long as the engine.
  static Result<Engine> open(std::string_view path, const OpenOptions& options = {}) {
    if (certlite_abi_supports(CERTLITE_ABI_VERSION) == 0) return Error(CERTLITE_E_UNSUPPORTED_OPTION);
    certlite_open_options c{};
    c.struct_size = sizeof c;
    c.flags = (options.must_exist ? CERTLITE_OPEN_EXISTING : 0) | (options.exclusive ? CERTLITE_OPEN_EXCLUSIVE : 0);
    c.busy_timeout_ms = options.busy_timeout.count();
    c.id_seed = options.id_seed;
    certlite_engine* handle = nullptr;
    certlite_error* error = nullptr;
    const certlite_status status = certlite_open(path.data(), path.size(), &c, &handle, &error);
    if (status != CERTLITE_OK) return Error(status, error);
    return Engine(handle);
  }

  // A session for a principal whom the host has authenticated, told as JSON: {"system":true}, or see certlite.h.
  Result<Session> session(std::string_view principal) const {
    certlite_session* handle = nullptr;
    certlite_error* error = nullptr;
    const certlite_status status =
        certlite_session_open(handle_.get(), principal.data(), principal.size(), &handle, &error);
    if (status != CERTLITE_OK) return Error(status, error);
    return Session(handle);
  }

  certlite_engine* get() const noexcept { return handle_.get(); }
  explicit operator bool() const noexcept { return handle_ != nullptr; }
  void close() noexcept { handle_.reset(); }

 private:
  explicit Engine(certlite_engine* owned) noexcept : handle_(owned) {}

  std::unique_ptr<certlite_engine, detail::Releaser<certlite_close>> handle_;
};

}  // namespace v0
}  // namespace certlite

#endif  // CERTLITE_HPP_
