#include "core/store/record_sql.h"

#include <algorithm>
#include <array>

#include "core/store/sql_text.h"

namespace certlite {
namespace {

constexpr char kSelectOrganization[] = R"sql(
SELECT key, key AS organization_key, last_sequence, id, name, status, created_at, updated_at, revision
FROM organization
)sql";

constexpr char kSelectMember[] = R"sql(
SELECT m.key, m.key AS member_key, m.organization_key, m.last_sequence, m.id, o.id AS organization_id, m.user_id, m.email,
       m.display_name, m.first_name, m.last_name, m.role, m.status, m.is_primary, m.external_id, m.created_at,
       m.updated_at, m.revision, m.archived_from, m.erased
FROM member AS m
JOIN organization AS o ON o.key = m.organization_key
)sql";

constexpr char kSelectType[] = R"sql(
SELECT t.key, t.organization_key, t.last_sequence, t.id, t.slug, t.title, t.description, t.scope, t.status,
       o.id AS organization_id, t.validity_period_unit, t.validity_period_count, t.grace_days,
       t.expiring_soon_days, t.created_at, t.updated_at, t.revision
FROM certification_type AS t
LEFT JOIN organization AS o ON o.key = t.organization_key
)sql";

constexpr char kSelectCertification[] = R"sql(
SELECT c.key, c.organization_key, c.member_key, c.type_key, c.last_sequence, c.id, o.id AS organization_id,
       m.id AS organization_member_id, m.user_id, c.external_id, c.external_source,
       t.id AS certification_type_id, c.lifecycle_status, c.source, c.issued_on, c.expires_on, c.issuer_name,
       c.serial_number, c.verification_status, c.verification_method, c.last_verified_at, c.created_at,
       c.updated_at, t.slug AS certification_type_slug, t.title AS certification_type_title,
       t.status AS certification_type_status, c.revision, c.verified_until, c.renews_id, c.superseded_by_id,
       c.archived_from, c.erased,
       NOT EXISTS (
         SELECT 1
         FROM certification AS r
         WHERE r.organization_key = c.organization_key AND r.renews_id = c.id
       ) AS is_latest,
       t.grace_days AS certification_type_grace_days,
       t.expiring_soon_days AS certification_type_expiring_soon_days
FROM certification AS c
JOIN member AS m ON m.key = c.member_key AND m.organization_key = c.organization_key
JOIN certification_type AS t ON t.key = c.type_key AND t.organization_key IN (c.organization_key, 0)
JOIN organization AS o ON o.key = c.organization_key
)sql";

constexpr char kSelectQualification[] = R"sql(
SELECT q.key, q.organization_key, q.last_sequence, q.id, o.id AS organization_id, q.slug, q.title, q.description,
       q.status, q.certification_type_ids, q.verification_policy, q.accepts_in_grace, q.created_at, q.updated_at,
       q.revision
FROM qualification AS q
JOIN organization AS o ON o.key = q.organization_key
)sql";

constexpr char kSelectJobRole[] = R"sql(
SELECT j.key, j.organization_key, j.last_sequence, j.id, o.id AS organization_id, j.slug, j.title, j.description,
       j.status, j.qualification_ids, j.created_at, j.updated_at, j.revision
FROM job_role AS j
JOIN organization AS o ON o.key = j.organization_key
)sql";

constexpr char kSelectAssignment[] = R"sql(
SELECT a.key, a.organization_key, a.member_key, a.role_key, a.last_sequence, m.id AS organization_member_id,
       j.id AS job_role_id, a.is_primary, a.assigned_at, a.created_at, a.updated_at, a.id, a.status, a.revision
FROM job_role_assignment AS a
JOIN member AS m ON m.key = a.member_key AND m.organization_key = a.organization_key
JOIN job_role AS j ON j.key = a.role_key AND j.organization_key = a.organization_key
)sql";

constexpr auto kFindOrganization = Join(kSelectOrganization, "WHERE key = :organization_key AND id = :id");
constexpr auto kListOrganization =
    Join(kSelectOrganization, "WHERE key = :organization_key AND id > :after_id ORDER BY id");
constexpr auto kFindMember = Join(kSelectMember, "WHERE m.organization_key = :organization_key AND m.id = :id");
constexpr auto kListMember =
    Join(kSelectMember, "WHERE m.organization_key = :organization_key AND m.id > :after_id ORDER BY m.id");
constexpr auto kFindType = Join(kSelectType, "WHERE t.organization_key = :organization_key AND t.id = :id");
constexpr auto kListType =
    Join(kSelectType, "WHERE t.organization_key = :organization_key AND t.id > :after_id ORDER BY t.id");
constexpr auto kFindCertification =
    Join(kSelectCertification, "WHERE c.organization_key = :organization_key AND c.id = :id");
constexpr auto kListCertification =
    Join(kSelectCertification, "WHERE c.organization_key = :organization_key AND c.id > :after_id ORDER BY c.id");

constexpr auto kFindQualification =
    Join(kSelectQualification, "WHERE q.organization_key = :organization_key AND q.id = :id");
constexpr auto kListQualification =
    Join(kSelectQualification, "WHERE q.organization_key = :organization_key AND q.id > :after_id ORDER BY q.id");

constexpr auto kFindJobRole = Join(kSelectJobRole, "WHERE j.organization_key = :organization_key AND j.id = :id");
constexpr auto kListJobRole =
    Join(kSelectJobRole, "WHERE j.organization_key = :organization_key AND j.id > :after_id ORDER BY j.id");
constexpr auto kFindAssignment = Join(kSelectAssignment, "WHERE a.organization_key = :organization_key AND a.id = :id");
constexpr auto kListAssignment =
    Join(kSelectAssignment, "WHERE a.organization_key = :organization_key AND a.id > :after_id ORDER BY a.id");

constexpr auto kCertificationsOfMember = Join(kSelectCertification, R"sql(
WHERE c.organization_key = :organization_key AND c.member_key = :member_key AND c.id > :after_id
)sql");
constexpr auto kAssignmentsOfMember = Join(kSelectAssignment, R"sql(
WHERE a.organization_key = :organization_key AND a.member_key = :member_key AND a.id > :after_id
)sql");

constexpr std::array kRecordSql = {
    RecordSql{&kOrganizationResource,
              R"sql(
INSERT INTO organization (key, id, name, status, created_at, updated_at, revision, last_sequence)
VALUES (:key, :id, :name, :status, :created_at, :updated_at, :revision, :last_sequence)
)sql",
              R"sql(
UPDATE organization
SET name = :name, status = :status, updated_at = :updated_at, revision = :revision, last_sequence = :last_sequence
WHERE key = :key
)sql",
              kFindOrganization.data(), kListOrganization.data()},
    RecordSql{&kMemberResource,
              R"sql(
INSERT INTO member (organization_key, id, user_id, email, display_name, first_name, last_name, role, status,
                    is_primary, external_id, created_at, updated_at, revision, archived_from, last_sequence)
VALUES (:organization_key, :id, :user_id, :email, :display_name, :first_name, :last_name, :role, :status,
        :is_primary, :external_id, :created_at, :updated_at, :revision, :archived_from, :last_sequence)
)sql",
              R"sql(
UPDATE member
SET user_id = :user_id, email = :email, display_name = :display_name, first_name = :first_name,
    last_name = :last_name, role = :role, status = :status, is_primary = :is_primary, external_id = :external_id,
    updated_at = :updated_at, revision = :revision, archived_from = :archived_from, erased = :erased,
    last_sequence = :last_sequence
WHERE organization_key = :organization_key AND key = :key
)sql",
              kFindMember.data(), kListMember.data()},
    RecordSql{&kCertificationTypeResource,
              R"sql(
INSERT INTO certification_type (organization_key, id, slug, title, description, scope, status, validity_period_unit,
                                validity_period_count, grace_days, expiring_soon_days, created_at, updated_at,
                                revision, last_sequence)
VALUES (:organization_key, :id, :slug, :title, :description, :scope, :status, :validity_period_unit,
        :validity_period_count, :grace_days, :expiring_soon_days, :created_at, :updated_at, :revision, :last_sequence)
)sql",
              R"sql(
UPDATE certification_type
SET title = :title, description = :description, status = :status, validity_period_unit = :validity_period_unit,
    validity_period_count = :validity_period_count, grace_days = :grace_days,
    expiring_soon_days = :expiring_soon_days, updated_at = :updated_at, revision = :revision,
    last_sequence = :last_sequence
WHERE organization_key = :organization_key AND key = :key
)sql",
              kFindType.data(), kListType.data()},
    RecordSql{&kCertificationResource,
              R"sql(
INSERT INTO certification (organization_key, id, member_key, type_key, external_id, external_source, lifecycle_status,
                           source, issued_on, expires_on, issuer_name, serial_number, verification_status,
                           verification_method, last_verified_at, verified_until, renews_id, superseded_by_id,
                           archived_from, created_at, updated_at, revision, last_sequence)
VALUES (:organization_key, :id, :member_key, :type_key, :external_id, :external_source, :lifecycle_status,
        :source, :issued_on, :expires_on, :issuer_name, :serial_number, :verification_status,
        :verification_method, :last_verified_at, :verified_until, :renews_id, :superseded_by_id, :archived_from,
        :created_at, :updated_at, :revision, :last_sequence)
)sql",
              R"sql(
UPDATE certification
SET member_key = :member_key, type_key = :type_key, external_id = :external_id, external_source = :external_source,
    lifecycle_status = :lifecycle_status, source = :source, issued_on = :issued_on, expires_on = :expires_on,
    issuer_name = :issuer_name, serial_number = :serial_number, verification_status = :verification_status,
    verification_method = :verification_method, last_verified_at = :last_verified_at,
    verified_until = :verified_until, renews_id = :renews_id, superseded_by_id = :superseded_by_id,
    archived_from = :archived_from, erased = :erased, updated_at = :updated_at, revision = :revision,
    last_sequence = :last_sequence
WHERE organization_key = :organization_key AND key = :key
)sql",
              kFindCertification.data(), kListCertification.data(), kCertificationsOfMember.data()},
    RecordSql{&kQualificationResource,
              R"sql(
INSERT INTO qualification (organization_key, id, slug, title, description, status, certification_type_ids,
                           verification_policy, accepts_in_grace, created_at, updated_at, revision, last_sequence)
VALUES (:organization_key, :id, :slug, :title, :description, :status, :certification_type_ids,
        :verification_policy, :accepts_in_grace, :created_at, :updated_at, :revision, :last_sequence)
)sql",
              R"sql(
UPDATE qualification
SET title = :title, description = :description, status = :status, certification_type_ids = :certification_type_ids,
    verification_policy = :verification_policy, accepts_in_grace = :accepts_in_grace, updated_at = :updated_at,
    revision = :revision, last_sequence = :last_sequence
WHERE organization_key = :organization_key AND key = :key
)sql",
              kFindQualification.data(), kListQualification.data()},
    RecordSql{&kJobRoleResource,
              R"sql(
INSERT INTO job_role (organization_key, id, slug, title, description, status, qualification_ids, created_at, updated_at,
                      revision, last_sequence)
VALUES (:organization_key, :id, :slug, :title, :description, :status, :qualification_ids, :created_at, :updated_at,
        :revision, :last_sequence)
)sql",
              R"sql(
UPDATE job_role
SET title = :title, description = :description, status = :status, qualification_ids = :qualification_ids,
    updated_at = :updated_at, revision = :revision, last_sequence = :last_sequence
WHERE organization_key = :organization_key AND key = :key
)sql",
              kFindJobRole.data(), kListJobRole.data()},
    RecordSql{&kJobRoleAssignmentResource,
              R"sql(
INSERT INTO job_role_assignment (organization_key, id, member_key, role_key, is_primary, status, assigned_at,
                                 created_at, updated_at, revision, last_sequence)
VALUES (:organization_key, :id, :member_key, :role_key, :is_primary, :status, :assigned_at, :created_at, :updated_at,
        :revision, :last_sequence)
)sql",
              R"sql(
UPDATE job_role_assignment
SET is_primary = :is_primary, status = :status, assigned_at = :assigned_at, updated_at = :updated_at,
    revision = :revision, last_sequence = :last_sequence
WHERE organization_key = :organization_key AND key = :key
)sql",
              kFindAssignment.data(), kListAssignment.data(), kAssignmentsOfMember.data()},
};

constexpr auto kByRenewed = Join(kSelectCertification, R"sql(
WHERE c.organization_key = :organization_key AND c.renews_id = :renews_id
)sql");

constexpr auto kByExternalId = Join(kSelectCertification, R"sql(
WHERE c.organization_key = :organization_key AND c.external_id = :external_id
)sql");

constexpr auto kById = Join(kSelectCertification, R"sql(
WHERE c.organization_key IN (SELECT key FROM organization) AND c.id = :id
)sql");

constexpr auto kByExpiry = Join(kSelectCertification, R"sql(
WHERE c.organization_key = :organization_key
  AND c.expires_on BETWEEN :expires_from AND :expires_to
  AND (c.expires_on, c.id) > (:after_expires_on, :after_id)
ORDER BY c.expires_on, c.id
)sql");

constexpr auto kWithoutExpiry = Join(kSelectCertification, R"sql(
WHERE c.organization_key = :organization_key AND c.expires_on IS NULL AND c.id > :after_id
ORDER BY c.id
)sql");

constexpr auto kMemberWithKey = Join(kSelectMember, "WHERE m.organization_key = :organization_key AND m.key = :key");

constexpr auto kMemberWithExternalId =
    Join(kSelectMember, "WHERE m.organization_key = :organization_key AND m.external_id = :external_id");

constexpr auto kMembersWithEmail =
    Join(kSelectMember, "WHERE m.organization_key = :organization_key AND m.email = :email");

constexpr auto kTypeWithSlug = Join(kSelectType, "WHERE t.organization_key = :organization_key AND t.slug = :slug");

constexpr auto kQualificationWithSlug =
    Join(kSelectQualification, "WHERE q.organization_key = :organization_key AND q.slug = :slug");

constexpr auto kJobRoleWithSlug =
    Join(kSelectJobRole, "WHERE j.organization_key = :organization_key AND j.slug = :slug");

// What was archived is had no more.
constexpr auto kMembersWithRole = Join(kSelectMember, R"sql(
JOIN job_role_assignment AS a ON a.organization_key = m.organization_key AND a.member_key = m.key
WHERE m.organization_key = :organization_key AND a.role_key = :role_key AND a.status = 0 AND m.id > :after_id
ORDER BY m.id
)sql");

constexpr auto kAssignmentWithRole = Join(kSelectAssignment, R"sql(
WHERE a.organization_key = :organization_key AND a.member_key = :member_key AND a.role_key = :role_key
)sql");

constexpr auto kAssignmentThatIsPrimary = Join(kSelectAssignment, R"sql(
WHERE a.organization_key = :organization_key AND a.member_key = :member_key AND a.is_primary = 1
)sql");

}  // namespace

constinit const Sql kCertificationsByRenewed = kByRenewed.data();
constinit const Sql kCertificationsByExternalId = kByExternalId.data();
constinit const Sql kCertificationById = kById.data();
constinit const Sql kCertificationsByExpiry = kByExpiry.data();
constinit const Sql kCertificationsWithoutExpiry = kWithoutExpiry.data();
constinit const Sql kMemberByKey = kMemberWithKey.data();
constinit const Sql kMembersByRole = kMembersWithRole.data();
constinit const Sql kMemberByExternalId = kMemberWithExternalId.data();
constinit const Sql kMembersByEmail = kMembersWithEmail.data();
constinit const Sql kCertificationTypeBySlug = kTypeWithSlug.data();
constinit const Sql kQualificationBySlug = kQualificationWithSlug.data();
constinit const Sql kJobRoleBySlug = kJobRoleWithSlug.data();
constinit const Sql kAssignmentByRole = kAssignmentWithRole.data();
constinit const Sql kAssignmentByPrimary = kAssignmentThatIsPrimary.data();

const RecordSql& SqlOf(const Resource& resource) {
  return *std::ranges::find(kRecordSql, &resource, &RecordSql::resource);
}

}  // namespace certlite
