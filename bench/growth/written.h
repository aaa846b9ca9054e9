// The bytes that operations hand to the system to be written, log and checkpoints together.
#ifndef CERTLITE_BENCH_GROWTH_WRITTEN_H_
#define CERTLITE_BENCH_GROWTH_WRITTEN_H_

#include <cstddef>
#include <cstdint>

#include "bench/competitor.h"

namespace certlite::bench {

class Written {
 public:
  // Counts what the process writes as long as it lives.
  class Span {
   public:
    Span(Written& written, size_t operations);
    Span(const Span&) = delete;
    Span& operator=(const Span&) = delete;
    ~Span();

   private:
    Written& written_;
    int64_t before_;
  };

  void Tell(Work& work) const;

 private:
  int64_t bytes_ = 0;
  size_t operations_ = 0;
};

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_GROWTH_WRITTEN_H_
