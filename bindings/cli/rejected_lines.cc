#include "bindings/cli/rejected_lines.h"

#include <cerrno>
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

// Whether the two are one file, now or once they are made.
bool IsSame(const std::string& one, const std::string& other) {
  namespace fs = std::filesystem;
  std::error_code unknown;
  return fs::equivalent(one, other, unknown) ||
         fs::weakly_canonical(one, unknown) == fs::weakly_canonical(other, unknown);
}

// What stands at `path` goes, so it must be nothing that somebody needs.
void CheckPlace(const std::string& path, const Invocation& invocation) {
  const auto fail = [&](const std::string& why) {
    throw UsageError{"refused lines can't go to '" + path + "': " + why + "; name another file with --rejected",
                     "import"};
  };
  const std::string& input = invocation.transfer.file;
  if (IsSame(path, input == "-" ? "/dev/stdin" : input)) fail("it is what is imported");
  for (const char* suffix : {"", "-wal", "-shm", "-journal", "-lock"}) {
    if (IsSame(path, *invocation.flags.db + suffix)) fail("it is the store");
  }
  std::error_code unknown;
  const std::filesystem::file_status status = std::filesystem::status(path, unknown);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) fail("it is no ordinary file");
}

}  // namespace

RejectedLines::RejectedLines(const Invocation& invocation)
    : path_(PathOf(invocation.transfer)), partial_(path_.value_or("") + ".partial") {
  if (!path_) return;
  CheckPlace(*path_, invocation);
  CheckPlace(partial_, invocation);
}

RejectedLines::~RejectedLines() {
  if (file_ != nullptr) std::remove(partial_.c_str());
}

void RejectedLines::Fail() const {
  throw std::runtime_error("'" + *path_ + "' can't be written: " + std::generic_category().message(errno));
}

void RejectedLines::Add(std::string_view line, const std::string& name, const Json& problem) {
  if (!path_) return;
  if (file_ == nullptr) {
    std::remove(partial_.c_str());  // of an import that was killed
    file_.reset(std::fopen(partial_.c_str(), "wbx"));
  }
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
  if (file_ == nullptr) {
    if (path_ && std::remove(path_->c_str()) != 0 && errno != ENOENT) Fail();
    return std::nullopt;
  }
  if (std::fflush(file_.get()) != 0 || std::rename(partial_.c_str(), path_->c_str()) != 0) Fail();
  file_.reset();
  return path_;
}

}  // namespace certlite::cli
