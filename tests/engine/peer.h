// Another process that is a host of the same file: it opens the store when it is first called and keeps it open until
// it is killed, so it never closes it.
#ifndef CERTLITE_TESTS_ENGINE_PEER_H_
#define CERTLITE_TESTS_ENGINE_PEER_H_

#include <sys/types.h>

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "tests/engine/host.h"
#include "tests/store/fault_vfs.h"

namespace certlite::host {

// What happens to a call's write on its way to the disk: from a step on everything fails, or there it stops for good.
struct Trouble {
  enum class Kind { kFails, kStops };

  Kind kind = Kind::kFails;
  FaultVfs::Step step = FaultVfs::Step::kBegun;
  int nth = 0;  // of those steps
};

// Forked when it is made or restarted, and then no store may be open in this process. `faults` outlive it.
class Peer {
 public:
  explicit Peer(FaultVfs& faults) : faults_(faults) { Start(); }
  ~Peer() { Kill(); }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  // Opens the store, anew if it is open. Answers how that went.
  Answer Open(const std::string& path, const OpenOptions& options = {});

  // A session of its engine, whichever process that is by then. A cancel is taken for one that is triggered already.
  Session As(const std::string& path, const Json& principal);

  // A call that meets with trouble. Nothing is answered if it stopped; it never goes on.
  std::optional<Answer> CallInTrouble(const std::string& path, const Trouble& trouble, std::string_view operation,
                                      const Json& request, const How& how);

  // By SIGKILL, unless it is dead already. Returns when it is gone.
  void Kill();

  // Another process in its place, with no store open.
  void Restart();

 private:
  void Start();
  std::optional<Answer> Ask(const Json& request);

  FaultVfs& faults_;
  pid_t pid_ = 0;
  std::FILE* requests_ = nullptr;
  std::FILE* answers_ = nullptr;
};

}  // namespace certlite::host

#endif  // CERTLITE_TESTS_ENGINE_PEER_H_
