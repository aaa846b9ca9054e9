// What a database file shows of the creates that went into it.
#ifndef CERTLITE_BENCH_CREATE_STORE_FILE_H_
#define CERTLITE_BENCH_CREATE_STORE_FILE_H_

#include <cstddef>
#include <string>

#include "bench/competitor.h"

namespace certlite::bench {

// The pages that were logged since the log was empty, if no checkpoint has come in between.
size_t LogPages(const std::string& path);

// Rows by table, and the file's pages if the tables are Certlite's.
void CountRows(const std::string& path, bool with_pages, Work& work);

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_CREATE_STORE_FILE_H_
