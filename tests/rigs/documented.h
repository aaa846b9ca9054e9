// What is true of every answer of the engine, whatever it was asked.
#ifndef CERTLITE_TESTS_RIGS_DOCUMENTED_H_
#define CERTLITE_TESTS_RIGS_DOCUMENTED_H_

#include <string>

#include "tests/engine/host.h"

namespace certlite::rig {

// The error code of a refusal.
std::string CodeOf(const host::Answer& refusal);

// Why the answer is no JSON or has no code or outcome that the library tells of, "" if it is and has one.
std::string StrangenessOf(const host::Answer& answer);

}  // namespace certlite::rig

#endif  // CERTLITE_TESTS_RIGS_DOCUMENTED_H_
