#include "bench/growth/written.h"

#include <fstream>
#include <string>

namespace certlite::bench {
namespace {

// 0 where the system doesn't tell.
int64_t WrittenByProcess() {
  std::ifstream file("/proc/self/io");
  std::string name;
  for (int64_t bytes = 0; file >> name >> bytes;) {
    if (name == "wchar:") return bytes;
  }
  return 0;
}

}  // namespace

Written::Span::Span(Written& written, size_t operations) : written_(written), before_(WrittenByProcess()) {
  written_.operations_ += operations;
}

Written::Span::~Span() { written_.bytes_ += WrittenByProcess() - before_; }

void Written::Tell(Work& work) const {
  if (bytes_ == 0) return;
  work.figures["KiB written each"] = static_cast<double>(bytes_) / 1024 / static_cast<double>(operations_);
}

}  // namespace certlite::bench
