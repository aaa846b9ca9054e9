// The floor of threads: the same rows by prepared statements, one transaction after the other.
#include <memory>
#include <mutex>

#include "bench/create/store_file.h"
#include "bench/inserts.h"
#include "bench/threads/crowd.h"
#include "bench/threads/task.h"

namespace certlite::bench {
namespace {

struct Turns {
  Turns(size_t threads, const std::string& path, const Layout& layout) : inserts(path, layout), crowd(threads) {}

  void InsertNext() {
    const std::lock_guard lock(mutex);
    inserts.Begin();
    inserts.InsertNext();
    inserts.Commit();
  }

  std::mutex mutex;
  Inserts inserts;
  Crowd crowd;
};

}  // namespace

Competitor BareThreads(Ground& ground, size_t threads, const Layout& layout) {
  const std::string path = ground.FreshPath(layout.is_ours ? "bare.db" : "compact.db");
  auto turns = std::make_shared<Turns>(threads, path, layout);
  turns->inserts.database.EmptyLog();
  return {"bare SQLite and a mutex, " + layout.name,
          [turns](size_t operations) { turns->crowd.Run(operations, [&](size_t) { turns->InsertNext(); }); },
          [turns] {
            Work work;
            CountRows(turns->inserts.path, false, work);
            turns->crowd.Tell(work);
            return work;
          }};
}

}  // namespace certlite::bench
