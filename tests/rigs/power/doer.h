// A host that does the deeds of a story to a store, through the C ABI alone.
#ifndef CERTLITE_TESTS_RIGS_POWER_DOER_H_
#define CERTLITE_TESTS_RIGS_POWER_DOER_H_

#include <string>
#include <vector>

#include "tests/engine/host.h"
#include "tests/rigs/power/recorder.h"
#include "tests/rigs/power/story.h"

namespace certlite::rig {

class Doer {
 public:
  // With a recorder, the calls of a deed share a transaction; without, each is made by itself.
  explicit Doer(std::string path, Recorder* recorder = nullptr);

  const host::Answer& opened() const { return engine_.opened(); }

  // One answer for each of the deed's requests.
  std::vector<host::Answer> Do(const Deed& deed);

  host::Answer Call(const Request& request, int64_t now) const;

  // Answers a refusal as it is, and else nothing, for every chain.
  std::string VerifyHistory(const Story& story) const;

  void Close();

 private:
  void Open();
  std::vector<host::Answer> CallTogether(const Deed& deed);
  host::Answer Import(const Request& request, int64_t now) const;
  void Checkpoint(const std::string& how) const;
  void Compact() const;

  const std::string path_;
  Recorder* const recorder_;
  host::Engine engine_;
  host::Session system_;
};

// In words, how the answer differs from the one that the request had; empty if it doesn't.
std::string DifferenceOf(const Request& request, const host::Answer& answer);

}  // namespace certlite::rig

#endif  // CERTLITE_TESTS_RIGS_POWER_DOER_H_
