// Certlite's creates, from the request's text to the answer's.
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/card.h"
#include "bench/create/store_file.h"
#include "bench/create/task.h"
#include "bench/host.h"

namespace certlite::bench {
namespace {

struct Creates {
  std::string path;
  std::unique_ptr<Host> host;
  std::vector<std::string> requests;
  std::vector<std::string> keys;
  size_t done = 0;
  std::map<std::string, double> logged;

  void Run(size_t operations) {
    for (const size_t end = done + operations; done < end; ++done) {
      if (host->Execute("certification.create", requests.at(done), keys[done], CardInstant(done)) != CERTLITE_CREATED) {
        throw std::runtime_error("a create has created nothing");
      }
    }
  }
};

// Every certification of the store by its list, since the tables of a store in memory are out of reach.
int64_t ListAll(Host& host) {
  constexpr std::string_view kRecord = R"("certification_type_id":)";
  constexpr std::string_view kNext = R"("next_cursor":")";
  int64_t records = 0;
  std::string request = R"({"limit":200})";
  while (true) {
    host.Execute("certification.list", request);
    const std::string_view answer = host.answer();
    for (size_t at = answer.find(kRecord); at != answer.npos; at = answer.find(kRecord, at + 1)) ++records;
    const size_t next = answer.find(kNext);
    if (next == answer.npos) return records;
    const size_t start = next + kNext.size();
    request = R"({"limit":200,"cursor":")" + std::string(answer.substr(start, answer.find('"', start) - start)) + "\"}";
  }
}

}  // namespace

Competitor CertliteCreate(Ground& ground, Medium medium) {
  const size_t cards = ground.Recorded().cards;
  const bool in_memory = medium == Medium::kMemory;
  auto creates = std::make_shared<Creates>();
  creates->path = in_memory ? ":memory:" : ground.FreshPath("certlite.db");
  creates->host = std::make_unique<Host>(creates->path);
  const Directory directory = creates->host->Populate(ground.members());
  if (!in_memory) {
    creates->host.reset();
    Bare(creates->path, Bare::Role::kWriter).EmptyLog();
    creates->host = std::make_unique<Host>(creates->path);
    creates->host->ActFor(directory.organization_id);
  }
  for (size_t i = 0; i < cards; ++i) {
    creates->requests.push_back(CardRequest(directory, i));
    creates->keys.push_back(CardKey(i));
  }
  return {"Certlite",
          [creates, in_memory](size_t operations) {
            const bool is_warm_up = creates->done == 0;
            creates->Run(operations);
            if (is_warm_up && !in_memory) creates->logged = LoggedEach(creates->path, operations);
          },
          [creates, in_memory] {
            Work work;
            work.counts["certifications"] = ListAll(*creates->host);
            if (in_memory) return work;
            creates->host.reset();
            CountRows(creates->path, true, work);
            work.figures = creates->logged;
            return work;
          }};
}

}  // namespace certlite::bench
