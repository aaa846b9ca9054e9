// The operations: names, scopes, routes and rules that fit together.
#include "core/model/operation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/rule.h"

namespace certlite {
namespace {

using testing::Contains;
using testing::ElementsAre;

std::set<std::string_view> RuleIds() {
  std::set<std::string_view> ids;
  for (const Rule& rule : Rules()) ids.insert(rule.id);
  return ids;
}

// The names that a request of the operation may have at its root.
std::set<std::string_view> MembersOf(const Operation& operation) {
  std::set<std::string_view> names;
  for (const size_t i : operation.parameters) {
    const Field& field = parameter::kFields[i];
    names.insert(field.object.empty() ? field.name : field.object);
  }
  if (operation.resource == nullptr) return names;
  for (const Field& field : operation.resource->fields) {
    if (field.Has(operation.field_use)) names.insert(field.object.empty() ? field.name : field.object);
  }
  return names;
}

std::string_view VerbName(Verb verb) {
  switch (verb) {
    case Verb::kCreate:
      return "create";
    case Verb::kPut:
      return "put";
    case Verb::kImport:
      return "import";
    case Verb::kGet:
    case Verb::kMe:
      return "get";
    case Verb::kList:
      return "list";
    case Verb::kCount:
      return "count";
    case Verb::kUpdate:
      return "update";
    case Verb::kSuspend:
      return "suspend";
    case Verb::kReinstate:
      return "reinstate";
    case Verb::kRevoke:
      return "revoke";
    case Verb::kSupersede:
      return "supersede";
    case Verb::kArchive:
      return "archive";
    case Verb::kRestore:
      return "restore";
    case Verb::kRenew:
      return "renew";
    case Verb::kVerify:
    case Verb::kVerifyChain:
      return "verify";
    case Verb::kErase:
      return "erase";
    case Verb::kVersions:
      return "history";
    case Verb::kEvidence:
      return "evidence";
    case Verb::kHead:
      return "head";
    case Verb::kPurge:
      return "purge";
    case Verb::kCheck:
      return "check";
    case Verb::kBackup:
      return "backup";
    case Verb::kCompact:
      return "compact";
    case Verb::kExplain:
      return "explain";
    case Verb::kTimeline:
      return "timeline";
    case Verb::kAsk:
      return "ask";
  }
  return "";
}

TEST(Operations, AreThese) {
  std::vector<std::string_view> names;
  for (const Operation& operation : Operations()) names.push_back(operation.name);
  EXPECT_THAT(
      names,
      ElementsAre("organization.create", "organization.get", "organization.list", "organization.update",
                  "member.create", "member.get", "member.list", "member.update", "member.archive", "member.restore",
                  "member.erase", "certification_type.create", "certification_type.get", "certification_type.list",
                  "certification_type.update", "certification_type.archive", "certification_type.restore",
                  "certification.create", "certification.import", "certification.get", "certification.list",
                  "certification.count", "certification.update", "certification.suspend", "certification.reinstate",
                  "certification.revoke", "certification.supersede", "certification.archive", "certification.restore",
                  "certification.renew", "certification.verify", "certification.erase", "certification.history",
                  "certification.evidence", "qualification.create", "qualification.get", "qualification.list",
                  "qualification.update", "qualification.archive", "qualification.restore", "job_role.create",
                  "job_role.get", "job_role.list", "job_role.update", "job_role.archive", "job_role.restore",
                  "job_role_assignment.put", "job_role_assignment.get", "job_role_assignment.list",
                  "job_role_assignment.archive", "job_role_assignment.restore", "qualification_result.list",
                  "qualification_result.explain", "qualification_result.timeline", "history.list", "history.head",
                  "history.verify", "what_if.ask", "idempotency.purge", "engine.check", "engine.backup",
                  "engine.compact", "me.get"));
}

TEST(Operations, AreNamedResourceThenVerb) {
  for (const Operation& operation : Operations()) {
    const std::string resource(operation.resource == nullptr ? "me" : operation.resource->name);
    EXPECT_EQ(resource + "." + std::string(VerbName(operation.verb)), operation.name);
    EXPECT_EQ(operation.verb == Verb::kMe, operation.resource == nullptr) << operation.name;
    EXPECT_TRUE(operation.summary.ends_with('.')) << operation.name;
  }
}

TEST(Operations, AreFoundByTheirNameAlone) {
  for (const Operation& operation : Operations()) EXPECT_EQ(&operation, FindOperation(operation.name));
  for (const std::string_view name : {"", ".", "certification", "certification.", "certification.create ",
                                      "Certification.create", "certification.delete", "me"}) {
    EXPECT_EQ(nullptr, FindOperation(name)) << name;
  }
}

TEST(Operations, NeedAPublishedScopeThatFitsTheVerb) {
  for (const Operation& operation : Operations()) {
    // Of oneself; of what it carries out; the host's alone.
    if (operation.verb == Verb::kMe || operation.verb == Verb::kAsk || operation.verb == Verb::kPurge ||
        operation.keeps_store()) {
      EXPECT_EQ("", operation.scope);
      continue;
    }
    EXPECT_THAT(kScopes, Contains(operation.scope)) << operation.name;
    EXPECT_TRUE(operation.scope.ends_with(operation.writes() ? ":write" : ":read")) << operation.name;
  }
}

TEST(Operations, CarryTheFieldsOfTheirVerb) {
  for (const Operation& operation : Operations()) {
    switch (operation.verb) {
      case Verb::kCreate:
      case Verb::kPut:
        EXPECT_EQ(uint32_t{kInCreate}, operation.field_use) << operation.name;
        break;
      case Verb::kImport:
        EXPECT_EQ(uint32_t{kInImport}, operation.field_use) << operation.name;
        break;
      case Verb::kUpdate:
        EXPECT_EQ(uint32_t{kInUpdate}, operation.field_use) << operation.name;
        break;
      case Verb::kList:
        EXPECT_EQ(operation.resource == &kHistoryEntryResource ? 0U : uint32_t{kInFilter}, operation.field_use)
            << operation.name;
        break;
      case Verb::kCount:
        EXPECT_EQ(uint32_t{kInCount}, operation.field_use) << operation.name;
        break;
      case Verb::kRenew:
        EXPECT_EQ(uint32_t{kInRenew}, operation.field_use) << operation.name;
        break;
      default:
        EXPECT_EQ(0U, operation.field_use) << operation.name;
        break;
    }
  }
}

TEST(Operations, HaveParametersThatNoFieldHides) {
  for (const Operation& operation : Operations()) {
    std::set<size_t> seen;
    for (const size_t i : operation.parameters) {
      ASSERT_LT(i, parameter::kFields.size()) << operation.name;
      EXPECT_TRUE(seen.insert(i).second) << operation.name;
      if (operation.resource == nullptr) continue;
      for (const Field& field : operation.resource->fields) {
        const std::string_view name = field.object.empty() ? field.name : field.object;
        EXPECT_FALSE(field.Has(operation.field_use) && name == parameter::kFields[i].name) << operation.name << name;
      }
    }
    for (const size_t i : operation.required) EXPECT_TRUE(seen.contains(i)) << operation.name;
  }
}

TEST(Operations, TakeWhatTheirVerbNeeds) {
  for (const Operation& operation : Operations()) {
    const auto names = MembersOf(operation);
    if (operation.verb == Verb::kPurge) {
      EXPECT_THAT(names, ElementsAre("bound_before"));
      continue;
    }
    if (operation.verb == Verb::kCheck) {
      EXPECT_THAT(names, ElementsAre("depth"));
      continue;
    }
    if (operation.verb == Verb::kBackup) {
      EXPECT_THAT(names, ElementsAre("path", "replace"));
      continue;
    }
    if (operation.verb == Verb::kCompact) {
      EXPECT_TRUE(names.empty());
      continue;
    }
    if (operation.verb == Verb::kAsk) {
      EXPECT_THAT(names, ElementsAre("changes", "question"));
      continue;
    }
    const bool imports = operation.verb == Verb::kImport;  // the id is the record's to bring
    const bool creates = operation.verb == Verb::kCreate || operation.verb == Verb::kPut;
    const bool by_id =
        operation.verb == Verb::kGet || operation.tells_history() || (operation.writes() && !creates && !imports);
    EXPECT_EQ(by_id || imports, names.contains("id")) << operation.name;
    const bool by_two_ids = operation.verb == Verb::kExplain;  // the member's and the qualification's
    const bool by_days = operation.verb == Verb::kTimeline;
    EXPECT_EQ(by_id || by_two_ids || by_days, !operation.required.empty()) << operation.name;
    EXPECT_EQ(by_id && operation.writes(), names.contains("if_revision")) << operation.name;
    EXPECT_EQ(ShapeOf(operation).page, names.contains("limit") && names.contains("cursor")) << operation.name;
    const bool placed = operation.resource != nullptr && operation.resource != &kOrganizationResource;
    EXPECT_EQ(placed, names.contains("organization_id")) << operation.name;
  }
}

TEST(Operations, HaveRoutesWhosePathParametersAreBound) {
  const std::regex kParameter("\\{([a-z_]+)\\}");
  for (const Operation& operation : Operations()) {
    // A path of the host's file system is for nobody to send.
    EXPECT_EQ(operation.verb == Verb::kBackup, operation.http.empty()) << operation.name;
    const auto members = MembersOf(operation);
    for (const HttpBinding& binding : operation.http) {
      const std::string path(binding.path);
      std::set<std::string> found;
      for (std::sregex_iterator i(path.begin(), path.end(), kParameter), end; i != end; ++i) {
        const std::string name = (*i)[1].str();
        EXPECT_TRUE(found.insert(name).second) << path;
        const std::string_view member = name == binding.path_parameter ? binding.member : std::string_view(name);
        EXPECT_TRUE(members.contains(member)) << operation.name << ": " << path << " binds " << name << " to nothing";
      }
      EXPECT_EQ(binding.path_parameter.empty(), binding.member.empty()) << path;
      EXPECT_TRUE(binding.path_parameter.empty() || found.contains(std::string(binding.path_parameter))) << path;
      EXPECT_EQ(std::ranges::count(path, '{'), static_cast<ptrdiff_t>(found.size())) << path;
      EXPECT_TRUE(path.starts_with("/v1/")) << path;
    }
  }
}

TEST(Operations, HaveRoutesOfTheirVerbAndReach) {
  std::set<std::string> seen;
  for (const Operation& operation : Operations()) {
    ReachKind least = ReachKind::kSystem;
    for (const HttpBinding& binding : operation.http) {
      // What-if has a body; compacting changes the file, so nobody may do it ahead or again by himself.
      const bool posts = operation.writes() || operation.verb == Verb::kAsk || operation.verb == Verb::kCompact;
      const std::string_view method = operation.verb == Verb::kUpdate ? "PATCH"
                                      : operation.verb == Verb::kPut  ? "PUT"
                                      : posts                         ? "POST"
                                                                      : "GET";
      EXPECT_EQ(method, binding.method) << operation.name;
      EXPECT_TRUE(seen.insert(std::string(binding.method) + " " + std::string(binding.path)).second) << binding.path;
      EXPECT_GE(binding.reach, operation.reach_min) << binding.path;
      least = std::min(least, binding.reach);
    }
    EXPECT_EQ(operation.reach_min, least) << operation.name << ": no route offers the least reach";
  }
}

TEST(Operations, NameRulesOfTheTableOnce) {
  const auto ids = RuleIds();
  for (const Operation& operation : Operations()) {
    std::set<std::string_view> seen;
    for (const std::string_view rule : operation.rules) {
      EXPECT_TRUE(ids.contains(rule)) << operation.name << ": " << rule;
      EXPECT_TRUE(seen.insert(rule).second) << operation.name << ": " << rule;
    }
  }
}

// A rule is broken by any request, by its fields' types, by the call around it, or by what an operation says.
TEST(Operations, AndWhatSurroundsThemCoverEveryRule) {
  auto left = RuleIds();
  std::erase_if(left, [](std::string_view id) {
    return id.starts_with("json.") || id.starts_with("field.") || id.starts_with("call.") ||
           id.starts_with("principal.") || id.starts_with("idempotency_key.") || id == rule::kTextLength ||
           id == rule::kIntegerRange || id == rule::kSetSize || id == rule::kSetRepetition ||
           id == rule::kChoiceUnknown || id == rule::kUuidFormat || id == rule::kUriFormat ||
           id == rule::kMediaTypeFormat || id == rule::kSha256Format || id == rule::kHeadFormat ||
           id == rule::kDateFormat || id == rule::kDateExists || id == rule::kSlugFormat || id == rule::kEmailFormat ||
           id == rule::kInstantFormat || id == rule::kImportSize;
  });
  for (const Operation& operation : Operations()) {
    for (const std::string_view rule : operation.rules) left.erase(rule);
  }
  EXPECT_THAT(left, ElementsAre()) << "no operation says that it can break these";
}

TEST(Parameters, PageAsPublished) {
  const Field& limit = parameter::kFields[parameter::kLimit];
  EXPECT_EQ(1, limit.min);
  EXPECT_EQ(200, limit.max);
  EXPECT_EQ(50, limit.initial);
}

TEST(Outcomes, AreNamedByTheirNumber) {
  EXPECT_EQ("created", kOutcomes[static_cast<size_t>(Outcome::kCreated)]);
  EXPECT_EQ("replayed", kOutcomes[static_cast<size_t>(Outcome::kReplayed)]);
  EXPECT_EQ("exists", kOutcomes[static_cast<size_t>(Outcome::kExists)]);
  EXPECT_EQ("updated", kOutcomes[static_cast<size_t>(Outcome::kUpdated)]);
  EXPECT_EQ("unchanged", kOutcomes[static_cast<size_t>(Outcome::kUnchanged)]);
  EXPECT_EQ("read", kOutcomes[static_cast<size_t>(Outcome::kRead)]);
}

}  // namespace
}  // namespace certlite
