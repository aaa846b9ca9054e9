"""The peer in Python: a store of certifications as a user writes it with sqlite3 and pydantic 2. turns.py measures it."""
import base64
import os
import sqlite3
import time
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal, Optional

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import to_json

Uuid = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
Key = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,255}$")]
ExternalId = Annotated[str, Field(min_length=1, max_length=128)]
Line = Annotated[str, Field(max_length=255)]

INVALID, NOT_YET_VALID, VALID, EXPIRING_SOON, IN_GRACE, EXPIRED = range(6)
NO_DAY = -(2**31)
EPOCH = date(1970, 1, 1).toordinal()

TYPE_COLUMNS = ("id", "slug", "title", "status", "grace_days", "expiring_soon_days")

RECORD = """
SELECT c.id, o.id, m.id, m.user_id, c.external_id, c.external_source, c.lifecycle_status, c.source, c.issued_on, c.expires_on,
  c.issuer_name, c.serial_number, c.created_at, c.revision, t.id, t.slug, t.title, t.status, t.grace_days, t.expiring_soon_days
FROM certification c
JOIN organization o ON o.key = c.organization_key
JOIN member m ON m.key = c.member_key
JOIN certification_type t ON t.key = c.type_key
WHERE c.organization_key = ? AND c.expires_on > ?
ORDER BY c.expires_on, c.key
LIMIT ?"""


class CertificationCreate(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    organization_member_id: Uuid
    certification_type_id: Uuid
    external_id: Optional[ExternalId] = None
    external_source: Optional[ExternalId] = None
    source: Literal["manual", "import", "api", "self-reported"] = "manual"
    issued_on: Optional[date] = None
    expires_on: Optional[date] = None
    issuer_name: Optional[Line] = None
    serial_number: Optional[Line] = None

    @model_validator(mode="after")
    def dates_in_order(self):
        if self.issued_on and self.expires_on and self.expires_on < self.issued_on:
            raise ValueError("expires_on is before issued_on")
        return self


class CertificationImport(CertificationCreate):
    idempotency_key: Key


class CertificationList(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    order: Literal["expires_on"]
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    expires_after: date


class Refused(Exception):
    """A request that breaks a rule."""


REFUSALS = (Refused, ValidationError, sqlite3.IntegrityError)


class Ids:
    """UUIDs of version 7 that grow: milliseconds, a count within one, chance."""

    def __init__(self):
        self._last = 0

    def next(self):
        self._last = max(self._last + 1, time.time_ns() // 1_000_000 << 12)
        tail = int.from_bytes(os.urandom(8), "big") >> 2 | 1 << 63
        text = f"{self._last >> 12:012x}7{self._last & 0xfff:03x}{tail:016x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


class Certifications:
    """The store, for one organization."""

    def __init__(self, path):
        self._db = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "cache_size = -16384",
                       "wal_autocheckpoint = 4000"):
            self._db.execute(f"PRAGMA {pragma}")
        self._ids = Ids()

    def lay_out(self, organization_id, members, types):
        self._db.executescript(Path(__file__).with_name("schema.sql").read_text())
        self._organization_id = organization_id
        self._db.execute("BEGIN IMMEDIATE")
        self._organization = self._db.execute("INSERT INTO organization (id) VALUES (?)", (organization_id,)).lastrowid
        self._db.executemany("INSERT INTO member VALUES (NULL, ?, ?, NULL)", ((self._organization, id) for id in members))
        self._db.executemany(
            "INSERT INTO certification_type VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)",
            ((self._organization, *(each[name] for name in TYPE_COLUMNS)) for each in types))
        self._db.execute("COMMIT")

    def create(self, body, key):
        """The answer's bytes; those of the first time if the key is bound. Durable when it returns."""
        request = CertificationCreate.model_validate_json(body)
        fingerprint = fingerprint_of(request)
        if (bound := self._bound(key, fingerprint)) is not None:
            return bound
        self._db.execute("BEGIN IMMEDIATE")
        try:
            _, answer = self._insert("certification.create", request, key, fingerprint)
            self._db.execute("COMMIT")
            return answer
        except BaseException:
            self._db.execute("ROLLBACK")
            raise

    def import_lines(self, text):
        """A result for each line: its outcome, and the id or what is wrong. One transaction, durable when it returns."""
        results = []
        self._db.execute("BEGIN IMMEDIATE")
        try:
            for line in text.splitlines():
                results.append(self._import(line))
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        return results

    def list(self, body):
        request = CertificationList.model_validate_json(body)
        rows = self._db.execute(RECORD, (self._organization, request.expires_after.isoformat(), request.limit + 1)).fetchall()
        has_more = len(rows) > request.limit
        del rows[request.limit:]
        day = time.time_ns() // 86_400_000_000_000 + EPOCH
        shown = [document(row, day) for row in rows]
        cursor = base64.urlsafe_b64encode(f"{rows[-1][9]}{rows[-1][0]}".encode()).decode() if has_more else None
        return to_json({"data": [data for data, _ in shown], "page": {"next_cursor": cursor, "has_more": has_more},
                        "meta": [meta for _, meta in shown]})

    def _bound(self, key, fingerprint):
        found = self._db.execute(
            "SELECT k.fingerprint, h.answer FROM idempotency_key k JOIN history h ON h.key = k.history_key"
            " WHERE k.organization_key = ? AND k.idempotency_key = ?", (self._organization, key)).fetchone()
        if found is None:
            return None
        if found[0] != fingerprint:
            raise Refused("idempotency_key_reused")
        return found[1]

    def _import(self, line):
        # Nothing that is refused has written: of the three inserts only the first can fail.
        try:
            request = CertificationImport.model_validate_json(line)
            fingerprint = fingerprint_of(request)
            if self._bound(request.idempotency_key, fingerprint) is not None:
                return "replayed", None
            return "created", self._insert("certification.import", request, request.idempotency_key, fingerprint)[0]
        except REFUSALS as refusal:
            return "refused", str(refusal)

    def _insert(self, operation, request, key, fingerprint):
        db = self._db
        member = db.execute("SELECT key, user_id FROM member WHERE organization_key = ? AND id = ?",
                            (self._organization, request.organization_member_id)).fetchone()
        kind = db.execute("SELECT key, id, slug, title, status, grace_days, expiring_soon_days FROM certification_type"
                          " WHERE organization_key = ? AND id = ?",
                          (self._organization, request.certification_type_id)).fetchone()
        if member is None or kind is None:
            raise Refused("member.exists" if member is None else "certification_type.exists")
        id, now = self._ids.next(), time.time_ns() // 1_000_000
        created_at = f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(now // 1000))}.{now % 1000:03}Z"
        issued_on = request.issued_on.isoformat() if request.issued_on else None
        expires_on = request.expires_on.isoformat() if request.expires_on else None
        certification = db.execute(
            "INSERT INTO certification VALUES (NULL, ?, ?, ?, ?, ?, ?, 'active', ?, ?, ?, ?, ?, ?, 1)",
            (self._organization, id, member[0], kind[0], request.external_id, request.external_source, request.source,
             issued_on, expires_on, request.issuer_name, request.serial_number, created_at)).lastrowid
        data, meta = document(
            (id, self._organization_id, request.organization_member_id, member[1], request.external_id,
             request.external_source, "active", request.source, issued_on, expires_on, request.issuer_name,
             request.serial_number, created_at, 1, *kind[1:]), now // 86_400_000 + EPOCH)
        answer = to_json({"data": data, "meta": meta})
        history = db.execute("INSERT INTO history VALUES (NULL, ?, ?, ?, ?)",
                             (created_at, operation, certification, answer)).lastrowid
        db.execute("INSERT INTO idempotency_key VALUES (?, ?, ?, ?)", (self._organization, key, fingerprint, history))
        return id, answer


def fingerprint_of(request):
    """Of what was said: the order of members and their spacing don't matter."""
    return sha256(request.model_dump_json(exclude_unset=True).encode()).digest()


def document(row, day):
    """A certification as it is answered, and what is told beside it."""
    (id, organization_id, member_id, user_id, external_id, external_source, lifecycle_status, source, issued_on, expires_on,
     issuer_name, serial_number, created_at, revision, type_id, slug, title, type_status, grace, soon) = row
    status, reason, remaining, transition = judge(lifecycle_status, issued_on, expires_on, grace, soon, day)
    data = {
        "id": id, "organization_id": organization_id, "organization_member_id": member_id, "user_id": user_id,
        "external_id": external_id, "external_source": external_source, "certification_type_id": type_id,
        "lifecycle_status": lifecycle_status, "source": source, "issued_on": issued_on, "expires_on": expires_on,
        "issuer_name": issuer_name, "serial_number": serial_number, "verification_status": "unverified",
        "validity_status": status, "verification_method": None, "last_verified_at": None, "created_at": created_at,
        "updated_at": created_at,
        "certification_type": {"id": type_id, "slug": slug, "title": title, "status": type_status}}
    return data, {"revision": revision, "validity_reason": reason, "days_remaining": remaining,
                  "next_transition_on": transition}


def judge(lifecycle_status, issued_on, expires_on, grace, soon, day):
    """Status, reason, days remaining and the day of the next change."""
    if lifecycle_status != "active":
        return "invalid", lifecycle_status, None, None
    expires = date.fromisoformat(expires_on).toordinal() if expires_on else None
    remaining = None if expires is None else expires - day
    if issued_on and day < date.fromisoformat(issued_on).toordinal():
        return "not_yet_valid", "before_issue", remaining, issued_on
    if expires is None:
        return "valid", "no_expiry", None, None
    if day > expires + grace:
        return "expired", "past_expiry", remaining, None
    if day > expires:
        return "in_grace", "within_grace", remaining, date.fromordinal(expires + grace + 1).isoformat()
    if day >= expires - soon:
        return "expiring_soon", "near_expiry", remaining, date.fromordinal(expires + 1).isoformat()
    return "valid", "in_force", remaining, date.fromordinal(expires - soon).isoformat()


def validity(issued_on, expires_on, grace_days, expiring_soon_days, lifecycle, as_of, statuses):
    """The status of each record, of columns of day numbers."""
    for i, (issued, expires, grace, soon, status) in enumerate(
            zip(issued_on, expires_on, grace_days, expiring_soon_days, lifecycle)):
        if status:
            statuses[i] = INVALID
        elif as_of < issued:
            statuses[i] = NOT_YET_VALID
        elif expires == NO_DAY or as_of < expires - soon:
            statuses[i] = VALID
        elif as_of <= expires:
            statuses[i] = EXPIRING_SOON
        elif as_of <= expires + grace:
            statuses[i] = IN_GRACE
        else:
            statuses[i] = EXPIRED
