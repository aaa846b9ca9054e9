#include "tests/rigs/faults/trial.h"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <iostream>
#include <utility>

#include "core/base/error.h"
#include "tests/folder.h"
#include "tests/rigs/rig.h"

namespace certlite::rig {
namespace {

constexpr int64_t kLater = host::kNow + 10 * host::kDayMs;  // than what the store holds
constexpr uint32_t kTimeoutMs = 1;

std::string Text(certlite_str text) { return {text.data, text.size}; }

// Whether the refusal may be of such an erase: memory is out even for the detail that would say so.
bool MayHaveErased(const Deed& deed, const Told& told) {
  return deed.operation.ends_with(".erase") && told.text.find("\"detail\":\"Memory ran out.\"") != std::string::npos;
}

// A refusal that memory was too short to tell more of: its code's title stands for the detail.
bool IsBare(const Told& told) {
  if (told.status >= 0) return false;
  const host::Json document = host::Json::parse(told.text, nullptr, false);
  return document.is_object() && document["detail"] == document["title"].get<std::string>() + ".";
}

// A check answers with what it couldn't read, as something that it has found. Behind a page that it couldn't read it
// sees none of the others, and says so.
bool IsCutShort(const Deed& deed, const Told& told) {
  if (deed.operation != "engine.check" || told.status != CERTLITE_OK) return false;
  const host::Json findings = host::Json::parse(told.text).at("data").at("findings");
  const auto lacks_page = [](const host::Json& finding) {
    return finding.at("detail").get<std::string>().find("unable to get the page") != std::string::npos;
  };
  const bool lacks_any = std::ranges::any_of(findings, lacks_page);
  return !findings.empty() && std::ranges::all_of(findings, [&](const host::Json& finding) {
    const std::string detail = finding.at("detail");
    return detail.starts_with("It can't be read to the end: ") || (lacks_any && finding.at("part") == "pages");
  });
}

std::string Shown(const Told& told) {
  return "status " + std::to_string(told.status) + ", outcomes " + testing::PrintToString(told.outcomes) + ": " +
         told.text.substr(0, 400);
}

certlite_call CallAt(int64_t now) {
  certlite_call call{};
  call.struct_size = sizeof call;
  call.flags = CERTLITE_CALL_NOW;
  call.now_unix_ms = now;
  return call;
}

}  // namespace

template <typename Body>
auto Opened::Inside(Body body) {
  trap_.Enter();
  const auto answer = body();
  trap_.Leave();
  return answer;
}

Told Opened::Failure(certlite_status status, certlite_error* error) {
  certlite_str text;
  certlite_error_json(error, &text);
  Told told{status, {}, Text(text)};
  Inside([&] { return certlite_error_free(error), 0; });
  return told;
}

Told Opened::Open() {
  certlite_open_options options{};
  options.struct_size = sizeof options;
  options.busy_timeout_ms = kTimeoutMs;
  options.id_seed = 1;
  certlite_error* error = nullptr;
  const certlite_status status =
      Inside([&] { return certlite_open(path_.data(), path_.size(), &options, &engine_, &error); });
  return status == CERTLITE_OK ? Told{} : Failure(status, error);
}

Told Opened::OpenSession(const std::string& principal) {
  certlite_session* session = nullptr;
  certlite_error* error = nullptr;
  const certlite_status status =
      Inside([&] { return certlite_session_open(engine_, principal.data(), principal.size(), &session, &error); });
  if (status != CERTLITE_OK) return Failure(status, error);
  Inside([&] { return certlite_session_close(session_), 0; });
  session_ = session;
  return {};
}

Told Opened::Call(const std::string& operation, const std::string& request, const std::optional<std::string>& key) {
  const certlite_call call = CallAt(kLater);
  int32_t outcome = 0;
  certlite_buf response;
  certlite_error* error = nullptr;
  const certlite_status status = Inside([&] {
    return certlite_execute(session_, operation.data(), operation.size(), request.data(), request.size(),
                            key ? key->data() : nullptr, key ? key->size() : 0, &call, &outcome, &response, &error);
  });
  if (status != CERTLITE_OK) return Failure(status, error);
  Told told{status, {outcome}, {response.data, response.size}};
  Inside([&] { return certlite_buf_free(&response), 0; });
  return told;
}

// The batch's text: a line each, with its status, its record and its problem.
Told Opened::Import(const std::string& operation, const std::string& lines) {
  constexpr std::string_view kOptions = R"({"batch_id":"018f4e9a-0000-7000-8000-000000000001"})";
  const certlite_call call = CallAt(kLater);
  certlite_batch* batch = nullptr;
  certlite_error* error = nullptr;
  const certlite_status status = Inside([&] {
    return certlite_import(session_, operation.data(), operation.size(), lines.data(), lines.size(), kOptions.data(),
                           kOptions.size(), &call, &batch, &error);
  });
  if (status != CERTLITE_OK) {
    EXPECT_EQ(nullptr, batch) << "a batch that is not left as it was";
    return Failure(status, error);
  }
  Told told;
  size_t size = 0;
  const certlite_result* const results = certlite_batch_results(batch, &size);
  for (size_t i = 0; i < size; ++i) {
    told.outcomes.push_back(results[i].outcome);
    told.text += std::to_string(results[i].status) + " " + results[i].id + " " + Text(results[i].problem) + "\n";
  }
  Inside([&] { return certlite_batch_free(batch), 0; });
  return told;
}

void Opened::Close() {
  Inside([&] {
    certlite_session_close(std::exchange(session_, nullptr));
    certlite_close(std::exchange(engine_, nullptr));
    return 0;
  });
}

std::ostream& operator<<(std::ostream& out, const Tally& tally) {
  out << tally.deeds << " operations, " << tally.failed << " calls failed: " << tally.carried_out
      << " operations done all the same, " << tally.unknown << " of unknown outcome (" << tally.kept << " kept), "
      << tally.refused << " refused (";
  const char* separator = "";
  for (const auto& [code, times] : tally.codes) out << std::exchange(separator, ", ") << code << " " << times;
  return out << "); " << tally.lost << " lost, " << tally.left_over << " left over, " << tally.damaged << " damaged\n";
}

Trials::Trials(const Script& script, Trap& trap, Settings settings)
    : script_(script),
      trap_(trap),
      settings_(std::move(settings)),
      scratch_(FolderInMemory()),
      path_(scratch_.Path()),
      backups_(FolderInMemory()),
      opened_(trap, path_) {}

void Trials::Run(const Deed& deed) {
  ++tally_.deeds;
  std::cout << deed.name << std::flush;  // a crash, too, is to be had again
  const testing::ScopedTrace trace(__FILE__, __LINE__, deed.name);
  const Expected expected = Rehearse(deed);
  const int64_t held = trap_.Held();
  const size_t failed_before = tally_.failed;
  bool is_ready = false;
  const size_t step = IsBrief() ? 10 : 1;  // every call fails, or every tenth
  for (size_t nth = 1 + settings_.seed % step; !testing::Test::HasFailure(); nth += step) {
    const testing::ScopedTrace trace_of_call(__FILE__, __LINE__, "call " + std::to_string(nth) + " failed");
    if (!is_ready) Prepare(deed);
    trap_.Arm(nth);
    const Told told = Do(deed);
    if (!trap_.Disarm()) {
      EXPECT_TRUE(expected.told == told) << "though nothing failed: " << Shown(told);
      ExpectState(expected.after, &Tally::lost);
      break;
    }
    ++tally_.failed;
    is_ready = Judge(deed, expected, told);
  }
  opened_.Close();
  EXPECT_EQ(held, trap_.Held()) << "something was not given back";
  std::cout << ": " << tally_.failed - failed_before << " calls\n";
}

// The deed while nothing fails, twice: the first time what is made but once in a process is made, and may stay.
Trials::Expected Trials::Rehearse(const Deed& deed) {
  Expected expected;
  for (int i = 0; i < 2; ++i) {
    Prepare(deed);
    expected.before = states_.At(path_);
    expected.told = Do(deed);
    ExpectBackup(deed, expected.told);
    expected.after = states_.At(path_);
    opened_.Close();
  }
  const int32_t outcome = expected.told.status != CERTLITE_OK  ? expected.told.status
                          : expected.told.outcomes.size() == 1 ? expected.told.outcomes[0]
                                                               : CERTLITE_OK;
  EXPECT_EQ(deed.expected, outcome) << Shown(expected.told);
  EXPECT_EQ("", expected.after.fault);
  if (deed.kind == Deed::Kind::kOpen) {
    for (const StoreFiles& stage : script_.StagesOf(deed)) expected.stages.push_back(states_.Of(stage).rows);
  }
  return expected;
}

// Who reads has a connection to read by, unless it is the engine's first deed.
void Trials::Prepare(const Deed& deed) {
  opened_.Close();
  script_.Prepare(deed, path_);
  if (deed.kind == Deed::Kind::kOpen) return;
  Reopen();
  const bool reads = deed.expected == CERTLITE_READ || deed.expected < 0;
  if (reads && !deed.is_first) ReadSomething(CERTLITE_OK);
  if (settings_.retries || deed.is_first || deed.kind == Deed::Kind::kClose) return;
  trap_.HoldCommits(true);
  Do(deed);
  trap_.HoldCommits(false);
}

void Trials::Reopen() {
  opened_.Close();
  const Told opened = opened_.Open();
  EXPECT_EQ(CERTLITE_OK, opened.status) << Shown(opened);
  EXPECT_EQ(CERTLITE_OK, opened_.OpenSession(R"({"system":true})").status);
}

void Trials::ReadSomething(certlite_status expected) { EXPECT_EQ(expected, opened_.Call("me.get", "{}", {}).status); }

Told Trials::Do(const Deed& deed) {
  switch (deed.kind) {
    case Deed::Kind::kOpen:
      return opened_.Open();
    case Deed::Kind::kOpenSession:
      return opened_.OpenSession(deed.text);
    case Deed::Kind::kCall:
      return opened_.Call(deed.operation, deed.text, deed.key);
    case Deed::Kind::kImport:
      return opened_.Import(deed.operation, deed.text);
    case Deed::Kind::kBackUp:
      std::filesystem::remove(backup_);
      return opened_.Call("engine.backup", host::Json{{"path", backup_}}.dump(), {});
    case Deed::Kind::kClose:
      opened_.Close();
      break;
  }
  return {};
}

// Answers whether the next trial may begin with things as they are.
bool Trials::Judge(const Deed& deed, const Expected& expected, const Told& told) {
  ExpectBackup(deed, told);
  if (told.status == CERTLITE_E_OUTCOME_UNKNOWN) {
    Settle(deed, expected);
    return false;
  }
  if (told.status != expected.told.status) return JudgeRefusal(deed, expected, told);
  ++tally_.carried_out;
  const bool is_cut_short = IsCutShort(deed, told);
  EXPECT_TRUE(expected.told == told || IsBare(told) || is_cut_short) << Shown(told);
  if (is_cut_short) {
    EXPECT_TRUE(expected.told == Do(deed)) << "once the disk is well again";
  }
  ExpectState(expected.after, &Tally::lost);
  if (deed.kind == Deed::Kind::kOpen) Reopen();
  return !deed.is_first && deed.kind == Deed::Kind::kCall && expected.before == expected.after;
}

bool Trials::JudgeRefusal(const Deed& deed, const Expected& expected, const Told& told) {
  ++tally_.refused;
  ExpectDecent(told);
  const State found = states_.At(path_);
  const bool is_stage = std::ranges::find(expected.stages, found.rows) != expected.stages.end();
  const bool has_erased = HasErased(told.text) || (MayHaveErased(deed, told) && found == expected.after);
  if (!is_stage || !found.fault.empty()) {
    ExpectState(has_erased ? expected.after : expected.before, &Tally::left_over);
  }
  const bool may_go_on = !deed.is_first && deed.kind != Deed::Kind::kOpen;
  const bool reads = deed.kind != Deed::Kind::kOpen && expected.before == expected.after;
  if (!reads && !settings_.retries && !has_erased) return may_go_on && found == expected.before;
  const Told again = Do(deed);
  const bool is_same = again.text == expected.told.text && (has_erased || again == expected.told);
  EXPECT_TRUE(is_same) << "done again after " << Shown(told) << "\nit is " << Shown(again);
  ExpectState(expected.after, &Tally::lost);
  return may_go_on && reads;
}

// Kept or not, until it is opened again the handle does nothing; then the same call has the deed done once.
void Trials::Settle(const Deed& deed, const Expected& expected) {
  ++tally_.unknown;
  const State found = states_.At(path_);
  const bool is_kept = found == expected.after;
  if (is_kept) ++tally_.kept;
  if (!is_kept) ExpectState(expected.before, &Tally::left_over);
  ReadSomething(CERTLITE_E_REOPEN_REQUIRED);
  EXPECT_EQ(CERTLITE_E_REOPEN_REQUIRED, Do(deed).status);
  Reopen();
  const Told again = Do(deed);
  EXPECT_EQ(expected.told.text, again.text) << "done again after an unknown outcome";
  ExpectState(expected.after, &Tally::lost);
}

void Trials::ExpectState(const State& expected, size_t Tally::*fault) {
  const State found = states_.At(path_);
  if (found == expected) return;
  ++(tally_.*(found.fault.empty() ? fault : &Tally::damaged));
  ADD_FAILURE() << "the file holds something else: " << States::Difference(expected, found);
}

// In the backups' folder there is a whole one and nothing else of it, or nothing at all.
void Trials::ExpectBackup(const Deed& deed, const Told& told) {
  if (deed.kind != Deed::Kind::kBackUp) return;
  const std::filesystem::path path = backup_;
  std::set<std::string> wanted;
  if (told.status == CERTLITE_OK) wanted.insert(path.filename().string());
  EXPECT_EQ(wanted, NamesIn(path.parent_path())) << Shown(told);
  if (told.status == CERTLITE_OK) {
    const State store = states_.At(path_);
    EXPECT_TRUE(store == states_.At(backup_)) << States::Difference(store, states_.At(backup_));
  }
}

void Trials::ExpectDecent(const Told& told) {
  EXPECT_TRUE(settings_.allowed.contains(told.status)) << Shown(told);
  try {
    const std::string code = host::Json::parse(told.text).at("code");
    EXPECT_EQ(InfoOf(static_cast<ErrorCode>(told.status)).name, code);
    ++tally_.codes[code];
  } catch (const std::exception& exception) {
    ADD_FAILURE() << "no problem document: " << Shown(told);
  }
}

}  // namespace certlite::rig
