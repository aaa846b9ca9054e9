// Tables of bad requests, and the world in which each is sent: it must be refused exactly so, and change nothing.
#ifndef CERTLITE_TESTS_ENGINE_BAD_REQUESTS_H_
#define CERTLITE_TESTS_ENGINE_BAD_REQUESTS_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/engine/fixture.h"

namespace certlite::host {

// One row. In `body`, $name is the id of that record of the world.
struct BadRequest {
  std::string name;
  std::string who;  // a principal of the world
  std::string operation;
  std::string body;
  std::string code;
  std::vector<Fault> faults;
  How how = {};
};

inline std::string Repeat(size_t n, const std::string& text) {
  std::string repeated;
  for (size_t i = 0; i < n; ++i) repeated += text;
  return repeated;
}

// The body of certification.create with `more` members.
inline std::string Card(const std::string& more) {
  return R"({"organization_member_id":"$member","certification_type_id":"$type",)" + more + "}";
}

// A row of a system's certification.create.
inline BadRequest BadCard(const std::string& more, const std::string& code, const std::vector<Fault>& faults) {
  return {more.substr(0, 80), "system", "certification.create", Card(more), code, faults};
}

// A row of the system's.
inline BadRequest Bad(const std::string& operation, const std::string& body, const std::string& code,
                      const std::vector<Fault>& faults) {
  return {operation + " " + body.substr(0, 80), "system", operation, body, code, faults};
}

class BadRequestTest : public EngineTest {
 protected:
  BadRequestTest();

  // Sends every row, as it is and (if it writes and has none) with a key: the answer is as told and no table has
  // changed. Answers how many rows there were.
  size_t RefuseAll(const std::vector<BadRequest>& rows);

  std::string Filled(std::string text) const;
  const Session& Who(const std::string& who) const { return principals_.at(who); }

  std::map<std::string, std::string> ids_;  // by the name that stands after $
  std::map<std::string, Session> principals_;
};

}  // namespace certlite::host

#endif  // CERTLITE_TESTS_ENGINE_BAD_REQUESTS_H_
