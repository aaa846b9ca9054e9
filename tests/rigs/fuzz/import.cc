// Any bytes as the lines of an import. An input's first line is "OPERATION OPTIONS", the rest are the lines; a line of
// nothing but "-" ends one call and begins the next one of the batch. Each line has one result, and when the same
// lines come again, in a new batch, what was created is found.
#include <algorithm>
#include <memory>

#include "tests/rigs/files/filled_store.h"
#include "tests/rigs/fuzz/target.h"

namespace certlite::rig {
namespace {

constexpr size_t kBetweenProofs = 500;
constexpr size_t kInputsAStore = 2'500;

// What is kept of a result: the batch's own memory goes.
struct Line {
  certlite_status status;
  int32_t outcome;
  std::string id;
};

// A store in memory with the one session that imports.
struct Store {
  Store() {
    const std::string principal = host::kSystem.dump();
    Require(
        certlite_session_open(engine.handle(), principal.data(), principal.size(), &session, nullptr) == CERTLITE_OK,
        "a session");
  }
  ~Store() { certlite_session_close(session); }
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  const host::Engine engine{":memory:"};
  const FilledStore filled = Fill(engine);
  const std::vector<std::string> ids = {filled.organization, filled.member, filled.type};
  certlite_session* session = nullptr;
  size_t inputs = 0;
};

void CheckResult(const certlite_result& result, uint64_t after) {
  Require(result.line > after, "lines come in order");
  if (result.status == CERTLITE_OK) {
    Require(result.outcome >= CERTLITE_CREATED && result.outcome <= CERTLITE_WITHHELD, "an outcome");
    Require(result.rule.size == 0 && result.problem.size == 0, "nothing is told against what was taken");
    return;
  }
  Require(result.outcome == 0, "a refused line has no outcome");
  RequireAnswer({result.status, 0, std::string(result.problem.data, result.problem.size)});
  const std::string_view pointer(result.pointer.data, result.pointer.size);
  Require(pointer.empty() || pointer.front() == '/', "a pointer", pointer);
}

// Imports the parts of `lines` one after the other. Answers each line's result, or nothing if a call is refused.
std::vector<Line> Import(const Store& store, std::string_view operation, std::string_view options,
                         std::string_view lines) {
  std::vector<Line> results;
  certlite_batch* batch = nullptr;
  uint64_t last = 0;
  while (!lines.empty()) {
    const size_t end = lines.find("\n-\n");
    const std::vector<char> part(
        lines.begin(),
        lines.begin() + static_cast<ptrdiff_t>(std::min(end == std::string_view::npos ? end : end + 1, lines.size())));
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 3);
    certlite_call call{};
    call.struct_size = sizeof call;
    call.flags = CERTLITE_CALL_NOW;
    call.now_unix_ms = host::kNow;
    certlite_error* error = nullptr;
    const certlite_status status = certlite_import(store.session, operation.data(), operation.size(), part.data(),
                                                   part.size(), options.data(), options.size(), &call, &batch, &error);
    if (status != CERTLITE_OK) {
      certlite_str told;
      certlite_error_json(error, &told);
      RequireAnswer({status, 0, std::string(told.data, told.size)});
      certlite_error_free(error);
      break;
    }
    size_t count = 0;
    const certlite_result* const told = certlite_batch_results(batch, &count);
    for (size_t i = 0; i < count; ++i) {
      CheckResult(told[i], last);
      last = told[i].line;
      results.push_back({told[i].status, told[i].outcome, told[i].id});
    }
  }
  certlite_batch_free(batch);
  return results;
}

void Check(std::string_view input) {
  static auto store = std::make_unique<Store>();
  if (store->inputs++ == kInputsAStore) store = std::make_unique<Store>();
  std::string_view head = TakeUntil(input, '\n');
  const std::string_view operation = TakeUntil(head, ' ');
  const std::vector<char> options = WithIds(head, store->ids);
  const std::vector<char> lines = WithIds(input, store->ids);
  const std::vector<Line> first = Import(*store, operation, ViewOf(options), ViewOf(lines));
  const std::vector<Line> second = Import(*store, operation, ViewOf(options), ViewOf(lines));
  const host::Json told = host::Json::parse(ViewOf(options), nullptr, /*allow_exceptions=*/false);
  const bool dry = told.is_object() && told.value("dry_run", host::Json()) == true;
  for (size_t i = 0; !dry && i < first.size(); ++i) {
    if (first[i].outcome != CERTLITE_CREATED) continue;
    Require(i < second.size() && second[i].status == CERTLITE_OK && second[i].outcome != CERTLITE_CREATED &&
                second[i].id == first[i].id,
            "what was imported is found again", first[i].id);
  }
  if (store->inputs % kBetweenProofs != 0) return;
  const host::Session system = store->engine.As(host::kSystem);
  for (const Question& proof : store->filled.proofs) {
    const host::Answer whole =
        system.Call("history.verify", {{"organization_id", proof.request.at("organization_id")}});
    Require(whole.ok(), "the store is whole", whole.text);
  }
}

}  // namespace
}  // namespace certlite::rig

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  certlite::rig::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
