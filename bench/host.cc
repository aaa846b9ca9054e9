#include "bench/host.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace certlite_bench {

void Fail(std::string_view what) {
  std::fprintf(stderr, "bench: %.*s\n", static_cast<int>(what.size()), what.data());
  std::exit(1);
}

std::string MemberOf(const std::string& json, const std::string& name) {
  const std::string mark = "\"" + name + "\":\"";
  const size_t at = json.find(mark);
  if (at == std::string::npos) Fail("an answer has no " + name);
  const size_t begin = at + mark.size();
  return json.substr(begin, json.find('"', begin) - begin);
}

std::string KeyOf(int number) {
  char text[40];
  const uint64_t mixed = (static_cast<uint64_t>(number) + 1) * 0x9E3779B97F4A7C15U;
  std::snprintf(text, sizeof text, "%016llx-%016llx", static_cast<unsigned long long>(mixed),
                static_cast<unsigned long long>(mixed * 31));
  return text;
}

Host::Host(const std::string& path) {
  constexpr std::string_view kSystem = R"({"system":true})";
  if (certlite_open(path.data(), path.size(), nullptr, &engine_, nullptr) != CERTLITE_OK) Fail("can't open " + path);
  if (certlite_session_open(engine_, kSystem.data(), kSystem.size(), &session_, nullptr) != CERTLITE_OK) {
    Fail("can't open a session");
  }
  organization_ = MemberOf(Execute("organization.create", R"({"name":"North Sea Wind"})"), "id");
  const std::string in_organization = R"({"organization_id":")" + organization_ + "\",";
  member_ = MemberOf(Execute("member.create", in_organization + R"("display_name":"Ada Berg"})"), "id");
  type_ = MemberOf(Execute("certification_type.create",
                           in_organization + R"("slug":"working-at-heights","title":"Working at Heights",)" +
                               R"("validity_period":{"unit":"month","count":24}})"),
                   "id");
}

Host::~Host() {
  certlite_session_close(session_);
  certlite_close(engine_);
}

std::string Host::Execute(std::string_view operation, const std::string& request, std::string_view key) {
  int32_t outcome = 0;
  certlite_buf answer;
  certlite_error* error = nullptr;
  if (certlite_execute(session_, operation.data(), operation.size(), request.data(), request.size(),
                       key.empty() ? nullptr : key.data(), key.size(), nullptr, &outcome, &answer,
                       &error) != CERTLITE_OK) {
    certlite_str problem;
    certlite_error_json(error, &problem);
    Fail(std::string_view(problem.data, problem.size));
  }
  std::string text(answer.data, answer.size);
  certlite_buf_free(&answer);
  return text;
}

std::string Host::CreateRequest(int number) const {
  const std::string serial = std::to_string(number);
  return R"({"organization_member_id":")" + member_ + R"(","external_id":"training-)" + serial +
         R"(","external_source":"lms","certification_type_id":")" + type_ +
         R"(","source":"manual","issued_on":"2025-03-01","expires_on":"2027-03-01",)" +
         R"("issuer_name":"Esbjerg Safety Training","serial_number":"WAH-2025-)" + serial + R"(","organization_id":")" +
         organization_ + "\"}";
}

}  // namespace certlite_bench
