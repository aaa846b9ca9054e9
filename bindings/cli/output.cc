#include "bindings/cli/output.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>

#include "bindings/cli/exit_codes.h"
#include "bindings/cli/problem.h"
#include "bindings/cli/terminal.h"

namespace certlite::cli {
namespace {

bool Write(std::FILE* stream, std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stream) == text.size();
  return std::fflush(stream) == 0 && written;
}

}  // namespace

void Complain(std::string_view text) { Write(stderr, text); }

int Say(std::string_view text) {
  if (Write(stdout, text)) return kExitOk;
  Complain("certlite: the answer can't be written: " + std::generic_category().message(errno) + "\n");
  return kExitEnvironment;
}

int TellFailure(const Answer& failure, const CallFlags& flags, const Catalog& catalog) {
  Complain(flags.json ? failure.problem + "\n" : ProblemText(failure.problem, catalog, StyleOf(STDERR_FILENO)));
  return ExitCodeOf(failure.status);
}

}  // namespace certlite::cli
