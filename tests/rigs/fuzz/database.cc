// Any bytes as a store's file: an input is a kind of damage and what it does, to a store in which every table has rows;
// or, of no kind, the whole file. Opening it and asking it everything answers what is documented.
#include <filesystem>

#include "tests/engine/fixture.h"
#include "tests/rigs/files/damage.h"
#include "tests/rigs/files/inspection.h"
#include "tests/rigs/fuzz/target.h"

namespace certlite::rig {
namespace {

struct Store {
  Store() {
    const host::Engine engine(scratch.Path());
    filled = Fill(engine);
    logged = ReadFiles(scratch.Path());
    columns = ColumnsOf(scratch.Path());
  }

  const host::Scratch scratch;
  FilledStore filled;
  Files logged;  // as after a crash: all of it is in the log
  std::vector<Column> columns;
};

void Check(std::string_view input) {
  static const Store store;
  static const std::string path = store.scratch.Path("damaged.db");
  static const Files closed = [] {
    WriteFiles(store.logged, path);
    host::Engine(path).Close();
    return ReadFiles(path);
  }();
  Choices choices(input);
  const size_t kind = choices.Below(kDamages.size() + 1);
  const auto damage = static_cast<Damage>(kind);
  Files files = damage == Damage::kLog || damage == Damage::kIndex ? store.logged : closed;
  if (kind == kDamages.size()) {
    files = {std::string(choices.Take(input.size())), {}, {}};
  } else {
    Spoil(files, damage, choices);
  }
  WriteFiles(files, path);
  if (damage == Damage::kValue) SetValue(store.columns, choices, path);
  const Inspection seen = Inspect(path, store.filled, input.size(), Lookers::kEngine);
  Require(seen.strange.empty(), "a documented answer", seen.strange);
}

}  // namespace
}  // namespace certlite::rig

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  certlite::rig::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
