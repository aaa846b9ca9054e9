// Bytes as a sequence of calls of the C ABI, in any order that the header defines: handles that are live, NULL or of
// another kind, pointers that are NULL, structs of other sizes. What it leaves undefined, such as using what was
// closed, is not done. A line is one call: its letter, the digits of its handles and manners, a space, and its texts,
// separated by tabs.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <filesystem>

#include "tests/engine/fixture.h"
#include "tests/rigs/files/damage.h"
#include "tests/rigs/files/filled_store.h"
#include "tests/rigs/fuzz/target.h"

namespace certlite::rig {
namespace {

constexpr size_t kCallsMax = 64;
constexpr size_t kNewStoresMax = 1;  // of one input: a schema takes longer to make than all else that it does
constexpr size_t kSlots = 3;
alignas(std::max_align_t) constexpr char kRubbish[] = "rubbish";

// What an output holds before the call that must write it.
template <typename Handle>
Handle* Rubbish() {
  return reinterpret_cast<Handle*>(const_cast<char*>(kRubbish));
}

// The handles of one kind. A digit below kSlots is one of them, or NULL where there is none.
template <typename Handle>
struct Slots {
  std::array<Handle*, kSlots> handles = {};

  Handle*& at(size_t digit) { return handles[digit % kSlots]; }
};

// Where an input's stores are: one with records, put back from its bytes, which costs much less than making it again,
// and a place for a new one.
class Places {
 public:
  Places() {
    host::Engine engine(full());
    const FilledStore filled = Fill(engine);
    ids_ = {filled.organization, filled.member, filled.type};
    engine.Close();
    files_ = ReadFiles(full());
  }

  void SetBack() const {
    WriteFiles(files_, full());
    for (const char* suffix : {"", "-wal", "-shm", "-lock"}) std::filesystem::remove(empty() + suffix);
  }

  std::string full() const { return scratch_.Path(); }
  std::string empty() const { return scratch_.Path("new.db"); }
  const std::vector<std::string>& ids() const { return ids_; }  // of the full one's records

 private:
  const host::Scratch scratch_;
  std::vector<std::string> ids_;
  Files files_;
};

// Calls as one input tells them.
class Caller {
 public:
  explicit Caller(const Places& places) : full_(places.full()), empty_(places.empty()), ids_(places.ids()) {
    places.SetBack();
  }

  ~Caller() {
    for (size_t i = 0; i < kSlots; ++i) {
      certlite_close(engines_.at(i));
      certlite_session_close(sessions_.at(i));
      certlite_batch_free(batches_.at(i));
      certlite_cancel_free(cancels_.at(i));
      certlite_error_free(errors_.at(i));
    }
  }
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;

  void Call(std::string_view line) {
    std::string_view head = TakeUntil(line, ' ');
    rest_ = line;
    const char letter = head.empty() ? '\0' : head.front();
    digits_ = head.substr(std::min<size_t>(1, head.size()));
    switch (letter) {
      case 'o':
        return Open();
      case 'c':
        return Close<certlite_engine>(engines_, certlite_close);
      case 's':
        return OpenSession();
      case 'e':
        return Close<certlite_session>(sessions_, certlite_session_close);
      case 'x':
        return Execute();
      case 'i':
        return Import();
      case 'b':
        return ReadBatch();
      case 'f':
        return Close<certlite_batch>(batches_, certlite_batch_free);
      case 'n':
        return NewCancel();
      case 't':
        return certlite_cancel_trigger(Pick(cancels_));
      case 'd':
        return Close<certlite_cancel>(cancels_, certlite_cancel_free);
      case 'r':
        return ReadError();
      case 'g':
        return Close<certlite_error>(errors_, certlite_error_free);
      case 'v':
        return Judge();
      default:
        return;
    }
  }

 private:
  size_t Digit() {
    if (digits_.empty()) return 0;
    const auto digit = static_cast<unsigned char>(digits_.front() - '0');
    digits_.remove_prefix(1);
    return digit;
  }

  static bool Flag(size_t digit, size_t bit) { return (digit >> bit & 1) != 0; }

  std::vector<char> Text() { return WithIds(TakeUntil(rest_, '\t'), ids_); }

  // A live handle of the kind, NULL, or a live one of another kind.
  template <typename Handle>
  Handle* Pick(Slots<Handle>& slots) {
    const size_t digit = Digit();
    if (digit < kSlots) return slots.at(digit);
    void* const others[] = {
        nullptr, engines_.at(digit), sessions_.at(digit), batches_.at(digit), cancels_.at(digit), errors_.at(digit)};
    return static_cast<Handle*>(others[digit % std::size(others)]);
  }

  // Closing what is of another kind leaves it as it is.
  template <typename Handle>
  void Close(Slots<Handle>& slots, void (*close)(Handle*)) {
    Handle* const handle = Pick(slots);
    close(handle);
    for (Handle*& slot : slots.handles) {
      if (slot == handle) slot = nullptr;
    }
  }

  // Where an error is to go: nowhere, or into a slot that is emptied before anything else of the call is picked.
  certlite_error** ErrorOut() {
    const size_t digit = Digit();
    if (digit >= kSlots) return nullptr;
    error_slot_ = &errors_.at(digit);
    certlite_error_free(*error_slot_);
    *error_slot_ = nullptr;
    error_ = Rubbish<certlite_error>();
    return &error_;
  }

  void RequireError(certlite_status status, const certlite_error* const* out) {
    if (out == nullptr) return;
    *error_slot_ = error_;
    Require((error_ == nullptr) == (status == CERTLITE_OK), "an error object if and only if it failed");
    if (error_ == nullptr) return;
    Require(certlite_error_status(error_) == status, "the error has the status");
    certlite_str json;
    certlite_error_json(error_, &json);
    RequireAnswer({status, 0, std::string(json.data, json.size)});
  }

  void Open() {
    certlite_error** const err = ErrorOut();
    const size_t slot = Digit();
    const size_t place = Digit();
    const size_t manner = Digit();
    certlite_open_options options{};
    options.struct_size = sizeof options;
    options.busy_timeout_ms = 1;
    options.id_seed = 1;
    if (Flag(manner, 0)) options.flags |= CERTLITE_OPEN_EXISTING;
    if (Flag(manner, 1)) options.flags |= CERTLITE_OPEN_EXCLUSIVE;
    if (Flag(manner, 2)) options.flags |= 128;
    if (Flag(manner, 3)) options.struct_size = static_cast<uint32_t>(Digit() % (sizeof options + 1));
    static constexpr std::string_view kWithNul("a\0b", 3);
    const std::string_view paths[] = {full_, empty_, "/", "", kWithNul, "/nowhere/at.all", ":memory:"};
    const std::string_view path = place < std::size(paths) ? paths[place] : full_;
    const bool is_new = path == ":memory:" || (path == empty_ && !std::filesystem::exists(empty_));
    if (is_new && new_stores_++ >= kNewStoresMax) return;
    const bool no_options = Flag(manner, 4);
    const bool is_exclusive = !no_options && Flag(manner, 1);
    const bool is_patient = no_options || options.struct_size < sizeof options;
    // Beside an engine that has its file for itself, an opening that doesn't say how long to wait takes 5 s, and
    // closing another one a fiftieth of that.
    if ((is_patient && any_exclusive_) || (is_exclusive && any_shared_)) return;
    certlite_engine* engine = Rubbish<certlite_engine>();
    const certlite_status status =
        certlite_open(place == 9 ? nullptr : path.data(), path.size(), no_options ? nullptr : &options, &engine, err);
    Require((engine == nullptr) == (status != CERTLITE_OK), "an engine if and only if it succeeded");
    RequireError(status, err);
    certlite_close(engines_.at(slot));
    engines_.at(slot) = engine;
    if (engine != nullptr) (is_exclusive ? any_exclusive_ : any_shared_) = true;
  }

  void OpenSession() {
    certlite_error** const err = ErrorOut();
    const size_t slot = Digit();
    certlite_engine* const engine = Pick(engines_);
    std::vector<char> principal = Text();
    const bool given = !principal.empty();
    certlite_session* session = Rubbish<certlite_session>();
    static constexpr std::string_view kSystem = R"({"system":true})";
    const certlite_status status = certlite_session_open(engine, given ? principal.data() : kSystem.data(),
                                                         given ? principal.size() : kSystem.size(), &session, err);
    Require((session == nullptr) == (status != CERTLITE_OK), "a session if and only if it succeeded");
    RequireError(status, err);
    certlite_session_close(sessions_.at(slot));
    sessions_.at(slot) = session;
  }

  // The call's options in memory of `size` bytes, so that whoever reads beyond is seen.
  std::vector<char> CallOptions() {
    const size_t manner = Digit();
    certlite_call call{};
    call.struct_size = sizeof call;
    call.flags = CERTLITE_CALL_NOW;
    call.now_unix_ms = host::kNow;
    if (Flag(manner, 0)) call.flags |= CERTLITE_CALL_AS_OF;
    if (Flag(manner, 1)) call.flags |= CERTLITE_CALL_KNOWN_AT;
    if (Flag(manner, 2)) call.flags |= CERTLITE_CALL_LENIENT;
    if (Flag(manner, 3)) call.cancel = Pick(cancels_);
    call.as_of_day = static_cast<int32_t>(Digit() * 5'000) - 20'000;
    call.known_at_unix_ms = host::kNow + static_cast<int64_t>(Digit()) * host::kDayMs;
    if (Flag(manner, 4)) call.flags |= 1U << (Digit() % 32);
    if (Flag(manner, 5)) call.now_unix_ms = static_cast<int64_t>(uint64_t{1} << (Digit() % 64));
    size_t size = sizeof call;
    if (Flag(manner, 6)) size = std::max(sizeof call.struct_size, Digit());
    call.struct_size = static_cast<uint32_t>(size);
    std::vector<char> bytes(size);
    std::memcpy(bytes.data(), &call, std::min(size, sizeof call));
    if (size > sizeof call) bytes.back() = static_cast<char>(Digit() % 2);
    return bytes;
  }

  void Execute() {
    certlite_error** const err = ErrorOut();
    certlite_session* const session = Pick(sessions_);
    const size_t nulls = Digit();
    const std::vector<char> options = CallOptions();
    const std::vector<char> operation = Text();
    const std::vector<char> key = Text();
    const std::vector<char> request = Text();
    int32_t outcome = 77;
    certlite_buf response = {nullptr, 77};
    const certlite_status status =
        certlite_execute(session, Flag(nulls, 0) ? nullptr : operation.data(), operation.size(),
                         Flag(nulls, 1) ? nullptr : request.data(), request.size(), Flag(nulls, 2) ? "" : key.data(),
                         Flag(nulls, 2) ? 0 : key.size(),
                         Flag(nulls, 3) ? nullptr : reinterpret_cast<const certlite_call*>(options.data()),
                         Flag(nulls, 4) ? nullptr : &outcome, Flag(nulls, 5) ? nullptr : &response, err);
    RequireError(status, err);
    if (status != CERTLITE_OK) {
      Require(Flag(nulls, 4) || outcome == 0, "no outcome of what failed");
      Require(Flag(nulls, 5) || (response.data == nullptr && response.size == 0), "no response of what failed");
      return;
    }
    const std::string text(response.data, response.size);
    RequireAnswer({status, outcome, text});
    Require(response.data[response.size] == '\0', "a NUL behind it");
    certlite_buf_free(&response);
    Require(response.data == nullptr && response.size == 0, "a freed buffer is empty");
    if (outcome == CERTLITE_CREATED && ids_.size() < 10) ids_.push_back(host::Answer{status, outcome, text}.id());
  }

  void Import() {
    certlite_error** const err = ErrorOut();
    certlite_session* const session = Pick(sessions_);
    certlite_batch** batch = &batches_.at(Digit());
    const size_t nulls = Digit();
    const std::vector<char> call = CallOptions();
    const std::vector<char> operation = Text();
    const std::vector<char> options = Text();
    std::vector<char> lines = Text();
    std::ranges::replace(lines, '|', '\n');  // an input's own lines are calls
    if (Flag(nulls, 4)) batch = nullptr;
    certlite_batch* const before = batch == nullptr ? nullptr : *batch;
    const certlite_status status = certlite_import(
        session, Flag(nulls, 0) ? nullptr : operation.data(), operation.size(), Flag(nulls, 1) ? nullptr : lines.data(),
        lines.size(), Flag(nulls, 2) ? nullptr : options.data(), options.size(),
        Flag(nulls, 3) ? nullptr : reinterpret_cast<const certlite_call*>(call.data()), batch, err);
    RequireError(status, err);
    if (batch != nullptr)
      Require(status == CERTLITE_OK ? *batch != nullptr : *batch == before, "a batch stays as it was");
  }

  void ReadBatch() {
    certlite_batch* const batch = Pick(batches_);
    size_t count = 77;
    const certlite_result* const results = certlite_batch_results(batch, &count);
    Require(results != nullptr || count == 0, "as many results as there are");
    for (size_t i = 0; i < count; ++i) {
      const certlite_result& result = results[i];
      Require(std::memchr(result.id, 0, sizeof result.id) != nullptr, "an id that ends");
      if (result.status != CERTLITE_OK)
        RequireAnswer({result.status, 0, std::string(result.problem.data, result.problem.size)});
    }
    certlite_str id = {kRubbish, 7};
    certlite_batch_id(batch, &id);
    Require(id.size == 0 || id.size == 36, "a batch's id or none");
    Require(id.data[id.size] == '\0', "a NUL behind it");
  }

  void NewCancel() {
    certlite_cancel* cancel = nullptr;
    Require(certlite_cancel_new(&cancel) == CERTLITE_OK && cancel != nullptr, "a token");
    certlite_cancel*& slot = cancels_.at(Digit());
    certlite_cancel_free(slot);
    slot = cancel;
  }

  void ReadError() {
    const certlite_error* const error = Pick(errors_);
    certlite_str json = {kRubbish, 7};
    certlite_error_json(error, &json);
    Require(json.data[json.size] == '\0', "a NUL behind it");
    certlite_error_system(error);
    const bool is_live = json.size != 0;
    Require(is_live || certlite_error_status(error) == CERTLITE_E_INVALID_HANDLE, "what is no error says so");
  }

  // Facts are the text's bytes; the two functions agree on them.
  void Judge() {
    const auto day = static_cast<int32_t>(Digit() * 10'000) - 200'000;
    const size_t n = std::min<size_t>(rest_.size() / 5, 200);
    std::vector<certlite_facts> facts(n);
    std::array<std::vector<int32_t>, 5> columns;
    const auto number = [&](size_t i, int scale) { return static_cast<signed char>(rest_[i]) * scale; };
    for (size_t i = 0; i < n; ++i) {
      facts[i] = {number(5 * i, 300),     number(5 * i + 1, 300),   number(5 * i + 2, 300),
                  number(5 * i + 3, 300), number(5 * i + 4, 1) % 8, 0};
      if (rest_[5 * i + 1] == '~') facts[i].expires_on_day = CERTLITE_NO_DAY;
      if (rest_[5 * i] == '~') facts[i].issued_on_day = CERTLITE_NO_DAY;
      const int32_t row[] = {facts[i].issued_on_day, facts[i].expires_on_day, facts[i].grace_days,
                             facts[i].expiring_soon_days, facts[i].lifecycle_status};
      for (size_t c = 0; c < columns.size(); ++c) columns[c].push_back(row[c]);
    }
    const certlite_fact_columns in_columns = {columns[0].data(), columns[1].data(), columns[2].data(),
                                              columns[3].data(), columns[4].data()};
    std::vector<certlite_validity_result> verdicts(n);
    std::vector<uint8_t> statuses(n);
    const certlite_status status = certlite_validity(facts.data(), n, day, verdicts.data());
    Require(certlite_validity_statuses(&in_columns, n, day, statuses.data()) == status, "both judge or both refuse");
    for (size_t i = 0; status == CERTLITE_OK && i < n; ++i)
      Require(verdicts[i].validity_status == statuses[i], "both judge the same");
  }

  const std::string full_;
  const std::string empty_;
  size_t new_stores_ = 0;
  bool any_shared_ = false;  // engines that were opened
  bool any_exclusive_ = false;
  std::string_view rest_;    // the texts of the call
  std::string_view digits_;  // the digits of the call
  std::vector<std::string> ids_;
  Slots<certlite_engine> engines_;
  Slots<certlite_session> sessions_;
  Slots<certlite_batch> batches_;
  Slots<certlite_cancel> cancels_;
  Slots<certlite_error> errors_;
  certlite_error* error_ = nullptr;        // what the call makes ...
  certlite_error** error_slot_ = nullptr;  // ... and where it belongs
};

}  // namespace
}  // namespace certlite::rig

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const certlite::rig::Places places;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  certlite::rig::Caller caller(places);
  for (size_t n = 0; n < certlite::rig::kCallsMax && !rest.empty(); ++n)
    caller.Call(certlite::rig::TakeUntil(rest, '\n'));
  return 0;
}
