#include "core/model/operation.h"

#include <algorithm>

#include "core/model/operation_rules.h"
#include "core/model/route.h"

namespace certlite {
namespace {

using parameter::kAfterSequence;
using parameter::kBoundBefore;
using parameter::kCursor;
using parameter::kEvidenceMediaType;
using parameter::kEvidenceSha256;
using parameter::kEvidenceUri;
using parameter::kExpectedHead;
using parameter::kExpiresAfter;
using parameter::kExpiresBefore;
using parameter::kFrom;
using parameter::kId;
using parameter::kIfRevision;
using parameter::kLimit;
using parameter::kMemberEmail;
using parameter::kMemberExternalId;
using parameter::kMethod;
using parameter::kOnDuplicate;
using parameter::kOrder;
using parameter::kOrganizationId;
using parameter::kOutcome;
using parameter::kQualificationId;
using parameter::kReason;
using parameter::kReplacementId;
using parameter::kTypeSlug;
using parameter::kVerifiedUntil;
using parameter::kVerifier;
using enum ReachKind;
using namespace operation_rules;  // NOLINT(google-build-using-namespace): the rows of one table
using namespace route;            // NOLINT(google-build-using-namespace): likewise

constexpr std::array<size_t, 1> kById = {kId};
constexpr std::array<size_t, 2> kByIdInOrganization = {kOrganizationId, kId};
constexpr std::array<size_t, 3> kToUpdate = {kOrganizationId, kId, kIfRevision};
constexpr std::array<size_t, 2> kToUpdateOrganization = {kId, kIfRevision};
constexpr std::array<size_t, 4> kToDecide = {kOrganizationId, kId, kIfRevision, kReason};
constexpr std::array<size_t, 5> kToSupersede = {kOrganizationId, kId, kIfRevision, kReplacementId, kReason};
constexpr std::array<size_t, 2> kByIdWithReason = {kId, kReason};
constexpr std::array<size_t, 3> kBySupersession = {kId, kReplacementId, kReason};
constexpr std::array<size_t, 11> kToVerify = {
    kOrganizationId, kId,          kIfRevision,        kOutcome,        kMethod, kVerifier,
    kVerifiedUntil,  kEvidenceUri, kEvidenceMediaType, kEvidenceSha256, kReason};
constexpr std::array<size_t, 3> kByVerification = {kId, kOutcome, kMethod};
constexpr std::array<size_t, 4> kVersionsPage = {kOrganizationId, kId, kLimit, kCursor};
constexpr std::array<size_t, 1> kOfOrganization = {kOrganizationId};
constexpr std::array<size_t, 4> kFeedPage = {kOrganizationId, kAfterSequence, kLimit, kCursor};
constexpr std::array<size_t, 3> kToVerifyChain = {kOrganizationId, kFrom, kExpectedHead};
constexpr std::array<size_t, 1> kToCreate = {kOrganizationId};
constexpr std::array<size_t, 5> kToImport = {kOrganizationId, kMemberExternalId, kMemberEmail, kTypeSlug, kOnDuplicate};
constexpr std::array<size_t, 1> kByBinding = {kBoundBefore};
constexpr std::array<size_t, 1> kByPath = {parameter::kPath};
constexpr std::array<size_t, 2> kToBackUp = {parameter::kPath, parameter::kReplace};
constexpr std::array<size_t, 1> kByDepth = {parameter::kDepth};
constexpr std::array<size_t, 2> kPage = {kLimit, kCursor};
constexpr std::array<size_t, 3> kPageInOrganization = {kOrganizationId, kLimit, kCursor};
constexpr std::array<size_t, 6> kCertificationPage = {kOrganizationId, kOrder, kExpiresAfter,
                                                      kExpiresBefore,  kLimit, kCursor};

constexpr std::array<size_t, 6> kResultPage = {
    kOrganizationId, parameter::kMemberId, kQualificationId, parameter::kJobRoleId, kLimit, kCursor};
constexpr std::array<size_t, 3> kToExplain = {kOrganizationId, parameter::kMemberId, kQualificationId};
constexpr std::array<size_t, 3> kToTry = {parameter::kChanges, parameter::kQuestionOperation,
                                          parameter::kQuestionRequest};
constexpr std::array<size_t, 2> kByQuestion = {parameter::kChanges, parameter::kQuestionOperation};
constexpr std::array<size_t, 8> kTimelinePage = {
    kOrganizationId,      parameter::kMemberId, kQualificationId, parameter::kJobRoleId,
    parameter::kStartsOn, parameter::kEndsOn,   kLimit,           kCursor};
constexpr std::array<size_t, 2> kByDays = {parameter::kStartsOn, parameter::kEndsOn};
constexpr std::array<size_t, 2> kByMemberAndQualification = {parameter::kMemberId, kQualificationId};

constexpr const Resource* kO = &kOrganizationResource;
constexpr const Resource* kM = &kMemberResource;
constexpr const Resource* kT = &kCertificationTypeResource;
constexpr const Resource* kC = &kCertificationResource;
constexpr const Resource* kQ = &kQualificationResource;
constexpr const Resource* kJ = &kJobRoleResource;
constexpr const Resource* kA = &kJobRoleAssignmentResource;
constexpr const Resource* kR = &kQualificationResultResource;

// A decision about a certification, which its holder doesn't take: it needs the reach of the organization.
consteval Operation Decide(std::string_view name, Verb verb, std::string_view summary, std::span<const size_t> required,
                           std::span<const HttpBinding> http) {
  return {name,      verb,     kC,   summary,     "certification_records:write", kOrganization, 0,
          kToDecide, required, http, kDecideRules};
}

// What an organization alone creates in itself.
consteval Operation Create(std::string_view name, const Resource* of, std::string_view summary, std::string_view scope,
                           std::span<const HttpBinding> http, std::span<const std::string_view> rules) {
  return {name, Verb::kCreate, of, summary, scope, kOrganization, kInCreate, kToCreate, {}, http, rules};
}

// Of one organization, or of those within reach.
consteval Operation List(std::string_view name, const Resource* of, std::string_view summary, std::string_view scope,
                         std::span<const HttpBinding> http) {
  return {name, Verb::kList, of, summary, scope, kSelf, kInFilter, kPageInOrganization, {}, http, kListRules};
}

constexpr std::array kOperations = {
    Operation{"organization.create",
              Verb::kCreate,
              kO,
              "Creates an organization.",
              "organizations:write",
              kSystem,
              kInCreate,
              {},
              {},
              kOrganizationCreateHttp,
              {}},
    Operation{"organization.get", Verb::kGet, kO, "Reads an organization.", "organizations:read", kSelf, 0, kById,
              kById, kOrganizationGetHttp, kGetRules},
    Operation{"organization.list",
              Verb::kList,
              kO,
              "Lists the organizations within reach.",
              "organizations:read",
              kSelf,
              kInFilter,
              kPage,
              {},
              kOrganizationListHttp,
              kListRules},
    Operation{"organization.update", Verb::kUpdate, kO, "Changes an organization.", "organizations:write",
              kOrganization, kInUpdate, kToUpdateOrganization, kById, kOrganizationUpdateHttp, kUpdateRules},

    Create("member.create", kM, "Creates a member in an organization.", "organization_members:write", kMemberCreateHttp,
           kMemberCreateRules),
    Operation{"member.get", Verb::kGet, kM, "Reads a member.", "organization_members:read", kSelf, 0,
              kByIdInOrganization, kById, kMemberGetHttp, kGetErasableRules},
    List("member.list", kM, "Lists members.", "organization_members:read", kMemberListHttp),
    Operation{"member.update", Verb::kUpdate, kM, "Changes a member.", "organization_members:write", kSelf, kInUpdate,
              kToUpdate, kById, kMemberUpdateHttp, kMemberUpdateRules},

    Operation{"member.archive", Verb::kArchive, kM, "Puts a member away: it takes no new certifications.",
              "organization_members:write", kOrganization, 0, kToDecide, kById, kMemberArchiveHttp,
              kMemberArchiveRules},
    Operation{"member.restore", Verb::kRestore, kM, "Takes a member out of the archive, as it was before.",
              "organization_members:write", kOrganization, 0, kToDecide, kById, kMemberRestoreHttp,
              kMemberArchiveRules},
    Operation{"member.erase", Verb::kErase, kM,
              "Erases what is known of a person, here and in the history; its certifications stay, without a name.",
              "organization_members:write", kOrganization, 0, kToDecide, kByIdWithReason, kMemberEraseHttp,
              kEraseRules},

    Create("certification_type.create", kT, "Creates a certification type in an organization, or a standard one.",
           "certification_types:write", kTypeCreateHttp, kTypeCreateRules),
    Operation{"certification_type.get", Verb::kGet, kT, "Reads a certification type.", "certification_types:read",
              kSelf, 0, kByIdInOrganization, kById, kTypeGetHttp, kGetRules},
    List("certification_type.list", kT, "Lists the organization's types and the standard ones.",
         "certification_types:read", kTypeListHttp),
    Operation{"certification_type.update", Verb::kUpdate, kT, "Changes a certification type.",
              "certification_types:write", kOrganization, kInUpdate, kToUpdate, kById, kTypeUpdateHttp,
              kTypeUpdateRules},

    Operation{"certification_type.archive", Verb::kArchive, kT,
              "Puts a type away: it takes no new certifications, and those that exist keep computing.",
              "certification_types:write", kOrganization, 0, kToDecide, kById, kTypeArchiveHttp, kTypeArchiveRules},
    Operation{"certification_type.restore", Verb::kRestore, kT, "Takes a type out of the archive.",
              "certification_types:write", kOrganization, 0, kToDecide, kById, kTypeRestoreHttp, kTypeArchiveRules},

    Operation{"certification.create",
              Verb::kCreate,
              kC,
              "Creates a certification for the subject, or for a member of the organization.",
              "certification_records:write",
              kSelf,
              kInCreate,
              kToCreate,
              {},
              kCertificationCreateHttp,
              kCertificationCreateRules},
    Operation{"certification.import",
              Verb::kImport,
              kC,
              "Creates a certification, or finds or updates the one that has its id; names are looked up.",
              "certification_records:write",
              kOrganization,
              kInImport,
              kToImport,
              {},
              kImportHttp,
              kImportRules},
    Operation{"certification.get", Verb::kGet, kC, "Reads a certification with its validity on a day.",
              "certification_records:read", kSelf, 0, kByIdInOrganization, kById, kCertificationGetHttp,
              kGetErasableRules},
    Operation{"certification.list",
              Verb::kList,
              kC,
              "Lists certifications with their validity on a day.",
              "certification_records:read",
              kSelf,
              kInFilter,
              kCertificationPage,
              {},
              kCertificationListHttp,
              kListRules},
    Operation{"certification.count",
              Verb::kCount,
              kC,
              "Counts certifications by their validity on a day.",
              "certification_records:read",
              kSelf,
              kInCount,
              kOfOrganization,
              {},
              kCertificationCountHttp,
              kCountRules},

    Operation{"certification.update", Verb::kUpdate, kC,
              "Corrects a certification; a material edit takes back its verification.", "certification_records:write",
              kSelf, kInUpdate, kToUpdate, kById, kCertificationUpdateHttp, kCertificationUpdateRules},
    Decide("certification.suspend", Verb::kSuspend, "Stops a certification from counting, until it is reinstated.",
           kByIdWithReason, kSuspendHttp),
    Decide("certification.reinstate", Verb::kReinstate, "Makes a suspended certification active again.", kById,
           kReinstateHttp),
    Decide("certification.revoke", Verb::kRevoke, "Withdraws a certification for good.", kByIdWithReason, kRevokeHttp),
    Operation{"certification.supersede", Verb::kSupersede, kC, "Replaces a certification by the one that corrects it.",
              "certification_records:write", kOrganization, 0, kToSupersede, kBySupersession, kSupersedeHttp,
              kSupersedeRules},
    Decide("certification.archive", Verb::kArchive, "Puts a certification away; it can be restored.", kById,
           kArchiveHttp),
    Decide("certification.restore", Verb::kRestore, "Takes a certification out of the archive, as it was before.",
           kById, kRestoreHttp),

    Operation{"certification.renew", Verb::kRenew, kC, "Creates the certification that follows on this one.",
              "certification_records:write", kSelf, kInRenew, kToUpdate, kById, kRenewHttp, kRenewRules},

    Operation{"certification.verify", Verb::kVerify, kC,
              "Records what a check of a certification has shown, and its evidence.", "certification_records:write",
              kOrganization, 0, kToVerify, kByVerification, kVerifyHttp, kVerifyRules},
    Operation{"certification.erase", Verb::kErase, kC,
              "Erases a certification's personal text, here and in the history; its ids stay taken.",
              "certification_records:write", kOrganization, 0, kToDecide, kByIdWithReason, kEraseHttp, kEraseRules},
    Operation{"certification.history", Verb::kVersions, kC, "Lists a certification's versions, the newest first.",
              "certification_records:read", kSelf, 0, kVersionsPage, kById, kVersionsHttp, kVersionsRules},
    Operation{"certification.evidence", Verb::kEvidence, kC,
              "Lists the checks of a certification and their evidence, the newest first.", "certification_records:read",
              kSelf, 0, kVersionsPage, kById, kEvidenceHttp, kVersionsRules},

    Create("qualification.create", kQ,
           "Creates a qualification: a set of certification types that together are asked for.", "qualifications:write",
           kQualificationCreateHttp, kQualificationCreateRules),
    Operation{"qualification.get", Verb::kGet, kQ, "Reads a qualification.", "qualifications:read", kSelf, 0,
              kByIdInOrganization, kById, kQualificationGetHttp, kGetRules},
    List("qualification.list", kQ, "Lists qualifications.", "qualifications:read", kQualificationListHttp),
    Operation{"qualification.update", Verb::kUpdate, kQ, "Changes a qualification.", "qualifications:write",
              kOrganization, kInUpdate, kToUpdate, kById, kQualificationUpdateHttp, kQualificationUpdateRules},
    Operation{"qualification.archive", Verb::kArchive, kQ, "Puts a qualification away: it is no longer asked for.",
              "qualifications:write", kOrganization, 0, kToDecide, kById, kQualificationArchiveHttp, kArchiveRules},
    Operation{"qualification.restore", Verb::kRestore, kQ, "Takes a qualification out of the archive.",
              "qualifications:write", kOrganization, 0, kToDecide, kById, kQualificationRestoreHttp, kArchiveRules},

    Create("job_role.create", kJ, "Creates a job role: a set of qualifications that whoever has it needs.",
           "job_roles:write", kJobRoleCreateHttp, kJobRoleCreateRules),
    Operation{"job_role.get", Verb::kGet, kJ, "Reads a job role.", "job_roles:read", kSelf, 0, kByIdInOrganization,
              kById, kJobRoleGetHttp, kGetRules},
    List("job_role.list", kJ, "Lists job roles.", "job_roles:read", kJobRoleListHttp),
    Operation{"job_role.update", Verb::kUpdate, kJ, "Changes a job role.", "job_roles:write", kOrganization, kInUpdate,
              kToUpdate, kById, kJobRoleUpdateHttp, kJobRoleUpdateRules},
    Operation{"job_role.archive", Verb::kArchive, kJ, "Puts a job role away: it is given to nobody new.",
              "job_roles:write", kOrganization, 0, kToDecide, kById, kJobRoleArchiveHttp, kArchiveRules},
    Operation{"job_role.restore", Verb::kRestore, kJ, "Takes a job role out of the archive.", "job_roles:write",
              kOrganization, 0, kToDecide, kById, kJobRoleRestoreHttp, kArchiveRules},

    Operation{"job_role_assignment.put",
              Verb::kPut,
              kA,
              "Gives a member a job role, or changes how it has it; a primary one takes that from the one before.",
              "job_roles:write",
              kOrganization,
              kInCreate,
              kToCreate,
              {},
              kAssignmentPutHttp,
              kAssignmentPutRules},
    Operation{"job_role_assignment.get", Verb::kGet, kA, "Reads a job role assignment.", "job_roles:read", kSelf, 0,
              kByIdInOrganization, kById, kAssignmentGetHttp, kGetRules},
    List("job_role_assignment.list", kA, "Lists which members have which job roles.", "job_roles:read",
         kAssignmentListHttp),
    Operation{"job_role_assignment.archive", Verb::kArchive, kA, "Takes a job role from a member.", "job_roles:write",
              kOrganization, 0, kToDecide, kById, kAssignmentArchiveHttp, kArchiveRules},
    Operation{"job_role_assignment.restore", Verb::kRestore, kA, "Gives a member a job role again, not as the primary.",
              "job_roles:write", kOrganization, 0, kToDecide, kById, kAssignmentRestoreHttp, kAssignmentRestoreRules},

    Operation{"qualification_result.list",
              Verb::kList,
              kR,
              "Tells of members whether they have what the organization's active qualifications ask for, on a day.",
              "qualifications:read",
              kSelf,
              kInFilter,
              kResultPage,
              {},
              kResultListHttp,
              kListRules},
    Operation{
        "qualification_result.explain", Verb::kExplain, kR,
        "Tells why a member has what a qualification asks for on a day, or what is missing and what would meet it.",
        "qualifications:read", kSelf, 0, kToExplain, kByMemberAndQualification, kExplainHttp, kExplainRules},
    Operation{"qualification_result.timeline", Verb::kTimeline, &kQualificationTimelineResource,
              "Tells from which day to which members have what qualifications ask for, and what changes it.",
              "qualifications:read", kSelf, 0, kTimelinePage, kByDays, kTimelineHttp, kTimelineRules},

    Operation{"history.list",
              Verb::kList,
              &kHistoryEntryResource,
              "Lists an organization's changes in their order, as events: a feed that can be resumed.",
              "certification_records:read",
              kOrganization,
              0,
              kFeedPage,
              {},
              kHistoryListHttp,
              kFeedRules},
    Operation{"history.head",
              Verb::kHead,
              &kHistoryHeadResource,
              "Reads the head of an organization's chain.",
              "certification_records:read",
              kOrganization,
              0,
              kOfOrganization,
              {},
              kHistoryHeadHttp,
              kHeadRules},
    Operation{"history.verify",
              Verb::kVerifyChain,
              &kHistoryReportResource,
              "Proves that an organization's history, and what is stored now, are as they were written.",
              "certification_records:read",
              kOrganization,
              0,
              kToVerifyChain,
              {},
              kHistoryVerifyHttp,
              kVerifyChainRules},

    Operation{"what_if.ask", Verb::kAsk, &kWhatIfResource,
              "Tells what a question would be answered if changes were made, and makes none.", "", kSelf, 0, kToTry,
              kByQuestion, kWhatIfHttp, kWhatIfRules},

    Operation{"idempotency.purge",
              Verb::kPurge,
              &kKeyPurgeResource,
              "Forgets idempotency keys, for good: a retry that comes after it is a new request.",
              "",
              kSystem,
              0,
              kByBinding,
              kByBinding,
              kPurgeHttp,
              {}},

    Operation{"engine.check",
              Verb::kCheck,
              &kStoreCheckResource,
              "Looks for what is wrong with the store, and tells what to do about it; writes nothing.",
              "",
              kSystem,
              0,
              kByDepth,
              {},
              kCheckHttp,
              {}},

    Operation{"engine.backup",
              Verb::kBackup,
              &kStoreBackupResource,
              "Copies the store, as it is at one instant, into a file of its own, while others go on writing.",
              "",
              kSystem,
              0,
              kToBackUp,
              kByPath,
              {},
              kBackupRules},

    Operation{"engine.compact",
              Verb::kCompact,
              &kStoreCompactionResource,
              "Builds the store's file anew, without the space that nothing uses.",
              "",
              kSystem,
              0,
              {},
              {},
              kCompactHttp,
              {}},

    Operation{"me.get",
              Verb::kMe,
              nullptr,
              "Reads who the principal is and which scopes it was granted.",
              "",
              kSelf,
              0,
              {},
              {},
              kMeHttp,
              {}},
};

}  // namespace

bool Operation::writes() const {
  switch (verb) {
    case Verb::kGet:
    case Verb::kList:
    case Verb::kCount:
    case Verb::kVersions:
    case Verb::kEvidence:
    case Verb::kHead:
    case Verb::kVerifyChain:
    case Verb::kMe:
    case Verb::kExplain:
    case Verb::kTimeline:
    case Verb::kAsk:
    case Verb::kCheck:
    case Verb::kBackup:
    case Verb::kCompact:
      return false;
    default:
      return true;
  }
}

bool Operation::takes_known_at() const {
  return verb == Verb::kVersions || (verb == Verb::kGet && resource == &kCertificationResource) ||
         (verb == Verb::kList && resource == &kHistoryEntryResource);
}

AnswerShape ShapeOf(const Operation& operation) {
  switch (operation.verb) {
    case Verb::kCount:
      return {&kCertificationCountResource, kInData, kInMeta, false};
    case Verb::kErase:
      return {operation.resource, kInData | kStays, kInMeta | kStays, false};
    case Verb::kVersions:
      return {&kHistoryEntryResource, kInData, kInMeta, true};
    case Verb::kEvidence:
      return {&kVerificationResource, kInData, kInMeta, true};
    case Verb::kExplain:
      return {operation.resource, kInData, kInExplanation, false};
    default:
      return {operation.resource, kInData, kInMeta, operation.verb == Verb::kList || operation.verb == Verb::kTimeline};
  }
}

std::span<const Operation> Operations() { return kOperations; }

const Operation* FindOperation(std::string_view name) {
  const auto* found = std::ranges::find(kOperations, name, &Operation::name);
  return found == kOperations.end() ? nullptr : found;
}

}  // namespace certlite
