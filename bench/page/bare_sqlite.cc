// The floors of page: the columns of fifty rows, read and not rendered.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <utility>

#include "bench/bare.h"
#include "bench/page/task.h"

namespace certlite::bench {
namespace {

struct Selects {
  Selects(const Recording& recording, const std::string& sql)
      : database(recording.path, Bare::Role::kReader), select(database.Prepare(sql)) {
    sqlite3_bind_int64(select.get(), 1, recording.organization_key);
    sqlite3_bind_int64(select.get(), 3, kRecords);
    id_column = static_cast<int>(recording.layout.certifications.Column("id"));
  }

  void Begin(size_t page) { sqlite3_bind_int64(select.get(), 2, PageDay(page)); }

  void Run(size_t operations) {
    for (const size_t end = done + operations; done < end; ++done) {
      Begin(done);
      while (Step(select.get())) benchmark::DoNotOptimize(ReadAllColumns(select.get()));
      sqlite3_reset(select.get());
    }
  }

  std::string IdsOf(size_t page) {
    std::string ids;
    Begin(page);
    while (Step(select.get())) {
      ids.append(static_cast<const char*>(sqlite3_column_blob(select.get(), id_column)), 16);
    }
    sqlite3_reset(select.get());
    return ids;
  }

  Bare database;
  BareStatement select;
  int id_column = 0;
  size_t done = 0;
};

Competitor BarePage(Ground& ground, std::string name, const std::string& sql) {
  auto selects = std::make_shared<Selects>(ground.Recorded(), sql);
  return {std::move(name), [selects](size_t operations) { selects->Run(operations); },
          [selects] { return PageWork(selects->done, [&](size_t page) { return selects->IdsOf(page); }); }};
}

}  // namespace

Competitor BarePageRows(Ground& ground) {
  return BarePage(ground, "bare SQLite, the rows", R"sql(
SELECT *
FROM certification
WHERE organization_key = ? AND expires_on > ?
ORDER BY expires_on, id
LIMIT ?
)sql");
}

Competitor BarePageJoined(Ground& ground) {
  return BarePage(ground, "bare SQLite, all that is answered", R"sql(
SELECT c.*, o.id, m.id, m.user_id, t.id, t.slug, t.title, t.status, t.grace_days, t.expiring_soon_days,
       EXISTS (SELECT 1 FROM certification AS r WHERE r.organization_key = c.organization_key AND r.renews_id = c.id)
FROM certification AS c
JOIN member AS m ON m.key = c.member_key
JOIN certification_type AS t ON t.key = c.type_key
JOIN organization AS o ON o.key = c.organization_key
WHERE c.organization_key = ? AND c.expires_on > ?
ORDER BY c.expires_on, c.id
LIMIT ?
)sql");
}

}  // namespace certlite::bench
