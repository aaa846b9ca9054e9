#include "bindings/cli/rejected_lines.h"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <system_error>

#include "bindings/cli/schema.h"

namespace certlite::cli {
namespace {

constexpr const char* kReasons = "rejected";  // a member of this name is ignored when the line is imported again

std::string Dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json ReasonsOf(const std::string& name, const Json& problem) {
  Json reasons = Json::array();
  for (const Json& violation : MemberOf(problem, "violations")) {
    Json reason = {{"at", name}};
    reason.update(violation);
    reasons.push_back(reason);
  }
  if (reasons.empty())
    reasons.push_back({{"at", name}, {"rule", TextOf(problem, "code")}, {"detail", TextOf(problem, "detail")}});
  return reasons;
}

std::optional<std::string> PathOf(const TransferFlags& flags) {
  if (flags.rejected || !std::filesystem::is_regular_file(flags.file)) return flags.rejected;
  return flags.file + ".rejected.jsonl";
}

// What stands at `path` goes, so it must be nothing that somebody needs.
void CheckPlace(const std::string& path, const Invocation& invocation) {
  const std::string input = invocation.transfer.file == "-" ? "/dev/stdin" : invocation.transfer.file;
  const std::string why = Replaces(path, input) ? "it is what is imported" : HindranceAt(path, *invocation.flags.db);
  if (why.empty()) return;
  throw UsageError{"refused lines can't go to '" + path + "': " + why + "; name another file with --rejected",
                   "import"};
}

}  // namespace

RejectedLines::RejectedLines(const Invocation& invocation) : path_(PathOf(invocation.transfer)) {
  if (path_) CheckPlace(*path_, invocation);
}

void RejectedLines::Add(std::string_view line, const std::string& name, const Json& problem) {
  if (!path_) return;
  if (!file_) file_.emplace(*path_);
  const std::string reasons = Dump(ReasonsOf(name, problem));
  Json record = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  std::string text;
  if (!record.is_object()) {
    text = "{\"rejected\":" + reasons + ",\"text\":" + Dump(Json(std::string(line))) + "}";
  } else if (record.contains(kReasons)) {
    record[kReasons] = Json::parse(reasons);
    text = Dump(record);
  } else {
    // As it was written, so that nothing of it changes.
    const size_t brace = line.rfind('}');
    text = std::string(line.substr(0, brace)) + (record.empty() ? "" : ",") + "\"rejected\":" + reasons + "}";
  }
  file_->Write(text + "\n");
}

std::optional<std::string> RejectedLines::Finish() {
  if (!file_) {
    if (path_ && std::remove(path_->c_str()) != 0 && errno != ENOENT) {
      throw std::runtime_error("'" + *path_ + "' can't be removed: " + std::generic_category().message(errno));
    }
    return std::nullopt;
  }
  file_->Finish();
  return path_;
}

}  // namespace certlite::cli
