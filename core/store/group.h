// Group commit: writes that wait in line are carried out in the transaction of whoever is inside, and become durable
// with it.
#ifndef CERTLITE_CORE_STORE_GROUP_H_
#define CERTLITE_CORE_STORE_GROUP_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <future>

#include "absl/functional/function_ref.h"
#include "core/base/error.h"
#include "core/store/connection.h"
#include "core/store/writer_lock.h"

namespace certlite {

// One call's write, whole or not at all.
struct Work {
  // Answers whether it has changed anything; after an Error or an exception nothing of it stays. It may run on another
  // thread while its own waits, and again after a transaction of which nothing has stayed.
  absl::FunctionRef<Result<bool>(Connection&)> write;
  size_t bytes;  // about how much it writes

  // Answers whether the call is settled without writing. If there is one it is asked once at most, on the call's own
  // thread, before the write waits for somebody with whom it can't share a transaction.
  const absl::FunctionRef<Result<bool>()>* look = nullptr;
};

// A write whose thread waits in line. Lifetime: until its thread has left the line.
class Errand : public ThreadQueue::Waiter {
 public:
  explicit Errand(const Work& work);

  // For its thread, once it was served: what has become of the write. Nothing stayed of one that is to be done again.
  bool IsToBeDoneAgain() const { return fate_ == Fate::kAgain; }
  Result<void> Outcome();

 private:
  friend class Group;
  enum class Fate : uint8_t { kAgain, kSettled, kUnknown };

  Result<void> Do(Connection& connection);

  const Work work_;
  std::packaged_task<Result<void>(Connection&)> task_;  // which keeps an exception for its own thread
  Result<void> unknown_;                                // made beforehand: want of memory must not hide it
  bool is_marked_ = false;
  bool is_done_ = false;
  Fate fate_ = Fate::kAgain;
};

// The errands that share a transaction, in the order in which they came. All are dismissed when the group goes.
class Group {
 public:
  explicit Group(ThreadQueue& queue) : queue_(queue) {}
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;
  ~Group();

  // Carries out those in line, until one comes that can't be served or the transaction, with `bytes` in it already, is
  // large enough. An errand that fails takes back only what it did itself. False: one has failed in such a way that the
  // whole transaction is lost; all but this one are to be done again.
  bool CarryOut(Connection& connection, size_t bytes);

  // Tells them what COMMIT has answered. Allocates nothing.
  void Settle(const Result<void>& committed);

 private:
  static constexpr size_t kErrandsMax = 127;
  static constexpr size_t kBytesMax = size_t{1} << 20;

  static bool CarryOut(Errand& errand, Connection& connection);

  ThreadQueue& queue_;
  std::array<Errand*, kErrandsMax> errands_ = {};
  size_t count_ = 0;
};

}  // namespace certlite

#endif  // CERTLITE_CORE_STORE_GROUP_H_
