// Certlite's calls on stores of growing size, from the request's text to the answer's.
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/bare.h"
#include "bench/card.h"
#include "bench/create/store_file.h"
#include "bench/growth/task.h"
#include "bench/growth/written.h"
#include "bench/host.h"
#include "bench/latencies.h"
#include "core/base/uuid.h"

namespace certlite::bench {
namespace {

std::string NameOf(size_t cards) { return "Certlite, " + std::to_string(cards) + " records"; }

int64_t LastKey(const std::string& path) {
  return Bare(path, Bare::Role::kReader).Integer("SELECT max(key) FROM certification");
}

// The nth card that is looked for, from all over the store.
size_t Spread(size_t n, size_t cards) { return Mix(static_cast<uint32_t>(n)) % cards; }

struct Creates {
  Creates(const GrownStore& store, Order order, size_t operations)
      : path(store.path), before(LastKey(path)), host(path) {
    host.ActFor(store.directory.organization_id);
    for (size_t i = 0; i < operations; ++i) {
      cards.push_back(static_cast<size_t>(before) + i);
      requests.push_back(GrownRequest(order, store.directory, cards.back()));
      keys.push_back(GrownKey(order, cards.back()));
    }
  }

  void Run(size_t operations) {
    const bool is_warm_up = done == 0;
    const Written::Span span(written, operations);
    for (const size_t end = done + operations; done < end; ++done) {
      latencies.Time([&] {
        if (host.Execute("certification.create", requests.at(done), keys[done], CardInstant(cards[done])) !=
            CERTLITE_CREATED) {
          throw std::runtime_error("a create has created nothing");
        }
      });
    }
    if (is_warm_up) logged = LoggedEach(path, operations);
  }

  std::string path;
  int64_t before;
  Host host;
  std::vector<size_t> cards;
  std::vector<std::string> requests, keys;
  size_t done = 0;
  std::map<std::string, double> logged;
  Latencies latencies;
  Written written;
};

struct Replays {
  Replays(const GrownStore& store, Order order, size_t cards, size_t operations) : host(store.path) {
    host.ActFor(store.directory.organization_id);
    for (size_t i = 0; i < operations; ++i) {
      requests.push_back(GrownRequest(order, store.directory, Spread(i, cards)));
      keys.push_back(GrownKey(order, Spread(i, cards)));
    }
  }

  Host host;
  std::vector<std::string> requests, keys;
  size_t done = 0;
};

struct Gets {
  Gets(const GrownStore& store, size_t cards, size_t operations) : host(store.path) {
    host.ActFor(store.directory.organization_id);
    Bare file(store.path, Bare::Role::kReader);
    const BareStatement select = file.Prepare("SELECT id FROM certification WHERE key = ?");
    for (size_t i = 0; i < operations; ++i) {
      sqlite3_bind_int64(select.get(), 1, static_cast<int64_t>(Spread(i, cards)) + 1);
      if (!Step(select.get())) throw std::runtime_error("a card is missing");
      const auto* const bytes = static_cast<const uint8_t*>(sqlite3_column_blob(select.get(), 0));
      std::string id;
      AppendUuid(id, UuidFromBytes({bytes, 16}));
      sqlite3_reset(select.get());
      requests.push_back(R"({"id":")" + id + R"("})");
      ids.push_back(std::move(id));
    }
  }

  Host host;
  std::vector<std::string> requests, ids;
  size_t done = 0;
};

}  // namespace

Competitor GrownCreates(Stores& stores, Order order, size_t cards, size_t operations) {
  auto creates = std::make_shared<Creates>(stores.Grown(order, cards), order, operations);
  return {NameOf(cards), [creates](size_t count) { creates->Run(count); },
          [creates] {
            Work work;
            work.counts["creates"] = LastKey(creates->path) - creates->before;
            work.figures.merge(creates->logged);
            creates->latencies.TellTail(work);
            creates->written.Tell(work);
            return work;
          }};
}

Competitor GrownReplays(Stores& stores, Order order, size_t cards, size_t operations) {
  auto replays = std::make_shared<Replays>(stores.Grown(order, cards), order, cards, operations);
  return {NameOf(cards),
          [replays](size_t count) {
            for (const size_t end = replays->done + count; replays->done < end; ++replays->done) {
              if (replays->host.Execute("certification.create", replays->requests.at(replays->done),
                                        replays->keys[replays->done]) != CERTLITE_REPLAYED) {
                throw std::runtime_error("a bound key was not replayed");
              }
            }
          },
          [replays] {
            return Work{{{"answers", static_cast<int64_t>(replays->done)}}, {}};
          }};
}

Competitor GrownGets(Stores& stores, Order order, size_t cards, size_t operations) {
  auto gets = std::make_shared<Gets>(stores.Grown(order, cards), cards, operations);
  return {NameOf(cards),
          [gets](size_t count) {
            for (const size_t end = gets->done + count; gets->done < end; ++gets->done) {
              gets->host.Execute("certification.get", gets->requests.at(gets->done));
              if (gets->host.answered_id() != gets->ids[gets->done]) {
                throw std::runtime_error("the answer shows another record");
              }
            }
          },
          [gets] {
            return Work{{{"answers", static_cast<int64_t>(gets->done)}}, {}};
          }};
}

}  // namespace certlite::bench
