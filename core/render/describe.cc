#include "core/render/describe.h"

#include <absl/strings/str_cat.h>

#include <span>
#include <vector>

#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/model/lifecycle.h"
#include "core/model/limits.h"
#include "core/model/operation.h"
#include "core/model/principal.h"
#include "core/model/rule.h"
#include "core/render/json_schema.h"

namespace certlite {
namespace {

// Appends ,"name": — what follows is the value.
void AppendMember(std::string& out, std::string_view name) {
  if (out.back() != '{') out += ',';
  AppendJsonString(out, name);
  out += ':';
}

void AppendTextMember(std::string& out, std::string_view name, std::string_view text) {
  AppendMember(out, name);
  AppendJsonString(out, text);
}

void AppendList(std::string& out, std::span<const std::string_view> texts) {
  out += '[';
  for (const std::string_view text : texts) {
    if (out.back() != '[') out += ',';
    AppendJsonString(out, text);
  }
  out += ']';
}

void AppendLibrary(std::string& out, const LibraryFacts& library) {
  out += '{';
  AppendTextMember(out, "name", "certlite");
  AppendTextMember(out, "version", library.version);
  absl::StrAppend(&out, ",\"abi_version\":", library.abi_version);
  AppendTextMember(out, "sqlite_version", library.sqlite_version);
  absl::StrAppend(&out, ",\"schema_version\":", library.schema_version);
  absl::StrAppend(&out, ",\"limits\":{\"request_bytes_max\":", kRequestBytesMax, ",\"depth_max\":", kDepthMax,
                  ",\"import_bytes_max\":", kImportBytesMax, ",\"import_lines_max\":", kImportLinesMax,
                  ",\"idempotency_key_bytes_max\":", kIdempotencyKeyBytesMax, ",\"page_max\":", kPageMax,
                  ",\"page_default\":", kPageDefault, "}}");
}

std::vector<std::string_view> OutcomesOf(const Operation& operation) {
  const auto name = [](Outcome outcome) { return kOutcomes[static_cast<size_t>(outcome)]; };
  switch (operation.verb) {
    case Verb::kCreate:
      if (operation.resource == &kCertificationResource) {
        return {name(Outcome::kCreated), name(Outcome::kReplayed), name(Outcome::kExists)};
      }
      return {name(Outcome::kCreated), name(Outcome::kReplayed)};
    case Verb::kImport:
      return {name(Outcome::kCreated), name(Outcome::kReplayed), name(Outcome::kExists), name(Outcome::kUpdated),
              name(Outcome::kUnchanged)};
    case Verb::kPut:
      return {name(Outcome::kCreated), name(Outcome::kReplayed), name(Outcome::kUpdated), name(Outcome::kUnchanged)};
    case Verb::kRenew:
      return {name(Outcome::kCreated), name(Outcome::kReplayed)};
    case Verb::kUpdate:
    case Verb::kErase:
    case Verb::kPurge:
      return {name(Outcome::kUpdated), name(Outcome::kReplayed), name(Outcome::kUnchanged)};
    default:
      if (!operation.writes()) return {name(Outcome::kRead)};
      return {name(Outcome::kUpdated), name(Outcome::kReplayed)};
  }
}

// Which member of the request each parameter of the path is: the one of its name, if the binding names no other.
void AppendBind(std::string& out, const HttpBinding& binding) {
  out += '{';
  for (size_t begin = binding.path.find('{'); begin != std::string_view::npos;
       begin = binding.path.find('{', begin + 1)) {
    const std::string_view name = binding.path.substr(begin + 1, binding.path.find('}', begin) - begin - 1);
    AppendTextMember(out, name, name == binding.path_parameter ? binding.member : name);
  }
  out += '}';
}

void AppendHttp(std::string& out, const Operation& operation) {
  out += '[';
  for (const HttpBinding& binding : operation.http) {
    if (out.back() != '[') out += ',';
    out += '{';
    AppendTextMember(out, "method", binding.method);
    AppendTextMember(out, "path", binding.path);
    AppendTextMember(out, "reach", kReachKinds[static_cast<size_t>(binding.reach)]);
    AppendMember(out, "bind");
    AppendBind(out, binding);
    out += '}';
  }
  out += ']';
}

// What the operation asks of a certification's lifecycle_status and makes of it.
void AppendLifecycle(std::string& out, const LifecycleRule& rule) {
  std::vector<std::string_view> from;
  for (size_t i = 0; i < kLifecycleStatuses.size(); ++i) {
    if (rule.Allows(static_cast<LifecycleStatus>(i))) from.push_back(kLifecycleStatuses[i]);
  }
  out += '{';
  AppendMember(out, "from");
  AppendList(out, from);
  AppendTextMember(out, "effect", kLifecycleEffects[static_cast<size_t>(rule.effect)]);
  AppendMember(out, "to");
  if (rule.effect == LifecycleEffect::kGoes) {
    AppendJsonString(out, kLifecycleStatuses[static_cast<size_t>(rule.to)]);
  } else {
    out += "null";
  }
  out += '}';
}

void AppendOperation(std::string& out, const Operation& operation) {
  out += '{';
  AppendTextMember(out, "name", operation.name);
  AppendTextMember(out, "summary", operation.summary);
  absl::StrAppend(&out, ",\"writes\":", operation.writes() ? "true" : "false");
  AppendMember(out, "scope");
  if (operation.scope.empty()) {
    out += "null";
  } else {
    AppendJsonString(out, operation.scope);
  }
  AppendTextMember(out, "reach", kReachKinds[static_cast<size_t>(operation.reach_min)]);
  std::vector<std::string_view> call;
  if (operation.takes_as_of()) call.emplace_back("as_of");
  if (operation.takes_known_at()) call.emplace_back("known_at");
  AppendMember(out, "call");
  AppendList(out, call);
  AppendMember(out, "outcomes");
  AppendList(out, OutcomesOf(operation));
  AppendMember(out, "lifecycle");
  const bool has_lifecycle = operation.resource == &kCertificationResource;
  const LifecycleRule* const lifecycle = has_lifecycle ? LifecycleRuleOf(operation.verb) : nullptr;
  if (lifecycle == nullptr) {
    out += "null";
  } else {
    AppendLifecycle(out, *lifecycle);
  }
  absl::StrAppend(&out, ",\"importable\":", operation.importable() ? "true" : "false");
  AppendMember(out, "http");
  AppendHttp(out, operation);
  AppendMember(out, "request");
  AppendRequestSchema(out, operation);
  AppendMember(out, "response");
  AppendResponseSchema(out, operation);
  AppendMember(out, "rules");
  AppendList(out, operation.rules);
  out += '}';
}

void AppendCode(std::string& out, const ErrorCodeInfo& info) {
  out += '{';
  AppendTextMember(out, "code", info.name);
  absl::StrAppend(&out, ",\"status\":", static_cast<int32_t>(info.code), ",\"http\":", info.http_status);
  AppendTextMember(out, "title", info.title);
  AppendTextMember(out, "advice", info.advice);
  out += '}';
}

void AppendRule(std::string& out, const Rule& rule) {
  out += '{';
  AppendTextMember(out, "rule", rule.id);
  AppendTextMember(out, "code", InfoOf(rule.code).name);
  AppendTextMember(out, "title", rule.title);
  AppendTextMember(out, "source", rule.source);
  out += '}';
}

template <typename Row>
void AppendTable(std::string& out, std::span<const Row> rows, void (*append)(std::string&, const Row&)) {
  out += '[';
  for (const Row& row : rows) {
    if (out.back() != '[') out += ',';
    append(out, row);
  }
  out += ']';
}

}  // namespace

std::string RenderDescription(const LibraryFacts& library) {
  std::string out = "{";
  AppendMember(out, "library");
  AppendLibrary(out, library);
  AppendMember(out, "operations");
  AppendTable(out, Operations(), AppendOperation);
  AppendMember(out, "import_options");
  AppendImportOptionsSchema(out);
  AppendMember(out, "scopes");
  AppendList(out, kScopes);
  AppendMember(out, "codes");
  AppendTable(out, ErrorCodes(), AppendCode);
  AppendMember(out, "rules");
  AppendTable(out, Rules(), AppendRule);
  out += '}';
  return out;
}

}  // namespace certlite
