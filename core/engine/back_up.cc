// engine.backup: a copy of the store as it is at one instant, and the heads that it holds.
#include <string>
#include <utility>
#include <vector>

#include "core/engine/operations.h"
#include "core/engine/upkeep.h"
#include "core/model/upkeep.h"
#include "core/render/render.h"
#include "core/store/records.h"
#include "core/store/schema.h"
#include "core/store/store.h"

namespace certlite {
namespace {

Result<std::vector<Record>> ReadHeads(Call& call, Connection& connection) {
  auto chains = AllOrganizations(connection);
  if (!chains.ok()) return std::move(chains.error());
  chains->push_back({kCatalogueKey, {}, 0});
  std::vector<Record> rows;
  for (const OrganizationRow& chain : *chains) {
    auto head = ReadHistoryHead(connection, chain.key);
    if (!head.ok()) return std::move(head.error());
    Record& row = rows.emplace_back();
    row.resource = &kBackupHeadResource;
    row[backup_head::kOrganizationId] = Value::Of(chain.id);
    row[backup_head::kHead] = HeadText(call, head->sequence, head->hash);
  }
  return rows;
}

}  // namespace

Result<Answer> BackUpStore(Call& call, Store& store, const std::atomic<bool>* cancelled) {
  std::vector<Record> heads;
  const auto read_heads = [&](Connection& connection) -> Result<void> {
    auto read = ReadHeads(call, connection);
    if (!read.ok()) return Result<void>(read.TakeError());
    heads = std::move(*read);
    return {};
  };
  const BackupPlace place = {std::string(call.parameter(parameter::kPath).text),
                             call.parameter(parameter::kReplace).integer != 0};
  auto file = store.BackUp(place, read_heads, cancelled);
  if (!file.ok()) return Result<Answer>(file.TakeError());
  auto facts = file->Facts();
  if (!facts.ok()) return Result<Answer>(facts.TakeError());
  const std::string heads_text = RenderRows(heads);
  Record told;
  told.resource = &kStoreBackupResource;
  told[store_backup::kPath] = Value::Of(std::string_view(facts->path));
  told[store_backup::kPageCount] = Value::Of(facts->pages);
  told[store_backup::kByteCount] = Value::Of(facts->bytes);
  told[store_backup::kHeads] = Value::Of(std::string_view(heads_text));
  Answer answer{Outcome::kRead, OwnedText(RenderAnswer(told, ShapeOf(call.operation)))};
  // Last: want of memory must not hide what is there.
  auto named = file->Name();
  if (!named.ok()) return Result<Answer>(named.TakeError());
  return answer;
}

}  // namespace certlite
