// The results as a table for people and as JSON for programs.
#ifndef CERTLITE_BENCH_REPORT_H_
#define CERTLITE_BENCH_REPORT_H_

#include <filesystem>
#include <string>
#include <vector>

#include "bench/contest.h"

namespace certlite::bench {

// The machine and the libraries, in a line.
std::string Surroundings(const std::filesystem::path& folder);

std::string Table(const Result& result);

// Errors: std::runtime_error if the file can't be written.
void WriteJson(const std::filesystem::path& path, const std::string& surroundings, const std::vector<Result>& results);

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_REPORT_H_
