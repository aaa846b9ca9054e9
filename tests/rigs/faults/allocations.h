// Memory runs out: while the library runs, what it and the libraries under it ask of the C allocator is counted and may
// be refused. The program's own allocator stands before the C library's, so that SQLite, OpenSSL, C++ and our own code
// all come through here. One thread.
#ifndef CERTLITE_TESTS_RIGS_FAULTS_ALLOCATIONS_H_
#define CERTLITE_TESTS_RIGS_FAULTS_ALLOCATIONS_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace certlite::rig {

// Who asks.
enum class Asker : uint8_t { kOurs, kSqlite, kOpenSsl };
inline constexpr std::array kAskerNames = {"ours and C++'s", "SQLite's", "OpenSSL's"};

struct Allocations {
  int64_t live = 0;                                 // made by the library, and not freed by it
  std::array<size_t, kAskerNames.size()> failed{};  // of each asker, those that failed first
};

// Between these two everything that is asked for counts.
void EnterLibrary();
void LeaveLibrary();

// From now on the n-th that is asked for is refused, and all after it if `for_ever`.
void RefuseAllocations(size_t nth, bool for_ever);
bool AllowAllocations();  // again; whether one was refused

const Allocations& AllocationsSoFar();

}  // namespace certlite::rig

#endif  // CERTLITE_TESTS_RIGS_FAULTS_ALLOCATIONS_H_
