// The floor of replay: one point look-up from the key to the stored answer, copied out.
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/bare.h"
#include "bench/card.h"
#include "bench/replay/task.h"

namespace certlite::bench {
namespace {

struct LookUps {
  explicit LookUps(const Recording& recording)
      : database(recording.path, Bare::Role::kReader), look_up(database.Prepare(R"sql(
SELECT h.payload, h.answer_bytes
FROM idempotency_key AS k
JOIN history AS h ON h.key = k.history_key
WHERE k.scope_key = ? AND k.idempotency_key = ?
)sql")) {
    const Rows& rows = recording.layout.keys;
    const auto scope = rows[0][rows.Column("scope_key")].integer;
    sqlite3_bind_int64(look_up.get(), 1, scope);
    for (size_t i = 0; i < recording.cards; ++i) {
      keys.push_back(CardKey(Mix(static_cast<uint32_t>(i)) % recording.cards));
    }
  }

  void Run(size_t operations) {
    constexpr size_t kAnswerOffset = std::string_view(R"({"answer":)").size();
    for (const size_t end = done + operations; done < end; ++done) {
      const std::string& key = keys[done % keys.size()];
      sqlite3_bind_text(look_up.get(), 2, key.data(), static_cast<int>(key.size()), SQLITE_STATIC);
      if (!Step(look_up.get())) throw std::runtime_error("no answer by the key");
      const auto* const payload = sqlite3_column_text(look_up.get(), 0);
      const auto size = static_cast<size_t>(sqlite3_column_int64(look_up.get(), 1));
      answer.resize(size);
      std::memcpy(answer.data(), payload + kAnswerOffset, size);
      bytes += static_cast<int64_t>(size);
      sqlite3_reset(look_up.get());
    }
  }

  Bare database;
  BareStatement look_up;
  std::vector<std::string> keys;
  std::string answer;
  size_t done = 0;
  int64_t bytes = 0;
};

}  // namespace

Competitor BareReplay(Ground& ground) {
  auto look_ups = std::make_shared<LookUps>(ground.Recorded());
  return {"bare SQLite, the answer by its key", [look_ups](size_t operations) { look_ups->Run(operations); },
          [look_ups] {
            return Work{{{"answers", static_cast<int64_t>(look_ups->done)}, {"bytes of answers", look_ups->bytes}}, {}};
          }};
}

}  // namespace certlite::bench
