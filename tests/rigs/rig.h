// What the rigs share. A rig is a test program of its own that does one thing very often by chance, counts what it did,
// and prints seed and counts, so that a failure can be had again.
#ifndef CERTLITE_TESTS_RIGS_RIG_H_
#define CERTLITE_TESTS_RIGS_RIG_H_

#include <gtest/gtest.h>
#include <unistd.h>

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

// Whether a tenth of it must do: under a sanitizer, or with CERTLITE_BRIEF=1.
inline bool IsBrief() {
#ifdef CERTLITE_SANITIZER
  return true;
#else
  return std::getenv("CERTLITE_BRIEF") != nullptr;
#endif
}

// How often: `often` in every run of the tests, a tenth of it in a brief one, `soak` with CERTLITE_SOAK=1, and
// CERTLITE_FIGURE=N says another number.
inline size_t Figure(size_t often, size_t soak) {
  if (const char* const told = std::getenv("CERTLITE_FIGURE")) return std::strtoull(told, nullptr, 10);
  if (std::getenv("CERTLITE_SOAK") != nullptr) return soak;
  return IsBrief() ? (often + 9) / 10 : often;
}

// The first text of that name in an answer, "" if there is none: much cheaper than reading all of it.
inline std::string TextIn(const std::string& answer, const std::string& name) {
  const std::string begin = "\"" + name + "\":\"";
  const size_t found = answer.find(begin);
  if (found == std::string::npos) return "";
  const size_t first = found + begin.size();
  return answer.substr(first, answer.find('"', first) - first);
}

// The one refusal after which something is stored: of an erase whose cleaning failed.
inline bool HasErased(const std::string& problem) {
  return problem.find("The record is erased, but") != std::string::npos;
}

// A folder in memory, where syncing costs nothing, if there is such a place.
inline std::string FolderInMemory() {
  const char* const folder = "/dev/shm/";
  return access(folder, W_OK) == 0 ? folder : testing::TempDir();
}

// For what needs files but no disk: puts every scratch directory there, unless the environment says where.
inline void KeepFilesInMemory() { setenv("TEST_TMPDIR", FolderInMemory().c_str(), 0); }

}  // namespace certlite::rig

#endif  // CERTLITE_TESTS_RIGS_RIG_H_
