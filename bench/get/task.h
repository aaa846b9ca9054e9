// One certification by its id.
#ifndef CERTLITE_BENCH_GET_TASK_H_
#define CERTLITE_BENCH_GET_TASK_H_

#include "bench/competitor.h"
#include "bench/ground.h"

namespace certlite::bench {

// certification.get, in no order.
Competitor CertliteGet(Ground& ground);

// Every column of the certification's row.
Competitor BareGetRow(Ground& ground);

// Those, and what the answer shows of the organization, the member, the type and a renewal.
Competitor BareGetJoined(Ground& ground);

inline Task GetTask(Ground& ground) {
  const bool smoke = ground.settings().smoke;
  return {"get",
          "a certification by id",
          smoke ? 10U : 500U,
          smoke ? 2 : ground.settings().turns,
          smoke ? 50U : 500U,
          [&ground] {
            return std::vector{CertliteGet(ground), BareGetRow(ground), BareGetJoined(ground)};
          }};
}

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_GET_TASK_H_
