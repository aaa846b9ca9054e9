#include "tests/rigs/power/doer.h"

#include <sqlite3.h>

#include <stdexcept>
#include <utility>

#include "tests/store/line.h"

namespace certlite::rig {

using host::Answer;
using host::Json;

Doer::Doer(std::string path, Recorder* recorder) : path_(std::move(path)), recorder_(recorder) { Open(); }

void Doer::Open() {
  engine_ = host::Engine(path_);
  if (engine_.opened().ok()) system_ = engine_.As(host::kSystem);
}

void Doer::Close() {
  system_ = {};
  engine_.Close();
}

std::vector<Answer> Doer::Do(const Deed& deed) {
  switch (deed.kind) {
    case Deed::Kind::kReopen:
      Close();
      Open();
      return {};
    case Deed::Kind::kCheckpoint:
      Checkpoint(deed.checkpoint);
      return {};
    case Deed::Kind::kCompact:
      Compact();
      return {};
    case Deed::Kind::kImport:
      return {Import(deed.requests.front(), deed.now)};
    case Deed::Kind::kCalls:
      break;
  }
  if (recorder_ != nullptr && deed.requests.size() > 1) return CallTogether(deed);
  std::vector<Answer> answers;
  for (const Request& request : deed.requests) answers.push_back(Call(request, deed.now));
  return answers;
}

Answer Doer::Call(const Request& request, int64_t now) const {
  return system_.CallText(request.operation, request.body, {.key = request.key, .now = now});
}

// While the first call's transaction is open, the others come and wait in line in their order.
std::vector<Answer> Doer::CallTogether(const Deed& deed) {
  std::vector<Answer> answers(deed.requests.size());
  Line line;
  recorder_->at_begun = [&] {
    for (size_t i = 1; i < answers.size(); ++i) {
      line.Add([&, i] { answers[i] = Call(deed.requests[i], deed.now); });
    }
  };
  answers[0] = Call(deed.requests[0], deed.now);
  line.Join();
  return answers;
}

Answer Doer::Import(const Request& request, int64_t now) const {
  certlite_session* session = nullptr;
  const std::string who = host::kSystem.dump();
  if (certlite_session_open(engine_.handle(), who.data(), who.size(), &session, nullptr) != CERTLITE_OK) {
    throw std::runtime_error("no session");
  }
  certlite_call call{};
  call.struct_size = sizeof call;
  call.flags = CERTLITE_CALL_NOW;
  call.now_unix_ms = now;
  certlite_batch* batch = nullptr;
  Answer answer;
  answer.status = certlite_import(session, request.operation.data(), request.operation.size(), request.body.data(),
                                  request.body.size(), nullptr, 0, &call, &batch, nullptr);
  size_t lines = 0;
  const certlite_result* const results = certlite_batch_results(batch, &lines);
  for (size_t i = 0; i < lines; ++i) answer.text.append(results[i].id).append("\n");
  certlite_batch_free(batch);
  certlite_session_close(session);
  return answer;
}

// As the engine does it to a log that has grown, and by the same file system.
void Doer::Checkpoint(const std::string& how) const {
  sqlite3* database = nullptr;
  int rc = sqlite3_open(path_.c_str(), &database);
  const std::string sql = "PRAGMA wal_checkpoint(" + how + ")";
  if (rc == SQLITE_OK) rc = sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr);
  sqlite3_close(database);
  if (rc != SQLITE_OK) throw std::runtime_error("the log can't be copied");
}

void Doer::Compact() const {
  const Answer compacted = system_.Call("engine.compact", Json::object());
  if (!compacted.ok()) throw std::runtime_error("compacting: " + compacted.text);
}

std::string Doer::VerifyHistory(const Story& story) const {
  for (const std::string& id : story.OrganizationIds()) {
    const Answer verified = system_.Call("history.verify", {{"organization_id", id}});
    // The last one may have been made by a call that has left nothing.
    if (!verified.ok() && verified.status != CERTLITE_E_NOT_FOUND) return verified.text;
  }
  return "";
}

std::string DifferenceOf(const Request& request, const Answer& answer) {
  if (answer.status == request.answer.status && answer.text == request.answer.text) return "";
  return request.operation + (request.key ? " " + *request.key : "") + " answered\n  " + request.answer.text +
         "\nand now\n  " + answer.text;
}

}  // namespace certlite::rig
