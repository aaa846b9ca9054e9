// engine.check: whether the file holds together, and what to do where it doesn't.
#include <absl/strings/str_cat.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/engine/operations.h"
#include "core/engine/upkeep.h"
#include "core/model/upkeep.h"
#include "core/render/render.h"
#include "core/store/checks.h"
#include "core/store/schema.h"

namespace certlite {
namespace {

constexpr std::string_view kRestore =
    "Keep the file as it is for study, with those beside it; restore the latest backup that a full check finds sound, "
    "and repeat with the same idempotency keys what came after it.";

// What to do about findings, by part.
constexpr std::array<std::string_view, kCheckParts.size()> kAdvice = {
    kRestore,
    kRestore,
    kRestore,
    kRestore,
    "Read the member's assignments and put the one that is right with is_primary: true.",
    "Keep the file for study and compare it with a backup, from the sequence on that is named; a head that was kept "
    "elsewhere tells which of the two is right (history.verify)."};

struct Finding {
  CheckPart part;
  std::string resource;
  std::optional<Uuid> organization_id;
  std::optional<Uuid> id;
  std::string detail;
};

struct Step {
  CheckPart part;
  int64_t looked_at = 0;
  int64_t finding_count = 0;
};

// Whether the error tells of the file, and not of whoever asks or waits.
bool IsAboutFile(ErrorCode code) {
  return code == ErrorCode::kCorrupt || code == ErrorCode::kNotADatabase || code == ErrorCode::kStorageIo ||
         code == ErrorCode::kInternal;
}

Value IdOrNull(const std::optional<Uuid>& id) { return id ? Value::Of(*id) : Value::Null(); }

class StoreChecker {
 public:
  StoreChecker(Call& call, absl::FunctionRef<Result<void>()> begin) : call_(call), begin_(begin) {}

  Result<Answer> Run() {
    const Value& depth = call_.parameter(parameter::kDepth);
    full_ = depth == Value::Of(static_cast<int64_t>(CheckDepth::kFull));
    for (size_t i = 0; i < kCheckParts.size(); ++i) {
      const auto part = static_cast<CheckPart>(i);
      if (part == CheckPart::kHistory && !full_) break;
      steps_.push_back({part});
      auto looked = Attempt([&] { return Look(part); });
      if (!looked.ok()) return Result<Answer>(looked.TakeError());
    }
    return Report();
  }

 private:
  // Does it in a snapshot of its own, so that what one finds damaged hides nothing of the next.
  Result<void> Attempt(absl::FunctionRef<Result<void>()> look) {
    auto looked = begin_();
    if (looked.ok()) looked = look();
    if (looked.ok() || !IsAboutFile(looked.error().code)) return looked;
    Tell({.resource = {}, .detail = absl::StrCat("It can't be read to the end: ", looked.error().detail)});
    return {};
  }

  Result<void> Look(CheckPart part) {
    Connection& connection = *call_.connection;
    const auto tell = [this](const StoreFinding& found) { Tell(found); };
    const auto look = [&]() -> Result<int64_t> {
      switch (part) {
        case CheckPart::kPages:
          return CheckPages(connection, full_, tell);
        case CheckPart::kReferences:
          return CheckReferences(connection, tell);
        case CheckPart::kVersions:
          return CheckVersions(connection, tell);
        case CheckPart::kKeys:
          return CheckKeys(connection, tell);
        case CheckPart::kPrimaryRoles:
          return CheckPrimaryRoles(connection, tell);
        case CheckPart::kHistory:
          break;
      }
      return CheckHistory();
    };
    auto looked_at = look();
    if (!looked_at.ok()) return Result<void>(looked_at.TakeError());
    steps_.back().looked_at = *looked_at;
    return {};
  }

  Result<int64_t> CheckHistory() {
    auto chains = AllOrganizations(*call_.connection);
    if (!chains.ok()) return std::move(chains.error());
    chains->push_back({kCatalogueKey, {}, 0});
    int64_t entries = 0;
    for (const OrganizationRow& chain : *chains) {
      auto proven = Attempt([&]() -> Result<void> {
        auto proof = ProveChain(call_, chain);
        if (!proof.ok()) return Result<void>(proof.TakeError());
        entries += proof->entry_count;
        if (proof->first_bad_sequence != 0) {
          Tell({.resource = kHistoryHeadResource.name, .organization_id = chain.id, .detail = BreakOf(*proof)});
        }
        return {};
      });
      if (!proven.ok()) return Result<int64_t>(proven.TakeError());
    }
    return entries;
  }

  void Tell(const StoreFinding& found) {
    Step& step = steps_.back();
    if (++step.finding_count > kFindingsMax) return;
    findings_.push_back({step.part, std::string(found.resource), found.organization_id, found.id,
                         std::string(found.detail.substr(0, kFindingBytesMax))});
  }

  Answer Report() const {
    std::vector<Record> steps;
    for (const Step& step : steps_) {
      Record& row = steps.emplace_back();
      row.resource = &kCheckStepResource;
      row[check_step::kPart] = Value::Of(static_cast<int64_t>(step.part));
      row[check_step::kLookedAt] = Value::Of(step.looked_at);
      row[check_step::kFindingCount] = Value::Of(step.finding_count);
    }
    std::vector<Record> findings;
    for (const Finding& finding : findings_) {
      Record& row = findings.emplace_back();
      row.resource = &kCheckFindingResource;
      row[check_finding::kPart] = Value::Of(static_cast<int64_t>(finding.part));
      row[check_finding::kOrganizationId] = IdOrNull(finding.organization_id);
      row[check_finding::kResource] =
          finding.resource.empty() ? Value::Null() : Value::Of(std::string_view(finding.resource));
      row[check_finding::kId] = IdOrNull(finding.id);
      row[check_finding::kDetail] = Value::Of(std::string_view(finding.detail));
      row[check_finding::kAdvice] = Value::Of(kAdvice[static_cast<size_t>(finding.part)]);
    }
    const std::string steps_text = RenderRows(steps);
    const std::string findings_text = RenderRows(findings);
    Record told;
    told.resource = &kStoreCheckResource;
    told[store_check::kDepth] = Value::Of(static_cast<int64_t>(full_ ? CheckDepth::kFull : CheckDepth::kQuick));
    told[store_check::kIsSound] = Value::Of(int64_t{findings_.empty()});
    told[store_check::kSteps] = Value::Of(std::string_view(steps_text));
    told[store_check::kFindings] = Value::Of(std::string_view(findings_text));
    return {Outcome::kRead, OwnedText(RenderAnswer(told, ShapeOf(call_.operation)))};
  }

  Call& call_;
  const absl::FunctionRef<Result<void>()> begin_;
  bool full_ = false;
  std::vector<Step> steps_;
  std::vector<Finding> findings_;
};

}  // namespace

Result<Answer> CheckStore(Call& call, absl::FunctionRef<Result<void>()> begin) {
  return StoreChecker(call, begin).Run();
}

}  // namespace certlite
