#include "tests/rigs/documented.h"

#include <map>

namespace certlite::rig {
namespace {

using host::Json;

const std::map<std::string, certlite_status>& Codes() {
  static const auto codes = [] {
    certlite_str text;
    certlite_describe(&text);
    std::map<std::string, certlite_status> read;
    const Json description = Json::parse(text.data, text.data + text.size);
    for (const Json& code : description.at("codes")) read[code.at("code")] = code.at("status");
    return read;
  }();
  return codes;
}

}  // namespace

std::string CodeOf(const host::Answer& refusal) {
  const Json problem = Json::parse(refusal.text, nullptr, /*allow_exceptions=*/false);
  return problem.is_object() ? problem.value("code", "") : "";
}

std::string StrangenessOf(const host::Answer& answer) {
  if (answer.ok()) {
    const bool known = answer.outcome >= CERTLITE_CREATED && answer.outcome <= CERTLITE_READ;
    if (!known) return "an outcome of " + std::to_string(answer.outcome);
    return Json::accept(answer.text) ? "" : "an answer that is no JSON: " + answer.text;
  }
  if (answer.outcome != 0) return "a refusal with an outcome";
  const auto code = Codes().find(CodeOf(answer));
  if (code == Codes().end() || code->second != answer.status) {
    return "status " + std::to_string(answer.status) + " with " + answer.text;
  }
  return "";
}

}  // namespace certlite::rig
