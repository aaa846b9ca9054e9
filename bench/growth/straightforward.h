// The layout that comes to mind first: UUIDs are the keys and the references, the answer stands beside the idempotency
// key, and SQLite checkpoints as it does if nothing is said, each 1,000 pages.
#ifndef CERTLITE_BENCH_GROWTH_STRAIGHTFORWARD_H_
#define CERTLITE_BENCH_GROWTH_STRAIGHTFORWARD_H_

#include <cstddef>
#include <string>

namespace certlite::bench {

// Makes the database with `rows` certifications and their keys.
void FillStraightforward(const std::string& path, size_t rows);

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_GROWTH_STRAIGHTFORWARD_H_
