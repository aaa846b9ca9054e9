#include "bench/ground.h"

#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "bench/card.h"
#include "bench/progress.h"

namespace certlite::bench {
namespace {

// The rows that belong to the cards, one of each for each card; every other row was there before.
void ReadLayout(Bare& source, Recording& recording) {
  Layout& layout = recording.layout;
  layout.name = "our tables";
  layout.is_ours = true;
  const BareStatement schema =
      source.Prepare("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid");
  while (Step(schema.get())) {
    const auto text = [&](int column) {
      return std::string(reinterpret_cast<const char*>(sqlite3_column_text(schema.get(), column)));
    };
    layout.schema.push_back(text(2));
    const std::string table = text(1);
    if (text(0) != "table" || table == "certification" || table == "idempotency_key") continue;
    const std::string before =
        table == "history" ? " WHERE key NOT IN (SELECT history_key FROM idempotency_key)" : std::string();
    Rows rows(source, "SELECT * FROM " + table + before, recording.arena);
    if (rows.size() != 0) layout.population.emplace_back(table, std::move(rows));
  }
  layout.certifications = Rows(source, "SELECT * FROM certification ORDER BY key", recording.arena);
  layout.history =
      Rows(source, "SELECT * FROM history WHERE key IN (SELECT history_key FROM idempotency_key) ORDER BY key",
           recording.arena);
  layout.keys = Rows(source, "SELECT * FROM idempotency_key ORDER BY history_key", recording.arena);
  for (const Rows* rows : {&layout.certifications, &layout.history, &layout.keys}) {
    if (rows->size() != recording.cards) throw std::runtime_error("the recording has lost rows");
  }
  recording.organization_key = layout.certifications[0][layout.certifications.Column("organization_key")].integer;
}

}  // namespace

Ground::Ground(Settings settings) : settings_(std::move(settings)) {
  settings_.folder /= "run." + std::to_string(getpid());
  std::filesystem::create_directories(settings_.folder);
}

Ground::~Ground() {
  std::error_code ignored;
  std::filesystem::remove_all(settings_.folder, ignored);
}

std::string Ground::FreshPath(const std::string& name) {
  const std::string path = settings_.folder / name;
  for (const char* end : {"", "-wal", "-shm", "-lock"}) std::filesystem::remove(path + end);
  return path;
}

std::unique_ptr<Recording> Ground::Record(const std::string& name,
                                          const std::function<void(Host&, const Directory&, size_t i)>& make) {
  auto recording = std::make_unique<Recording>();
  recording->path = FreshPath(name);
  recording->cards = settings_.smoke ? 200 : std::max<size_t>(10'000, 200 + settings_.turns * 50);
  {
    Host host(recording->path);
    recording->directory = host.Populate(members());
    Progress progress("preparing " + std::to_string(recording->cards) + " records", recording->cards);
    for (size_t i = 0; i < recording->cards; ++i) {
      progress.Reach(i);
      make(host, recording->directory, i);
    }
  }
  Bare source(recording->path, Bare::Role::kReader);
  ReadLayout(source, *recording);
  return recording;
}

const Recording& Ground::Recorded() {
  if (recorded_ != nullptr) return *recorded_;
  recorded_ = Record("recorded.db", [](Host& host, const Directory& directory, size_t i) {
    if (host.Execute("certification.create", CardRequest(directory, i), CardKey(i), CardInstant(i)) !=
        CERTLITE_CREATED) {
      throw std::runtime_error("card " + std::to_string(i) + " was not created");
    }
  });
  return *recorded_;
}

const Recording& Ground::Imported() {
  if (imported_ != nullptr) return *imported_;
  imported_ = Record("imported.db", [](Host& host, const Directory& directory, size_t i) {
    // An instant each, so that the compact tables' keys differ.
    host.Import("certification.import", CardLine(directory, i), CardInstant(i));
  });
  return *imported_;
}

}  // namespace certlite::bench
