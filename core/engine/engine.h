// The engine: the order of the stages, written here once.
#ifndef CERTLITE_CORE_ENGINE_ENGINE_H_
#define CERTLITE_CORE_ENGINE_ENGINE_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/engine/batch.h"
#include "core/engine/call.h"
#include "core/engine/certification_columns.h"
#include "core/engine/entropy.h"
#include "core/engine/tools.h"
#include "core/model/principal.h"
#include "core/model/validity.h"

namespace certlite {

inline constexpr std::string_view kLibraryVersion = "1.0.0";
inline constexpr uint32_t kAbiVersion = 1;

struct EngineOptions {
  std::string path;  // a file, or ":memory:"
  uint32_t busy_timeout_ms = 5000;
  bool must_exist = false;
  bool exclusive = false;
  uint64_t id_seed = 0;  // 0: the system's randomness
};

class Store;

// An open store with all its operations. Thread-safety: any.
class Engine {
 public:
  // Errors: see Store::Open.
  static Result<std::unique_ptr<Engine>> Open(const EngineOptions& options);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Reads a principal's JSON. Errors: kMalformed, kInvalid.
  Result<Principal> ReadPrincipal(std::string_view text);

  // Runs one operation. Errors: as describe tells of the operation, and those of the store.
  Result<Answer> Execute(const Principal& principal, std::string_view operation, std::string_view request,
                         std::optional<std::string_view> idempotency_key, const CallOptions& options);

  // Runs the operation on each line of `lines`, JSON Lines that go on where the batch is, in one transaction; what
  // became of them is in the batch. `import_options`: a JSON object, "" is {}. A call that fails has done nothing, and
  // leaves the batch as it was.
  // Errors: as Execute for what isn't a line's fault; kTooLarge; kInvalid for an operation that can't be imported.
  Result<void> Import(const Principal& principal, std::string_view operation, std::string_view lines,
                      std::string_view import_options, const CallOptions& options, Batch& batch);

 private:
  explicit Engine(uint64_t id_seed);

  Result<Answer> Read(Call& call, const CallOptions& options);
  Result<Answer> Keep(Call& call, const CallOptions& options);
  Result<Answer> Try(Call& call, const CallOptions& options);
  Result<Answer> Write(Call& call, const CallOptions& options, size_t request_bytes);
  Result<Answer> Erase(Call& call, const CallOptions& options, const Digest& fingerprint);
  Result<std::optional<Answer>> LookBeforeWriting(Call& call, const CallOptions& options, const Digest& fingerprint);

  Entropy entropy_;
  std::unique_ptr<Store> store_;
  ToolPool tools_;
  std::atomic<bool> expects_replay_ = false;  // the latest key that was looked up was bound already
  ColumnCache columns_;
};

// Judges the block's first `n` records for one day, as every operation judges a record. False if a day or a
// number of days is out of its bounds. Pure.
bool JudgeValidity(ValidityBlock& block, size_t n, int32_t as_of);

// The statuses alone, by the same rules; on false `status` is not to be read. Pure.
bool JudgeStatuses(const FactColumns& facts, size_t n, int32_t as_of, uint8_t* status);

// What this library can do, as JSON.
std::string Describe();

// The error as problem details (RFC 9457).
std::string ProblemOf(const Error& error);

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_ENGINE_H_
