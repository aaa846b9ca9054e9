-- What a user of SQLite would lay out for the same questions: local keys inside, ids at the border, and Certlite's indexes.
CREATE TABLE organization (
  key             INTEGER PRIMARY KEY,
  id              TEXT NOT NULL UNIQUE
);

CREATE TABLE member (
  key             INTEGER PRIMARY KEY,
  organization_key INTEGER NOT NULL REFERENCES organization,
  id              TEXT NOT NULL UNIQUE,
  user_id         TEXT
);

CREATE TABLE certification_type (
  key             INTEGER PRIMARY KEY,
  organization_key INTEGER NOT NULL REFERENCES organization,
  id              TEXT NOT NULL UNIQUE,
  slug            TEXT NOT NULL,
  title           TEXT NOT NULL,
  status          TEXT NOT NULL,
  grace_days      INTEGER NOT NULL,
  expiring_soon_days INTEGER NOT NULL
);

CREATE TABLE certification (
  key             INTEGER PRIMARY KEY,
  organization_key INTEGER NOT NULL REFERENCES organization,
  id              TEXT NOT NULL,
  member_key      INTEGER NOT NULL REFERENCES member,
  type_key        INTEGER NOT NULL REFERENCES certification_type,
  external_id     TEXT,
  external_source TEXT,
  lifecycle_status TEXT NOT NULL,
  source          TEXT NOT NULL,
  issued_on       TEXT,
  expires_on      TEXT,
  issuer_name     TEXT,
  serial_number   TEXT,
  created_at      TEXT NOT NULL,
  revision        INTEGER NOT NULL
);
CREATE UNIQUE INDEX certification_by_id ON certification (organization_key, id);
CREATE INDEX certification_by_member ON certification (organization_key, member_key);
CREATE INDEX certification_by_expiry ON certification (organization_key, expires_on);
CREATE UNIQUE INDEX certification_by_external_id
  ON certification (organization_key, external_id, ifnull(external_source, '')) WHERE external_id IS NOT NULL;

-- An answer is stored once: here.
CREATE TABLE history (
  key             INTEGER PRIMARY KEY,
  instant         TEXT NOT NULL,
  operation       TEXT NOT NULL,
  certification_key INTEGER NOT NULL REFERENCES certification,
  answer          BLOB NOT NULL
);

CREATE TABLE idempotency_key (
  organization_key INTEGER NOT NULL,
  idempotency_key TEXT NOT NULL,
  fingerprint     BLOB NOT NULL,
  history_key     INTEGER NOT NULL REFERENCES history,
  PRIMARY KEY (organization_key, idempotency_key)
) WITHOUT ROWID;
