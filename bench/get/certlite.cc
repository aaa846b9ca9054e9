// Certlite's gets, from the request's text to the answer's.
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/card.h"
#include "bench/get/task.h"
#include "core/base/uuid.h"

namespace certlite::bench {
namespace {

struct Gets {
  explicit Gets(const Recording& recording) : host(recording.path) {
    host.ActFor(recording.directory.organization_id);
    const Rows& rows = recording.layout.certifications;
    const size_t id = rows.Column("id");
    for (size_t i = 0; i < recording.cards; ++i) {
      const Cell& cell = rows[Mix(static_cast<uint32_t>(i)) % recording.cards][id];
      std::string text;
      AppendUuid(text, UuidFromBytes({reinterpret_cast<const uint8_t*>(cell.bytes), static_cast<size_t>(cell.size)}));
      requests.push_back(R"({"id":")" + text + R"("})");
      ids.push_back(std::move(text));
    }
  }

  void Run(size_t operations) {
    for (const size_t end = done + operations; done < end; ++done) {
      const size_t i = done % requests.size();
      host.Execute("certification.get", requests[i]);
      if (host.answered_id() != ids[i]) throw std::runtime_error("the answer shows another record");
    }
  }

  Host host;
  std::vector<std::string> requests, ids;
  size_t done = 0;
};

}  // namespace

Competitor CertliteGet(Ground& ground) {
  auto gets = std::make_shared<Gets>(ground.Recorded());
  return {"Certlite", [gets](size_t operations) { gets->Run(operations); },
          [gets] {
            return Work{{{"records", static_cast<int64_t>(gets->done)}}, {}};
          }};
}

}  // namespace certlite::bench
