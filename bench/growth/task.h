// How the cost of one call grows with the records that are stored: the same calls on stores of growing size.
#ifndef CERTLITE_BENCH_GROWTH_TASK_H_
#define CERTLITE_BENCH_GROWTH_TASK_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "bench/competitor.h"
#include "bench/growth/stores.h"

namespace certlite::bench {

// Durable creates of new cards, one a transaction.
Competitor GrownCreates(Stores& stores, Order order, size_t cards, size_t operations);

// Creates whose keys are bound, and gets, of cards from all over the store.
Competitor GrownReplays(Stores& stores, Order order, size_t cards, size_t operations);
Competitor GrownGets(Stores& stores, Order order, size_t cards, size_t operations);

// The rows of a create in the straightforward layout, one create a transaction.
Competitor StraightforwardCreates(Stores& stores, size_t rows);

// `competitors` are made for so many operations each.
inline Task GrowthTask(Stores& stores, std::string name, std::string what, size_t operations,
                       std::function<std::vector<Competitor>(size_t operations)> competitors) {
  const bool smoke = stores.settings().smoke;
  const size_t warm_up = smoke ? 10 : 200;
  const size_t turns = smoke ? 2 : stores.settings().turns;
  if (smoke) operations = 10;
  return {"growth/" + std::move(name),
          std::move(what),
          warm_up,
          turns,
          operations,
          [make = std::move(competitors), all = warm_up + turns * operations] { return make(all); }};
}

// The largest store is compared with each of the others, so that the ratio is by how much the cost has grown.
using GrownCalls = Competitor(Stores& stores, Order order, size_t cards, size_t operations);
inline std::function<std::vector<Competitor>(size_t operations)> OnEachSize(Stores& stores, Order order,
                                                                            GrownCalls* calls) {
  return [&stores, order, calls](size_t operations) {
    std::vector<Competitor> all;
    for (const size_t cards : stores.Sizes(order)) all.push_back(calls(stores, order, cards, operations));
    return all;
  };
}

inline Task GrowthCreateTask(Stores& stores) {
  return GrowthTask(stores, "create", "one create a transaction, checkpoints included, by the records that are there",
                    100, OnEachSize(stores, Order::kTime, GrownCreates));
}

inline Task GrowthChanceTask(Stores& stores) {
  return GrowthTask(stores, "create_by_chance", "the same with keys and external ids in no order", 100,
                    OnEachSize(stores, Order::kChance, GrownCreates));
}

inline Task GrowthReplayTask(Stores& stores) {
  return GrowthTask(stores, "replay", "a create whose key is bound, by the records that are there", 200,
                    OnEachSize(stores, Order::kTime, GrownReplays));
}

inline Task GrowthGetTask(Stores& stores) {
  return GrowthTask(stores, "get", "a certification by id, by the records that are there", 200,
                    OnEachSize(stores, Order::kTime, GrownGets));
}

// Of sums: the sustained mean, checkpoints included.
inline Task StraightforwardTask(Stores& stores) {
  const size_t rows = stores.Sizes(Order::kChance).front();
  return GrowthTask(stores, "straightforward",
                    "one create a transaction, checkpoints included, at " + std::to_string(rows) + " records", 100,
                    [&stores, rows](size_t operations) {
                      return std::vector{GrownCreates(stores, Order::kChance, rows, operations),
                                         StraightforwardCreates(stores, rows)};
                    });
}

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_GROWTH_TASK_H_
