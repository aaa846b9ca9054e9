#include "tests/engine/peer.h"

#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>

namespace certlite::host {
namespace {

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

How HowOf(const Json& request) {
  How how;
  how.now = request.at("now").get<int64_t>();
  if (!request.at("key").is_null()) how.key = request.at("key").get<std::string>();
  if (!request.at("as_of").is_null()) how.as_of = request.at("as_of").get<int32_t>();
  return how;
}

[[noreturn]] void Serve(int requests_end, int answers_end) {
  std::FILE* const requests = fdopen(requests_end, "r");
  std::FILE* const answers = fdopen(answers_end, "w");
  for (Json request = ReadLine(requests); !request.is_null(); request = ReadLine(requests)) {
    const Engine engine(request.at("path"));
    Answer answer = engine.opened();
    if (answer.ok()) {
      answer = engine.As(request.at("principal"))
                   .CallText(request.at("operation").get<std::string>(), request.at("text").get<std::string>(),
                             HowOf(request));
    }
    WriteLine(answers, {{"status", answer.status}, {"outcome", answer.outcome}, {"text", answer.text}});
  }
  _exit(0);
}

}  // namespace

Peer::Peer() {
  int requests[2];
  int answers[2];
  if (pipe(requests) != 0 || pipe(answers) != 0) throw std::runtime_error("no pipe");
  pid_ = fork();
  if (pid_ == 0) {
    close(requests[1]);
    close(answers[0]);
    Serve(requests[0], answers[1]);
  }
  close(requests[0]);
  close(answers[1]);
  requests_ = fdopen(requests[1], "w");
  answers_ = fdopen(answers[0], "r");
}

Peer::~Peer() {
  std::fclose(requests_);
  std::fclose(answers_);
  waitpid(pid_, nullptr, 0);
}

Answer Peer::Call(const std::string& path, const Json& principal, std::string_view operation, std::string_view text,
                  const How& how) {
  Json request = {{"path", path},           {"principal", principal}, {"operation", operation}, {"text", text},
                  {"now", how.now.value()}, {"key", nullptr},         {"as_of", nullptr}};
  if (how.key) request["key"] = *how.key;
  if (how.as_of) request["as_of"] = *how.as_of;
  WriteLine(requests_, request);
  const Json answer = ReadLine(answers_);
  if (answer.is_null()) throw std::runtime_error("the other process is gone");
  return {answer.at("status"), answer.at("outcome"), answer.at("text")};
}

}  // namespace certlite::host
