// A program that uses Certlite as any host does: through the C ABI alone.
#ifndef CERTLITE_BENCH_HOST_H_
#define CERTLITE_BENCH_HOST_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "capi/certlite.h"

namespace certlite::bench {

// What the requests of the benchmarks name.
struct Directory {
  std::string organization_id;
  std::vector<std::string> member_ids;
  std::vector<std::string> type_ids;
};

// One engine and one session. Errors: std::runtime_error with the problem that the engine told.
class Host {
 public:
  explicit Host(const std::string& path);
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  ~Host();

  // Makes an organization, its members and types, and goes on as a principal of that organization.
  Directory Populate(size_t members);

  // Goes on as a principal whose reach is the organization, with the scopes for certifications.
  void ActFor(const std::string& organization_id);

  // Answers the outcome; an empty key is none. `now_ms` 0 is the system's clock.
  int32_t Execute(std::string_view operation, std::string_view request, std::string_view key = {}, int64_t now_ms = 0);

  // As Execute, from any thread, and the answer is given back at once.
  int32_t ExecuteApart(std::string_view operation, std::string_view request, std::string_view key,
                       int64_t now_ms) const;

  // Imports lines that are all to be created, in one call.
  void Import(std::string_view operation, std::string_view lines, int64_t now_ms);

  // The last answer. Lifetime: until the next Execute.
  std::string_view answer() const { return {answer_.data, answer_.size}; }

  // The id of the record that the last answer shows.
  std::string_view answered_id() const;

 private:
  void OpenSession(const std::string& principal);
  int32_t ExecuteInto(certlite_buf& answer, std::string_view operation, std::string_view request, std::string_view key,
                      int64_t now_ms) const;

  certlite_engine* engine_ = nullptr;
  certlite_session* session_ = nullptr;
  certlite_batch* batch_ = nullptr;
  certlite_buf answer_ = {nullptr, 0};
};

}  // namespace certlite::bench

#endif  // CERTLITE_BENCH_HOST_H_
