// What a database file shows of the creates that went into it.
#ifndef CERTLITE_BENCH_CREATE_STORE_FILE_H_
#define CERTLITE_BENCH_CREATE_STORE_FILE_H_

#include <cstddef>
#include <map>
#include <string>

#include "bench/competitor.h"

namespace certlite::bench {

// What a create has added to the write-ahead log: pages and bytes, of so many since the log was empty, if no checkpoint
// has come in between.
std::map<std::string, double> LoggedEach(const std::string& path, size_t creates);

// Rows by table, and the file's pages if the tables are Certlite's.
void CountRows(const std::string& path, bool with_pages, Work& work);

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_CREATE_STORE_FILE_H_
