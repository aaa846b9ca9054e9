// The floor of create: the same rows by prepared statements, without a request, a rule, a hash or an answer.
#include <map>
#include <memory>

#include "bench/create/store_file.h"
#include "bench/create/task.h"
#include "bench/inserts.h"

namespace certlite::bench {
Competitor BareCreate(Ground& ground, Medium medium, const Layout& layout) {
  const bool in_memory = medium == Medium::kMemory;
  const std::string path = in_memory ? ":memory:" : ground.FreshPath(layout.is_ours ? "bare.db" : "compact.db");
  auto inserts = std::make_shared<Inserts>(path, layout);
  if (!in_memory) inserts->database.EmptyLog();
  auto logged = std::make_shared<std::map<std::string, double>>();
  return {"bare SQLite, " + layout.name,
          [inserts, in_memory, logged](size_t operations) {
            const bool is_warm_up = inserts->done == 0;
            for (size_t i = 0; i < operations; ++i) {
              inserts->Begin();
              inserts->InsertNext();
              inserts->Commit();
            }
            if (is_warm_up && !in_memory) *logged = LoggedEach(inserts->path, operations);
          },
          [inserts, in_memory, logged] {
            Work work;
            work.counts["certifications"] = inserts->database.Integer("SELECT count(*) FROM certification");
            if (in_memory) return work;
            CountRows(inserts->path, inserts->layout.is_ours, work);
            work.figures = *logged;
            return work;
          }};
}

}  // namespace certlite::bench
