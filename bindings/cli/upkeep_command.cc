#include "bindings/cli/upkeep_command.h"

#include <certlite.h>
#include <unistd.h>

#include <csignal>

#include "bindings/cli/engine_call.h"
#include "bindings/cli/exit_codes.h"
#include "bindings/cli/interrupt.h"
#include "bindings/cli/output.h"
#include "bindings/cli/request.h"
#include "bindings/cli/table.h"
#include "bindings/cli/terminal.h"
#include "bindings/cli/waiting.h"

namespace certlite::cli {
namespace {

Answer Run(const Invocation& invocation) {
  const std::string request = RequestOf(invocation);
  OpenStore store(invocation);
  if (store.opened().status != CERTLITE_OK) return store.opened();
  const Interruptible interruptible(&store);
  const Waiting waiting(invocation.operation->name);
  return store.Execute(invocation.operation->name, request);
}

}  // namespace

int RunUpkeep(const Invocation& invocation, const Catalog& catalog) {
  const CallFlags& flags = invocation.flags;
  const Answer answer = Run(invocation);
  if (answer.status == CERTLITE_E_CANCELLED && SignalThatCame() != 0) {
    Complain("certlite: interrupted; the store is as it was, and nothing was left behind\n");
    std::raise(SignalThatCame());  // so that a shell knows
    return kExitEnvironment;
  }
  if (answer.status != CERTLITE_OK) return TellFailure(answer, flags, catalog);
  const bool table = flags.table || (!flags.json && IsTerminal(STDOUT_FILENO));
  const int said =
      Say(table ? TableText(answer.response, *invocation.operation, StyleOf(STDOUT_FILENO)) : answer.response + "\n");
  if (said != kExitOk) return said;
  const Json document = Json::parse(answer.response);
  return MemberOf(MemberOf(document, "data"), "is_sound") == Json(false) ? kExitState : kExitOk;
}

}  // namespace certlite::cli
