#include "tests/rigs/files/inspection.h"

#include <algorithm>
#include <exception>

#include "tests/engine/file.h"
#include "tests/rigs/documented.h"

namespace certlite::rig {
namespace {

using host::Json;

constexpr size_t kParts = 5;  // of all that may be asked

// One look at one store.
class Inspector {
 public:
  explicit Inspector(const std::string& path) : path_(path), engine_(path) {}

  Inspection Run(const FilledStore& filled, size_t turn, Lookers lookers) {
    if (!engine_.opened().ok()) {
      Note(engine_.opened(), Noticed::kAtOpening);
      return seen_;
    }
    const host::Session system = engine_.As(host::kSystem);
    for (size_t i = turn % kParts; i < filled.questions.size(); i += kParts) {
      Note(system.Call(filled.questions[i].operation, filled.questions[i].request), Noticed::kByAnswers);
    }
    for (const Question& proof : filled.proofs) Note(system.Call(proof.operation, proof.request), Noticed::kByProof);
    if (lookers == Lookers::kEngineAndSqlite) LookBySqlite();
    const Json card = {{"organization_member_id", filled.member}, {"certification_type_id", filled.type}};
    Note(system.Call("certification.create", card, {.key = "after"}), Noticed::kByAnswers);
    return seen_;
  }

 private:
  void Notice(Noticed by) { seen_.noticed = std::min(seen_.noticed, by); }

  void Note(const host::Answer& answer, Noticed by) {
    if (seen_.strange.empty()) seen_.strange = StrangenessOf(answer);
    if (answer.ok()) return;
    Notice(by);
    seen_.codes.insert(CodeOf(answer));
  }

  void LookBySqlite() {
    if (!SqliteFindsNothing()) Notice(Noticed::kBySqlite);
    if (seen_.noticed == Noticed::kByNobody) seen_.dump = host::DumpOf(path_);
  }

  bool SqliteFindsNothing() const {
    try {
      return host::Column(path_, "PRAGMA integrity_check") == std::vector<std::string>{"ok"} &&
             host::Column(path_, "PRAGMA foreign_key_check").empty();
    } catch (const std::exception&) {
      return false;
    }
  }

  const std::string path_;
  const host::Engine engine_;
  Inspection seen_;
};

}  // namespace

Inspection Inspect(const std::string& path, const FilledStore& filled, size_t turn, Lookers lookers) {
  return Inspector(path).Run(filled, turn, lookers);
}

}  // namespace certlite::rig
