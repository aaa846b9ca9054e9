// The floors of sweep: the same rules in SQL, over the same file.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <utility>

#include "bench/bare.h"
#include "bench/sweep/task.h"

namespace certlite::bench {
namespace {

// What is null decides nothing. Source: docs/validity.md.
const std::string kStatusSql = R"sql(
CASE
  WHEN c.lifecycle_status <> 0 THEN 0
  WHEN :day < c.issued_on THEN 1
  WHEN c.expires_on IS NULL THEN 2
  WHEN :day > c.expires_on + t.grace_days THEN 5
  WHEN :day > c.expires_on THEN 4
  WHEN c.expires_on - :day <= t.expiring_soon_days THEN 3
  ELSE 2
END AS status
)sql";

struct Selects {
  // The columns begin with the status and for how many records it stands.
  Selects(const SweptStore& store, const std::string& sql)
      : database(store.path, Bare::Role::kReader), select(database.Prepare(sql)), records(store.records) {}

  void Sweep() {
    auto& counts = sweeps.counts[sweeps.done % kSweepDays];
    const int day = sqlite3_bind_parameter_index(select.get(), ":day");
    sqlite3_bind_int64(select.get(), day, SweepDay(sweeps.done));
    while (Step(select.get())) {
      benchmark::DoNotOptimize(ReadAllColumns(select.get()));
      counts.at(static_cast<size_t>(sqlite3_column_int(select.get(), 0))) += sqlite3_column_int64(select.get(), 1);
    }
    sqlite3_reset(select.get());
    ++sweeps.done;
  }

  Bare database;
  BareStatement select;
  size_t records;
  Sweeps sweeps;
};

Competitor BareSweep(const SweptStore& store, std::string name, const std::string& sql) {
  auto selects = std::make_shared<Selects>(store, sql);
  return {std::move(name),
          [selects](size_t operations) {
            for (size_t i = 0; i < operations; i += selects->records) selects->Sweep();
          },
          [selects] { return selects->sweeps.Told(); }};
}

}  // namespace

// The one organization's rows are all that there are: the table's own order is the shortest way through them.
Competitor BareSweepCounts(const std::shared_ptr<const SweptStore>& store) {
  return BareSweep(*store, "bare SQLite, the counts", "SELECT " + kStatusSql + R"sql(, count(*)
FROM certification AS c NOT INDEXED
JOIN certification_type AS t ON t.key = c.type_key
WHERE c.organization_key = 1 AND c.erased = 0
GROUP BY 1
)sql");
}

Competitor BareSweepRows(const std::shared_ptr<const SweptStore>& store) {
  return BareSweep(*store, "bare SQLite, all that is answered", "SELECT " + kStatusSql + R"sql(, 1, c.*, o.id, m.id,
       m.user_id, t.id, t.slug, t.title, t.status,
       EXISTS (SELECT 1 FROM certification AS r WHERE r.organization_key = c.organization_key AND r.renews_id = c.id)
FROM certification AS c
JOIN member AS m ON m.key = c.member_key
JOIN certification_type AS t ON t.key = c.type_key
JOIN organization AS o ON o.key = c.organization_key
WHERE c.organization_key = 1 AND c.erased = 0
ORDER BY c.id
)sql");
}

}  // namespace certlite::bench
