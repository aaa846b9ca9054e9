// Stores as libraries with earlier schemas have left them.
#ifndef CERTLITE_TESTS_RIGS_POWER_OLD_STORE_H_
#define CERTLITE_TESTS_RIGS_POWER_OLD_STORE_H_

#include <cstddef>
#include <random>
#include <string>

#include "tests/rigs/power/disk.h"
#include "tests/rigs/power/story.h"

namespace certlite::rig {

// The schemas before the newest are numbered from 1 to this.
inline constexpr int kOldSchemas = 4;

// Begins the story at `path` with `deeds` deeds that the schema knows, and takes back what later schemas have added.
// Answers what lies there then, sometimes with a log. The story's contents are known from its next deed on.
Image MakeOldStore(Story& story, const std::string& path, int schema, size_t deeds, std::mt19937_64& random);

}  // namespace certlite::rig

#endif  // CERTLITE_TESTS_RIGS_POWER_OLD_STORE_H_
