// The SQL of each resource. Parameters and columns carry the names of the fields, which is how records meet them.
#ifndef CERTLITE_CORE_STORE_RECORD_SQL_H_
#define CERTLITE_CORE_STORE_RECORD_SQL_H_

#include "core/model/resource.h"
#include "core/store/statement.h"

namespace certlite {

struct RecordSql {
  const Resource* resource;
  Sql insert;
  Sql update;
  Sql find;                 // by :organization_key and :id
  Sql list_by_id;           // of :organization_key, after :after_id
  Sql list_by_member = "";  // and of :member_key, in no order; "" where it is no member's
};

// The SQL of `resource`. Lifetime: static.
const RecordSql& SqlOf(const Resource& resource);

// Other ways to the certifications of :organization_key.
extern const Sql kCertificationsByRenewed;      // :renews_id
extern const Sql kCertificationsByExternalId;   // :external_id
extern const Sql kCertificationById;            // :id, in whichever organization
extern const Sql kCertificationsByExpiry;       // :expires_from to :expires_to and after (:after_expires_on, :after_id)
extern const Sql kCertificationsWithoutExpiry;  // after :after_id

// Members of :organization_key with :key, :external_id or :email, and what has a :slug.
extern const Sql kMemberByKey;
extern const Sql kMembersByRole;  // with the :role_key, after :after_id
extern const Sql kMemberByExternalId;
extern const Sql kMembersByEmail;
extern const Sql kCertificationTypeBySlug;
extern const Sql kQualificationBySlug;
extern const Sql kJobRoleBySlug;

// Assignments of :organization_key: the one of :member_key and :role_key, and the member's primary one.
extern const Sql kAssignmentByRole;
extern const Sql kAssignmentByPrimary;

}  // namespace certlite

#endif  // CERTLITE_CORE_STORE_RECORD_SQL_H_
