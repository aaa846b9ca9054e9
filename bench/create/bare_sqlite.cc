// The floor of create: the same rows by prepared statements, without a request, a rule, a hash or an answer.
#include <array>
#include <utility>

#include "bench/bare.h"
#include "bench/create/store_file.h"
#include "bench/create/task.h"

namespace certlite::bench {
namespace {

struct Inserts {
  Inserts(std::string file, Layout rows)
      : path(std::move(file)), layout(std::move(rows)), database(path, Bare::Role::kWriter) {
    database.Run("BEGIN IMMEDIATE");
    for (const std::string& sql : layout.schema) database.Run(sql);
    for (const auto& [table, there] : layout.population) {
      const BareStatement insert = database.Prepare(there.InsertInto(table));
      for (size_t i = 0; i < there.size(); ++i) {
        BindRow(insert.get(), there[i]);
        StepOnce(insert.get());
      }
    }
    database.Run("COMMIT");
    begin = database.Prepare("BEGIN IMMEDIATE");
    commit = database.Prepare("COMMIT");
    certification = database.Prepare(layout.certifications.InsertInto("certification"));
    history = database.Prepare(layout.history.InsertInto("history"));
    key = database.Prepare(layout.keys.InsertInto("idempotency_key"));
  }

  void Run(size_t operations) {
    for (const size_t end = done + operations; done < end; ++done) {
      StepOnce(begin.get());
      BindRow(certification.get(), layout.certifications[done]);
      StepOnce(certification.get());
      BindRow(history.get(), layout.history[done]);
      StepOnce(history.get());
      BindRow(key.get(), layout.keys[done]);
      StepOnce(key.get());
      StepOnce(commit.get());
      database.CheckpointIfDue();
    }
  }

  std::string path;
  Layout layout;
  Bare database;
  BareStatement begin, commit, certification, history, key;
  size_t done = 0;
  double log_pages = 0;  // a create
};

}  // namespace

Competitor BareCreate(Ground& ground, Medium medium, const Layout& layout) {
  const bool in_memory = medium == Medium::kMemory;
  const std::string path = in_memory ? ":memory:" : ground.FreshPath(layout.is_ours ? "bare.db" : "compact.db");
  auto inserts = std::make_shared<Inserts>(path, layout);
  if (!in_memory) inserts->database.EmptyLog();
  return {"bare SQLite, " + layout.name,
          [inserts, in_memory](size_t operations) {
            const bool is_warm_up = inserts->done == 0;
            inserts->Run(operations);
            if (is_warm_up && !in_memory) {
              inserts->log_pages = static_cast<double>(LogPages(inserts->path)) / static_cast<double>(operations);
            }
          },
          [inserts, in_memory] {
            Work work;
            work.counts["certifications"] = inserts->database.Integer("SELECT count(*) FROM certification");
            if (in_memory) return work;
            CountRows(inserts->path, inserts->layout.is_ours, work);
            work.figures["pages logged each"] = inserts->log_pages;
            return work;
          }};
}

}  // namespace certlite::bench
