// Certlite's imports, from the lines' text to their results.
#include <memory>
#include <string>
#include <vector>

#include "bench/card.h"
#include "bench/create/store_file.h"
#include "bench/host.h"
#include "bench/import/task.h"

namespace certlite::bench {

Competitor CertliteImport(Ground& ground) {
  struct Imports {
    std::string path;
    std::unique_ptr<Host> host;
    std::vector<std::string> lines;
    size_t done = 0;
  };
  auto imports = std::make_shared<Imports>();
  imports->path = ground.FreshPath("certlite.db");
  imports->host = std::make_unique<Host>(imports->path);
  const Directory directory = imports->host->Populate(ground.members());
  for (size_t i = 0; i < ground.Imported().cards; ++i) imports->lines.push_back(CardLine(directory, i));
  return {"Certlite",
          [imports](size_t operations) {
            std::string lines;
            for (const size_t end = imports->done + operations; imports->done < end; ++imports->done) {
              lines += imports->lines.at(imports->done);
            }
            imports->host->Import("certification.import", lines, CardInstant(imports->done));
          },
          [imports] {
            imports->host.reset();
            Work work;
            CountRows(imports->path, false, work);
            return work;
          }};
}

}  // namespace certlite::bench
