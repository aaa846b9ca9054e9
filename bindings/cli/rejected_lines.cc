#include "bindings/cli/rejected_lines.h"

#include <cerrno>
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

}  // namespace

void RejectedLines::Fail() const {
  throw std::runtime_error("'" + *path_ + "' can't be written: " + std::generic_category().message(errno));
}

void RejectedLines::Add(std::string_view line, const std::string& name, const Json& problem) {
  if (!path_) return;
  if (file_ == nullptr) file_.reset(std::fopen((*path_ + ".partial").c_str(), "wb"));
  if (file_ == nullptr) Fail();
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
  text += "\n";
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) Fail();
}

std::optional<std::string> RejectedLines::Finish() {
  if (file_ == nullptr) return std::nullopt;
  if (std::fclose(file_.release()) != 0) Fail();
  if (std::rename((*path_ + ".partial").c_str(), path_->c_str()) != 0) Fail();
  return path_;
}

}  // namespace certlite::cli
