// A small store in which every table has rows, made in the same way each time, and all that may be asked of it.
#ifndef CERTLITE_TESTS_RIGS_FILES_FILLED_STORE_H_
#define CERTLITE_TESTS_RIGS_FILES_FILLED_STORE_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/engine/host.h"

namespace certlite::rig {

struct Question {
  std::string operation;
  host::Json request;
};

struct FilledStore {
  std::string organization;         // the one that has everything
  std::string member;               // of it, and active
  std::string type;                 // of it, and active
  std::vector<Question> questions;  // every operation that reads, of every record; all of them are answered
  // The proof of every chain: with its head, so that what is cut off behind is missed too.
  std::vector<Question> proofs;
};

// Fills the new store that `engine` has open. Throws if anything is refused.
FilledStore Fill(const host::Engine& engine);

}  // namespace certlite::rig

#endif  // CERTLITE_TESTS_RIGS_FILES_FILLED_STORE_H_
