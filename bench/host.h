// A host of the C ABI, as short as a benchmark wants it: what fails ends the program.
#ifndef CERTLITE_BENCH_HOST_H_
#define CERTLITE_BENCH_HOST_H_

#include <certlite.h>

#include <string>
#include <string_view>

namespace certlite_bench {

// Ends the program with what went wrong: a benchmark that failed has nothing to say.
[[noreturn]] void Fail(std::string_view what);

// An engine with a system session, and one organization, member and type with a validity period.
class Host {
 public:
  explicit Host(const std::string& path);
  ~Host();
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  // Runs an operation; answers its JSON.
  std::string Execute(std::string_view operation, const std::string& request, std::string_view key = {});

  // The request of the `number`th certification: about 430 bytes, as the published example has it.
  std::string CreateRequest(int number) const;

  const std::string& organization() const { return organization_; }

 private:
  certlite_engine* engine_ = nullptr;
  certlite_session* session_ = nullptr;
  std::string organization_, member_, type_;
};

// The first text member of that name in `json`.
std::string MemberOf(const std::string& json, const std::string& name);

// The key under which the `number`th request is sent: random-looking, as callers' keys are.
std::string KeyOf(int number);

}  // namespace certlite_bench

#endif  // CERTLITE_BENCH_HOST_H_
