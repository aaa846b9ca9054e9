// Any bytes as a request's JSON: they are taken or refused by a rule json.*, what is taken is JSON for another parser
// too, and its canonical form is its own canonical form.
#include "core/model/rule.h"
#include "core/parse/json_parser.h"
#include "core/render/render.h"
#include "tests/rigs/fuzz/target.h"

namespace certlite::rig {
namespace {

// A number of five bytes may have 21 digits in its canonical form, a byte of text six.
constexpr size_t kCanonicalBytesMax = 8 * kRequestBytesMax;

void CheckTaken(std::string_view text, const Draft& draft) {
  static JsonParser parser(kCanonicalBytesMax);
  Require(host::Json::accept(text), "what is taken is JSON");
  const std::string canonical = RenderCanonical(draft);
  Require(nlohmann::json::parse(text) == nlohmann::json::parse(canonical), "it says the same", canonical);
  const std::string own_order = RenderPart(draft, 0);
  for (const std::string& rendered : {canonical, own_order}) {
    Result<const Draft*> again = parser.Parse(rendered);
    if (!again.ok()) {
      // RFC 8785 writes 1e20 as an integer, and integers beyond 2^53 - 1 are refused.
      Require(again.error().violations.front().rule == rule::kJsonNumber, "what was rendered is taken", rendered);
      continue;
    }
    Require(RenderCanonical(**again) == canonical, "there is one canonical form", rendered);
  }
  Require(canonical.size() == own_order.size(), "the canonical form has another order and nothing else", canonical);
}

void Check(std::string_view text) {
  static JsonParser parser;
  Result<const Draft*> draft = parser.Parse(text);
  if (draft.ok()) return CheckTaken(text, **draft);
  const Error& error = draft.error();
  Require(error.code == ErrorCode::kMalformed || error.code == ErrorCode::kTooLarge, "a refusal of bytes");
  Require(error.violations.size() == 1 && error.violations.front().rule.starts_with("json."), "a rule of JSON");
}

}  // namespace
}  // namespace certlite::rig

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  certlite::rig::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
