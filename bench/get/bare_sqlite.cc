// The floors of get: the columns, read and not rendered.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bench/bare.h"
#include "bench/card.h"
#include "bench/get/task.h"

namespace certlite::bench {
namespace {

struct Selects {
  Selects(const Recording& recording, const std::string& sql)
      : database(recording.path, Bare::Role::kReader), select(database.Prepare(sql)) {
    const Rows& rows = recording.layout.certifications;
    const size_t id = rows.Column("id");
    for (size_t i = 0; i < recording.cards; ++i) ids.push_back(rows[Mix(static_cast<uint32_t>(i)) % rows.size()][id]);
    sqlite3_bind_int64(select.get(), 1, recording.organization_key);
  }

  void Run(size_t operations) {
    for (const size_t end = done + operations; done < end; ++done) {
      const Cell& id = ids[done % ids.size()];
      sqlite3_bind_blob(select.get(), 2, id.bytes, id.size, SQLITE_STATIC);
      if (Step(select.get())) {
        ++records;
        benchmark::DoNotOptimize(ReadAllColumns(select.get()));
      }
      sqlite3_reset(select.get());
    }
  }

  Bare database;
  BareStatement select;
  std::vector<Cell> ids;
  size_t done = 0;
  int64_t records = 0;
};

Competitor BareGet(Ground& ground, std::string name, const std::string& sql) {
  auto selects = std::make_shared<Selects>(ground.Recorded(), sql);
  return {std::move(name), [selects](size_t operations) { selects->Run(operations); },
          [selects] {
            return Work{{{"records", selects->records}}, {}};
          }};
}

}  // namespace

Competitor BareGetRow(Ground& ground) {
  return BareGet(ground, "bare SQLite, the row", R"sql(
SELECT *
FROM certification
WHERE organization_key = ? AND id = ?
)sql");
}

Competitor BareGetJoined(Ground& ground) {
  return BareGet(ground, "bare SQLite, all that is answered", R"sql(
SELECT c.*, o.id, m.id, m.user_id, t.id, t.slug, t.title, t.status, t.grace_days, t.expiring_soon_days,
       EXISTS (SELECT 1 FROM certification AS r WHERE r.organization_key = c.organization_key AND r.renews_id = c.id)
FROM certification AS c
JOIN member AS m ON m.key = c.member_key
JOIN certification_type AS t ON t.key = c.type_key
JOIN organization AS o ON o.key = c.organization_key
WHERE c.organization_key = ? AND c.id = ?
)sql");
}

}  // namespace certlite::bench
