// The rows of a recording, inserted card after card by prepared statements.
#ifndef CERTLITE_BENCH_INSERTS_H_
#define CERTLITE_BENCH_INSERTS_H_

#include <string>
#include <utility>

#include "bench/bare.h"
#include "bench/layout.h"

namespace certlite::bench {

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

  void Begin() const { StepOnce(begin.get()); }

  void InsertNext() {
    BindRow(certification.get(), layout.certifications[done]);
    StepOnce(certification.get());
    BindRow(history.get(), layout.history[done]);
    StepOnce(history.get());
    BindRow(key.get(), layout.keys[done]);
    StepOnce(key.get());
    ++done;
  }

  void Commit() {
    StepOnce(commit.get());
    database.CheckpointIfDue();
  }

  std::string path;
  Layout layout;
  Bare database;
  BareStatement begin, commit, certification, history, key;
  size_t done = 0;
};

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_INSERTS_H_
