// What a report tells of, gathered from the engine's answers. Statuses and days are as they were answered.
#ifndef CERTLITE_BINDINGS_CLI_REPORT_DATA_H_
#define CERTLITE_BINDINGS_CLI_REPORT_DATA_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bindings/cli/command_line.h"
#include "bindings/cli/engine_call.h"
#include "bindings/cli/progress.h"

namespace certlite::cli {

struct Member {
  std::string id;
  std::string name;
  std::string external_id;  // "" if there is none
  std::string status;
};

// Until when a certification holds.
struct Term {
  std::string status;      // its validity_status
  std::string issued_on;   // "" if that is not known
  std::string expires_on;  // "": never
};

struct Certification {
  Member member;
  std::string type_id;
  std::string type_title;
  Term term;
  std::optional<int64_t> days_remaining;
  std::optional<Term> later;  // of the member's certifications of that type the one that ends last, if later than this
  bool followed = false;      // by one that ends later and has begun
};

struct Qualification {
  std::string id;
  std::string title;
};

struct QualificationResult {
  std::string status;
  std::string qualified_until;       // "": without an end, or not qualified
  std::vector<std::string> missing;  // the titles of types
};

struct OrganizationReport {
  std::string name;
  std::vector<Member> members;                // that are not archived, by name
  std::vector<Certification> certifications;  // of those members; by expires_on, the never expiring last
  std::vector<Qualification> qualifications;  // that are active, by title
  std::map<std::pair<std::string, std::string>, QualificationResult> results;  // of a member and a qualification
  size_t left_out = 0;  // certifications of archived and erased members
};

struct Report {
  int32_t as_of_day = 0;        // Unit: days since 1970-01-01
  int64_t written_unix_ms = 0;  // Unit: milliseconds since then
  std::vector<OrganizationReport> organizations;
};

// Thrown where a call was refused or failed.
struct CallFailed {
  Answer answer;
};

// Asks `store` for everything, page by page, all of one day and one clock: those that `invocation` holds.
// Errors: throws CallFailed.
Report GatherReport(const Invocation& invocation, OpenStore& store, Progress& progress);

}  // namespace certlite::cli

#endif  // CERTLITE_BINDINGS_CLI_REPORT_DATA_H_
