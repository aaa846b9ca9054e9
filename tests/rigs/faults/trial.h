// Trials: a deed of the script again and again, and each time another of the calls that it makes fails; and what must
// hold then.
#ifndef CERTLITE_TESTS_RIGS_FAULTS_TRIAL_H_
#define CERTLITE_TESTS_RIGS_FAULTS_TRIAL_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "capi/certlite.h"
#include "tests/rigs/faults/files.h"
#include "tests/rigs/faults/script.h"

namespace certlite::rig {

// What makes calls fail: the n-th that is made while it is armed, and with it all that follow if it is set so.
class Trap {
 public:
  virtual ~Trap() = default;
  virtual void Arm(size_t nth) = 0;
  virtual bool Disarm() = 0;  // whether any has failed

  // Around every call of the library.
  virtual void Enter() {}
  virtual void Leave() {}

  // While commits are held, what writes is answered busy and stores nothing, but all that it needs is made ready.
  virtual void HoldCommits(bool /*hold*/) {}

  // How much of what the library has taken it has not given back.
  virtual int64_t Held() const { return 0; }
};

// What the library has told of a deed.
struct Told {
  certlite_status status = CERTLITE_OK;
  std::vector<int32_t> outcomes;  // of an import's lines; else at most one
  std::string text;

  bool operator==(const Told& other) const = default;
};

// An open store and a session of it.
class Opened {
 public:
  Opened(Trap& trap, std::string path) : trap_(trap), path_(std::move(path)) {}
  ~Opened() { Close(); }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;

  Told Open();
  Told OpenSession(const std::string& principal);
  Told Call(const std::string& operation, const std::string& request, const std::optional<std::string>& key);
  Told Import(const std::string& operation, const std::string& lines);
  void Close();

 private:
  // What the library answers to `body`.
  template <typename Body>
  auto Inside(Body body);
  Told Failure(certlite_status status, certlite_error* error);

  Trap& trap_;
  const std::string path_;
  certlite_engine* engine_ = nullptr;
  certlite_session* session_ = nullptr;
};

// How the trials of a kind went.
struct Tally {
  size_t deeds = 0;
  size_t failed = 0;       // calls
  size_t carried_out = 0;  // the deed was done all the same
  size_t refused = 0;
  size_t unknown = 0;
  size_t kept = 0;       // of the unknown
  size_t lost = 0;       // acknowledged, and not there
  size_t left_over = 0;  // refused, and something is there
  size_t damaged = 0;    // the file is not whole
  std::map<std::string, size_t> codes;
};

std::ostream& operator<<(std::ostream& out, const Tally& tally);

class Trials {
 public:
  struct Settings {
    uint64_t seed = 0;
    std::set<certlite_status> allowed = {};  // what may be answered, beside an unknown outcome
    bool retries = true;  // a write that was refused is done at once on the same handle; else the next trial tries it
  };

  Trials(const Script& script, Trap& trap, Settings settings);

  // Until the deed is done without anything having failed.
  void Run(const Deed& deed);

  const Tally& tally() const { return tally_; }

 private:
  struct Expected {
    State before;
    State after;
    std::vector<const std::string*> stages;  // of an opening that failed
    Told told;
  };

  Expected Rehearse(const Deed& deed);
  void Prepare(const Deed& deed);
  Told Do(const Deed& deed);
  bool Judge(const Deed& deed, const Expected& expected, const Told& told);
  bool JudgeRefusal(const Deed& deed, const Expected& expected, const Told& told);
  void Settle(const Deed& deed, const Expected& expected);
  void Reopen();
  void ReadSomething(certlite_status expected);
  void ExpectState(const State& expected, size_t Tally::*fault);
  void ExpectBackup(const Deed& deed, const Told& told);
  void ExpectDecent(const Told& told);

  const Script& script_;
  Trap& trap_;
  const Settings settings_;
  const host::Scratch scratch_;
  const std::string path_ = scratch_.Path();
  const host::Scratch backups_;
  const std::string backup_ = backups_.Path("backup.db");
  States states_;
  Opened opened_;
  Tally tally_;
};

}  // namespace certlite::rig

#endif  // CERTLITE_TESTS_RIGS_FAULTS_TRIAL_H_
