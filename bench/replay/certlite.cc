// Certlite's replays, from the request's text to the answer's.
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/card.h"
#include "bench/replay/task.h"

namespace certlite::bench {
namespace {

struct Replays {
  Replays(const Recording& recording, size_t cards) : host(recording.path) {
    host.ActFor(recording.directory.organization_id);
    for (size_t i = 0; i < cards; ++i) {
      const size_t card = Mix(static_cast<uint32_t>(i)) % recording.cards;
      requests.push_back(CardRequest(recording.directory, card));
      keys.push_back(CardKey(card));
    }
  }

  void Run(size_t operations) {
    for (const size_t end = done + operations; done < end; ++done) {
      const size_t i = done % requests.size();
      if (host.Execute("certification.create", requests[i], keys[i]) != CERTLITE_REPLAYED) {
        throw std::runtime_error("a bound key was not replayed");
      }
      bytes += static_cast<int64_t>(host.answer().size());
    }
  }

  Host host;
  std::vector<std::string> requests, keys;
  size_t done = 0;
  int64_t bytes = 0;
};

}  // namespace

Competitor CertliteReplay(Ground& ground) {
  const Recording& recording = ground.Recorded();
  auto replays = std::make_shared<Replays>(recording, recording.cards);
  return {"Certlite", [replays](size_t operations) { replays->Run(operations); },
          [replays] {
            return Work{{{"answers", static_cast<int64_t>(replays->done)}, {"bytes of answers", replays->bytes}}, {}};
          }};
}

}  // namespace certlite::bench
