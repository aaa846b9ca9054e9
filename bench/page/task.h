// Fifty certifications in the order of their expiry, from a day on.
#ifndef CERTLITE_BENCH_PAGE_TASK_H_
#define CERTLITE_BENCH_PAGE_TASK_H_

#include "bench/card.h"
#include "bench/competitor.h"
#include "bench/ground.h"

namespace certlite::bench {

inline constexpr size_t kPages = 50;     // different ones; those of the smoke run may be short
inline constexpr int64_t kRecords = 50;  // on a page

// The day after which page i begins.
inline int32_t PageDay(size_t i) {
  return kFirstIssued + 730 + static_cast<int32_t>(i % kPages) * (kIssuedDays / 2) / static_cast<int32_t>(kPages);
}

// What two competitors must agree on, page by page: the ids of its records in their order, 16 bytes each.
Work PageWork(size_t done, const std::function<std::string(size_t page)>& ids_of);

// certification.list, as JSON with validity.
Competitor CertlitePage(Ground& ground);

// Every column of the certifications' rows.
Competitor BarePageRows(Ground& ground);

// Those, and what the answer shows of the organization, the members, the types and renewals.
Competitor BarePageJoined(Ground& ground);

inline Task PageTask(Ground& ground) {
  const bool smoke = ground.settings().smoke;
  return {"page",
          "50 certifications by expires_on",
          smoke ? 2U : kPages,
          smoke ? 2 : ground.settings().turns,
          smoke ? 4U : kPages,
          [&ground] {
            return std::vector{CertlitePage(ground), BarePageRows(ground), BarePageJoined(ground)};
          }};
}

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_PAGE_TASK_H_
