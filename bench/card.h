// The certifications that the benchmarks create: card i is the same in every run, and no two are alike.
#ifndef CERTLITE_BENCH_CARD_H_
#define CERTLITE_BENCH_CARD_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "bench/host.h"

namespace certlite::bench {

inline constexpr int64_t kFirstInstant = 1'767'225'600'000;  // 2026-01-01T00:00:00Z
inline constexpr int32_t kFirstIssued = 18'993;              // 2022-01-01
inline constexpr int32_t kIssuedDays = 1'400;                // cards are issued on so many days from the first on

// A number that looks like chance: every i has its own.
uint32_t Mix(uint32_t i);

// The request that creates card i, as long as the published example.
std::string CardRequest(const Directory& directory, size_t i);

// The line of an import that does the same: the request, with its key, on one line.
std::string CardLine(const Directory& directory, size_t i);
std::string LineOf(std::string request, const std::string& key);

// The idempotency key of that request: 36 characters, in no order.
std::string CardKey(size_t i);

// When card i is created. Instants grow with i, so that the ids of a store are in the order of creation.
inline int64_t CardInstant(size_t i) { return kFirstInstant + 1'000'000 + static_cast<int64_t>(i); }

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_CARD_H_
