// Certlite's pages, from the request's text to the answer's.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bench/page/task.h"
#include "core/base/date.h"
#include "core/base/uuid.h"

namespace certlite::bench {
namespace {

struct Lists {
  explicit Lists(const Recording& recording) : host(recording.path) {
    host.ActFor(recording.directory.organization_id);
    for (size_t i = 0; i < kPages; ++i) {
      std::string request = R"({"order":"expires_on","limit":50,"expires_after":")";
      AppendDate(request, PageDay(i));
      requests.push_back(request + "\"}");
    }
  }

  void Run(size_t operations) {
    for (const size_t end = done + operations; done < end; ++done) {
      host.Execute("certification.list", requests[done % kPages]);
    }
  }

  // A record's id is the first member of its object; that of its type stands in an object with a name.
  std::string IdsOf(size_t page) {
    constexpr std::string_view kId = R"({"id":")";
    host.Execute("certification.list", requests[page]);
    const std::string_view answer = host.answer();
    std::string ids;
    for (size_t at = answer.find(kId); at != answer.npos; at = answer.find(kId, at + 1)) {
      if (answer[at - 1] != '[' && answer[at - 1] != ',') continue;
      const auto id = ParseUuid(answer.substr(at + kId.size(), 36));
      if (id) ids.append(id->bytes.begin(), id->bytes.end());
    }
    return ids;
  }

  Host host;
  std::vector<std::string> requests;
  size_t done = 0;
};

}  // namespace

Work PageWork(size_t done, const std::function<std::string(size_t page)>& ids_of) {
  Work work;
  work.counts["pages"] = static_cast<int64_t>(done);
  for (size_t page = 0; page < kPages; ++page) {
    const std::string ids = ids_of(page);
    work.counts["records of the pages"] += static_cast<int64_t>(ids.size() / 16);
    work.counts["ids of page " + std::to_string(page)] = static_cast<int64_t>(std::hash<std::string>()(ids));
  }
  return work;
}

Competitor CertlitePage(Ground& ground) {
  auto lists = std::make_shared<Lists>(ground.Recorded());
  return {"Certlite", [lists](size_t operations) { lists->Run(operations); },
          [lists] { return PageWork(lists->done, [&](size_t page) { return lists->IdsOf(page); }); }};
}

}  // namespace certlite::bench
