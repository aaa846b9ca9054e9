// What the rigs of faults do with a store: the script's deeds, and the stores that they begin with.
#ifndef CERTLITE_TESTS_RIGS_FAULTS_SCRIPT_H_
#define CERTLITE_TESTS_RIGS_FAULTS_SCRIPT_H_

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/engine/host.h"
#include "tests/rigs/faults/files.h"

namespace certlite::rig {

// How a deed finds the store's file.
enum class Found : uint8_t {
  kNothing,      // there is none
  kClosed,       // as it is closed
  kLeftOpen,     // as a process that died leaves it, with a log to be read
  kLongLog,      // the same, and the log's file is so long that opening copies it into the file
  kFirstSchema,  // as the first release made it
};

// What is asked of the library, and what it answers if nothing fails.
struct Deed {
  enum class Kind : uint8_t { kOpen, kOpenSession, kCall, kImport, kBackUp, kClose };

  std::string name;
  Kind kind = Kind::kCall;
  Found found = Found::kLeftOpen;
  bool is_first = false;  // each time on an engine that has done nothing yet
  std::string operation = {};
  std::string text = {};  // the request; of an import, the lines; of a session, the principal
  std::optional<std::string> key = {};
  int32_t expected = 0;  // the outcome, or the status if it is refused
};

class Script {
 public:
  // What is in the store, and how much, is drawn from `seed`.
  explicit Script(uint64_t seed);

  const std::vector<Deed>& deeds() const { return deeds_; }

  // Puts what the deed finds at `path`.
  void Prepare(const Deed& deed, const std::string& path) const;

  // What may be there when `deed`, an opening, has failed: each migration is whole or not at all.
  std::vector<StoreFiles> StagesOf(const Deed& deed) const;

 private:
  std::string Made(const host::Session& session, const std::string& operation, const host::Json& request,
                   const host::How& how = {});
  std::string Words(size_t most);
  void MakeStore(const host::Session& system);
  void AddOpenings();
  void AddCreates();
  void AddChanges();
  void AddReads();
  void AddUpkeep();
  void Call(const std::string& operation, const host::Json& request, int32_t expected, const std::string& what = "");

  const StoreFiles& FilesOf(Found found) const;

  std::mt19937_64 random_;
  StoreFiles closed_, left_open_, first_schema_;
  std::vector<Deed> deeds_;

  // Ids of the store's records.
  std::string organization_, member_, other_member_, type_, other_type_, qualification_, role_, other_role_;
  std::vector<std::string> cards_;
};

}  // namespace certlite::rig

#endif  // CERTLITE_TESTS_RIGS_FAULTS_SCRIPT_H_
