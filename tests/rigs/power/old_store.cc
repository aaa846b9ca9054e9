#include "tests/rigs/power/old_store.h"

#include <sqlite3.h>

#include <stdexcept>
#include <utility>

#include "core/store/schema.h"
#include "tests/rigs/power/doer.h"
#include "tests/rigs/power/judge.h"

namespace certlite::rig {
namespace {

// What takes each schema back to the one before, from the second on.
constexpr const char* kWaysBack[kOldSchemas] = {
    R"(ALTER TABLE member DROP COLUMN archived_from; ALTER TABLE member DROP COLUMN erased;
       ALTER TABLE certification DROP COLUMN erased;)",
    "DROP INDEX member_by_email; ALTER TABLE idempotency_key DROP COLUMN bound_at;",
    "DROP TABLE qualification;",
    "DROP TABLE job_role_assignment; DROP TABLE job_role;",
};

// With the log that a killed process leaves, or closed in peace.
Image TakeBack(const std::string& path, int schema, bool is_closed) {
  sqlite3* database = nullptr;
  int rc = sqlite3_open(path.c_str(), &database);
  std::string sql = "BEGIN;";
  for (int way = kOldSchemas; way >= schema; --way) sql += kWaysBack[way - 1];
  sql += "PRAGMA user_version = " + std::to_string(schema) + "; COMMIT;";
  if (rc == SQLITE_OK) rc = sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr);
  Image image;
  if (!is_closed) image = Lift(path);
  sqlite3_close(database);
  if (rc != SQLITE_OK) throw std::runtime_error("the store can't be made old");
  return is_closed ? Lift(path) : std::move(image);
}

}  // namespace

Image MakeOldStore(Story& story, const std::string& path, int schema, size_t deeds, std::mt19937_64& random) {
  if (Migrations().size() != kOldSchemas + 1) throw std::runtime_error("the newest schema has no way back here");
  Lay({}, path);
  story.is_modern = false;
  {
    Doer doer(path);
    story.contents.emplace_back();
    for (size_t n = 0; n < deeds; ++n) {
      Deed deed = story.Next(random);
      const std::vector<host::Answer> answers = doer.Do(deed);
      for (size_t i = 0; i < answers.size(); ++i) deed.requests[i].answer = answers[i];
      story.Add(std::move(deed), {});
    }
  }
  story.contents.pop_back();
  story.is_modern = true;
  return TakeBack(path, schema, random() % 2 == 0);
}

}  // namespace certlite::rig
