// Any bytes as a request, end to end through certlite_execute. An input's first line is "OPERATION KEY", the rest is
// the request. Whatever comes, the engine answers what is documented and goes on: a good create after it succeeds, a
// create with a key is replayed byte for byte, and from time to time every chain is proven.
#include <memory>

#include "tests/rigs/files/filled_store.h"
#include "tests/rigs/fuzz/target.h"

namespace certlite::rig {
namespace {

constexpr size_t kBetweenProofs = 500;
constexpr size_t kInputsAStore = 5'000;  // so that no store grows slow

// A store in memory, and how many inputs it has met.
struct Store {
  Store() {
    for (const Question& proof : filled.proofs) chains.push_back(proof.request.at("organization_id"));
  }

  void Prove() const {
    for (const std::string& chain : chains) {
      const host::Answer proof = system.Call("history.verify", {{"organization_id", chain}});
      Require(proof.ok(), "the store is whole", proof.text);
    }
  }

  const host::Engine engine{":memory:"};
  const FilledStore filled = Fill(engine);
  const host::Session system = engine.As(host::kSystem);
  const std::vector<std::string> ids = {filled.organization, filled.member, filled.type};
  std::vector<std::string> chains;
  size_t inputs = 0;
};

void Check(std::string_view input) {
  static auto store = std::make_unique<Store>();
  if (store->inputs++ == kInputsAStore) store = std::make_unique<Store>();
  std::string_view head = TakeUntil(input, '\n');
  const std::string_view operation = TakeUntil(head, ' ');
  host::How how;
  if (!head.empty()) how.key = head;
  const std::vector<char> request = WithIds(input, store->ids);
  const host::Answer answer = store->system.CallText(operation, ViewOf(request), how);
  RequireAnswer(answer);
  if (how.key && (answer.outcome == CERTLITE_CREATED || answer.outcome == CERTLITE_UPDATED)) {
    const host::Answer again = store->system.CallText(operation, ViewOf(request), how);
    Require(again.outcome == CERTLITE_REPLAYED && again.text == answer.text, "it is replayed", again.text);
  }
  const host::Json good = {{"organization_member_id", store->filled.member},
                           {"certification_type_id", store->filled.type}};
  if (store->inputs % 16 == 0) {
    const host::Answer created = store->system.Call("certification.create", good);
    Require(created.outcome == CERTLITE_CREATED, "a good request is answered", created.text);
  }
  if (store->inputs % kBetweenProofs == 0) store->Prove();
}

}  // namespace
}  // namespace certlite::rig

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  certlite::rig::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
