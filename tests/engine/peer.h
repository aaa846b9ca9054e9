// Another process that is a host of the same file: it opens the store for each call and closes it again.
#ifndef CERTLITE_TESTS_ENGINE_PEER_H_
#define CERTLITE_TESTS_ENGINE_PEER_H_

#include <sys/types.h>

#include <cstdio>
#include <string>
#include <string_view>

#include "tests/engine/host.h"

namespace certlite::host {

// Forked when it is made: before this process opens a store and starts threads.
class Peer {
 public:
  Peer();
  ~Peer();
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  Answer Call(const std::string& path, const Json& principal, std::string_view operation, std::string_view text,
              const How& how = {});

 private:
  pid_t pid_ = 0;
  std::FILE* requests_ = nullptr;
  std::FILE* answers_ = nullptr;
};

}  // namespace certlite::host

#endif  // CERTLITE_TESTS_ENGINE_PEER_H_
