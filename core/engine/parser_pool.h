// Parsers that wait for the next call, each with the memory that it has grown to.
#ifndef CERTLITE_CORE_ENGINE_PARSER_POOL_H_
#define CERTLITE_CORE_ENGINE_PARSER_POOL_H_

#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/model/draft.h"
#include "core/parse/json_parser.h"

namespace certlite {

// Thread-safety: any.
class ParserPool {
 public:
  ParserPool() { idle_.reserve(kIdleMax); }

 private:
  friend class ParserLease;
  static constexpr size_t kIdleMax = 8;

  std::mutex mutex_;
  std::vector<std::unique_ptr<JsonParser>> idle_;
};

// A parser for one call, given back when the call ends. Thread-safety: one thread.
class ParserLease {
 public:
  explicit ParserLease(ParserPool& pool) : pool_(pool) {
    const std::lock_guard lock(pool_.mutex_);
    if (pool_.idle_.empty()) return;
    parser_ = std::move(pool_.idle_.back());
    pool_.idle_.pop_back();
  }
  ~ParserLease() {
    const std::lock_guard lock(pool_.mutex_);
    if (parser_ != nullptr && pool_.idle_.size() < ParserPool::kIdleMax) pool_.idle_.push_back(std::move(parser_));
  }
  ParserLease(const ParserLease&) = delete;
  ParserLease& operator=(const ParserLease&) = delete;

  // As JsonParser. Lifetime: the draft's until the next one is parsed or the lease ends.
  Result<const Draft*> Parse(std::string_view text) {
    if (parser_ == nullptr) parser_ = std::make_unique<JsonParser>();
    return parser_->Parse(text);
  }

 private:
  ParserPool& pool_;
  std::unique_ptr<JsonParser> parser_;
};

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_PARSER_POOL_H_
