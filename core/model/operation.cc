#include "core/model/operation.h"

#include <algorithm>

#include "core/model/rule.h"

namespace certlite {
namespace {

using parameter::kCursor;
using parameter::kExpiresAfter;
using parameter::kExpiresBefore;
using parameter::kId;
using parameter::kIfRevision;
using parameter::kLimit;
using parameter::kOrder;
using parameter::kOrganizationId;
using parameter::kReason;
using parameter::kReplacementId;
using enum ReachKind;

constexpr std::array<size_t, 1> kById = {kId};
constexpr std::array<size_t, 2> kByIdInOrganization = {kOrganizationId, kId};
constexpr std::array<size_t, 3> kToUpdate = {kOrganizationId, kId, kIfRevision};
constexpr std::array<size_t, 2> kToUpdateOrganization = {kId, kIfRevision};
constexpr std::array<size_t, 4> kToDecide = {kOrganizationId, kId, kIfRevision, kReason};
constexpr std::array<size_t, 5> kToSupersede = {kOrganizationId, kId, kIfRevision, kReplacementId, kReason};
constexpr std::array<size_t, 2> kByIdWithReason = {kId, kReason};
constexpr std::array<size_t, 3> kBySupersession = {kId, kReplacementId, kReason};
constexpr std::array<size_t, 1> kToCreate = {kOrganizationId};
constexpr std::array<size_t, 2> kPage = {kLimit, kCursor};
constexpr std::array<size_t, 3> kPageInOrganization = {kOrganizationId, kLimit, kCursor};
constexpr std::array<size_t, 6> kCertificationPage = {kOrganizationId, kOrder, kExpiresAfter,
                                                      kExpiresBefore,  kLimit, kCursor};

constexpr std::array kGetRules = {rule::kRecordExists, rule::kOrganizationExists};
constexpr std::array kListRules = {rule::kOrganizationExists, rule::kCursorFormat, rule::kCursorFilter};
constexpr std::array kUpdateRules = {rule::kRecordExists, rule::kOrganizationExists, rule::kRevisionCurrent};
constexpr std::array kMemberCreateRules = {rule::kOrganizationRequired, rule::kOrganizationExists,
                                           rule::kOrganizationActive, rule::kMemberExternalIdUnique};
constexpr std::array kMemberUpdateRules = {rule::kRecordExists, rule::kOrganizationExists, rule::kRevisionCurrent,
                                           rule::kMemberExternalIdUnique};
constexpr std::array kTypeCreateRules = {rule::kOrganizationRequired, rule::kOrganizationExists,
                                         rule::kOrganizationActive, rule::kTypeStandard, rule::kSlugUnique};
constexpr std::array kTypeUpdateRules = {rule::kRecordExists, rule::kOrganizationExists, rule::kRevisionCurrent,
                                         rule::kTypeStandard};
constexpr std::array kCertificationCreateRules = {
    rule::kOrganizationExists, rule::kOrganizationActive, rule::kMemberExists,
    rule::kMemberOfSubject,    rule::kMemberActive,       rule::kTypeExists,
    rule::kTypeActive,         rule::kDatesOrder,         rule::kExternalIdContent};

constexpr std::array kCertificationUpdateRules = {
    rule::kRecordExists,       rule::kOrganizationExists, rule::kRevisionCurrent, rule::kLifecycleTransition,
    rule::kOrganizationActive, rule::kMemberExists,       rule::kMemberActive,    rule::kTypeExists,
    rule::kTypeActive,         rule::kDatesOrder,         rule::kExternalIdUnique};
constexpr std::array kDecideRules = {rule::kRecordExists, rule::kOrganizationExists, rule::kRevisionCurrent,
                                     rule::kLifecycleTransition};
constexpr std::array kSupersedeRules = {rule::kRecordExists,        rule::kOrganizationExists, rule::kRevisionCurrent,
                                        rule::kLifecycleTransition, rule::kReplacementExists,  rule::kReplacementOpen};

constexpr std::array kRenewRules = {rule::kRecordExists,        rule::kOrganizationExists, rule::kRevisionCurrent,
                                    rule::kLifecycleTransition, rule::kRenewalOnce,        rule::kOrganizationActive,
                                    rule::kMemberActive,        rule::kTypeActive,         rule::kDatesOrder};

constexpr std::array kOrganizationCreateHttp = {HttpBinding{"POST", "/v1/organizations", kSystem}};
constexpr std::array kOrganizationGetHttp = {
    HttpBinding{"GET", "/v1/organizations/{organization_id}", kSelf, "organization_id", "id"}};
constexpr std::array kOrganizationListHttp = {HttpBinding{"GET", "/v1/organizations", kSelf}};
constexpr std::array kOrganizationUpdateHttp = {
    HttpBinding{"PATCH", "/v1/organizations/{organization_id}", kOrganization, "organization_id", "id"}};

constexpr std::array kMemberCreateHttp = {
    HttpBinding{"POST", "/v1/organizations/{organization_id}/members", kOrganization}};
constexpr std::array kMemberGetHttp = {
    HttpBinding{"GET", "/v1/organizations/{organization_id}/members/{organization_member_id}", kSelf,
                "organization_member_id", "id"}};
constexpr std::array kMemberListHttp = {HttpBinding{"GET", "/v1/organizations/{organization_id}/members", kSelf}};
constexpr std::array kMemberUpdateHttp = {
    HttpBinding{"PATCH", "/v1/organizations/{organization_id}/members/{organization_member_id}", kSelf,
                "organization_member_id", "id"}};

constexpr std::array kTypeCreateHttp = {
    HttpBinding{"POST", "/v1/organizations/{organization_id}/certification-types", kOrganization},
    HttpBinding{"POST", "/v1/certification-types", kSystem}};
constexpr std::array kTypeGetHttp = {
    HttpBinding{"GET", "/v1/certification-types/{certification_type_id}", kSelf, "certification_type_id", "id"},
    HttpBinding{"GET", "/v1/organizations/{organization_id}/certification-types/{certification_type_id}", kOrganization,
                "certification_type_id", "id"}};
constexpr std::array kTypeListHttp = {
    HttpBinding{"GET", "/v1/certification-types", kSelf},
    HttpBinding{"GET", "/v1/organizations/{organization_id}/certification-types", kOrganization}};
constexpr std::array kTypeUpdateHttp = {
    HttpBinding{"PATCH", "/v1/organizations/{organization_id}/certification-types/{certification_type_id}",
                kOrganization, "certification_type_id", "id"},
    HttpBinding{"PATCH", "/v1/certification-types/{certification_type_id}", kSystem, "certification_type_id", "id"}};

constexpr std::array kCertificationCreateHttp = {
    HttpBinding{"POST", "/v1/certifications", kSelf},
    HttpBinding{"POST", "/v1/organizations/{organization_id}/certifications", kOrganization}};
constexpr std::array kCertificationGetHttp = {
    HttpBinding{"GET", "/v1/certifications/{certification_id}", kSelf, "certification_id", "id"},
    HttpBinding{"GET", "/v1/organizations/{organization_id}/certifications/{certification_id}", kOrganization,
                "certification_id", "id"}};
constexpr std::array kCertificationListHttp = {
    HttpBinding{"GET", "/v1/certifications", kSelf},
    HttpBinding{"GET", "/v1/organizations/{organization_id}/certifications", kOrganization}};

constexpr std::array kCertificationUpdateHttp = {
    HttpBinding{"PATCH", "/v1/certifications/{certification_id}", kSelf, "certification_id", "id"},
    HttpBinding{"PATCH", "/v1/organizations/{organization_id}/certifications/{certification_id}", kOrganization,
                "certification_id", "id"}};

constexpr std::array kRenewHttp = {
    HttpBinding{"POST", "/v1/certifications/{certification_id}/renew", kSelf, "certification_id", "id"},
    HttpBinding{"POST", "/v1/organizations/{organization_id}/certifications/{certification_id}/renew", kOrganization,
                "certification_id", "id"}};

// POST to the certification's path in its organization and the verb.
consteval HttpBinding DecideHttp(std::string_view path) {
  return {"POST", path, kOrganization, "certification_id", "id"};
}
constexpr std::array kSuspendHttp = {
    DecideHttp("/v1/organizations/{organization_id}/certifications/{certification_id}/suspend")};
constexpr std::array kReinstateHttp = {
    DecideHttp("/v1/organizations/{organization_id}/certifications/{certification_id}/reinstate")};
constexpr std::array kRevokeHttp = {
    DecideHttp("/v1/organizations/{organization_id}/certifications/{certification_id}/revoke")};
constexpr std::array kSupersedeHttp = {
    DecideHttp("/v1/organizations/{organization_id}/certifications/{certification_id}/supersede")};
constexpr std::array kArchiveHttp = {
    DecideHttp("/v1/organizations/{organization_id}/certifications/{certification_id}/archive")};
constexpr std::array kRestoreHttp = {
    DecideHttp("/v1/organizations/{organization_id}/certifications/{certification_id}/restore")};

constexpr std::array kMeHttp = {HttpBinding{"GET", "/v1/me", kSelf}};

constexpr const Resource* kO = &kOrganizationResource;
constexpr const Resource* kM = &kMemberResource;
constexpr const Resource* kT = &kCertificationTypeResource;
constexpr const Resource* kC = &kCertificationResource;

// A decision about a certification, which its holder doesn't take: it needs the reach of the organization.
consteval Operation Decide(std::string_view name, Verb verb, std::string_view summary, std::span<const size_t> required,
                           std::span<const HttpBinding> http) {
  return {name,      verb,     kC,   summary,     "certification_records:write", kOrganization, 0,
          kToDecide, required, http, kDecideRules};
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

    Operation{"member.create",
              Verb::kCreate,
              kM,
              "Creates a member in an organization.",
              "organization_members:write",
              kOrganization,
              kInCreate,
              kToCreate,
              {},
              kMemberCreateHttp,
              kMemberCreateRules},
    Operation{"member.get", Verb::kGet, kM, "Reads a member.", "organization_members:read", kSelf, 0,
              kByIdInOrganization, kById, kMemberGetHttp, kGetRules},
    Operation{"member.list",
              Verb::kList,
              kM,
              "Lists members.",
              "organization_members:read",
              kSelf,
              kInFilter,
              kPageInOrganization,
              {},
              kMemberListHttp,
              kListRules},
    Operation{"member.update", Verb::kUpdate, kM, "Changes a member.", "organization_members:write", kSelf, kInUpdate,
              kToUpdate, kById, kMemberUpdateHttp, kMemberUpdateRules},

    Operation{"certification_type.create",
              Verb::kCreate,
              kT,
              "Creates a certification type in an organization, or a standard one.",
              "certification_types:write",
              kOrganization,
              kInCreate,
              kToCreate,
              {},
              kTypeCreateHttp,
              kTypeCreateRules},
    Operation{"certification_type.get", Verb::kGet, kT, "Reads a certification type.", "certification_types:read",
              kSelf, 0, kByIdInOrganization, kById, kTypeGetHttp, kGetRules},
    Operation{"certification_type.list",
              Verb::kList,
              kT,
              "Lists the organization's types and the standard ones.",
              "certification_types:read",
              kSelf,
              kInFilter,
              kPageInOrganization,
              {},
              kTypeListHttp,
              kListRules},
    Operation{"certification_type.update", Verb::kUpdate, kT, "Changes a certification type.",
              "certification_types:write", kOrganization, kInUpdate, kToUpdate, kById, kTypeUpdateHttp,
              kTypeUpdateRules},

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
    Operation{"certification.get", Verb::kGet, kC, "Reads a certification with its validity on a day.",
              "certification_records:read", kSelf, 0, kByIdInOrganization, kById, kCertificationGetHttp, kGetRules},
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

std::span<const Operation> Operations() { return kOperations; }

const Operation* FindOperation(std::string_view name) {
  const auto* found = std::ranges::find(kOperations, name, &Operation::name);
  return found == kOperations.end() ? nullptr : found;
}

}  // namespace certlite
