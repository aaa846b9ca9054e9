// Certlite's creates by many threads, from the request's text to the answer's.
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/card.h"
#include "bench/create/store_file.h"
#include "bench/host.h"
#include "bench/threads/crowd.h"
#include "bench/threads/task.h"

namespace certlite::bench {
namespace {

struct Creates {
  explicit Creates(size_t threads) : crowd(threads) {}

  void Make(size_t i) const {
    if (host->ExecuteApart("certification.create", requests.at(i), keys[i], CardInstant(i)) != CERTLITE_CREATED) {
      throw std::runtime_error("a create has created nothing");
    }
  }

  std::string path;
  std::unique_ptr<Host> host;
  std::vector<std::string> requests;
  std::vector<std::string> keys;
  Crowd crowd;
};

}  // namespace

Competitor CertliteThreads(Ground& ground, size_t threads) {
  auto creates = std::make_shared<Creates>(threads);
  creates->path = ground.FreshPath("certlite.db");
  creates->host = std::make_unique<Host>(creates->path);
  const Directory directory = creates->host->Populate(ground.members());
  for (size_t i = 0; i < ground.Recorded().cards; ++i) {
    creates->requests.push_back(CardRequest(directory, i));
    creates->keys.push_back(CardKey(i));
  }
  return {"Certlite",
          [creates](size_t operations) { creates->crowd.Run(operations, [&](size_t i) { creates->Make(i); }); },
          [creates] {
            creates->host.reset();
            Work work;
            CountRows(creates->path, false, work);
            creates->crowd.Tell(work);
            return work;
          }};
}

}  // namespace certlite::bench
