#include "bench/report.h"

#include <sqlite3.h>
#include <sys/vfs.h>

#include <cstdarg>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "capi/certlite.h"

namespace certlite::bench {
namespace {

// printf's text.
__attribute__((format(printf, 1, 2))) std::string Format(const char* format, ...) {
  char text[512];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(text, sizeof(text), format, arguments);
  va_end(arguments);
  return text;
}

// Seconds in the unit that reads best.
std::string Time(double seconds) {
  if (seconds < 1e-6) return Format("%.2f ns", seconds * 1e9);
  if (seconds < 1e-3) return Format("%.2f µs", seconds * 1e6);
  return Format("%.2f ms", seconds * 1e3);
}

// `text` at the right of so many columns.
std::string Right(const std::string& text, size_t columns) {
  size_t wide = 0;
  for (const char c : text) wide += (static_cast<unsigned char>(c) & 0xc0) != 0x80 ? 1 : 0;
  return std::string(wide < columns ? columns - wide : 0, ' ') + text;
}

const char* FileSystem(const std::filesystem::path& folder) {
  struct statfs status = {};
  if (statfs(folder.c_str(), &status) != 0) return "unknown";
  switch (static_cast<unsigned long>(status.f_type)) {
    case 0x01021994:
      return "tmpfs: nothing is durable here";
    case 0xef53:
      return "ext4";
    case 0x58465342:
      return "xfs";
    case 0x9123683e:
      return "btrfs";
    case 0x794c7630:
      return "overlay";
    default:
      return "another";
  }
}

std::string Quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string JsonOf(const Spread& spread) {
  return Format(R"({"median":%.6g,"min":%.6g,"max":%.6g})", spread.median, spread.min, spread.max);
}

std::string JsonOf(const Standing& standing) {
  std::string out = "    {\"name\":" + Quoted(standing.name) + ",\"seconds\":" + JsonOf(SpreadOf(standing.seconds)) +
                    ",\"ratio\":" + JsonOf(standing.ratio) + Format(",\"ratio_of_sums\":%.6g", standing.ratio_of_sums);
  for (const auto& [name, count] : standing.work.counts) {
    out += "," + Quoted(name) + ":" + std::to_string(count);
  }
  for (const auto& [name, figure] : standing.work.figures) out += "," + Quoted(name) + Format(":%.6g", figure);
  out += ",\"samples\":[";
  for (size_t i = 0; i < standing.seconds.size(); ++i) out += Format(i == 0 ? "%.6g" : ",%.6g", standing.seconds[i]);
  return out + "]}";
}

}  // namespace

std::string Surroundings(const std::filesystem::path& folder) {
  return Format("Certlite %s, SQLite %s, %u cores, files on %s", certlite_version(), sqlite3_libversion(),
                std::thread::hardware_concurrency(), FileSystem(folder));
}

std::string Table(const Result& result) {
  std::string out = Format("\n%s: %s (%zu turns of %zu)\n", result.task->name.c_str(), result.task->what.c_str(),
                           result.task->turns, result.task->operations);
  out += Format("  %-36s %12s  %-26s %6s  %-14s %s\n", "", "median", "min .. max", "ratio", "min .. max", "of sums");
  bool is_first = true;
  for (const Standing& standing : result.standings) {
    const Spread spread = SpreadOf(standing.seconds);
    out += Format("  %-36s ", standing.name.c_str()) + Right(Time(spread.median), 12) + "  " +
           Right(Time(spread.min), 11) + " .. " + Right(Time(spread.max), 11);
    if (!is_first) {
      out += Format(" %6.2f  %4.2f .. %-6.2f %7.2f", standing.ratio.median, standing.ratio.min, standing.ratio.max,
                    standing.ratio_of_sums);
    }
    is_first = false;
    for (const auto& [name, figure] : standing.work.figures) out += Format("  %s %.5g", name.c_str(), figure);
    out += '\n';
  }
  for (const std::string& mismatch : result.mismatches) out += "  NOT THE SAME WORK: " + mismatch + '\n';
  return out;
}

void WriteJson(const std::filesystem::path& path, const std::string& surroundings, const std::vector<Result>& results) {
  std::ofstream file(path);
  file << "{\"surroundings\":" << Quoted(surroundings) << ",\n\"tasks\":[";
  for (size_t i = 0; i < results.size(); ++i) {
    const Task& task = *results[i].task;
    file << (i == 0 ? "\n" : ",\n") << "  {\"name\":" << Quoted(task.name) << ",\"what\":" << Quoted(task.what)
         << ",\"turns\":" << task.turns << ",\"operations\":" << task.operations
         << ",\"same_work\":" << (results[i].mismatches.empty() ? "true" : "false") << ",\"competitors\":[";
    bool is_first = true;
    for (const Standing& standing : results[i].standings) {
      file << (is_first ? "\n" : ",\n") << JsonOf(standing);
      is_first = false;
    }
    file << "]}";
  }
  file << "\n]}\n";
  file.close();
  if (!file) throw std::runtime_error("can't write " + path.string());
}

}  // namespace certlite::bench
