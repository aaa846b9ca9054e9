#include "core/store/schema.h"

#include <array>

namespace certlite {
namespace {

// Inside the file ids are small integers, so that rows and indexes stay compact; UUIDs stand once, beside their key.
// Days are day numbers, instants milliseconds, choices positions in their list. Columns carry their field's name.
// The organization comes first in every unique and secondary index.
constexpr const char* kFirst = R"sql(
CREATE TABLE organization (
  key             INTEGER PRIMARY KEY,
  id              BLOB NOT NULL UNIQUE,
  name            TEXT NOT NULL,
  status          INTEGER NOT NULL,
  created_at      INTEGER NOT NULL,
  updated_at      INTEGER NOT NULL,
  revision        INTEGER NOT NULL,
  last_sequence   INTEGER NOT NULL
) STRICT;

CREATE TABLE member (
  key             INTEGER PRIMARY KEY,
  organization_key INTEGER NOT NULL REFERENCES organization,
  id              BLOB NOT NULL,
  user_id         BLOB,
  email           TEXT,
  display_name    TEXT NOT NULL,
  first_name      TEXT,
  last_name       TEXT,
  role            TEXT,
  status          INTEGER NOT NULL,
  is_primary      INTEGER NOT NULL,
  external_id     TEXT,
  created_at      INTEGER NOT NULL,
  updated_at      INTEGER NOT NULL,
  revision        INTEGER NOT NULL,
  last_sequence   INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX member_by_id ON member (organization_key, id);
CREATE UNIQUE INDEX member_by_external_id ON member (organization_key, external_id) WHERE external_id IS NOT NULL;
-- A user's memberships are what its reach is made of: the one look-up that begins without an organization.
CREATE INDEX member_by_user ON member (user_id, organization_key) WHERE user_id IS NOT NULL;

-- organization_key 0 is the standard catalogue.
CREATE TABLE certification_type (
  key             INTEGER PRIMARY KEY,
  organization_key INTEGER NOT NULL,
  id              BLOB NOT NULL,
  slug            TEXT NOT NULL,
  title           TEXT NOT NULL,
  description     TEXT,
  scope           INTEGER NOT NULL,
  status          INTEGER NOT NULL,
  validity_period_unit INTEGER,
  validity_period_count INTEGER,
  grace_days      INTEGER NOT NULL,
  expiring_soon_days INTEGER NOT NULL,
  created_at      INTEGER NOT NULL,
  updated_at      INTEGER NOT NULL,
  revision        INTEGER NOT NULL,
  last_sequence   INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX certification_type_by_id ON certification_type (organization_key, id);
CREATE UNIQUE INDEX certification_type_by_slug ON certification_type (organization_key, slug);

CREATE TABLE certification (
  key             INTEGER PRIMARY KEY,
  organization_key INTEGER NOT NULL,
  id              BLOB NOT NULL,
  member_key      INTEGER NOT NULL REFERENCES member,
  type_key        INTEGER NOT NULL REFERENCES certification_type,
  external_id     TEXT,
  external_source TEXT,
  lifecycle_status INTEGER NOT NULL,
  source          INTEGER NOT NULL,
  issued_on       INTEGER,
  expires_on      INTEGER,
  issuer_name     TEXT,
  serial_number   TEXT,
  verification_status INTEGER NOT NULL,
  verification_method TEXT,
  last_verified_at INTEGER,
  verified_until  INTEGER,
  renews_id       BLOB,
  superseded_by_id BLOB,
  archived_from   INTEGER,
  created_at      INTEGER NOT NULL,
  updated_at      INTEGER NOT NULL,
  revision        INTEGER NOT NULL,
  last_sequence   INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX certification_by_id ON certification (organization_key, id);
CREATE INDEX certification_by_member ON certification (organization_key, member_key);
CREATE INDEX certification_by_expiry ON certification (organization_key, expires_on, id);
CREATE UNIQUE INDEX certification_by_external_id
  ON certification (organization_key, external_id, ifnull(external_source, '')) WHERE external_id IS NOT NULL;
CREATE INDEX certification_by_renewed ON certification (organization_key, renews_id) WHERE renews_id IS NOT NULL;

-- key: HistoryKey(organization, sequence). payload_key is the HMAC key of commitment; erasing takes both away.
CREATE TABLE history (
  key             INTEGER PRIMARY KEY,
  instant         INTEGER NOT NULL,
  operation       TEXT NOT NULL,
  resource_id     BLOB NOT NULL,
  revision        INTEGER NOT NULL,
  previous_sequence INTEGER NOT NULL,
  answer_bytes    INTEGER NOT NULL,
  payload         TEXT,
  payload_key     BLOB,
  commitment      BLOB NOT NULL,
  hash            BLOB NOT NULL
) STRICT;

-- Whose keys they are, and for which operation: reach, the organization's or user's id, the operation's name.
CREATE TABLE key_scope (
  key             INTEGER PRIMARY KEY,
  reach           INTEGER NOT NULL,
  subject         BLOB NOT NULL,
  operation       TEXT NOT NULL,
  UNIQUE (reach, subject, operation)
) STRICT;

-- The answer is that of the history entry, or of its own where the entry has another.
CREATE TABLE idempotency_key (
  scope_key       INTEGER NOT NULL,
  idempotency_key TEXT NOT NULL,
  fingerprint_version INTEGER NOT NULL,
  fingerprint     BLOB NOT NULL,
  outcome         INTEGER NOT NULL,
  resource_id     BLOB NOT NULL,
  history_key     INTEGER NOT NULL,
  own_answer      TEXT,
  PRIMARY KEY (scope_key, idempotency_key)
) STRICT, WITHOUT ROWID;
)sql";

// What a member was before it was archived, and what is no more than erasing leaves.
constexpr const char* kSecond = R"sql(
ALTER TABLE member ADD COLUMN archived_from INTEGER;
ALTER TABLE member ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
ALTER TABLE certification ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
)sql";

// When a key was bound, where its history entry doesn't tell; and imports find members by their e-mail address.
constexpr const char* kThird = R"sql(
ALTER TABLE idempotency_key ADD COLUMN bound_at INTEGER;
CREATE INDEX member_by_email ON member (organization_key, email) WHERE email IS NOT NULL;
)sql";

// certification_type_ids: 16 bytes each, ascending. Types are never deleted, so that none leads nowhere.
constexpr const char* kFourth = R"sql(
CREATE TABLE qualification (
  key             INTEGER PRIMARY KEY,
  organization_key INTEGER NOT NULL REFERENCES organization,
  id              BLOB NOT NULL,
  slug            TEXT NOT NULL,
  title           TEXT NOT NULL,
  description     TEXT,
  status          INTEGER NOT NULL,
  certification_type_ids BLOB NOT NULL,
  verification_policy INTEGER NOT NULL,
  accepts_in_grace INTEGER NOT NULL,
  created_at      INTEGER NOT NULL,
  updated_at      INTEGER NOT NULL,
  revision        INTEGER NOT NULL,
  last_sequence   INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX qualification_by_id ON qualification (organization_key, id);
CREATE UNIQUE INDEX qualification_by_slug ON qualification (organization_key, slug);
)sql";

// qualification_ids: as certification_type_ids. Of a member's roles that it has one at most is primary.
constexpr const char* kFifth = R"sql(
CREATE TABLE job_role (
  key             INTEGER PRIMARY KEY,
  organization_key INTEGER NOT NULL REFERENCES organization,
  id              BLOB NOT NULL,
  slug            TEXT NOT NULL,
  title           TEXT NOT NULL,
  description     TEXT,
  status          INTEGER NOT NULL,
  qualification_ids BLOB NOT NULL,
  created_at      INTEGER NOT NULL,
  updated_at      INTEGER NOT NULL,
  revision        INTEGER NOT NULL,
  last_sequence   INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX job_role_by_id ON job_role (organization_key, id);
CREATE UNIQUE INDEX job_role_by_slug ON job_role (organization_key, slug);

CREATE TABLE job_role_assignment (
  key             INTEGER PRIMARY KEY,
  organization_key INTEGER NOT NULL REFERENCES organization,
  id              BLOB NOT NULL,
  member_key      INTEGER NOT NULL REFERENCES member,
  role_key        INTEGER NOT NULL REFERENCES job_role,
  is_primary      INTEGER NOT NULL,
  status          INTEGER NOT NULL,
  assigned_at     INTEGER NOT NULL,
  created_at      INTEGER NOT NULL,
  updated_at      INTEGER NOT NULL,
  revision        INTEGER NOT NULL,
  last_sequence   INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX job_role_assignment_by_id ON job_role_assignment (organization_key, id);
CREATE UNIQUE INDEX job_role_assignment_by_member ON job_role_assignment (organization_key, member_key, role_key);
CREATE UNIQUE INDEX job_role_assignment_by_primary
  ON job_role_assignment (organization_key, member_key) WHERE is_primary = 1;
CREATE INDEX job_role_assignment_by_role ON job_role_assignment (organization_key, role_key);
)sql";

constexpr std::array<const char*, 5> kMigrations = {kFirst, kSecond, kThird, kFourth, kFifth};

}  // namespace

MigrationScripts Migrations() { return kMigrations; }

}  // namespace certlite
