// engine.compact: the file built anew, without what nothing uses.
#include <utility>

#include "core/engine/upkeep.h"
#include "core/model/upkeep.h"
#include "core/render/render.h"
#include "core/store/store.h"

namespace certlite {

Result<Answer> CompactStore(Call& call, Store& store, const std::atomic<bool>* cancelled) {
  auto compacted = store.Compact(cancelled);
  if (!compacted.ok()) return Result<Answer>(compacted.TakeError());
  Record told;
  told.resource = &kStoreCompactionResource;
  told[store_compaction::kBytesBefore] = Value::Of(compacted->bytes_before);
  told[store_compaction::kBytesAfter] = Value::Of(compacted->bytes_after);
  return Answer{Outcome::kRead, OwnedText(RenderAnswer(told, ShapeOf(call.operation)))};
}

}  // namespace certlite
