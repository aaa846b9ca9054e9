// What is done to a store, one durable step after another, and what each has come to.
#ifndef CERTLITE_TESTS_RIGS_POWER_STORY_H_
#define CERTLITE_TESTS_RIGS_POWER_STORY_H_

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/engine/host.h"
#include "tests/rigs/power/content.h"

namespace certlite::rig {

struct Request {
  std::string operation;
  std::string body;  // of an import, its lines
  std::optional<std::string> key = {};
  host::Answer answer = {};  // of an import, the ids of its lines
};

// What becomes durable as one.
struct Deed {
  enum class Kind : uint8_t { kCalls, kImport, kCheckpoint, kCompact, kReopen };

  Kind kind = Kind::kCalls;
  std::vector<Request> requests = {};  // several calls share a transaction
  std::string checkpoint = {};         // kCheckpoint: how
  int64_t now = 0;
};

class Story {
 public:
  // Whether the next deeds may need what only the newest schema has.
  bool is_modern = true;

  // Of the import with which the story goes on once it has begun; none: it goes on as it will.
  size_t first_import_lines = 0;

  std::vector<Deed> deeds;
  std::vector<Content> contents;  // after none of the deeds, after the first...

  // The deed that comes next, not answered yet.
  Deed Next(std::mt19937_64& random);

  // It was done and has come to this.
  void Add(Deed deed, Content content);

  std::vector<std::string> OrganizationIds() const { return ids_.at("organization"); }

  // Whether what the request made or changed was erased by the first `deeds` deeds.
  bool IsErased(const Request& request, size_t first_deeds) const;

  // What the first `deeds` deeds have erased, as it was written: no file may hold it any more.
  std::vector<std::string> ErasedTexts(size_t first_deeds) const;

  // The deeds that follow on the first `from`, up to `to`, in words.
  std::string Names(size_t from, size_t to) const;

 private:
  const std::string& Pick(const std::string& resource, std::mt19937_64& random) const;
  std::string NewName(const char* prefix) { return prefix + std::to_string(++names_) + "."; }
  bool Has(const std::string& resource) const { return ids_.contains(resource) && !ids_.at(resource).empty(); }

  host::Json NewCard(std::mt19937_64& random);
  Request Keyed(const std::string& operation, const host::Json& body);
  Request First(std::mt19937_64& random);
  Request Create(std::mt19937_64& random);
  Request Change(std::mt19937_64& random);
  Request Step(std::mt19937_64& random);
  Request MakeOther(std::mt19937_64& random);
  Request Role(std::mt19937_64& random);
  Request Erase(std::mt19937_64& random);
  Request Replay(std::mt19937_64& random) const;
  Request Lines(size_t count, std::mt19937_64& random);
  void Learn(const Request& request);
  void LearnText(const std::string& id, const host::Json& body);

  std::map<std::string, std::vector<std::string>> ids_;    // of each resource, without the erased
  std::map<std::string, size_t> erased_by_;                // by which deed, counted from 1
  std::map<std::string, std::vector<std::string>> texts_;  // of each record, what nothing else says
  int names_ = 0;
};

}  // namespace certlite::rig

#endif  // CERTLITE_TESTS_RIGS_POWER_STORY_H_
