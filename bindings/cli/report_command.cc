#include "bindings/cli/report_command.h"

#include <certlite.h>

#include <chrono>
#include <csignal>
#include <ctime>
#include <optional>
#include <string>

#include "bindings/cli/complete_file.h"
#include "bindings/cli/engine_call.h"
#include "bindings/cli/exit_codes.h"
#include "bindings/cli/interrupt.h"
#include "bindings/cli/output.h"
#include "bindings/cli/progress.h"
#include "bindings/cli/report_data.h"
#include "bindings/cli/report_page.h"
#include "bindings/cli/text.h"

namespace certlite::cli {
namespace {

// `invocation` with its clock and its day fixed, so that midnight comes between no two pages of a list.
Invocation WithClock(Invocation invocation) {
  using std::chrono::milliseconds;
  CallFlags& flags = invocation.flags;
  std::timespec now{};  // std::chrono's clock was compiled with the C++ library, for some processors with 32 bits
  clock_gettime(CLOCK_REALTIME, &now);
  flags.now_unix_ms = flags.now_unix_ms.value_or(int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000);
  const auto day = std::chrono::floor<std::chrono::days>(milliseconds(*flags.now_unix_ms));
  flags.as_of_day = flags.as_of_day.value_or(static_cast<int32_t>(day.count()));
  return invocation;
}

std::string Told(const Report& report, const std::string& file) {
  size_t certifications = 0;
  size_t members = 0;
  for (const OrganizationReport& organization : report.organizations) {
    certifications += organization.certifications.size();
    members += organization.members.size();
  }
  return Printable(file) + ": " + Counted(certifications, "certification") + " of " + Counted(members, "member") + "\n";
}

int Write(const Invocation& invocation, const Catalog& catalog) {
  const std::string& path = invocation.report.html;
  if (path != "-") {
    const std::string why = HindranceAt(path, *invocation.flags.db);
    if (!why.empty()) throw UsageError{"a page can't go to '" + path + "': " + why, "report"};
  }
  OpenStore store(invocation);
  if (store.opened().status != CERTLITE_OK) return TellFailure(store.opened(), invocation.flags, catalog);
  const Interruptible interruptible(&store);
  std::optional<CompleteFile> file;
  if (path != "-") file.emplace(path);  // before the work, so that nobody waits for a page that has no place
  Progress progress("records");
  try {
    const Report report = GatherReport(invocation, store, progress);
    progress.Clear();
    const std::string page = PageOf(report);
    if (SignalThatCame() != 0) return kExitEnvironment;
    if (!file) return Say(page);
    file->Write(page);
    file->Finish();
    Complain(Told(report, path));
    return kExitOk;
  } catch (const CallFailed& failed) {
    progress.Clear();
    if (failed.answer.status == CERTLITE_E_CANCELLED) return kExitEnvironment;
    return TellFailure(failed.answer, invocation.flags, catalog);
  }
}

}  // namespace

int RunReport(const Invocation& invocation, const Catalog& catalog) {
  const int code = Write(WithClock(invocation), catalog);
  if (SignalThatCame() == 0 || code == kExitOk) return code;
  Complain("certlite: the report was interrupted; nothing was written\n");
  std::raise(SignalThatCame());  // so that a shell knows
  return code;
}

}  // namespace certlite::cli
