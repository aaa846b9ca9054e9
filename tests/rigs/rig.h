// What the rigs share. A rig is a test program of its own that does one thing very often by chance, counts what it did,
// and prints seed and counts, so that a failure can be had again.
#ifndef CERTLITE_TESTS_RIGS_RIG_H_
#define CERTLITE_TESTS_RIGS_RIG_H_

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>

namespace certlite::rig {

// CERTLITE_SEED, or another one each time; told at once, before anything can fail.
inline uint64_t Seed() {
  const char* const told = std::getenv("CERTLITE_SEED");
  const uint64_t seed = told != nullptr ? std::strtoull(told, nullptr, 10) : std::random_device()();
  std::cout << "seed " << seed << " (CERTLITE_SEED=" << seed << " does it again)\n" << std::flush;
  return seed;
}

// How often: `often` in every run of the tests, a tenth of it under a sanitizer or with CERTLITE_BRIEF=1, `soak` with
// CERTLITE_SOAK=1, and CERTLITE_FIGURE=N says another number.
inline size_t Figure(size_t often, size_t soak) {
  if (const char* const told = std::getenv("CERTLITE_FIGURE")) return std::strtoull(told, nullptr, 10);
  if (std::getenv("CERTLITE_SOAK") != nullptr) return soak;
#ifdef CERTLITE_SANITIZER
  const bool brief = true;
#else
  const bool brief = std::getenv("CERTLITE_BRIEF") != nullptr;
#endif
  return brief ? (often + 9) / 10 : often;
}

}  // namespace certlite::rig

#endif  // CERTLITE_TESTS_RIGS_RIG_H_
