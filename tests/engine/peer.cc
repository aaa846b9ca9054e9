#include "tests/engine/peer.h"

#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>
#include <utility>

namespace certlite::host {
namespace {

using Step = FaultVfs::Step;

// A line of JSON; null at the end.
Json ReadLine(std::FILE* file) {
  std::string line;
  for (int c = std::fgetc(file); c != EOF && c != '\n'; c = std::fgetc(file)) line += static_cast<char>(c);
  return line.empty() ? Json() : Json::parse(line);
}

void WriteLine(std::FILE* file, const Json& json) {
  std::fputs((json.dump() + "\n").c_str(), file);
  std::fflush(file);
}

Json RequestOf(const std::string& path, const Json& principal, std::string_view operation, std::string_view text,
               const How& how) {
  Json request = {{"path", path}, {"principal", principal}, {"operation", operation}, {"text", text}};
  request["now"] = how.now.value();
  request["cancelled"] = how.cancel != nullptr;
  if (how.key) request["key"] = *how.key;
  if (how.as_of) request["as_of"] = *how.as_of;
  return request;
}

How HowOf(const Json& request) {
  How how;
  how.now = request.at("now").get<int64_t>();
  if (request.contains("key")) how.key = request.at("key").get<std::string>();
  if (request.contains("as_of")) how.as_of = request.at("as_of").get<int32_t>();
  if (request.at("cancelled").get<bool>()) {
    certlite_cancel_new(&how.cancel);
    certlite_cancel_trigger(how.cancel);
  }
  return how;
}

// The other process.
class Server {
 public:
  Server(FaultVfs& faults, int requests_end, int answers_end)
      : faults_(faults), requests_(fdopen(requests_end, "r")), answers_(fdopen(answers_end, "w")) {}

  [[noreturn]] void Serve() {
    for (Json request = ReadLine(requests_); !request.is_null(); request = ReadLine(requests_)) {
      const Answer answer = request.contains("operation") ? Call(request) : Open(request);
      WriteLine(answers_, {{"status", answer.status}, {"outcome", answer.outcome}, {"text", answer.text}});
    }
    _exit(0);
  }

 private:
  Answer Open(const Json& request) {
    engine_.Close();
    engine_ = Engine(request.at("path"), {.busy_timeout_ms = request.value("busy_timeout_ms", uint32_t{0})});
    return engine_.opened();
  }

  Answer Call(const Json& request) {
    if (engine_.handle() == nullptr) {
      if (Answer opened = Open(request); !opened.ok()) return opened;
    }
    if (request.contains("trouble")) SetTrouble(request.at("trouble"));
    const How how = HowOf(request);
    Answer answer =
        engine_.As(request.at("principal"))
            .CallText(request.at("operation").get<std::string>(), request.at("text").get<std::string>(), how);
    if (how.cancel != nullptr) certlite_cancel_free(how.cancel);
    faults_->at_step = nullptr;
    return answer;
  }

  void SetTrouble(const Json& request) {
    const Trouble trouble = {request.at("kind").get<Trouble::Kind>(), request.at("step").get<Step>(),
                             request.at("nth")};
    faults_->at_step = [this, trouble, failed = false](Step step, int n) mutable {
      if (step == trouble.step && n == trouble.nth) {
        if (trouble.kind == Trouble::Kind::kStops) Stop();
        failed = true;
      }
      return failed ? SQLITE_IOERR : SQLITE_OK;
    };
  }

  [[noreturn]] void Stop() {
    WriteLine(answers_, {{"stopped", true}});
    while (true) pause();
  }

  FaultVfs& faults_;
  std::FILE* const requests_;
  std::FILE* const answers_;
  Engine engine_;
};

}  // namespace

void Peer::Start() {
  int requests[2];
  int answers[2];
  if (pipe(requests) != 0 || pipe(answers) != 0) throw std::runtime_error("no pipe");
  pid_ = fork();
  if (pid_ == 0) {
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // it outlives no test that crashes
#endif
    close(requests[1]);
    close(answers[0]);
    Server(faults_, requests[0], answers[1]).Serve();
  }
  close(requests[0]);
  close(answers[1]);
  requests_ = fdopen(requests[1], "w");
  answers_ = fdopen(answers[0], "r");
}

void Peer::Kill() {
  if (pid_ == 0) return;
  kill(pid_, SIGKILL);
  waitpid(std::exchange(pid_, 0), nullptr, 0);
  std::fclose(requests_);
  std::fclose(answers_);
}

void Peer::Restart() {
  Kill();
  Start();
}

Answer Peer::Open(const std::string& path, const OpenOptions& options) {
  return Ask({{"path", path}, {"busy_timeout_ms", options.busy_timeout_ms}}).value();
}

Session Peer::As(const std::string& path, const Json& principal) {
  return Session([this, path, principal](std::string_view operation, std::string_view text, const How& how) {
    return Ask(RequestOf(path, principal, operation, text, how)).value();
  });
}

std::optional<Answer> Peer::CallInTrouble(const std::string& path, const Trouble& trouble, std::string_view operation,
                                          const Json& request, const How& how) {
  Json all = RequestOf(path, kSystem, operation, request.dump(), how);
  all["trouble"] = {{"kind", trouble.kind}, {"step", trouble.step}, {"nth", trouble.nth}};
  return Ask(all);
}

std::optional<Answer> Peer::Ask(const Json& request) {
  if (pid_ == 0) throw std::runtime_error("the other process was killed");
  WriteLine(requests_, request);
  const Json answer = ReadLine(answers_);
  if (answer.is_null()) throw std::runtime_error("the other process is gone");
  if (answer.contains("stopped")) return std::nullopt;
  return Answer{answer.at("status"), answer.at("outcome"), answer.at("text")};
}

}  // namespace certlite::host
