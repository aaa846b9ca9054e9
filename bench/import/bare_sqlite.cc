// The floor of import: the same rows by prepared statements, without a line, a rule, a hash or a result.
#include "bench/create/store_file.h"
#include "bench/import/task.h"
#include "bench/inserts.h"

namespace certlite::bench {

Competitor BareImport(Ground& ground, const Layout& layout) {
  const std::string path = ground.FreshPath(layout.is_ours ? "bare.db" : "compact.db");
  auto inserts = std::make_shared<Inserts>(path, layout);
  return {"bare SQLite, " + layout.name,
          [inserts](size_t operations) {
            inserts->Begin();
            for (size_t i = 0; i < operations; ++i) inserts->InsertNext();
            inserts->Commit();
          },
          [inserts] {
            Work work;
            CountRows(inserts->path, false, work);
            return work;
          }};
}

}  // namespace certlite::bench
