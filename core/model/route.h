// Where each operation is in the published HTTP API.
#ifndef CERTLITE_CORE_MODEL_ROUTE_H_
#define CERTLITE_CORE_MODEL_ROUTE_H_

#include <array>
#include <string_view>

#include "core/model/operation.h"

namespace certlite::route {

using enum ReachKind;

// POST to the record's path in its organization and the verb.
consteval HttpBinding DecideHttp(std::string_view path, std::string_view parameter = "certification_id") {
  return {"POST", path, kOrganization, parameter, "id"};
}

// A certification's holder has it under the path of his own, the organization under its own.
consteval std::array<HttpBinding, 2> CertificationHttp(std::string_view method, std::string_view own,
                                                       std::string_view in_organization) {
  return {HttpBinding{method, own, kSelf, "certification_id", "id"},
          HttpBinding{method, in_organization, kOrganization, "certification_id", "id"}};
}

// The organization changes its own types, the system the standard ones.
consteval std::array<HttpBinding, 2> TypeHttp(std::string_view method, std::string_view in_organization,
                                              std::string_view standard) {
  return {HttpBinding{method, in_organization, kOrganization, "certification_type_id", "id"},
          HttpBinding{method, standard, kSystem, "certification_type_id", "id"}};
}

inline constexpr std::array kOrganizationCreateHttp = {HttpBinding{"POST", "/v1/organizations", kSystem}};
inline constexpr std::array kOrganizationGetHttp = {
    HttpBinding{"GET", "/v1/organizations/{organization_id}", kSelf, "organization_id", "id"}};
inline constexpr std::array kOrganizationListHttp = {HttpBinding{"GET", "/v1/organizations", kSelf}};
inline constexpr std::array kOrganizationUpdateHttp = {
    HttpBinding{"PATCH", "/v1/organizations/{organization_id}", kOrganization, "organization_id", "id"}};

inline constexpr std::array kMemberCreateHttp = {
    HttpBinding{"POST", "/v1/organizations/{organization_id}/members", kOrganization}};
inline constexpr std::array kMemberGetHttp = {
    HttpBinding{"GET", "/v1/organizations/{organization_id}/members/{organization_member_id}", kSelf,
                "organization_member_id", "id"}};
inline constexpr std::array kMemberListHttp = {
    HttpBinding{"GET", "/v1/organizations/{organization_id}/members", kSelf}};
inline constexpr std::array kMemberUpdateHttp = {
    HttpBinding{"PATCH", "/v1/organizations/{organization_id}/members/{organization_member_id}", kSelf,
                "organization_member_id", "id"}};

inline constexpr std::array kMemberArchiveHttp = {DecideHttp(
    "/v1/organizations/{organization_id}/members/{organization_member_id}/archive", "organization_member_id")};
inline constexpr std::array kMemberRestoreHttp = {DecideHttp(
    "/v1/organizations/{organization_id}/members/{organization_member_id}/restore", "organization_member_id")};
inline constexpr std::array kMemberEraseHttp = {
    DecideHttp("/v1/organizations/{organization_id}/members/{organization_member_id}/erase", "organization_member_id")};

inline constexpr std::array kTypeCreateHttp = {
    HttpBinding{"POST", "/v1/organizations/{organization_id}/certification-types", kOrganization},
    HttpBinding{"POST", "/v1/certification-types", kSystem}};
inline constexpr std::array kTypeGetHttp = {
    HttpBinding{"GET", "/v1/certification-types/{certification_type_id}", kSelf, "certification_type_id", "id"},
    HttpBinding{"GET", "/v1/organizations/{organization_id}/certification-types/{certification_type_id}", kOrganization,
                "certification_type_id", "id"}};
inline constexpr std::array kTypeListHttp = {
    HttpBinding{"GET", "/v1/certification-types", kSelf},
    HttpBinding{"GET", "/v1/organizations/{organization_id}/certification-types", kOrganization}};
inline constexpr std::array kTypeUpdateHttp =
    TypeHttp("PATCH", "/v1/organizations/{organization_id}/certification-types/{certification_type_id}",
             "/v1/certification-types/{certification_type_id}");

inline constexpr std::array kTypeArchiveHttp =
    TypeHttp("POST", "/v1/organizations/{organization_id}/certification-types/{certification_type_id}/archive",
             "/v1/certification-types/{certification_type_id}/archive");
inline constexpr std::array kTypeRestoreHttp =
    TypeHttp("POST", "/v1/organizations/{organization_id}/certification-types/{certification_type_id}/restore",
             "/v1/certification-types/{certification_type_id}/restore");

inline constexpr std::array kCertificationCreateHttp = {
    HttpBinding{"POST", "/v1/certifications", kSelf},
    HttpBinding{"POST", "/v1/organizations/{organization_id}/certifications", kOrganization}};
inline constexpr std::array kImportHttp = {
    HttpBinding{"POST", "/v1/organizations/{organization_id}/certifications/import", kOrganization}};
inline constexpr std::array kCertificationGetHttp =
    CertificationHttp("GET", "/v1/certifications/{certification_id}",
                      "/v1/organizations/{organization_id}/certifications/{certification_id}");
inline constexpr std::array kCertificationListHttp = {
    HttpBinding{"GET", "/v1/certifications", kSelf},
    HttpBinding{"GET", "/v1/organizations/{organization_id}/certifications", kOrganization}};

inline constexpr std::array kCertificationCountHttp = {
    HttpBinding{"GET", "/v1/certifications/count", kSelf},
    HttpBinding{"GET", "/v1/organizations/{organization_id}/certifications/count", kOrganization}};

inline constexpr std::array kCertificationUpdateHttp =
    CertificationHttp("PATCH", "/v1/certifications/{certification_id}",
                      "/v1/organizations/{organization_id}/certifications/{certification_id}");

inline constexpr std::array kRenewHttp =
    CertificationHttp("POST", "/v1/certifications/{certification_id}/renew",
                      "/v1/organizations/{organization_id}/certifications/{certification_id}/renew");

inline constexpr std::array kSuspendHttp = {
    DecideHttp("/v1/organizations/{organization_id}/certifications/{certification_id}/suspend")};
inline constexpr std::array kReinstateHttp = {
    DecideHttp("/v1/organizations/{organization_id}/certifications/{certification_id}/reinstate")};
inline constexpr std::array kRevokeHttp = {
    DecideHttp("/v1/organizations/{organization_id}/certifications/{certification_id}/revoke")};
inline constexpr std::array kSupersedeHttp = {
    DecideHttp("/v1/organizations/{organization_id}/certifications/{certification_id}/supersede")};
inline constexpr std::array kArchiveHttp = {
    DecideHttp("/v1/organizations/{organization_id}/certifications/{certification_id}/archive")};
inline constexpr std::array kRestoreHttp = {
    DecideHttp("/v1/organizations/{organization_id}/certifications/{certification_id}/restore")};

inline constexpr std::array kVerifyHttp = {
    DecideHttp("/v1/organizations/{organization_id}/certifications/{certification_id}/verify")};
inline constexpr std::array kEraseHttp = {
    DecideHttp("/v1/organizations/{organization_id}/certifications/{certification_id}/erase")};
inline constexpr std::array kVersionsHttp =
    CertificationHttp("GET", "/v1/certifications/{certification_id}/history",
                      "/v1/organizations/{organization_id}/certifications/{certification_id}/history");
inline constexpr std::array kEvidenceHttp =
    CertificationHttp("GET", "/v1/certifications/{certification_id}/evidence",
                      "/v1/organizations/{organization_id}/certifications/{certification_id}/evidence");

inline constexpr std::string_view kQualificationPath =
    "/v1/organizations/{organization_id}/qualifications/{qualification_id}";
inline constexpr std::array kQualificationCreateHttp = {
    HttpBinding{"POST", "/v1/organizations/{organization_id}/qualifications", kOrganization}};
inline constexpr std::array kQualificationGetHttp = {
    HttpBinding{"GET", kQualificationPath, kSelf, "qualification_id", "id"}};
inline constexpr std::array kQualificationListHttp = {
    HttpBinding{"GET", "/v1/organizations/{organization_id}/qualifications", kSelf}};
inline constexpr std::array kQualificationUpdateHttp = {
    HttpBinding{"PATCH", kQualificationPath, kOrganization, "qualification_id", "id"}};
inline constexpr std::array kQualificationArchiveHttp = {
    DecideHttp("/v1/organizations/{organization_id}/qualifications/{qualification_id}/archive", "qualification_id")};
inline constexpr std::array kQualificationRestoreHttp = {
    DecideHttp("/v1/organizations/{organization_id}/qualifications/{qualification_id}/restore", "qualification_id")};

inline constexpr std::string_view kJobRolePath = "/v1/organizations/{organization_id}/job-roles/{job_role_id}";
inline constexpr std::array kJobRoleCreateHttp = {
    HttpBinding{"POST", "/v1/organizations/{organization_id}/job-roles", kOrganization}};
inline constexpr std::array kJobRoleGetHttp = {HttpBinding{"GET", kJobRolePath, kSelf, "job_role_id", "id"}};
inline constexpr std::array kJobRoleListHttp = {
    HttpBinding{"GET", "/v1/organizations/{organization_id}/job-roles", kSelf}};
inline constexpr std::array kJobRoleUpdateHttp = {
    HttpBinding{"PATCH", kJobRolePath, kOrganization, "job_role_id", "id"}};
inline constexpr std::array kJobRoleArchiveHttp = {
    DecideHttp("/v1/organizations/{organization_id}/job-roles/{job_role_id}/archive", "job_role_id")};
inline constexpr std::array kJobRoleRestoreHttp = {
    DecideHttp("/v1/organizations/{organization_id}/job-roles/{job_role_id}/restore", "job_role_id")};

inline constexpr std::array kAssignmentPutHttp = {
    HttpBinding{"PUT", "/v1/organizations/{organization_id}/members/{organization_member_id}/job-roles/{job_role_id}",
                kOrganization}};
inline constexpr std::array kAssignmentGetHttp = {
    HttpBinding{"GET", "/v1/organizations/{organization_id}/job-role-assignments/{job_role_assignment_id}", kSelf,
                "job_role_assignment_id", "id"}};
inline constexpr std::array kAssignmentListHttp = {
    HttpBinding{"GET", "/v1/organizations/{organization_id}/job-role-assignments", kSelf}};
inline constexpr std::array kAssignmentArchiveHttp = {
    DecideHttp("/v1/organizations/{organization_id}/job-role-assignments/{job_role_assignment_id}/archive",
               "job_role_assignment_id")};
inline constexpr std::array kAssignmentRestoreHttp = {
    DecideHttp("/v1/organizations/{organization_id}/job-role-assignments/{job_role_assignment_id}/restore",
               "job_role_assignment_id")};

inline constexpr std::array kResultListHttp = {
    HttpBinding{"GET", "/v1/organizations/{organization_id}/qualification-results", kSelf}};
inline constexpr std::array kExplainHttp = {
    HttpBinding{"GET",
                "/v1/organizations/{organization_id}/members/{organization_member_id}/qualification-results/"
                "{qualification_id}",
                kSelf}};

inline constexpr std::array kTimelineHttp = {
    HttpBinding{"GET", "/v1/organizations/{organization_id}/qualification-timelines", kSelf}};

inline constexpr std::array kHistoryListHttp = {
    HttpBinding{"GET", "/v1/organizations/{organization_id}/history", kOrganization}};
inline constexpr std::array kHistoryHeadHttp = {
    HttpBinding{"GET", "/v1/organizations/{organization_id}/history/head", kOrganization}};
inline constexpr std::array kHistoryVerifyHttp = {
    HttpBinding{"GET", "/v1/organizations/{organization_id}/history/verify", kOrganization}};

inline constexpr std::array kWhatIfHttp = {HttpBinding{"POST", "/v1/what-if", kSelf}};

inline constexpr std::array kPurgeHttp = {HttpBinding{"POST", "/v1/idempotency/purge", kSystem}};

inline constexpr std::array kCheckHttp = {HttpBinding{"GET", "/v1/engine/check", kSystem}};

inline constexpr std::array kCompactHttp = {HttpBinding{"POST", "/v1/engine/compact", kSystem}};

inline constexpr std::array kMeHttp = {HttpBinding{"GET", "/v1/me", kSelf}};

}  // namespace certlite::route

#endif  // CERTLITE_CORE_MODEL_ROUTE_H_
