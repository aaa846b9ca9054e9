// What is seen of a store that may be damaged, by everything that looks.
#ifndef CERTLITE_TESTS_RIGS_FILES_INSPECTION_H_
#define CERTLITE_TESTS_RIGS_FILES_INSPECTION_H_

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>

#include "tests/rigs/files/filled_store.h"

namespace certlite::rig {

// Who noticed first.
enum class Noticed : uint8_t { kAtOpening, kByAnswers, kByProof, kBySqlite, kByNobody };

// Who looks: the engine, or after it SQLite, which costs a quarter as much again and tells nothing about the engine.
enum class Lookers : uint8_t { kEngine, kEngineAndSqlite };

struct Inspection {
  Noticed noticed = Noticed::kByNobody;
  std::string dump;             // what the store holds, if SQLite looked too and nobody noticed anything
  std::set<std::string> codes;  // of every refusal
  std::string strange;          // an answer that no store may give; empty: there was none
};

// Opens the store at `path`, which was `filled` before it was damaged, asks it a part of everything, another one each
// `turn`, has it proven, and writes to it.
Inspection Inspect(const std::string& path, const FilledStore& filled, size_t turn, Lookers lookers);

}  // namespace certlite::rig

#endif  // CERTLITE_TESTS_RIGS_FILES_INSPECTION_H_
