// What a call works with, kept for the next one with the memory that it has grown to.
#ifndef CERTLITE_CORE_ENGINE_TOOLS_H_
#define CERTLITE_CORE_ENGINE_TOOLS_H_

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "core/base/hash.h"
#include "core/parse/json_parser.h"

namespace certlite {

struct Tools {
  JsonParser parser;

  // Made when they are first needed: starting OpenSSL takes longer than opening a store.
  Sha256& sha256() { return sha256_ ? *sha256_ : sha256_.emplace(); }
  HmacSha256& hmac() { return hmac_ ? *hmac_ : hmac_.emplace(); }

 private:
  std::optional<Sha256> sha256_;
  std::optional<HmacSha256> hmac_;
};

// Tools that wait for the next call. Thread-safety: any.
class ToolPool {
 public:
  ToolPool() { idle_.reserve(kIdleMax); }

 private:
  friend class ToolLease;
  static constexpr size_t kIdleMax = 8;

  std::mutex mutex_;
  std::vector<std::unique_ptr<Tools>> idle_;
};

// Tools for one call, given back when the call ends. Thread-safety: one thread.
class ToolLease {
 public:
  explicit ToolLease(ToolPool& pool) : pool_(pool) {
    {
      const std::lock_guard lock(pool_.mutex_);
      if (!pool_.idle_.empty()) {
        tools_ = std::move(pool_.idle_.back());
        pool_.idle_.pop_back();
      }
    }
    if (tools_ == nullptr) tools_ = std::make_unique<Tools>();
  }
  ~ToolLease() {
    const std::lock_guard lock(pool_.mutex_);
    if (pool_.idle_.size() < ToolPool::kIdleMax) pool_.idle_.push_back(std::move(tools_));
  }
  ToolLease(const ToolLease&) = delete;
  ToolLease& operator=(const ToolLease&) = delete;

  Tools& operator*() const { return *tools_; }
  Tools* operator->() const { return tools_.get(); }

 private:
  ToolPool& pool_;
  std::unique_ptr<Tools> tools_;
};

}  // namespace certlite

#endif  // CERTLITE_CORE_ENGINE_TOOLS_H_
